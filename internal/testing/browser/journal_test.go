package browser_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"asar/internal/acts"
	"asar/internal/journal"
	"asar/internal/testing/browser"
	"asar/internal/testing/world"
)

const monthIsClosed = `Действие "Добавить новую запись в журнал" недоступно, т.к. за текущий месяц вы уже направили акт выполненных работ`

// TestHoursBecomeASentAct are steps 9 to 20 of the manual, signed electronically: the
// specialist on a phone in Russian, the recipient at a desk in Kazakh.
func TestHoursBecomeASentAct(t *testing.T) {
	o := open(t)
	running := o.Order(o.Running(world.Recipient, 1200))
	chromium := browser.Start(t)
	specialist := chromium.Tab(browser.Width(390))
	o.enter(specialist, world.Assistant)
	specialist.Open(o.server.Base + "/ru/orders")
	specialist.Click(`tbody a[href$="/journal"]`)
	specialist.See("h1", "Журнал учета оказания услуг")
	looked(specialist, "journal-empty-ru-390")
	specialist.Click(".asar-page-header__actions a")
	specialist.See("h1", "Запись об оказанной услуге")
	specialist.Click("#places-ru")
	specialist.Keys("Поликлиника № 5")
	specialist.Type("#hours", "9")
	specialist.Click("main form button")
	specialist.See(".govuk-error-summary", "В день можно указать не больше 8 часов")
	specialist.See("#places-kk-error", "на казахском языке")
	looked(specialist, "record-error-ru-390")
	specialist.Click("#places-kk")
	specialist.Keys("№ 5 емхана, дәріхана")
	specialist.Type("#hours", "4,5")
	specialist.Click("main form button")
	specialist.See(".govuk-notification-banner", "Запись сохранена")
	specialist.See(".asar-month__day--today", "4 ч 30 мин")
	looked(specialist, "journal-ru-390")
	specialist.Click(`form[action$="/acts"] button`)
	specialist.See(".govuk-notification-banner", "Акт и лист сопровождения сформированы")
	looked(specialist, "act-ru-390")
	specialist.Click(`form[action$="/sign"] button`)
	specialist.See("#signed-text", "Я подписываю акт оказанных услуг")
	o.sign(specialist, o.file(o.of(world.Assistant).Sign))
	specialist.See(".govuk-notification-banner", "Подпись поставлена")

	o.signsAsRecipient(chromium, specialist.Path()[len("/ru"):])
	specialist.Open(o.server.Base + "/ru" + running.Link() + "/send")
	specialist.See("#file-hint", "файл не нужен")
	specialist.Click("main form button")
	specialist.See(".govuk-inset-text", "успешно сформирован и готов к отправке в Е-собес")
	looked(specialist, "send-confirm-ru-390")
	specialist.Click("main form button")
	specialist.See(".govuk-notification-banner", "Акт отправлен в Е-Собес")
	looked(specialist, "act-sent-ru-390")

	specialist.Open(o.server.Base + "/ru" + running.Link() + "/journal")
	specialist.See(".govuk-inset-text", monthIsClosed)
	specialist.Click(`a[href$="/sent"].govuk-button`)
	specialist.See("h1", "Отправленная документация")
	looked(specialist, "sent-ru-390")
	if got := o.Order(running.ID); got.Unsent != 0 || got.Used != 270 {
		t.Errorf("used %d, not sent %d", got.Used, got.Unsent)
	}
}

// signsAsRecipient signs an act from the notice about it.
func (o *town) signsAsRecipient(chromium *browser.Chromium, act string) {
	tab := chromium.Tab(browser.Width(1280))
	o.enter(tab, world.Recipient)
	tab.Open(o.server.Base + "/kk/notifications")
	tab.Click(`a[href="/kk` + act + `"]`)
	tab.See("h1", "көрсетілген қызметтер актісі")
	looked(tab, "act-kk-1280")
	tab.Click(`form[action$="/sign"] button`)
	tab.See("#signed-text", "Мен, алушы")
	o.sign(tab, o.file(o.of(world.Recipient).Sign))
	tab.See(".govuk-notification-banner", "Қол қойылды")
}

// enterWithoutScript signs a person in with a signature made elsewhere.
func (o *town) enterWithoutScript(tab *browser.Tab, who string) {
	tab.Open(o.server.Base + "/ru/sign-in")
	cms, err := o.of(who).Auth.Sign(download(o.t, tab, o.server.Base), o.Clock.Now())
	must(o.t, err)
	tab.Choose("#file", o.write("sign-in.cms", cms))
	tab.Click("#way-upload button")
	tab.At("/ru/cabinet")
}

// blank is a scan on which no code can be read.
func blank(t *testing.T) []byte {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, 300, 400))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.Gray{Y: 240}), image.Point{}, draw.Src)
	var b bytes.Buffer
	must(t, png.Encode(&b, page))
	return b.Bytes()
}

// TestAPaperActIsSentWithoutScript are steps 14 to 18 on paper: the scan, the tick that
// joint work ends, the two steps. No script runs.
func TestAPaperActIsSentWithoutScript(t *testing.T) {
	o := open(t)
	running, today := o.Order(o.Running(world.Recipient, 1200)), o.Clock.Now().Date()
	if _, err := o.Journal.Save(t.Context(), o.As(world.Assistant), running.ID, journal.Draft{Day: today, Minutes: 240, PlacesKK: "Емхана", PlacesRU: "Поликлиника"}); err != nil {
		t.Fatal(err)
	}
	formed, err := o.Acts.Form(t.Context(), o.As(world.Assistant), running.ID, today.InMonth())
	must(t, err)
	tab := browser.Start(t).Tab(browser.Width(390), browser.NoScript())
	o.enterWithoutScript(tab, world.Assistant)
	tab.Open(o.server.Base + "/kk" + running.Link() + "/send")
	tab.See("h1", "көрсетілген қызметтер актісін жіберу")
	tab.Choose("#file", o.write("акт.png", blank(t)))
	tab.Click("#ends-work")
	tab.Click("main form button")
	tab.See("main", "Е-Собеске жіберуге дайын")
	tab.See("main", "Бұл дәл сол файл ма?")
	tab.Click("main form button")
	tab.See(".govuk-notification-banner", "Акт Е-Собеске жіберілді")
	if got := o.Order(running.ID); !got.WorkEnded() || got.Unsent != 0 {
		t.Errorf("work ended %v, not sent %d", got.WorkEnded(), got.Unsent)
	}
	if v, err := o.Acts.Find(t.Context(), o.As(world.Assistant), formed.ID); err != nil || v.Status != acts.Sent {
		t.Errorf("%s, %v", v.Status, err)
	}
}
