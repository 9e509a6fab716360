package acts

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

// View is an act as its page shows it.
type View struct {
	Act
	Order   orders.Order
	Parties orders.Parties
	Content forms.ActContent // what it says; without identification numbers
	Side    orders.Side      // from where the actor looks at it
	Changed bool             // the journal says something else since: it must be formed again
	Options []Option         // what the actor can do about it now
	Files   []File           // what the actor can download
	Waits   *Waits           // how it goes with handing it over; nil before sending and once the payer has answered
}

// Option is the move of an action when the table opens it to the actor.
func (v View) Option(a Action) (Option, bool) {
	for _, o := range v.Options {
		if o.Action == a {
			return o, true
		}
	}
	return Option{}, false
}

// Find returns an act. It asks for access.SeeActs; one that is not the actor's own is
// NotFound.
func (a *Acts) Find(ctx context.Context, by access.Actor, which ID) (v View, err error) {
	scope, err := access.Ask(by, access.SeeActs)
	if err != nil {
		return v, err
	}
	err = a.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err := within(ctx, q, scope, which)
		if err != nil {
			return err
		}
		v, err = a.view(ctx, q, by, found)
		return err
	})
	return v, err
}

func (a *Acts) view(ctx context.Context, q store.Querier, by access.Actor, found Act) (v View, err error) {
	v.Act = found
	s, content, err := a.standing(ctx, q, by, found)
	if err != nil {
		return v, err
	}
	v.Order, v.Side, v.Changed, v.Content = s.order, s.side, s.changed, content
	if v.Parties, err = a.Orders.PartiesOf(ctx, q, v.Order); err != nil {
		return v, err
	}
	v.Options = options(by, s)
	if by.May(access.SeeFiles) {
		v.Files = filesOf(found)
	}
	waits, err := waitsOf(ctx, q, found)
	v.Waits = waits[found.Number]
	return v, err
}

// standing reads what the rules on an act ask, and what the act says.
func (a *Acts) standing(ctx context.Context, q store.Querier, by access.Actor, found Act) (s standing, content forms.ActContent, err error) {
	s.Act = found
	if s.order, err = a.Orders.Load(ctx, q, found.Order); err != nil {
		return s, content, err
	}
	s.side = orders.SideOf(by, s.order)
	text, err := contentText(ctx, q, found.ID)
	if err != nil {
		return s, content, err
	}
	if content, err = read(text); err != nil || found.Status != Formed {
		return s, content, err
	}
	now, err := a.workOf(ctx, q, s.order, found.Month)
	s.changed = !sameWork(content, now)
	return s, content, err
}

// Month is a month of an order on the page where acts are formed.
type Month struct {
	Order   orders.Order
	Parties orders.Parties
	Month   calendar.Month
	Minutes int            // in the journal
	Act     *View          // the month's living act
	MayForm bool           // the actor is on the side that forms acts
	WhyNot  *problem.Error // why none can be formed now; nil when it can
}

// OfMonth returns a month of an order with its living act. It asks for access.SeeActs; a
// zero month is the present one.
func (a *Acts) OfMonth(ctx context.Context, by access.Actor, o orders.ID, m calendar.Month) (found Month, err error) {
	scope, err := access.Ask(by, access.SeeActs)
	if err != nil {
		return found, err
	}
	err = a.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if m.IsZero() {
			m = q.Today().InMonth()
		}
		found.Month = m
		if found.Order, err = a.Orders.Within(ctx, q, scope, o); err != nil {
			return err
		}
		if found.Parties, err = a.Orders.PartiesOf(ctx, q, found.Order); err != nil {
			return err
		}
		return a.fill(ctx, q, by, &found)
	})
	return found, err
}

func (a *Acts) fill(ctx context.Context, q *store.Reader, by access.Actor, found *Month) error {
	entries, err := a.Journal.MonthEntries(ctx, q, found.Order.ID, found.Month)
	if err != nil {
		return err
	}
	for _, e := range entries {
		found.Minutes += e.Minutes
	}
	living, err := livingOf(ctx, q, found.Order.ID, found.Month)
	if err != nil {
		return err
	}
	if !living.ID.IsZero() {
		v, err := a.view(ctx, q, by, living)
		if err != nil {
			return err
		}
		found.Act = &v
	}
	side := orders.SideOf(by, found.Order)
	found.MayForm = by.May(access.FormAct) && (side == orders.AsSpecialist || side == orders.AsOrganisation)
	found.WhyNot = whyNotForm(ground{found.Order, found.Month, found.Minutes, living}, q.Today())
	return nil
}

// MonthBrief is a month of an order in a list to choose from.
type MonthBrief struct {
	Month   calendar.Month
	Minutes int
	Act     Act // the living act; its ID is zero when there is none
}

// Months lists the months of an order that have hours or an act, the newest first. It asks
// for access.SeeActs.
func (a *Acts) Months(ctx context.Context, by access.Actor, o orders.ID) (all []MonthBrief, err error) {
	scope, err := access.Ask(by, access.SeeActs)
	if err != nil {
		return nil, err
	}
	err = a.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		if _, err := a.Orders.Within(ctx, q, scope, o); err != nil {
			return err
		}
		worked, err := a.Journal.MonthsOf(ctx, q, o)
		if err != nil {
			return err
		}
		for _, w := range worked {
			living, err := livingOf(ctx, q, o, w.Month)
			if err != nil {
				return err
			}
			if w.Minutes > 0 || !living.ID.IsZero() {
				all = append(all, MonthBrief{Month: w.Month, Minutes: w.Minutes, Act: living})
			}
		}
		return nil
	})
	return all, err
}
