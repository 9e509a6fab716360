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
	Head     string // of the content's digest, as it stands at the foot of every printed page
}

// headOf is how much of the digest a printed page shows at its foot.
const headOf = 16

// Check confirms a printed act by its number and the digest in its QR code. It is public
// and asks nothing: whoever knows the digest holds the paper. problem.NotFound when there
// is no such act or its content is another.
func (a *Acts) Check(ctx context.Context, number, digest string) (Public, error) {
	found, kept, err := a.public(ctx, number)
	if err == nil && subtle.ConstantTimeCompare([]byte(kept), []byte(digest)) != 1 {
		return Public{}, problem.New(problem.NotFound, "acts.not-such")
	}
	return found, err
}

// CheckNumber is Check for who reads the number off a paper, and compares the head of the
// digest by eye. The whole digest is not told: it would make a QR code for a false paper.
// Numbers are drawn by chance, so that nobody can walk from one to the next, and the page
// limits how often one may ask. problem.NotFound when there is no such act.
func (a *Acts) CheckNumber(ctx context.Context, number string) (Public, error) {
	found, _, err := a.public(ctx, number)
	return found, err
}

func (a *Acts) public(ctx context.Context, number string) (found Public, digest string, err error) {
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err = store.One(ctx, q, func(r store.Row) (p Public, err error) {
			err = r.Scan(&p.Number, &p.Edition, &p.Month, &p.Minutes, store.Into(&p.Status), &p.FormedAt, &digest)
			p.Head = digest[:min(headOf, len(digest))]
			return p, err
		}, `SELECT number, edition, month, minutes, status, formed_at, digest FROM act WHERE number = $1`, number)
		return err
	})
	return found, digest, err
}
