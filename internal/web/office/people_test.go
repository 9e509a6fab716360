package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	"asar/internal/web/office"
)

func open(t *testing.T) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(s *visited.Site) []web.Area {
		return []web.Area{office.Area(s.DB, s.Registry, s.Sessions)}
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
	for _, key := range []string{"[office", "[fields.", "[registry.", "[menu.", "[audit.", "[jobs."} {
		if i := strings.Index(p.Body, key); i >= 0 {
			t.Errorf("a text is missing: %s", p.Body[i:i+40])
		}
	}
}

func TestPeople(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Administrator)
	holds(t, b.Get("/ru/office"), http.StatusOK, "Люди и роли", "Организации")
	holds(t, b.Get("/ru/office/people"), http.StatusOK, "Қасымова Һәнипа", ">Ответственный специалист<", ">Аудитор<")
	p := b.Post("/ru/office/people", url.Values{"surname": {"касым"}})
	page := b.Get(p.Location)
	holds(t, page, http.StatusOK, "Қасымова Һәнипа")
	if strings.Contains(page.Body, "Сейтова") || strings.Contains(p.Location, "касым") {
		t.Error("the search narrows nothing, or stands in the address")
	}
	form := url.Values{"iin": {"850412400121"}, "surname": {"Иванова"}, "name": {"Анна"}, "patronymic": {""}, "phone": {""}, "email": {""}, "address": {""}, "unit": {""}}
	holds(t, b.Post("/ru/office/people/new", form), http.StatusUnprocessableEntity, "уже есть на портале", `value="Иванова"`)
	for _, who := range []string{world.Recipient, world.Officer, world.Auditor} {
		holds(t, s.Browser(who).Get("/ru/office/people"), http.StatusForbidden)
	}
	holds(t, s.Browser(world.Auditor).Get("/kk/office"), http.StatusOK)
}

func TestGivingAndEndingAPosition(t *testing.T) {
	s := open(t)
	b, path := s.Browser(world.Administrator), "/ru/office/people/"+s.People[world.SignLanguage].ID.String()
	holds(t, b.Get(path), http.StatusOK, "Ким Виктория Андреевна", "••••••••••79", "Должностей нет")
	form := url.Values{"role": {"officer"}, "unit": {""}, "organisation": {""}, "from-day": {""}, "from-month": {""}, "from-year": {""}}
	holds(t, b.Post(path+"/positions", form), http.StatusUnprocessableEntity, "Выберите отдел")
	form.Set("unit", s.Units[world.Medeu].String())
	if p := b.Post(path+"/positions", form); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	officer := s.Browser(world.SignLanguage) // sits in the new cabinet
	if p := officer.Get("/ru/office"); p.Status != http.StatusForbidden {
		t.Errorf("an officer in the office: %d", p.Status)
	}
	page := b.Get(path)
	holds(t, page, http.StatusOK, "Ответственный специалист", "Медеуского", "Без срока")
	_, rest, _ := strings.Cut(page.Body, path+"/positions/")
	position, _, _ := strings.Cut(rest, "/end")
	if p := b.Post(path+"/positions/"+position+"/end", nil); p.Status != http.StatusSeeOther {
		t.Errorf("%d", p.Status)
	}
	if p := officer.Get("/ru/me"); p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, "/ru/sign-in") {
		t.Errorf("who was dismissed goes on: %d %s", p.Status, p.Location)
	}
	holds(t, b.Post(path+"/positions/"+position+"/end", nil), http.StatusConflict)
}

func TestEndingSessions(t *testing.T) {
	s := open(t)
	someone := s.Browser(world.Recipient)
	p := s.Browser(world.Administrator).Post("/ru/office/people/"+s.People[world.Recipient].ID.String()+"/sessions/end", nil)
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d", p.Status)
	}
	if p := someone.Get("/ru/me"); p.Status != http.StatusSeeOther {
		t.Errorf("an ended session opens a page: %d", p.Status)
	}
}

func TestOrganisations(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Administrator)
	holds(t, b.Get("/kk/office/organisations"), http.StatusOK, "Қамқор", world.BIN)
	form := url.Values{"bin": {world.BIN}, "name-kk": {"А"}, "name-ru": {"А"}, "name-en": {""}, "phone": {""}, "email": {""}, "address": {""}, "unit": {s.Units[world.Medeu].String()}}
	holds(t, b.Post("/ru/office/organisations/new", form), http.StatusUnprocessableEntity, "на трёх языках")
	form.Set("name-en", "A")
	holds(t, b.Post("/ru/office/organisations/new", form), http.StatusUnprocessableEntity, "БИН уже есть")
	holds(t, b.Post("/ru/office/organisations/new", url.Values{"bin": {"1"}}), http.StatusUnprocessableEntity, "БИН состоит из 12 цифр")
}

// Nobody gives themselves a position, and the last administrator stays.
func TestAnAdministratorIsNotAloneWithTheRights(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Administrator)
	own, other := "/ru/office/people/"+s.People[world.Administrator].ID.String(), "/ru/office/people/"+s.People[world.SignLanguage].ID.String()
	form := url.Values{"role": {"auditor"}, "unit": {s.Units[world.Department].String()}, "organisation": {""}, "from-day": {""}, "from-month": {""}, "from-year": {""}}
	holds(t, b.Post(own+"/positions", form), http.StatusUnprocessableEntity, "Должность себе дать нельзя")
	end := pathTo(t, b.Get(own).Body, own+"/positions/")
	holds(t, b.Get(end), http.StatusOK, "Прекратить должность", "сразу потеряет этот кабинет")
	holds(t, b.Post(end, nil), http.StatusConflict, "последний администратор")
	form.Set("role", "administrator")
	goes(t, b.Post(other+"/positions", form), other+"?said=position-given")
	goes(t, b.Post(end, nil), own+"?said=position-ended")
	if p := b.Get(own); p.Status != http.StatusSeeOther {
		t.Errorf("an administrator who ended their own position goes on: %d", p.Status)
	}
	form.Set("unit", "01930000-0000-7000-8000-00000000abcd") // no such unit
	holds(t, s.Browser(world.SignLanguage).Post(own+"/positions", form), http.StatusNotFound)
}

func TestEndingSessionsAsksFirst(t *testing.T) {
	s := open(t)
	s.Browser(world.Recipient)
	s.Browser(world.Recipient)
	b, at := s.Browser(world.Administrator), "/ru/office/people/"+s.People[world.Recipient].ID.String()
	holds(t, b.Get(at), http.StatusOK, `href="`+at+`/sessions/end"`)
	holds(t, b.Get(at+"/sessions/end"), http.StatusOK, "Сейчас открыто входов", ">2<", "на всех устройствах")
	goes(t, b.Post(at+"/sessions/end", nil), at+"?said=sessions-ended")
	holds(t, b.Get(at+"/sessions/end"), http.StatusOK, ">0<")
	holds(t, b.Get("/ru/office/people/01930000-0000-7000-8000-00000000abcd/sessions/end"), http.StatusNotFound)
}
