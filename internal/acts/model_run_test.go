package acts_test

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
)

// How long a story is, and how many orders it may have.
const (
	storySteps = 150
	mostOrders = 14
)

// TestTheTownFollowsTheModel is 20,000 steps of orders, journals and acts against the
// model, on both databases together; with -short a few hundred.
func TestTheTownFollowsTheModel(t *testing.T) {
	did := map[string]int{}
	want := map[string]int{"sqlite": 17_000, "postgres": 3_000}
	if testing.Short() {
		want = map[string]int{"sqlite": 200, "postgres": 50}
	}
	both := 0
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		kind, steps := on.DB.Kind(), 0
		set(t, "rapid.checks", "5") // stories at a time; one when short
		set(t, "rapid.steps", fmt.Sprint(storySteps))
		for steps < want[kind] && !t.Failed() {
			rapid.Check(t, func(r *rapid.T) { story(t, r, kind, &steps, did) })
		}
		both++
		t.Logf("%d steps", steps)
	})
	t.Logf("done: %v", did)
	if !testing.Short() && !t.Failed() && both == 2 {
		covered(t, did)
	}
}

// covered asserts that everything happened: each thing a story can do, each move of the
// table of acts, and with the moves each status.
func covered(t *testing.T, did map[string]int) {
	t.Helper()
	for _, what := range []string{"place", "confirm", "decline", "withdraw", "lapse", "save", "remove", "end", "cancel", "complete", "reopen",
		"form", "form the same", "prepare", "sign", "scan", "ready", "send", "end with an act", "answer", "answer late", "prepare correcting", "correct"} {
		if did[what] == 0 {
			t.Errorf("%s never happened", what)
		}
	}
	for _, m := range acts.Moves() {
		if did[fmt.Sprintf("%s %s %s", m.From, m.Action, m.To)] == 0 {
			t.Errorf("no act went from %s by %s to %s", m.From, m.Action, m.To)
		}
	}
}

func set(t *testing.T, name, value string) {
	t.Helper()
	f := flag.Lookup(name)
	was := f.Value.String()
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set(name, was) })
}

// story is one run of random steps in a town of its own.
func story(t *testing.T, r *rapid.T, kind string, steps *int, did map[string]int) {
	fresh := testdb.SQLite
	if kind == "postgres" {
		fresh = testdb.Postgres
	}
	m := &model{t: r, town: placed.New(t, fresh(t)), steps: steps, did: did}
	defer func() { _ = m.town.DB.Close() }() // hundreds of towns must not stay open together
	for range 2 {                            // begin where something can happen
		m.place()
		if len(m.all) > 0 {
			m.confirm()
		}
	}
	m.town.Clock.Advance(48 * time.Hour)
	r.Repeat(map[string]func(*rapid.T){"": m.check, "step": func(r *rapid.T) {
		m.t = r
		m.step()
	}})
}

// step does one thing; what ends a story comes less often.
func (m *model) step() {
	weighted := []struct {
		weight int
		do     func()
	}{{24, m.save}, {7, m.wait}, {5, m.place}, {6, m.confirm}, {4, m.remove}, {9, m.form}, {10, m.sign}, {4, m.scan}, {8, m.send}, {12, m.answer}, {5, m.correct},
		{2, m.useLate}, {3, m.endWork}, {2, m.cancel}, {1, m.decline}, {1, m.withdraw}, {1, m.lapse}}
	total := 0
	for _, w := range weighted {
		total += w.weight
	}
	n := m.draw("step", 0, total-1)
	for _, w := range weighted {
		if n < w.weight {
			w.do()
			return
		}
		n -= w.weight
	}
}

// draw is a number of a range, each as likely: rapid's own numbers are mostly small, and a
// story would do the first thing of every list.
func (m *model) draw(label string, low, high int) int {
	drawn := rapid.Uint32().Draw(m.t, label)
	mixed := (uint64(drawn) + 1) * 0x9e3779b97f4a7c15
	return low + int((mixed>>32)%uint64(high-low+1))
}

// one is one of several, each as likely.
func one[T any](m *model, label string, all []T) T { return all[m.draw(label, 0, len(all)-1)] }

func draft(day calendar.Date, minutes, version int) journal.Draft {
	return journal.Draft{Day: day, Minutes: minutes, PlacesKK: "Емхана", PlacesRU: "Поликлиника", Version: version}
}
