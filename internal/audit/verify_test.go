package audit

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

var (
	auditor = access.System("test-auditor", access.Auditor)
	sealer  = access.System("test-sealer", access.Timekeeper)
)

// written is a history of two books with five entries each, a minute apart.
func written(t *testing.T, town testdb.Town) {
	t.Helper()
	for i := range 5 {
		town.Clock.Advance(time.Minute)
		for _, book := range []string{"order:a", "order:b"} {
			tell(t, town, book, fmt.Sprintf("step-%d", i))
		}
	}
}

func tell(t *testing.T, town testdb.Town, book, action string) {
	t.Helper()
	err := town.DB.Write(t.Context(), auditor, func(_ context.Context, tx *store.Tx) error {
		return Record(tx, Event{Book: book, Action: action, Details: map[string]string{"of": action}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tamper is what somebody with full rights on the database does to the history.
func tamper(t *testing.T, town testdb.Town, statements ...string) {
	t.Helper()
	unlock := []string{"DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"}
	if strings.HasPrefix(town.URL, "postgres") {
		unlock = []string{"DROP TRIGGER audit_entry_no_change ON audit_entry"}
	}
	err := town.DB.Housekeep(t.Context(), "tamper", func(_ context.Context, tx *store.Tx) error {
		for _, s := range append(unlock, statements...) {
			if _, err := tx.Exec(s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func verified(t *testing.T, town testdb.Town) Report {
	t.Helper()
	r, err := Verify(t.Context(), town.DB, auditor)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyNamesWhatWasDone(t *testing.T) {
	cases := []struct {
		name   string
		tamper []string
		want   string
	}{
		{"untouched", nil, ""},
		{"details altered", []string{`UPDATE audit_entry SET details = '{"of":"other"}' WHERE book = 'order:a' AND n = 3`}, "order:a entry 3: altered"},
		{"author altered", []string{`UPDATE audit_entry SET actor = 'person:x' WHERE book = 'order:a' AND n = 5`}, "order:a entry 5: altered"},
		{"dropped from the middle", []string{`DELETE FROM audit_entry WHERE book = 'order:b' AND n = 2`}, "order:b entry 2: dropped"},
		{"cut off at the end", []string{`DELETE FROM audit_entry WHERE book = 'order:b' AND n = 5`}, "order:b entry 5: cut off"},
		{"whole book dropped", []string{`DELETE FROM audit_entry WHERE book = 'order:b'`}, "order:b entry 5: dropped"},
		{"swapped", []string{
			`UPDATE audit_entry SET n = 99 WHERE book = 'order:a' AND n = 2`, `UPDATE audit_entry SET n = 2 WHERE book = 'order:a' AND n = 3`,
			`UPDATE audit_entry SET n = 3 WHERE book = 'order:a' AND n = 99`}, "order:a entry 2: swapped"},
		{"back-dated", []string{`UPDATE audit_entry SET at = (SELECT min(at) FROM audit_entry) WHERE book = 'order:b' AND n = 4`}, "order:b entry 4: back-dated"},
		{"book's head moved", []string{`UPDATE audit_book SET n = 4 WHERE book = 'order:a'`}, "order:a entry 5: altered"},
		{"book unlisted", []string{`DELETE FROM audit_book WHERE book = 'order:a'`}, "order:a entry 5: added"},
	}
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				town := again(t, town)
				written(t, town)
				if c.tamper != nil {
					tamper(t, town, c.tamper...)
				}
				checkFound(t, verified(t, town), c.want)
			})
		}
	})
}

// again is a fresh database of the same kind.
func again(t *testing.T, town testdb.Town) testdb.Town {
	if strings.HasPrefix(town.URL, "postgres") {
		return testdb.Postgres(t)
	}
	return testdb.SQLite(t)
}

func checkFound(t *testing.T, r Report, want string) {
	t.Helper()
	if want == "" {
		if len(r.Findings) > 0 {
			t.Errorf("findings in an untouched history: %v", r.Findings)
		}
		return
	}
	for _, f := range r.Findings {
		if f.String() == want {
			return
		}
	}
	t.Errorf("found %v, want %q", r.Findings, want)
}

func TestTheHistoryRefusesChange(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		written(t, town)
		for _, s := range []string{`UPDATE audit_entry SET actor = ''`, `DELETE FROM audit_entry`} {
			err := town.DB.Housekeep(t.Context(), "tamper", func(_ context.Context, tx *store.Tx) error {
				_, err := tx.Exec(s)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v, want it refused", s, err)
			}
		}
	})
}

// A book forged as a whole is consistent in itself; only the seal tells.
func TestASealBindsAForgedBook(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		written(t, town)
		if books, err := Seal(t.Context(), town.DB, sealer); err != nil || books != 2 {
			t.Fatalf("sealed %d books, %v; want 2", books, err)
		}
		tell(t, town, "order:a", "after the seal")
		checkFound(t, verified(t, town), "")
		forge(t, town, "order:a")
		checkFound(t, verified(t, town), "order:a entry 5: not as sealed")
	})
}

// forge rewrites a book from its second entry on and chains it anew.
func forge(t *testing.T, town testdb.Town, book string) {
	t.Helper()
	tamper(t, town)
	err := town.DB.Housekeep(t.Context(), "forge", func(ctx context.Context, tx *store.Tx) error {
		all, err := store.All(ctx, tx, scanEntry, `SELECT `+columns+` FROM audit_entry WHERE book = $1 ORDER BY n`, book)
		if err != nil {
			return err
		}
		var last head
		for _, e := range all {
			if e.N > 1 {
				e.Actor = "person:innocent"
			}
			e = next(last, e)
			last = head{n: e.N, at: e.At, hash: e.hash}
			if _, err := tx.Exec(`UPDATE audit_entry SET actor = $1, prev = $2, hash = $3 WHERE book = $4 AND n = $5`, e.Actor, e.prev, e.hash, book, e.N); err != nil {
				return err
			}
		}
		_, err = tx.Exec(`UPDATE audit_book SET hash = $1 WHERE book = $2`, last.hash, book)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEqualHistoriesHaveEqualRoots(t *testing.T) {
	roots := map[string]bool{}
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		written(t, town)
		roots[fmt.Sprintf("%x", verified(t, town).Root)] = true
	})
	// Request numbers are part of a hash; the tests' requests have none.
	if len(roots) != 1 {
		t.Errorf("%d different roots of the same history", len(roots))
	}
}
