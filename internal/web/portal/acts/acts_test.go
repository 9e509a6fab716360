package acts_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	domain "asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/jobs"
	"asar/internal/journal"
	"asar/internal/orders"
	"asar/internal/registry"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
	"asar/internal/web"
	"asar/internal/web/portal/acts"
)

var november = calendar.MustMonth("2026-11")

func open(t *testing.T) *visited.Site {
	t.Helper()
	return visited.Open(t, placed.New(t, testdb.SQLite(t)), func(s *visited.Site) []web.Area {
		return []web.Area{acts.Area(s.Acts)}
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
	for _, key := range []string{"[act", "[fields.", "[registry.", "[menu.", "[orders.", "[done.", "[info."} {
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

func path(o orders.ID) string { return "/ru/orders/" + o.String() }

// worked is a running order of the assistant with four hours today.
func worked(t *testing.T, s *visited.Site) orders.ID {
	t.Helper()
	o := s.Running(world.Recipient, 1800)
	write(t, s, o, s.Clock.Now().Date())
	return o
}

func write(t *testing.T, s *visited.Site, o orders.ID, day calendar.Date) {
	t.Helper()
	if _, err := s.Journal.Save(t.Context(), s.As(world.Assistant), o, journal.Draft{Day: day, Minutes: 240, PlacesKK: "Емхана", PlacesRU: "Поликлиника № 5"}); err != nil {
		t.Fatal(err)
	}
}

// formed is a worked order's act.
func formed(t *testing.T, s *visited.Site) (orders.ID, domain.Act) {
	t.Helper()
	o := worked(t, s)
	a, err := s.Acts.Form(t.Context(), s.As(world.Assistant), o, november)
	if err != nil {
		t.Fatal(err)
	}
	return o, a
}

// signs signs an act through its page and the page of signing.
func signs(t *testing.T, s *visited.Site, who string, a domain.Act) {
	t.Helper()
	b := s.Browser(who)
	p := b.Post("/ru"+a.Link()+"/sign", nil)
	if !strings.HasPrefix(p.Location, "/ru/sign/") {
		t.Fatalf("%d %s %s", p.Status, p.Location, p.Body)
	}
	leads(t, b.Sign(who, p.Location), "/ru"+a.Link()+"?said=act-signed")
}

// sent is an act both signed and that was sent.
func sent(t *testing.T, s *visited.Site) (orders.ID, domain.Act) {
	t.Helper()
	o, a := formed(t, s)
	signs(t, s, world.Assistant, a)
	signs(t, s, world.Recipient, a)
	if err := s.Acts.Send(t.Context(), s.As(world.Assistant), a.ID, false); err != nil {
		t.Fatal(err)
	}
	return o, a
}

func answer(t *testing.T, s *visited.Site, a domain.Act, seq int64, kind domain.Status) {
	t.Helper()
	said := domain.Answer{MessageID: a.Number + string(kind), Number: a.Number, Seq: seq, Kind: kind, SaidAt: s.Clock.Now()}
	if kind == domain.Returned {
		said.Reason = "нет подписи на <втором> листе"
	}
	if err := s.Acts.Receive(t.Context(), access.System("esobes", access.Payer), said); err != nil {
		t.Fatal(err)
	}
}

// picture is a scan without a code.
func picture(t *testing.T) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 200, 300))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	m.Set(10, 10, color.Black)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFormingLeadsToTheAct(t *testing.T) {
	s := open(t)
	o := s.Running(world.Recipient, 1800)
	b := s.Browser(world.Assistant)
	month := url.Values{"month": {"2026-11"}}
	holds(t, b.Post(path(o)+"/acts", month), http.StatusConflict, "За этот месяц в журнале нет часов", "К журналу", "?month=2026-11")
	write(t, s, o, s.Clock.Now().Date())
	p := b.Post(path(o)+"/acts", month)
	if p.Status != http.StatusSeeOther || !strings.HasSuffix(p.Location, "?said=act-formed") {
		t.Fatalf("%d %s", p.Status, p.Location)
	}
	if again := b.Post(path(o)+"/acts", month); again.Location != p.Location {
		t.Errorf("formed again: %s, %s", p.Location, again.Location)
	}
	holds(t, b.Get(p.Location), http.StatusOK, "Акт оказанных услуг № ", "Сформирован", "Акт и лист сопровождения сформированы", "Распечатайте файлы и подпишите их со своей стороны и со стороны получателя",
		"Сейтова Айгүл", "Ахметов Нұрлан", "4\u00a0ч", "Поликлиника № 5", "Подписать ЭЦП", "Или приложить скан", "Акт за ноябрь\u00a02026 ожидается до 7\u00a0декабря\u00a02026", "Пока нельзя", "Ждёт подписи", "Контрольная сумма")
	holds(t, b.Get(strings.Replace(p.Location, "/ru/", "/kk/", 1)), http.StatusOK, "көрсетілген қызметтер актісі", "Емхана", "Қазақ тіліндегі акт, PDF")
	holds(t, b.Get(strings.Replace(p.Location, "/ru/", "/en/", 1)), http.StatusOK, "Sign with a key", `lang="ru"`)
	holds(t, b.Post(path(o)+"/acts", url.Values{"month": {"now"}}), http.StatusNotFound)
	holds(t, s.Browser(world.Recipient).Post(path(o)+"/acts", month), http.StatusForbidden)
	holds(t, s.Browser(world.SignLanguage).Post(path(o)+"/acts", month), http.StatusNotFound)
}

func TestAnActIsOnlyItsPeoples(t *testing.T) {
	s := open(t)
	o, a := formed(t, s)
	for _, who := range []string{world.SecondRecipient, world.SignLanguage, world.OtherOfficer, world.Supplier} {
		b := s.Browser(who)
		for _, page := range []string{"/ru" + a.Link(), "/ru" + a.Link() + "/files/act-ru", path(o) + "/sent"} {
			holds(t, b.Get(page), http.StatusNotFound)
		}
		holds(t, b.Get("/ru/sent"), http.StatusOK, "Отправленных документов нет")
	}
	b := s.Browser(world.SignLanguage)
	for _, page := range []string{"/ru" + a.Link() + "/scan", path(o) + "/send", path(o) + "/send/" + a.ID.String()} {
		holds(t, b.Get(page), http.StatusNotFound)
		holds(t, s.Browser(world.Recipient).Get(page), http.StatusForbidden)
		holds(t, s.Browser(world.Officer).Get(page), http.StatusForbidden)
	}
	for _, page := range []string{"/sign", "/correct"} {
		holds(t, b.Post("/ru"+a.Link()+page, nil), http.StatusNotFound)
	}
	holds(t, b.Upload("/ru"+a.Link()+"/scan", nil, "a.png", picture(t)), http.StatusNotFound)
	holds(t, b.Upload(path(o)+"/send", url.Values{"month": {"2026-11"}}, "a.png", picture(t)), http.StatusNotFound)
	holds(t, b.Post(path(o)+"/send/"+a.ID.String(), nil), http.StatusNotFound)
	holds(t, s.Browser(world.Administrator).Get("/ru"+a.Link()), http.StatusForbidden)
	p := s.Browser(world.Officer).Get("/ru" + a.Link())
	holds(t, p, http.StatusOK, "Акт оказанных услуг")
	lacks(t, p, "Подписать ЭЦП", "/scan")
}

func TestFilesAreHandedOut(t *testing.T) {
	s := open(t)
	_, a := formed(t, s)
	b := s.Browser(world.Recipient)
	for _, f := range []string{"act-kk", "act-ru", "escort-sheet-kk", "escort-sheet-ru"} {
		if p := b.Get("/ru" + a.Link() + "/files/" + f); p.Status != http.StatusOK || !strings.HasPrefix(p.Body, "%PDF-") {
			t.Errorf("%s: %d", f, p.Status)
		}
	}
	for _, f := range []string{"scan", "recipient-signature", "x"} {
		holds(t, b.Get("/ru"+a.Link()+"/files/"+f), http.StatusNotFound)
	}
}

func TestBothSignInAnyOrder(t *testing.T) {
	s := open(t)
	o, a := formed(t, s)
	signs(t, s, world.Recipient, a)
	b := s.Browser(world.Recipient)
	p := b.Get("/ru" + a.Link() + "?said=act-signed")
	holds(t, p, http.StatusOK, "Подпись поставлена", "Подписан электронно", "Ждёт подписи", "/files/recipient-signature")
	lacks(t, p, "Подписать ЭЦП")
	holds(t, b.Post("/ru"+a.Link()+"/sign", nil), http.StatusConflict, "уже подписала этот акт")
	signs(t, s, world.Assistant, a)
	holds(t, s.Browser(world.Assistant).Get("/ru"+a.Link()), http.StatusOK, "Не нужно", path(o)+"/send?month=2026-11")
	if p := b.Get("/ru" + a.Link() + "/files/specialist-text"); p.Status != http.StatusOK || !strings.Contains(p.Body, a.Number) {
		t.Errorf("%d", p.Status)
	}
}

func TestAChangedJournalAsksToFormAgain(t *testing.T) {
	s := open(t)
	o, a := formed(t, s)
	s.Clock.Advance(24 * time.Hour)
	write(t, s, o, s.Clock.Now().Date())
	b := s.Browser(world.Assistant)
	p := b.Get("/ru" + a.Link())
	holds(t, p, http.StatusOK, "После формирования акта журнал изменился", "Сформировать акт заново", "Нужно заново")
	lacks(t, p, "Подписать ЭЦП")
	holds(t, b.Post("/ru"+a.Link()+"/sign", nil), http.StatusConflict, "После формирования акта журнал изменился")
	holds(t, b.Get("/ru"+a.Link()+"/scan"), http.StatusOK, "После формирования акта журнал изменился")
	if p := b.Post(path(o)+"/acts", url.Values{"month": {"2026-11"}}); p.Location == "/ru"+a.Link()+"?said=act-formed" || p.Status != http.StatusSeeOther {
		t.Errorf("%d %s", p.Status, p.Location)
	}
	holds(t, b.Get("/ru"+a.Link()), http.StatusOK, "Этот акт заменён")
	leads(t, b.Get("/ru"+a.Link()+"/scan"), "/ru"+a.Link())
}

func TestAScanIsAttachedAndShown(t *testing.T) {
	s := open(t)
	_, a := formed(t, s)
	b, scan := s.Browser(world.Assistant), "/ru"+a.Link()+"/scan"
	holds(t, b.Get(scan), http.StatusOK, "PDF, JPEG или PNG, не больше 10 МБ", "страниц", "Загрузить файл")
	holds(t, b.Upload(scan, nil, "", nil), http.StatusUnprocessableEntity, "Выберите файл со сканом", `href="#file"`)
	holds(t, b.Upload(scan, nil, "акт.docx", []byte("PK\x03\x04 something")), http.StatusUnprocessableEntity, `href="#file"`, "govuk-error-message")
	holds(t, b.Upload(scan, nil, "акт.png", bytes.Repeat([]byte("x"), 12<<20)), http.StatusUnprocessableEntity, `href="#file"`)
	holds(t, b.Upload(scan, url.Values{"act": {"x"}}, "a.png", picture(t)), http.StatusUnprocessableEntity)
	leads(t, b.Upload(scan, nil, "мой скан.png", picture(t)), scan+"?said=scan-attached")
	holds(t, b.Get(scan+"?said=scan-attached"), http.StatusOK, "Это тот самый файл?", "scan-"+a.Number+".png", "КБ", "Страниц", "QR-код акта на скане прочитать не удалось", "Заменить файл", "Да, продолжить")
	holds(t, b.Get("/ru"+a.Link()), http.StatusOK, "На бумаге", "Скан подписанного документа")
	if p := s.Browser(world.Recipient).Get("/ru" + a.Link() + "/files/scan"); p.Status != http.StatusOK || !strings.HasPrefix(p.Body, "\x89PNG") {
		t.Errorf("%d", p.Status)
	}
}

func TestSendingOnPaperInTwoSteps(t *testing.T) {
	s := open(t)
	o := worked(t, s)
	b, send := s.Browser(world.Assistant), path(o)+"/send"
	holds(t, b.Get(send+"?month=2026-11"), http.StatusOK, "Отправить акт оказанных услуг за текущий период", "акт ещё не сформирован", "не больше 10 МБ", "Акт за ноябрь\u00a02026 ожидается до", "совместная работа получателя со специалистом оканчивается")
	form := url.Values{"month": {"2026-11"}, "ends-work": {"yes"}}
	holds(t, b.Upload(send, form, "", nil), http.StatusUnprocessableEntity, "Сначала нажмите «Сформировать акт и лист сопровождения»", `href="#month"`, "checked")
	a, err := s.Acts.Form(t.Context(), s.As(world.Assistant), o, november)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, b.Upload(send, form, "", nil), http.StatusUnprocessableEntity, "Приложите скан подписанного акта", `href="#file"`, "checked")
	holds(t, b.Upload(send, url.Values{"month": {"x"}}, "", nil), http.StatusUnprocessableEntity, "Выберите месяц")
	holds(t, b.Upload(send, form, "a.png", bytes.Repeat([]byte("x"), 12<<20)), http.StatusUnprocessableEntity, `href="#file"`)
	p := b.Upload(send, form, "a.png", picture(t))
	confirm := send + "/" + a.ID.String()
	leads(t, p, confirm+"?ends-work=yes")
	holds(t, b.Get(p.Location), http.StatusOK, "успешно сформирован и готов к отправке в Е-собес", "ноябрь\u00a02026", "Оканчивается с этим актом", "На бумаге, скан приложен", "Это тот самый файл?", "Подтвердить", "Отменить", `name="ends-work" value="yes"`)
	if s.Order(o).WorkEnded() {
		t.Error("the first step sends nothing")
	}
	other := s.Running(world.SecondRecipient, 600)
	holds(t, b.Get(path(other)+"/send/"+a.ID.String()), http.StatusNotFound)
	holds(t, b.Post(path(other)+"/send/"+a.ID.String(), nil), http.StatusNotFound)
	leads(t, b.Post(confirm, url.Values{"ends-work": {"yes"}}), "/ru"+a.Link()+"?said=act-sent")
	holds(t, b.Get("/ru"+a.Link()+"?said=act-sent"), http.StatusOK, "Акт отправлен в Е-Собес", "передаётся в Е-Собес", "С этим актом совместная работа по заказу оканчивается")
	holds(t, b.Post(confirm, url.Values{"ends-work": {"yes"}}), http.StatusConflict, "уже отправлен в Е-Собес", "Открыть акт")
	holds(t, b.Get(confirm), http.StatusConflict, "уже отправлен")
	holds(t, b.Get(send), http.StatusOK, "Отправлять нечего")
	if !s.Order(o).WorkEnded() {
		t.Error("the tick ends joint work")
	}
}

func TestSendingSignedByBothNeedsNoFile(t *testing.T) {
	s := open(t)
	o, a := formed(t, s)
	signs(t, s, world.Assistant, a)
	signs(t, s, world.Recipient, a)
	b := s.Browser(world.Assistant)
	holds(t, b.Get(path(o)+"/send?month=2026-11"), http.StatusOK, "файл не нужен")
	leads(t, b.Upload(path(o)+"/send", url.Values{"month": {"2026-11"}}, "", nil), path(o)+"/send/"+a.ID.String())
	p := b.Get(path(o) + "/send/" + a.ID.String())
	holds(t, p, http.StatusOK, "Обе стороны подписали электронно", "Продолжается")
	lacks(t, p, "Это тот самый файл?", `name="ends-work"`)
	leads(t, b.Post(path(o)+"/send/"+a.ID.String(), url.Values{}), "/ru"+a.Link()+"?said=act-sent")
}

func TestAnOrganisationMakesTheAct(t *testing.T) {
	s := open(t)
	o := s.Place(world.Recipient, "qamqor/assistant", 600, placed.To)
	s.Confirm(world.Supplier, o, orders.Who{Worker: s.People[world.Worker].ID})
	if _, err := s.Journal.Save(t.Context(), s.As(world.Worker), o, journal.Draft{Day: s.Clock.Now().Date(), Minutes: 240, PlacesKK: "Емхана", PlacesRU: "Поликлиника"}); err != nil {
		t.Fatal(err)
	}
	b := s.Browser(world.Supplier)
	p := b.Post(path(o)+"/acts", url.Values{"month": {"2026-11"}})
	page := strings.TrimSuffix(p.Location, "?said=act-formed")
	holds(t, b.Get(page), http.StatusOK, "Жүнісбеков Ерлан Болатұлы, ТОО «Қамқор»", "Подписать ЭЦП", "/scan")
	leads(t, b.Upload(page+"/scan", nil, "a.png", picture(t)), page+"/scan?said=scan-attached")
	p = b.Upload(path(o)+"/send", url.Values{"month": {"2026-11"}}, "", nil)
	leads(t, b.Post(p.Location, nil), page+"?said=act-sent")
	holds(t, b.Get("/ru/sent"), http.StatusOK, "Сейтова Айгүл", "/files/scan")
	holds(t, s.Browser(world.Worker).Get("/ru/sent"), http.StatusOK, "Сейтова Айгүл")
	holds(t, s.Browser(world.Assistant).Get(page), http.StatusNotFound)
}

// A specialist who receives help themselves signs as the recipient, and sends nothing.
func TestASpecialistAsRecipientSendsNothing(t *testing.T) {
	s := open(t)
	s.Allotments["sign-language/assistant"] = s.Allot(world.SignLanguage, registry.Assistant, 600)
	o := s.Running(world.SignLanguage, 600)
	write(t, s, o, s.Clock.Now().Date())
	a, err := s.Acts.Form(t.Context(), s.As(world.Assistant), o, november)
	if err != nil {
		t.Fatal(err)
	}
	b := s.Browser(world.SignLanguage)
	p := b.Get("/ru" + a.Link())
	holds(t, p, http.StatusOK, "Подписать ЭЦП")
	lacks(t, p, "Или приложить скан")
	for _, page := range []string{"/ru" + a.Link() + "/scan", path(o) + "/send", path(o) + "/send/" + a.ID.String()} {
		holds(t, b.Get(page), http.StatusNotFound)
	}
	holds(t, b.Post(path(o)+"/acts", url.Values{"month": {"2026-11"}}), http.StatusNotFound)
}

func TestWhatWasSent(t *testing.T) {
	s := open(t)
	o, a := sent(t, s)
	b := s.Browser(world.Assistant)
	for _, page := range []string{path(o) + "/sent", "/ru/sent"} {
		holds(t, b.Get(page), http.StatusOK, "Отправленная документация", "№ "+a.Number, "Отправлен в Е-Собес", "ноябрь\u00a02026", "Скачать", "/files/act-ru")
	}
	holds(t, b.Get("/kk/sent"), http.StatusOK, "Жіберілген құжаттама", "/files/act-kk")
	holds(t, b.Get("/ru/sent"), http.StatusOK, "Сейтова Айгүл")
	holds(t, s.Browser(world.Recipient).Get(path(o)+"/sent"), http.StatusOK, "№ "+a.Number)
	holds(t, s.Browser(world.Officer).Get("/ru/sent"), http.StatusOK, "№ "+a.Number)
	answer(t, s, a, 1, domain.Delivered)
	answer(t, s, a, 2, domain.Paid)
	p := b.Get("/ru" + a.Link())
	holds(t, p, http.StatusOK, "Оплачен", "Ответы Е-Собес", "Получен в Е-Собес")
	lacks(t, p, "Что нужно сделать", "передаётся")
}

// hands does everything that is due; handing an act over has the outcome.
func hands(t *testing.T, s *visited.Site, outcome error) {
	t.Helper()
	r := jobs.Runner{DB: s.DB, Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{domain.SendJob: func(context.Context, jobs.Task) error { return outcome }}}
	for did := 1; did > 0; {
		var err error
		if did, err = r.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhileESobesIsDownTheActWaits(t *testing.T) {
	s := open(t)
	_, a := sent(t, s)
	s.Clock.Advance(time.Hour)
	hands(t, s, errors.New("no answer"))
	holds(t, s.Browser(world.Assistant).Get("/ru/sent"), http.StatusOK, "Ждёт передачи: Е-Собес не отвечает с 23\u00a0ноября\u00a02026,\u00a011:00")
	holds(t, s.Browser(world.Assistant).Get("/ru"+a.Link()), http.StatusOK, "Е-Собес не отвечает с 23\u00a0ноября\u00a02026,\u00a011:00", "отправлен 23\u00a0ноября\u00a02026,\u00a010:00", "Акт не потеряется")
	s.Clock.Advance(time.Hour)
	hands(t, s, nil)
	holds(t, s.Browser(world.Recipient).Get("/ru"+a.Link()), http.StatusOK, "Е-Собес получил акт 23\u00a0ноября\u00a02026,\u00a012:00")
}

func TestAnActTheDeskStopped(t *testing.T) {
	s := open(t)
	_, a := sent(t, s)
	page, err := jobs.List(t.Context(), s.DB, s.As(world.Administrator), jobs.Query{Status: jobs.Waiting, Kind: domain.SendJob})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%d, %v", len(page.Rows), err)
	}
	if err := jobs.Stop(t.Context(), s.DB, s.As(world.Administrator), page.Rows[0].ID); err != nil {
		t.Fatal(err)
	}
	holds(t, s.Browser(world.Assistant).Get("/ru"+a.Link()), http.StatusOK, "передать его в Е-Собес не удаётся", "сотрудники управления")
}

func TestAReturnedActIsCorrected(t *testing.T) {
	s := open(t)
	o, a := sent(t, s)
	answer(t, s, a, 1, domain.Returned)
	b := s.Browser(world.Assistant)
	holds(t, b.Get("/ru"+a.Link()), http.StatusOK, "Возвращён на доработку", "Причина: нет подписи на &lt;втором&gt; листе", "Отозвать акт и исправить записи")
	holds(t, b.Get("/ru/sent"), http.StatusOK, "Причина: нет подписи")
	p := s.Browser(world.Recipient).Get("/ru" + a.Link())
	holds(t, p, http.StatusOK, "Возвращён на доработку")
	lacks(t, p, "Отозвать акт и исправить записи")
	holds(t, b.Post(path(o)+"/acts", url.Values{"month": {"2026-11"}}), http.StatusConflict, "Сначала подпишите его исправление")
	p = b.Post("/ru"+a.Link()+"/correct", nil)
	if !strings.HasPrefix(p.Location, "/ru/sign/") {
		t.Fatalf("%d %s", p.Status, p.Location)
	}
	leads(t, b.Sign(world.Assistant, p.Location), "/ru"+a.Link()+"?said=act-corrected")
	holds(t, b.Get("/ru"+a.Link()+"?said=act-corrected"), http.StatusOK, "Месяц снова открыт", "Отозван для исправления")
	holds(t, b.Post("/ru"+a.Link()+"/correct", nil), http.StatusConflict, "уже отозван для исправления")
}

func TestAnybodyChecksAPrintedAct(t *testing.T) {
	s := open(t)
	_, a := formed(t, s)
	b := s.Visitor()
	holds(t, b.Get("/ru/check"), http.StatusOK, "Проверить документ", "Номер акта")
	holds(t, b.Get("/kk/check"), http.StatusOK, "Акт нөмірі")
	holds(t, b.Post("/ru/check", url.Values{"number": {"2026 4820"}}), http.StatusUnprocessableEntity, "год, тире и восемь цифр", `value="2026 4820"`)
	leads(t, b.Post("/ru/check", url.Values{"number": {" № " + strings.Replace(a.Number, "-", " – ", 1)}}), "/ru/check/"+a.Number)
	p := b.Get("/ru/check/" + a.Number)
	holds(t, p, http.StatusOK, "Акт с таким номером есть на портале", a.Digest[:16], "4\u00a0ч", "ноябрь\u00a02026", "Сформирован", "Сравните")
	lacks(t, p, "Сейтова", "Ахметов", s.People[world.Recipient].IIN, a.Digest)
	holds(t, b.Get("/ru/check/"+a.Number+"?d="+a.Digest), http.StatusOK, "Акт сформирован на портале")
	p = b.Get("/ru/check/" + a.Number + "?d=" + strings.Repeat("0", 64))
	holds(t, p, http.StatusNotFound, "или его содержание другое")
	lacks(t, p, a.Digest[:16])
	holds(t, b.Get("/ru/check/2026-00000000"), http.StatusNotFound, "Акта с таким номером на портале нет")
	leads(t, b.Get("/check/"+a.Number+"?d="+a.Digest), "/ru/check/"+a.Number+"?d="+a.Digest)
	for range 17 {
		b.Get("/ru/check/" + a.Number)
	}
	holds(t, b.Get("/ru/check/"+a.Number), http.StatusTooManyRequests)
	holds(t, b.Get("/ru/check"), http.StatusOK)
}

// TestAPaperIsCheckedByItsCode: the same QR leads to the page and is checked without it.
func TestAPaperIsCheckedByItsCode(t *testing.T) {
	s := open(t)
	holds(t, s.Visitor().Get("/ru/check"), http.StatusOK, "ключи портала не заданы", `href="/check/offline"`)
	s.Sealing()
	_, a := formed(t, s)
	v := s.Visitor()
	lacks(t, v.Get("/ru/check"), "ключи портала не заданы")
	leads(t, v.Get("/C/"+a.Code), "/ru/check/"+a.Code)
	holds(t, v.Get("/ru/check/"+a.Code), http.StatusOK, "Акт сформирован на портале", "№ "+a.Number, "Подписан ключом портала", "Не поставлена")
	leads(t, v.Post("/ru/check", url.Values{"number": {"https://portal.test/c/" + strings.ToLower(a.Code)}}), "/ru/check/"+a.Code)
	signs(t, s, world.Assistant, a)
	signs(t, s, world.Recipient, a)
	s.Browser(world.Recipient).Get("/ru" + a.Link() + "/files/act-ru")
	holds(t, v.Get("/kk/check/"+a.Code), http.StatusOK, "Порталдың", "кілтімен қол қойылған", "қойылған")
	lacks(t, v.Get("/ru/check/"+a.Code), "Не поставлена", "Сейтова", "Ахметов")
	last := "A"
	if strings.HasSuffix(a.Code[:150], "A") {
		last = "B"
	}
	holds(t, v.Get("/ru/check/"+a.Code[:149]+last+a.Code[150:]), http.StatusOK, "подпись кода не подтверждена", "Подпись неверна: код изменён")
	holds(t, v.Get("/ru/check/"+a.Code[:30]+last+last+last+a.Code[33:]), http.StatusNotFound, "содержание другое")
	s.Sealing() // other keys, as after a loss without a copy: the old ones are not known
	holds(t, v.Get("/ru/check/"+a.Code), http.StatusOK, "Подписан ключом, которого портал не знает")
}
