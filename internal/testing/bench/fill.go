package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/registry"
	"asar/internal/testing/world"
)

// dates and the moments they begin, by the town's count of days.
var (
	dates  = make([]calendar.Date, windows*windowDays+1)
	begins = make([]calendar.Instant, windows*windowDays+1)
)

func init() {
	first := calendar.MustDate("2021-01-01")
	for i := range dates {
		dates[i] = first.PlusDays(i)
		begins[i] = dates[i].Begins()
	}
}

func minute(placed int32) calendar.Instant {
	return begins[placed/(24*60)].Plus(time.Duration(placed%(24*60)) * time.Minute)
}

// known are how many specialists the portal itself adds, so that they can sign in; the
// numbers of all others are no numbers of anybody.
const known = 1500

// filling puts a town into one database.
type filling struct {
	*town
	sink      sink
	random    *rand.Rand
	units     []uuid.UUID
	worker    []uuid.UUID // persons
	recipient []uuid.UUID
	entry     []uuid.UUID // of the register
	allotment map[[2]int32]uuid.UUID
	order     []uuid.UUID
}

// fill fills a migrated database and returns what it was filled with.
func fill(ctx context.Context, t *town, reg *registry.Registry, s sink) (*filling, error) {
	f := &filling{town: t, sink: s, random: rand.New(rand.NewPCG(7, 7)), allotment: map[[2]int32]uuid.UUID{}}
	settled, err := world.Settle(ctx, reg)
	if err != nil {
		return nil, err
	}
	for _, u := range world.Places() {
		if u.Kind == "district" {
			f.units = append(f.units, raw(settled.Units[u.Key]))
		}
	}
	if err := f.addKnown(ctx, reg); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{f.people, f.register, f.allotments, f.placed, f.journal, f.counters, f.history} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return f, s.close(ctx)
}

func raw(i fmt.Stringer) uuid.UUID { return uuid.MustParse(i.String()) }

// at makes an id that sorts by a moment, as the product's do.
func (f *filling) at(m calendar.Instant) (u uuid.UUID) {
	binary.BigEndian.PutUint64(u[:8], uint64(m.Time().UnixMilli())<<16)
	u[6], u[7] = 0x70|byte(f.random.Uint32()&0x0f), byte(f.random.Uint32())
	binary.BigEndian.PutUint64(u[8:], f.random.Uint64()&^(3<<62)|2<<62)
	return u
}

func (f *filling) noise() []byte {
	d := sha256.Sum256(binary.BigEndian.AppendUint64(nil, f.random.Uint64()))
	return d[:]
}

func (f *filling) unit(n int) uuid.UUID { return f.units[n%len(f.units)] }

// addKnown adds the specialists who will sign in, by the portal's own action.
func (f *filling) addKnown(ctx context.Context, reg *registry.Registry) error {
	n := min(known, f.workers)
	f.worker = make([]uuid.UUID, n)
	var drawn numbers
	return inParallel(1, n, func(i int, lock func() func()) error {
		unlock := lock()
		iin := drawn.next()
		unlock()
		made, err := reg.AddPerson(ctx, access.System("bench", access.Founder), registry.NewPerson{IIN: iin, Surname: surnames[i%len(surnames)],
			Name: givenNames[i%len(givenNames)], Patronymic: patronymics[i%len(patronymics)], Locale: lang.RU})
		if err == nil {
			f.worker[i] = raw(made)
		}
		return err
	})
}

func (f *filling) people(ctx context.Context) error {
	const columns = "id, iin_mac, iin_sealed, surname, name, patronymic, surname_key, name_key, sort_key, phone, email, address, locale, unit_id, created_at"
	keys := map[string]string{}
	fold := func(s string) string {
		if keys[s] == "" {
			keys[s] = lang.Fold(s)
		}
		return keys[s]
	}
	person := func(who uuid.UUID, surname, name string, n int) []any {
		patronymic := patronymics[n%len(patronymics)]
		return []any{who, f.noise(), f.noise(), surname, name, patronymic, fold(surname), fold(name), lang.SortKey(surname + " " + name + " " + patronymic),
			"", "", "", "ru", f.unit(n), begins[0]}
	}
	return f.sink.put(ctx, "person", columns, func(yield func([]any) bool) {
		for i := range f.recipients {
			f.recipient = append(f.recipient, f.at(begins[0]))
			if !yield(person(f.recipient[i], f.surname[i], f.name[i], i)) {
				return
			}
		}
		for i := len(f.worker); i < f.workers; i++ {
			f.worker = append(f.worker, f.at(begins[0]))
			if !yield(person(f.worker[i], drawn(f.random, surnames), drawn(f.random, givenNames), i)) {
				return
			}
		}
	})
}

// service is what a specialist provides.
func service(worker int32) string {
	if worker%7 == 0 {
		return string(registry.SignLanguage)
	}
	return string(registry.Assistant)
}

func (f *filling) register(ctx context.Context) error {
	const columns = "id, number, person_id, service, status, unit_id, sort_key, name_key, languages, about_kk, about_ru, capacity, taken, entered_at"
	taken := make([]int64, f.workers)
	for _, o := range f.orders {
		if o.live() {
			taken[o.worker] += int64(o.amount)
		}
	}
	return f.sink.put(ctx, "register_entry", columns, func(yield func([]any) bool) {
		for i := range f.workers {
			f.entry = append(f.entry, f.at(begins[0]))
			if !yield([]any{f.entry[i], fmt.Sprintf("2021-%06d", i), f.worker[i], service(int32(i)), "active", f.unit(i), fmt.Sprintf("%08d", i), "", "kk,ru", "", "", int64(0), taken[i], begins[0]}) {
				return
			}
		}
	})
}

// allotments are one a recipient and service, with counters that are the sums of the orders.
func (f *filling) allotments(ctx context.Context) error {
	type account struct{ reserved, used int64 }
	accounts := map[[2]int32]account{}
	for _, o := range f.orders {
		key := accountOf(o)
		a := accounts[key]
		a.used += int64(o.used)
		if o.live() {
			a.reserved += int64(o.amount - o.used)
		}
		accounts[key] = a
	}
	const columns = "id, recipient_id, unit_id, service, amount, reserved, used, from_date, to_date, ground, entered_at"
	return f.sink.put(ctx, "allotment", columns, func(yield func([]any) bool) {
		for key, a := range accounts {
			f.allotment[key] = f.at(begins[0])
			of := int(key[0])
			row := []any{f.allotment[key], f.recipient[of], f.unit(of), service(key[1]), a.reserved + a.used + 60*60, a.reserved, a.used, dates[0], dates[windows*windowDays], "№ 1", begins[0]}
			if !yield(row) {
				return
			}
		}
	})
}

// accountOf names the allotment of an order: the recipient, and 0 or 1 by the service.
func accountOf(o order) [2]int32 {
	if service(o.worker) == string(registry.SignLanguage) {
		return [2]int32{o.recipient, 0}
	}
	return [2]int32{o.recipient, 1}
}

func (f *filling) placed(ctx context.Context) error {
	columns := strings.Join([]string{"id", "number", "service", "allotment_id", "entry_id", "unit_id", "recipient_id", "worker_id", "amount", "used", "unsent", "promised",
		"from_date", "to_date", "status", "placed_at", "answer_by", "answered_at", "closed_at", "reason", "reason_text", "surname_key", "name_key"}, ", ")
	surname, name := folded(f.surname), folded(f.name)
	return f.sink.put(ctx, "orders", columns, func(yield func([]any) bool) {
		for i, o := range f.orders {
			at := minute(o.placed)
			f.order = append(f.order, f.at(at))
			row := []any{f.order[i], fmt.Sprintf("%04d-%08d", dates[o.placedDay()].Year, uint32(i)*2654435761%100_000_000), service(o.worker), f.allotment[accountOf(o)], f.entry[o.worker],
				f.unit(int(o.recipient)), f.recipient[o.recipient], f.worker[o.worker], int64(o.amount), int64(o.used), int64(o.unsent), promised(o),
				dates[o.placedDay()+1], dates[o.lastDay()], statusNames[o.status], at, dates[min(o.placedDay()+5, len(dates)-1)], answered(o, at), closed(o), "", "",
				surname[o.recipient], name[o.recipient]}
			if !yield(row) {
				return
			}
		}
	})
}

func folded(all []string) []string {
	keys := make([]string, len(all))
	for i, s := range all {
		keys[i] = lang.Fold(s)
	}
	return keys
}

func promised(o order) int64 {
	if o.live() {
		return int64(o.amount)
	}
	return 0
}

func answered(o order, at calendar.Instant) calendar.Instant {
	if o.status == waitingAnswer || o.status == withdrawn || o.status == lapsed {
		return calendar.Instant{}
	}
	return at.Plus(20 * time.Hour)
}

func closed(o order) calendar.Instant {
	if o.live() {
		return calendar.Instant{}
	}
	return begins[min(o.lastDay(), today)]
}

// journal is put down in the order it was kept in: day after day.
func (f *filling) journal(ctx context.Context) error {
	const columns = "id, order_id, recipient_id, worker_id, day, minutes, format, places_kk, places_ru, version, saved_at"
	return f.sink.put(ctx, "journal_entry", columns, func(yield func([]any) bool) {
		for o, v := range f.byDay() {
			at := begins[v.day].Plus(time.Duration(18*60+f.random.IntN(240)) * time.Minute)
			ord := f.orders[o]
			row := []any{f.at(at), f.order[o], f.recipient[ord.recipient], f.worker[ord.worker], dates[v.day], int64(v.minutes), "", "Алматы қаласы, № 12 емхана", "Поликлиника № 12 города Алматы", int64(1), at}
			if service(ord.worker) == string(registry.SignLanguage) {
				row[6], row[7], row[8] = "in-person", "", ""
			}
			if !yield(row) {
				return
			}
		}
	})
}

// byDay goes through all visits day after day, each with its order's place.
func (f *filling) byDay() iter.Seq2[int, visit] {
	type kept struct {
		order   int32
		minutes int16
	}
	all := make([][]kept, windows*windowDays)
	for i, o := range f.orders {
		for _, v := range o.visits {
			all[v.day] = append(all[v.day], kept{int32(i), v.minutes})
		}
	}
	return func(yield func(int, visit) bool) {
		for day, list := range all {
			for _, k := range list {
				if !yield(int(k.order), visit{int16(day), k.minutes}) {
					return
				}
			}
		}
	}
}
