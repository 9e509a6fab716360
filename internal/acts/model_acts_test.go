package acts_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/signing"
	"asar/internal/store"
)

// modelAct is an act of the model: what the journal said when it was formed, and what
// happened to it since.
type modelAct struct {
	id                        acts.ID
	number                    string
	order                     *modelOrder
	month                     calendar.Month
	edition                   int
	status                    acts.Status
	days                      map[calendar.Date]int
	before                    int
	bySpecialist, byRecipient bool
	scanned                   bool
	heard                     int64
	answers                   []acts.Answer
	sentOnce                  bool
}

// lateProof is a text that was signed and waits to be used.
type lateProof struct {
	act     *modelAct
	who     string
	proof   signing.Proof
	until   calendar.Instant
	used    bool
	correct bool
}

func (o *modelOrder) living(month calendar.Month) *modelAct {
	for _, a := range o.acts {
		if a.month == month && a.status.Living() {
			return a
		}
	}
	return nil
}

// work is what the journal says of a month.
func (o *modelOrder) work(month calendar.Month) (days map[calendar.Date]int, before int) {
	days = map[calendar.Date]int{}
	for day, e := range o.entries {
		switch in := day.InMonth(); {
		case in == month:
			days[day] = e.minutes
		case in.Before(month):
			before += e.minutes
		}
	}
	return days, before
}

func (a *modelAct) changed() bool {
	days, before := a.order.work(a.month)
	return a.before != before || !maps.Equal(days, a.days)
}

func (a *modelAct) minutes() (n int) {
	for _, minutes := range a.days {
		n += minutes
	}
	return n
}

func (a *modelAct) maySign(who string) bool {
	done := a.bySpecialist
	if who == a.order.recipient {
		done = a.byRecipient
	}
	return a.status == acts.Formed && !a.changed() && !done
}

func (a *modelAct) maySend(ends bool) bool {
	others := a.order.unsent() - a.minutes()
	return a.status == acts.Formed && !a.changed() && (a.bySpecialist && a.byRecipient || a.scanned) && (!ends || others == 0 || !a.order.ended.IsZero())
}

// moved notes that a move of the table was made.
func (m *model) moved(a *modelAct, action acts.Action, to acts.Status) {
	m.did[fmt.Sprintf("%s %s %s", a.status, action, to)]++
	a.status = to
}

// pickAct is any act of any order, mostly one that fits; without one, one is formed.
func (m *model) pickAct(fits func(*modelAct) bool) *modelAct {
	var all, fitting []*modelAct
	for _, o := range m.all {
		for _, a := range o.acts {
			all = append(all, a)
			if fits(a) {
				fitting = append(fitting, a)
			}
		}
	}
	if len(fitting) > 0 && m.draw("any act", 0, 5) > 0 {
		all = fitting
	}
	if len(all) == 0 {
		m.form()
		return nil
	}
	return one(m, "act", all)
}

// formable is mostly an order with hours, and a month of it.
func (m *model) formable() (*modelOrder, calendar.Month) {
	var all []*modelOrder
	for _, o := range m.all {
		if o.unsent() > 0 {
			all = append(all, o)
		}
	}
	if len(all) == 0 || m.draw("any order", 0, 9) == 0 {
		return m.pick(func(*modelOrder) bool { return true }), m.today().InMonth().Plus(m.draw("month", -1, 1))
	}
	o := one(m, "worked order", all)
	days := slices.SortedFunc(maps.Keys(o.entries), func(a, b calendar.Date) int { return b.DaysUntil(a) })
	return o, one(m, "worked day", days).InMonth()
}

func (m *model) form() {
	o, month := m.formable()
	days, before := o.work(month)
	old := o.living(month)
	may := len(days) > 0 && !month.After(m.today().InMonth()) && (old == nil || old.status == acts.Formed)
	got, err := m.town.Acts.Form(m.t.Context(), m.town.As(o.worker), o.id, month)
	m.expect("form", may, err)
	if !may {
		return
	}
	if old != nil && !old.changed() {
		if got.ID != old.id || got.Edition != old.edition {
			m.t.Fatalf("formed again although nothing changed: %s after %s", got.ID, old.id)
		}
		m.did["form the same"]++
		return
	}
	edition := 1
	for _, a := range o.acts {
		if a.month == month {
			edition++
		}
	}
	if got.Edition != edition {
		m.t.Fatalf("edition %d, the model: %d", got.Edition, edition)
	}
	if old != nil {
		m.moved(old, acts.FormAgain, acts.Void)
	}
	o.acts = append(o.acts, &modelAct{id: got.ID, number: got.Number, order: o, month: month, edition: edition, status: acts.Formed, days: days, before: before})
}

func (m *model) sign() {
	a := m.pickAct(func(a *modelAct) bool { return a.maySign(a.order.recipient) || a.maySign(a.order.worker) })
	if a == nil {
		return
	}
	who := one(m, "who signs", []string{a.order.recipient, a.order.worker})
	text, err := m.town.Acts.PrepareSign(m.t.Context(), m.town.As(who), a.id, lang.RU)
	m.expect("prepare", a.maySign(who), err)
	if err != nil {
		return
	}
	p := &lateProof{act: a, who: who, proof: m.prove(who, text), until: m.town.Clock.Now().Plus(30 * time.Minute)}
	if m.draw("later", 0, 4) == 0 {
		m.late = append(m.late, p)
		return
	}
	m.useProof(p)
}

func (m *model) prove(who string, text signing.TextID) signing.Proof {
	proof, err := m.town.TrySign(who, text)
	if err != nil {
		m.t.Fatal(err)
	}
	return proof
}

// useProof brings a signature in, now or long after, once or again.
func (m *model) useProof(p *lateProof) {
	inTime := !p.used && !m.town.Clock.Now().After(p.until)
	if p.correct {
		m.finishCorrecting(p, inTime)
		return
	}
	may := inTime && p.act.maySign(p.who)
	_, err := m.town.Acts.Sign(m.t.Context(), m.town.As(p.who), p.proof)
	m.expect("sign", may, err)
	if !may {
		return
	}
	p.used = true
	m.moved(p.act, acts.Sign, acts.Formed)
	if p.who == p.act.order.recipient {
		p.act.byRecipient = true
	} else {
		p.act.bySpecialist = true
	}
}

func (m *model) useLate() {
	if len(m.late) == 0 {
		m.sign()
		return
	}
	m.useProof(one(m, "late proof", m.late))
}

// paper is a picture without any code on it.
var paper = func() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		panic(err)
	}
	return b.Bytes()
}()

func (m *model) scan() {
	a := m.pickAct(func(a *modelAct) bool { return a.status == acts.Formed && !a.scanned })
	if a == nil {
		return
	}
	may := a.status == acts.Formed && !a.changed()
	code, err := m.town.Acts.AttachScan(m.t.Context(), m.town.As(a.order.worker), a.id, acts.Upload{Name: "scan.png", Content: paper})
	m.expect("scan", may, err)
	if may {
		if code != acts.CodeUnread {
			m.t.Fatalf("a code was read on an empty paper: %s", code)
		}
		a.scanned = true
		m.moved(a, acts.AttachScan, acts.Formed)
	}
}

func (m *model) send() {
	ends := m.draw("ends", 0, 3) == 0
	a := m.pickAct(func(a *modelAct) bool { return a.maySend(ends) })
	if a == nil {
		return
	}
	may, by := a.maySend(ends), m.town.As(a.order.worker)
	if m.draw("by the page", 0, 1) == 1 {
		living := a.order.living(a.month)
		ready, err := m.town.Acts.Ready(m.t.Context(), by, acts.Sending{Order: a.order.id, Month: a.month, EndsWork: ends})
		m.expect("ready", living != nil && living.maySend(ends), err)
		if err == nil && ready.ID != living.id {
			m.t.Fatalf("ready is %s, the model: %s", ready.ID, living.id)
		}
		if m.draw("go back", 0, 4) == 0 {
			return
		}
	}
	m.expect("send", may, m.town.Acts.Send(m.t.Context(), by, a.id, ends))
	if !may {
		return
	}
	m.moved(a, acts.Send, acts.Sent)
	a.sentOnce = true
	a.order.closed[a.month] = true
	if ends && a.order.status == orders.OnExecution && a.order.ended.IsZero() {
		a.order.ended = m.today()
		m.did["end with an act"]++
	}
}

// answer is the payer's: the next, one repeated, one that comes late, or one that
// contradicts an earlier message of the same id.
func (m *model) answer() {
	a := m.pickAct(func(a *modelAct) bool {
		return a.status == acts.Sent || a.status == acts.Delivered || a.status == acts.Accepted
	})
	if a == nil {
		return
	}
	said := m.nextAnswer(a)
	old := m.saidBefore(a, said.MessageID)
	may := a.sentOnce && (old == nil || *old == said)
	m.expect("answer", may, m.town.Acts.Receive(m.t.Context(), payer(), said))
	if !may || old != nil {
		return
	}
	a.answers = append(a.answers, said)
	if said.Seq <= a.heard {
		m.did["answer late"]++
		return
	}
	if action := modelAnswer(a.status, said.Kind); action != "" {
		a.heard = said.Seq
		m.moved(a, action, said.Kind)
	}
}

func (m *model) saidBefore(a *modelAct, message string) *acts.Answer {
	for i := range a.answers {
		if a.answers[i].MessageID == message {
			return &a.answers[i]
		}
	}
	return nil
}

func (m *model) nextAnswer(a *modelAct) acts.Answer {
	n := len(a.answers)
	if n > 0 && m.draw("again", 0, 4) == 0 {
		said := one(m, "repeated", a.answers)
		if m.draw("differs", 0, 3) == 0 {
			said.Seq += 100
		}
		return said
	}
	said := acts.Answer{MessageID: fmt.Sprintf("%s/%d", a.number, n), Number: a.number, SaidAt: m.town.Clock.Now(),
		Kind: one(m, "kind", []acts.Status{acts.Delivered, acts.Accepted, acts.Returned, acts.Paid})}
	said.Seq = max(1, a.heard+int64(m.draw("seq", -1, 2)))
	if said.Kind == acts.Returned {
		said.Reason = "нет подписи"
	}
	return said
}

// modelAnswer is what an answer does by the payer's rules, told once more: forward only,
// never after payment or a return.
func modelAnswer(now, kind acts.Status) acts.Action {
	order := map[acts.Status]int{acts.Sent: 1, acts.Delivered: 2, acts.Accepted: 3, acts.Returned: 4, acts.Paid: 4}
	from, known := order[now]
	if !known || from >= 4 || order[kind] <= from {
		return ""
	}
	return map[acts.Status]acts.Action{acts.Delivered: acts.Deliver, acts.Accepted: acts.Accept, acts.Returned: acts.Return, acts.Paid: acts.Pay}[kind]
}

func (m *model) correct() {
	a := m.pickAct(func(a *modelAct) bool { return a.status == acts.Returned })
	if a == nil {
		return
	}
	text, err := m.town.Acts.PrepareCorrect(m.t.Context(), m.town.As(a.order.worker), a.id, lang.KK)
	m.expect("prepare correcting", a.status == acts.Returned, err)
	if err != nil {
		return
	}
	p := &lateProof{act: a, who: a.order.worker, proof: m.prove(a.order.worker, text), until: m.town.Clock.Now().Plus(30 * time.Minute), correct: true}
	if m.draw("later", 0, 4) == 0 {
		m.late = append(m.late, p)
		return
	}
	m.useProof(p)
}

func (m *model) finishCorrecting(p *lateProof, inTime bool) {
	a := p.act
	may := inTime && a.status == acts.Returned
	_, err := m.town.Acts.Correct(m.t.Context(), m.town.As(p.who), p.proof)
	m.expect("correct", may, err)
	if may {
		p.used = true
		m.moved(a, acts.Correct, acts.Corrected)
		a.order.closed[a.month], a.order.reopened[a.month] = false, true
	}
}

// actRow is what the tables say about an act.
type actRow struct {
	id              acts.ID
	status          acts.Status
	edition, jobs   int
	month           calendar.Month
	minutes         int
	worker, patient bool
	scanned         bool
}

const selectActs = `SELECT id, status, edition, month, minutes, worker_signature_id IS NOT NULL, recipient_signature_id IS NOT NULL, scan_file_id IS NOT NULL,
	(SELECT count(*) FROM job WHERE kind = 'esobes.act' AND key = act.number) FROM act`

func scanActRow(r store.Row) (a actRow, err error) {
	err = r.Scan(&a.id, store.Into(&a.status), &a.edition, &a.month, &a.minutes, &a.worker, &a.patient, &a.scanned, &a.jobs)
	return a, err
}

// checkActs compares every act with the model: as it stands, one message to the payer for
// each that was sent, one living act of an order and month.
func (m *model) checkActs(t *rapid.T, rows []actRow) {
	found, count := map[acts.ID]actRow{}, 0
	for _, r := range rows {
		found[r.id] = r
	}
	for _, o := range m.all {
		living := map[calendar.Month]int{}
		for _, a := range o.acts {
			count++
			want := actRow{id: a.id, status: a.status, edition: a.edition, month: a.month, minutes: a.minutes(), worker: a.bySpecialist, patient: a.byRecipient, scanned: a.scanned}
			if a.sentOnce {
				want.jobs = 1
			}
			if found[a.id] != want {
				t.Fatalf("the act is %+v, the model: %+v", found[a.id], want)
			}
			if a.status.Living() {
				living[a.month]++
			}
			if living[a.month] > 1 {
				t.Fatalf("%d living acts of %s", living[a.month], a.month)
			}
		}
	}
	if count != len(rows) {
		t.Fatalf("%d acts, the model has %d", len(rows), count)
	}
}
