package acts_test

import (
	"context"
	"time"

	"pgregory.net/rapid"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/store"
	"asar/internal/testing/placed"
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
	acts                []*modelAct
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

var modelRecipients = []string{world.Recipient, world.SecondRecipient, world.ThirdRecipient}

type model struct {
	t     *rapid.T
	town  *placed.Town
	all   []*modelOrder
	steps *int
	did   map[string]int
	late  []*lateProof
}

func (m *model) today() calendar.Date { return m.town.Clock.Now().Date() }

// pick is an order, mostly one that fits.
func (m *model) pick(fits func(*modelOrder) bool) *modelOrder {
	if len(m.all) == 0 {
		m.place()
	}
	var fitting []*modelOrder
	for _, o := range m.all {
		if fits(o) {
			fitting = append(fitting, o)
		}
	}
	if len(fitting) == 0 || m.draw("any order", 0, 5) == 0 {
		fitting = m.all
	}
	return one(m, "order", fitting)
}

func waits(o *modelOrder) bool { return o.status == orders.Waiting }

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
	recipient := one(m, "recipient", modelRecipients)
	amount := 30 * m.draw("amount", 1, 30)
	days := m.draw("days", 0, 45)
	if len(m.all) == 0 {
		amount, days = min(amount, 480), max(days, 20)
	}
	if len(m.all) >= mostOrders {
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
	o := m.pick(waits)
	may := o.status == orders.Waiting
	m.expect("confirm", may, m.town.TryConfirm(o.worker, o.id, orders.Who{}))
	if may {
		o.status, o.confirmed = orders.OnExecution, m.today()
	}
}

func (m *model) decline() {
	o := m.pick(waits)
	may := o.status == orders.Waiting
	m.expect("decline", may, m.town.Decline(o.worker, o.id, orders.Reason{Code: "illness"}))
	if may {
		o.status = orders.Declined
	}
}

func (m *model) withdraw() {
	o := m.pick(waits)
	may := o.status == orders.Waiting
	m.expect("withdraw", may, m.town.Withdraw(o.recipient, o.id))
	if may {
		o.status = orders.Withdrawn
	}
}

func (m *model) endWork() {
	o := m.pick(func(o *modelOrder) bool { return o.status == orders.OnExecution && o.ended.IsZero() && o.unsent() == 0 })
	who := one(m, "who", []string{o.recipient, o.worker})
	may := o.status == orders.OnExecution && o.ended.IsZero() && o.unsent() == 0
	m.expect("end", may, m.town.Orders.EndWork(m.t.Context(), m.town.As(who), o.id))
	if may {
		o.ended = m.today()
	}
}

func (m *model) cancel() {
	o := m.pick(func(o *modelOrder) bool {
		return o.status == orders.OnExecution && !o.ended.IsZero() && o.unsent() == 0
	})
	byRecipient := m.draw("by the recipient", 0, 1) == 1
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
	o := m.pick(func(o *modelOrder) bool {
		return len(m.openDays(o)) > 0 && (o.amount > o.used() || o.status == orders.Completed)
	})
	day := m.dayOf(o)
	minutes := 30 * m.draw("half-hours", 0, 8)
	if m.draw("long day", 0, 5) == 0 {
		minutes *= 2 // up to the limit, or over it
	}
	was := o.entries[day]
	version, before := 0, 0
	if was != nil {
		version, before = was.version, was.minutes
	}
	asked := version
	if m.draw("late", 0, 9) == 0 {
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
	o := m.pick(func(o *modelOrder) bool { return len(o.entries) > 0 && len(m.openDays(o)) > 0 })
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
	day := one(m, "written day", written)
	e := o.entries[day]
	may := m.mayWrite(o, day)
	saved, err := m.town.Journal.Remove(m.t.Context(), m.town.As(o.worker), e.id, e.version)
	m.expect("remove", may, err)
	if may {
		delete(o.entries, day)
		m.reckon(o, saved.Completed)
	}
}

func (m *model) wait() {
	m.town.Clock.Advance(time.Duration(m.draw("hours", 1, 40)) * time.Hour)
}

func (m *model) lapse() {
	m.town.Clock.Advance(time.Duration(m.draw("days", 0, 6)) * 24 * time.Hour)
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

// orderRow is what the tables say about an order.
type orderRow struct {
	id                     orders.ID
	status                 orders.Status
	used, unsent, promised int
	ended                  bool
}

// accountRow is what the tables say about a recipient's hours.
type accountRow struct {
	id             registry.AllotmentID
	used, reserved int
}

// check compares every order, account and act with the model, after every step.
func (m *model) check(t *rapid.T) {
	*m.steps++
	var rows []orderRow
	var accounts []accountRow
	var acts []actRow
	err := m.town.DB.Read(t.Context(), func(ctx context.Context, q *store.Reader) (err error) {
		if rows, err = store.All(ctx, q, func(r store.Row) (o orderRow, err error) {
			err = r.Scan(&o.id, store.Into(&o.status), &o.used, &o.unsent, &o.promised, &o.ended)
			return o, err
		}, `SELECT id, status, used, unsent, promised, work_ended_at IS NOT NULL FROM orders`); err != nil {
			return err
		}
		if accounts, err = store.All(ctx, q, func(r store.Row) (a accountRow, err error) {
			err = r.Scan(&a.id, &a.used, &a.reserved)
			return a, err
		}, `SELECT id, used, reserved FROM allotment WHERE service = 'assistant'`); err != nil {
			return err
		}
		acts, err = store.All(ctx, q, scanActRow, selectActs)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	m.checkOrders(t, rows, accounts)
	m.checkActs(t, acts)
}

func (m *model) checkOrders(t *rapid.T, rows []orderRow, accounts []accountRow) {
	found := map[orders.ID]orderRow{}
	for _, r := range rows {
		found[r.id] = r
	}
	used, reserved := map[registry.AllotmentID]int{}, map[registry.AllotmentID]int{}
	for _, o := range m.all {
		want := orderRow{id: o.id, status: o.status, used: o.used(), unsent: o.unsent(), ended: !o.ended.IsZero()}
		if o.status.Live() {
			want.promised = o.amount
		}
		if found[o.id] != want {
			t.Fatalf("the order is %+v, the model: %+v", found[o.id], want)
		}
		account := m.town.Allotments[o.recipient+"/assistant"]
		used[account] += o.used()
		reserved[account] += o.reserved()
	}
	for _, a := range accounts {
		if a.used != used[a.id] || a.reserved != reserved[a.id] {
			t.Fatalf("the account is %+v, the model: %d and %d", a, used[a.id], reserved[a.id])
		}
	}
}

// openDays are the days of the last week on which something may be written.
func (m *model) openDays(o *modelOrder) (open []calendar.Date) {
	for n := -6; n <= 0; n++ {
		if day := m.today().PlusDays(n); m.mayWrite(o, day) {
			open = append(open, day)
		}
	}
	return open
}

// dayOf is mostly a day on which something may be written.
func (m *model) dayOf(o *modelOrder) calendar.Date {
	open := m.openDays(o)
	if len(open) == 0 || m.draw("any day", 0, 5) == 0 {
		return m.today().PlusDays(m.draw("day", -6, 1))
	}
	return one(m, "open day", open)
}
