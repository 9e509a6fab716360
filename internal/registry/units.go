package registry

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/store"
)

// Named is a name in three languages.
type Named struct{ KK, RU, EN string }

// In is the name in a language.
func (n Named) In(l lang.Locale) string {
	switch l {
	case lang.KK:
		return n.KK
	case lang.EN:
		return n.EN
	case lang.RU:
	}
	return n.RU
}

func (n Named) check() error {
	var wrong []problem.Field
	for _, f := range []struct{ field, value string }{{"name-kk", n.KK}, {"name-ru", n.RU}, {"name-en", n.EN}} {
		if f.value == "" {
			wrong = append(wrong, problem.At(f.field, "registry.names-three"))
		}
	}
	return problem.Fields(wrong...)
}

// Unit is a department, a district office, the Employment Centre or the State Corporation.
type Unit struct {
	ID   UnitID
	Key  string // stable short name: "bostandyk"
	Kind string // department, district, centre, corporation
	Name Named
}

func scanUnit(r store.Row) (u Unit, err error) {
	err = r.Scan(&u.ID, &u.Key, &u.Kind, &u.Name.KK, &u.Name.RU, &u.Name.EN)
	return u, err
}

// AddUnit adds a unit. It asks for access.KeepPeople.
func (reg *Registry) AddUnit(ctx context.Context, by access.Actor, u Unit) (UnitID, error) {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return UnitID{}, err
	}
	if err := u.Name.check(); err != nil {
		return UnitID{}, err
	}
	u.ID = access.NewUnitID()
	err := reg.db.Write(ctx, by, func(_ context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(`INSERT INTO unit (id, key, kind, name_kk, name_ru, name_en) VALUES ($1, $2, $3, $4, $5, $6)`,
			u.ID, u.Key, u.Kind, u.Name.KK, u.Name.RU, u.Name.EN); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("unit", u.ID), Action: "registry.add-unit", Details: map[string]any{"key": u.Key, "kind": u.Kind}})
	})
	return u.ID, err
}

// UnitFor returns a unit. It is a piece for the packages above and asks nothing.
func (reg *Registry) UnitFor(ctx context.Context, q store.Querier, u UnitID) (Unit, error) {
	return store.One(ctx, q, scanUnit, `SELECT id, key, kind, name_kk, name_ru, name_en FROM unit WHERE id = $1`, u)
}

// Units lists all units; their names are public.
func (reg *Registry) Units(ctx context.Context) (all []Unit, err error) {
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err = store.All(ctx, q, scanUnit, `SELECT id, key, kind, name_kk, name_ru, name_en FROM unit ORDER BY kind, key`)
		return err
	})
	return all, err
}

type position struct{}

// PositionID names a position.
type PositionID = id.ID[position]

// Position is what a person is for a period: a role in a unit, or for an organisation.
type Position struct {
	ID           PositionID
	Person       PersonID
	Role         access.Role
	Unit         UnitID
	Organisation OrganisationID
	From         calendar.Date
	To           calendar.Date // the last day; zero while it has no end
	Place        Named         // the unit's or organisation's name
}

// Holds tells whether the position is held on a day.
func (p Position) Holds(day calendar.Date) bool {
	return !day.Before(p.From) && (p.To.IsZero() || !day.After(p.To))
}

// GivePosition gives a person a role. It asks for access.KeepPeople and returns Invalid
// when the role and its place do not fit, or when somebody gives one to themselves: who keeps
// the people is not who reads what they did.
func (reg *Registry) GivePosition(ctx context.Context, by access.Actor, p Position) (PositionID, error) {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return PositionID{}, err
	}
	switch supplier := p.Role == access.Supplier; {
	case !supplier && !p.Role.Staff():
		return PositionID{}, problem.Fields(problem.At("role", "registry.position-role"))
	case supplier && p.Organisation.IsZero():
		return PositionID{}, problem.Fields(problem.At("organisation", "registry.position-organisation"))
	case !supplier && p.Unit.IsZero():
		return PositionID{}, problem.Fields(problem.At("unit", "registry.position-unit"))
	case by.SignedIn() && by.PersonID() == p.Person:
		return PositionID{}, problem.Fields(problem.At("role", "registry.position-own"))
	}
	p.ID = id.New[position]()
	err := reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		if err := p.placed(ctx, tx); err != nil {
			return err
		}
		if p.From.IsZero() {
			p.From = tx.Today()
		}
		if _, err := tx.Exec(`INSERT INTO person_position (id, person_id, role, unit_id, organisation_id, from_date, to_date) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			p.ID, p.Person, string(p.Role), p.Unit, p.Organisation, p.From, p.To); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("person", p.Person), Action: "registry.give-position",
			Details: map[string]any{"position": p.ID, "role": p.Role, "unit": p.Unit, "organisation": p.Organisation, "from": p.From}})
	})
	return p.ID, err
}

// placed finds the person and the place of a new position: what is not there is NotFound.
func (p Position) placed(ctx context.Context, tx *store.Tx) error {
	for _, one := range []struct {
		id    interface{ ForStore() any }
		zero  bool
		query string
	}{
		{p.Person, p.Person.IsZero(), `SELECT 1 FROM person WHERE id = $1`},
		{p.Unit, p.Unit.IsZero(), `SELECT 1 FROM unit WHERE id = $1`},
		{p.Organisation, p.Organisation.IsZero(), `SELECT 1 FROM organisation WHERE id = $1`},
	} {
		if one.zero {
			continue
		}
		if _, err := store.One(ctx, tx, store.Value[int], one.query, one.id); err != nil {
			return err
		}
	}
	return nil
}

// EndPosition ends a position with yesterday, so that it opens nothing from this moment on.
// It asks for access.KeepPeople; a position that has ended is Closed, and that of the last
// administrator Conflict: nobody could give it again.
func (reg *Registry) EndPosition(ctx context.Context, by access.Actor, p PositionID) error {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return err
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		held, err := store.One(ctx, tx, scanPosition, positionQuery+` WHERE p.id = $1`, p)
		if err != nil {
			return err
		}
		if !held.To.IsZero() && held.To.Before(tx.Today()) {
			return problem.New(problem.Closed, "registry.position-ended")
		}
		if held.Role == access.Administrator {
			others, err := store.One(ctx, tx, store.Value[int], `SELECT count(*) FROM person_position WHERE role = 'administrator' AND id <> $1
				AND from_date <= $2 AND (to_date IS NULL OR to_date >= $2)`, p, tx.Today())
			if err != nil {
				return err
			}
			if others == 0 {
				return problem.New(problem.Conflict, "registry.last-administrator")
			}
		}
		if _, err := tx.Exec(`UPDATE person_position SET to_date = $1 WHERE id = $2`, tx.Today().PlusDays(-1), p); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("person", held.Person), Action: "registry.end-position", Details: map[string]any{"position": p}})
	})
}

const positionQuery = `SELECT p.id, p.person_id, p.role, p.unit_id, p.organisation_id, p.from_date, p.to_date,
	COALESCE(u.name_kk, o.name_kk), COALESCE(u.name_ru, o.name_ru), COALESCE(u.name_en, o.name_en)
	FROM person_position p LEFT JOIN unit u ON u.id = p.unit_id LEFT JOIN organisation o ON o.id = p.organisation_id`

func scanPosition(r store.Row) (p Position, err error) {
	err = r.Scan(&p.ID, &p.Person, store.Into(&p.Role), &p.Unit, &p.Organisation, &p.From, &p.To, &p.Place.KK, &p.Place.RU, &p.Place.EN)
	return p, err
}

// PositionsOf lists a person's positions held on a day. It is a piece for the packages
// above and asks nothing.
func (reg *Registry) PositionsOf(ctx context.Context, q store.Querier, p PersonID, day calendar.Date) ([]Position, error) {
	return store.All(ctx, q, scanPosition, positionQuery+` WHERE p.person_id = $1 AND p.from_date <= $2 AND (p.to_date IS NULL OR p.to_date >= $2) ORDER BY p.from_date, p.id`, p, day)
}
