// Package journal is the hours worked for an order, and the rules on them.
//
// An entry is a day's work: minutes in steps of half an hour, with the format (sign
// language) or the places visited in two languages (assistant). It may be corrected or
// removed until the month's act is sent; every version stays.
//
// The rules, manual steps 11, 12 and 18, law: Social Code 163 p.2:
//   - at most 8 hours a day over all services and orders, for the specialist and for the
//     recipient; a refusal names the entry that stands in the way;
//   - never more than is left of the order, and with its last minute the order is completed;
//   - from the day of confirmation to today, within the order's period;
//   - nothing in a month whose act was sent, nothing after the work was ended; a month whose
//     act the payer returned is open again.
//
// Each rule is a pure function (rules.go), asked first, so that a person is told what to
// do. Counters with CHECKs hold the same limits in the database under any number of
// writers: day_hours for the 8 hours, journal_month for a month, orders and allotment for
// the volume. See docs/adr/0010.
package journal
