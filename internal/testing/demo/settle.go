package demo

import (
	"context"
	"errors"
	"fmt"

	"asar/internal/calendar"
	"asar/internal/city"
	"asar/internal/documents/blob"
	"asar/internal/documents/intake"
	"asar/internal/documents/seal"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/town"
)

// Settle makes the town: everybody's keys, the people and what they have done since the
// first day of the previous month. People.json is written last.
func (f *Folder) Settle(ctx context.Context, base string, now calendar.Instant) (err error) {
	began := now.Date().InMonth().Plus(-1).First()
	clock := calendar.NewSettable(began.Clock(9, 0))
	ca, err := f.Authority(clock)
	if err != nil {
		return err
	}
	keys, all, err := f.Issue(ca, clock.Now(), now)
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Settings{URL: f.Database(), Clock: clock})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	parts, err := f.parts(ctx, db, ca, base)
	if err != nil {
		return err
	}
	t, err := town.Settle(ctx, parts, began, began.PlusDays(365), func(who string) (*devca.Key, error) { return keys[who].Sign, nil })
	if err != nil {
		return err
	}
	if err := live(ctx, t, clock, now); err != nil {
		return fmt.Errorf("demo: the town's past: %w", err)
	}
	return f.Finish(all)
}

func (f *Folder) parts(ctx context.Context, db *store.DB, ca *devca.Authority, base string) (*city.City, error) {
	secret, err := f.Secret()
	if err != nil {
		return nil, err
	}
	files, err := blob.OpenStore(ctx, f.Files())
	if err != nil {
		return nil, err
	}
	verifier, err := ca.Verifier()
	if err != nil {
		return nil, err
	}
	own, err := seal.Open(f.System())
	if err != nil {
		return nil, err
	}
	return city.New(city.Settings{DB: db, Keys: own, Secret: secret, Base: base, Check: verifier, Files: files, Intake: intake.InProcess()})
}
