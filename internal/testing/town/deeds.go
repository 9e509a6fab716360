package town

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/signing"
)

// Sign signs a prepared text with a person's own key and has it checked.
func (t *Town) Sign(ctx context.Context, who string, text signing.TextID) (signing.Proof, error) {
	cms, err := t.Signature(ctx, who, text)
	if err != nil {
		return signing.Proof{}, err
	}
	return t.Desk.Check(ctx, t.As(who), text, cms)
}

// Signature is a person's signature of a prepared text, made with their own key.
func (t *Town) Signature(ctx context.Context, who string, text signing.TextID) ([]byte, error) {
	shown, err := t.Desk.Text(ctx, t.As(who), text)
	if err != nil {
		return nil, err
	}
	key, err := t.key(who)
	if err != nil {
		return nil, err
	}
	return key.Sign(shown.Content, t.DB.Now())
}

// signed carries out a prepared action: the text, its signature, and what follows.
func (t *Town) signed(ctx context.Context, who string, text signing.TextID, err error,
	then func(context.Context, access.Actor, signing.Proof) (orders.ID, error)) (orders.ID, error) {
	if err != nil {
		return orders.ID{}, err
	}
	proof, err := t.Sign(ctx, who, text)
	if err != nil {
		return orders.ID{}, err
	}
	return then(ctx, t.As(who), proof)
}

// Place orders from an entry ("assistant/assistant") and signs.
func (t *Town) Place(ctx context.Context, recipient, entry string, amount int, from, to calendar.Date) (orders.ID, error) {
	_, service, _ := strings.Cut(entry, "/")
	wish := orders.Wish{Entry: t.Entries[entry], Allotment: t.Allotments[recipient+"/"+service], Amount: amount, From: from, To: to}
	text, err := t.Orders.PreparePlace(ctx, t.As(recipient), wish, lang.RU)
	return t.signed(ctx, recipient, text, err, t.Orders.Place)
}

// Confirm confirms an order and signs.
func (t *Town) Confirm(ctx context.Context, who string, o orders.ID, w orders.Who) error {
	text, err := t.Orders.PrepareConfirm(ctx, t.As(who), o, w, lang.RU)
	_, err = t.signed(ctx, who, text, err, t.Orders.Confirm)
	return err
}

// Cancel gives an order up and signs.
func (t *Town) Cancel(ctx context.Context, who string, o orders.ID, r orders.Reason) error {
	text, err := t.Orders.PrepareCancel(ctx, t.As(who), o, r, lang.RU)
	_, err = t.signed(ctx, who, text, err, t.Orders.Cancel)
	return err
}

// Decline declines an order and signs.
func (t *Town) Decline(ctx context.Context, who string, o orders.ID, r orders.Reason) error {
	text, err := t.Orders.PrepareDecline(ctx, t.As(who), o, r, lang.RU)
	_, err = t.signed(ctx, who, text, err, t.Orders.Decline)
	return err
}

// Withdraw takes an order back and signs.
func (t *Town) Withdraw(ctx context.Context, who string, o orders.ID) error {
	text, err := t.Orders.PrepareWithdraw(ctx, t.As(who), o, lang.RU)
	_, err = t.signed(ctx, who, text, err, t.Orders.Withdraw)
	return err
}

// SignAct signs an act on the side a person is on.
func (t *Town) SignAct(ctx context.Context, who string, a acts.ID) error {
	text, err := t.Acts.PrepareSign(ctx, t.As(who), a, lang.RU)
	if err != nil {
		return err
	}
	proof, err := t.Sign(ctx, who, text)
	if err != nil {
		return err
	}
	_, err = t.Acts.Sign(ctx, t.As(who), proof)
	return err
}
