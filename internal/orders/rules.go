package orders

import (
	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/registry"
)

// MostADay is how many minutes of help a person may give or receive in a day, over all
// services and orders. law: Social Code 163 p.2; manual, note to step 12.
const MostADay = 8 * 60

// Wish is what a recipient asks for. For a bed place the amount follows from the period.
type Wish struct {
	Entry     registry.EntryID
	Allotment registry.AllotmentID
	Amount    int
	From, To  calendar.Date
}

// days is how many days the period has, both ends counted.
func (w Wish) days() int { return w.From.DaysUntil(w.To) + 1 }

// settled fills in what follows from the rest.
func (w Wish) settled(s registry.Service) Wish {
	if s == registry.BedPlace && !w.From.IsZero() && !w.To.Before(w.From) {
		w.Amount = w.days()
	}
	return w
}

// checkWish is the rule on placing: manual, step 6, and point 1 of the orders' plan.
func checkWish(w Wish, today calendar.Date, by access.PersonID, e registry.Entry, a registry.Allotment) error {
	if e.Status != registry.Active {
		return problem.New(problem.Closed, "orders.specialist-not-active")
	}
	if e.Person == by {
		return problem.New(problem.Invalid, "orders.not-from-oneself")
	}
	if a.Recipient != by || a.Service != e.Service {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	wrong := checkPeriod(w, today, a)
	if len(wrong) == 0 {
		wrong = checkAmount(w, a)
	}
	if free, limited := e.Free(); limited && len(wrong) == 0 && w.Amount > free {
		wrong = []problem.Field{problem.At("amount", "registry.no-capacity", problem.Args{"Free": lang.Minutes(free)})}
	}
	return problem.Fields(wrong...)
}

func checkPeriod(w Wish, today calendar.Date, a registry.Allotment) []problem.Field {
	switch {
	case w.From.IsZero():
		return []problem.Field{problem.At("from", "orders.from-needed")}
	case w.To.IsZero():
		return []problem.Field{problem.At("to", "orders.to-needed")}
	case w.From.Before(today):
		return []problem.Field{problem.At("from", "orders.from-past", problem.Args{"Today": today})}
	case w.To.Before(w.From):
		return []problem.Field{problem.At("to", "orders.to-before-from")}
	case w.From.Before(a.From):
		return []problem.Field{problem.At("from", "orders.outside-allotment", problem.Args{"From": a.From, "To": a.To})}
	case w.To.After(a.To):
		return []problem.Field{problem.At("to", "orders.outside-allotment", problem.Args{"From": a.From, "To": a.To})}
	}
	return nil
}

func checkAmount(w Wish, a registry.Allotment) []problem.Field {
	field := "amount"
	if a.Service == registry.BedPlace {
		field = "to"
	}
	switch {
	case w.Amount <= 0:
		return []problem.Field{problem.At(field, "orders.amount-needed")}
	case w.Amount%a.Service.Step() != 0:
		return []problem.Field{problem.At(field, "orders.amount-step")}
	case w.Amount > a.Left():
		return []problem.Field{problem.At(field, "orders.more-than-left."+amountKind(a.Service), problem.Args{"Left": inWords(a.Service, a.Left())})}
	case a.Service.CountsHours() && w.Amount > w.days()*MostADay:
		return []problem.Field{problem.At(field, "orders.more-than-fits", problem.Args{"Most": lang.Minutes(w.days() * MostADay)})}
	}
	return nil
}

func amountKind(s registry.Service) string {
	if s.CountsHours() {
		return "hours"
	}
	return "days"
}

// inWords is an amount as an argument of a text.
func inWords(s registry.Service, amount int) any {
	if s.CountsHours() {
		return lang.Minutes(amount)
	}
	return amount
}

// stayed is how many days of a bed place are spent by a day, that day counted.
func (o Order) stayed(by calendar.Date) int {
	if by.Before(o.From) {
		return 0
	}
	if by.After(o.To) {
		by = o.To
	}
	return o.From.DaysUntil(by) + 1
}
