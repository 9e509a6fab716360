package devca

import (
	"crypto/rsa"
	"sync"

	"asar/internal/calendar"
)

// SharedFrom is the moment by which the shared authority issues; its keys and its list of
// revoked ones are good for a year from then.
var SharedFrom = calendar.MustDate("2026-10-01").Clock(9, 0)

// T is what Shared needs of *testing.T.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

var shared = sync.OnceValues(func() (*Authority, error) {
	a, err := assemble(calendar.NewSettable(SharedFrom), inTurn(newPool()), personRSA)
	if err == nil {
		a.listDays = keyDays
	}
	return a, err
})

// Shared is one authority for all tests of a program. Its people share a handful of RSA
// keys, each with its own certificate, because making keys is what takes the time. A test
// that revokes should use keys of its own, and ask for the Verifier after revoking.
func Shared(t T) *Authority {
	t.Helper()
	a, err := shared()
	if err != nil {
		t.Fatalf("shared authority: %v", err)
	}
	return a
}

// quick is the pool of Quick; Shared has another, or they would be one authority.
var quick = newPool()

// Quick is an authority of a test's own whose RSA keys are those of every other Quick: for
// tests that need one authority, and no second that must be a stranger to it.
func Quick(clock calendar.Clock) (*Authority, error) {
	return assemble(clock, inTurn(quick), personRSA)
}

const poolSize = 6

type pool [poolSize]func() (*rsa.PrivateKey, error)

func newPool() *pool {
	var p pool
	for i := range p {
		p[i] = sync.OnceValues(func() (*rsa.PrivateKey, error) { return makeKey(personRSA) })
	}
	return &p
}

// inTurn hands out a pool's keys: two for the authority, and then the other four in turn.
func inTurn(made *pool) func(bits int) (*rsa.PrivateKey, error) {
	var mu sync.Mutex
	next := -1
	return func(int) (*rsa.PrivateKey, error) {
		mu.Lock()
		defer mu.Unlock()
		next++
		if next >= poolSize {
			return made[2+next%(poolSize-2)]()
		}
		return made[next]()
	}
}
