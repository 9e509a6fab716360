package registry

import (
	"context"
	"fmt"
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/store"
)

// Listed is a person in the administrator's list.
type Listed struct {
	Person
	IIN       string // masked; only of one person, never in a list
	Positions []Position
}

// mostPeople is how many people a list shows; a longer one is narrowed by the surname.
const mostPeople = 100

// People lists people by surname, from the beginning of the word typed, with the positions
// they hold today. It asks for access.KeepPeople.
func (reg *Registry) People(ctx context.Context, by access.Actor, surname string) (all []Listed, err error) {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return nil, err
	}
	key := lang.Fold(surname)
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		people, err := store.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person WHERE surname_key >= $1 AND surname_key < $2 ORDER BY sort_key, id LIMIT $3`, key, key+"\U0010ffff", mostPeople)
		if err != nil || len(people) == 0 {
			return err
		}
		held, err := heldBy(ctx, q, people)
		for _, p := range people {
			all = append(all, Listed{Person: p, Positions: held[p.ID]})
		}
		return err
	})
	return all, err
}

// heldBy are the positions people hold today.
func heldBy(ctx context.Context, q *store.Reader, people []Person) (map[PersonID][]Position, error) {
	marks, args := make([]string, len(people)), []any{q.Today()}
	for i, p := range people {
		marks[i], args = fmt.Sprintf("$%d", i+2), append(args, p.ID)
	}
	all, err := store.All(ctx, q, scanPosition, positionQuery+` WHERE p.from_date <= $1 AND (p.to_date IS NULL OR p.to_date >= $1) AND p.person_id IN (`+strings.Join(marks, ", ")+`) ORDER BY p.id`, args...)
	held := map[PersonID][]Position{}
	for _, one := range all {
		held[one.Person] = append(held[one.Person], one)
	}
	return held, err
}

// PersonListed returns a person with all positions held or yet to come. It asks for
// access.KeepPeople.
func (reg *Registry) PersonListed(ctx context.Context, by access.Actor, p PersonID) (l Listed, err error) {
	if _, err := access.Ask(by, access.KeepPeople); err != nil {
		return l, err
	}
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		card, err := reg.Card(ctx, q, p)
		if err != nil {
			return err
		}
		l.Person, l.IIN = card.Person, card.IIN
		l.Positions, err = store.All(ctx, q, scanPosition, positionQuery+` WHERE p.person_id = $1 ORDER BY p.from_date DESC, p.id`, p)
		return err
	})
	return l, err
}

// Names are the full names of people who stand in the history, for who reads it. It asks
// for access.SeeAudit; people nobody knows are left out.
func (reg *Registry) Names(ctx context.Context, by access.Actor, people []PersonID) (names map[PersonID]string, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return nil, err
	}
	names = map[PersonID]string{}
	if len(people) == 0 {
		return names, nil
	}
	marks, args := make([]string, len(people)), make([]any, len(people))
	for i, p := range people {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), p
	}
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err := store.All(ctx, q, scanPerson, `SELECT `+personColumns+` FROM person WHERE id IN (`+strings.Join(marks, ", ")+`)`, args...)
		for _, p := range found {
			names[p.ID] = p.FullName()
		}
		return err
	})
	return names, err
}
