package acts

import (
	"context"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/lang"
	"asar/internal/signing"
	"asar/internal/store"
)

// PrepareCorrect keeps the text with which the specialist or organisation takes back an
// act the payer returned. It asks for access.SendAct; Conflict for an act that was not
// returned, or is corrected already.
func (a *Acts) PrepareCorrect(ctx context.Context, by access.Actor, which ID, l lang.Locale) (signing.TextID, error) {
	scope, err := access.Ask(by, access.SendAct)
	if err != nil {
		return signing.TextID{}, err
	}
	return a.prepare(ctx, by, scope, PurposeCorrect, Correct, which, l)
}

// Correct takes a returned act back: the month is open again, its hours count as not sent,
// and another act can be formed, the month's next edition. It asks for access.SendAct and
// returns the problems of PrepareCorrect.
func (a *Acts) Correct(ctx context.Context, by access.Actor, proof signing.Proof) (ID, error) {
	scope, err := access.Ask(by, access.SendAct)
	if err != nil {
		return ID{}, err
	}
	which, err := payloadOf(proof.Text())
	if err != nil {
		return ID{}, err
	}
	err = a.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		s, err := a.permitted(ctx, tx, by, scope, which, Correct)
		if err != nil {
			return err
		}
		signature, err := proof.Use(tx, PurposeCorrect, s.Book(), by.PersonID())
		if err != nil {
			return err
		}
		return a.correct(tx, s, signature)
	})
	return which, err
}

func (a *Acts) correct(tx *store.Tx, s standing, signature signing.ID) error {
	if err := setStatus(tx, s.ID, Corrected); err != nil {
		return err
	}
	if err := a.Journal.ReopenMonth(tx, s.Order, s.Month); err != nil {
		return err
	}
	if err := a.Notices.SettleAll(tx, "act-returned", s.Link()); err != nil {
		return err
	}
	n := s.notice("act-corrected")
	n.Person = s.order.Recipient
	if err := a.Notices.Tell(tx, n); err != nil {
		return err
	}
	return audit.Record(tx, audit.Event{Book: s.Book(), Action: "acts.correct", Details: map[string]any{
		"act": s.ID, "number": s.Number, "month": s.Month, "signature": signature}})
}
