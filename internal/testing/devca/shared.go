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
	a, err := assemble(calendar.NewSettable(SharedFrom), pooled(), personRSA)
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

// pooled hands out six keys: two for the authority, and then the other four in turn.
func pooled() func(bits int) (*rsa.PrivateKey, error) {
	const size = 6
	var made [size]func() (*rsa.PrivateKey, error)
	for i := range made {
		made[i] = sync.OnceValues(func() (*rsa.PrivateKey, error) { return makeKey(personRSA) })
	}
	var mu sync.Mutex
	next := -1
	return func(int) (*rsa.PrivateKey, error) {
		mu.Lock()
		defer mu.Unlock()
		next++
		if next >= size {
			return made[2+next%(size-2)]()
		}
		return made[next]()
	}
}
