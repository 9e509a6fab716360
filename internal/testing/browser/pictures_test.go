package browser_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/program"
	"asar/internal/testing/world"
)

// Widths of pictures.
const (
	desktop = 1280
	phone   = 390
)

// TestPictures takes the pictures of docs/pictures: `make pictures`. Links are followed
// as a person would, from the path by the given selectors.
func TestPictures(t *testing.T) {
	if os.Getenv("ASAR_PICTURES") == "" {
		t.Skip("takes pictures only when told where to: make pictures")
	}
	p := program.Start(t, "asar", nil, "demo", "--data", filepath.Join(t.TempDir(), "town"), "--listen", "127.0.0.1:0")
	_, base, _ := strings.Cut(p.Until("ready http://"), " ")
	chromium := browser.Start(t)
	heights := map[int64]int64{desktop: 1360, phone: 1500}
	const (
		dark    = "lv=1&size=150&scheme=wb"
		journal = `main a[href$="/journal"]`
		act     = `main a[href*="/acts/"]`
	)
	for _, shot := range []struct {
		name, who, lang, path, view string
		width                       int64
		follow                      []string
	}{
		{"sign-in-ru-desktop", "", "ru", "/sign-in", "", desktop, nil},
		{"orders-ru-desktop", world.Assistant, "ru", "/orders", "", desktop, nil},
		{"orders-kk-desktop", world.Assistant, "kk", "/orders", "", desktop, nil},
		{"orders-ru-low-vision", world.Assistant, "ru", "/orders", dark, desktop, nil},
		{"orders-ru-mobile", world.Assistant, "ru", "/orders", "", phone, nil},
		{"journal-ru-desktop", world.Assistant, "ru", "/orders", "", desktop, []string{journal}},
		{"journal-kk-mobile", world.Assistant, "kk", "/orders", "", phone, []string{journal}},
		{"act-ru-desktop", world.Assistant, "ru", "/sent", "", desktop, []string{act}},
		{"services-ru-mobile", world.Recipient, "ru", "/my-services", "", phone, nil},
		{"cabinet-kk-desktop", world.Recipient, "kk", "/cabinet", "", desktop, nil},
		{"desk-ru-desktop", world.Officer, "ru", "/desk", "", desktop, nil},
		{"audit-ru-desktop", world.Auditor, "ru", "/office/audit", "", desktop, nil},
	} {
		t.Run(shot.name, func(t *testing.T) {
			w := &walker{t: t, tab: chromium.Tab(browser.Width(shot.width)), base: base, lang: shot.lang, seen: map[string]int{}}
			if shot.who != "" {
				w.enter(shot.who, shot.view)
			}
			w.tab.Resize(shot.width)
			w.tab.Open(base + "/" + shot.lang + shot.path)
			for _, link := range shot.follow {
				from := w.tab.Path()
				w.tab.Click(link)
				w.tab.Gone(from)
			}
			w.tab.Settled()
			w.tab.Top(shot.name, shot.width, heights[shot.width])
		})
	}
}
