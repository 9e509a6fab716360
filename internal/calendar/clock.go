package calendar

import (
	"sync"
	"time"
)

// Clock tells the present. Everything that needs it is given one.
type Clock interface {
	Now() Instant
}

// System is the machine's clock.
func System() Clock { return systemClock{} }

type systemClock struct{}

func (systemClock) Now() Instant { return At(time.Now()) }

// Settable is a clock that stands where it was set until it is moved. Tests and the
// demo town use it. It is safe for use by many goroutines.
type Settable struct {
	mu  sync.RWMutex
	now Instant
}

// NewSettable makes a clock that stands at now.
func NewSettable(now Instant) *Settable { return &Settable{now: now} }

// Now is where the clock stands.
func (c *Settable) Now() Instant {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.now
}

// Set moves the clock to a moment.
func (c *Settable) Set(now Instant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance moves the clock by d.
func (c *Settable) Advance(d time.Duration) { c.Set(c.Now().Plus(d)) }

// Shifted is a clock that runs with another, by a fixed difference.
func Shifted(c Clock, by time.Duration) Clock { return shifted{c, by} }

type shifted struct {
	clock Clock
	by    time.Duration
}

func (s shifted) Now() Instant { return s.clock.Now().Plus(s.by) }
