package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/jobs"
	"asar/internal/problem"
	"asar/internal/testing/testdb"
)

func TestTheDeskShowsAllInPages(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		for i := range 120 {
			if i%7 != 0 { // some at one moment
				town.Clock.Advance(time.Second)
			}
			add(t, town.DB, fmt.Sprint(i))
		}
		seen, ask := map[jobs.ID]bool{}, jobs.Query{Status: jobs.Waiting, Kind: "letter"}
		for range 4 {
			page, err := jobs.List(t.Context(), town.DB, administrator, ask)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range page.Rows {
				seen[row.ID] = true
			}
			if ask.After = page.After; ask.After == "" {
				break
			}
		}
		if len(seen) != 120 || ask.After != "" {
			t.Errorf("%d of 120 jobs shown", len(seen))
		}
		page, err := jobs.List(t.Context(), town.DB, administrator, jobs.Query{Status: jobs.Waiting, Kind: "other"})
		if err != nil || len(page.Rows) != 0 {
			t.Errorf("%d of another kind, %v", len(page.Rows), err)
		}
		if _, err := jobs.List(t.Context(), town.DB, administrator, jobs.Query{After: "x' OR 1=1"}); !problem.Is(err, problem.NotFound) {
			t.Errorf("after nonsense: %v", err)
		}
	})
}

func TestLanesCountWhatIsNotDone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		began := town.Clock.Now()
		for i := range 3 {
			add(t, town.DB, fmt.Sprint(i))
			town.Clock.Advance(time.Minute)
		}
		once(t, runner(town.DB, func(_ context.Context, task jobs.Task) error {
			return map[string]error{"1": jobs.Refused(errors.New("no")), "2": errors.New("later")}[task.Key]
		}))
		lanes, err := jobs.Lanes(t.Context(), town.DB, administrator)
		if err != nil || len(lanes) != 1 {
			t.Fatalf("%v, %v", lanes, err)
		}
		lane := lanes[0]
		if lane.Kind != "letter" || lane.Counts[jobs.Waiting] != 1 || lane.Counts[jobs.Failed] != 1 || lane.Oldest != began.Plus(time.Minute) {
			t.Errorf("%+v", lane)
		}
		for name, err := range map[string]error{
			"lanes": func() error { _, err := jobs.Lanes(t.Context(), town.DB, access.Visitor()); return err }(),
			"one":   func() error { _, err := jobs.One(t.Context(), town.DB, access.Visitor(), jobs.ID{}); return err }(),
		} {
			if !problem.Is(err, problem.Denied) {
				t.Errorf("%s for anybody: %v", name, err)
			}
		}
	})
}

// What another system quotes in its refusal may be personal; the desk shows none of it.
func TestTheDeskHoldsNoPersonalData(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		add(t, town.DB, "a")
		once(t, runner(town.DB, func(context.Context, jobs.Task) error {
			return errors.New("550 no such user <nurlan@mail.kz>, phone +7 701 555-12-34, ИИН 850412400121, status 550")
		}))
		row := only(t, town.DB, jobs.Waiting)
		for _, canary := range []string{"nurlan", "701", "850412400121"} {
			if strings.Contains(row.LastError, canary) {
				t.Errorf("the desk shows %q: %s", canary, row.LastError)
			}
		}
		if !strings.Contains(row.LastError, "status 550") {
			t.Errorf("nothing is left: %s", row.LastError)
		}
		one, err := jobs.One(t.Context(), town.DB, administrator, row.ID)
		if err != nil || one != row || !one.MayStop() || one.MayRetry() {
			t.Errorf("%+v, %v", one, err)
		}
	})
}
