package main

import (
	"context"
	"errors"
	"log/slog"

	"asar/internal/eds"
	"asar/internal/jobs"
)

type workCommand struct {
	storage
	secret
	partners
	Base    string `env:"ASAR_BASE" placeholder:"URL" help:"The portal's public address: messages lead there."`
	Metrics string `env:"ASAR_METRICS" placeholder:"HOST:PORT" help:"Where to serve Prometheus metrics, for operators only; nowhere when empty."`
	logging
}

// Run works until it is told to stop, then finishes the jobs it has begun.
func (c workCommand) Run(s *surroundings) (err error) {
	log := c.logger(s.err)
	if _, err := (portalSettings{Base: c.Base}).baseURL(); err != nil {
		return err
	}
	db, err := c.openMigrated(s.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	nobody, err := eds.NewTrust(nil, nil) // work checks no signatures
	if err != nil {
		return err
	}
	parts, err := assemble(s.ctx, db, c.storage, c.secret, c.Base, nobody)
	if err != nil {
		return err
	}
	metrics := newMetrics(db)
	runner, err := newRunner(parts, c.partners, c.Base, log)
	if err != nil {
		return err
	}
	runner.Count = tries(metrics)
	if err := serveMetrics(s.ctx, log, c.Metrics, metrics); err != nil {
		return err
	}
	c.work(s.ctx, runner, log)
	return nil
}

func (c workCommand) work(ctx context.Context, runner *jobs.Runner, log *slog.Logger) {
	log.Info("working", "database", runner.DB.Kind())
	defer context.AfterFunc(ctx, func() { log.Info("stopping") })()
	runner.Run(ctx)
	log.Info("stopped")
}
