package orders

import (
	"asar/internal/access"
	"asar/internal/problem"
)

// Action is something that moves an order.
type Action string

// The actions.
const (
	Confirm            Action = "confirm"
	Decline            Action = "decline"
	Withdraw           Action = "withdraw"
	Lapse              Action = "lapse"
	Complete           Action = "complete"      // the last minute of the volume was saved, or a stay is over
	Reopen             Action = "reopen"        // hours of a completed order were corrected downwards
	EndWork            Action = "end-work"      // joint work is over; only then may a side cancel
	CancelAsRecipient  Action = "cancel"        // by the recipient
	CancelAsSpecialist Action = "cancel-worker" // by the specialist or organisation
)

// Move is a row of the table of moves.
type Move struct {
	Action Action
	From   Status
	To     Status
	By     access.Permission
	Sides  []Side // whose sides may do it; none for the program itself
	Source string // the manual's step
}

// moves is the whole state machine. Actions consult it, pages show what it allows, and the
// drawing in the package's documentation is tested equal to it.
var moves = []Move{
	{Confirm, Waiting, OnExecution, access.AnswerOrder, []Side{AsSpecialist, AsOrganisation}, "manual 7–9"},
	{Decline, Waiting, Declined, access.AnswerOrder, []Side{AsSpecialist, AsOrganisation}, "manual 7"},
	{Withdraw, Waiting, Withdrawn, access.WithdrawOrder, []Side{AsRecipient}, "assumed"},
	{Lapse, Waiting, Lapsed, access.LapseOrders, nil, "assumed"},
	{Complete, OnExecution, Completed, access.KeepJournal, []Side{AsSpecialist}, "manual 12"},
	{Complete, OnExecution, Completed, access.LapseOrders, nil, "assumed"},
	{Reopen, Completed, OnExecution, access.KeepJournal, []Side{AsSpecialist}, "manual 12"},
	{EndWork, OnExecution, OnExecution, access.EndWork, []Side{AsRecipient, AsSpecialist, AsOrganisation}, "manual 17, 21–23"},
	{CancelAsRecipient, OnExecution, CancelledByRecipient, access.CancelOrder, []Side{AsRecipient}, "manual 24–28"},
	{CancelAsSpecialist, OnExecution, CancelledBySpecialist, access.CancelOrder, []Side{AsSpecialist, AsOrganisation}, "manual 24–28"},
}

// Moves is the table of moves.
func Moves() []Move { return append([]Move(nil), moves...) }

// Allowed lists the moves the table opens to somebody for an order as it stands. A listed
// move may still have to wait: see WhyNot.
func Allowed(by access.Actor, o Order) (open []Move) {
	side := SideOf(by, o)
	for _, m := range moves {
		if m.From == o.Status && by.May(m.By) && m.mayBe(side) && m.asked() && !done(m, o) {
			open = append(open, m)
		}
	}
	return open
}

// May tells whether the table opens an action to somebody.
func May(by access.Actor, o Order, a Action) bool {
	for _, m := range Allowed(by, o) {
		if m.Action == a {
			return true
		}
	}
	return false
}

func (m Move) mayBe(side Side) bool {
	for _, s := range m.Sides {
		if s == side {
			return true
		}
	}
	return false
}

// asked tells whether a person asks for the move by a button of the order; completing and
// reopening follow from the journal.
func (m Move) asked() bool { return m.Action != Complete && m.Action != Reopen }

// done tells whether a move that keeps the status has been made.
func done(m Move, o Order) bool { return m.Action == EndWork && o.WorkEnded() }

// find returns the move of an action from where the order stands, for a side. Conflict
// says where the order stands now: somebody was there first.
func find(o Order, a Action) (Move, error) {
	for _, m := range moves {
		if m.Action == a && m.From == o.Status {
			return m, nil
		}
	}
	return Move{}, problem.New(problem.Conflict, "orders.stands-elsewhere."+string(o.Status), problem.Args{"Number": string(o.Number)})
}

// WhyNot says why a move the table allows has to wait; nil when it need not. It needs to
// know whether an application to leave the register is alive (manual, note to step 7).
func WhyNot(o Order, a Action, leaving bool) *problem.Error {
	switch a {
	case Confirm:
		if leaving {
			return problem.New(problem.Closed, "orders.leaving-register")
		}
	case EndWork:
		if o.WorkEnded() {
			return problem.New(problem.Conflict, "orders.work-ended-already")
		}
		if o.Unsent > 0 {
			return problem.New(problem.Closed, "orders.send-act-first")
		}
	case CancelAsRecipient, CancelAsSpecialist:
		if !o.WorkEnded() {
			return problem.New(problem.Closed, "orders.end-work-first")
		}
		if o.Unsent > 0 {
			return problem.New(problem.Closed, "orders.send-act-first")
		}
	case Decline, Withdraw, Lapse, Complete, Reopen:
	}
	return nil
}
