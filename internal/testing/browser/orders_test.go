package browser_test

import (
	"testing"

	"asar/internal/orders"
	"asar/internal/testing/browser"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

// looked checks a page as it stands: accessible, not wider than the screen, and kept as a
// picture where pictures are asked for.
func looked(tab *browser.Tab, name string) {
	tab.Settled()
	tab.Axe()
	tab.Sideways()
	tab.Shot(name)
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
