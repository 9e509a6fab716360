package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema to the newest form. Several processes may call it at once.
func (db *DB) Migrate(ctx context.Context) error {
	return db.withMigrator(ctx, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
}

// Pending tells how many migrations have not been applied.
func (db *DB) Pending(ctx context.Context) (pending int, err error) {
	err = db.withMigrator(ctx, func(p *goose.Provider) error {
		at, newest, err := p.GetVersions(ctx)
		pending = int(newest - at)
		return err
	})
	return pending, err
}

func (db *DB) withMigrator(ctx context.Context, use func(*goose.Provider) error) error {
	files, err := db.dialect.migrations()
	if err != nil {
		return err
	}
	kind, conn, opts := goose.DialectPostgres, db.reads, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if w, ok := db.writes.(*groupWriter); ok {
		kind = goose.DialectSQLite3
		if conn, err = w.aside(ctx); err != nil {
			return err
		}
		defer func() { _ = conn.Close() }()
	} else {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(kind, conn, files, opts...)
	if err == nil {
		err = use(p)
	}
	if err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	return nil
}

// aside is a second writing pool on the same file: migrations run their own transactions.
func (w *groupWriter) aside(ctx context.Context) (*sql.DB, error) {
	var seq int
	var name, path string
	if err := w.conn.QueryRowContext(ctx, "PRAGMA database_list").Scan(&seq, &name, &path); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", sqliteDSN(path))
}

// migrations are the embedded files with the dialect's types put in. A block between
// "-- only sqlite" or "-- only postgres" and "-- end only" belongs to one database.
func (d dialect) migrations() (fs.FS, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	files := fstest.MapFS{}
	for _, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files[strings.TrimPrefix(name, "migrations/")] = &fstest.MapFile{Data: []byte(d.translate(string(text)))}
	}
	return files, nil
}

func (d dialect) translate(text string) string {
	var b strings.Builder
	keep := true
	for line := range strings.Lines(text) {
		switch marker := strings.TrimSpace(line); {
		case strings.HasPrefix(marker, "-- only "):
			keep = strings.TrimPrefix(marker, "-- only ") == d.name
		case marker == "-- end only":
			keep = true
		case keep:
			b.WriteString(d.macros.Replace(line))
		}
	}
	return b.String()
}
