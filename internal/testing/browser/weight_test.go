package browser_test

import (
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/world"
)

// The budget of a first view, in bytes over the wire.
const (
	mostTotal    = 90 << 10
	mostRequests = 10
	mostCSS      = 16 << 10
	mostJS       = 10 << 10
	mostSignJS   = 16 << 10
	mostFonts    = 40 << 10
	mostAgain    = 12 << 10
)

// TestPagesAreLight: a first view, in each language, is within the budget, and the second
// asks for the page alone.
func TestPagesAreLight(t *testing.T) {
	o := open(t)
	chromium := browser.Start(t)
	for _, locale := range []string{"kk", "ru", "en"} {
		for path, js := range map[string]int{"/": mostJS, "/sign-in": mostSignJS, "/help": mostJS} {
			tab := chromium.Tab()
			w, worker := o.weigh(tab, "/"+locale+path)
			t.Logf("/%s%s: %+v", locale, path, w)
			if w.Total > mostTotal || w.Requests > mostRequests || w.CSS > mostCSS || w.JS > js || w.Fonts > mostFonts || worker > 0 {
				t.Errorf("/%s%s is too heavy: %+v, workers %d", locale, path, w, worker)
			}
			if again, _ := o.weigh(tab, "/"+locale+path); again.CSS+again.JS+again.Fonts > 0 || again.Total > mostAgain {
				t.Errorf("/%s%s is asked for again with %+v", locale, path, again)
			}
		}
	}
}

// TestTheWorkerComesOnDemand: the part that opens keys is loaded by who opens one.
func TestTheWorkerComesOnDemand(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab()
	o.server.Forget()
	o.enter(tab, world.Recipient)
	if _, worker := browser.Weigh(o.server.Sent()); worker == 0 || worker > 64<<10 {
		t.Errorf("the worker weighs %d", worker)
	}
}

func (o *town) weigh(tab *browser.Tab, path string) (browser.Weight, int) {
	o.t.Helper()
	o.server.Forget()
	tab.Open(o.server.Base + path)
	tab.Settled()
	return browser.Weigh(o.server.Sent())
}
