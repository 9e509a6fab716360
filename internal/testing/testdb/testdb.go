// Package testdb gives tests real databases: a fresh SQLite file, and a fresh PostgreSQL
// database cloned from a migrated template. Never in the product.
package testdb

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"asar/internal/calendar"
	"asar/internal/store"
)

// Start is where a test's clock stands at first: a Monday, 10:00 in Almaty.
var Start = calendar.MustDate("2026-11-23").Clock(10, 0)

// Town is a database and the clock it lives by.
type Town struct {
	DB    *store.DB
	Clock *calendar.Settable
	URL   string
}

// Each runs a test on both databases. PostgreSQL is the one in ASAR_TEST_POSTGRES; `make
// quick` leaves it out, and `make test` fails without it.
func Each(t *testing.T, test func(t *testing.T, town Town)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	if server() != "" {
		t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
	}
}

func server() string { return os.Getenv("ASAR_TEST_POSTGRES") }

// SQLite is a fresh migrated file.
func SQLite(t testing.TB) Town {
	t.Helper()
	file := filepath.Join(t.TempDir(), "asar.db")
	if err := copyFile(file, sqliteTemplate(t)); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+file)
}

// Postgres is a fresh migrated database.
func Postgres(t testing.TB) Town {
	t.Helper()
	template := postgresTemplate(t)
	name := "asar_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	admin(t, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template))
	t.Cleanup(func() { admin(t, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return open(t, withDatabase(t, name))
}

func open(t testing.TB, address string) Town {
	t.Helper()
	clock := calendar.NewSettable(Start)
	db, err := store.Open(t.Context(), store.Settings{URL: address, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return Town{DB: db, Clock: clock, URL: address}
}

var template struct {
	sync.Mutex
	sqlite   []byte
	postgres string
}

// sqliteTemplate is the bytes of a migrated file, made once per test program.
func sqliteTemplate(t testing.TB) []byte {
	t.Helper()
	template.Lock()
	defer template.Unlock()
	if template.sqlite != nil {
		return template.sqlite
	}
	file := filepath.Join(t.TempDir(), "template.db")
	migrated(t, "sqlite:"+file)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	template.sqlite = b
	return b
}

func postgresTemplate(t testing.TB) string {
	t.Helper()
	template.Lock()
	defer template.Unlock()
	if template.postgres != "" {
		return template.postgres
	}
	name := "asar_template_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	admin(t, "CREATE DATABASE "+name)
	migrated(t, withDatabase(t, name))
	template.postgres = name
	return name
}

func migrated(t testing.TB, address string) {
	t.Helper()
	db, err := store.Open(context.Background(), store.Settings{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func withDatabase(t testing.TB, name string) string {
	t.Helper()
	u, err := url.Parse(server())
	if err != nil || u.Host == "" {
		t.Fatal("ASAR_TEST_POSTGRES is not set: run the tests through `make test`")
	}
	u.Path = "/" + name
	return u.String()
}

func copyFile(to string, b []byte) error { return os.WriteFile(to, b, 0o600) }
