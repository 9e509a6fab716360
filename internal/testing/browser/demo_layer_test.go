package browser_test

import (
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/program"
	"asar/internal/testing/world"
)

// TestTheDemoPlaysNCALayer: that way to sign can be tried without the authority's program.
func TestTheDemoPlaysNCALayer(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a town")
	}
	p := program.Start(t, "asar", nil, "demo", "--data", filepath.Join(t.TempDir(), "town"), "--listen", "127.0.0.1:0", "--ncalayer", world.Recipient)
	_, base, _ := strings.Cut(p.Until("ready http://"), " ")
	tab := browser.Start(t).Tab()
	tab.Open(base + "/ru/sign-in")
	tab.Click("#way-layer summary")
	tab.Click("#layer-sign")
	tab.At("/ru/cabinet")
	tab.See(".asar-account", "Айгүл С.")
}
