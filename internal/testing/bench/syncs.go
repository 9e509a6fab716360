package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// someEntries are how many are saved while syncs to disk are counted.
const someEntries = 400

// saveSome saves entries through the portal, one after another: the work of a child
// process whose syncs are counted.
func saveSome(ctx context.Context, s *site, n int) error {
	for range n {
		at, ok := s.free.next()
		if !ok {
			return errNoSlots
		}
		if err := s.write(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// countSyncs counts the syncs to disk of a saved entry with one client. A child process
// saves none, and then some; what the second needed more is what the entries needed.
// SQLite's are counted by strace in the child, PostgreSQL's by itself.
func countSyncs(ctx context.Context, p *place, dir string, r *report) error {
	if _, err := exec.LookPath("strace"); err != nil && p.name == "SQLite" {
		r.notes = append(r.notes, "Syncs on SQLite were not counted: strace is not installed.")
		return nil
	}
	if err := p.keep(p.ids, p.free); err != nil {
		return err
	}
	var counted [2]int
	for i, n := range []int{0, someEntries} {
		before, err := p.walSyncs(ctx)
		if err != nil {
			return err
		}
		traced := filepath.Join(dir, "strace")
		self := []string{os.Args[0], "-keep", dir, "-on", p.name, "-orders", strconv.Itoa(p.orders), "-small", "0", "-what", "some", "-some", strconv.Itoa(n)}
		if p.name == "SQLite" {
			self = append([]string{"strace", "-f", "-c", "-e", "trace=fsync,fdatasync", "-o", traced}, self...)
		}
		child := exec.CommandContext(ctx, self[0], self[1:]...)
		child.Stderr = os.Stderr
		if err := child.Run(); err != nil {
			return fmt.Errorf("saving some: %w", err)
		}
		if counted[i], err = p.syncsSince(ctx, before, traced); err != nil {
			return err
		}
	}
	p.free.given += someEntries
	r.syncs = append(r.syncs, syncFigure{p, float64(counted[1]-counted[0]) / someEntries})
	return nil
}

// walSyncs is PostgreSQL's own count.
func (p *place) walSyncs(ctx context.Context) (n int, err error) {
	if p.name == "SQLite" {
		return 0, nil
	}
	db, err := sql.Open("pgx", p.url)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	for last := -1; err == nil && n != last; time.Sleep(500 * time.Millisecond) { // sessions that end report late
		last = n
		err = db.QueryRowContext(ctx, "SELECT wal_sync FROM pg_stat_wal").Scan(&n)
	}
	return n, err
}

var straced = regexp.MustCompile(`(?m)^\s*\S+\s+\S+\s+\S+\s+(\d+)\s.*f(?:data)?sync$`)

func (p *place) syncsSince(ctx context.Context, before int, traced string) (n int, err error) {
	if p.name != "SQLite" {
		after, err := p.walSyncs(ctx)
		return after - before, err
	}
	b, err := os.ReadFile(traced)
	if err != nil {
		return 0, err
	}
	for _, m := range straced.FindAllSubmatch(bytes.TrimSpace(b), -1) {
		calls, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return 0, err
		}
		n += calls
	}
	return n, nil
}
