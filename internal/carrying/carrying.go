package carrying

import (
	"context"
	"errors"
	"fmt"

	"asar/internal/access"
	"asar/internal/notices"
	"asar/internal/sessions"
	"asar/internal/signing"
	"asar/internal/store"
)

// Carrying knows what every signature leads to.
type Carrying struct {
	db       *store.DB
	desk     *signing.Desk
	sessions *sessions.Sessions
	notices  *notices.Notices
	actions  map[signing.Purpose]signing.Action
}

// New makes it over the desk, with what each room does. It panics when two rooms carry out
// one purpose.
func New(db *store.DB, desk *signing.Desk, s *sessions.Sessions, n *notices.Notices, rooms ...map[signing.Purpose]signing.Action) *Carrying {
	c := &Carrying{db: db, desk: desk, sessions: s, notices: n, actions: map[signing.Purpose]signing.Action{}}
	for _, room := range rooms {
		c.Learn(room)
	}
	return c
}

// Learn adds what a room does. It panics when another room carries out the same purpose.
func (c *Carrying) Learn(room map[signing.Purpose]signing.Action) {
	for purpose, action := range room {
		if _, twice := c.actions[purpose]; twice {
			panic("carrying: two rooms carry out " + string(purpose))
		}
		c.actions[purpose] = action
	}
}

// Knows tells whether some room carries out a purpose.
func (c *Carrying) Knows(p signing.Purpose) bool {
	_, known := c.actions[p]
	return known
}

// errNoAction is a fault of ours: a text was prepared whose purpose no room carries out.
var errNoAction = errors.New("carrying: nothing is done with a text of this purpose")

// Done is what came of a signature.
type Done struct {
	Waits bool   // it is kept and will be checked again; nothing was carried out yet
	Where string // the path of the record, without its language
	Said  string // the text that says what was done
}

// Sign takes the acting person's signature of a text and carries out what was signed. It
// asks for access.SeeOwnData, as everybody with a cabinet has; the action itself asks for
// its own permission. It returns the problems of signing.Desk.Check and of the action.
func (c *Carrying) Sign(ctx context.Context, by access.Actor, t signing.TextID, cms []byte) (Done, error) {
	if _, err := access.Ask(by, access.SeeOwnData); err != nil {
		return Done{}, err
	}
	proof, waits, err := c.desk.Receive(ctx, by, t, cms)
	if err != nil || waits {
		return Done{Waits: waits}, err
	}
	return c.carryOut(ctx, by, proof)
}

func (c *Carrying) carryOut(ctx context.Context, by access.Actor, proof signing.Proof) (Done, error) {
	action, known := c.actions[proof.Purpose()]
	if !known {
		return Done{}, fmt.Errorf("%w: %s", errNoAction, proof.Purpose())
	}
	if err := action.Do(ctx, by, proof); err != nil {
		return Done{}, err
	}
	where, err := action.Where(proof.Text())
	return Done{Where: where, Said: action.Said}, err
}

// Where is the path of the record a text is about, without its language.
func (c *Carrying) Where(text signing.Text) (string, error) {
	action, known := c.actions[text.Purpose]
	if !known {
		return "", fmt.Errorf("%w: %s", errNoAction, text.Purpose)
	}
	return action.Where(text)
}

// Find returns a signature of the acting person that waits or has waited; found is false
// when the text's signature never did. It asks for access.SeeOwnData.
func (c *Carrying) Find(ctx context.Context, by access.Actor, t signing.TextID) (w signing.Waiting, found bool, err error) {
	scope, err := access.Ask(by, access.SeeOwnData)
	if err != nil {
		return w, false, err
	}
	err = c.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		w, found, err = signing.WaitingBy(ctx, q, t)
		return err
	})
	if err == nil && found && !scope.CoversPerson(w.Person) {
		return signing.Waiting{}, false, nil
	}
	return w, found, err
}

// About lists the acting person's signatures that wait and are about one of these records,
// or for one of these purposes. It asks for access.SeeOwnData; who may have none has none.
func (c *Carrying) About(ctx context.Context, by access.Actor, what ...string) (found []signing.Waiting, err error) {
	if _, err := access.Ask(by, access.SeeOwnData); err != nil || len(what) == 0 {
		return nil, nil // a visitor, or a page about nothing that is signed
	}
	err = c.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err := signing.WaitingOf(ctx, q, by.PersonID())
		for _, w := range all {
			if w.About(what...) {
				found = append(found, w)
			}
		}
		return err
	})
	return found, err
}
