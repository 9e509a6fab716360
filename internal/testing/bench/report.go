package main

import (
	"bytes"
	"fmt"
	"log"
	"strings"
	"time"
)

// What was measured.
const (
	whatList   = "list of orders"
	whatMonth  = "month of a journal"
	whatSaving = "saving an entry"
)

// figures are the portal and its limit in one thing, on one database.
type figures struct {
	what  string
	place *place
	name  string
	pair
	ratio float64
}

type syncFigure struct {
	place *place
	each  float64
}

// report is what docs/benchmarks.md says.
type report struct {
	wish     wish
	machine  []string
	all      []figures
	syncs    []syncFigure
	act      figure
	actPages int
	entries  []signIn
	hashes   []hashed
	law      []lawFigure
	notes    []string
	town     *town     // of the big databases
	load     [2]string // of the machine, at the beginning and the end
}

func (r *report) add(f figures) {
	r.all = append(r.all, f)
	log.Printf("%s, %d orders: %s, %s: %s against %s, %.2f", f.place.name, f.place.orders, f.what, f.name, shown(f.portal), shown(f.limit), f.ratio)
}

func shown(f figure) string {
	return fmt.Sprintf("p50 %s p99 %s %.0f/s", milliseconds(f.p50), milliseconds(f.p99), f.perSecond)
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000)
}

// table writes rows of cells; the first is the head.
func table(w *bytes.Buffer, rows ...[]string) {
	for i, cells := range rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
		if i == 0 {
			fmt.Fprintf(w, "|%s\n", strings.Repeat("---|", len(cells)))
		}
	}
	fmt.Fprintln(w)
}

func (r *report) pairs(w *bytes.Buffer, what string, aim float64) {
	rows := [][]string{{"database", "orders", what, "portal p50, ms", "p99", "a second", "by hand p50, ms", "p99", "a second", "of the limit"}}
	for _, f := range r.all {
		if f.what != what {
			continue
		}
		rows = append(rows, []string{f.place.name, thousands(f.place.orders), f.name, milliseconds(f.portal.p50), milliseconds(f.portal.p99), fmt.Sprintf("%.0f", f.portal.perSecond),
			milliseconds(f.limit.p50), milliseconds(f.limit.p99), fmt.Sprintf("%.0f", f.limit.perSecond), marked(f.ratio >= aim, "%.2f", f.ratio)})
	}
	table(w, rows...)
}

// growth compares each list on the big database with the same on the small one.
func (r *report) growth(w *bytes.Buffer) {
	rows := [][]string{{"database", "search", "p50, times", "p99, times", "by hand p50, times", "p99, times"}}
	times := func(big, small time.Duration) float64 { return float64(big) / float64(small) }
	aimed := func(n float64) string { return marked(n <= 1.3, "%.2f", n) }
	for _, small := range r.all {
		for _, big := range r.all {
			if small.what == whatList && big.what == whatList && small.place.name == big.place.name && small.name == big.name && small.place.orders < big.place.orders {
				rows = append(rows, []string{big.place.name, big.name, aimed(times(big.portal.p50, small.portal.p50)), aimed(times(big.portal.p99, small.portal.p99)),
					fmt.Sprintf("%.2f", times(big.limit.p50, small.limit.p50)), fmt.Sprintf("%.2f", times(big.limit.p99, small.limit.p99))})
			}
		}
	}
	if len(rows) > 1 {
		fmt.Fprintf(w, "How many times slower with %s orders than with %s, the specialist having as many in both. Aim: 1.3.\n\n", thousands(r.wish.orders), thousands(r.wish.small))
		table(w, rows...)
	}
}
