package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/registry"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	"asar/internal/web/desk"
)

func open(t *testing.T) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(s *visited.Site) []web.Area {
		return []web.Area{desk.Area(s.Registry, s.Orders, s.Notices)}
	})
}

func holds(t *testing.T, p visited.Page, status int, words ...string) {
	t.Helper()
	if p.Status != status {
		t.Fatalf("status %d, want %d: %s", p.Status, status, p.Body)
	}
	for _, w := range words {
		if !strings.Contains(p.Body, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
	for _, key := range []string{"[desk.", "[register-pages.", "[fields.", "[registry.", "[menu.", "[notices."} {
		if i := strings.Index(p.Body, key); i >= 0 {
			t.Errorf("a text is missing: %s", p.Body[i:i+40])
		}
	}
}

func goes(t *testing.T, p visited.Page, to string) string {
	t.Helper()
	if p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, to) {
		t.Fatalf("%d %s, want %s: %s", p.Status, p.Location, to, p.Body)
	}
	return p.Location
}

func TestAllottingAVolume(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Officer)
	holds(t, b.Get("/ru/desk/allotments"), http.StatusOK, "Сейтова Айгүл Маратқызы", "Выделить объём", "60")
	for iin, why := range map[string]string{"": "Введите ИИН", "85041240012": "ИИН состоит из 12 цифр", s.People[world.ThirdRecipient].IIN: "Никого не нашли"} {
		holds(t, b.Post("/ru/desk/allotments/new", url.Values{"iin": {iin}, "reason": {"решение № 7"}}), http.StatusUnprocessableEntity, why, "решение № 7")
	}
	holds(t, b.Post("/ru/desk/allotments/new", url.Values{"iin": {s.People[world.Recipient].IIN}, "reason": {""}}), http.StatusUnprocessableEntity, "зачем вы ищете")
	at := goes(t, b.Post("/ru/desk/allotments/new", url.Values{"iin": {s.People[world.Recipient].IIN}, "reason": {"решение № 7"}}), "/ru/desk/people/")
	if strings.Contains(at, s.People[world.Recipient].IIN) {
		t.Error("a number stands in the address")
	}
	holds(t, b.Get(at), http.StatusOK, "Сейтова Айгүл", "••••••••••21")
	form := url.Values{"service": {"assistant"}, "amount": {"62,5"}, "from-day": {"24"}, "from-month": {"11"}, "from-year": {"2026"},
		"to-day": {"31"}, "to-month": {"2"}, "to-year": {"2027"}, "ground": {"№ 7"}}
	holds(t, b.Post(at, form), http.StatusUnprocessableEntity, `href="#to-day"`, "Введите дату: день, месяц и год", `value="62,5"`, `value="31"`)
	form.Set("to-day", "28")
	goes(t, b.Post(at, form), "/ru/desk/allotments")
	holds(t, b.Get("/ru/desk/allotments?said=allotted"), http.StatusOK, "Объём выделен", "62\u00a0ч\u00a030\u00a0мин")
	holds(t, s.Browser(world.OtherOfficer).Get(at), http.StatusNotFound)
	holds(t, s.Browser(world.Recipient).Get(at), http.StatusForbidden)
}

func TestChangingAndEndingAVolume(t *testing.T) {
	s := open(t)
	b, path := s.Browser(world.Officer), "/ru/desk/allotments/"+s.Allotments["recipient/assistant"].String()
	holds(t, b.Get(path), http.StatusOK, "Осталось", "Прекратить объём")
	holds(t, b.Post(path, url.Values{"amount": {"x"}, "ground": {""}}), http.StatusUnprocessableEntity, "Введите число", `value="x"`)
	goes(t, b.Post(path, url.Values{"amount": {"80"}, "ground": {"№ 8"}}), "/ru/desk/allotments")
	holds(t, b.Get(path+"/end"), http.StatusOK, "Размещённые заказы продолжаются")
	goes(t, b.Post(path+"/end", url.Values{"ground": {"№ 9"}}), "/ru/desk/allotments")
	holds(t, b.Get(path), http.StatusOK, "Объём прекращён")
	holds(t, b.Post(path, url.Values{"amount": {"90"}, "ground": {"№ 10"}}), http.StatusUnprocessableEntity, "уже прекращён")
	holds(t, s.Browser(world.OtherOfficer).Get(path), http.StatusNotFound)
}

func TestSearchingVolumes(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Officer)
	at := goes(t, b.Post("/ru/desk/allotments", url.Values{"surname": {"абдирах"}}), "/ru/desk/allotments?f=")
	page := b.Get(at)
	holds(t, page, http.StatusOK, "Әбдірахманов Ғалымжан")
	if strings.Contains(page.Body, "Сейтова") {
		t.Error("the search narrows nothing")
	}
}

func TestDecidingAnApplication(t *testing.T) {
	s := open(t)
	me := s.As(world.Assistant)
	text, err := s.Applications.PrepareEnter(t.Context(), me, registry.Entering{Service: registry.SignLanguage, Unit: s.Units[world.Bostandyk], Offer: registry.Offer{Languages: []string{"ru"}, AboutKK: "Тәжірибем бар"}}, lang.RU)
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.Applications.Enter(t.Context(), me, s.Sign(world.Assistant, text))
	if err != nil {
		t.Fatal(err)
	}
	b, path := s.Browser(world.Officer), "/desk/register/"+made.String()
	holds(t, b.Get("/ru/desk"), http.StatusOK, "Поступило заявление", path)
	holds(t, b.Get("/kk/desk/register"), http.StatusOK, "Ахметов Нұрлан", "Тізілімге енгізу")
	holds(t, b.Get("/ru"+path), http.StatusOK, "Одобрить", "Отказать", `lang="kk"`)
	holds(t, s.Browser(world.OtherOfficer).Get("/ru"+path), http.StatusNotFound)
	holds(t, s.Browser(world.OtherOfficer).Post("/ru"+path+"/approve", nil), http.StatusNotFound)
	holds(t, s.Browser(world.Assistant).Post("/ru"+path+"/approve", nil), http.StatusForbidden)
	holds(t, b.Post("/ru"+path+"/refuse", url.Values{"reason": {""}}), http.StatusUnprocessableEntity, "Укажите причину")
	holds(t, b.Post("/ru"+path+"/refuse", url.Values{"reason": {"не\u200b подходит"}}), http.StatusUnprocessableEntity, "невидимые знаки", "не подходит")
	goes(t, b.Post("/ru"+path+"/approve", nil), "/ru/desk/register")
	holds(t, b.Post("/ru"+path+"/approve", nil), http.StatusUnprocessableEntity, "уже рассмотрено")
	holds(t, b.Get("/ru/desk/register?tab=decided"), http.StatusOK, "Одобрено")
	holds(t, b.Get("/ru/desk"), http.StatusOK, "ничего не требуется")
}

func TestSuspendingAnEntry(t *testing.T) {
	s := open(t)
	b, path := s.Browser(world.Officer), "/ru/desk/entries/"+s.Entries["assistant/assistant"].String()
	holds(t, b.Get("/ru/desk/register?tab=entries"), http.StatusOK, "Ахметов Нұрлан")
	holds(t, b.Get(path), http.StatusOK, "Приостановить запись")
	holds(t, b.Post(path, url.Values{"move": {"suspend"}, "reason": {""}}), http.StatusUnprocessableEntity, "Укажите причину")
	holds(t, b.Post(path, url.Values{"move": {"suspend"}, "reason": {"a\u202eb"}}), http.StatusUnprocessableEntity, "невидимые знаки")
	goes(t, b.Post(path, url.Values{"move": {"suspend"}, "reason": {"Жалоба"}}), "/ru/desk/register")
	holds(t, b.Get(path), http.StatusOK, "Возобновить запись")
	goes(t, b.Post(path, url.Values{"move": {"resume"}, "reason": {"Проверено"}}), "/ru/desk/register")
}

func TestTheDistrictsOrders(t *testing.T) {
	s := open(t)
	s.Running(world.Recipient, 600)
	holds(t, s.Browser(world.Officer).Get("/ru/desk/orders"), http.StatusOK, "Сейтова Айгүл", "На исполнении", "10\u00a0ч")
	holds(t, s.Browser(world.Officer).Get("/ru/desk/orders?tab=waiting"), http.StatusOK, "Заказов нет")
	holds(t, s.Browser(world.OtherOfficer).Get("/ru/desk/orders"), http.StatusOK, "Заказов нет")
}
