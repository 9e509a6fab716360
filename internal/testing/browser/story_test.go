package browser_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"

	"asar/internal/acts"
	"asar/internal/exchange/esobes"
	"asar/internal/exchange/esobes/twin"
	"asar/internal/jobs"
	"asar/internal/lang"
	"asar/internal/testing/browser"
	"asar/internal/testing/world"
)

// The manual's words, as it quotes them. The story finds every button, menu and page by
// these keys, so what a person reads in Russian is what the manual says.
var manual = map[string]string{
	"sign.key.file":                         "Выберите ЭЦП",
	"sign.key.open":                         "Открыть",
	"sign.key.sign":                         "Подписать",
	"menu.orders":                           "Кабинет специалиста – Заказы услуг",
	"order-pages.title.specialist":          "Заказы услуг",
	"order-pages.period":                    "Дата формирования заказа (с, по)",
	"order-pages.status":                    "Статус заказа",
	"order-pages.surname":                   "Фамилия получателя",
	"order-pages.name":                      "Имя получателя",
	"order-pages.find":                      "Найти",
	"order-pages.see-reasons":               "Просмотреть причины",
	"order-pages.number":                    "Номер заказа",
	"order-pages.answer":                    "Ответить",
	"order-pages.answer-title":              "Подтверждение заказа услуги",
	"order-pages.confirm":                   "Подтвердить",
	"order-pages.decline":                   "Отклонить",
	"order-pages.add-entry":                 "Добавить запись об оказанной услуге",
	"orders.status.waiting":                 "Ожидается подтверждение специалиста",
	"orders.status.on-execution":            "На исполнении",
	"orders.status.completed":               "Выполнен",
	"orders.status.cancelled-by-recipient":  "Отменен по инициативе получателя",
	"orders.status.cancelled-by-specialist": "Отменен по инициативе специалиста",
	"journal-pages.add":                     "Добавить запись в журнал",
	"journal-pages.save":                    "Сохранить записи услуги",
	"journal-pages.find":                    "Найти",
	"journal-pages.form-act":                "Сформировать акт и лист сопровождения",
	"journal-pages.send-act":                "Отправить акт оказанных услуг за текущий период",
	"journal-pages.sent":                    "Просмотреть историю отправленной документации",
	"journal-pages.end-work":                "Отмена заказа",
	"journal.month-closed":                  `Действие "Добавить новую запись в журнал" недоступно, т.к. за текущий месяц вы уже направили акт выполненных работ`,
	"act-pages.send-submit":                 "Отправить",
	"act-pages.confirm":                     "Подтвердить",
	"menu.sent":                             "Отправленная документация",
}

func TestTheManualsWords(t *testing.T) {
	texts, err := lang.Load()
	must(t, err)
	for key, words := range manual {
		if said := texts.In(lang.RU).Say(key); said != words {
			t.Errorf("%s is %q, the manual says %q", key, said, words)
		}
	}
}

// TestTheManual plays the manual's 28 steps by both sides, from the recipient's order to
// the act paid and the order given up: in Russian and in Kazakh, on a wide screen and on a
// phone, with the pointer and with the keyboard alone.
func TestTheManual(t *testing.T) {
	for _, c := range []struct {
		name string
		l    lang.Locale
		hand hand
	}{
		{"in Russian, looking at every page", lang.RU, hand{width: 1280, script: true, look: true}},
		{"in Kazakh on a phone", lang.KK, hand{width: 390, script: true}},
		{"with the keyboard alone", lang.RU, hand{width: 1280, script: true, keyboard: true}},
		{"without script", lang.RU, hand{width: 390}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := open(t)
			chromium := browser.Start(t)
			s := story{o: o, chromium: chromium, l: c.l, hand: c.hand, payer: payerOf(t, o)}
			s.place()
			s.answer()
			s.work()
			s.formAndSign()
			s.send()
			s.paid()
			s.giveUp()
			o.watched(t, chromium)
		})
	}
}

// story is the manual as two people live it.
type story struct {
	o                     *town
	chromium              *browser.Chromium
	l                     lang.Locale
	hand                  hand
	payer                 *payer
	recipient, specialist *person
}

// place: the recipient picks a specialist from the register and orders hours.
func (s *story) place() {
	r := s.o.person(s.chromium, world.Recipient, s.l, s.hand)
	s.recipient = r
	r.menu("menu.my-services")
	r.at(r.say("menu.my-services"))
	r.open("/specialists?service=assistant")
	r.at(r.say("register-pages.specialists"))
	r.pressed("Ахметов Нұрлан Серікұлы")
	r.at("Ахметов Нұрлан Серікұлы")
	r.press("register-pages.order")
	r.at(r.say("order-pages.place-title"))
	r.fill("amount", "200")
	r.date("from", "23", "11", "2026")
	r.date("to", "31", "12", "2026")
	r.press("ui.continue")
	r.See("#amount-error", "") // more than was allotted: said at the field, and nothing typed is lost
	r.axe()
	r.fill("amount", "20")
	r.press("ui.continue")
	r.at(r.say("order-pages.check-title"))
	r.press("order-pages.to-signing")
	r.signed()
	r.said("done.order-placed")
	r.See("h1", "2026-")
	r.menu("menu.my-orders")
	r.at(r.say("order-pages.title.recipient"))
	r.See("main", r.say("orders.status.waiting"))
}

// answer: manual, steps 1 to 8.
func (s *story) answer() {
	p := s.o.person(s.chromium, world.Assistant, s.l, s.hand)
	s.specialist = p
	p.menu("menu.orders")
	p.at(p.say("order-pages.title.specialist"))
	p.unfold("surname", "order-pages.search")
	p.fill("surname", "сейтова")
	p.press("order-pages.find")
	p.at(p.say("order-pages.title.specialist"))
	p.See("main", p.say("orders.status.waiting"))
	p.press("order-pages.answer")
	p.at(p.say("order-pages.answer-title"))
	p.press("order-pages.confirm")
	p.signed()
	p.said("done.order-confirmed")
	p.menu("menu.orders")
	p.at(p.say("order-pages.title.specialist"))
	p.See("main", p.say("orders.status.on-execution"))
}

// work: manual, steps 9 to 12.
func (s *story) work() {
	p := s.specialist
	p.press("order-pages.add-entry")
	s.journal(p)
	p.press("journal-pages.add")
	p.at(p.say("journal-pages.entry"))
	p.fill("places-kk", "№ 5 емхана")
	p.fill("places-ru", "Поликлиника № 5")
	p.fill("hours", "9")
	p.press("journal-pages.save")
	p.See("#hours-error", "8")
	p.See("main [name=places-kk]", "")
	p.axe()
	p.fill("hours", "4")
	p.press("journal-pages.save")
	p.said("done.entry-saved")
	s.journal(p)
	p.press("journal-pages.find") // the month chosen already
	s.journal(p)
}

func (s *story) journal(p *person) {
	p.at(p.say("journal-pages.title", lang.Args{"Month": p.o.Texts.In(p.locale).Month(s.o.Clock.Now().Date().InMonth())}))
}

// formAndSign: manual, steps 13 to 15; both sides sign electronically, without script on paper.
func (s *story) formAndSign() {
	p := s.specialist
	p.press("journal-pages.form-act")
	p.said("done.act-formed")
	s.act(p)
	paper := p.fetch(`main a[href*="/files/"]`)
	if string(paper[:5]) != "%PDF-" {
		s.o.t.Fatalf("the act is %q", paper[:5])
	}
	if !s.hand.script {
		s.scan(p, paper)
		return
	}
	p.press("act-pages.sign")
	p.signed()
	p.said("done.act-signed")
	r := s.recipient
	r.menu("menu.notices")
	r.at(r.say("menu.notices"))
	r.Click(`main a[href*="/acts/"]`)
	s.act(r)
	r.press("act-pages.sign")
	r.signed()
	r.said("done.act-signed")
}

func (s *story) act(p *person) { p.at("2026-") }

// scan: the paper both sides signed comes back as a file.
func (s *story) scan(p *person, paper []byte) {
	p.Click(`main a[href$="/scan"]`)
	p.See("h1", p.say("act-pages.scan-title"))
	p.Choose("#file", p.o.write("photo.pdf", []byte("no document")))
	p.press("act-pages.scan-attach")
	p.See("#file-error", "PDF")
	p.Choose("#file", p.o.write("scan.pdf", paper))
	p.press("act-pages.scan-attach")
	p.said("done.scan-attached")
}

// send: manual, steps 16 to 20.
func (s *story) send() {
	p := s.specialist
	s.toJournal(p)
	p.press("journal-pages.send-act")
	p.at(p.say("act-pages.send"))
	p.press("act-pages.send-submit")
	p.at(p.say("act-pages.confirm-title"))
	p.press("act-pages.confirm")
	p.said("done.act-sent")
	s.toJournal(p)
	p.press("journal-pages.add")
	p.See("main", p.say("journal.month-closed"))
	s.toJournal(p)
	p.press("journal-pages.sent")
	p.at(p.say("menu.sent"))
	p.See("main", p.say("acts.status.sent"))
}

func (s *story) toJournal(p *person) {
	p.menu("menu.orders")
	p.at(p.say("order-pages.title.specialist"))
	p.press("order-pages.add-entry")
	s.journal(p)
}

// paid: the payer takes the act, accepts it and pays.
func (s *story) paid() {
	s.payer.pay(s.o.t)
	p := s.specialist
	p.menu("menu.sent")
	p.at(p.say("menu.sent"))
	p.See("main", p.say("acts.status.paid"))
}

// giveUp: manual, steps 21 to 28.
func (s *story) giveUp() {
	p := s.specialist
	s.toJournal(p)
	p.press("journal-pages.end-work")
	p.at(p.say("order-pages.end-work"))
	p.press("order-pages.confirm")
	p.said("done.work-ended")
	p.menu("menu.orders")
	p.at(p.say("order-pages.title.specialist"))
	p.press("order-pages.give-up")
	p.at(p.say("order-pages.cancel-title"))
	p.tick("reason")
	p.press("order-pages.confirm")
	p.signed()
	p.said("done.order-cancelled")
	p.menu("menu.orders")
	p.at(p.say("order-pages.title.specialist"))
	p.See("main", p.say("orders.status.cancelled-by-specialist"))
	p.press("order-pages.see-reasons")
	r := s.recipient
	r.menu("menu.my-orders")
	r.at(r.say("order-pages.title.recipient"))
	r.See("main", r.say("orders.status.cancelled-by-specialist"))
	r.press("order-pages.choose-provider")
	r.at(r.say("register-pages.specialists"))
}

// payer is E-Sobes beside the town, and the worker that talks with it.
type payer struct {
	o      *town
	twin   *twin.ESobes
	client *esobes.Client
	runner *jobs.Runner
}

func payerOf(t *testing.T, o *town) *payer {
	t.Helper()
	p := &payer{o: o, twin: twin.New(o.Clock)}
	server := httptest.NewServer(p.twin)
	t.Cleanup(server.Close)
	p.client = esobes.NewClient(server.URL)
	p.runner = &jobs.Runner{DB: o.DB, Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{acts.SendJob: esobes.Handler(o.Acts, p.client)}}
	return p
}

// pay hands over what waits, and has the payer say all it says about an act it pays.
func (p *payer) pay(t *testing.T) {
	t.Helper()
	_, err := p.runner.Once(t.Context())
	must(t, err)
	held := p.twin.Acts()
	if len(held) != 1 {
		t.Fatalf("the payer holds %v, want one act", held)
	}
	for number := range held {
		for _, kind := range []string{"delivered", "accepted", "paid"} {
			must(t, p.twin.Say(number, kind, ""))
		}
	}
	must(t, esobes.Poll(context.WithoutCancel(t.Context()), p.o.Acts, p.client))
}
