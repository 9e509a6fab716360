package registry

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

type bed struct{}

// BedID names a bed place.
type BedID = id.ID[bed]

// Bed is a bed place (төсек-орын, койко-место) of an organisation.
type Bed struct {
	ID           BedID
	Organisation OrganisationID
	Label        string // how the organisation calls it: "203-1"
	ClosedAt     calendar.Instant
	Occupied     bool // today, in the organisation's list
}

// Record is the id of a record of a package above, for example an order's.
type Record interface {
	ForStore() any
	String() string
}

// AddBed adds a bed place to an organisation. It asks for access.KeepOrganisation;
// NotFound for another organisation, Invalid for an empty or known label.
func (reg *Registry) AddBed(ctx context.Context, by access.Actor, o OrganisationID, label string) (BedID, error) {
	scope, err := access.Ask(by, access.KeepOrganisation)
	if err != nil {
		return BedID{}, err
	}
	label = strings.TrimSpace(label)
	switch {
	case !scope.CoversOrganisation(o):
		return BedID{}, problem.New(problem.NotFound, "problem.not-found")
	case label == "":
		return BedID{}, problem.Fields(problem.At("label", "registry.bed-label"))
	}
	made := id.New[bed]()
	err = reg.db.Write(ctx, by, func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO bed (id, organisation_id, label) VALUES ($1, $2, $3)`, made, o, label)
		if name, refused := store.Violation(err); refused && name == "bed_organisation_id_label_key" {
			return problem.Fields(problem.At("label", "registry.bed-known"))
		}
		if err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("organisation", o), Action: "registry.add-bed", Details: map[string]any{"bed": made, "label": label}})
	})
	return made, err
}

// CloseBed takes a bed place out of use. It asks for access.KeepOrganisation; Conflict
// while somebody has it today or later, Closed when it is closed.
func (reg *Registry) CloseBed(ctx context.Context, by access.Actor, b BedID) error {
	scope, err := access.Ask(by, access.KeepOrganisation)
	if err != nil {
		return err
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		where, args := scope.Where(access.Columns{Organisation: "organisation_id"}, 2)
		was, err := store.One(ctx, tx, scanBed, bedQuery+` WHERE id = $1 AND `+where, append([]any{b}, args...)...)
		if err != nil {
			return err
		}
		if !was.ClosedAt.IsZero() {
			return problem.New(problem.Closed, "registry.bed-closed")
		}
		_, taken, err := store.Maybe(ctx, tx, store.Value[int], `SELECT 1 FROM bed_day WHERE bed_id = $1 AND day >= $2`, b, tx.Today())
		if err != nil {
			return err
		}
		if taken {
			return problem.New(problem.Conflict, "registry.bed-in-use")
		}
		if _, err := tx.Exec(`UPDATE bed SET closed_at = $1 WHERE id = $2`, tx.Now(), b); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("organisation", was.Organisation), Action: "registry.close-bed", Details: map[string]any{"bed": b}})
	})
}

const bedQuery = `SELECT id, organisation_id, label, closed_at FROM bed`

func scanBed(r store.Row) (b Bed, err error) {
	err = r.Scan(&b.ID, &b.Organisation, &b.Label, &b.ClosedAt)
	return b, err
}

// Beds lists the open bed places of the acting organisation and whether each is occupied
// today. It asks for access.KeepOrganisation.
func (reg *Registry) Beds(ctx context.Context, by access.Actor) (all []Bed, err error) {
	scope, err := access.Ask(by, access.KeepOrganisation)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where(access.Columns{Organisation: "organisation_id"}, 2)
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err = store.All(ctx, q, func(r store.Row) (b Bed, err error) {
			err = r.Scan(&b.ID, &b.Organisation, &b.Label, &b.ClosedAt, &b.Occupied)
			return b, err
		}, `SELECT id, organisation_id, label, closed_at, EXISTS (SELECT 1 FROM bed_day WHERE bed_day.bed_id = bed.id AND bed_day.day = $1)
			FROM bed WHERE closed_at IS NULL AND `+where+` ORDER BY label, id`, append([]any{q.Today()}, args...)...)
		return err
	})
	return all, err
}

// FreeBeds lists the bed places of an organisation that nobody has on any day of a period.
// It is a piece for the packages above and asks nothing.
func (reg *Registry) FreeBeds(ctx context.Context, q store.Querier, o OrganisationID, from, to calendar.Date) ([]Bed, error) {
	return store.All(ctx, q, scanBed, bedQuery+` WHERE organisation_id = $1 AND closed_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM bed_day WHERE bed_day.bed_id = bed.id AND bed_day.day BETWEEN $2 AND $3) ORDER BY label, id`, o, from, to)
}

// FreeToday counts the bed places of an organisation that nobody has today; it is public.
func (reg *Registry) FreeToday(ctx context.Context, o OrganisationID) (n int, err error) {
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		free, err := reg.FreeBeds(ctx, q, o, q.Today(), q.Today())
		n = len(free)
		return err
	})
	return n, err
}

// occupied is a day somebody has already.
type occupied struct {
	Day calendar.Date
	Bed BedID
}

// OccupyBed gives a bed place to a recipient for every day of a period, for an order. It
// is a piece of an action. NotFound for another organisation's or a closed bed, Conflict
// when the bed, or the recipient, has one of the days already; the problem names the day.
func (reg *Registry) OccupyBed(tx *store.Tx, o OrganisationID, b BedID, order Record, recipient PersonID, from, to calendar.Date) error {
	ctx := tx.Context()
	if _, err := store.One(ctx, tx, scanBed, bedQuery+` WHERE id = $1 AND organisation_id = $2 AND closed_at IS NULL`, b, o); err != nil {
		return err
	}
	first, taken, err := store.Maybe(ctx, tx, func(r store.Row) (f occupied, err error) {
		err = r.Scan(&f.Day, &f.Bed)
		return f, err
	}, `SELECT day, bed_id FROM bed_day WHERE (bed_id = $1 OR recipient_id = $2) AND day BETWEEN $3 AND $4 ORDER BY day`, b, recipient, from, to)
	if err != nil {
		return err
	}
	if taken {
		return takenOn(first, b)
	}
	for day := from; !day.After(to); day = day.PlusDays(1) {
		_, err := tx.Exec(`INSERT INTO bed_day (bed_id, day, order_id, recipient_id) VALUES ($1, $2, $3, $4)`, b, day, order, recipient)
		if _, refused := store.Violation(err); refused {
			return takenOn(occupied{Day: day, Bed: b}, b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func takenOn(first occupied, b BedID) error {
	key := "registry.bed-taken"
	if first.Bed != b {
		key = "registry.recipient-has-bed"
	}
	return problem.New(problem.Conflict, key, problem.Args{"Day": first.Day})
}

// FreeBed gives back the days of an order's bed place from a day on. It is a piece of an
// action.
func (reg *Registry) FreeBed(tx *store.Tx, order Record, from calendar.Date) error {
	_, err := tx.Exec(`DELETE FROM bed_day WHERE order_id = $1 AND day >= $2`, order, from)
	return err
}

// BedDays counts the days an order held its bed place up to a day. It is a piece for the
// packages above and asks nothing.
func (reg *Registry) BedDays(ctx context.Context, q store.Querier, order Record, until calendar.Date) (int, error) {
	return store.One(ctx, q, store.Value[int], `SELECT count(*) FROM bed_day WHERE order_id = $1 AND day <= $2`, order, until)
}
