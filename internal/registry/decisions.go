package registry

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/notices"
	"asar/internal/problem"
	"asar/internal/store"
)

// Approve decides an application for the applicant: the entry becomes active, or leaves.
// It asks for access.DecideRegister. Denied for one's own application, Closed when it was
// decided, and when somebody leaves with orders still live.
func (reg *Registry) Approve(ctx context.Context, by access.Actor, a ApplicationID) error {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return err
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		was, err := reg.toDecide(ctx, tx, by, scope, a)
		if err != nil {
			return err
		}
		if err := reg.carryOut(ctx, tx, was); err != nil {
			return err
		}
		return reg.decide(tx, by, was, "approve", "")
	})
}

// Refuse decides an application against the applicant, for a reason they are told. It asks
// for access.DecideRegister; Denied for one's own application, Closed when it was decided.
func (reg *Registry) Refuse(ctx context.Context, by access.Actor, a ApplicationID, reason string) error {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return problem.Fields(problem.At("reason", "registry.reason-empty"))
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		was, err := reg.toDecide(ctx, tx, by, scope, a)
		if err != nil {
			return err
		}
		return reg.decide(tx, by, was, "refuse", reason)
	})
}

// toDecide finds an application the actor may decide now.
func (reg *Registry) toDecide(ctx context.Context, tx *store.Tx, by access.Actor, scope access.Scope, a ApplicationID) (Application, error) {
	where, args := scope.Where(access.Columns{Unit: "a.unit_id"}, 2)
	was, err := store.One(ctx, tx, scanApplication, applicationQuery+` WHERE a.id = $1 AND `+where, append([]any{a}, args...)...)
	switch {
	case err != nil:
		return was, err
	case by.SignedIn() && was.Person == by.PersonID():
		return was, problem.New(problem.Denied, "registry.own-decision")
	case was.Status != Waiting:
		return was, problem.New(problem.Closed, "registry.decided")
	}
	return was, nil
}

// carryOut makes the entry what the application asks for.
func (reg *Registry) carryOut(ctx context.Context, tx *store.Tx, a Application) error {
	person := a.Person
	if !a.Organisation.IsZero() {
		person = PersonID{}
	}
	if a.Kind == KindEnter {
		_, err := reg.enter(ctx, tx, newEntry{person, a.Organisation, a.Service, a.Unit, a.Offer})
		return err
	}
	was, found, err := entryOf(ctx, tx, person, a.Organisation, a.Service)
	if err != nil {
		return err
	}
	m, ok := move("leave", was.Status, EntryMoves())
	if !found || !ok {
		return problem.New(problem.Closed, "registry.not-in-register")
	}
	live, err := liveOrders(ctx, tx, was.ID)
	if err != nil {
		return err
	}
	if live > 0 {
		return problem.New(problem.Closed, "registry.orders-live", problem.Args{"N": live})
	}
	_, err = tx.Exec(`UPDATE register_entry SET status = $1, left_at = $2 WHERE id = $3`, m.To, tx.Now(), was.ID)
	return err
}

// liveOrders counts orders of an entry that wait or are worked on. The table belongs to
// package orders, which stands above; leaving the register is the one rule that looks up.
func liveOrders(ctx context.Context, q store.Querier, e EntryID) (int, error) {
	return store.One(ctx, q, store.Value[int], `SELECT count(*) FROM orders WHERE entry_id = $1 AND status IN ('waiting', 'on-execution')`, e)
}

// decide keeps the decision and tells whoever filed the application.
func (reg *Registry) decide(tx *store.Tx, by access.Actor, was Application, name, reason string) error {
	m, ok := move(name, was.Status, ApplicationMoves())
	if !ok {
		return problem.New(problem.Closed, "registry.decided")
	}
	kept := reason
	if kept == "" {
		kept = was.Reason
	}
	if _, err := tx.Exec(`UPDATE register_application SET status = $1, reason = $2, decided_at = $3, decided_by = $4 WHERE id = $5`,
		m.To, kept, tx.Now(), by.PersonID(), was.ID); err != nil {
		return err
	}
	if err := reg.notes.SettleAll(tx, "register-application", "/desk/register/"+was.ID.String()); err != nil {
		return err
	}
	if m.To != Withdrawn {
		kind := "register-" + was.Kind + "-" + string(m.To)
		if err := reg.notes.Tell(tx, notices.Notice{Person: was.Person, Kind: kind, Link: "/register"}); err != nil {
			return err
		}
	}
	return audit.Record(tx, audit.Event{Book: audit.Book("application", was.ID), Action: m.Action, Details: map[string]any{"reason": reason, "kind": was.Kind, "service": was.Service}})
}

// WithdrawApplication takes back one's own application before it is decided. It asks for
// access.EnterRegister, which everybody has who may file one; NotFound for another's,
// Closed when it was decided.
func (reg *Registry) WithdrawApplication(ctx context.Context, by access.Actor, a ApplicationID) error {
	scope, err := access.Ask(by, access.EnterRegister)
	if err != nil {
		return err
	}
	return reg.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		where, args := scope.Where(access.Columns{Person: "a.person_id"}, 2)
		was, err := store.One(ctx, tx, scanApplication, applicationQuery+` WHERE a.id = $1 AND `+where, append([]any{a}, args...)...)
		if err != nil {
			return err
		}
		return reg.decide(tx, by, was, "withdraw", "")
	})
}

// Application returns one application of the officer's unit. It asks for
// access.DecideRegister.
func (reg *Registry) Application(ctx context.Context, by access.Actor, a ApplicationID) (found Application, err error) {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return found, err
	}
	where, args := scope.Where(access.Columns{Unit: "a.unit_id"}, 2)
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = store.One(ctx, q, scanApplication, applicationQuery+` WHERE a.id = $1 AND `+where, append([]any{a}, args...)...)
		return err
	})
	return found, err
}

// mostApplications is how many a list shows.
const mostApplications = 200

// ToDecide lists applications of the officer's unit: those that wait, the oldest first, or
// those decided, the newest first. It asks for access.DecideRegister.
func (reg *Registry) ToDecide(ctx context.Context, by access.Actor, decided bool) (all []Application, err error) {
	scope, err := access.Ask(by, access.DecideRegister)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where(access.Columns{Unit: "a.unit_id"}, 2)
	filter := ` WHERE a.status = 'waiting' AND ` + where + ` ORDER BY a.filed_at, a.id LIMIT $1`
	if decided {
		filter = ` WHERE a.status <> 'waiting' AND ` + where + ` ORDER BY a.filed_at DESC, a.id LIMIT $1`
	}
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err = store.All(ctx, q, scanApplication, applicationQuery+filter, append([]any{mostApplications}, args...)...)
		return err
	})
	return all, err
}

// Own is what a provider sees of themselves in the register.
type Own struct {
	Entries      []Entry
	Applications []Application // the newest first
}

// Mine returns the acting person's entries and applications, or those of the organisation
// they act for. It asks for access.EnterRegister.
func (reg *Registry) Mine(ctx context.Context, by access.Actor) (own Own, err error) {
	if _, err := access.Ask(by, access.EnterRegister); err != nil {
		return own, err
	}
	whose, what := ` WHERE e.person_id = $1`, ` WHERE a.person_id = $1 AND a.organisation_id IS NULL`
	var id any = by.PersonID()
	if o := by.OrganisationID(); !o.IsZero() {
		whose, what, id = ` WHERE e.organisation_id = $1`, ` WHERE a.organisation_id = $1`, o
	}
	err = reg.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		if own.Entries, err = store.All(ctx, q, scanEntry, entryQuery+whose+` ORDER BY e.service`, id); err != nil {
			return err
		}
		own.Applications, err = store.All(ctx, q, scanApplication, applicationQuery+what+` ORDER BY a.filed_at DESC, a.id LIMIT 20`, id)
		return err
	})
	return own, err
}

// LeavingAlive tells whether an application to leave the register waits for this entry's
// service; then orders of it cannot be confirmed (manual, note to step 7). It is a piece
// for the packages above and asks nothing.
func (reg *Registry) LeavingAlive(ctx context.Context, q store.Querier, e EntryID) (bool, error) {
	_, found, err := store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM register_entry e JOIN register_application a ON a.service = e.service AND a.status = 'waiting' AND a.kind = 'leave'
		AND (a.organisation_id = e.organisation_id OR a.organisation_id IS NULL AND a.person_id = e.person_id) WHERE e.id = $1`, e)
	return found, err
}
