// Package blob keeps files outside the database, each under the SHA-256 of its content, in
// a folder or in S3-compatible storage.
package blob

import (
	"context"
)

// Store keeps content under its digest: 64 lower-case hexadecimal digits of SHA-256.
// Content never changes: putting it again is harmless.
type Store interface {
	// Put keeps content durably before it returns; an error if the digest is not the content's.
	Put(ctx context.Context, digest string, content []byte) error
	// Open is the content, verified against the digest; ErrNotFound, or ErrDamaged.
	Open(ctx context.Context, digest string) ([]byte, error)
	// Has tells whether the content is kept, without reading it.
	Has(ctx context.Context, digest string) (bool, error)
	// List calls f for every digest kept, in order.
	List(ctx context.Context, f func(digest string) error) error
}
