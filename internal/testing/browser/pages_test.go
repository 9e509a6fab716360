package browser_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"asar/internal/testing/browser"
	"asar/internal/testing/program"
	"asar/internal/testing/world"
)

func TestMain(m *testing.M) { program.Main(m) }

// largestPage is the budget of one page's HTML as it goes over the wire.
const largestPage = 15 << 10

// walker opens every kind of page a person can reach by links.
type walker struct {
	t    *testing.T
	tab  *browser.Tab
	base string
	lang string
	seen map[string]int
	todo []string
}

// TestEveryPageCanBeUsedByEverybody: whoever walks by links through a town with a past
// meets no page that breaks a rule of accessibility, scrolls sideways on a narrow screen,
// is too heavy, makes the browser complain, or lacks a text.
func TestEveryPageCanBeUsedByEverybody(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a town and walks through it")
	}
	p := program.Start(t, "asar", nil, "demo", "--data", filepath.Join(t.TempDir(), "town"), "--listen", "127.0.0.1:0")
	_, base, _ := strings.Cut(p.Until("ready http://"), " ")
	chromium := browser.Start(t)
	for _, walk := range []struct{ who, lang, view string }{
		{world.Recipient, "ru", ""}, {world.Recipient, "kk", "lv=1&size=200&scheme=wb"}, {world.Assistant, "ru", ""}, {world.Assistant, "kk", ""}, {world.SignLanguage, "en", ""},
		{world.Supplier, "ru", ""}, {world.Officer, "ru", ""}, {world.Officer, "kk", ""}, {world.Administrator, "ru", ""}, {world.Auditor, "ru", ""},
	} {
		t.Run(walk.who+" in "+walk.lang+" "+walk.view, func(t *testing.T) {
			w := &walker{t: t, tab: chromium.Tab(), base: base, lang: walk.lang, seen: map[string]int{}}
			w.enter(walk.who, walk.view)
			for len(w.todo) > 0 {
				path := w.todo[0]
				w.todo = w.todo[1:]
				w.visit(path)
			}
			t.Logf("%d kinds of pages: %s", len(w.seen), strings.Join(w.kinds(), " "))
			if len(w.seen) < 8 {
				t.Errorf("only %d kinds of pages were found", len(w.seen))
			}
		})
	}
}

func (w *walker) kinds() (all []string) {
	for kind := range w.seen {
		all = append(all, kind)
	}
	slices.Sort(all)
	return all
}

// enter signs in with one press, and takes the seat of who has a position.
func (w *walker) enter(who, view string) {
	w.tab.Open(w.base + "/" + w.lang + "/help")
	_ = browser.Ask[string](w.tab, fmt.Sprintf(`document.cookie = "view=%s; path=/"`, view))
	w.tab.Open(w.base + "/" + w.lang + "/sign-in")
	w.tab.Click(`[data-demo-key*="/` + who + `/"]`)
	w.tab.Click("#key-sign")
	w.tab.Gone("/" + w.lang + "/sign-in")
	if w.tab.Path() == "/"+w.lang+"/choose-cabinet" {
		w.look()
		w.tab.Click(`.govuk-radios__item:nth-child(2) input`)
		w.tab.Click(`main button[type="submit"]`)
		w.tab.Gone("/" + w.lang + "/choose-cabinet")
	}
	w.todo = []string{w.tab.Path()}
}

var (
	recordID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{2}(-\d{2})?|\d+`)
	textKey  = regexp.MustCompile(`\[[a-z-]+\.[a-z.-]+\]`)
)

// mostOfAKind is how many records are looked at of each kind of page.
const mostOfAKind = 2

func (w *walker) visit(path string) {
	kind := recordID.ReplaceAllString(strings.Split(path, "?")[0], "{}")
	if w.seen[kind] >= mostOfAKind || w.t.Failed() && len(w.seen) > 60 {
		return
	}
	media := browser.Ask[string](w.tab, fmt.Sprintf(`fetch(%q).then(r => r.headers.get("content-type") ?? "")`, path))
	if !strings.HasPrefix(media, "text/html") {
		return
	}
	w.seen[kind]++
	w.tab.Open(w.base + path)
	w.look()
}

// look judges the page that is open and notes where its links lead.
func (w *walker) look() {
	path := w.tab.Path()
	w.tab.Axe()
	if bytes := browser.Ask[int](w.tab, `performance.getEntriesByType("navigation")[0].transferSize`); bytes > largestPage {
		w.t.Errorf("%s weighs %d", path, bytes)
	}
	if missing := textKey.FindString(browser.Ask[string](w.tab, `document.body.innerText`)); missing != "" {
		w.t.Errorf("%s: a text is missing: %s", path, missing)
	}
	w.tab.Resize(320)
	w.tab.Sideways()
	w.tab.Resize(1280)
	links := browser.Ask[[]string](w.tab, `[...document.querySelectorAll("main a[href], header a[href]")].filter(a => !a.download).map(a => a.getAttribute("href"))`)
	for _, href := range links {
		if strings.HasPrefix(href, "/"+w.lang+"/") {
			w.todo = append(w.todo, strings.Split(href, "#")[0])
		}
	}
}
