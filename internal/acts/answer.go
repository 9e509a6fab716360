package acts

import (
	"context"
	"slices"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/problem"
	"asar/internal/store"
)

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
	known := slices.ContainsFunc(table, func(m Move) bool { return m.By == access.ReportPayment && m.To == a.Kind })
	switch {
	case a.MessageID == "", len(a.MessageID) > mostMessageID, a.Number == "", a.Seq < 1, !known, a.SaidAt.IsZero(),
		(a.Kind == Returned) != (a.Reason != ""), len([]rune(a.Reason)) > mostReason:
		return problem.New(problem.Invalid, "acts.answer-unclear")
	}
	return nil
}

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
		row, err := sentAs(ctx, tx, scope, said.Number)
		if err != nil {
			return err
		}
		repeated, err := heardBefore(ctx, tx, row, said)
		if err != nil || repeated {
			return err
		}
		return a.keep(ctx, tx, row, said)
	})
}

// position is an act as an answer meets it.
type position struct {
	Act
	heard int64
}

// sentAs finds an act that was sent.
func sentAs(ctx context.Context, q store.Querier, scope access.Scope, number string) (position, error) {
	where, args := scope.Where(owners, 2)
	return store.One(ctx, q, func(r store.Row) (p position, err error) {
		err = r.Scan(append(p.into(), &p.heard)...)
		return p, err
	}, `SELECT `+columns+`, a.answer_seq`+tables+`WHERE a.number = $1 AND a.sent_at IS NOT NULL AND `+where, append([]any{number}, args...)...)
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
	if old.act != p.ID || old.seq != said.Seq || old.kind != said.Kind || old.why != said.Reason {
		return false, problem.New(problem.Conflict, "acts.answer-differs")
	}
	return true, nil
}

func (a *Acts) keep(ctx context.Context, tx *store.Tx, p position, said Answer) error {
	if _, err := tx.Exec(`INSERT INTO act_answer (message_id, act_id, seq, kind, reason, said_at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		said.MessageID, p.ID, said.Seq, said.Kind, said.Reason, said.SaidAt, tx.Now()); err != nil {
		return err
	}
	next, moves := effect(p.Status, p.heard, said)
	if moves {
		if _, err := tx.Exec(`UPDATE act SET status = $1, answer_seq = $2, answered_at = $3, return_reason = $4 WHERE id = $5`,
			next, said.Seq, tx.Now(), said.Reason, p.ID); err != nil {
			return err
		}
		if err := a.tellAnswered(ctx, tx, p.Act, said.Kind); err != nil {
			return err
		}
	}
	return audit.Record(tx, audit.Event{Book: p.Book(), Action: "acts.answer", Details: map[string]any{
		"act": p.ID, "number": p.Number, "month": p.Month, "message": said.MessageID, "seq": said.Seq, "kind": said.Kind, "moved": moves,
	}})
}

// answerNotices are those the specialist or organisation has of an answer; that an act was
// delivered is no news.
var answerNotices = map[Status]string{Accepted: "act-accepted", Returned: "act-returned", Paid: "act-paid"}

func (a *Acts) tellAnswered(ctx context.Context, tx *store.Tx, found Act, kind Status) error {
	told := answerNotices[kind]
	if told == "" {
		return nil
	}
	o, err := a.Orders.Load(ctx, tx, found.Order)
	if err != nil {
		return err
	}
	n := standing{Act: found, order: o}.notice(told)
	n.Waits = kind == Returned // until it is corrected
	return a.Orders.TellProvider(ctx, tx, o, n)
}
