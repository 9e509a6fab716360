package esobes

import (
	"context"
	"errors"
	"fmt"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/jobs"
	"asar/internal/problem"
)

// Payer is who reports what E-Sobes answered.
func Payer() access.Actor { return access.System("esobes", access.Payer) }

// Handler does jobs of kind acts.SendJob: it hands the act over. Run again after a crash
// or a lost reply, it hands over the same act, which the payer knows by its number.
func Handler(a *acts.Acts, c *Client) jobs.Handler {
	return func(ctx context.Context, t jobs.Task) error {
		var what acts.ToSend
		if err := t.Payload(&what); err != nil {
			return jobs.Refused(fmt.Errorf("esobes: payload: %w", err))
		}
		out, err := a.Outgoing(ctx, Payer(), what.Act)
		if problem.Is(err, problem.NotFound) {
			return jobs.Refused(err)
		}
		if err != nil {
			return err
		}
		return c.Send(ctx, Act{Number: out.Number, Edition: out.Edition, Order: out.OrderNumber, Month: out.Month,
			Minutes: out.Minutes, Digest: out.Digest, EndsWork: out.EndsWork, SentAt: out.SentAt})
	}
}

// Poll takes the answers that wait at E-Sobes. An answer is taken only when it is kept. One
// that cannot be kept is left there and does not stop the others; all such are in the error.
func Poll(ctx context.Context, a *acts.Acts, c *Client) error {
	answers, err := c.Answers(ctx)
	if err != nil {
		return err
	}
	var left error
	for _, answer := range answers {
		if err := a.Receive(ctx, Payer(), answer.meant()); err != nil {
			left = errors.Join(left, fmt.Errorf("esobes: answer %q: %w", answer.Message, err))
			continue
		}
		if err := c.Take(ctx, answer.Message); err != nil {
			return errors.Join(left, err)
		}
	}
	return left
}
