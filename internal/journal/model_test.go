package journal_test

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

// The model is the rules written once more, as simply as can be: no counters, only entries.

type modelEntry struct {
	id      journal.EntryID
	minutes int
	version int
}

type modelOrder struct {
	id                  orders.ID
	recipient, worker   string
	amount              int
	from, to, confirmed calendar.Date
	status              orders.Status
	ended               calendar.Date
	entries             map[calendar.Date]*modelEntry
	closed, reopened    map[calendar.Month]bool
}

func (o *modelOrder) used() (n int) {
	for _, e := range o.entries {
		n += e.minutes
	}
	return n
}

func (o *modelOrder) unsent() (n int) {
	for day, e := range o.entries {
		if !o.closed[day.InMonth()] {
			n += e.minutes
		}
	}
	return n
}

func (o *modelOrder) cancelled() bool {
	return o.status == orders.CancelledByRecipient || o.status == orders.CancelledBySpecialist
}

// reserved is what the order still holds of the allotted volume.
func (o *modelOrder) reserved() int {
	if o.status == orders.Waiting || o.status == orders.OnExecution {
		return o.amount - o.used()
	}
	return 0
}

type model struct {
	t     *rapid.T
	town  *placed.Town
	all   []*modelOrder
	steps *int
	did   map[string]int
}

func (m *model) today() calendar.Date { return m.town.Clock.Now().Date() }

func (m *model) pick() *modelOrder {
	if len(m.all) == 0 {
		m.place()
	}
	return m.all[rapid.IntRange(0, len(m.all)-1).Draw(m.t, "order")]
}

// expect compares an answer with what the model allows. Only problems may come back.
func (m *model) expect(what string, may bool, err error) {
	m.t.Helper()
	if _, isProblem := problem.Of(err); err != nil && !isProblem {
		m.t.Fatalf("%s: a fault: %v", what, err)
	}
	if may != (err == nil) {
		m.t.Fatalf("%s: the model allows it: %v, the answer: %v", what, may, err)
	}
	if err == nil {
		m.did[what]++
	}
}

func (m *model) left(recipient string) int {
	left := placed.Volume
	for _, o := range m.all {
		if o.recipient == recipient {
			left -= o.reserved() + o.used()
		}
	}
	return left
}

func (m *model) place() {
	recipient := rapid.SampledFrom([]string{world.Recipient, world.SecondRecipient}).Draw(m.t, "recipient")
	amount := 30 * rapid.IntRange(1, 30).Draw(m.t, "amount")
	days := rapid.IntRange(0, 45).Draw(m.t, "days")
	if len(m.all) == 0 {
		amount, days = min(amount, 480), max(days, 20)
	}
	if len(m.all) >= 6 {
		m.wait()
		return
	}
	from := m.today()
	may := amount <= m.left(recipient) && amount <= (days+1)*480
	id, err := m.town.TryPlace(recipient, "assistant/assistant", amount, from, from.PlusDays(days))
	m.expect("place", may, err)
	if err == nil {
		m.all = append(m.all, &modelOrder{id: id, recipient: recipient, worker: world.Assistant, amount: amount, from: from, to: from.PlusDays(days), status: orders.Waiting,
			entries: map[calendar.Date]*modelEntry{}, closed: map[calendar.Month]bool{}, reopened: map[calendar.Month]bool{}})
	}
}

func (m *model) confirm() {
	o := m.pick()
	may := o.status == orders.Waiting
	m.expect("confirm", may, m.town.TryConfirm(o.worker, o.id, orders.Who{}))
	if may {
		o.status, o.confirmed = orders.OnExecution, m.today()
	}
}

func (m *model) decline() {
	o := m.pick()
	may := o.status == orders.Waiting
	m.expect("decline", may, m.town.Decline(o.worker, o.id, orders.Reason{Code: "illness"}))
	if may {
		o.status = orders.Declined
	}
}

func (m *model) withdraw() {
	o := m.pick()
	may := o.status == orders.Waiting
	m.expect("withdraw", may, m.town.Withdraw(o.recipient, o.id))
	if may {
		o.status = orders.Withdrawn
	}
}

func (m *model) endWork() {
	o := m.pick()
	who := rapid.SampledFrom([]string{o.recipient, o.worker}).Draw(m.t, "who")
	may := o.status == orders.OnExecution && o.ended.IsZero() && o.unsent() == 0
	m.expect("end", may, m.town.Orders.EndWork(m.t.Context(), m.town.As(who), o.id))
	if may {
		o.ended = m.today()
	}
}

func (m *model) cancel() {
	o := m.pick()
	byRecipient := rapid.Bool().Draw(m.t, "by the recipient")
	who, status := o.worker, orders.CancelledBySpecialist
	if byRecipient {
		who, status = o.recipient, orders.CancelledByRecipient
	}
	may := o.status == orders.OnExecution && !o.ended.IsZero() && o.unsent() == 0
	m.expect("cancel", may, m.town.Cancel(who, o.id, orders.Reason{Code: "schedule"}))
	if may {
		o.status = status
	}
}

// mayWrite is whether hours of a day may change at all.
func (m *model) mayWrite(o *modelOrder, day calendar.Date) bool {
	month := day.InMonth()
	worked := o.status == orders.OnExecution || o.status == orders.Completed || o.cancelled()
	inTime := !day.Before(o.confirmed) && !day.Before(o.from) && !day.After(o.to) && !day.After(m.today())
	over := !o.ended.IsZero() && (!o.reopened[month] || day.After(o.ended))
	return worked && inTime && !o.closed[month] && !over
}

func (m *model) day(person string, day calendar.Date) (n int) {
	for _, o := range m.all {
		if (o.recipient == person || o.worker == person) && o.entries[day] != nil {
			n += o.entries[day].minutes
		}
	}
	return n
}

func (m *model) save() {
	o := m.pick()
	day := m.dayOf(o)
	minutes := 30 * rapid.IntRange(0, 17).Draw(m.t, "half-hours")
	was := o.entries[day]
	version, before := 0, 0
	if was != nil {
		version, before = was.version, was.minutes
	}
	asked := version
	if rapid.IntRange(0, 9).Draw(m.t, "late") == 0 {
		asked++
	}
	delta := minutes - before
	left := o.amount - o.used()
	if o.cancelled() {
		left = 0
	}
	fits := delta <= left && (delta <= 0 || m.day(o.worker, day)+delta <= 480 && m.day(o.recipient, day)+delta <= 480)
	may := m.mayWrite(o, day) && asked == version && minutes > 0 && minutes <= 480 && fits
	saved, err := m.town.Journal.Save(m.t.Context(), m.town.As(o.worker), o.id, draft(day, minutes, asked))
	m.expect("save", may, err)
	if !may {
		return
	}
	o.entries[day] = &modelEntry{id: saved.Entry.ID, minutes: minutes, version: version + 1}
	m.reckon(o, saved.Completed)
}

// reckon completes an order whose volume is used, or brings it back.
func (m *model) reckon(o *modelOrder, told bool) {
	was := o.status
	if o.status == orders.OnExecution && o.used() == o.amount {
		o.status = orders.Completed
		m.did["complete"]++
	} else if o.status == orders.Completed && o.used() < o.amount {
		o.status = orders.OnExecution
		m.did["reopen"]++
	}
	if completed := was == orders.OnExecution && o.status == orders.Completed; told != completed {
		m.t.Fatalf("completed: %v, told: %v", completed, told)
	}
}

func (m *model) remove() {
	o := m.pick()
	var written []calendar.Date
	for n := -6; n <= 0; n++ {
		if day := m.today().PlusDays(n); o.entries[day] != nil {
			written = append(written, day)
		}
	}
	if len(written) == 0 {
		m.save()
		return
	}
	day := rapid.SampledFrom(written).Draw(m.t, "written day")
	e := o.entries[day]
	may := m.mayWrite(o, day)
	saved, err := m.town.Journal.Remove(m.t.Context(), m.town.As(o.worker), e.id, e.version)
	m.expect("remove", may, err)
	if may {
		delete(o.entries, day)
		m.reckon(o, saved.Completed)
	}
}

func (m *model) month() calendar.Month {
	return m.today().InMonth().Plus(rapid.IntRange(-1, 0).Draw(m.t, "month"))
}

func (m *model) send() {
	o, month := m.pick(), m.month()
	may := !o.closed[month]
	m.expect("send", may, m.town.Send(m.town.As(o.worker), o.id, month))
	o.closed[month] = true
}

func (m *model) sendBack() {
	o, month := m.pick(), m.month()
	may := o.closed[month]
	m.expect("return", may, m.town.Return(m.town.As(o.worker), o.id, month))
	if may {
		o.closed[month], o.reopened[month] = false, true
	}
}

func (m *model) wait() {
	m.town.Clock.Advance(time.Duration(rapid.IntRange(1, 40).Draw(m.t, "hours")) * time.Hour)
}

func (m *model) lapse() {
	m.town.Clock.Advance(time.Duration(rapid.IntRange(0, 6).Draw(m.t, "days")) * 24 * time.Hour)
	lapsed := 0
	for _, o := range m.all {
		if o.status == orders.Waiting && m.today().After(calendar.WorkingDaysAfter(o.from, 3)) {
			o.status = orders.Lapsed
			lapsed++
		}
	}
	n, err := m.town.Orders.Lapse(m.t.Context(), access.System("clock", access.Timekeeper))
	if err != nil || n != lapsed {
		m.t.Fatalf("lapsed %d, the model %d: %v", n, lapsed, err)
	}
	m.did["lapse"] += n
}

// check compares every order and every account with the model, after every step.
func (m *model) check(t *rapid.T) {
	*m.steps++
	used, reserved := map[string]int{}, map[string]int{}
	for _, o := range m.all {
		got := m.town.Order(o.id)
		if got.Status != o.status || got.Used != o.used() || got.Unsent != o.unsent() || got.WorkEnded() != !o.ended.IsZero() {
			t.Fatalf("the order is %s, used %d, unsent %d, ended %v; the model: %s, %d, %d, %v", got.Status, got.Used, got.Unsent, got.WorkEnded(), o.status, o.used(), o.unsent(), o.ended)
		}
		if live := o.status.Live(); live && got.Promised != o.amount || !live && got.Promised != 0 {
			t.Fatalf("the provider's capacity holds %d for an order that is %s", got.Promised, o.status)
		}
		used[o.recipient] += o.used()
		reserved[o.recipient] += o.reserved()
	}
	for _, recipient := range []string{world.Recipient, world.SecondRecipient} {
		if a := m.town.Allotment(recipient, registry.Assistant); a.Used != used[recipient] || a.Reserved != reserved[recipient] {
			t.Fatalf("the account of %s: used %d reserved %d, the model: %d and %d", recipient, a.Used, a.Reserved, used[recipient], reserved[recipient])
		}
	}
}

// TestTheTownFollowsTheModel is 20,000 steps of orders and journals against the model, on
// both databases together.
func TestTheTownFollowsTheModel(t *testing.T) {
	steps, did := map[string]*int{}, map[string]int{}
	checks := map[string]int{"sqlite": 300, "postgres": 60}
	if testing.Short() {
		checks = map[string]int{"sqlite": 10, "postgres": 2}
	}
	testdb.Each(t, func(t *testing.T, on testdb.Town) {
		kind := on.DB.Kind()
		steps[kind] = new(int)
		set(t, "rapid.checks", fmt.Sprint(checks[kind]))
		set(t, "rapid.steps", "60")
		rapid.Check(t, func(r *rapid.T) { story(t, r, kind, steps[kind], did) })
	})
	total := 0
	for kind, n := range steps {
		t.Logf("%s: %d steps", kind, *n)
		total += *n
	}
	t.Logf("done: %v", did)
	for _, what := range []string{"place", "confirm", "decline", "withdraw", "lapse", "save", "remove", "send", "return", "end", "cancel", "complete", "reopen"} {
		if did[what] == 0 && !testing.Short() {
			t.Errorf("%s never happened", what)
		}
	}
	if !testing.Short() && total < 20000 && len(steps) == 2 {
		t.Errorf("%d steps, want 20,000", total)
	}
}

func set(t *testing.T, name, value string) {
	t.Helper()
	f := flag.Lookup(name)
	was := f.Value.String()
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set(name, was) })
}

// story is one run of random steps in a town of its own.
func story(t *testing.T, r *rapid.T, kind string, steps *int, did map[string]int) {
	fresh := testdb.SQLite
	if kind == "postgres" {
		fresh = testdb.Postgres
	}
	m := &model{t: r, town: placed.New(t, fresh(t)), steps: steps, did: did}
	defer func() { _ = m.town.DB.Close() }() // hundreds of towns must not stay open together
	for range 2 {                            // begin where something can happen
		m.place()
		if len(m.all) > 0 {
			m.confirm()
		}
	}
	m.town.Clock.Advance(48 * time.Hour)
	r.Repeat(map[string]func(*rapid.T){"": m.check, "step": func(r *rapid.T) {
		m.t = r
		m.step()
	}})
}

// step does one thing; what ends a story comes less often.
func (m *model) step() {
	weighted := []struct {
		weight int
		do     func()
	}{{30, m.save}, {8, m.wait}, {6, m.place}, {6, m.confirm}, {6, m.remove}, {4, m.sendBack}, {4, m.endWork}, {3, m.send}, {2, m.cancel}, {1, m.decline}, {1, m.withdraw}, {1, m.lapse}}
	total := 0
	for _, w := range weighted {
		total += w.weight
	}
	n := rapid.IntRange(0, total-1).Draw(m.t, "step")
	for _, w := range weighted {
		if n < w.weight {
			w.do()
			return
		}
		n -= w.weight
	}
}

// dayOf is mostly a day on which something may be written.
func (m *model) dayOf(o *modelOrder) calendar.Date {
	var open []calendar.Date
	for n := -6; n <= 0; n++ {
		if day := m.today().PlusDays(n); m.mayWrite(o, day) {
			open = append(open, day)
		}
	}
	if len(open) == 0 || rapid.IntRange(0, 5).Draw(m.t, "any day") == 0 {
		return m.today().PlusDays(rapid.IntRange(-6, 1).Draw(m.t, "day"))
	}
	return rapid.SampledFrom(open).Draw(m.t, "open day")
}
