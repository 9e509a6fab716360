package ordering_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/registry"
	"asar/internal/testing/placed"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

func placing(s *visited.Site, entry string) string {
	return "/ru/my-orders/new?entry=" + s.Entries[entry].String()
}

func wish(s *visited.Site, allotment, amount string, from, to calendar.Date) url.Values {
	return joined(url.Values{"allotment": {s.Allotments[allotment].String()}, "amount": {amount}}, days("from", from), days("to", to))
}

func TestPlacingAnOrder(t *testing.T) {
	s := open(t)
	b, at, today := s.Browser(world.Recipient), placing(s, "assistant/assistant"), s.Clock.Now().Date()
	holds(t, b.Get("/ru/specialists/"+s.Entries["assistant/assistant"].String()), http.StatusOK, at)
	holds(t, b.Get(at), http.StatusOK, "Заказ услуги", "Ахметов Нұрлан Серікұлы", "Свободные часы", "Осталось 60\u00a0ч из 60\u00a0ч", "Количество часов")
	holds(t, b.Get(strings.Replace(at, "/ru/", "/kk/", 1)), http.StatusOK, "Қызметке тапсырыс", "Сағат саны")
	holds(t, b.Get(strings.Replace(at, "/ru/", "/en/", 1)), http.StatusOK, "Number of hours")
	form := wish(s, "recipient/assistant", "20,5", today, today.PlusDays(30))
	check := b.Post(at, form)
	holds(t, check, http.StatusOK, "Проверьте заказ", "20\u00a0ч\u00a030\u00a0мин", "Перейти к подписанию", "Изменить", `name="amount" value="20,5"`)
	form.Set("step", "change")
	holds(t, b.Post(at, form), http.StatusOK, "Количество часов", `value="20,5"`)
	form.Set("step", "sign")
	done := signs(t, world.Recipient, b, b.Post(at, form))
	holds(t, done, http.StatusOK, "Заказ отправлен", "Ожидается подтверждение специалиста", "Ответ на заказ ожидается до", "Отозвать заказ")
	holds(t, b.Get(at), http.StatusOK, "Осталось 39\u00a0ч\u00a030\u00a0мин")
	holds(t, s.Browser(world.Assistant).Get("/ru/orders"), http.StatusOK, "20\u00a0ч\u00a030\u00a0мин", "Ответить")
}

func TestEveryRefusalIsAtItsField(t *testing.T) {
	s := open(t)
	b, at, today := s.Browser(world.Recipient), placing(s, "assistant/assistant"), s.Clock.Now().Date()
	month := today.PlusDays(30)
	for name, c := range map[string]struct {
		form  url.Values
		words []string
	}{
		"empty":     {wish(s, "recipient/assistant", "", calendar.Date{}, calendar.Date{}), []string{"Введите количество часов", "Введите дату начала", "Введите дату окончания", `href="#amount"`, `href="#from-day"`, `href="#to-day"`}},
		"words":     {wish(s, "recipient/assistant", "двадцать", today, month), []string{`href="#amount"`, `value="двадцать"`}},
		"a quarter": {wish(s, "recipient/assistant", "2,25", today, month), []string{"кратно половине часа", `value="2,25"`}},
		"too much":  {wish(s, "recipient/assistant", "61", today, month), []string{"осталось 60", `href="#amount"`}},
		"too dense": {wish(s, "recipient/assistant", "20", today, today.PlusDays(1)), []string{"не больше 16", `href="#amount"`}},
		"past":      {wish(s, "recipient/assistant", "20", today.PlusDays(-1), month), []string{"не может быть раньше сегодняшней", `href="#from-day"`}},
		"backwards": {wish(s, "recipient/assistant", "20", month, today), []string{"не может быть раньше даты начала", `href="#to-day"`}},
		"too late":  {wish(s, "recipient/assistant", "20", today, placed.To.PlusDays(1)), []string{"Услуга назначена вам с", `href="#to-day"`}},
		"no volume": {url.Values{"amount": {"20"}}, []string{"Выберите назначенный объём"}},
	} {
		t.Run(name, func(t *testing.T) {
			holds(t, b.Post(at, c.form), http.StatusUnprocessableEntity, c.words...)
			c.form.Set("step", "sign")
			holds(t, b.Post(at, c.form), http.StatusUnprocessableEntity, c.words...)
		})
	}
	foreign := wish(s, "second-recipient/assistant", "20", today, month)
	holds(t, b.Post(at, foreign), http.StatusNotFound)
	holds(t, b.Post(at, wish(s, "recipient/sign-language", "20", today, month)), http.StatusNotFound)
}

func TestAFullSpecialistIsNamedAtTheAmount(t *testing.T) {
	s := open(t)
	me := s.As(world.SignLanguage)
	text, err := s.Applications.PrepareEnter(t.Context(), me, registry.Entering{Service: registry.Assistant, Unit: s.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"ru"}, Capacity: 600}}, "ru")
	if err != nil {
		t.Fatal(err)
	}
	application, err := s.Applications.Enter(t.Context(), me, s.Sign(world.SignLanguage, text))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Registry.Approve(t.Context(), s.As(world.Officer), application); err != nil {
		t.Fatal(err)
	}
	found, err := s.Registry.Specialists(t.Context(), registry.Search{Service: registry.Assistant, Name: "ким"})
	if err != nil || len(found.Rows) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	s.Entries["kim"] = found.Rows[0].ID
	today := s.Clock.Now().Date()
	holds(t, s.Browser(world.Recipient).Post(placing(s, "kim"), wish(s, "recipient/assistant", "10,5", today, today.PlusDays(30))), http.StatusUnprocessableEntity, "свободно только 10", `href="#amount"`)
}

func TestABedIsOrderedByItsDays(t *testing.T) {
	s := open(t)
	b, at, today := s.Browser(world.Recipient), placing(s, "qamqor/bed-place"), s.Clock.Now().Date()
	page := b.Get(at)
	holds(t, page, http.StatusOK, "Свободных мест сегодня", "Первый день пребывания", "Осталось 60 дней из 60 дней")
	lacks(t, page, "Количество часов")
	holds(t, b.Post(at, wish(s, "recipient/bed-place", "", today, today.PlusDays(9))), http.StatusOK, "Проверьте заказ", "10 дней")
	holds(t, b.Post(at, wish(s, "recipient/bed-place", "", today, today.PlusDays(60))), http.StatusUnprocessableEntity, "осталось дней: 60", `href="#to-day"`)
}

func TestWhenNothingCanBeOrdered(t *testing.T) {
	s := open(t)
	for who, words := range map[string]string{world.Assistant: "Нельзя заказать услугу у себя", world.SignLanguage: "Эта услуга вам не назначена"} {
		page := s.Browser(who).Get(placing(s, "assistant/assistant"))
		holds(t, page, http.StatusOK, "Заказать услугу сейчас нельзя", words)
		lacks(t, page, "Количество часов")
	}
	s.Place(world.Recipient, "qamqor/assistant", placed.Volume, placed.To)
	b := s.Browser(world.Recipient)
	holds(t, b.Get(placing(s, "assistant/assistant")), http.StatusOK, "Весь назначенный объём этой услуги уже использован или заказан")
	if err := s.Registry.Suspend(t.Context(), s.As(world.Officer), s.Entries["assistant/assistant"], "Проверка"); err != nil {
		t.Fatal(err)
	}
	holds(t, b.Get(placing(s, "assistant/assistant")), http.StatusOK, "Этот специалист сейчас не принимает заказы")
	goes(t, b.Get("/ru/my-orders/new"), "/ru/specialists")
	for _, entry := range []string{"x", s.Organisation.String(), access.NewSessionID().String()} {
		holds(t, b.Get("/ru/my-orders/new?entry="+entry), http.StatusNotFound)
		holds(t, b.Post("/ru/my-orders/new?entry="+entry, nil), http.StatusNotFound)
	}
}

func TestOneOfSeveralVolumesIsChosen(t *testing.T) {
	s := open(t)
	s.Allot(world.Recipient, registry.Assistant, 300)
	b, at, today := s.Browser(world.Recipient), placing(s, "assistant/assistant"), s.Clock.Now().Date()
	holds(t, b.Get(at), http.StatusOK, "Из какого назначенного объёма", "Осталось 5\u00a0ч из 5\u00a0ч", "Осталось 60\u00a0ч из 60\u00a0ч")
	none := wish(s, "recipient/assistant", "10", today, today.PlusDays(30))
	none.Set("allotment", "")
	holds(t, b.Post(at, none), http.StatusUnprocessableEntity, "Выберите назначенный объём, из которого делаете заказ", `href="#allotment"`, `value="10"`)
	holds(t, b.Post(at, wish(s, "recipient/assistant", "10", today, today.PlusDays(30))), http.StatusOK, "Проверьте заказ")
}
