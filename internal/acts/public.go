package acts

import (
	"context"
	"crypto/subtle"
	"errors"

	"asar/internal/calendar"
	"asar/internal/documents/seal"
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
	SealedAt calendar.Instant // its files were sealed; zero when they are not
	Head     string           // of the content's digest, as it stands at the foot of every printed page
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
			err = r.Scan(&p.Number, &p.Edition, &p.Month, &p.Minutes, store.Into(&p.Status), &p.FormedAt, &p.SealedAt, &digest)
			p.Head = digest[:min(headOf, len(digest))]
			return p, err
		}, `SELECT number, edition, month, minutes, status, formed_at, sealed_at, digest FROM act WHERE number = $1`, number)
		return err
	})
	return found, digest, err
}

// CodeCheck is what is known of a paper by the signed code in its QR.
type CodeCheck struct {
	Claim seal.Claim // what the code says
	Key   seal.Known // which key of the portal signed it; its certificate is nil when none did
	Fault error      // why the signature is not good: one of the Err of package seal
	Found *Public    // the act as the portal holds it; nil when it holds no such act, or another content
}

// CheckCode checks the code of a printed act: its signature, as anybody can without the
// portal, and what the portal holds. It is public and asks nothing. problem.NotFound when
// the text is no code.
func (a *Acts) CheckCode(ctx context.Context, text string) (c CodeCheck, err error) {
	c.Claim, c.Key, c.Fault = a.Keys.CheckCode(seal.CodeIn(text))
	if errors.Is(c.Fault, seal.ErrNoCode) || errors.Is(c.Fault, seal.ErrVersion) {
		return c, problem.Wrap(c.Fault, problem.NotFound, "acts.not-such")
	}
	found, err := a.Check(ctx, c.Claim.Number, c.Claim.Digest)
	if problem.Is(err, problem.NotFound) {
		return c, nil
	}
	c.Found = &found
	return c, err
}

// Seals tells whether documents are sealed now.
func (a *Acts) Seals() bool { return a.Keys.Signs(a.db.Clock().Now()) }
