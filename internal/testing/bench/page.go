package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

const intro = `# Benchmarks

Written by ` + "`%s`" + `; all figures are of that one run, unless they say otherwise. It is never a test: nothing fails by time.

- **Machine:** %s.
- **Portal:** the whole site as ` + "`asar serve`" + ` builds it, over HTTP on the loopback interface, for a signed-in person, pages compressed.
  The client runs in the same process, and what it costs counts against the portal.
- **Limit:** the same SQL written by hand for the same driver with the same settings of the database, statements prepared, without HTTP, sessions,
  rules and pages. All that is compared takes turns in one run, call by call; many writers take turns of half a second. With one client the ratio is
  that of the p50, so that a neighbour's moment does not decide it; with many it is that of entries a second.
- **The machine was not idle:** its load was %s when the run began and %s when it ended, on %d cores. What p99 shows is mostly who else was there.
- A figure in bold misses its aim.

`

const filled = `**Databases:** %s orders and %s entries of journals in each, skewed as in life. The specialist whose lists are measured has %s orders; others have up to
40,000, most of the %s about twenty. Schema, constraints and foreign keys are the product's. The history has one row an order, so that
its tables have their size; its digests are noise.

`

// page is docs/benchmarks.md. What was not measured is left out.
func (r *report) page() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, intro, command(), strings.Join(r.machine, ", "), r.load[0], r.load[1], cores())
	if r.town != nil {
		fmt.Fprintf(&b, filled, thousands(len(r.town.orders)), thousands(r.town.visits), thousands(giants(len(r.town.orders))[r.town.busy()]), thousands(r.town.workers))
	}
	if r.wish.keep != "" {
		fmt.Fprintf(&b, "They were filled by an earlier run with `-keep %s`; without it they are filled first, and forgotten afterwards.\n\n", r.wish.keep)
	}
	r.section(&b, whatList, 0.45, "## Lists of orders\n\nA full page of 25 rows, how many are found (to 1,000), how many are in each tab. Aim: 0.45 of the limit.\n\n")
	r.growth(&b)
	r.section(&b, whatMonth, 0, "## A month of a journal\n\nThe calendar, its entries and the month's act. No aim; the SQL is seven reads by key, so the page is most of it.\n\n")
	r.section(&b, whatSaving, 0.55, `## Saving an entry

The form is sent, and answered after the sync to disk; each time another day of some order. By hand it is one serialisable transaction an entry.
On SQLite entries of the portal that wait share a transaction; «in groups» compares them with SQL by hand that does so too. Aim: 0.55 of the limit.

`)
	r.lawSection(&b)
	r.signatureSection(&b)
	r.rest(&b)
	return b.Bytes()
}

// section writes what was measured of one thing, if anything was.
func (r *report) section(b *bytes.Buffer, what string, aim float64, head string) {
	if slices.ContainsFunc(r.all, func(f figures) bool { return f.what == what }) {
		b.WriteString(head)
		r.pairs(b, what, aim)
	}
}

// rest is what is not compared with SQL.
func (r *report) rest(b *bytes.Buffer) {
	rows := [][]string{{"what", "figure", "aim"}}
	for _, s := range r.syncs {
		rows = append(rows, []string{"syncs to disk of a saved entry, one client, " + s.place.name, marked(s.each >= 0.995 && s.each <= 1.2, "%.2f", s.each), "1.0–1.2"})
	}
	if r.actPages > 0 {
		n := float64(r.actPages) / r.act.p50.Seconds()
		rows = append(rows, []string{fmt.Sprintf("pages of tagged acts a second on one core (an act has %d pages: p50 %s ms, p99 %s ms)", r.actPages, milliseconds(r.act.p50), milliseconds(r.act.p99)),
			marked(n >= 200, "%.0f", n), "200"})
	}
	if len(rows) > 1 {
		fmt.Fprint(b, "## Syncs, acts\n\n")
		table(b, rows...)
	}
	for _, n := range r.notes {
		fmt.Fprintf(b, "%s\n", n)
	}
}

// marked is a figure, in bold when it misses its aim.
func marked(met bool, form string, n float64) string {
	if s := fmt.Sprintf(form, n); met {
		return s
	}
	return "**" + fmt.Sprintf(form, n) + "**"
}

// thousands writes a number with its thousands apart.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func command() string {
	if len(os.Args) == 1 {
		return "make bench"
	}
	return "make bench BENCH='" + strings.Join(os.Args[1:], " ") + "'"
}
