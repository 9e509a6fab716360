package main

import (
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// way is one way to an answer; it may be called many times.
type way func() error

// figure is how fast a way was.
type figure struct {
	p50, p99  time.Duration
	perSecond float64
}

// pair is the portal and its limit, which took turns.
type pair struct{ portal, limit figure }

// byMiddle is how much of the limit's speed the portal reaches in the middle of its calls.
func (p pair) byMiddle() float64 { return float64(p.limit.p50) / float64(p.portal.p50) }

// bySpeed is the same by how many were done in a second.
func (p pair) bySpeed() float64 { return p.portal.perSecond / p.limit.perSecond }

// takeTurns calls the ways in turn for so long, after some calls to warm up.
func takeTurns(long time.Duration, ways ...way) ([]figure, error) {
	began := time.Now()
	return turns(long, func() time.Duration { return time.Since(began) }, ways...)
}

// processor is how long this thread had a core. Where that is not told it is the time.
func processor() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(t.Nano())
}

// inProcessor is contend by the processor's time, for what only computes: neighbours do not
// count, nor does the collector of garbage, which has threads of its own.
func inProcessor(long time.Duration, portal, limit way) (pair, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	got, err := turns(long, processor, portal, limit)
	if err != nil {
		return pair{}, err
	}
	return pair{got[0], got[1]}, nil
}

func turns(long time.Duration, clock func() time.Duration, ways ...way) ([]figure, error) {
	took := make([][]time.Duration, len(ways))
	began := time.Now()
	for n := 0; time.Since(began) < long || n < 200; n++ {
		for i := range ways {
			i = (i + n) % len(ways) // none is always first
			from := clock()
			if err := ways[i](); err != nil {
				return nil, err
			}
			if n >= 50 {
				took[i] = append(took[i], clock()-from)
			}
		}
	}
	figures := make([]figure, len(ways))
	for i := range ways {
		figures[i] = figureOf(took[i])
	}
	return figures, nil
}

// contend lets the portal and its limit take turns.
func contend(long time.Duration, portal, limit way) (pair, error) {
	got, err := takeTurns(long, portal, limit)
	if err != nil {
		return pair{}, err
	}
	return pair{got[0], got[1]}, nil
}

func figureOf(all []time.Duration) figure {
	var sum time.Duration
	for _, d := range all {
		sum += d
	}
	slices.Sort(all)
	return figure{p50: all[len(all)/2], p99: all[len(all)*99/100], perSecond: float64(len(all)) / sum.Seconds()}
}
