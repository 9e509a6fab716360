package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/store"
)

// overlap is how far back a seal looks for books that changed: longer than any write
// transaction takes, so that one which committed late is not passed over.
const overlap = 10 * time.Minute

type bookHead struct {
	book string
	n    int64
	hash []byte
}

type seal struct {
	n                int64
	at               calendar.Instant
	root, prev, hash []byte
}

// Seal binds the books that changed since the last seal. It returns how many; with none
// it writes nothing. It asks for access.SealAudit.
func Seal(ctx context.Context, db *store.DB, by access.Actor) (books int, err error) {
	if _, err := access.Ask(by, access.SealAudit); err != nil {
		return 0, err
	}
	err = db.Housekeep(ctx, "audit-seal", func(ctx context.Context, tx *store.Tx) error {
		books, err = sealOnce(ctx, tx)
		return err
	})
	return books, err
}

func sealOnce(ctx context.Context, tx *store.Tx) (int, error) {
	last, _, err := store.Maybe(ctx, tx, scanSeal, `SELECT n, at, root, prev, hash FROM audit_seal ORDER BY n DESC LIMIT 1`)
	if err != nil {
		return 0, err
	}
	since := calendar.MustDate("2000-01-01").Begins()
	if last.n > 0 {
		since = last.at.Plus(-overlap)
	}
	heads, err := store.All(ctx, tx, scanBookHead, `SELECT b.book, b.n, b.hash FROM audit_book b
		WHERE b.book IN (SELECT book FROM audit_entry WHERE at >= $1)
		AND NOT EXISTS (SELECT 1 FROM audit_seal_head h WHERE h.book = b.book AND h.n = b.n)
		ORDER BY b.book`, since)
	if err != nil || len(heads) == 0 {
		return 0, err
	}
	return len(heads), insertSeal(tx, nextSeal(last, tx.Now(), heads), heads)
}

func insertSeal(tx *store.Tx, s seal, heads []bookHead) error {
	if _, err := tx.Exec(`INSERT INTO audit_seal (n, at, root, prev, hash) VALUES ($1, $2, $3, $4, $5)`,
		s.n, s.at, s.root, s.prev, s.hash); err != nil {
		return err
	}
	for _, h := range heads {
		if _, err := tx.Exec(`INSERT INTO audit_seal_head (seal, book, n, hash) VALUES ($1, $2, $3, $4)`,
			s.n, h.book, h.n, h.hash); err != nil {
			return err
		}
	}
	return nil
}

func nextSeal(last seal, at calendar.Instant, heads []bookHead) seal {
	s := seal{n: last.n + 1, at: at, prev: last.hash, root: rootOf(heads)}
	if s.prev == nil {
		s.prev = []byte{}
	}
	if s.at.Before(last.at) {
		s.at = last.at
	}
	s.hash = s.sum()
	return s
}

func (s seal) sum() []byte {
	h := sha256.New()
	h.Write([]byte("asar/seal/1"))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(s.n)))
	h.Write([]byte(s.at.String()))
	h.Write(s.root)
	h.Write(s.prev)
	return h.Sum(nil)
}

// rootOf digests heads in the order of their books by bytes: databases sort text each in
// their own way, and equal histories must have equal roots.
func rootOf(heads []bookHead) []byte {
	h := sha256.New()
	ordered := slices.SortedFunc(slices.Values(heads), func(a, b bookHead) int { return strings.Compare(a.book, b.book) })
	for _, b := range ordered {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b.book))))
		h.Write([]byte(b.book))
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(b.n)))
		h.Write(b.hash)
	}
	return h.Sum(nil)
}

func scanSeal(r store.Row) (s seal, err error) {
	err = r.Scan(&s.n, &s.at, &s.root, &s.prev, &s.hash)
	return s, err
}

func scanBookHead(r store.Row) (h bookHead, err error) {
	err = r.Scan(&h.book, &h.n, &h.hash)
	return h, err
}
