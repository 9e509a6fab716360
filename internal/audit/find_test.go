package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/problem"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

func find(t *testing.T, town testdb.Town, f Filter) (all []Entry) {
	t.Helper()
	for range 20 {
		p, err := Find(t.Context(), town.DB, auditor, f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p.Entries...)
		if f.After = p.After; f.After == "" {
			return all
		}
	}
	t.Fatal("the pages do not end")
	return nil
}

func TestFindShowsEveryEntryOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		for i := range 130 {
			if i%9 == 0 { // many at one moment, some in one book
				town.Clock.Advance(time.Second)
			}
			tell(t, town, fmt.Sprintf("order:%d", i%4), "orders.step")
		}
		seen := map[string]bool{}
		var before Entry
		for i, e := range find(t, town, Filter{}) {
			seen[fmt.Sprint(e.Book, e.N)] = true
			if i > 0 && e.At.After(before.At) {
				t.Errorf("entry %d is newer than the one before", i)
			}
			before = e
		}
		if len(seen) != 130 {
			t.Errorf("%d of 130 entries shown", len(seen))
		}
	})
}

func TestFindNarrows(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		today := town.Clock.Now().Date()
		request := store.WithRequest(t.Context(), "abc")
		err := town.DB.Write(request, access.System("somebody"), func(_ context.Context, tx *store.Tx) error {
			return Record(tx, Event{Book: "order:a", Action: "orders.place"}, Event{Book: "entry:b", Action: "orders-like.other"}, Event{Book: "entry:b", Action: "registry.admit"})
		})
		if err != nil {
			t.Fatal(err)
		}
		town.Clock.Advance(48 * time.Hour)
		tell(t, town, "order:a", "orders.confirm")
		last := town.Clock.Now().Date()
		cases := map[string]struct {
			f    Filter
			want int
		}{
			"all":               {Filter{}, 4},
			"a book":            {Filter{Book: "order:a"}, 2},
			"an area":           {Filter{From: today, Action: "orders."}, 2},
			"an action":         {Filter{From: today, Action: "orders.place"}, 1},
			"a request":         {Filter{From: today, Request: "abc"}, 3},
			"an actor":          {Filter{From: today, Actor: "system:somebody"}, 3},
			"a day":             {Filter{From: last, To: last}, 1},
			"until a day":       {Filter{To: today}, 3},
			"a book and a day":  {Filter{Book: "order:a", From: last}, 1},
			"a hostile book":    {Filter{Book: "' OR '1'='1"}, 0},
			"a hostile request": {Filter{From: today, Request: "%"}, 0},
		}
		for name, c := range cases {
			if got := find(t, town, c.f); len(got) != c.want {
				t.Errorf("%s: %d entries, want %d", name, len(got), c.want)
			}
		}
	})
}

func TestAPeriodThatCannotBeSearched(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		today := town.Clock.Now().Date()
		for name, c := range map[string]struct {
			f   Filter
			key string
		}{
			"backwards":         {Filter{From: today, To: today.PlusDays(-1)}, "audit.period-backwards"},
			"no period":         {Filter{Action: "orders."}, "audit.period-long"},
			"too long":          {Filter{Request: "abc", From: today.PlusDays(-92)}, "audit.period-long"},
			"just long":         {Filter{Request: "abc", From: today.PlusDays(-91)}, ""},
			"too long, a book":  {Filter{Book: "order:a", Action: "orders.", From: calendar.MustDate("2020-01-01")}, ""},
			"nonsense as place": {Filter{After: "!"}, "problem.not-found"},
			"another as place":  {Filter{After: "YSBiIGM"}, "problem.not-found"},
		} {
			_, err := Find(t.Context(), town.DB, auditor, c.f)
			if c.key == "" && err != nil || c.key != "" && !problem.HasKey(err, c.key) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestOnlyAuditorsRead(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		tell(t, town, "order:a", "orders.place")
		by := access.System("administrator", access.Administrator)
		_, found := Find(t.Context(), town.DB, by, Filter{})
		_, proven := Prove(t.Context(), town.DB, by, "order:a")
		_, sealed := LastSeal(t.Context(), town.DB, by)
		_, checked := Check(t.Context(), town.DB, by)
		for name, err := range map[string]error{"find": found, "prove": proven, "seal": sealed, "check": checked} {
			if !problem.Is(err, problem.Denied) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Another program can check a proof with nothing but SHA-256.
func TestAProofStandsAlone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		written(t, town)
		if _, err := Seal(t.Context(), town.DB, sealer); err != nil {
			t.Fatal(err)
		}
		p, err := Prove(t.Context(), town.DB, auditor, "order:a")
		if err != nil || len(p.Findings) != 0 || len(p.Entries) != 5 || p.Seal.N != 1 || len(p.Seal.Heads) != 2 {
			t.Fatalf("%+v, %v", p, err)
		}
		if !json.Valid(p.Entries[0].Details) {
			t.Error("details are no JSON")
		}
		head := p.Entries[4]
		if h := p.Seal.Heads[0]; h.Book != "order:a" || h.N != head.N || string(h.Hash) != string(head.Hash) {
			t.Errorf("the seal binds %+v", h)
		}
		if _, err := Prove(t.Context(), town.DB, auditor, "order:none"); !problem.Is(err, problem.NotFound) {
			t.Errorf("a book nobody wrote in: %v", err)
		}
	})
}

func TestAProofNamesWhatWasDone(t *testing.T) {
	for name, c := range map[string]struct{ tamper, want string }{
		"altered": {`UPDATE audit_entry SET actor = 'person:x' WHERE book = 'order:a' AND n = 2`, "order:a entry 2: altered"},
		"dropped": {`DELETE FROM audit_entry WHERE book = 'order:a'`, "dropped"},
		"cut off": {`DELETE FROM audit_entry WHERE book = 'order:a' AND n = 5`, "cut off"},
		"another": {`UPDATE audit_entry SET actor = 'person:x' WHERE book = 'order:b' AND n = 2`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			testdb.Each(t, func(t *testing.T, town testdb.Town) {
				written(t, town)
				tamper(t, town, c.tamper)
				p, err := Prove(t.Context(), town.DB, auditor, "order:a")
				if err != nil {
					t.Fatal(err)
				}
				if got := fmt.Sprint(p.Findings); !strings.Contains(got, c.want) || c.want == "" && len(p.Findings) > 0 {
					t.Errorf("%s", got)
				}
			})
		})
	}
	t.Run("the whole book", func(t *testing.T) {
		testdb.Each(t, func(t *testing.T, town testdb.Town) {
			written(t, town)
			if _, err := Seal(t.Context(), town.DB, sealer); err != nil {
				t.Fatal(err)
			}
			tamper(t, town, `DELETE FROM audit_entry WHERE book = 'order:a'`, `DELETE FROM audit_book WHERE book = 'order:a'`)
			p, err := Prove(t.Context(), town.DB, auditor, "order:a")
			if err != nil || len(p.Findings) != 1 || p.Findings[0].What != "not as sealed" {
				t.Errorf("%v, %v", p.Findings, err)
			}
		})
	})
}

func TestACheckIsWrittenDown(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		written(t, town)
		if r, err := Check(t.Context(), town.DB, auditor); err != nil || r.Entries != 10 || len(r.Findings) != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		checks := find(t, town, Filter{Book: Checks})
		if len(checks) != 1 || checks[0].Action != "audit.check" || checks[0].Actor != auditor.AuditName() || !strings.Contains(string(checks[0].Details), `"entries":10`) {
			t.Errorf("%+v", checks)
		}
		if r := verified(t, town); len(r.Findings) != 0 {
			t.Errorf("the check itself spoils the history: %v", r.Findings)
		}
	})
}
