package audit

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/store"
)

const columns = `book, n, at, actor, action, request, details, details_digest, prev, hash`

func scanEntry(r store.Row) (e Entry, err error) {
	var details string
	err = r.Scan(&e.Book, &e.N, &e.At, &e.Actor, &e.Action, &e.Request, &details, &e.digest, &e.prev, &e.hash)
	e.Details = []byte(details)
	return e, err
}

// Of returns a book, newest entry first. The caller has found the record the book
// belongs to through its own scope.
func Of(ctx context.Context, q store.Querier, book string) ([]Entry, error) {
	return store.All(ctx, q, scanEntry, `SELECT `+columns+` FROM audit_entry WHERE book = $1 ORDER BY n DESC`, book)
}

// Filter narrows the auditor's view. Zero values narrow nothing.
type Filter struct {
	From, To calendar.Date
	Book     string
	Limit    int
}

// Find returns entries for an auditor, newest first, at most Limit (200 when zero).
// It asks for access.SeeAudit.
func Find(ctx context.Context, db *store.DB, by access.Actor, f Filter) (found []Entry, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 200
	}
	from, to := calendar.MustDate("2000-01-01"), calendar.MustDate("9999-12-31")
	if !f.From.IsZero() {
		from = f.From
	}
	if !f.To.IsZero() {
		to = f.To
	}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = store.All(ctx, q, scanEntry, `SELECT `+columns+` FROM audit_entry
			WHERE at >= $1 AND at <= $2 AND ($3 = '' OR book = $3) ORDER BY at DESC, book, n DESC LIMIT $4`,
			from.Begins(), to.Ends(), f.Book, f.Limit)
		return err
	})
	return found, err
}
