package audit

import (
	"context"
	"errors"
	"time"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/problem"
	"asar/internal/store"
)

// Hash is the digest that chains the entry to those before it.
func (e Entry) Hash() []byte { return e.hash }

// Sealed is a seal: what binds the books that changed in a minute to all seals before.
type Sealed struct {
	N                int64
	At               calendar.Instant
	Root, Prev, Hash []byte
	Heads            []Head // of every book in it; only in a Proof
}

// Head is the newest entry of a book, as a seal binds it.
type Head struct {
	Book string
	N    int64
	Hash []byte
}

func (s seal) shown() Sealed {
	return Sealed{N: s.n, At: s.at, Root: s.root, Prev: s.prev, Hash: s.hash}
}

// LastSeal is the newest seal; N is 0 before the first. It asks for access.SeeAudit.
func LastSeal(ctx context.Context, db *store.DB, by access.Actor) (s Sealed, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return s, err
	}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		last, _, err := store.Maybe(ctx, q, scanSeal, `SELECT n, at, root, prev, hash FROM audit_seal ORDER BY n DESC LIMIT 1`)
		s = last.shown()
		return err
	})
	return s, err
}

// Proof is a book with everything that shows it is as it was written.
type Proof struct {
	Entries  []ProvenEntry
	Seal     Sealed // the newest that binds the book; N is 0 when none does yet
	Findings []Finding
}

// ProvenEntry is an entry with the digests its hash is made of.
type ProvenEntry struct {
	Entry
	Digest, Prev, Hash []byte
}

// Prove reads a whole book, checks it as Verify does, and gives what another program needs
// to check it again. It asks for access.SeeAudit; a book nobody wrote in is NotFound.
func Prove(ctx context.Context, db *store.DB, by access.Actor, book string) (p Proof, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return p, err
	}
	err = db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		var r Report
		v := verifier{report: &r, heads: map[string]bookHead{}}
		if err := v.oneBook(ctx, q, book, &p); err != nil {
			return err
		}
		p.Findings = r.Findings
		return p.sealedBy(ctx, q, book)
	})
	return p, err
}

func (v *verifier) oneBook(ctx context.Context, q *store.Reader, book string, p *Proof) error {
	head, known, err := store.Maybe(ctx, q, scanBookHead, `SELECT book, n, hash FROM audit_book WHERE book = $1`, book)
	if err != nil {
		return err
	}
	if known {
		v.heads[book] = head
	}
	all, err := store.All(ctx, q, scanEntry, `SELECT `+columns+` FROM audit_entry WHERE book = $1 ORDER BY n`, book)
	if err != nil {
		return err
	}
	for _, e := range all {
		v.entry(e)
		p.Entries = append(p.Entries, ProvenEntry{Entry: e, Digest: e.digest, Prev: e.prev, Hash: e.hash})
	}
	v.endOfBook()
	for range v.heads { // not one entry is left
		v.found(book, head.n, "dropped")
	}
	if err := v.sealed(ctx, q, book); err != nil {
		return err
	}
	if !known && len(all) == 0 && len(v.report.Findings) == 0 {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	return nil
}

func (p *Proof) sealedBy(ctx context.Context, q *store.Reader, book string) error {
	last, _, err := store.Maybe(ctx, q, scanSeal, `SELECT s.n, s.at, s.root, s.prev, s.hash FROM audit_seal s
		JOIN audit_seal_head h ON h.seal = s.n WHERE h.book = $1 ORDER BY h.n DESC LIMIT 1`, book)
	if err != nil || last.n == 0 {
		return err
	}
	p.Seal = last.shown()
	heads, err := store.All(ctx, q, scanBookHead, `SELECT book, n, hash FROM audit_seal_head WHERE seal = $1 ORDER BY book`, last.n)
	for _, h := range heads {
		p.Seal.Heads = append(p.Seal.Heads, Head{Book: h.book, N: h.n, Hash: h.hash})
	}
	return err
}

// Checks is the book of the checks that were made.
const Checks = "audit:checks"

// mostTime is how long a page waits for a check of the whole history.
const mostTime = 25 * time.Second

// Check verifies the whole history and writes down that it was verified and what was found.
// It asks for access.SeeAudit; a history that takes longer than a page can wait is Closed.
func Check(ctx context.Context, db *store.DB, by access.Actor) (r Report, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return r, err
	}
	short, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	if r, err = Verify(short, db, by); err != nil {
		if errors.Is(short.Err(), context.DeadlineExceeded) {
			return r, problem.Wrap(err, problem.Closed, "audit.check-long")
		}
		return r, err
	}
	found := make([]string, 0, len(r.Findings))
	for _, f := range r.Findings {
		found = append(found, f.String())
	}
	err = db.Write(ctx, by, func(_ context.Context, tx *store.Tx) error {
		return Record(tx, Event{Book: Checks, Action: "audit.check",
			Details: map[string]any{"entries": r.Entries, "books": r.Books, "seals": r.Seals, "root": r.Root, "found": found[:min(len(found), 20)]}})
	})
	return r, err
}
