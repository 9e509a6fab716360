package sessions

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
)

// ownSeat is the key of a person's own cabinet; the key of any other is its position's id.
const ownSeat = "own"

// Seat is a cabinet a person may sit in.
type Seat struct {
	Key     string // what Sit is given
	Kind    string // recipient, supplier, officer, administrator or auditor
	Place   Place  // the unit's or organisation's name
	Current bool
	seat    access.Seat
}

// Place is where a position is held, in three languages.
type Place registry.Named

// In is the place's name in a language.
func (p Place) In(locale string) string { return registry.Named(p).In(lang.Locale(locale)) }

// seats are the cabinets a person may sit in on a day, their own first. A specialist's
// cabinet is no seat: it is a part of the person's own. Who entered with an organisation's
// key has that organisation's cabinet only.
func (s *Sessions) seats(ctx context.Context, q store.Querier, who registry.Standing, bin string, day calendar.Date) (all []Seat, err error) {
	if bin == "" {
		all = append(all, own(who))
	}
	if !who.Staff {
		return all, nil
	}
	positions, err := s.reg.PositionsOf(ctx, q, who.ID, day)
	if err != nil {
		return nil, err
	}
	for _, held := range positions {
		if bin != "" {
			same, err := s.sameFirm(ctx, q, held, bin)
			if err != nil {
				return nil, err
			}
			if !same {
				continue
			}
		}
		all = append(all, Seat{Key: held.ID.String(), Kind: string(held.Role), Place: Place(held.Place),
			seat: access.Seat{Roles: []access.Role{held.Role}, Organisation: held.Organisation, Unit: held.Unit}})
	}
	return all, nil
}

// seatsOf are the seats of a person who is not known yet.
func (s *Sessions) seatsOf(ctx context.Context, q store.Querier, p access.PersonID, bin string, day calendar.Date) ([]Seat, error) {
	who, err := s.reg.StandingOf(ctx, q, p)
	if err != nil {
		return nil, err
	}
	return s.seats(ctx, q, who, bin, day)
}

func own(who registry.Standing) Seat {
	seat := Seat{Key: ownSeat, Kind: string(access.Recipient), seat: access.Seat{Roles: []access.Role{access.Recipient}}}
	if who.Specialist {
		seat.seat.Roles = append(seat.seat.Roles, access.Specialist)
	}
	return seat
}

// sameFirm tells whether a position is one for the organisation with this number.
func (s *Sessions) sameFirm(ctx context.Context, q store.Querier, held registry.Position, bin string) (bool, error) {
	if held.Organisation.IsZero() {
		return false, nil
	}
	o, err := s.reg.Organisation(ctx, q, held.Organisation)
	return string(o.BIN) == bin, err
}

// Seats lists the cabinets the acting person may sit in. It asks for access.SeeOwnData.
func (s *Sessions) Seats(ctx context.Context, by access.Actor) (all []Seat, err error) {
	scope, err := access.Ask(by, access.SeeOwnData)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		kept, err := mine(ctx, q, scope, by.SessionID())
		if err != nil {
			return err
		}
		if all, err = s.seatsOf(ctx, q, kept.person, kept.bin, q.Today()); err != nil {
			return err
		}
		for i := range all {
			all[i].Current = all[i].Key == kept.seat
		}
		return nil
	})
	return all, err
}

// mine finds a session of the acting person that was not ended.
func mine(ctx context.Context, q store.Querier, scope access.Scope, session access.SessionID) (row, error) {
	where, args := scope.Where(access.Columns{Person: "person_id"}, 2)
	return store.One(ctx, q, scan, `SELECT `+columns+` FROM session WHERE id = $1 AND ended_at IS NULL AND `+where, append([]any{session}, args...)...)
}

// Sit moves the acting person into another of their cabinets. The session gets a new token
// and the old one is worth nothing. It asks for access.SeeOwnData; a seat that is not the
// person's is Invalid at field "seat".
func (s *Sessions) Sit(ctx context.Context, by access.Actor, key string) (token string, now access.Actor, err error) {
	scope, err := access.Ask(by, access.SeeOwnData)
	if err != nil {
		return "", by, err
	}
	token, digest := newToken()
	err = s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		kept, err := mine(ctx, tx, scope, by.SessionID())
		if err != nil {
			return err
		}
		seat, err := s.chosen(ctx, tx, kept, key)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE session SET token_digest = $1, seat = $2 WHERE id = $3`, digest, seat.Key, kept.ID); err != nil {
			return err
		}
		now = access.Person(kept.person, kept.ID, seat.seat)
		return audit.Record(tx, audit.Event{Book: audit.Book("person", kept.person), Action: "sessions.sit", Details: map[string]any{"session": kept.ID, "seat": seat.Key, "kind": seat.Kind}})
	})
	if err != nil {
		return "", by, err
	}
	return token, now, nil
}

func (s *Sessions) chosen(ctx context.Context, tx *store.Tx, kept row, key string) (Seat, error) {
	seats, err := s.seatsOf(ctx, tx, kept.person, kept.bin, tx.Today())
	if err != nil {
		return Seat{}, err
	}
	for _, seat := range seats {
		if seat.Key == key {
			return seat, nil
		}
	}
	return Seat{}, problem.Fields(problem.At("seat", "sessions.no-seat"))
}

// Acting is a person in the cabinet they once acted in, outside any session: their own, or
// that of an organisation. Who may not sit there today is Denied. It is a piece of carrying
// out what was signed and asks nothing.
func (s *Sessions) Acting(ctx context.Context, q *store.Reader, p access.PersonID, firm access.OrganisationID) (access.Actor, error) {
	seats, err := s.seatsOf(ctx, q, p, "", q.Today())
	if err != nil {
		return access.Visitor(), err
	}
	for _, seat := range seats {
		if seat.seat.Organisation == firm && seat.seat.Unit.IsZero() {
			return access.Person(p, access.SessionID{}, seat.seat), nil
		}
	}
	return access.Visitor(), problem.New(problem.Denied, "problem.denied")
}
