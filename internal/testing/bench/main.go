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
	what          []string
	on            string
	keep          string
	profile       string
}

func main() {
	var w wish
	var what string
	flag.IntVar(&w.orders, "orders", 1_000_000, "orders in the big databases")
	flag.IntVar(&w.small, "small", 100_000, "orders in the small databases; 0 leaves them out")
	flag.DurationVar(&w.long, "long", 5*time.Second, "how long each figure is measured")
	flag.StringVar(&what, "what", "lists,saving", "what is measured")
	flag.StringVar(&w.on, "on", "SQLite,PostgreSQL", "on which databases")
	flag.StringVar(&w.keep, "keep", "", "a folder in which the filled databases are kept (PostgreSQL's stay in its server)")
	flag.StringVar(&w.profile, "profile", "", "a file for a profile of the processor's time")
	flag.Parse()
	w.what = strings.Split(what, ",")
	if err := run(context.Background(), w); err != nil {
		log.Fatal("bench: ", err)
	}
}

func run(ctx context.Context, w wish) error {
	dir := w.keep
	if dir == "" {
		made, err := os.MkdirTemp("", "asar-bench-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(made) }()
		dir = made
	}
	for _, n := range []int{w.small, w.orders} {
		if n == 0 {
			continue
		}
		t := newTown(n)
		for name, open := range map[string]func(context.Context, string, *town) (*place, error){"SQLite": sqlitePlace, "PostgreSQL": postgresPlace} {
			if !strings.Contains(w.on, name) {
				continue
			}
			from := time.Now()
			p, err := open(ctx, dir, t)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			log.Printf("%s with %d orders and %d entries, %s", name, n, t.visits, time.Since(from).Round(time.Second))
			if err := w.measure(ctx, p); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := p.close(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w wish) measure(ctx context.Context, p *place) error {
	s, err := openSite(ctx, p)
	if err != nil {
		return err
	}
	defer func() { _ = s.close(ctx) }()
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
	if slices.Contains(w.what, "lists") {
		if err := lists(ctx, s, w.long); err != nil {
			return err
		}
	}
	if slices.Contains(w.what, "saving") {
		return savings(ctx, p, w.long)
	}
	return nil
}
