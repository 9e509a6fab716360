package office_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// search is the form of the event log with some of its fields filled in.
func search(pairs ...string) url.Values {
	form := url.Values{}
	for _, name := range []string{"book", "action", "request", "from-day", "from-month", "from-year", "to-day", "to-month", "to-year"} {
		form.Set(name, "")
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func searched(t *testing.T, b *visited.Browser, form url.Values) visited.Page {
	t.Helper()
	p := b.Post("/ru/office/audit", form)
	if p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, "/ru/office/audit?f=") {
		t.Fatalf("%d to %s: %s", p.Status, p.Location, p.Body)
	}
	return b.Get(p.Location)
}

func TestTheEventLogIsNarrowed(t *testing.T) {
	s := open(t)
	s.Running(world.Recipient, 120)
	b := s.Browser(world.Auditor)
	page := b.Get("/ru/office/audit")
	holds(t, page, http.StatusOK, "Заказ подтверждён", "Заказ размещён", "Вход на портал", s.People[world.Recipient].Surname)
	from := s.Clock.Now().Date()
	day := []string{"from-day", itoa(from.Day), "from-month", itoa(int(from.Month)), "from-year", itoa(from.Year)}
	page = searched(t, b, search(append(day, "action", "orders.place")...))
	holds(t, page, http.StatusOK, "Заказ размещён")
	if strings.Contains(page.Body, "asar-row-link\" href=\"/ru/office/audit/book/person") {
		t.Error("other actions are shown")
	}
	holds(t, b.Post("/ru/office/audit", search("action", "orders.")), http.StatusUnprocessableEntity, "укажите начало периода", "не больше 92 дней")
	holds(t, b.Post("/ru/office/audit", search("from-day", "31", "from-month", "2", "from-year", "2026")), http.StatusUnprocessableEntity, "Введите дату", `value="31"`)
	holds(t, b.Post("/ru/office/audit", search("book", "a\u202eb")), http.StatusUnprocessableEntity, "невидимые знаки")
	holds(t, searched(t, b, search("book", "order:none")), http.StatusOK, "Событий не найдено")
	goes(t, b.Post("/ru/office/audit", search()), "/ru/office/audit")
	for _, who := range []string{world.Administrator, world.Officer, world.Recipient} {
		holds(t, s.Browser(who).Get("/ru/office/audit"), http.StatusForbidden)
	}
}

// A long log is read in parts, and the search goes along.
func TestTheEventLogGoesOn(t *testing.T) {
	s := open(t)
	for range 60 {
		s.Clock.Advance(time.Minute)
		s.Browser(world.SecondRecipient)
	}
	b := s.Browser(world.Auditor)
	page := searched(t, b, search("book", "person:"+s.People[world.SecondRecipient].ID.String()))
	next := pathTo(t, page.Body, "/ru/office/audit?after=")
	if !strings.Contains(next, "f=") {
		t.Errorf("the search is lost: %s", next)
	}
	holds(t, b.Get(strings.ReplaceAll(next, "&amp;", "&")), http.StatusOK, "Вход на портал")
}

func TestABooksHistoryAndItsProof(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 120)
	if _, err := audit.Seal(t.Context(), s.DB, access.System("timekeeper", access.Timekeeper)); err != nil {
		t.Fatal(err)
	}
	b, at := s.Browser(world.Auditor), "/ru/office/audit/book/order:"+o.String()
	holds(t, b.Get(at), http.StatusOK, "Цепочка записей не нарушена", "№ 1,", "Заказ подтверждён", s.People[world.Assistant].Surname)
	holds(t, b.Get("/kk"+at[3:]), http.StatusOK, "Жазбалар тізбегі бұзылмаған")
	file := b.Get(at + "/proof")
	var proof struct {
		Book    string
		Entries []struct{ Hash, Action string }
		Seal    struct{ Heads []struct{ Book, Hash string } }
	}
	if err := json.Unmarshal([]byte(file.Body), &proof); err != nil {
		t.Fatal(err)
	}
	bound := ""
	for _, h := range proof.Seal.Heads {
		if h.Book == proof.Book {
			bound = h.Hash
		}
	}
	if n := len(proof.Entries); n != 2 || proof.Entries[1].Action != "orders.confirm" || proof.Entries[1].Hash != bound {
		t.Errorf("%+v", proof)
	}
	holds(t, b.Get("/ru/office/audit/book/order:none"), http.StatusNotFound)
	holds(t, s.Browser(world.Administrator).Get(at+"/proof"), http.StatusForbidden)
}

func TestTheWholeLogIsChecked(t *testing.T) {
	s := open(t)
	b := s.Browser(world.Auditor)
	holds(t, b.Get("/ru/office/audit/proof"), http.StatusOK, "Проверок ещё не было", "Ещё не поставлена")
	goes(t, b.Post("/ru/office/audit/proof", nil), "/ru/office/audit/proof?said=audit-whole")
	holds(t, b.Get("/ru/office/audit/proof?said=audit-whole"), http.StatusOK, "он не изменён", "Корень журнала", "Цепочка записей не нарушена", s.People[world.Auditor].Surname)
}

func itoa(n int) string { return strconv.Itoa(n) }
