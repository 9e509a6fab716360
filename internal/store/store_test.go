package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"asar/internal/access"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

var somebody = access.System("test")

func put(tx *store.Tx, name, content string) error {
	_, err := tx.Exec(`INSERT INTO setting (name, content) VALUES ($1, $2)`, name, content)
	return err
}

func count(t *testing.T, db *store.DB) (n int64) {
	t.Helper()
	err := db.Read(t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		n, err = store.One(ctx, q, store.Value[int64], `SELECT count(*) FROM setting`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSilentHistoryIsNotCommitted(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		err := town.DB.Write(t.Context(), somebody, func(_ context.Context, tx *store.Tx) error { return put(tx, "a", "1") })
		if !errors.Is(err, store.ErrSilent) {
			t.Fatalf("got %v, want ErrSilent", err)
		}
		if n := count(t, town.DB); n != 0 {
			t.Errorf("%d rows were kept", n)
		}
	})
}

func TestNumberedParametersKeepTheirOrder(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		err := town.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
			got, err := store.One(ctx, q, store.Value[string], `SELECT $2 || $1 || $2`, "a", "b")
			if err == nil && got != "bab" {
				t.Errorf("got %q", got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAFailedActionUndoesOnlyItself(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		wrong := errors.New("wrong")
		var all sync.WaitGroup
		for n := range 40 {
			all.Go(func() {
				err := town.DB.Housekeep(context.Background(), "test", func(_ context.Context, tx *store.Tx) error {
					if err := put(tx, fmt.Sprint(n), "x"); err != nil {
						return err
					}
					if n%2 == 1 {
						return wrong
					}
					return nil
				})
				if (n%2 == 1) != errors.Is(err, wrong) {
					t.Errorf("action %d: %v", n, err)
				}
			})
		}
		all.Wait()
		if n := count(t, town.DB); n != 20 {
			t.Errorf("%d rows were kept, want 20", n)
		}
	})
}

func TestAWriteInsideAWriteIsRefused(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		err := town.DB.Housekeep(t.Context(), "test", func(ctx context.Context, _ *store.Tx) error {
			return town.DB.Housekeep(ctx, "test", func(context.Context, *store.Tx) error { return nil })
		})
		if err == nil {
			t.Fatal("a write inside a write was let through")
		}
	})
}

func TestViolationsHaveOneNameOnBothDatabases(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		unit := `INSERT INTO unit (id, key, kind, name_kk, name_ru, name_en) VALUES ($1, $2, $3, '', '', '')`
		cases := []struct{ name, a, b string }{{"unit_key_key", "district", "district"}, {"unit_kind", "district", "nonsense"}}
		for _, c := range cases {
			err := town.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
				if _, err := tx.Exec(unit, "018f0000-0000-7000-8000-000000000001", "k", c.a); err != nil {
					return err
				}
				_, err := tx.Exec(unit, "018f0000-0000-7000-8000-000000000002", "k", c.b)
				return err
			})
			if got, ok := store.Violation(err); !ok || got != c.name {
				t.Errorf("got %q %v (%v), want %q", got, ok, err, c.name)
			}
		}
	})
}

func TestAPanicInOneActionSparesTheOthers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = town.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
				_ = put(tx, "a", "1")
				panic("in a write")
			})
		}()
		if n := count(t, town.DB); n != 0 {
			t.Errorf("%d rows of the panicked action were kept", n)
		}
	})
}

// TestSnapshotsDoNotWaitForOneAnother holds every connection with a snapshot, and each asks
// what nobody asked before and what they all ask, twice.
func TestSnapshotsDoNotWaitForOneAnother(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		const all = 8 // connections of SQLite's readers
		var begun, done sync.WaitGroup
		begun.Add(all)
		for n := range all {
			done.Go(func() {
				for round := range 2 {
					err := town.DB.Snapshot(t.Context(), func(ctx context.Context, q *store.Reader) error {
						if round == 0 {
							begun.Done()
							begun.Wait()
						}
						for _, query := range []string{`SELECT 7`, fmt.Sprintf(`SELECT 7 + %d - %d`, n, n)} {
							if got, err := store.One(ctx, q, store.Value[int], query); err != nil || got != 7 {
								return fmt.Errorf("%d, %w", got, err)
							}
						}
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		done.Wait()
	})
}
