package orders

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/registry"
	"asar/internal/store"
)

// Parties are the people and the organisation of an order.
type Parties struct {
	Recipient    registry.Person
	Worker       registry.Person // zero when nobody is appointed
	Organisation registry.Organisation
	BedLabel     string
}

// Provider is who provides the service, in a language: the organisation or the specialist.
func (p Parties) Provider(l lang.Locale) string {
	if !p.Organisation.ID.IsZero() {
		return p.Organisation.Name.In(l)
	}
	return p.Worker.FullName()
}

func (p Parties) carriedOut() string {
	if p.BedLabel != "" {
		return p.BedLabel
	}
	return p.Worker.FullName()
}

func (s *Orders) parties(ctx context.Context, q store.Querier, o Order) (p Parties, err error) {
	if p.Recipient, err = s.registry.Person(ctx, q, o.Recipient); err != nil {
		return p, err
	}
	if !o.Worker.IsZero() {
		if p.Worker, err = s.registry.Person(ctx, q, o.Worker); err != nil {
			return p, err
		}
	}
	if !o.Organisation.IsZero() {
		if p.Organisation, err = s.registry.Organisation(ctx, q, o.Organisation); err != nil {
			return p, err
		}
	}
	if !o.Bed.IsZero() {
		p.BedLabel, err = store.One(ctx, q, store.Value[string], `SELECT label FROM bed WHERE id = $1`, o.Bed)
	}
	return p, err
}

// PartiesOf returns who an order is between. It is a piece for the packages above.
func (s *Orders) PartiesOf(ctx context.Context, q store.Querier, o Order) (Parties, error) {
	return s.parties(ctx, q, o)
}

// Find returns an order. It asks for access.SeeOrders; one that is not the actor's own is
// NotFound.
func (s *Orders) Find(ctx context.Context, by access.Actor, o ID) (found Order, err error) {
	scope, err := access.Ask(by, access.SeeOrders)
	if err != nil {
		return found, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = s.Within(ctx, q, scope, o)
		return err
	})
	return found, err
}

// View is an order as its page shows it.
type View struct {
	Order
	Parties
	Side    Side
	Today   calendar.Date
	Leaving bool // an application to leave the register is alive: it cannot be confirmed
	Workers []registry.Worker
	Beds    []registry.Bed
}

// View returns an order with its parties, and for an organisation that is to answer, whom
// it may appoint. It asks for access.SeeOrders.
func (s *Orders) View(ctx context.Context, by access.Actor, o ID) (v View, err error) {
	scope, err := access.Ask(by, access.SeeOrders)
	if err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if v.Order, err = s.Within(ctx, q, scope, o); err != nil {
			return err
		}
		if v.Parties, err = s.parties(ctx, q, v.Order); err != nil {
			return err
		}
		v.Side, v.Today = SideOf(by, v.Order), q.Today()
		if !May(by, v.Order, Confirm) {
			return nil
		}
		if v.Leaving, err = s.registry.LeavingAlive(ctx, q, v.Entry); err != nil || v.Order.Organisation.IsZero() {
			return err
		}
		if v.Service == registry.BedPlace {
			v.Beds, err = s.registry.FreeBeds(ctx, q, v.Order.Organisation, v.From, v.To)
			return err
		}
		v.Workers, err = s.registry.WorkersOf(ctx, q, v.Order.Organisation, v.Service)
		return err
	})
	return v, err
}
