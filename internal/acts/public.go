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
	Digest   string // of the content, to compare with the one on paper
}

// Check confirms a printed act by its number and the digest in its QR code. It is public
// and asks nothing: whoever knows the digest holds the paper. problem.NotFound when there
// is no such act or its content is another.
func (a *Acts) Check(ctx context.Context, number, digest string) (Public, error) {
	found, err := a.CheckNumber(ctx, number)
	if err == nil && subtle.ConstantTimeCompare([]byte(found.Digest), []byte(digest)) != 1 {
		return Public{}, problem.New(problem.NotFound, "acts.not-such")
	}
	return found, err
}

// CheckNumber is Check for who reads the number off a paper and compares the digest by eye.
// Numbers are drawn by chance, so that nobody can walk from one to the next; the page
// limits how often one may ask. problem.NotFound when there is no such act.
func (a *Acts) CheckNumber(ctx context.Context, number string) (found Public, err error) {
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = store.One(ctx, q, scanPublic, `SELECT number, edition, month, minutes, status, formed_at, digest FROM act WHERE number = $1`, number)
		return err
	})
	return found, err
}

func scanPublic(r store.Row) (p Public, err error) {
	err = r.Scan(&p.Number, &p.Edition, &p.Month, &p.Minutes, store.Into(&p.Status), &p.FormedAt, &p.Digest)
	return p, err
}
