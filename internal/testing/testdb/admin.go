package testdb

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

// admin runs one statement as the test server's administrator.
func admin(t testing.TB, statement string) {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	if _, err := c.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
