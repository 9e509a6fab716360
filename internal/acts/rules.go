package acts

import (
	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/problem"
)

// Status is where an act stands; the same words as the constraint act_status. Its name in
// the interface is the text "acts.status.<status>".
type Status string

// The statuses. Void and Corrected acts no longer live: another may be formed for the month.
const (
	Formed    Status = "formed"
	Void      Status = "void"
	Sent      Status = "sent"
	Delivered Status = "delivered"
	Accepted  Status = "accepted"
	Returned  Status = "returned"
	Corrected Status = "corrected"
	Paid      Status = "paid"
)

// Statuses lists every status.
func Statuses() []Status {
	return []Status{Formed, Void, Sent, Delivered, Accepted, Returned, Corrected, Paid}
}

// Living tells whether the act is the one of its order and month.
func (s Status) Living() bool { return s != Void && s != Corrected }

// Text is the key of the status's name.
func (s Status) Text() string { return "acts.status." + string(s) }

// effect is what an answer does with an act that stands in a status and has heard answers
// up to a number. moves is false when the answer is only kept: it came late, or the act
// can no longer go there.
func effect(now Status, heard int64, a Answer) (next Status, moves bool) {
	if a.Seq <= heard {
		return now, false
	}
	for _, m := range table {
		if m.By == access.ReportPayment && m.From == now && m.To == a.Kind {
			return m.To, true
		}
	}
	return now, false
}

// sendDays is until which working day of the next month the act of a month is awaited
// (assumed: no source names a term).
const sendDays = 5

// SendBy is the day by which the act of a month should be sent. A later one is taken too:
// what that means is for the payer to say.
func SendBy(m calendar.Month) calendar.Date { return calendar.NthWorkingDayOf(m.Plus(1), sendDays) }

// ground is a month of an order, as the rule on forming meets it.
type ground struct {
	order   orders.Order
	month   calendar.Month
	minutes int
	living  Act // zero when there is none
}

// whyNotForm says why no act can be formed for a month; nil when it can. An order of a bed
// place has no journal and so no act: its days are counted by the stay (product, 11).
func whyNotForm(m ground, today calendar.Date) *problem.Error {
	switch args := (problem.Args{"Month": m.month}); {
	case !m.order.Service.CountsHours():
		return problem.New(problem.Closed, "acts.none-for-beds")
	case m.month.After(today.InMonth()):
		return problem.New(problem.Closed, "acts.month-ahead", args)
	case m.living.Status == Returned:
		return problem.New(problem.Closed, "acts.correct-first", args)
	case !m.living.ID.IsZero() && m.living.Status != Formed:
		return problem.New(problem.Closed, "acts.sent-already", args)
	case m.minutes == 0:
		return problem.New(problem.Closed, "acts.nothing-entered", args)
	}
	return nil
}

// standing is an act as the rules on its moves meet it.
type standing struct {
	Act
	order   orders.Order
	side    orders.Side
	changed bool // the journal says something else than the act
}

// whyNot says why a move the table allows has to wait; nil when it need not.
func whyNot(s standing, a Action) *problem.Error {
	switch a {
	case Sign:
		if s.signedOn(s.side).Done() {
			return problem.New(problem.Conflict, "acts.signed-already")
		}
		return changed(s)
	case AttachScan:
		return changed(s)
	case Send:
		if p := changed(s); p != nil {
			return p
		}
		if !s.SignedByBoth() && !s.Scanned() {
			return problem.New(problem.Closed, "acts.needs-signatures-or-scan")
		}
	case FormAgain, Correct, Deliver, Accept, Return, Pay:
	}
	return nil
}

func changed(s standing) *problem.Error {
	if s.changed {
		return problem.New(problem.Conflict, "acts.journal-changed")
	}
	return nil
}

// whyNotEnd says why joint work cannot end with this act; nil when it can: hours of other
// months must be in acts that were sent (manual, step 21).
func whyNotEnd(o orders.Order, minutes int) *problem.Error {
	if left := o.Unsent - minutes; left > 0 && !o.WorkEnded() {
		return problem.New(problem.Closed, "acts.other-months-unsent", problem.Args{"Left": lang.Minutes(left)})
	}
	return nil
}
