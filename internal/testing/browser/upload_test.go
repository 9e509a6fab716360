package browser_test

import (
	"io"
	"net/http"
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/world"
)

// TestSignInWithoutScript: the text is downloaded, signed elsewhere and the signature
// uploaded.
func TestSignInWithoutScript(t *testing.T) {
	o := open(t)
	tab := browser.Start(t).Tab(browser.NoScript())
	tab.Open(o.server.Base + "/ru/sign-in")
	tab.See("#way-upload", "Файл подписи")
	tab.See("#sign-ways", "включён JavaScript")
	tab.Unseen("#way-file")
	tab.Unseen("#way-layer")
	tab.Shot("sign-in-noscript-ru-1280")
	tab.Click("#way-upload button")
	tab.See("#file-error", "выберите файл подписи")
	tab.Choose("#file", o.write("text.cms", []byte("no signature")))
	tab.Click("#way-upload button")
	tab.See(".govuk-error-summary", "Это не электронная подпись")
	content := download(t, tab, o.server.Base)
	cms, err := o.of(world.Recipient).Auth.Sign(content, o.Clock.Now())
	must(t, err)
	tab.Choose("#file", o.write("sign-in.cms", cms))
	tab.Click("#way-upload button")
	tab.At("/ru/cabinet")
}

// download fetches what the link to the text leads to, as this tab would.
func download(t *testing.T, tab *browser.Tab, base string) []byte {
	t.Helper()
	return fetched(t, tab, base+tab.Attribute("a[download]", "href"))
}

// fetched is what an address answers to this tab.
func fetched(t *testing.T, tab *browser.Tab, address string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	must(t, err)
	for _, c := range tab.Cookies() {
		r.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%d: %s", answer.StatusCode, content)
	}
	return content
}
