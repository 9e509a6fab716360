package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/jobs"
	"asar/internal/store"
)

type workCommand struct {
	storage
	Metrics string `env:"ASAR_METRICS" placeholder:"HOST:PORT" help:"Where to serve Prometheus metrics, for operators only; nowhere when empty."`
	logging
}

// Run works until it is told to stop, then finishes the jobs it has begun.
func (c workCommand) Run(s *surroundings) (err error) {
	log := c.logger(s.err)
	db, err := c.openMigrated(s.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	metrics := newMetrics(db)
	if err := serveMetrics(s.ctx, log, c.Metrics, metrics); err != nil {
		return err
	}
	runner := newRunner(db, log)
	runner.Count = tries(metrics)
	log.Info("working", "database", db.Kind())
	runner.Run(s.ctx)
	log.Info("stopped")
	return nil
}

// sealEvery is how much of the history may lie unsealed.
const sealEvery = time.Minute

// newRunner knows what is done again and again.
func newRunner(db *store.DB, log *slog.Logger) *jobs.Runner {
	keeper := access.System("timekeeper", access.Timekeeper)
	return &jobs.Runner{DB: db, Log: log, Handlers: map[string]jobs.Handler{}, Turns: []jobs.Turn{
		{Name: "audit-seal", Every: sealEvery, Do: func(ctx context.Context) error {
			_, err := audit.Seal(ctx, db, keeper)
			return err
		}},
	}}
}
