package main

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Days are counted from 1 January 2021. A person's orders lie in windows of half a year,
// one order a window, so that nobody receives more than one visit a day.
const (
	today      = 2152 // 23 November 2026, where the clock of the benchmark stands
	monthBegan = today - 22
	windowDays = 180
	windows    = 12
	fullDay    = 480
	perOrder   = 5 // entries of journals, on the average
)

type status uint8

const (
	completed status = iota
	onExecution
	waitingAnswer
	declined
	cancelledByRecipient
	cancelledBySpecialist
	withdrawn
	lapsed
)

// statusNames are as the schema knows them.
var statusNames = [...]string{"completed", "on-execution", "waiting", "declined", "cancelled-by-recipient", "cancelled-by-specialist", "withdrawn", "lapsed"}

type visit struct{ day, minutes int16 }

type order struct {
	worker, recipient int32
	window            int8
	status            status
	placed            int32 // minutes since the first day
	amount, used      int32
	unsent            int32
	visits            []visit
}

func (o order) placedDay() int { return int(o.placed) / (24 * 60) }
func (o order) lastDay() int   { return (int(o.window)+1)*windowDays - 1 }
func (o order) live() bool     { return o.status == onExecution || o.status == waitingAnswer }

// dayLoad is what a specialist worked on a day, over all orders.
type dayLoad struct {
	worker  int32
	day     int16
	minutes int16
}

// town is what a database is filled with, the same for both.
type town struct {
	orders     []order // by the moment they were placed
	workers    int
	recipients int
	loads      []dayLoad
	visits     int
	surname    []string // of recipients
	name       []string
	random     *rand.Rand
	taken      []uint16 // windows of a recipient that have an order, as bits
}

// giants are the orders of the busiest specialists.
func giants(orders int) []int {
	all := []int{30_000, 20_000, 40_000, measured, 20_000, 15_000, 15_000, 12_000, 10_000, 10_000}
	for i := range all {
		all[i] = min(all[i], orders/4)
	}
	most, sum := orders/2, 0
	for i, n := range all {
		if sum += n; sum > most {
			return all[:i]
		}
	}
	return all
}

// measured are the orders of the specialist whose lists are measured: as many in a small
// database as in a big one, so that what differs is the size of the database.
const measured = 25_000

// busy is that specialist; the first where a database is too small for one like that.
func (t *town) busy() int32 {
	return int32(max(0, slices.Index(giants(len(t.orders)), measured)))
}

func newTown(orders int) *town {
	t := &town{random: rand.New(rand.NewPCG(uint64(orders), 2026)), recipients: orders/8 + 100}
	t.taken = make([]uint16, t.recipients)
	for range t.recipients {
		t.surname, t.name = append(t.surname, drawn(t.random, surnames)), append(t.name, drawn(t.random, givenNames))
	}
	busy, rest := giants(orders), orders
	for _, n := range busy {
		rest -= n
	}
	mean := max(1, int(float64(orders*perOrder)*1.06/(0.77*float64(rest))))
	for _, n := range busy {
		t.addWorker(n, 1)
	}
	for rest > 0 {
		n := min(rest, 800, 1+int(math.Exp(2.5+t.random.NormFloat64())))
		t.addWorker(n, mean)
		rest -= n
	}
	slices.SortFunc(t.orders, func(a, b order) int { return int(a.placed - b.placed) })
	return t
}

// addWorker gives one more specialist so many orders, with so many visits on the average.
func (t *town) addWorker(orders, visits int) {
	var load [windows * windowDays]int16
	for range orders {
		o := order{worker: int32(t.workers)}
		o.recipient, o.window = t.freeWindow()
		t.settle(&o, visits, &load)
		t.visits += len(o.visits)
		t.orders = append(t.orders, o)
	}
	for day, minutes := range load {
		if minutes > 0 {
			t.loads = append(t.loads, dayLoad{int32(t.workers), int16(day), minutes})
		}
	}
	t.workers++
}

// freeWindow finds a recipient and half a year in which they have no order yet.
func (t *town) freeWindow() (recipient int32, window int8) {
	r, w := t.random.IntN(t.recipients), t.random.IntN(windows)
	for t.taken[r]&(1<<w) != 0 {
		if w = (w + 1) % windows; w == 0 {
			r = (r + 1) % t.recipients
		}
	}
	t.taken[r] |= 1 << w
	return int32(r), int8(w)
}

// settle decides how an order went, and keeps its counters true.
func (t *town) settle(o *order, visits int, load *[windows * windowDays]int16) {
	r, begins := t.random, int(o.window)*windowDays
	o.status = outcome(r, o.window == windows-1)
	placed := begins + r.IntN(60)
	if o.status == onExecution {
		placed = begins + r.IntN(120)
	}
	if o.status == waitingAnswer {
		placed = today - r.IntN(3)
	}
	o.placed = int32(placed*24*60 + 9*60 + r.IntN(9*60))
	if o.status <= onExecution || o.status == cancelledByRecipient || o.status == cancelledBySpecialist {
		o.visits = t.work(o, 1+r.IntN(2*visits-1), load)
	}
	for _, v := range o.visits {
		o.used += int32(v.minutes)
		if v.day >= monthBegan {
			o.unsent += int32(v.minutes)
		}
	}
	o.amount = o.used
	if o.status == completed && o.used == 0 {
		o.status = declined
	}
	if o.status != completed {
		o.amount += int32(30 * (40 + r.IntN(60)))
	}
}

func outcome(r *rand.Rand, now bool) status {
	n := r.IntN(100)
	pick := func(shares ...int) status {
		for s, share := range shares {
			if n -= share; n < 0 {
				return status(s)
			}
		}
		return lapsed
	}
	if now {
		return pick(10, 60, 12, 8, 2, 2, 3)
	}
	return pick(68, 0, 0, 10, 7, 4, 5)
}

// work spreads visits over days on which the specialist is free; somebody who is booked
// out gets fewer.
func (t *town) work(o *order, visits int, load *[windows * windowDays]int16) []visit {
	first, last := o.placedDay()+2, min(o.lastDay(), today)
	if o.status != onExecution {
		last = min(last, monthBegan-1)
	}
	if last < first {
		return nil
	}
	var all []visit
	used := map[int]bool{}
	for range visits + 4 {
		day := first + t.random.IntN(last-first+1)
		minutes := int16(30 * (1 + t.random.IntN(5)))
		if visits == 1 {
			minutes = 30
		}
		if used[day] || load[day]+minutes > fullDay {
			continue
		}
		used[day] = true
		load[day] += minutes
		if all = append(all, visit{int16(day), minutes}); len(all) == visits {
			break
		}
	}
	return all
}
