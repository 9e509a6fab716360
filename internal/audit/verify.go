package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/store"
)

// Finding is one row of the history that is not as it was written.
type Finding struct {
	Book string
	N    int64
	What string // altered, dropped, swapped, back-dated, cut off, unsealed
}

func (f Finding) String() string { return fmt.Sprintf("%s entry %d: %s", f.Book, f.N, f.What) }

// Report is what Verify found.
type Report struct {
	Entries, Books, Seals int
	Root                  []byte // digest of all books' heads; equal histories have equal roots
	Findings              []Finding
}

// Verify reads the whole history and names every row that was altered, dropped, swapped
// or back-dated. It asks for access.SeeAudit.
func Verify(ctx context.Context, db *store.DB, by access.Actor) (r Report, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return r, err
	}
	err = db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		v := verifier{report: &r}
		for _, step := range []func(context.Context, *store.Reader) error{v.books, v.entries, v.seals} {
			if err := step(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

type verifier struct {
	report *Report
	heads  map[string]bookHead
	at     head // the entry before, in the same book
	book   string
}

func (v *verifier) found(book string, n int64, what string) {
	v.report.Findings = append(v.report.Findings, Finding{book, n, what})
}

func (v *verifier) books(ctx context.Context, q *store.Reader) error {
	all, err := store.All(ctx, q, scanBookHead, `SELECT book, n, hash FROM audit_book ORDER BY book`)
	if err != nil {
		return err
	}
	v.heads = make(map[string]bookHead, len(all))
	for _, h := range all {
		v.heads[h.book] = h
	}
	v.report.Books = len(all)
	v.report.Root = rootOf(all)
	return nil
}

func (v *verifier) entries(ctx context.Context, q *store.Reader) error {
	_, err := store.All(ctx, q, func(r store.Row) (struct{}, error) {
		e, err := scanEntry(r)
		if err == nil {
			v.entry(e)
		}
		return struct{}{}, err
	}, `SELECT `+columns+` FROM audit_entry ORDER BY book, n`)
	v.endOfBook()
	for book, h := range v.heads { // books without a single entry left
		v.found(book, h.n, "dropped")
	}
	return err
}

// entry checks one row against the row before it in the same book.
func (v *verifier) entry(e Entry) {
	v.report.Entries++
	if e.Book != v.book {
		v.endOfBook()
		v.book, v.at = e.Book, head{hash: []byte{}}
	}
	for missing := v.at.n + 1; missing < e.N; missing++ {
		v.found(e.Book, missing, "dropped")
	}
	if what := v.wrong(e); what != "" {
		v.found(e.Book, e.N, what)
	}
	v.at = head{n: e.N, at: e.At, hash: e.hash}
}

func (v *verifier) wrong(e Entry) string {
	digest := sha256.Sum256(e.Details)
	follows := v.at.n+1 != e.N || bytes.Equal(e.prev, v.at.hash)
	switch intact := bytes.Equal(e.hash, e.sum()) && bytes.Equal(e.digest, digest[:]); {
	case e.At.Before(v.at.at):
		return "back-dated"
	case !intact && !follows:
		return "swapped"
	case !intact:
		return "altered"
	case !follows:
		return "swapped"
	}
	return ""
}

func (v *verifier) endOfBook() {
	if v.book == "" {
		return
	}
	h, known := v.heads[v.book]
	switch {
	case !known:
		v.found(v.book, v.at.n, "added")
	case h.n > v.at.n:
		v.found(v.book, v.at.n+1, "cut off")
	case h.n < v.at.n || !bytes.Equal(h.hash, v.at.hash):
		v.found(v.book, v.at.n, "altered")
	}
	delete(v.heads, v.book)
}

// seals checks the chain of seals, and that what each bound is still there.
func (v *verifier) seals(ctx context.Context, q *store.Reader) error {
	all, err := store.All(ctx, q, scanSeal, `SELECT n, at, root, prev, hash FROM audit_seal ORDER BY n`)
	if err != nil {
		return err
	}
	prev, at := []byte{}, calendar.Instant{}
	for i, s := range all {
		if s.n != int64(i+1) || !bytes.Equal(s.prev, prev) || !bytes.Equal(s.hash, s.sum()) || s.at.Before(at) {
			v.found("seal", s.n, "altered")
		}
		prev, at = s.hash, s.at
		heads, err := store.All(ctx, q, scanBookHead, `SELECT book, n, hash FROM audit_seal_head WHERE seal = $1 ORDER BY book`, s.n)
		if err != nil {
			return err
		}
		if !bytes.Equal(s.root, rootOf(heads)) {
			v.found("seal", s.n, "altered")
		}
	}
	v.report.Seals = len(all)
	return v.sealed(ctx, q, "")
}

// sealed checks that what seals bound is still there, of one book or of all ("").
func (v *verifier) sealed(ctx context.Context, q *store.Reader, book string) error {
	gone, err := store.All(ctx, q, scanBookHead, `SELECT h.book, h.n, h.hash FROM audit_seal_head h
		LEFT JOIN audit_entry e ON e.book = h.book AND e.n = h.n AND e.hash = h.hash
		WHERE e.book IS NULL AND ($1 = '' OR h.book = $1) ORDER BY h.book, h.n`, book)
	for _, h := range gone {
		v.found(h.book, h.n, "not as sealed")
	}
	return err
}
