package store

import (
	"context"
	"fmt"

	"asar/internal/problem"
)

// All returns the rows of a question, each read by scan. No rows make an empty slice.
func All[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.query(ctx, query, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", describe(query), err)
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", describe(query), err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", describe(query), err)
	}
	return all, nil
}

// One returns the only row of a question, or problem.NotFound.
func One[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (T, error) {
	one, found, err := Maybe(ctx, q, scan, query, args...)
	if err == nil && !found {
		return one, problem.New(problem.NotFound, "problem.not-found")
	}
	return one, err
}

// Maybe returns the first row of a question and whether there is one.
func Maybe[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) (one T, found bool, err error) {
	rows, err := q.query(ctx, query, args)
	if err != nil {
		return one, false, fmt.Errorf("%s: %w", describe(query), err)
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		if one, err = scan(rows); err != nil {
			return one, false, fmt.Errorf("%s: %w", describe(query), err)
		}
		found = true
	}
	if err := rows.Err(); err != nil {
		return one, false, fmt.Errorf("%s: %w", describe(query), err)
	}
	return one, found, nil
}

// Value scans a single column into a value of type T.
func Value[T any](row Row) (T, error) {
	var v T
	err := row.Scan(&v)
	return v, err
}
