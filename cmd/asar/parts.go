package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"asar/internal/city"
	"asar/internal/documents/intake"
	"asar/internal/eds"
	"asar/internal/store"
)

// assemble puts the city together over an open database. Tune changes its settings at last.
func assemble(ctx context.Context, db *store.DB, kept storage, sealing secret, base string, trust *eds.Trust, ask asking, tune ...func(*city.Settings) error) (*city.City, error) {
	key, err := sealing.bytes()
	if err != nil {
		return nil, err
	}
	own, err := sealing.keys()
	if err != nil {
		return nil, err
	}
	files, err := kept.openFiles(ctx)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	check := eds.NewVerifier(trust)
	prover, err := ask.prover(check, db.Clock())
	if err != nil {
		return nil, err
	}
	set := city.Settings{DB: db, Secret: key, Base: base, Check: check, Prover: prover, Files: files, Keys: own,
		Intake: intake.NewChecker([]string{self, "intake-child"})}
	for _, change := range tune {
		if err := change(&set); err != nil {
			return nil, err
		}
	}
	return city.New(set)
}

// listsEvery is how often revocation lists are read again.
const listsEvery = 10 * time.Minute

// readLists takes up revocation lists that were put into the folder since; what cannot be
// read leaves the lists that are held.
func readLists(ctx context.Context, log *slog.Logger, trust *eds.Trust, dir string, every time.Duration) {
	tellUnread(log, trust)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := trust.LoadCRLs(dir); err != nil {
			log.Error("revocation lists", "error", err.Error())
		}
		tellUnread(log, trust)
	}
}

// tellUnread says which files among the lists say nothing.
func tellUnread(log *slog.Logger, trust *eds.Trust) {
	for _, u := range trust.Unread() {
		log.Error("revocation list left aside", "file", u.File, "error", u.Err.Error())
	}
}
