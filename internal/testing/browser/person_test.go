package browser_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/testing/browser"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

// hand is how a person moves about the portal.
type hand struct {
	width    int64
	keyboard bool // no pointer: the tab key, Enter, the space bar
	script   bool // false: without JavaScript, signatures are made elsewhere and uploaded
	look     bool // at every page also in the other languages and in the version for low vision
}

// person is somebody at the portal, in a language and with a hand.
type person struct {
	*browser.Tab
	hand
	o      *town
	who    string
	locale lang.Locale
	keys   world.Keys
}

func (o *town) person(chromium *browser.Chromium, who string, l lang.Locale, h hand) *person {
	o.t.Helper()
	options := []browser.Option{browser.Width(h.width)}
	if !h.script {
		options = append(options, browser.NoScript())
	}
	p := &person{Tab: chromium.Tab(options...), hand: h, o: o, who: who, locale: l, keys: o.of(who)}
	p.open("/")
	p.at(p.say("start.title"))
	p.press("start.enter")
	p.at(p.say("sign-in.title"))
	p.sign(p.keys.Auth)
	p.at(p.say("cabinet.recipient")) // manual, step 4, also for a specialist
	return p
}

func (p *person) open(path string) {
	p.o.t.Helper()
	p.Open(p.o.server.Base + "/" + string(p.locale) + path)
}

func (p *person) say(key string, args ...lang.Args) string {
	return p.o.Texts.In(p.locale).Say(key, args...)
}

// at waits for a page by its heading, and looks at it.
func (p *person) at(heading string) {
	p.o.t.Helper()
	p.See(arrived+" h1", heading)
	p.Sideways()
	p.axe()
	if !p.look {
		return
	}
	here := browser.Ask[string](p.Tab, "location.pathname + location.search")
	if p.o.answersAForm(here) {
		return // the same page in another language begins anew
	}
	for _, l := range lang.Locales() {
		for _, view := range []string{"", "lv=1&size=200&scheme=wb"} {
			if l == p.locale && view == "" {
				continue
			}
			p.wear(view)
			p.Open(p.o.server.Base + "/" + string(l) + here[3:])
			p.Sideways()
			p.Axe()
		}
	}
	p.wear("")
	p.Open(p.o.server.Base + here)
}

// axe judges a page as it stands.
func (p *person) axe() {
	p.o.t.Helper()
	if p.script {
		p.Axe()
	}
}

// arrived is a page other than the one on which something was pressed last.
const arrived = "html:not([data-left])"

// answersAForm tells whether a page was the answer to a form, not opened by its address.
func (o *town) answersAForm(path string) (posted bool) {
	for _, s := range o.server.Sent() {
		if s.Path == path {
			posted = s.Method == http.MethodPost
		}
	}
	return posted
}

// wear sets how the portal is shown; "" is the ordinary version.
func (p *person) wear(view string) {
	age := ""
	if view == "" {
		age = "; max-age=0"
	}
	_ = browser.Ask[string](p.Tab, fmt.Sprintf(`document.cookie = "view=%s; path=/%s"`, view, age))
}

// mark finds a link or a button by what a person reads on it.
const mark = `(() => {
	const read = e => { const c = e.cloneNode(true); c.querySelectorAll(".govuk-visually-hidden, [class*=badge]").forEach(h => h.remove()); return c.textContent.replace(/\s+/g, " ").trim(); };
	document.querySelectorAll("[data-here]").forEach(e => e.removeAttribute("data-here"));
	const found = [...document.querySelectorAll("a, button, summary")].filter(e => e.checkVisibility() && read(e) === %q);
	const one = found.find(e => e.closest("main")) ?? found[0];
	one?.setAttribute("data-here", "");
	if (one && one.tagName !== "SUMMARY") document.documentElement.setAttribute("data-left", "");
	return found.length > 0;
})()`

// press presses the link or button with a text.
func (p *person) press(key string, args ...lang.Args) {
	p.o.t.Helper()
	p.pressed(p.say(key, args...))
}

// menu opens a place of the menu, which a narrow screen folds.
func (p *person) menu(key string) {
	p.o.t.Helper()
	p.See("h1", "")
	if browser.Ask[bool](p.Tab, `document.querySelector(".asar-menu__summary")?.checkVisibility() && !document.querySelector(".asar-menu").open`) {
		p.act(".asar-menu__summary", "\r")
	}
	p.press(key)
}

func (p *person) pressed(words string) {
	p.o.t.Helper()
	p.See("a, button, summary", words)
	if !browser.Ask[bool](p.Tab, fmt.Sprintf(mark, words)) {
		p.o.t.Fatalf("nothing to press says only %q", words)
	}
	p.act("[data-here]", "\r")
}

// act clicks an element, or goes to it with the tab key and presses a key.
func (p *person) act(css, key string) {
	p.o.t.Helper()
	if !p.keyboard {
		p.Click(css)
		return
	}
	p.reach(css)
	p.Keys(key)
}

// mostTabs is more than any page has places to stop at.
const mostTabs = 250

// reach goes to an element with the tab key alone, and sees that the focus shows.
func (p *person) reach(css string) {
	p.o.t.Helper()
	for range mostTabs {
		if browser.Ask[bool](p.Tab, fmt.Sprintf(`document.activeElement?.matches(%q) ?? false`, css)) {
			if !browser.Ask[bool](p.Tab, `(s => s.outlineStyle !== "none" || s.boxShadow !== "none")(getComputedStyle(document.activeElement)) || document.activeElement.type === "radio" || document.activeElement.type === "checkbox"`) {
				p.o.t.Errorf("%s: the focus on %s does not show", browser.Ask[string](p.Tab, "location.pathname"), css)
			}
			return
		}
		p.Keys("\t")
	}
	p.o.t.Fatalf("%s cannot be reached with the tab key", css)
}

// fill types into a field.
func (p *person) fill(name, text string) {
	p.o.t.Helper()
	css := fmt.Sprintf(`main [name=%q]`, name)
	if p.keyboard {
		p.reach(css)
	} else {
		p.Click(css)
	}
	_ = browser.Ask[bool](p.Tab, `document.activeElement.select?.() || true`)
	p.Keys(text)
}

// unfold opens what a narrow screen folds, when a field in it cannot be seen.
func (p *person) unfold(field, key string) {
	p.o.t.Helper()
	if !browser.Ask[bool](p.Tab, fmt.Sprintf(`document.querySelector('main [name=%q]').checkVisibility()`, field)) {
		p.press(key)
	}
}

func (p *person) date(name, day, month, year string) {
	p.o.t.Helper()
	p.fill(name+"-day", day)
	p.fill(name+"-month", month)
	p.fill(name+"-year", year)
}

// tick chooses a radio button or ticks a box. With the keyboard the first of a group is
// reached, which is the one the story wants.
func (p *person) tick(name string) {
	p.o.t.Helper()
	p.act(fmt.Sprintf(`main input[name=%q]`, name), " ")
}

// sign signs the text on the page: with the key file in the page, or without script by a
// file made elsewhere.
func (p *person) sign(k *devca.Key) {
	p.o.t.Helper()
	if !p.script {
		content := download(p.o.t, p.Tab, p.o.server.Base)
		cms, err := k.Sign(content, p.o.Clock.Now())
		must(p.o.t, err)
		p.Choose("#file", p.o.write("signature.cms", cms))
		p.act("#way-upload button", "\r")
		return
	}
	p.See("#way-file", p.say("sign.key.file"))
	p.Choose("#key-file", p.o.file(k)) // the dialog of files is the system's
	if !p.keyboard {
		p.Type("#key-password", devca.Password)
		p.Click("#key-open")
	} else {
		p.reach("#key-password")
		p.Keys(devca.Password + "\r")
	}
	p.See("#key-owner", strings.ToUpper(personOf(p.who).Surname))
	p.act("#key-sign", "\r")
}

// signed signs the document the page shows.
func (p *person) signed() {
	p.o.t.Helper()
	p.at(p.say("sign.title"))
	p.sign(p.keys.Sign)
}

// said waits for the banner that says what was done.
func (p *person) said(key string) {
	p.o.t.Helper()
	p.See(arrived+" .govuk-notification-banner", p.say(key))
}

// fetch downloads what a link of the page leads to, as this tab would.
func (p *person) fetch(css string) []byte {
	p.o.t.Helper()
	return fetched(p.o.t, p.Tab, p.o.server.Base+p.Attribute(css, "href"))
}

// watched fails the test when anything personal stood in an address, when anything was
// asked of another machine, or when a page weighed too much.
func (o *town) watched(t *testing.T, chromium *browser.Chromium) {
	t.Helper()
	if strays := chromium.Strays(); len(strays) > 0 {
		t.Errorf("requests to other machines: %v", strays)
	}
	for _, s := range o.server.Sent() {
		for _, w := range world.People() {
			for _, personal := range []string{w.IIN, w.Surname} {
				if strings.Contains(s.Path, personal) {
					t.Errorf("%s %s names somebody", s.Method, s.Path)
				}
			}
		}
		if s.Method == http.MethodGet && !strings.Contains(s.Path, ".") && !strings.Contains(s.Path, "/files/") && s.Length > mostHTML {
			t.Errorf("%s weighs %d bytes, more than %d", s.Path, s.Length, mostHTML)
		}
		if s.Status >= http.StatusInternalServerError {
			t.Errorf("%s %s answered %d", s.Method, s.Path, s.Status)
		}
	}
}

// mostHTML is the budget of a page's own text, compressed.
const mostHTML = 15 << 10
