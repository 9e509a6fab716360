package main

import (
	"context"
	"errors"
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
	flag.StringVar(&what, "what", "lists,month,saving,syncs,act,entry,law", "what is measured")
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
	if w.orders > 0 {
		if err := w.databases(ctx, dir, r); err != nil {
			return err
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
	if w.wants("law") {
		if err := law(w.long, r); err != nil {
			return err
		}
	}
	if w.wants("entry") {
		return signatures(w.long, r)
	}
	return nil
}

// databases fills both kinds in both sizes and measures them.
func (w wish) databases(ctx context.Context, dir string, r *report) error {
	var towns []*town
	for _, n := range []int{w.small, w.orders} {
		if n > 0 {
			towns = append(towns, newTown(n))
		}
	}
	r.town = towns[len(towns)-1]
	for _, name := range w.on {
		if err := w.database(ctx, name, towns, dir, r); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (w wish) database(ctx context.Context, name string, towns []*town, dir string, r *report) error {
	open := sqlitePlace
	if name == "PostgreSQL" {
		open = postgresPlace
	}
	var sites []*site
	for _, t := range towns {
		from := time.Now()
		p, err := open(ctx, dir, t)
		if err != nil {
			return err
		}
		log.Printf("%s with %d orders and %d entries: %s", name, p.orders, t.visits, time.Since(from).Round(time.Second))
		s, err := openSite(ctx, p)
		if err != nil {
			return err
		}
		sites = append(sites, s)
	}
	if err := w.measure(ctx, sites, dir, r); err != nil {
		return err
	}
	for _, s := range sites {
		if err := errors.Join(s.close(ctx), s.place.close()); err != nil {
			return err
		}
	}
	return nil
}

// measure measures the databases of one kind, the biggest last. The others only show how
// lists grow.
func (w wish) measure(ctx context.Context, sites []*site, dir string, r *report) error {
	big := sites[len(sites)-1]
	if !w.wants("some") {
		v, err := big.version(ctx)
		if err != nil {
			return err
		}
		r.machine = append(r.machine, v)
	}
	for _, part := range []struct {
		what string
		do   func() error
	}{
		{"lists", func() error { return lists(ctx, sites, 2*w.long, r) }},
		{"month", func() error { return journalMonth(ctx, big, w.long, r) }},
		{"syncs", func() error { return countSyncs(ctx, big.place, dir, r) }}, // before saving: PostgreSQL's idle sessions report their syncs late
		{"saving", func() error { return saving(ctx, big, w.long, r) }},
		{"some", func() error { return saveSome(ctx, big, w.some) }},
	} {
		if !w.wants(part.what) {
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
	page := r.page()
	if old, err := os.ReadFile(w.out); err == nil && w.orders == 0 { // a part, measured alone
		page = splice(old, page)
	}
	return os.WriteFile(w.out, page, 0o644)
}
