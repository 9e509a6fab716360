package authority

import (
	"errors"
	"sync"
	"time"

	"asar/internal/calendar"
)

// ErrResting means that the responder failed lately and is not asked for a while, so that
// one that is dead does not slow down everybody who signs in.
var ErrResting = errors.New("authority: the responder does not answer and is left alone for a while")

// After so many failures in a row a responder is left alone for so long; then one asker
// tries, and the others still pass by.
const (
	failuresAllowed = 3
	rest            = 30 * time.Second
)

// breaker counts failures by address.
type breaker struct {
	clock calendar.Clock
	mu    sync.Mutex
	by    map[string]*failing
}

type failing struct {
	count int
	until calendar.Instant // not asked before; moves on when one tries
}

// enter tells whether to ask now.
func (b *breaker) enter(address string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.by[address]
	if f == nil || f.count < failuresAllowed {
		return true
	}
	now := b.clock.Now()
	if now.Before(f.until) {
		return false
	}
	f.until = now.Plus(rest)
	return true
}

// leave says how it went.
func (b *breaker) leave(address string, well bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if well {
		delete(b.by, address)
		return
	}
	if b.by == nil {
		b.by = map[string]*failing{}
	}
	f := b.by[address]
	if f == nil {
		f = &failing{}
		b.by[address] = f
	}
	f.count++
	f.until = b.clock.Now().Plus(rest)
}
