package sessions

import (
	"context"
	"time"

	"asar/internal/calendar"
	"asar/internal/problem"
	"asar/internal/store"
)

// Try counts one try of something by somebody (a network address, a certificate) and
// refuses more than most within a window of time: Busy, with the minutes to wait. The count
// is kept in the database under a keyed digest, so a restart does not forget it and the
// database does not know the address.
func (s *Sessions) Try(ctx context.Context, name, subject string, most int, window time.Duration) error {
	now := s.db.Now()
	begun := calendar.At(now.Time().Truncate(window))
	mark := s.reg.Mark(name + "\x00" + subject)
	tries, err := s.tries(ctx, name, mark, begun)
	if err != nil {
		return err
	}
	left := begun.Plus(window).Since(now)
	tooMany := problem.New(problem.Busy, "problem.too-many", problem.Args{"After": max(1, int((left+time.Minute-1)/time.Minute))})
	if tries >= most { // refused without a write, so that a flood costs little
		return tooMany
	}
	if tries, err = s.count(ctx, name, mark, begun); err == nil && tries > most {
		return tooMany
	}
	return err
}

func (s *Sessions) tries(ctx context.Context, name string, mark []byte, begun calendar.Instant) (n int, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		n, _, err = store.Maybe(ctx, q, store.Value[int], `SELECT tries FROM try_count WHERE name = $1 AND subject = $2 AND window_at = $3`, name, mark, begun)
		return err
	})
	return n, err
}

func (s *Sessions) count(ctx context.Context, name string, mark []byte, begun calendar.Instant) (n int, err error) {
	err = s.db.Housekeep(ctx, "limits", func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Exec(`INSERT INTO try_count (name, subject, window_at, tries) VALUES ($1, $2, $3, 1)
			ON CONFLICT (name, subject, window_at) DO UPDATE SET tries = try_count.tries + 1`, name, mark, begun); err != nil {
			return err
		}
		n, err = store.One(ctx, tx, store.Value[int], `SELECT tries FROM try_count WHERE name = $1 AND subject = $2 AND window_at = $3`, name, mark, begun)
		return err
	})
	return n, err
}
