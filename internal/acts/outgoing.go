package acts

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/store"
)

// SendJob is the kind of job that hands an act over to the payer. Its key is the act's
// number and its payload ToSend.
const SendJob = "esobes.act"

// ToSend is the payload of a SendJob.
type ToSend struct {
	Act ID `json:"act"`
}

// Out is an act as it goes to the payer; no personal data.
type Out struct {
	Number      string
	Edition     int
	OrderNumber string
	Month       calendar.Month
	Minutes     int
	Digest      string
	EndsWork    bool
	SentAt      calendar.Instant
}

// Outgoing is an act that was sent, for handing it over. It asks for access.ReportPayment;
// problem.NotFound when the act was never sent.
func (a *Acts) Outgoing(ctx context.Context, by access.Actor, which ID) (out Out, err error) {
	scope, err := access.Ask(by, access.ReportPayment)
	if err != nil {
		return Out{}, err
	}
	where, args := scope.Where(owners, 2)
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		out, err = store.One(ctx, q, func(r store.Row) (o Out, err error) {
			err = r.Scan(&o.Number, &o.Edition, &o.OrderNumber, &o.Month, &o.Minutes, &o.Digest, &o.EndsWork, &o.SentAt)
			return o, err
		}, `SELECT a.number, a.edition, o.number, a.month, a.minutes, a.digest, a.ends_work, a.sent_at
			FROM act a JOIN orders o ON o.id = a.order_id WHERE a.id = $1 AND a.sent_at IS NOT NULL AND `+where,
			append([]any{which}, args...)...)
		return err
	})
	return out, err
}
