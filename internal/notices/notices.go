// Package notices tells people in their cabinet what happened to their orders and what
// waits for them. A notice is written in the transaction of what it tells about; a person
// with an address is told by e-mail or SMS too, in words without personal data.
package notices

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/store"
)

type notice struct{}

// ID names a notice.
type ID = id.ID[notice]

// Notice is something told to a person.
type Notice struct {
	ID        ID
	Person    access.PersonID
	Kind      string            // what happened: the text "notices.<kind>"
	Args      map[string]string // what the text needs; numbers of orders, never names
	Link      string            // where it can be acted on: a path without its language
	Waits     bool              // it waits for the person until it is settled
	At        calendar.Instant
	ReadAt    calendar.Instant
	SettledAt calendar.Instant
}

// Notices are the notices of one database.
type Notices struct{ db *store.DB }

// New makes the notices of a database.
func New(db *store.DB) *Notices { return &Notices{db: db} }

// Tell writes a notice and, for a person with an address, the messages about it. It is a
// piece of an action and asks nothing.
func (s *Notices) Tell(tx *store.Tx, n Notice) error {
	n.ID = id.New[notice]()
	args := store.JSON[map[string]string]{V: n.Args}
	if _, err := tx.Exec(`INSERT INTO notice (id, person_id, kind, args, link, waits, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		n.ID, n.Person, n.Kind, args, n.Link, n.Waits, tx.Now()); err != nil {
		return err
	}
	return sendOut(tx, n)
}

// Settle marks what waited for a person at a place as done. It is a piece of an action
// and asks nothing.
func (s *Notices) Settle(tx *store.Tx, p access.PersonID, kind, link string) error {
	_, err := tx.Exec(`UPDATE notice SET settled_at = $1, read_at = COALESCE(read_at, $1) WHERE person_id = $2 AND kind = $3 AND link = $4 AND waits AND settled_at IS NULL`,
		tx.Now(), p, kind, link)
	return err
}

// SettleAll marks what waited at a place as done for everybody who was told, and as read:
// nobody need look at it any more. It is a piece of an action and asks nothing.
func (s *Notices) SettleAll(tx *store.Tx, kind, link string) error {
	_, err := tx.Exec(`UPDATE notice SET settled_at = $1, read_at = COALESCE(read_at, $1) WHERE kind = $2 AND link = $3 AND waits AND settled_at IS NULL`, tx.Now(), kind, link)
	return err
}

const columns = `id, person_id, kind, args, link, waits, at, read_at, settled_at`

func scan(r store.Row) (n Notice, err error) {
	var args store.JSON[map[string]string]
	err = r.Scan(&n.ID, &n.Person, &n.Kind, &args, &n.Link, &n.Waits, &n.At, &n.ReadAt, &n.SettledAt)
	n.Args = args.V
	return n, err
}

// How many notices a page shows, how many of those that wait, and how far unread ones are
// counted.
const (
	onPage     = 30
	mostWait   = 50
	mostUnread = 100
)

// Page is a part of a person's notices, the newest first.
type Page struct {
	Rows  []Notice
	After string // asks for the next page; "" on the last
}

// List returns a page of the acting person's notices, the first when after is "" or names
// no notice of theirs. It asks for access.SeeNotices.
func (s *Notices) List(ctx context.Context, by access.Actor, after string) (p Page, err error) {
	scope, err := access.Ask(by, access.SeeNotices)
	if err != nil {
		return p, err
	}
	where, args := scope.Where(access.Columns{Person: "person_id"}, 2)
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		p.Rows, err = rowsAfter(ctx, q, after, where, args)
		return err
	})
	if len(p.Rows) > onPage {
		p.Rows = p.Rows[:onPage]
		p.After = p.Rows[onPage-1].ID.String()
	}
	return p, err
}

// rowsAfter finds a page and one row more, which tells that there is another page.
func rowsAfter(ctx context.Context, q store.Querier, after, where string, args []any) ([]Notice, error) {
	last, err := id.Parse[notice](after)
	if err == nil {
		_, found, err := store.Maybe(ctx, q, store.Value[int], `SELECT 1 FROM notice WHERE id = $1 AND `+where, append([]any{last}, args...)...)
		if err != nil {
			return nil, err
		}
		if found {
			return store.All(ctx, q, scan, `SELECT `+columns+` FROM notice WHERE (at, id) < (SELECT at, id FROM notice WHERE id = $1) AND `+where+`
				ORDER BY at DESC, id DESC LIMIT 31`, append([]any{last}, args...)...)
		}
	}
	return store.All(ctx, q, scan, `SELECT `+columns+` FROM notice WHERE `+where+` ORDER BY at DESC, id DESC LIMIT $1`, append([]any{onPage + 1}, args...)...)
}

// Waiting returns what waits for the acting person. It asks for access.SeeNotices.
func (s *Notices) Waiting(ctx context.Context, by access.Actor) (rows []Notice, err error) {
	scope, err := access.Ask(by, access.SeeNotices)
	if err != nil {
		return nil, err
	}
	where, args := scope.Where(access.Columns{Person: "person_id"}, 2)
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		rows, err = store.All(ctx, q, scan, `SELECT `+columns+` FROM notice WHERE waits AND settled_at IS NULL AND `+where+` ORDER BY at DESC, id DESC LIMIT $1`, append([]any{mostWait}, args...)...)
		return err
	})
	return rows, err
}

// Unread counts the acting person's unread notices, up to 100. It asks for
// access.SeeNotices; who may have no notices has none.
func (s *Notices) Unread(ctx context.Context, by access.Actor) (n int, err error) {
	scope, err := access.Ask(by, access.SeeNotices)
	if err != nil {
		return 0, nil // a part of the program, or a visitor
	}
	where, args := scope.Where(access.Columns{Person: "person_id"}, 2)
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		n, err = store.One(ctx, q, store.Value[int], `SELECT count(*) FROM (SELECT 1 FROM notice WHERE read_at IS NULL AND `+where+` LIMIT $1) AS unread`, append([]any{mostUnread}, args...)...)
		return err
	})
	return n, err
}

// MarkRead marks all of the acting person's notices as read. Reading is no event of the
// history. It asks for access.SeeNotices.
func (s *Notices) MarkRead(ctx context.Context, by access.Actor) error {
	scope, err := access.Ask(by, access.SeeNotices)
	if err != nil {
		return err
	}
	where, args := scope.Where(access.Columns{Person: "person_id"}, 2)
	return s.db.Housekeep(ctx, "notices", func(_ context.Context, tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE notice SET read_at = $1 WHERE read_at IS NULL AND `+where, append([]any{tx.Now()}, args...)...)
		return err
	})
}
