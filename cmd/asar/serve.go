package main

import (
	"errors"
	"log/slog"

	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/city"
	"asar/internal/city/pages"
	"asar/internal/eds"
	"asar/internal/web"
)

type serveCommand struct {
	storage
	secret
	portalSettings
	asking
	door
	logging
}

// Run serves until it is told to stop, then finishes the requests it has begun.
func (c serveCommand) Run(s *surroundings) (err error) {
	log := c.logger(s.err)
	c.log = log
	if _, err := c.baseURL(); err != nil {
		return err
	}
	trust, err := c.trusted()
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
	site, err := c.pagesOf(parts, log, metrics, pages.Demo{})
	if err != nil {
		return err
	}
	on, err := listen(s.ctx, c.Listen)
	if err != nil {
		return err
	}
	if err := serveMetrics(s.ctx, log, c.Metrics, metrics); err != nil {
		return errors.Join(err, on.Close())
	}
	go readLists(s.ctx, log, trust, c.Trust, listsEvery)
	log.Info("serving", "profile", trust.Profile(), "address", on.Addr().String(), "base", c.Base, "database", db.Kind())
	err = serveHTTP(s.ctx, log, on, site)
	log.Info("stopped")
	return err
}

// trusted reads whose signatures are believed.
func (s portalSettings) trusted() (*eds.Trust, error) {
	if s.Trust == "" {
		return nil, errors.New("ASAR_TRUST must name the folder of the certification authority's certificates; `asar check` says what else is missing")
	}
	t, err := eds.LoadTrust(s.Trust)
	if err != nil {
		return nil, err
	}
	return t, t.Expect(eds.Profile(s.Profile))
}

// pagesOf is the whole site over the parts.
func (c serveCommand) pagesOf(parts *city.City, log *slog.Logger, metrics prometheus.Registerer, demo pages.Demo) (*web.Site, error) {
	return pages.Open(parts, pages.Settings{Base: c.Base, NCALayer: c.NCALayer, Proxies: c.Proxies, Log: log, Metrics: metrics, Demo: demo, Regulations: c.Regulations})
}
