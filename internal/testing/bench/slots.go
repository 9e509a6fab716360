package main

import (
	"math/rand/v2"
	"sync"

	"asar/internal/calendar"
)

// slot is a day of an order on which half an hour may still be written.
type slot struct {
	order, worker, recipient int32
	day                      int16
}

// slots are given out once each, to the portal and to who writes by hand alike.
type slots struct {
	mu    sync.Mutex
	all   []slot
	given int // those before were given out
}

// openSlots finds the free days of this month, of specialists who can sign in.
func openSlots(t *town) *slots {
	s := &slots{}
	free := map[[2]int32]int16{}
	for _, l := range t.loads {
		if l.day >= monthBegan && l.worker < known {
			free[[2]int32{l.worker, int32(l.day)}] = l.minutes
		}
	}
	for i, o := range t.orders {
		if o.status != onExecution || o.worker >= known {
			continue
		}
		taken := map[int]bool{}
		for _, v := range o.visits {
			taken[int(v.day)] = true
		}
		for day := monthBegan; day <= today; day++ {
			key := [2]int32{o.worker, int32(day)}
			if !taken[day] && free[key]+30 <= fullDay {
				free[key] += 30
				s.all = append(s.all, slot{int32(i), o.worker, o.recipient, int16(day)})
			}
		}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(s.all), func(i, j int) { s.all[i], s.all[j] = s.all[j], s.all[i] })
	return s
}

// next gives a slot; ok is false when none is left.
func (s *slots) next() (one slot, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.given == len(s.all) {
		return slot{}, false
	}
	s.given++
	return s.all[s.given-1], true
}

// left is how many there still are.
func (s *slots) left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all) - s.given
}

// each is a way that saves into the next slot each time.
func (s *slots) each(save func(slot) error) way {
	return func() error {
		one, ok := s.next()
		if !ok {
			return errNoSlots
		}
		return save(one)
	}
}

func (s slot) date() calendar.Date { return dates[s.day] }
