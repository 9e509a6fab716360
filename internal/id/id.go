// Package id names records. An ID is a UUIDv7 with a type, so that an order's id cannot
// be given where a person's is due, and ids made later sort later.
package id

import (
	"fmt"

	"github.com/google/uuid"

	"asar/internal/problem"
)

// ID names a record of kind T. The zero ID names nothing and is stored as NULL.
type ID[T any] struct{ u uuid.UUID }

// New makes a fresh id. It panics only when the system has no randomness left.
func New[T any]() ID[T] { return ID[T]{uuid.Must(uuid.NewV7())} }

// Parse reads the canonical form. Anything else is problem.NotFound: an address that
// does not name a record names nothing.
func Parse[T any](s string) (ID[T], error) {
	u, err := uuid.Parse(s)
	if err != nil || u.String() != s || u == uuid.Nil {
		return ID[T]{}, problem.New(problem.NotFound, "problem.not-found")
	}
	return ID[T]{u}, nil
}

// MustParse is Parse for constants of tests and seeds.
func MustParse[T any](s string) ID[T] {
	i, err := Parse[T](s)
	if err != nil {
		panic(fmt.Sprintf("id: %q is not an id", s))
	}
	return i
}

// From keeps the bits of an id of another kind; for aliases of the same record only.
func From[T, F any](f ID[F]) ID[T] { return ID[T](f) }

// IsZero tells whether the id names nothing.
func (i ID[T]) IsZero() bool { return i.u == uuid.Nil }

// String is the canonical form, or "" for the zero id.
func (i ID[T]) String() string {
	if i.IsZero() {
		return ""
	}
	return i.u.String()
}

// MarshalText makes an id readable in JSON.
func (i ID[T]) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (i *ID[T]) UnmarshalText(b []byte) error { return i.Scan(string(b)) }

// Scan reads an id from either database; NULL and "" make the zero id.
func (i *ID[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		i.u = uuid.Nil
	case string:
		return i.scanText(v)
	case []byte:
		if len(v) == 16 {
			copy(i.u[:], v)
			return nil
		}
		return i.scanText(string(v))
	case [16]byte:
		i.u = v
	default:
		return fmt.Errorf("id: cannot read %T", src)
	}
	return nil
}

func (i *ID[T]) scanText(s string) (err error) {
	if s == "" {
		i.u = uuid.Nil
		return nil
	}
	i.u, err = uuid.Parse(s)
	return err
}

// ForStore is the value that package store binds to a parameter.
func (i ID[T]) ForStore() any {
	if i.IsZero() {
		return nil
	}
	return i.u.String()
}
