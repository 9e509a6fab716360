package acts

import (
	"slices"

	"asar/internal/access"
	"asar/internal/orders"
	"asar/internal/problem"
)

// Action is something that moves an act.
type Action string

// The actions. The last four are the payer's.
const (
	FormAgain  Action = "form-again"  // the journal changed: this edition is void, another is formed
	Sign       Action = "sign"        // with an electronic signature, either side, in any order
	AttachScan Action = "attach-scan" // of the paper both sides signed by hand
	Send       Action = "send"        // to the payer
	Correct    Action = "correct"     // what the payer returned: the month is open again
	Deliver    Action = "deliver"
	Accept     Action = "accept"
	Return     Action = "return"
	Pay        Action = "pay"
)

// Move is a row of the table of moves.
type Move struct {
	Action Action
	From   Status
	To     Status
	By     access.Permission
	Sides  []orders.Side // whose sides may do it; none for the payer
	Source string        // the manual's step
}

var (
	providers = []orders.Side{orders.AsSpecialist, orders.AsOrganisation}
	bothSides = []orders.Side{orders.AsRecipient, orders.AsSpecialist, orders.AsOrganisation}
)

// table is the whole state machine. Actions consult it, pages show what it allows, and the
// drawing in the package's documentation is tested equal to it. Each answer of the payer
// may run ahead of those before it; nothing comes after payment, nor after a return: a
// corrected act is another act, with another number.
var table = []Move{
	{FormAgain, Formed, Void, access.FormAct, providers, "manual 13"},
	{Sign, Formed, Formed, access.SignAct, bothSides, "manual 14"},
	{AttachScan, Formed, Formed, access.SendAct, providers, "manual 15–17"},
	{Send, Formed, Sent, access.SendAct, providers, "manual 16–18"},
	{Deliver, Sent, Delivered, access.ReportPayment, nil, "assumed"},
	{Accept, Sent, Accepted, access.ReportPayment, nil, "assumed"},
	{Accept, Delivered, Accepted, access.ReportPayment, nil, "assumed"},
	{Return, Sent, Returned, access.ReportPayment, nil, "assumed"},
	{Return, Delivered, Returned, access.ReportPayment, nil, "assumed"},
	{Return, Accepted, Returned, access.ReportPayment, nil, "assumed"},
	{Pay, Sent, Paid, access.ReportPayment, nil, "assumed"},
	{Pay, Delivered, Paid, access.ReportPayment, nil, "assumed"},
	{Pay, Accepted, Paid, access.ReportPayment, nil, "assumed"},
	{Correct, Returned, Corrected, access.SendAct, providers, "assumed"},
}

// Moves is the table of moves.
func Moves() []Move { return slices.Clone(table) }

// Option is a move that is open to somebody; WhyNot says why it has to wait.
type Option struct {
	Move
	WhyNot *problem.Error
}

// options lists the moves the table opens to somebody for an act as it stands. What a side
// has done already is not offered again.
func options(by access.Actor, s standing) (open []Option) {
	for _, m := range table {
		if m.From != s.Status || !by.May(m.By) || !slices.Contains(m.Sides, s.side) {
			continue
		}
		if m.Action == Sign && s.signedOn(s.side).Done() || m.Action == FormAgain && !s.changed {
			continue
		}
		open = append(open, Option{m, whyNot(s, m.Action)})
	}
	return open
}

// permit finds the move of an action from where the act stands, for a side. Conflict says
// where the act stands now: somebody was there first.
func permit(s standing, a Action) (Move, error) {
	for _, m := range table {
		if m.Action != a || m.From != s.Status {
			continue
		}
		if !slices.Contains(m.Sides, s.side) {
			return m, problem.New(problem.Denied, "problem.denied")
		}
		if p := whyNot(s, a); p != nil {
			return m, p
		}
		return m, nil
	}
	return Move{}, problem.New(problem.Conflict, "acts.stands-elsewhere."+string(s.Status), problem.Args{"Number": s.Number})
}
