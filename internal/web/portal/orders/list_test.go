package ordering_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

func TestTheListOfThoseWhoProvide(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	number := string(s.Order(o).Number)
	b := s.Browser(world.Assistant)
	holds(t, b.Get("/ru/orders"), http.StatusOK, "Заказы услуг", "№ "+number, `href="`+path(o, "")+`"`, "Сейтова Айгүл Маратқызы", "Индивидуальный помощник", "10\u00a0ч",
		"Ожидается подтверждение специалиста", "Ответить", path(o, "/answer"), "1 заказ ждёт вашего ответа", "Ждут ответа (1)", "Все (1)", "Найден 1 заказ")
	holds(t, b.Get("/kk/orders"), http.StatusOK, "Қызметтерге тапсырыстар", "Маманның растауы күтілуде", "Жауап беру")
	holds(t, b.Get("/en/orders"), http.StatusOK, "Service orders", "Waiting for the specialist’s confirmation")
	lacks(t, b.Get("/ru/orders?tab=closed"), "asar-row-link")
	holds(t, b.Get("/ru/orders?tab=%27&after=x&f=y"), http.StatusOK, number)
	holds(t, s.Browser(world.SignLanguage).Get("/ru/orders"), http.StatusOK, "Заказов нет", "Проверьте, что ваша запись в реестре действует")
	holds(t, s.Browser(world.Recipient).Get("/ru/orders"), http.StatusForbidden)
	s.Confirm(world.Assistant, o, orders.Who{})
	holds(t, b.Get("/ru/orders"), http.StatusOK, "На исполнении", "Добавить запись об оказанной услуге", path(o, "/journal"), "0\u00a0ч из 10\u00a0ч")
	lacks(t, b.Get("/ru/orders"), "Ответить", "ждёт вашего ответа")
}

func TestTheListOfAnOrganisation(t *testing.T) {
	s := open(t)
	bed := s.Place(world.Recipient, "qamqor/bed-place", 0, s.Clock.Now().Date().PlusDays(9))
	hours := s.Place(world.SecondRecipient, "qamqor/assistant", 600, placed.To)
	holds(t, s.Browser(world.Supplier).Get("/ru/orders"), http.StatusOK, "Койко-место", "10 дней", path(bed, "/answer"), path(hours, "/answer"), "2 заказа ждут вашего ответа")
	holds(t, s.Browser(world.Worker).Get("/ru/orders"), http.StatusOK, "Заказов нет")
}

func TestReasonsAreShownInTheList(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "assistant/assistant", 600, placed.To)
	if err := s.Decline(world.Assistant, o, orders.Reason{Code: orders.Other, Text: "Уезжаю <b>сегодня</b>"}); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/ru/orders", "/ru/my-orders"} {
		b := s.Browser(map[string]string{"/ru/orders": world.Assistant, "/ru/my-orders": world.Recipient}[page])
		holds(t, b.Get(page), http.StatusOK, "Отклонен специалистом", "Просмотреть причины", "Другая причина. Уезжаю &lt;b&gt;сегодня&lt;/b&gt;")
	}
}

func TestTheListOfARecipient(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Recipient)
	holds(t, b.Get("/ru/my-orders"), http.StatusOK, "Мои заказы", "Вы ещё ничего не заказали", "/ru/specialists")
	o := s.Place(world.Recipient, "qamqor/assistant", 600, placed.To)
	holds(t, b.Get("/ru/my-orders"), http.StatusOK, "ТОО «Қамқор»", "Отозвать заказ", path(o, "/withdraw"), "срок ответа")
	holds(t, b.Get("/kk/my-orders"), http.StatusOK, "«Қамқор» ЖШС", "Тапсырысты қайтарып алу")
	holds(t, b.Get("/en/my-orders"), http.StatusOK, "Qamqor LLP", "Withdraw the order")
	lacks(t, b.Get("/ru/my-orders"), "Фамилия получателя")
	s.Confirm(world.Supplier, o, orders.Who{Worker: s.People[world.Worker].ID})
	for who, page := range map[string]string{world.Recipient: "/ru/my-orders", world.Supplier: "/ru/orders"} {
		running := s.Browser(who).Get(page)
		holds(t, running, http.StatusOK, path(o, "/journal"))
		lacks(t, running, "Отмена заказа")
	}
	holds(t, s.Browser(world.SecondRecipient).Get("/ru/my-orders"), http.StatusOK, "Заказов нет")
}

func searching(surname, name, status string, more ...url.Values) url.Values {
	form := joined(url.Values{"surname": {surname}, "name": {name}, "status": {status}}, days("from", calendar.Date{}), days("to", calendar.Date{}))
	return joined(append([]url.Values{form}, more...)...)
}

func TestASearchLeavesNoNameInTheAddress(t *testing.T) {
	s := open(t)
	first, second := s.Place(world.Recipient, "assistant/assistant", 600, placed.To), s.Place(world.SecondRecipient, "assistant/assistant", 300, placed.To)
	mine, other := string(s.Order(first).Number), string(s.Order(second).Number)
	b := s.Browser(world.Assistant)
	holds(t, b.Get("/ru/orders"), http.StatusOK, "Дата формирования заказа (с, по)", "Статус заказа", "Фамилия получателя", "Имя получателя", "Найти")
	at := goes(t, b.Post("/ru/orders", searching("абдирах", "галым", "")), "/ru/orders?f=")
	if strings.Contains(at, "%") || len(at) > len("/ru/orders?f=")+40 {
		t.Errorf("the address says what was searched for: %s", at)
	}
	found := b.Get(at)
	holds(t, found, http.StatusOK, other, "Найден 1 заказ", `value="абдирах"`, `value="галым"`, "Сбросить поиск")
	lacks(t, found, mine)
	holds(t, s.Browser(world.SignLanguage).Get(at), http.StatusOK, "Заказов нет")
	today := s.Clock.Now().Date()
	holds(t, b.Get(goes(t, b.Post("/ru/orders", searching("", "", "", days("from", today), days("to", today))), "/ru/orders?f=")), http.StatusOK, mine, other, "Найдено 2 заказа")
	holds(t, b.Get(goes(t, b.Post("/ru/orders", searching("", "", "", days("from", today.PlusDays(1)))), "/ru/orders?f=")), http.StatusOK, "Ничего не найдено")
	s.Confirm(world.Assistant, first, orders.Who{})
	running := b.Get(goes(t, b.Post("/ru/orders", searching("", "", "on-execution")), "/ru/orders?f="))
	holds(t, running, http.StatusOK, mine, `<option value="on-execution" selected`)
	lacks(t, running, other)
	if at := goes(t, b.Post("/ru/orders", searching(" ", "", "")), "/ru/orders"); at != "/ru/orders" {
		t.Errorf("an empty search leads to %s", at)
	}
}

func TestAWrongSearchIsToldAtItsField(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Assistant)
	wrong := url.Values{"from-day": {"31"}, "from-month": {"2"}, "from-year": {"2026"}}
	holds(t, b.Post("/ru/orders", searching("Сейтова", "", "", wrong)), http.StatusUnprocessableEntity, "Введите дату: день, месяц и год", `href="#from-day"`, `value="31"`, `value="Сейтова"`)
	backwards := joined(days("from", calendar.MustDate("2026-11-20")), days("to", calendar.MustDate("2026-11-19")))
	holds(t, b.Post("/ru/orders", searching("", "", "", backwards)), http.StatusUnprocessableEntity, "Вторая дата раньше первой", `href="#to-day"`, `value="19"`)
	holds(t, b.Post("/ru/orders", url.Values{"recipient": {"x"}}), http.StatusBadRequest)
}

func TestALongListHasPages(t *testing.T) {
	s := open(t)
	for range orders.PageSize + 2 {
		s.Place(world.Recipient, "assistant/assistant", 30, placed.To)
	}
	b := s.Browser(world.Assistant)
	first := b.Get("/ru/orders?tab=waiting")
	holds(t, first, http.StatusOK, "Найдено 27 заказов", `rel="next"`)
	lacks(t, first, `rel="prev"`)
	_, rest, _ := strings.Cut(first.Body, `govuk-pagination__next`)
	_, rest, _ = strings.Cut(rest, `href="`)
	next, _, _ := strings.Cut(rest, `"`)
	second := b.Get(strings.ReplaceAll(next, "&amp;", "&"))
	holds(t, second, http.StatusOK, "В начало списка", "/ru/orders?tab=waiting")
	if n := strings.Count(second.Body, "asar-row-link"); n != 2 {
		t.Errorf("the second page has %d rows, want 2", n)
	}
}
