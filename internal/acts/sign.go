package acts

import (
	"context"
	"fmt"
	"strings"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/signing"
	"asar/internal/store"
)

// What may be signed about an act.
const (
	PurposeSign    signing.Purpose = "acts.sign"
	PurposeCorrect signing.Purpose = "acts.correct"
)

// asked is the payload of a signed text.
type asked struct {
	Act ID `json:"act"`
}

func payloadOf(text signing.Text) (which ID, err error) {
	var want asked
	if err = text.Payload(&want); err != nil {
		err = fmt.Errorf("acts: %s: %w", text.Purpose, err)
	}
	return want.Act, err
}

// PrepareSign keeps the text with which a side signs an act electronically instead of on
// paper. It asks for access.SignAct; Conflict when that side has signed, when the journal
// changed since, and when the act is no longer open for signing.
func (a *Acts) PrepareSign(ctx context.Context, by access.Actor, which ID, l lang.Locale) (signing.TextID, error) {
	scope, err := access.Ask(by, access.SignAct)
	if err != nil {
		return signing.TextID{}, err
	}
	return a.prepare(ctx, by, scope, PurposeSign, Sign, which, l)
}

// prepare checks that a move can be made now, and keeps the text of it for signing.
func (a *Acts) prepare(ctx context.Context, by access.Actor, scope access.Scope, purpose signing.Purpose, action Action, which ID, l lang.Locale) (signing.TextID, error) {
	d := signing.Draft{Purpose: purpose, Locale: string(l), Payload: asked{which}}
	err := a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		s, err := a.permitted(ctx, q, by, scope, which, action)
		if err != nil {
			return err
		}
		d.Subject = s.Book()
		d.Body, err = a.body(ctx, q, s, action, l)
		return err
	})
	if err != nil {
		return signing.TextID{}, err
	}
	return a.Desk.Prepare(ctx, by, d)
}

// permitted finds an act and checks everything that may stand in a move's way.
func (a *Acts) permitted(ctx context.Context, q store.Querier, by access.Actor, scope access.Scope, which ID, action Action) (s standing, err error) {
	found, err := within(ctx, q, scope, which)
	if err != nil {
		return s, err
	}
	if s, _, err = a.standing(ctx, q, by, found); err != nil {
		return s, err
	}
	_, err = permit(s, action)
	return s, err
}

// body is the text that is shown and signed: the digest binds it to the content, the rest
// says in words what that is.
func (a *Acts) body(ctx context.Context, q store.Querier, s standing, action Action, l lang.Locale) (string, error) {
	w := a.Texts.In(l)
	parties, err := a.Orders.PartiesOf(ctx, q, s.order)
	if err != nil {
		return "", err
	}
	head := w.Say("acts.sign-text.correct", lang.Args{"Number": s.Number, "Reason": s.ReturnReason})
	if action == Sign {
		head = w.Say("acts.sign-text."+sideName(s.side), lang.Args{"Number": s.Number})
	}
	return strings.Join([]string{head, "",
		w.Say("acts.sign-text.order", lang.Args{"Number": string(s.order.Number)}),
		w.Say("acts.sign-text.month", lang.Args{"Month": s.Month}),
		w.Say("acts.sign-text.service", lang.Args{"Service": w.Say(orders.ServiceText(s.order.Service))}),
		w.Say("acts.sign-text.from", lang.Args{"Name": parties.Provider(l)}),
		w.Say("acts.sign-text.to", lang.Args{"Name": parties.Recipient.FullName()}),
		w.Say("acts.sign-text.hours", lang.Args{"Hours": w.Hours(s.Minutes)}),
		w.Say("acts.sign-text.digest", lang.Args{"Digest": s.Digest}),
	}, "\n"), nil
}

// Sign keeps a side's electronic signature under the act: the recipient's, or that of the
// specialist or organisation; in any order. With both no scan is needed. It asks for
// access.SignAct and returns the problems of PrepareSign.
func (a *Acts) Sign(ctx context.Context, by access.Actor, proof signing.Proof) (ID, error) {
	scope, err := access.Ask(by, access.SignAct)
	if err != nil {
		return ID{}, err
	}
	which, err := payloadOf(proof.Text())
	if err != nil {
		return ID{}, err
	}
	err = a.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		s, err := a.permitted(ctx, tx, by, scope, which, Sign)
		if err != nil {
			return err
		}
		signature, err := proof.Use(tx, PurposeSign, s.Book(), by.PersonID())
		if err != nil {
			return err
		}
		return a.keepSignature(ctx, tx, s, signature)
	})
	return which, err
}

func (a *Acts) keepSignature(ctx context.Context, tx *store.Tx, s standing, made signing.ID) error {
	statement := `UPDATE act SET worker_signature_id = $1 WHERE id = $2`
	if s.side == orders.AsRecipient {
		statement = `UPDATE act SET recipient_signature_id = $1 WHERE id = $2`
	}
	if _, err := tx.Exec(statement, made, s.ID); err != nil {
		return err
	}
	if err := a.tellSigned(ctx, tx, s); err != nil {
		return err
	}
	return audit.Record(tx, audit.Event{Book: s.Book(), Action: "acts.sign", Details: map[string]any{
		"act": s.ID, "number": s.Number, "month": s.Month, "side": s.side, "signature": made, "digest": s.Digest}})
}

// tellSigned asks the other side to sign, or tells that it has been done.
func (a *Acts) tellSigned(ctx context.Context, tx *store.Tx, s standing) error {
	if s.side == orders.AsRecipient {
		if err := a.Notices.SettleAll(tx, "act-to-sign", s.Link()); err != nil {
			return err
		}
		return a.Orders.TellProvider(ctx, tx, s.order, s.notice("act-signed"))
	}
	n := s.notice("act-to-sign")
	n.Person, n.Waits = s.order.Recipient, true
	if s.Recipient.Done() {
		n.Kind, n.Waits = "act-signed", false
	}
	return a.Notices.Tell(tx, n)
}

// notice begins a notice about the act.
func (s standing) notice(kind string) notices.Notice {
	return notices.Notice{Kind: kind, Link: s.Link(), Args: map[string]string{"Number": s.Number, "Order": string(s.order.Number)}}
}

// Signed is what a signature about an act leads to.
func (a *Acts) Signed() map[signing.Purpose]signing.Action {
	where := func(text signing.Text) (string, error) {
		which, err := payloadOf(text)
		return Act{ID: which}.Link(), err
	}
	doing := func(act func(context.Context, access.Actor, signing.Proof) (ID, error)) func(context.Context, access.Actor, signing.Proof) error {
		return func(ctx context.Context, by access.Actor, proof signing.Proof) error {
			_, err := act(ctx, by, proof)
			return err
		}
	}
	return map[signing.Purpose]signing.Action{
		PurposeSign:    {Do: doing(a.Sign), Where: where, Said: "done.act-signed"},
		PurposeCorrect: {Do: doing(a.Correct), Where: where, Said: "done.act-corrected"},
	}
}
