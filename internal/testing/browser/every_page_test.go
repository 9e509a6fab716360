package browser_test

import (
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/world"
)

// faster makes a page's clock run 600 times as fast: ten minutes pass in a second.
const faster = `(() => {
	const from = Date.now(), real = Date.now.bind(Date), later = setTimeout.bind(window);
	Date.now = () => from + (real() - from) * 600;
	window.setTimeout = (f, ms) => later(f, ms / 600);
})()`

// TestTheSessionsEndIsSaidBefore: five minutes before, with a way to go on.
func TestTheSessionsEndIsSaidBefore(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab()
	o.enter(tab, world.Recipient)
	tab.Before(faster)
	tab.Open(o.server.Base + "/ru/me")
	tab.Unseen("dialog")
	tab.See("dialog", "Через 5 минут вход на портал закончится")
	tab.Axe()
	tab.Shot("session-ends-ru-1280")
	o.server.Forget()
	tab.Click("dialog button")
	tab.Unseen("dialog")
	if sent := o.server.Sent(); len(sent) != 1 || sent[0].Path != "/ru/session" || sent[0].Status != 204 {
		t.Errorf("more time was asked for by %+v", sent)
	}
	tab.See("dialog", "Продлить") // and again, when nothing happens again
}

// TestPaperShowsWhatIsFolded: printing opens what is folded and folds it again.
func TestPaperShowsWhatIsFolded(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab()
	tab.Open(o.server.Base + "/ru/sign-in")
	tab.See("#way-file", "Выберите ЭЦП")
	const unfolded = `document.querySelectorAll("details[open]").length`
	before := browser.Ask[int](tab, unfolded)
	if printed := browser.Ask[int](tab, `dispatchEvent(new Event("beforeprint")),`+unfolded); printed <= before {
		t.Errorf("%d are open on paper, %d on the screen", printed, before)
	}
	if after := browser.Ask[int](tab, `dispatchEvent(new Event("afterprint")),`+unfolded); after != before {
		t.Errorf("%d stay open, %d were", after, before)
	}
}
