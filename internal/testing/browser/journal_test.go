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
