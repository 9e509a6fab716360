package orders

import (
	"context"
	"fmt"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/signing"
)

// PrepareConfirm keeps the text of «Подтвердить» (manual, step 8). An organisation names
// the worker, or the bed. It asks for access.AnswerOrder; Closed while an application to
// leave the register is alive, Invalid at "worker" and "bed", Conflict when the order no
// longer waits.
func (s *Orders) PrepareConfirm(ctx context.Context, by access.Actor, o ID, who Who, l lang.Locale) (signing.TextID, error) {
	scope, err := access.Ask(by, access.AnswerOrder)
	if err != nil {
		return signing.TextID{}, err
	}
	return s.prepare(ctx, by, scope, PurposeConfirm, asked{Order: o, Action: Confirm, Worker: who.Worker, Bed: who.Bed}, l)
}

// Confirm takes the order on: it is «На исполнении» from now. It asks for
// access.AnswerOrder and returns the problems of PrepareConfirm.
func (s *Orders) Confirm(ctx context.Context, by access.Actor, proof signing.Proof) (ID, error) {
	scope, err := access.Ask(by, access.AnswerOrder)
	if err != nil {
		return ID{}, err
	}
	return s.signedMove(ctx, by, scope, proof, PurposeConfirm)
}

// PrepareDecline keeps the text of «Отклонить» with its reason (manual, step 7). It asks
// for access.AnswerOrder; Invalid at "reason" and "reason-text".
func (s *Orders) PrepareDecline(ctx context.Context, by access.Actor, o ID, r Reason, l lang.Locale) (signing.TextID, error) {
	scope, err := access.Ask(by, access.AnswerOrder)
	if err != nil {
		return signing.TextID{}, err
	}
	if err := r.check(Decline); err != nil {
		return signing.TextID{}, err
	}
	return s.prepare(ctx, by, scope, PurposeDecline, asked{Order: o, Action: Decline, Reason: r}, l)
}

// Decline refuses the order; its volume returns to the recipient. It asks for
// access.AnswerOrder.
func (s *Orders) Decline(ctx context.Context, by access.Actor, proof signing.Proof) (ID, error) {
	scope, err := access.Ask(by, access.AnswerOrder)
	if err != nil {
		return ID{}, err
	}
	return s.signedMove(ctx, by, scope, proof, PurposeDecline)
}

// PrepareWithdraw keeps the text with which a recipient takes back an order nobody
// answered (assumed). It asks for access.WithdrawOrder.
func (s *Orders) PrepareWithdraw(ctx context.Context, by access.Actor, o ID, l lang.Locale) (signing.TextID, error) {
	scope, err := access.Ask(by, access.WithdrawOrder)
	if err != nil {
		return signing.TextID{}, err
	}
	return s.prepare(ctx, by, scope, PurposeWithdraw, asked{Order: o, Action: Withdraw}, l)
}

// Withdraw takes the order back; its volume returns. It asks for access.WithdrawOrder.
func (s *Orders) Withdraw(ctx context.Context, by access.Actor, proof signing.Proof) (ID, error) {
	scope, err := access.Ask(by, access.WithdrawOrder)
	if err != nil {
		return ID{}, err
	}
	return s.signedMove(ctx, by, scope, proof, PurposeWithdraw)
}

// PrepareCancel keeps the text of giving an order up after joint work has ended (manual,
// steps 24–27). It asks for access.CancelOrder; Closed before the work was ended, Invalid
// at "reason" and "reason-text".
func (s *Orders) PrepareCancel(ctx context.Context, by access.Actor, o ID, r Reason, l lang.Locale) (signing.TextID, error) {
	scope, err := access.Ask(by, access.CancelOrder)
	if err != nil {
		return signing.TextID{}, err
	}
	action, err := s.cancelling(ctx, by, scope, o)
	if err != nil {
		return signing.TextID{}, err
	}
	if err := r.check(action); err != nil {
		return signing.TextID{}, err
	}
	return s.prepare(ctx, by, scope, PurposeCancel, asked{Order: o, Action: action, Reason: r}, l)
}

// Cancel gives the order up: the unused volume returns, and the recipient may choose
// another specialist or organisation (manual, step 28). It asks for access.CancelOrder.
func (s *Orders) Cancel(ctx context.Context, by access.Actor, proof signing.Proof) (ID, error) {
	scope, err := access.Ask(by, access.CancelOrder)
	if err != nil {
		return ID{}, err
	}
	return s.signedMove(ctx, by, scope, proof, PurposeCancel)
}

func payloadOf(text signing.Text) (want asked, err error) {
	if err = text.Payload(&want); err != nil {
		err = fmt.Errorf("orders: %s: %w", text.Purpose, err)
	}
	return want, err
}
