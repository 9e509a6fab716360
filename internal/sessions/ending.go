package sessions

import (
	"context"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/store"
)

// End signs the acting person out of this session. It asks for access.SeeOwnData.
func (s *Sessions) End(ctx context.Context, by access.Actor) error {
	return s.EndOther(ctx, by, by.SessionID())
}

// Mine lists the acting person's sessions that are not over, the newest first. It asks for
// access.SeeOwnData.
func (s *Sessions) Mine(ctx context.Context, by access.Actor) ([]Session, error) {
	scope, err := access.Ask(by, access.SeeOwnData)
	if err != nil {
		return nil, err
	}
	return s.live(ctx, scope, by.PersonID())
}

// Of lists a person's sessions that are not over, for who may end them. It asks for
// access.EndSessions.
func (s *Sessions) Of(ctx context.Context, by access.Actor, p access.PersonID) ([]Session, error) {
	scope, err := access.Ask(by, access.EndSessions)
	if err != nil {
		return nil, err
	}
	return s.live(ctx, scope, p)
}

func (s *Sessions) live(ctx context.Context, scope access.Scope, p access.PersonID) (live []Session, err error) {
	where, args := scope.Where(access.Columns{Person: "person_id"}, 2)
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		all, err := store.All(ctx, q, scan, `SELECT `+columns+` FROM session WHERE person_id = $1 AND ended_at IS NULL AND `+where+` ORDER BY begun_at DESC, id DESC`, append([]any{p}, args...)...)
		for _, kept := range all {
			if !kept.over(q.Now()) {
				live = append(live, kept.Session)
			}
		}
		return err
	})
	return live, err
}

// EndOther ends one of the acting person's sessions. It asks for access.SeeOwnData; another
// person's session is NotFound.
func (s *Sessions) EndOther(ctx context.Context, by access.Actor, session access.SessionID) error {
	scope, err := access.Ask(by, access.SeeOwnData)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		kept, err := mine(ctx, tx, scope, session)
		if err != nil {
			return err
		}
		if err := end(tx, kept.ID); err != nil {
			return err
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("person", kept.person), Action: "sessions.end", Details: map[string]any{"session": kept.ID}})
	})
}

// EndAll ends all sessions of a person, at once: a key was lost, somebody was dismissed. It
// asks for access.EndSessions.
func (s *Sessions) EndAll(ctx context.Context, by access.Actor, p access.PersonID) error {
	scope, err := access.Ask(by, access.EndSessions)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		where, args := scope.Where(access.Columns{Person: "person_id"}, 2)
		live, err := store.All(ctx, tx, scan, `SELECT `+columns+` FROM session WHERE person_id = $1 AND ended_at IS NULL AND `+where, append([]any{p}, args...)...)
		if err != nil {
			return err
		}
		for _, kept := range live {
			if err := end(tx, kept.ID); err != nil {
				return err
			}
		}
		return audit.Record(tx, audit.Event{Book: audit.Book("person", p), Action: "sessions.end-all", Details: map[string]any{"sessions": len(live)}})
	})
}

// keepCounts is how long counted tries are kept: longer than any window.
const keepCounts = 48 * time.Hour

// CloseOver closes the sessions that are over and forgets what was searched for in them and
// tries of long ago. It asks for access.CloseSessions; these are the machinery's rows.
func (s *Sessions) CloseOver(ctx context.Context, by access.Actor) error {
	scope, err := access.Ask(by, access.CloseSessions)
	if err != nil {
		return err
	}
	where, args := scope.Where(access.Columns{}, 4)
	return s.db.Housekeep(ctx, "sessions", func(_ context.Context, tx *store.Tx) error {
		now := tx.Now()
		if _, err := tx.Exec(`UPDATE session SET ended_at = $1 WHERE ended_at IS NULL AND (ends_at < $2 OR used_at < $3) AND `+where,
			append([]any{now, now, now.Plus(-idle)}, args...)...); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM session_filter WHERE session_id IN (SELECT id FROM session WHERE ended_at IS NOT NULL)`); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM try_count WHERE window_at < $1`, now.Plus(-keepCounts))
		return err
	})
}
