package sessions

import (
	"context"

	"asar/internal/access"
	"asar/internal/id"
	"asar/internal/problem"
	"asar/internal/store"
)

type filter struct{}

// mostFilters is how many searches a session keeps; older ones are forgotten.
const mostFilters = 30

// Remember keeps what the acting person searched for on a page, and returns a number that
// says nothing. It asks for access.SeeOwnData. It is the machinery's row, without history.
func (s *Sessions) Remember(ctx context.Context, by access.Actor, page string, search map[string]string) (string, error) {
	scope, err := access.Ask(by, access.SeeOwnData)
	if err != nil {
		return "", err
	}
	made := id.New[filter]()
	err = s.db.Housekeep(ctx, "filters", func(ctx context.Context, tx *store.Tx) error {
		kept, err := mine(ctx, tx, scope, by.SessionID())
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO session_filter (id, session_id, page, content, made_at) VALUES ($1, $2, $3, $4, $5)`,
			made, kept.ID, page, store.JSON[map[string]string]{V: search}, tx.Now()); err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM session_filter WHERE session_id = $1 AND id NOT IN
			(SELECT id FROM session_filter WHERE session_id = $1 ORDER BY id DESC LIMIT $2)`, kept.ID, mostFilters)
		return err
	})
	return made.String(), err
}

// Recall returns what Remember kept in this session for this page; anything else is
// NotFound. It asks for access.SeeOwnData.
func (s *Sessions) Recall(ctx context.Context, by access.Actor, page, kept string) (map[string]string, error) {
	scope, err := access.Ask(by, access.SeeOwnData)
	if err != nil {
		return nil, err
	}
	f, err := id.Parse[filter](kept)
	if err != nil {
		return nil, problem.New(problem.NotFound, "problem.not-found")
	}
	where, args := scope.Where(access.Columns{Person: "s.person_id"}, 4)
	var search store.JSON[map[string]string]
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		search, err = store.One(ctx, q, func(r store.Row) (j store.JSON[map[string]string], err error) {
			err = r.Scan(&j)
			return j, err
		}, `SELECT f.content FROM session_filter f JOIN session s ON s.id = f.session_id WHERE f.id = $1 AND f.session_id = $2 AND f.page = $3 AND `+where,
			append([]any{f, by.SessionID(), page}, args...)...)
		return err
	})
	return search.V, err
}
