package audit

import (
	"context"

	"asar/internal/store"
)

// Root is the digest of all books' heads, as Verify reports it: equal histories have equal
// roots. It proves nothing by itself. It is a piece for a backup, which reads the heads in
// the snapshot of everything else, and asks nothing.
func Root(ctx context.Context, q store.Querier) ([]byte, error) {
	heads, err := store.All(ctx, q, scanBookHead, `SELECT book, n, hash FROM audit_book ORDER BY book`)
	return rootOf(heads), err
}
