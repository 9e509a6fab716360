package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"asar/internal/city/pages"
	"asar/internal/signing"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/web"
)

// TestAFurtherWayToSign: a way the settings give stands among the others and is given the
// text; without one, nobody is offered what does not work.
func TestAFurtherWayToSign(t *testing.T) {
	if page := newClient(t, open(t)).get("/ru/sign-in"); strings.Contains(page.body, "way-mobile") || strings.Contains(page.body, "eGov Mobile") {
		t.Error("a way that nobody set up is offered")
	}
	town := placed.New(t, testdb.SQLite(t))
	mobile := web.Way{ID: "way-mobile", Title: "sign.way.upload", Hint: "sign.way.upload-hint", Body: func(_ *web.Visit, text signing.Text) templ.Component {
		return templ.Raw(`<p id="mobile-code">` + text.Digest() + `</p>`)
	}}
	set := pages.Frame(town.City, visited.Settings())
	set.Ways = []web.Way{mobile}
	handler, err := web.New(set, probe())
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, &visited.Site{Town: town, Handler: handler})
	page := c.get("/ru/sign-in")
	page.wants(t, http.StatusOK, `id="way-mobile"`)
	text := c.get("/ru/sign-in/text/" + entryForm(t, page).Get("text"))
	if digest := (signing.Text{Content: []byte(text.body)}).Digest(); !strings.Contains(page.body, `<p id="mobile-code">`+digest+`</p>`) {
		t.Error("the way was given another text")
	}
}
