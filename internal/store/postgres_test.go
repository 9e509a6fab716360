package store_test

import (
	"context"
	"testing"

	"asar/internal/store"
	"asar/internal/testing/testdb"
)

// TestPostgresWalksIndexes: with bitmap scans a page of a busy specialist's list costs a
// sort of all their orders.
func TestPostgresWalksIndexes(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		if town.DB.Kind() != "postgres" {
			t.Skip("a setting of PostgreSQL")
		}
		err := town.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) error {
			got, err := store.One(ctx, q, store.Value[string], `SELECT current_setting('enable_bitmapscan')`)
			if err == nil && got != "off" {
				t.Errorf("bitmap scans are %s", got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
