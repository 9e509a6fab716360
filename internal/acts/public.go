package acts

import (
	"context"
	"crypto/subtle"

	"asar/internal/calendar"
	"asar/internal/problem"
	"asar/internal/store"
)

// Public is what anybody who holds a printed act may see of it: no names, no IIN.
type Public struct {
	Number   string
	Edition  int
	Month    calendar.Month
	Minutes  int
	Status   Status
	FormedAt calendar.Instant
}

// Check confirms a printed act by its number and the digest in its QR code. It is public
// and asks nothing: whoever knows the digest holds the paper. problem.NotFound when there
// is no such act or its content is another.
func (a *Acts) Check(ctx context.Context, number, digest string) (found Public, err error) {
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		var kept string
		found, err = store.One(ctx, q, func(r store.Row) (p Public, err error) {
			err = r.Scan(&p.Number, &p.Edition, &p.Month, &p.Minutes, store.Into(&p.Status), &p.FormedAt, &kept)
			return p, err
		}, `SELECT number, edition, month, minutes, status, formed_at, digest FROM act WHERE number = $1`, number)
		if err == nil && subtle.ConstantTimeCompare([]byte(kept), []byte(digest)) != 1 {
			return problem.New(problem.NotFound, "acts.not-such")
		}
		return err
	})
	if err != nil {
		return Public{}, err
	}
	return found, nil
}
