package main

import "testing"

// TestATownKeepsItsCounters adds everything up again: what is measured must obey the rules
// of the portal, or saving into it would be refused.
func TestATownKeepsItsCounters(t *testing.T) {
	const orders = 20_000
	town := newTown(orders)
	type personDay struct {
		person int32
		day    int16
	}
	worked, received, visits := map[personDay]int{}, map[personDay]bool{}, 0
	for i, o := range town.orders {
		var used, unsent int32
		for _, v := range o.visits {
			used += int32(v.minutes)
			if v.day >= monthBegan {
				unsent += int32(v.minutes)
			}
			worked[personDay{o.worker, v.day}] += int(v.minutes)
			if day := (personDay{o.recipient, v.day}); received[day] {
				t.Fatalf("order %d: a second visit on day %d", i, v.day)
			} else {
				received[day] = true
			}
			if int(v.day) <= o.placedDay() || v.day > today {
				t.Errorf("order %d of day %d was worked on day %d", i, o.placedDay(), v.day)
			}
		}
		visits += len(o.visits)
		if o.used != used || o.unsent != unsent || (o.status == completed) != (o.used == o.amount) || o.amount <= 0 {
			t.Errorf("order %d: %+v", i, o)
		}
		if i > 0 && o.placed < town.orders[i-1].placed {
			t.Errorf("order %d is out of its turn", i)
		}
	}
	for _, l := range town.loads {
		day := personDay{l.worker, l.day}
		if worked[day] != int(l.minutes) || l.minutes > fullDay {
			t.Errorf("specialist %d on day %d: %d minutes, and %d are counted", l.worker, l.day, worked[day], l.minutes)
		}
		delete(worked, day)
	}
	if len(worked) > 0 || len(town.orders) != orders || visits != town.visits || visits < perOrder*orders*9/10 {
		t.Errorf("%d days are not counted; %d orders, %d of %d visits", len(worked), len(town.orders), town.visits, visits)
	}
}

// TestFreeDaysAreFree gives out every slot and looks whether a rule of the journal is broken.
func TestFreeDaysAreFree(t *testing.T) {
	town := newTown(20_000)
	minutes := map[[2]int32]int{}
	for _, l := range town.loads {
		minutes[[2]int32{l.worker, int32(l.day)}] = int(l.minutes)
	}
	free, seen := openSlots(town), map[slot]bool{}
	for {
		s, more := free.next()
		if !more {
			break
		}
		day := [2]int32{s.worker, int32(s.day)}
		if minutes[day] += 30; minutes[day] > fullDay || seen[s] || town.orders[s.order].status != onExecution {
			t.Fatalf("%+v: %d minutes", s, minutes[day])
		}
		seen[s] = true
		for _, v := range town.orders[s.order].visits {
			if v.day == s.day {
				t.Fatalf("%+v has a visit already", s)
			}
		}
	}
	if len(seen) < 1000 {
		t.Errorf("%d free days", len(seen))
	}
}

func TestTheMeasuredListIsOfOneSize(t *testing.T) {
	for _, orders := range []int{100_000, 1_000_000} {
		town := town{orders: make([]order, orders)}
		if n := giants(orders)[town.busy()]; n != measured {
			t.Errorf("of %d orders the measured specialist has %d", orders, n)
		}
	}
	for _, orders := range []int{100, 20_000, 150_000, 400_000} {
		town := town{orders: make([]order, orders)}
		if int(town.busy()) >= len(giants(orders)) {
			t.Errorf("of %d orders nobody is measured", orders)
		}
	}
}
