package register_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/signing"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	"asar/internal/web/portal/register"
)

func open(t *testing.T) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(s *visited.Site) []web.Area {
		return []web.Area{register.Area(s.Registry, s.Applications)}
	})
}

// holds tells whether a page has all the words, and no key without a text.
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
	for _, key := range []string{"[register-pages.", "[fields.", "[registry.", "[menu."} {
		if i := strings.Index(p.Body, key); i >= 0 {
			t.Errorf("a text is missing: %s", p.Body[i:i+40])
		}
	}
}

func TestMyServices(t *testing.T) {
	s := open(t)
	for locale, word := range map[string]string{"ru": "Осталось 60", "kk": "Жеке көмекші", "en": "of 60"} {
		holds(t, s.Browser(world.Recipient).Get("/"+locale+"/my-services"), http.StatusOK, word)
	}
	holds(t, s.Browser(world.Assistant).Get("/ru/my-services"), http.StatusOK, "ещё не выделен")
	if p := s.Visitor().Get("/ru/my-services"); p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, "/ru/sign-in") {
		t.Errorf("a visitor gets %d %s", p.Status, p.Location)
	}
}

func TestThePublicList(t *testing.T) {
	s := open(t)
	visitor := s.Visitor()
	holds(t, visitor.Get("/ru/specialists"), http.StatusOK, "Ахметов Нұрлан Серікұлы", "Қамқор", "Найдены 4 записи")
	holds(t, visitor.Get("/kk/specialists?service=sign-language"), http.StatusOK, "Ким Виктория", "1 жазба табылды")
	holds(t, visitor.Get("/ru/specialists?service=%27&unit=x&language=%25&after=y"), http.StatusOK)
	named := visitor.Post("/ru/specialists", url.Values{"name": {"ахметов"}, "service": {""}, "unit": {""}, "language": {""}})
	holds(t, named, http.StatusOK, "Ахметов Нұрлан", "Найдена 1 запись")
	mine := s.Browser(world.Recipient)
	p := mine.Post("/ru/specialists", url.Values{"name": {"ахметов"}, "service": {"assistant"}, "unit": {""}, "language": {""}})
	if p.Status != http.StatusSeeOther || strings.Contains(p.Location, "name") || !strings.Contains(p.Location, "f=") {
		t.Fatalf("%d %s", p.Status, p.Location)
	}
	holds(t, mine.Get(p.Location), http.StatusOK, "Найдена 1 запись", `value="ахметов"`)
	holds(t, visitor.Get(p.Location), http.StatusOK, "Найдены 2 записи") // another's search says nothing
	entry := "/ru/specialists/" + s.Entries["assistant/assistant"].String()
	holds(t, visitor.Get(entry), http.StatusOK, "Чтобы заказать услугу, войдите", "казахский, русский")
	holds(t, mine.Get(entry), http.StatusOK, "/ru/my-orders/new?entry="+s.Entries["assistant/assistant"].String())
	if p := s.Browser(world.Assistant).Get(entry); strings.Contains(p.Body, "/ru/my-orders/new") {
		t.Error("one may order from oneself")
	}
	holds(t, visitor.Get("/ru/specialists/"+s.Organisation.String()), http.StatusNotFound)
	holds(t, visitor.Get("/ru/specialists/x"), http.StatusNotFound)
	holds(t, visitor.Get("/ru/specialists/"+s.Entries["qamqor/bed-place"].String()), http.StatusOK, "Свободных мест сегодня")
}

func entering(s *visited.Site) url.Values {
	return url.Values{"service": {"sign-language"}, "unit": {s.Units[world.Bostandyk].String()}, "languages": {"kk", "ru"}, "capacity": {"40"}, "about-kk": {""}, "about-ru": {"Опыт <b>5</b> лет"}}
}

func TestApplyingToEnter(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Assistant)
	holds(t, b.Get("/ru/register"), http.StatusOK, "В реестре", "Индивидуальный помощник", "Выйти из реестра")
	holds(t, b.Get("/kk/register/enter"), http.StatusOK, "Тізілімге енгізу туралы өтініш")
	wrong := entering(s)
	wrong.Set("capacity", "0,3")
	wrong.Del("languages")
	wrong.Set("about-ru", "Опыт <b>5</b> лет")
	holds(t, b.Post("/ru/register/enter", wrong), http.StatusUnprocessableEntity, "Отметьте хотя бы один язык", "кратно получасу", "Опыт &lt;b&gt;5&lt;/b&gt; лет", `value="0,3"`)
	p := b.Post("/ru/register/enter", entering(s))
	if p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, "/ru/sign/") {
		t.Fatalf("%d %s %s", p.Status, p.Location, p.Body)
	}
	var text signing.TextID
	if err := text.UnmarshalText([]byte(strings.TrimPrefix(p.Location, "/ru/sign/"))); err != nil {
		t.Fatal(err)
	}
	made, err := s.Applications.Enter(t.Context(), s.As(world.Assistant), s.Sign(world.Assistant, text))
	if err != nil {
		t.Fatal(err)
	}
	holds(t, b.Get("/ru/register"), http.StatusOK, "Ждёт решения", "Отозвать заявление")
	holds(t, b.Post("/ru/register/enter", entering(s)), http.StatusUnprocessableEntity, "уже подано и ждёт решения")
	holds(t, s.Browser(world.SignLanguage).Post("/ru/register/applications/"+made.String()+"/withdraw", nil), http.StatusNotFound)
	if p := b.Post("/ru/register/applications/"+made.String()+"/withdraw", nil); p.Status != http.StatusSeeOther {
		t.Errorf("%d", p.Status)
	}
	holds(t, b.Get("/ru/register?said=application-withdrawn"), http.StatusOK, "Отозвано", "Заявление отозвано")
}

func TestApplyingToLeave(t *testing.T) {
	s := open(t)
	b, path := s.Browser(world.Assistant), "/ru/register/leave/"+s.Entries["assistant/assistant"].String()
	holds(t, b.Get(path), http.StatusOK, "подтверждать новые заказы")
	holds(t, b.Post(path, url.Values{"reason": {" "}}), http.StatusUnprocessableEntity, "Укажите причину выхода")
	if p := b.Post(path, url.Values{"reason": {"Переезжаю"}}); !strings.HasPrefix(p.Location, "/ru/sign/") {
		t.Errorf("%d %s", p.Status, p.Location)
	}
	holds(t, s.Browser(world.SignLanguage).Get(path), http.StatusNotFound)
	holds(t, s.Browser(world.Recipient).Get(path), http.StatusForbidden)
}

func TestAnOrganisationsPage(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Supplier)
	holds(t, b.Get("/ru/register/workers"), http.StatusOK, "Жүнісбеков Ерлан", "Цой Алина", "1-1", "Свободно")
	holds(t, b.Post("/ru/register/workers", url.Values{"iin": {"1"}, "service": {"assistant"}}), http.StatusUnprocessableEntity, "ИИН состоит из 12 цифр", `value="1"`)
	holds(t, b.Post("/ru/register/workers", url.Values{"iin": {s.People[world.Worker].IIN}, "service": {"assistant"}}), http.StatusUnprocessableEntity, "уже работает у вас")
	if p := b.Post("/ru/register/workers", url.Values{"iin": {s.People[world.SignLanguage].IIN}, "service": {"sign-language"}}); p.Status != http.StatusSeeOther {
		t.Errorf("%d", p.Status)
	}
	holds(t, b.Post("/ru/register/beds", url.Values{"label": {"1-1"}}), http.StatusUnprocessableEntity, "уже есть")
	holds(t, b.Post("/ru/register/beds", url.Values{"label": {"9\u200b-9"}}), http.StatusUnprocessableEntity, "невидимые знаки")
	if p := b.Post("/ru/register/beds/"+s.Beds[0].String()+"/close", nil); p.Status != http.StatusSeeOther {
		t.Errorf("%d", p.Status)
	}
	holds(t, b.Post("/ru/register/beds/"+s.Beds[0].String()+"/close", nil), http.StatusConflict)
	holds(t, b.Get("/ru/register/enter"), http.StatusOK, "Койко-место")
	holds(t, b.Post("/ru/register/beds", url.Values{"label": {"x"}, "organisation": {"y"}}), http.StatusBadRequest) // a field no page of ours has
	holds(t, s.Browser(world.Assistant).Get("/ru/register/workers"), http.StatusForbidden)
	if _, err := s.Registry.Specialist(t.Context(), registry.EntryID{}); !problem.Is(err, problem.NotFound) {
		t.Error(err)
	}
}
