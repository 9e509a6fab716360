package browser_test

import (
	"testing"

	"asar/internal/testing/browser"
)

// TestTheCatalogueIsReadAtAnyWidth: the narrowest screen scrolls a wide diagram inside its
// own box and never the page, also by keyboard; axe finds nothing.
func TestTheCatalogueIsReadAtAnyWidth(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab()
	for _, locale := range []string{"ru", "kk"} {
		tab.Open(o.server.Base + "/" + locale + "/")
		tab.Click(`a[href="/` + locale + `/services"]`)
		tab.At("/" + locale + "/services")
		tab.Axe()
		for _, service := range []string{"home-care", "foreign-labour-permit"} {
			for name, width := range map[string]int64{"1280": 1280, "390": 390, "320": 320} {
				tab.Resize(width)
				tab.Open(o.server.Base + "/" + locale + "/services/" + service)
				tab.Sideways()
				if width == 320 {
					tab.Axe()
				}
				tab.Shot("service-" + service + "-" + locale + "-" + name)
			}
			const scrolled = `(() => { const box = document.querySelector(".asar-diagram"); box.focus(); return document.activeElement === box && box.scrollWidth > box.clientWidth })()`
			if !browser.Ask[bool](tab, scrolled) {
				t.Errorf("%s %s: a wide diagram has no box that scrolls by keyboard", locale, service)
			}
		}
		tab.Resize(1280)
	}
}
