package journal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	hours "asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	"asar/internal/web/portal/journal"
)

var (
	start = testdb.Start.Date()
	month = start.InMonth()
)

func open(t *testing.T) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(s *visited.Site) []web.Area {
		return []web.Area{journal.Area(s.Journal, s.Acts)}
	})
}

// holds tells whether a page has all the words, and no key without a text.
func holds(t *testing.T, p visited.Page, status int, words ...string) {
	t.Helper()
	if p.Status != status {
		t.Fatalf("status %d (to %s), want %d: %s", p.Status, p.Location, status, p.Body)
	}
	for _, w := range words {
		if !strings.Contains(p.Body, w) {
			t.Errorf("the page does not say %q", w)
		}
	}
	for _, key := range []string{"[journal", "[fields.", "[registry.", "[menu.", "[orders.", "[done."} {
		if i := strings.Index(p.Body, key); i >= 0 {
			t.Errorf("a text is missing: %s", p.Body[i:min(i+60, len(p.Body))])
		}
	}
}

func lacks(t *testing.T, p visited.Page, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(p.Body, w) {
			t.Errorf("the page says %q", w)
		}
	}
}

func leads(t *testing.T, p visited.Page, to string) {
	t.Helper()
	if p.Status != http.StatusSeeOther || p.Location != to {
		t.Fatalf("%d to %s, want %s: %s", p.Status, p.Location, to, p.Body)
	}
}

func home(o orders.ID) string { return "/ru/orders/" + o.String() + "/journal" }

func typed(day, hours string) url.Values {
	d := strings.Split(day, "-")
	return url.Values{"day-year": {d[0]}, "day-month": {d[1]}, "day-day": {d[2]}, "hours": {hours}, "places-kk": {"Емхана"}, "places-ru": {"Поликлиника № 5"}}
}

func save(t *testing.T, s *visited.Site, o orders.ID, minutes int) hours.Entry {
	t.Helper()
	saved, err := s.Journal.Save(t.Context(), s.As(world.Assistant), o, hours.Draft{Day: start, Minutes: minutes, PlacesKK: "Емхана", PlacesRU: "Поликлиника № 5"})
	if err != nil {
		t.Fatal(err)
	}
	return saved.Entry
}

func TestTheMonthIsACalendar(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 3600)
	save(t, s, o, 270)
	b := s.Browser(world.Assistant)
	p := b.Get(home(o))
	holds(t, p, http.StatusOK, "Журнал учета оказания услуг: ", "Добавить запись в журнал", "Сейтова Айгүл", "Индивидуальный помощник", "На исполнении",
		"4\u00a0ч\u00a030\u00a0мин из 60\u00a0ч", "до подтверждения заказа", "ещё не наступил", "сегодня", "Поликлиника № 5", "Изменить", "Найти", "Поиск за период",
		"Сформировать акт и лист сопровождения", "Отправить акт оказанных услуг за текущий период", "Просмотреть историю отправленной документации", "Отмена заказа")
	holds(t, b.Get(home(o)+"?month=2027&year=x"), http.StatusOK, "Журнал учета оказания услуг: ноябрь\u00a02026")
	holds(t, b.Get(home(o)+"?month=12&year=2026"), http.StatusOK, "Журнал учета оказания услуг: декабрь\u00a02026", "Записей нет")
	holds(t, b.Get("/kk/orders/"+o.String()+"/journal"), http.StatusOK, "Журналға жазба қосу", "Емхана", "әлі келген жоқ")
	holds(t, b.Get("/en/orders/"+o.String()+"/journal"), http.StatusOK, "Add an entry to the journal", `lang="ru"`)
}

func TestWhoReadsAndWhoIsNotTold(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	e := save(t, s, o, 240)
	s.Clock.Advance(24 * time.Hour) // a day without an entry
	for _, who := range []string{world.Recipient, world.Officer} {
		b := s.Browser(who)
		p := b.Get(home(o))
		holds(t, p, http.StatusOK, "Ахметов Нұрлан Серікұлы", "Открыть", "Просмотреть историю отправленной документации")
		lacks(t, p, "Добавить", "Изменить", "Сформировать акт")
		holds(t, b.Get(home(o)+"/"+e.ID.String()), http.StatusOK, "Поликлиника № 5", "Емхана", "История записи")
		holds(t, b.Get(home(o)+"/add?day="+start.String()), http.StatusForbidden)
		holds(t, b.Post(home(o)+"/"+e.ID.String()+"/remove", url.Values{"version": {"1"}}), http.StatusForbidden)
	}
	for _, who := range []string{world.SecondRecipient, world.SignLanguage, world.OtherOfficer, world.Supplier} {
		b := s.Browser(who)
		for _, path := range []string{home(o), home(o) + "/" + e.ID.String(), home(o) + "/" + e.ID.String() + "/versions"} {
			holds(t, b.Get(path), http.StatusNotFound)
		}
	}
	b := s.Browser(world.SignLanguage)
	holds(t, b.Get(home(o)+"/add?day="+start.String()), http.StatusNotFound)
	holds(t, b.Post(home(o)+"/add", typed(start.String(), "4")), http.StatusNotFound)
	holds(t, b.Get(home(o)+"/"+e.ID.String()+"/remove"), http.StatusNotFound)
	holds(t, b.Post(home(o)+"/"+e.ID.String(), url.Values{"version": {"1"}, "hours": {"8"}}), http.StatusNotFound)
	holds(t, s.Browser(world.Administrator).Get(home(o)), http.StatusForbidden)
	if p := s.Visitor().Get(home(o)); !strings.HasPrefix(p.Location, "/ru/sign-in") {
		t.Errorf("%d %s", p.Status, p.Location)
	}
	if got := s.Order(o); got.Used != 240 {
		t.Errorf("used %d", got.Used)
	}
}

func TestAnOrganisationReadsAndFormsItsWorkerWrites(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "qamqor/assistant", 600, placed.To)
	s.Confirm(world.Supplier, o, orders.Who{Worker: s.People[world.Worker].ID})
	leads(t, s.Browser(world.Worker).Post(home(o)+"/add", typed(start.String(), "4")), home(o)+"?month="+month.String()+"&said=entry-saved")
	p := s.Browser(world.Supplier).Get(home(o))
	holds(t, p, http.StatusOK, "Жүнісбеков Ерлан Болатұлы, ТОО «Қамқор»", "Открыть", "Сформировать акт и лист сопровождения", "Отправить акт оказанных услуг за текущий период")
	lacks(t, p, "Добавить запись в журнал")
	p = s.Browser(world.Recipient).Get(home(o) + "?month=2026-12")
	holds(t, p, http.StatusOK, "Просмотреть историю отправленной документации")
	lacks(t, p, "Этот месяц ещё не наступил")
	holds(t, s.Browser(world.Supplier).Get(home(o)+"?month=2026-12"), http.StatusOK, "Этот месяц ещё не наступил")
}

// Without a month in the address the page shows the present one, or the nearest of the order.
func TestAnOrderOfThePast(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "assistant/assistant", 600, start.PlusDays(5))
	s.Confirm(world.Assistant, o, orders.Who{})
	s.Clock.Advance(60 * 24 * time.Hour)
	p := s.Browser(world.Assistant).Get(home(o))
	holds(t, p, http.StatusOK, "Журнал учета оказания услуг: ноябрь\u00a02026", "после срока заказа", "Добавить")
}

// A specialist who receives help themselves only reads the journal of it.
func TestASpecialistAsRecipientOnlyReads(t *testing.T) {
	s := open(t)
	s.Allotments["sign-language/assistant"] = s.Allot(world.SignLanguage, registry.Assistant, 600)
	o := s.Running(world.SignLanguage, 600)
	e := save(t, s, o, 240)
	b, path := s.Browser(world.SignLanguage), home(o)+"/"+e.ID.String()
	p := b.Get(home(o))
	holds(t, p, http.StatusOK, "Открыть")
	lacks(t, p, "Добавить", "Изменить")
	holds(t, b.Get(path), http.StatusOK, "История записи")
	holds(t, b.Get(home(o)+"/add?day="+start.String()), http.StatusNotFound)
	holds(t, b.Get(path+"/remove"), http.StatusNotFound)
	holds(t, b.Post(path+"/remove", url.Values{"version": {"1"}}), http.StatusNotFound)
	holds(t, b.Post(path, url.Values{"version": {"1"}, "hours": {"8"}, "places-kk": {"Б"}, "places-ru": {"Б"}}), http.StatusNotFound)
}

func TestAnEntryIsAdded(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	b := s.Browser(world.Assistant)
	add := home(o) + "/add"
	p := b.Get(add + "?day=" + start.String())
	holds(t, p, http.StatusOK, "Запись об оказанной услуге", "Объекты посещения на казахском языке", "Сохранить записи услуги", `name="day-day" type="text" value="`)
	lacks(t, p, "Формат оказания услуги")
	holds(t, b.Get(add+"?day=x"), http.StatusOK, "Сохранить записи услуги")

	wrong := typed(start.String(), "0,3")
	wrong.Set("places-kk", "")
	wrong.Set("places-ru", "Рынок <b>1</b>")
	holds(t, b.Post(add, wrong), http.StatusUnprocessableEntity, "Часы вводятся с точностью до половины часа", "Введите объекты посещения на казахском языке", `value="0,3"`, "Рынок &lt;b&gt;1&lt;/b&gt;", `href="#hours"`, `href="#places-kk"`)
	wrong = typed(start.String(), "9")
	holds(t, b.Post(add, wrong), http.StatusUnprocessableEntity, "не больше 8 часов", `value="9"`, "Емхана")
	wrong.Set("day-day", "32")
	holds(t, b.Post(add, wrong), http.StatusUnprocessableEntity, `href="#day-day"`, `value="32"`)
	wrong.Del("day-day")
	wrong.Del("day-month")
	wrong.Del("day-year")
	holds(t, b.Post(add, wrong), http.StatusUnprocessableEntity, "Введите день, в который оказана услуга")
	holds(t, b.Post(add, typed(start.PlusDays(1).String(), "4")), http.StatusUnprocessableEntity, "Этот день ещё не наступил", `href="#day-day"`)
	strange := typed(start.String(), "4")
	strange.Set("worker", "x")
	holds(t, b.Post(add, strange), http.StatusBadRequest)

	leads(t, b.Post(add, typed(start.String(), "2,5")), home(o)+"?month="+month.String()+"&said=entry-saved")
	holds(t, b.Get(home(o)+"?month="+month.String()+"&said=entry-saved"), http.StatusOK, "Запись сохранена", "2\u00a0ч\u00a030\u00a0мин")
	holds(t, b.Post(add, typed(start.String(), "4")), http.StatusUnprocessableEntity, "уже есть запись: 2\u00a0ч\u00a030\u00a0мин")
	if p := b.Get(add + "?day=" + start.String()); p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, home(o)+"/") {
		t.Errorf("an entry that exists is corrected: %d %s", p.Status, p.Location)
	}
}

func TestTheCollidingEntryIsNamed(t *testing.T) {
	s := open(t)
	o, other := s.Running(world.Recipient, 600), s.Running(world.SecondRecipient, 600)
	save(t, s, o, 300)
	p := s.Browser(world.Assistant).Post(home(other)+"/add", typed(start.String(), "4"))
	holds(t, p, http.StatusUnprocessableEntity, "у вас уже записано 5\u00a0ч", "по заказу № "+string(s.Order(o).Number), "не больше: 3\u00a0ч", `value="4"`)
	holds(t, s.Browser(world.Assistant).Get(home(other)), http.StatusOK, "свободно 3\u00a0ч")
}

func TestTheLastHoursComplete(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 240)
	b := s.Browser(world.Assistant)
	leads(t, b.Post(home(o)+"/add", typed(start.String(), "4")), home(o)+"?month="+month.String()+"&said=entry-completed")
	holds(t, b.Get(home(o)+"?said=entry-completed"), http.StatusOK, "заказ закрыт в статусе «Выполнен»", "Выполнен")
}

func TestSignLanguageAsksForTheFormat(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "sign-language/sign-language", 600, placed.To)
	holds(t, s.Browser(world.SignLanguage).Get(home(o)), http.StatusOK, "Записи можно вносить после подтверждения заказа")
	s.Confirm(world.SignLanguage, o, orders.Who{})
	b := s.Browser(world.SignLanguage)
	p := b.Get(home(o) + "/add")
	holds(t, p, http.StatusOK, "Формат оказания услуги", "Лично", "По видеосвязи")
	lacks(t, p, "Объекты посещения")
	form := url.Values{"day-year": {"2026"}, "day-month": {start.String()[5:7]}, "day-day": {start.String()[8:]}, "hours": {"2"}}
	holds(t, b.Post(home(o)+"/add", form), http.StatusUnprocessableEntity, "Выберите формат оказания услуги", `href="#format"`)
	form.Set("format", "by-video")
	leads(t, b.Post(home(o)+"/add", form), home(o)+"?month="+month.String()+"&said=entry-saved")
	holds(t, b.Get(home(o)), http.StatusOK, "По видеосвязи")
}

func TestAnEntryIsCorrectedAndRemoved(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	e := save(t, s, o, 270)
	b, path := s.Browser(world.Assistant), home(o)+"/"+e.ID.String()
	holds(t, b.Get(path), http.StatusOK, `value="4,5"`, "Поликлиника № 5", "Удалить запись", "История записи")
	holds(t, b.Get(strings.Replace(path, "/ru/", "/en/", 1)), http.StatusOK, `value="4.5"`)
	form := url.Values{"version": {"1"}, "hours": {"9"}, "places-kk": {"Дәріхана"}, "places-ru": {"Аптека"}}
	holds(t, b.Post(path, form), http.StatusUnprocessableEntity, "не больше 8 часов", `value="9"`, "Дәріхана")
	form.Set("hours", "3")
	leads(t, b.Post(path, form), home(o)+"?month="+month.String()+"&said=entry-corrected")
	holds(t, b.Post(path, form), http.StatusUnprocessableEntity, "эту запись изменили", "Дәріхана")
	holds(t, b.Get(path+"/versions"), http.StatusOK, "Исправлена запись: 3\u00a0ч", "Добавлена запись: 4\u00a0ч\u00a030\u00a0мин", "Аптека", "Поликлиника № 5", "Ахметов Нұрлан")

	holds(t, b.Get(path+"/remove"), http.StatusOK, "Удалить запись за", "Часы вернутся в остаток заказа", `name="version" value="2"`)
	holds(t, b.Post(path+"/remove", url.Values{"version": {"1"}}), http.StatusUnprocessableEntity, "эту запись изменили")
	leads(t, b.Post(path+"/remove", url.Values{"version": {"2"}}), home(o)+"?month="+month.String()+"&said=entry-removed")
	holds(t, b.Get(path), http.StatusOK, "Эта запись удалена")
	holds(t, b.Get(path+"/versions"), http.StatusOK, "Запись удалена", "Исправлена запись")
	other := s.Running(world.SecondRecipient, 600)
	holds(t, b.Get(home(other)+"/"+e.ID.String()), http.StatusNotFound) // another order's entry
}

const closedSentence = `Действие &#34;Добавить новую запись в журнал&#34; недоступно, т.к. за текущий месяц вы уже направили акт выполненных работ`

func TestAMonthWhoseActWasSent(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	e := save(t, s, o, 240)
	if err := s.Send(s.As(world.Assistant), o, month); err != nil {
		t.Fatal(err)
	}
	b := s.Browser(world.Assistant)
	p := b.Get(home(o))
	holds(t, p, http.StatusOK, closedSentence, "акт отправлен", "Открыть")
	lacks(t, p, "Изменить")
	holds(t, b.Get(home(o)+"/add?day="+start.String()), http.StatusSeeOther)
	s.Clock.Advance(24 * time.Hour)
	b = s.Browser(world.Assistant)
	holds(t, b.Get(home(o)+"/add?day="+start.PlusDays(1).String()), http.StatusConflict, closedSentence, "К журналу")
	holds(t, b.Post(home(o)+"/add", typed(start.PlusDays(1).String(), "4")), http.StatusUnprocessableEntity, closedSentence, `value="4"`)
	path := home(o) + "/" + e.ID.String()
	holds(t, b.Get(path), http.StatusOK, closedSentence, "Поликлиника № 5")
	holds(t, b.Get(path+"/remove"), http.StatusOK, closedSentence)
	holds(t, b.Post(path+"/remove", url.Values{"version": {"1"}}), http.StatusUnprocessableEntity, closedSentence)
	holds(t, b.Post(path, url.Values{"version": {"1"}, "hours": {"3"}, "places-kk": {"Б"}, "places-ru": {"Б"}}), http.StatusUnprocessableEntity, closedSentence)
	p = s.Browser(world.Recipient).Get(home(o))
	holds(t, p, http.StatusOK, "Акт за этот месяц отправлен")
	lacks(t, p, closedSentence)
}

func TestSearchForAPeriod(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 600)
	save(t, s, o, 240)
	b := s.Browser(world.Assistant)
	form := url.Values{"from-day": {"1"}, "from-month": {"11"}, "from-year": {"2026"}, "to-day": {"31"}, "to-month": {"12"}, "to-year": {"2026"}}
	leads(t, b.Post(home(o), form), home(o)+"?from=2026-11-01&to=2026-12-31")
	p := b.Get(home(o) + "?from=2026-11-01&to=2026-12-31")
	holds(t, p, http.StatusOK, "Записи с 1\u00a0ноября\u00a02026 по 31\u00a0декабря\u00a02026", "Показать месяц", `value="31"`, "Всего")
	lacks(t, p, "ещё не наступил")
	holds(t, b.Get(home(o)+"?from=2026-11-01&to=2026-11-02"), http.StatusOK, "Записей нет")
	holds(t, b.Get(home(o)+"?from=yesterday"), http.StatusNotFound)
	form.Set("to-year", "2025")
	holds(t, b.Post(home(o), form), http.StatusUnprocessableEntity, "Дата окончания не может быть раньше", `href="#to-day"`, `value="2025"`)
	leads(t, b.Post(home(o), url.Values{}), home(o))
	holds(t, s.Browser(world.SecondRecipient).Post(home(o), form), http.StatusNotFound)
	holds(t, s.Browser(world.SecondRecipient).Get(home(o)+"?from=2026-11-01"), http.StatusNotFound)
}

func TestABedPlaceHasNoJournal(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "qamqor/bed-place", 0, start.PlusDays(5))
	p := s.Browser(world.Supplier).Get(home(o))
	holds(t, p, http.StatusOK, "По койко-местам журнал часов не ведётся")
	lacks(t, p, "Сформировать акт", "Дни месяца")
	if s.Order(o).Service != registry.BedPlace {
		t.Error("not a bed place")
	}
}
