package browser_test

import (
	"fmt"
	"testing"

	"asar/internal/calendar"
	"asar/internal/orders"
	"asar/internal/testing/browser"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

// typeDate fills the three fields of a date.
func typeDate(tab *browser.Tab, name string, d calendar.Date) {
	for part, n := range map[string]int{"day": d.Day, "month": int(d.Month), "year": d.Year} {
		tab.Type("#"+name+"-"+part, fmt.Sprint(n))
	}
}

// looked checks a page as it stands: accessible, not wider than the screen, and kept as a
// picture where pictures are asked for.
func looked(tab *browser.Tab, name string) {
	tab.Settled()
	tab.Axe()
	tab.Sideways()
	tab.Shot(name)
}

// TestAnOrderIsPlacedAndConfirmed are steps 4 to 9 of the manual: the recipient at a desk, the
// specialist on a phone, each with their own key.
func TestAnOrderIsPlacedAndConfirmed(t *testing.T) {
	o := open(t)
	chromium := browser.Start(t)
	recipient, today := chromium.Tab(), o.Clock.Now().Date()
	o.enter(recipient, world.Recipient)
	recipient.Open(o.server.Base + "/ru/specialists/" + o.Entries["assistant/assistant"].String())
	recipient.Click("main .govuk-button")
	recipient.See("h1", "Заказ услуги")
	looked(recipient, "place-ru-1280")
	recipient.Click("main form .govuk-button")
	recipient.See(".govuk-error-summary", "Введите количество часов")
	looked(recipient, "place-error-ru-1280")
	recipient.Type("#amount", "20,5")
	typeDate(recipient, "from", today)
	typeDate(recipient, "to", today.PlusDays(30))
	recipient.Click("main form .govuk-button")
	recipient.See("h1", "Проверьте заказ")
	looked(recipient, "place-check-ru-1280")
	recipient.Click("main form .govuk-button")
	recipient.See("#signed-text", "Я заказываю услугу")
	o.sign(recipient, o.file(o.of(world.Recipient).Sign))
	recipient.See(".govuk-notification-banner", "Заказ отправлен")
	looked(recipient, "order-waiting-ru-1280")

	specialist := chromium.Tab(browser.Width(390))
	o.enter(specialist, world.Assistant)
	specialist.Open(o.server.Base + "/ru/orders")
	specialist.See("tbody", "Ожидается подтверждение специалиста")
	looked(specialist, "orders-ru-390")
	specialist.Click("tbody .govuk-button")
	specialist.See("h1", "Подтверждение заказа услуги")
	looked(specialist, "answer-ru-390")
	specialist.Click("main form button")
	specialist.See("#signed-text", "Я подтверждаю заказ услуги")
	o.sign(specialist, o.file(o.of(world.Assistant).Sign))
	specialist.See(".govuk-notification-banner", "Заказ подтверждён")
	specialist.See(".govuk-button-group", "Добавить запись об оказанной услуге")
	looked(specialist, "order-running-ru-390")
}

// TestAnOrderIsEndedAndCancelled are steps 21 to 28 of the manual, in Kazakh.
func TestAnOrderIsEndedAndCancelled(t *testing.T) {
	o := open(t)
	running := o.Running(world.Recipient, 600)
	tab := browser.Start(t).Tab(browser.Width(390))
	o.enter(tab, world.Recipient)
	tab.Open(o.server.Base + "/kk" + o.Order(running).Link() + "/end-work")
	looked(tab, "end-work-kk-390")
	tab.Click("main form button")
	tab.See(".govuk-notification-banner", "Бірлескен жұмыс аяқталды")
	tab.Open(o.server.Base + "/kk/my-orders")
	looked(tab, "my-orders-kk-390")
	tab.Click("tbody .govuk-button")
	tab.See("h1", "Тапсырысты орындаудан бас тарту")
	looked(tab, "cancel-kk-390")
	tab.Click("input[value=moved]")
	tab.Click("main form button")
	tab.See("#signed-text", "Мен, алушы")
	o.sign(tab, o.file(o.of(world.Recipient).Sign))
	tab.See(".govuk-tag", "Алушының бастамасы бойынша тоқтатылды")
	looked(tab, "order-cancelled-kk-390")
	if got := o.Order(running); got.Status != orders.CancelledByRecipient || got.Reason != "moved" {
		t.Errorf("the order is %s, %s", got.Status, got.Reason)
	}
}

// TestTheSearchOfOrdersIsFoldedOnAPhone: the list is in sight; a search that was made stays
// open, and at a desk it is open from the start.
func TestTheSearchOfOrdersIsFoldedOnAPhone(t *testing.T) {
	o := open(t)
	o.Place(world.SecondRecipient, "assistant/assistant", 60, placed.To)
	chromium := browser.Start(t)
	phone := chromium.Tab(browser.Width(390))
	o.enter(phone, world.Assistant)
	phone.Open(o.server.Base + "/kk/orders")
	phone.Unseen("#surname")
	phone.Click(".asar-filter summary")
	phone.Type("#surname", "абдирах")
	phone.Click(".asar-filter button")
	phone.See(".asar-filter", "Іздеуді тазалау")
	phone.See("tbody", "Әбдірахманов")
	if kept := browser.Ask[string](phone, `document.querySelector("#surname").checkVisibility() && document.querySelector("#surname").value`); kept != "абдирах" {
		t.Errorf("the search shows %q", kept)
	}
	if address := browser.Ask[string](phone, "location.search"); len(address) > 60 {
		t.Errorf("the address says %s", address)
	}
	looked(phone, "orders-search-kk-390")
	desk := chromium.Tab()
	o.enter(desk, world.Assistant)
	desk.Open(o.server.Base + "/en/orders")
	desk.See(".asar-filter", "Recipient’s surname")
	if !browser.Ask[bool](desk, `document.querySelector("#surname").checkVisibility()`) {
		t.Error("the search is folded at a desk")
	}
	looked(desk, "orders-en-1280")
}
