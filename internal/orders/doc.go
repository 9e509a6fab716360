// Package orders is what was ordered from whom, and where it stands.
//
// A recipient orders an amount of a service, within what is allotted to them, from
// somebody in the register of specialists; the amount is reserved at once. The specialist
// or organisation confirms or declines. Hours are written in the journal (package journal);
// with the last of them the order is completed, exactly once. Before that, either side may
// give it up, once the hours are in an act that was sent and joint work was ended. Bed
// places take days instead of hours: no journal, one person a bed, and the order is
// completed when the stay is over.
//
// The moves, from the table in moves.go:
//
//	waiting      ──confirm───────▶ on-execution             orders.answer    manual 7–9
//	waiting      ──decline───────▶ declined                 orders.answer    manual 7
//	waiting      ──withdraw──────▶ withdrawn                orders.withdraw  assumed
//	waiting      ──lapse─────────▶ lapsed                   orders.lapse     assumed
//	on-execution ──complete──────▶ completed                journal.keep     manual 12
//	on-execution ──complete──────▶ completed                orders.lapse     assumed
//	completed    ──reopen────────▶ on-execution             journal.keep     manual 12
//	on-execution ──end-work──────▶ on-execution             orders.end-work  manual 17, 21–23
//	on-execution ──cancel────────▶ cancelled-by-recipient   orders.cancel    manual 24–28
//	on-execution ──cancel-worker─▶ cancelled-by-specialist  orders.cancel    manual 24–28
//
// The counters of an order (amount, used, unsent) carry CHECKs; so do the volume it takes
// from (package registry) and the days of a bed. A wrong rule cannot break them.
package orders
