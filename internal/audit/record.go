package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"asar/internal/calendar"
	"asar/internal/store"
)

// Event is what is written into the history.
type Event struct {
	Book    string // whose history: "order:…"
	Action  string // what was done: "orders.confirm"
	Details any    // what it was done with; must be JSON
}

// Book names the book of a record.
func Book(kind string, id fmt.Stringer) string { return kind + ":" + id.String() }

// Entry is a row of the history.
type Entry struct {
	Book    string
	N       int64
	At      calendar.Instant
	Actor   string
	Action  string
	Request string
	Details json.RawMessage

	digest, prev, hash []byte
}

type head struct {
	n    int64
	at   calendar.Instant
	hash []byte
}

// Record writes events into the history, in order, as part of the transaction.
func Record(tx *store.Tx, events ...Event) error {
	for _, e := range events {
		if err := record(tx, e); err != nil {
			return fmt.Errorf("audit: %s: %w", e.Action, err)
		}
	}
	tx.Told()
	return nil
}

func record(tx *store.Tx, e Event) error {
	details, err := json.Marshal(e.Details)
	if err != nil {
		return err
	}
	last, _, err := store.Maybe(tx.Context(), tx, scanHead, `SELECT n, at, hash FROM audit_book WHERE book = $1`, e.Book)
	if err != nil {
		return err
	}
	entry := next(last, Entry{Book: e.Book, At: tx.Now(), Actor: tx.Author(), Action: e.Action, Request: tx.Request(), Details: details})
	// The book's row first: of two who write into one book at once, PostgreSQL makes the
	// second run again. The entry's key would refuse it instead.
	if _, err := tx.Exec(`INSERT INTO audit_book (book, n, at, hash) VALUES ($1, $2, $3, $4)
		ON CONFLICT (book) DO UPDATE SET n = excluded.n, at = excluded.at, hash = excluded.hash`,
		entry.Book, entry.N, entry.At, entry.hash); err != nil {
		return err
	}
	return insert(tx, entry)
}

func insert(tx *store.Tx, e Entry) error {
	_, err := tx.Exec(`INSERT INTO audit_entry (book, n, at, actor, action, request, details, details_digest, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		e.Book, e.N, e.At, e.Actor, e.Action, e.Request, string(e.Details), e.digest, e.prev, e.hash)
	return err
}

// next chains an entry to the head of its book. Its time is never before the head's:
// machines' clocks differ a little, the order in a book does not.
func next(last head, e Entry) Entry {
	e.N = last.n + 1
	if e.At.Before(last.at) {
		e.At = last.at
	}
	e.prev = last.hash
	if e.prev == nil {
		e.prev = []byte{}
	}
	d := sha256.Sum256(e.Details)
	e.digest = d[:]
	e.hash = e.sum()
	return e
}

// sum is SHA-256 over the entry's parts, each preceded by its length, so that no two
// different entries have the same bytes.
func (e Entry) sum() []byte {
	h := sha256.New()
	part := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	part([]byte("asar/audit/1"))
	part([]byte(e.Book))
	part(binary.BigEndian.AppendUint64(nil, uint64(e.N)))
	for _, s := range []string{e.At.String(), e.Actor, e.Action, e.Request} {
		part([]byte(s))
	}
	part(e.digest)
	part(e.prev)
	return h.Sum(nil)
}

func scanHead(r store.Row) (h head, err error) {
	err = r.Scan(&h.n, &h.at, &h.hash)
	return h, err
}
