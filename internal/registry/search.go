package registry

import (
	"context"
	"fmt"
	"strings"

	"asar/internal/access"
	"asar/internal/id"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/store"
)

// Search narrows the public list of specialists. Zero values narrow nothing.
type Search struct {
	Service  Service
	Unit     UnitID
	Language string
	Name     string // any part of a name; look-alike letters make no difference
	After    string // Listing.After of the page before
}

// Listing is a page of the public list, by name.
type Listing struct {
	Rows  []Entry
	Found int    // how many there are, counted up to MostFound
	After string // asks for the next page; "" on the last
}

// MostFound is how far search results are counted.
const MostFound = 1000

const listed = 20

// Specialists lists active entries of the register. The register is public (facts: the
// single register is published on the portal), so nobody is asked for.
func (reg *Registry) Specialists(ctx context.Context, s Search) (l Listing, err error) {
	where, args := s.condition()
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		count := fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM register_entry e WHERE %s LIMIT %d) AS found`, where, MostFound+1)
		if l.Found, err = store.One(ctx, q, store.Value[int], count, args...); err != nil {
			return err
		}
		page := entryQuery + ` WHERE ` + where
		if after, err := id.Parse[registerEntry](s.After); err == nil {
			args = append(args, after)
			page += fmt.Sprintf(` AND (e.sort_key, e.id) > (SELECT sort_key, id FROM register_entry WHERE id = $%d)`, len(args))
		}
		l.Rows, err = store.All(ctx, q, scanEntry, page+fmt.Sprintf(` ORDER BY e.sort_key, e.id LIMIT %d`, listed+1), args...)
		return err
	})
	if len(l.Rows) > listed {
		l.Rows = l.Rows[:listed]
		l.After = l.Rows[listed-1].ID.String()
	}
	return l, err
}

// condition is the search over a closed set of parts; what was typed is only in args.
func (s Search) condition() (where string, args []any) {
	parts := []string{`e.status = 'active'`}
	add := func(part string, arg any) {
		args = append(args, arg)
		parts = append(parts, fmt.Sprintf(part, len(args)))
	}
	if s.Service != "" {
		add(`e.service = $%d`, s.Service)
	}
	if !s.Unit.IsZero() {
		add(`e.unit_id = $%d`, s.Unit)
	}
	if s.Language != "" {
		add(`e.languages LIKE $%d`, "%,"+lang.Fold(s.Language)+",%")
	}
	if key := lang.Fold(s.Name); key != "" {
		add(`e.name_key LIKE $%d`, "%"+key+"%") // the key holds letters and digits only
	}
	return strings.Join(parts, ` AND `), args
}

// Specialist returns one entry of the public register. One that has left is NotFound.
func (reg *Registry) Specialist(ctx context.Context, e EntryID) (found Entry, err error) {
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = reg.EntryFor(ctx, q, e)
		if err == nil && found.Status == Left {
			err = problem.New(problem.NotFound, "problem.not-found")
		}
		return err
	})
	return found, err
}

// UnitEntries lists the entries of the officer's unit, whatever their status, by name. It asks for
// access.DecideRegister.
func (reg *Registry) UnitEntries(ctx context.Context, by access.Actor) (all []Entry, err error) {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where(access.Columns{Unit: "e.unit_id"}, 2)
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err = store.All(ctx, q, scanEntry, entryQuery+` WHERE `+where+` ORDER BY e.sort_key, e.id LIMIT $1`, append([]any{MostFound}, args...)...)
		return err
	})
	return all, err
}

// UnitEntry returns one entry of the officer's unit, whatever its status. It asks for
// access.DecideRegister.
func (reg *Registry) UnitEntry(ctx context.Context, by access.Actor, e EntryID) (found Entry, err error) {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return found, err
	}
	where, args := scope.Where(access.Columns{Unit: "e.unit_id"}, 2)
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = store.One(ctx, q, scanEntry, entryQuery+` WHERE e.id = $1 AND `+where, append([]any{e}, args...)...)
		return err
	})
	return found, err
}
