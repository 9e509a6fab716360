package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

const pageHead = `# Benchmarks

Written by ` + "`%s`" + `; every figure of this page comes from that one run. It is never a test: nothing fails by time.

- **Machine:** %s.
- **Databases:** %d orders and %d entries of journals in each, skewed as in life: a specialist has %d orders, nine more have 10,000 to
  40,000 each, most of the other %d have about twenty. The lists are those of the first. The small databases have %s orders, and their busiest specialist as many.
  Schema, constraints and foreign keys are those of the product; the history has one row an order, whose digests are noise.
- **Portal:** the whole site as ` + "`asar serve`" + ` builds it, over HTTP on the loopback interface, with a signed-in person, pages compressed. The
  client runs in the same process, so what it costs counts against the portal.
- **Limit:** the same SQL written by hand on the same driver with prepared statements, without HTTP, sessions, rules or pages. Both
  take turns in one run. A ratio of one client's figures is that of their p50, so that a neighbour's moment does not decide; of many writers', that of entries a second.
- **The machine was not alone:** its load was %s when the run began and %s when it ended; other people's builds ran beside it.
  p99 says more about them than about the portal.

A figure in bold misses its aim.

`

// page is docs/benchmarks.md.
func (r *report) page() []byte {
	var b bytes.Buffer
	small := "no"
	if r.wish.small > 0 {
		small = fmt.Sprint(r.wish.small)
	}
	fmt.Fprintf(&b, pageHead, r.command(), strings.Join(r.machine, ", "), len(r.town.orders), r.town.visits, giants(len(r.town.orders))[0], r.town.workers-10, small, r.load[0], r.load[1])
	fmt.Fprint(&b, "## Lists of orders\n\nA page of 25 rows, how many are found, and how many are in each tab. Aim: 0.45 of the limit.\n\n")
	r.pairs(&b, whatList, 0.45)
	fmt.Fprintf(&b, "How many times slower at %d orders than at %d. Aim: 1.3.\n\n", r.wish.orders, r.wish.small)
	r.growth(&b)
	fmt.Fprint(&b, "## A month of a journal\n\nThe page with the calendar, the entries and the act. No aim.\n\n")
	r.pairs(&b, whatMonth, 0)
	fmt.Fprint(&b, "## Saving an entry\n\nThe form is sent and answered after the sync to disk; each time another day of another order. By hand: one serialisable transaction an\nentry. On SQLite several waiting entries of the portal share a transaction; «in groups» is compared with SQL by hand that does so too. Aim: 0.55.\n\n")
	r.pairs(&b, whatSaving, 0.55)
	r.rest(&b)
	return b.Bytes()
}

func (r *report) rest(b *bytes.Buffer) {
	rows := [][]string{{"what", "figure", "aim"}}
	for _, s := range r.syncs {
		rows = append(rows, []string{fmt.Sprintf("syncs to disk a saved entry, one client, %s", s.place.name), missed(s.each >= 1 && s.each <= 1.2, "%.2f", s.each), "1.0–1.2"})
	}
	if r.actPages > 0 {
		n := r.act.perSecond * float64(r.actPages)
		rows = append(rows, []string{fmt.Sprintf("pages of tagged acts a second, one core (%d pages an act, p50 %s ms)", r.actPages, milliseconds(r.act.p50)), missed(n >= 200, "%.0f", n), "200"})
		n = float64(r.actPages) / r.act.p50.Seconds()
		rows = append(rows, []string{"the same by p50", missed(n >= 200, "%.0f", n), "200"})
		n = r.entry.byMiddle()
		rows = append(rows, []string{fmt.Sprintf("verifying a sign-in against three raw RSA verifications (p50 %d µs and %d µs)", r.entry.portal.p50.Microseconds(), r.entry.limit.p50.Microseconds()),
			missed(n >= 0.5, "%.2f", n), "0.5"})
	}
	if len(rows) > 1 {
		fmt.Fprint(b, "## Syncs, acts, signing in\n\n")
		table(b, rows...)
	}
	for _, n := range r.notes {
		fmt.Fprintln(b, n)
	}
}

func missed(met bool, form string, n float64) string {
	if s := fmt.Sprintf(form, n); met {
		return s
	}
	return "**" + fmt.Sprintf(form, n) + "**"
}

func (r *report) command() string {
	if len(os.Args) == 1 {
		return "make bench"
	}
	return "make bench BENCH='" + strings.Join(os.Args[1:], " ") + "'"
}
