package acts

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

type act struct{}

// ID names an act.
type ID = id.ID[act]

// Answer is what the payer says about an act.
type Answer struct {
	MessageID string // the payer's own id of the message: repeated, it is one answer
	Number    string // of the act
	Seq       int64  // grows with each answer about the act, from 1
	Kind      Status // Delivered, Accepted, Returned or Paid
	Reason    string // why it was returned; due then, and only then
	SaidAt    calendar.Instant
}

// Limits of an answer's texts, in characters; longer ones are refused, not cut.
const (
	mostMessageID = 100
	mostReason    = 2000
)

// Check tells what is wrong with an answer in itself: problem.Invalid.
func (a Answer) Check() error {
	_, known := answered[a.Kind]
	switch {
	case a.MessageID == "", len(a.MessageID) > mostMessageID, a.Number == "", a.Seq < 1, !known, a.SaidAt.IsZero(),
		(a.Kind == Returned) != (a.Reason != ""), len([]rune(a.Reason)) > mostReason:
		return problem.New(problem.Invalid, "acts.answer-unclear")
	}
	return nil
}

// Acts are the acts of one city.
type Acts struct{ db *store.DB }

// New makes the acts over a database.
func New(db *store.DB) *Acts { return &Acts{db: db} }

// Receive keeps an answer of the payer and moves the act by it. It stands repeats and any
// order. It asks for access.ReportPayment. problem.Invalid for an answer that says nothing
// clear, problem.NotFound for an act we never sent, problem.Conflict for a message id that
// said something else before.
func (a *Acts) Receive(ctx context.Context, by access.Actor, said Answer) error {
	scope, err := access.Ask(by, access.ReportPayment)
	if err != nil {
		return err
	}
	if err := said.Check(); err != nil {
		return err
	}
	return a.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		row, err := standing(ctx, tx, scope, said.Number)
		if err != nil {
			return err
		}
		repeated, err := heardBefore(ctx, tx, row, said)
		if err != nil || repeated {
			return err
		}
		return keep(tx, row, said)
	})
}

// position is an act as an answer meets it.
type position struct {
	id     ID
	order  id.ID[order]
	status Status
	heard  int64
}

type order struct{}

// standing finds an act that was sent.
func standing(ctx context.Context, q store.Querier, scope access.Scope, number string) (position, error) {
	where, args := scope.Where(access.Columns{Unit: "orders.unit_id"}, 2)
	return store.One(ctx, q, func(r store.Row) (p position, err error) {
		err = r.Scan(&p.id, &p.order, store.Into(&p.status), &p.heard)
		return p, err
	}, `SELECT act.id, act.order_id, act.status, act.answer_seq FROM act JOIN orders ON orders.id = act.order_id
		WHERE act.number = $1 AND act.sent_at IS NOT NULL AND `+where, append([]any{number}, args...)...)
}

// heardBefore tells whether this very message was kept already.
func heardBefore(ctx context.Context, q store.Querier, p position, said Answer) (bool, error) {
	old, found, err := store.Maybe(ctx, q, func(r store.Row) (a struct {
		act  ID
		seq  int64
		kind Status
		why  string
	}, err error) {
		err = r.Scan(&a.act, &a.seq, store.Into(&a.kind), &a.why)
		return a, err
	}, `SELECT act_id, seq, kind, reason FROM act_answer WHERE message_id = $1`, said.MessageID)
	if err != nil || !found {
		return false, err
	}
	if old.act != p.id || old.seq != said.Seq || old.kind != said.Kind || old.why != said.Reason {
		return false, problem.New(problem.Conflict, "acts.answer-differs")
	}
	return true, nil
}

func keep(tx *store.Tx, p position, said Answer) error {
	if _, err := tx.Exec(`INSERT INTO act_answer (message_id, act_id, seq, kind, reason, said_at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		said.MessageID, p.id, said.Seq, string(said.Kind), said.Reason, said.SaidAt, tx.Now()); err != nil {
		return err
	}
	next, moves := effect(p.status, p.heard, said)
	if moves {
		if _, err := tx.Exec(`UPDATE act SET status = $1, answer_seq = $2, answered_at = $3, return_reason = $4 WHERE id = $5`,
			string(next), said.Seq, tx.Now(), said.Reason, p.id); err != nil {
			return err
		}
	}
	return audit.Record(tx, audit.Event{Book: audit.Book("order", p.order), Action: "acts.answer", Details: map[string]any{
		"act": p.id, "message": said.MessageID, "seq": said.Seq, "kind": said.Kind, "moved": moves,
	}})
}
