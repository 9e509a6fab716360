package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"time"
)

// wish is what the command line asks for.
type wish struct {
	orders, small int
	long          time.Duration // of one figure
	what, on      []string
	some          int
	keep, profile string
	out           string
}

func main() {
	var w wish
	var what, on string
	flag.IntVar(&w.orders, "orders", 1_000_000, "orders in the big databases")
	flag.IntVar(&w.small, "small", 100_000, "orders in the small databases; 0 leaves them out")
	flag.DurationVar(&w.long, "long", 6*time.Second, "how long each figure is measured")
	flag.StringVar(&what, "what", "lists,month,saving,syncs,act,entry", "what is measured")
	flag.StringVar(&on, "on", "SQLite,PostgreSQL", "on which databases")
	flag.IntVar(&w.some, "some", 0, "with -what some: how many entries are saved, for who counts syncs")
	flag.StringVar(&w.keep, "keep", "", "a folder in which filled databases are kept (PostgreSQL's stay in its server)")
	flag.StringVar(&w.profile, "profile", "", "a file for a profile of the processor's time")
	flag.StringVar(&w.out, "out", "docs/benchmarks.md", `the page to write; "-" prints it`)
	flag.Parse()
	w.what, w.on = strings.Split(what, ","), strings.Split(on, ",")
	if err := w.run(context.Background()); err != nil {
		log.Fatal("bench: ", err)
	}
}

func (w wish) wants(what string) bool { return slices.Contains(w.what, what) }

func (w wish) run(ctx context.Context) (err error) {
	dir := w.keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "asar-bench-"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
	}
	r := &report{wish: w, machine: []string{machine()}}
	r.load[0] = busy()
	if w.profile != "" {
		f, err := os.Create(w.profile)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if err := w.apart(r); err != nil {
		return err
	}
	for _, n := range []int{w.small, w.orders} {
		if n > 0 {
			if err := w.both(ctx, dir, n, r); err != nil {
				return err
			}
		}
	}
	r.load[1] = busy()
	return w.write(r)
}

// apart is what needs no database.
func (w wish) apart(r *report) error {
	if w.wants("act") {
		if err := actPages(w.long, r); err != nil {
			return err
		}
	}
	if w.wants("entry") {
		return entry(w.long, r)
	}
	return nil
}

// both measures an SQLite and a PostgreSQL database with so many orders.
func (w wish) both(ctx context.Context, dir string, orders int, r *report) error {
	t := newTown(orders)
	r.town = t
	for _, name := range w.on {
		open := sqlitePlace
		if name == "PostgreSQL" {
			open = postgresPlace
		}
		from := time.Now()
		p, err := open(ctx, dir, t)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		log.Printf("%s with %d orders and %d entries: %s", name, orders, t.visits, time.Since(from).Round(time.Second))
		if err := w.measure(ctx, p, dir, r); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := p.close(); err != nil {
			return err
		}
	}
	return nil
}

// measure measures one database. The small ones only show how lists grow.
func (w wish) measure(ctx context.Context, p *place, dir string, r *report) error {
	s, err := openSite(ctx, p)
	if err != nil {
		return err
	}
	defer func() { _ = s.close(ctx) }()
	big := p.orders == w.orders
	if big && !w.wants("some") {
		v, err := p.version(ctx)
		if err != nil {
			return err
		}
		r.machine = append(r.machine, v)
	}
	for _, part := range []struct {
		what string
		do   func() error
		big  bool
	}{
		{"lists", func() error { return lists(ctx, s, w.long, r) }, false},
		{"month", func() error { return journalMonth(ctx, s, w.long, r) }, true},
		{"saving", func() error { return saving(ctx, s, w.long, r) }, true},
		{"syncs", func() error { return countSyncs(ctx, p, dir, r) }, true},
		{"some", func() error { return saveSome(ctx, s, w.some) }, true},
	} {
		if !w.wants(part.what) || part.big && !big {
			continue
		}
		if err := part.do(); err != nil {
			return fmt.Errorf("%s: %w", part.what, err)
		}
	}
	return nil
}

func (w wish) write(r *report) error {
	switch {
	case w.wants("some"):
		return nil
	case w.out == "-":
		_, err := os.Stdout.Write(r.page())
		return err
	}
	return os.WriteFile(w.out, r.page(), 0o644)
}
