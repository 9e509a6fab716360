package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"

	"asar/internal/calendar"
	"asar/internal/registry"
	"asar/internal/store"
)

// place is a filled database: the portal's way to it, and the way of who writes SQL by hand.
type place struct {
	name   string // "SQLite" or "PostgreSQL"
	orders int
	url    string
	ids    string // file of the ids, beside a kept database
	free   *slots
	db     *store.DB
	reg    *registry.Registry
	hand   *sql.DB // reads by hand
	*filling
}

// now is where the clock of all databases stands.
var now = calendar.MustDate("2026-11-23").Clock(20, 0)

// sqlitePlace is an SQLite file of a folder, filled.
func sqlitePlace(ctx context.Context, dir string, t *town) (*place, error) {
	file := filepath.Join(dir, fmt.Sprintf("asar-%d.db", len(t.orders)))
	p := &place{name: "SQLite", orders: len(t.orders), url: "sqlite:" + file, ids: file + ".ids"}
	err := p.ready(ctx, t, func() (sink, error) { return newSQLiteSink(ctx, file) })
	if err == nil {
		p.hand, err = sql.Open("sqlite", sqliteByHand(file)+"&_pragma=query_only(1)")
	}
	return p, err
}

// sqliteByHand is the address with the settings the portal has too.
func sqliteByHand(file string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "foreign_keys(1)", "synchronous(FULL)", "journal_mode(WAL)"}}
	return "file:" + file + "?" + q.Encode()
}

// postgresPlace is a database of the server in ASAR_TEST_POSTGRES, filled.
func postgresPlace(ctx context.Context, dir string, t *town) (*place, error) {
	server := os.Getenv("ASAR_TEST_POSTGRES")
	u, err := url.Parse(server)
	if err != nil || u.Host == "" {
		return nil, errors.New("ASAR_TEST_POSTGRES is not set: run `make bench`")
	}
	name := fmt.Sprintf("bench_%d", len(t.orders))
	u.Path = "/" + name
	p := &place{name: "PostgreSQL", orders: len(t.orders), url: u.String(), ids: filepath.Join(dir, name+".ids")}
	if _, err := os.Stat(p.ids); err != nil {
		if err := administer(ctx, server, "CREATE DATABASE "+name); err != nil {
			return nil, err
		}
	}
	err = p.ready(ctx, t, func() (sink, error) { return newPostgresSink(ctx, p.url) })
	if err == nil {
		p.hand, err = p.openByHand()
	}
	return p, err
}

// ready opens the database for the portal, and fills it where it was not kept.
func (p *place) ready(ctx context.Context, t *town, to func() (sink, error)) error {
	if err := p.open(ctx); err != nil {
		return err
	}
	p.free = openSlots(t)
	var err error
	if p.filling, err = again(p.ids, t, p.free); err != nil || p.filling != nil {
		return err
	}
	s, err := to()
	if err != nil {
		return err
	}
	p.filling, err = fill(ctx, t, p.reg, s)
	return err
}

func administer(ctx context.Context, server, statement string) error {
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }()
	_, err = c.Exec(ctx, statement)
	return err
}

func (p *place) open(ctx context.Context) (err error) {
	if p.db, err = store.Open(ctx, store.Settings{URL: p.url, Clock: calendar.NewSettable(now)}); err != nil {
		return err
	}
	if err = p.db.Migrate(ctx); err != nil {
		return err
	}
	vault, err := registry.NewVault(secret)
	p.reg = registry.New(p.db, vault)
	return err
}

// close lets go of the database, and writes down what is in it for when it is kept.
func (p *place) close() error {
	return errors.Join(p.keep(p.ids, p.free), p.hand.Close(), p.db.Close())
}

// file is the path of an SQLite place.
func (p *place) file() string { return strings.TrimPrefix(p.url, "sqlite:") }
