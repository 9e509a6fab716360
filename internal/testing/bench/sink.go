package main

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"asar/internal/calendar"
)

// sink takes rows by the hundred thousand. Schema, constraints and foreign keys stay on.
type sink interface {
	put(ctx context.Context, table, columns string, rows iter.Seq[[]any]) error
	close(ctx context.Context) error
}

// postgresSink fills by COPY.
type postgresSink struct{ conn *pgx.Conn }

func newPostgresSink(ctx context.Context, address string) (*postgresSink, error) {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, err
	}
	_, err = conn.Exec(ctx, "SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
	return &postgresSink{conn}, err
}

func (s *postgresSink) put(ctx context.Context, table, columns string, rows iter.Seq[[]any]) error {
	next, stop := iter.Pull(rows)
	defer stop()
	_, err := s.conn.CopyFrom(ctx, pgx.Identifier{table}, strings.Split(columns, ", "), pgx.CopyFromFunc(func() ([]any, error) {
		row, more := next()
		if !more {
			return nil, nil
		}
		for i, v := range row {
			row[i] = forPostgres(v)
		}
		return row, nil
	}))
	if err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	return nil
}

func forPostgres(v any) any {
	switch v := v.(type) {
	case calendar.Instant:
		if v.IsZero() {
			return nil
		}
		return v.Time()
	case calendar.Date:
		if v.IsZero() {
			return nil
		}
		return time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, time.UTC)
	case uuid.UUID:
		if v == uuid.Nil {
			return nil
		}
		return [16]byte(v)
	}
	return v
}

func (s *postgresSink) close(ctx context.Context) error {
	_, err := s.conn.Exec(ctx, "VACUUM ANALYZE")
	if err == nil {
		_, err = s.conn.Exec(ctx, "CHECKPOINT")
	}
	if closing := s.conn.Close(ctx); err == nil {
		err = closing
	}
	return err
}

// sqliteSink fills by inserts of many rows in one transaction.
type sqliteSink struct {
	db   *sql.DB
	conn *sql.Conn
}

func newSQLiteSink(ctx context.Context, path string) (*sqliteSink, error) {
	q := url.Values{"_pragma": {"foreign_keys(1)", "synchronous(OFF)", "cache_size(-1000000)", "journal_mode(WAL)", "wal_autocheckpoint(100000)"}}
	db, err := sql.Open("sqlite", "file:"+path+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	return &sqliteSink{db, conn}, err
}

const rowsAtOnce = 40

func (s *sqliteSink) put(ctx context.Context, table, columns string, rows iter.Seq[[]any]) error {
	width := strings.Count(columns, ",") + 1
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", width), ", ") + ")"
	text := func(n int) string {
		return "INSERT INTO " + table + " (" + columns + ") VALUES " + strings.TrimSuffix(strings.Repeat(one+", ", n), ", ")
	}
	tx, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	many, err := tx.PrepareContext(ctx, text(rowsAtOnce))
	if err != nil {
		return err
	}
	defer func() { _ = many.Close() }()
	args := make([]any, 0, rowsAtOnce*width)
	for row := range rows {
		for _, v := range row {
			args = append(args, forSQLite(v))
		}
		if len(args) < rowsAtOnce*width {
			continue
		}
		if _, err := many.ExecContext(ctx, args...); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		args = args[:0]
	}
	if len(args) > 0 {
		if _, err := tx.ExecContext(ctx, text(len(args)/width), args...); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return tx.Commit()
}

func forSQLite(v any) any {
	switch v := v.(type) {
	case calendar.Instant:
		if v.IsZero() {
			return nil
		}
		return v.String()
	case calendar.Date:
		if v.IsZero() {
			return nil
		}
		return v.String()
	case uuid.UUID:
		if v == uuid.Nil {
			return nil
		}
		return v.String()
	case bool:
		if v {
			return 1
		}
		return 0
	}
	return v
}

// close leaves out ANALYZE, which the portal never runs; PostgreSQL runs it by itself.
func (s *sqliteSink) close(ctx context.Context) error {
	_, err := s.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	_ = s.conn.Close()
	if closing := s.db.Close(); err == nil {
		err = closing
	}
	return err
}
