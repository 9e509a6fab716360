package main

import (
	"context"
	"log/slog"
	"time"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/audit"
	"asar/internal/city"
	"asar/internal/exchange/esobes"
	"asar/internal/exchange/messages"
	"asar/internal/jobs"
	"asar/internal/notices"
	"asar/internal/signing"
)

// How often what is due is looked for.
const (
	sealEvery  = time.Minute // how much of the history may lie unsealed
	lapseEvery = time.Minute

	sealActsEvery = 5 * time.Second
	closeEvery    = 5 * time.Minute
	answerEvery   = 5 * time.Second
)

// newRunner knows everything that is done behind the pages. What has no gateway waits.
func newRunner(c *city.City, out partners, portal string, log *slog.Logger) (*jobs.Runner, error) {
	r := &jobs.Runner{DB: c.DB, Log: log, Handlers: map[string]jobs.Handler{signing.CheckJob: c.Carrying.Handler()}, Turns: turns(c)}
	if out.ESobes != "" {
		client := esobes.NewClient(out.ESobes)
		r.Handlers[acts.SendJob] = esobes.Handler(c.Acts, client)
		r.Turns = append(r.Turns, jobs.Turn{Name: "esobes-answers", Every: answerEvery, Do: func(ctx context.Context) error {
			return esobes.Poll(ctx, c.Acts, client)
		}})
	}
	words := messages.Words{Notices: c.Notices, Texts: c.Texts, Portal: portal}
	if out.Mail != "" {
		mail, err := messages.NewMail(out.Mail, out.MailFrom, c.DB.Clock())
		if err != nil {
			return nil, err
		}
		r.Handlers[notices.KindMail] = messages.ByMail(words, mail)
	}
	if out.SMS != "" {
		r.Handlers[notices.KindSMS] = messages.BySMS(words, messages.NewSMS(out.SMS))
	}
	return r, nil
}

// turns are what is done again and again, by one process at a time.
func turns(c *city.City) []jobs.Turn {
	keeper := access.System("timekeeper", access.Timekeeper)
	return []jobs.Turn{
		{Name: "audit-seal", Every: sealEvery, Do: func(ctx context.Context) error {
			_, err := audit.Seal(ctx, c.DB, keeper)
			return err
		}},
		{Name: "acts-seal", Every: sealActsEvery, Do: untilNone(func(ctx context.Context) (int, error) { return c.Acts.Seal(ctx, keeper) })},
		{Name: "orders-lapse", Every: lapseEvery, Do: untilNone(func(ctx context.Context) (int, error) { return c.Orders.Lapse(ctx, keeper) })},
		{Name: "stays-complete", Every: lapseEvery, Do: untilNone(func(ctx context.Context) (int, error) { return c.Orders.CompleteStays(ctx, keeper) })},
		{Name: "sessions-close", Every: closeEvery, Do: func(ctx context.Context) error { return c.Sessions.CloseOver(ctx, keeper) }},
	}
}

// untilNone repeats what is done in small portions until nothing is left of it.
func untilNone(portion func(ctx context.Context) (int, error)) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		for ctx.Err() == nil {
			if n, err := portion(ctx); err != nil || n == 0 {
				return err
			}
		}
		return nil
	}
}
