package main

import (
	"context"
	"errors"
	"log/slog"

	"asar/internal/jobs"
)

type workCommand struct {
	storage
	secret
	partners
	asking
	Base    string `env:"ASAR_BASE" placeholder:"URL" help:"The portal's public address: messages lead there."`
	Trust   string `env:"ASAR_TRUST" placeholder:"FOLDER" help:"The same folder as that of asar serve: signatures that wait are checked again by it."`
	Profile string `name:"eds-profile" env:"ASAR_EDS_PROFILE" enum:",nca,nca-test,dev" default:"" help:"Whose authorities the folder must hold, as for asar serve."`
	Metrics string `env:"ASAR_METRICS" placeholder:"HOST:PORT" help:"Where to serve Prometheus metrics, for operators only; nowhere when empty."`
	logging
}

// Run works until it is told to stop, then finishes the jobs it has begun.
func (c workCommand) Run(s *surroundings) (err error) {
	log := c.logger(s.err)
	c.log = log
	if _, err := (portalSettings{Base: c.Base}).baseURL(); err != nil {
		return err
	}
	trust, err := (portalSettings{Trust: c.Trust, Profile: c.Profile}).trusted()
	if err != nil {
		return err
	}
	db, err := c.openMigrated(s.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	parts, err := assemble(s.ctx, db, c.storage, c.secret, c.Base, trust, c.asking)
	if err != nil {
		return err
	}
	metrics := newMetrics(db)
	runner, err := newRunner(parts, c.partners, c.Base, log)
	if err != nil {
		return err
	}
	runner.Count = tries(metrics)
	runner.Turns = append(runner.Turns, c.fetching(trust, c.Trust, db.Clock())...)
	if err := serveMetrics(s.ctx, log, c.Metrics, metrics); err != nil {
		return err
	}
	go readLists(s.ctx, log, trust, c.Trust, listsEvery)
	c.work(s.ctx, runner, log)
	return nil
}

func (c workCommand) work(ctx context.Context, runner *jobs.Runner, log *slog.Logger) {
	log.Info("working", "database", runner.DB.Kind())
	defer context.AfterFunc(ctx, func() { log.Info("stopping") })()
	runner.Run(ctx)
	log.Info("stopped")
}
