package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long to wait for something to appear: long, for a machine that has much else to do.
const patience = time.Minute

// Tab is one page of a browser of its own: no cookies are shared with other tabs.
type Tab struct {
	t        testing.TB
	ctx      context.Context
	mu       sync.Mutex
	requests []string
	faults   []string
}

// Option is how a tab is opened.
type Option func(*Tab) error

// Width opens the tab this wide.
func Width(pixels int64) Option {
	return func(b *Tab) error { return chromedp.Do(b.ctx, chromedp.EmulateViewport(pixels, 900)) }
}

// NoScript opens the tab without JavaScript.
func NoScript() Option {
	return func(b *Tab) error {
		_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}
}

// Permit answers a question the browser would ask: "granted", "denied" or "prompt".
func Permit(permission, setting, origin string) Option {
	return func(b *Tab) error {
		_, err := chromedp.CallBrowser(b.ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: permission}, Setting: browser.PermissionSetting(setting), Origin: origin,
			BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
		})
		return err
	}
}

// Tab opens a tab in a browser context of its own, 1,280 px wide.
func (c *Chromium) Tab(options ...Option) *Tab {
	c.t.Helper()
	ctx, stop := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	c.t.Cleanup(stop)
	b := &Tab{t: c.t, ctx: ctx}
	b.must(chromedp.Do(ctx))
	b.must(chromedp.Listen(ctx, b.hear))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	b.must(err)
	for _, o := range append([]Option{Width(1280)}, options...) {
		b.must(o(b))
	}
	c.t.Cleanup(b.report)
	return b
}

// hear keeps what matters of what the browser tells.
func (b *Tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.Method+" "+e.Request.URL)
	case *network.EventWebSocketCreated:
		b.requests = append(b.requests, "SOCKET "+e.URL)
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.faults = append(b.faults, fmt.Sprintf("console: %v", e.Args))
		}
	case *log.EventEntryAdded:
		// A page that says what is wrong with a form has status 422, which is no fault; nor
		// is a socket nobody answers, which the page says in its own words.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			b.faults = append(b.faults, string(e.Entry.Source)+": "+e.Entry.Text)
		}
	}
}

func (b *Tab) report() {
	for _, f := range b.Faults() {
		b.t.Errorf("the browser complained: %s", f)
	}
}

// Faults are the complaints so far: exceptions, errors of the console, broken policies.
func (b *Tab) Faults() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.faults...)
}

// Requests are all requests of the page so far, each "GET http://…" or "SOCKET ws://…".
func (b *Tab) Requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.requests...)
}

func (b *Tab) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// Open goes to an address.
func (b *Tab) Open(url string) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(url)))
}

// Click presses what a selector finds, once it can be seen.
func (b *Tab) Click(css string) { b.t.Helper(); b.do(css, chromedp.Click(chromedp.CSS(css))) }

// Type types into a field, in place of what is there.
func (b *Tab) Type(css, text string) {
	b.t.Helper()
	b.do(css, chromedp.Clear(chromedp.CSS(css)), chromedp.SendKeys(chromedp.CSS(css), text))
}

// Keys types without looking where the focus is.
func (b *Tab) Keys(keys string) { b.t.Helper(); b.must(chromedp.Do(b.ctx, chromedp.KeyEvent(keys))) }

// Choose puts a file of the disk into a field.
func (b *Tab) Choose(css, file string) {
	b.t.Helper()
	b.do(css, chromedp.SetUploadFiles(chromedp.CSS(css), []string{file}))
}

func (b *Tab) do(css string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v\n%s", css, err, b.seen())
	}
}

// See waits until an element can be seen with a text in it.
func (b *Tab) See(css, text string) {
	b.t.Helper()
	b.wait(fmt.Sprintf("%s does not say %q", css, text), fmt.Sprintf(
		`[...document.querySelectorAll(%q)].some(e => e.checkVisibility() && e.textContent.replace(/\s+/g, " ").includes(%q))`, css, strings.Join(strings.Fields(text), " ")))
}

// Unseen waits until an element cannot be seen.
func (b *Tab) Unseen(css string) {
	b.t.Helper()
	b.wait(css+" is still seen", fmt.Sprintf(`![...document.querySelectorAll(%q)].some(e => e.checkVisibility())`, css))
}

// At waits until the tab shows a path.
func (b *Tab) At(path string) {
	b.t.Helper()
	b.wait("the page is not "+path, fmt.Sprintf(`location.pathname === %q && document.readyState === "complete"`, path))
}

// wait asks again and again until a condition holds.
func (b *Tab) wait(otherwise, condition string) {
	b.t.Helper()
	ticks := time.NewTicker(40 * time.Millisecond)
	defer ticks.Stop()
	late := time.After(patience)
	for {
		// Between two pages there is nothing to ask; the next tick asks the new one.
		if holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](condition)); err == nil && holds {
			return
		}
		select {
		case <-ticks.C:
		case <-late:
			b.t.Fatalf("%s\n%s", otherwise, b.seen())
		}
	}
}

// seen is what a person sees, for the message of a failed test.
func (b *Tab) seen() string {
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.title + "\n" + document.querySelector("main")?.innerText`))
	if err != nil {
		return err.Error()
	}
	return text
}

// Ask evaluates an expression in a page; promises are waited for.
func Ask[T any](b *Tab, expression string) T {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

const runAxe = `axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r => JSON.stringify(r.violations))`

// Axe fails the test when the page as it stands breaks a rule of accessibility.
func (b *Tab) Axe() {
	b.t.Helper()
	_ = Ask[bool](b, axeFile(b.t)+";true")
	var found []struct {
		ID, Help string
		Nodes    []struct{ HTML, FailureSummary string }
	}
	b.must(json.Unmarshal([]byte(Ask[string](b, runAxe)), &found))
	for _, v := range found {
		for _, n := range v.Nodes {
			b.t.Errorf("%s: %s (%s)\n%s\n%s", Ask[string](b, "location.pathname"), v.ID, v.Help, n.HTML, n.FailureSummary)
		}
	}
}

// Sideways fails the test when the page scrolls sideways.
func (b *Tab) Sideways() {
	b.t.Helper()
	if Ask[bool](b, `document.documentElement.scrollWidth > document.documentElement.clientWidth`) {
		b.t.Errorf("%s scrolls sideways", Ask[string](b, "location.pathname"))
	}
}

// Shot keeps a picture of the whole page in the folder ASAR_PICTURES; without it none.
func (b *Tab) Shot(name string) { b.t.Helper(); b.keep(name, chromedp.FullScreenshot(100)) }

// Top keeps a picture of at most the first so many pixels of the page, like Shot.
func (b *Tab) Top(name string, width, most int64) {
	b.t.Helper()
	b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 600)))
	height := min(most, Ask[int64](b, "document.documentElement.scrollHeight"))
	b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height)))
	b.keep(name, chromedp.CaptureScreenshot())
}

func (b *Tab) keep(name string, take chromedp.Action[[]byte]) {
	b.t.Helper()
	dir := os.Getenv("ASAR_PICTURES")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, take)
	b.must(err)
	b.must(os.MkdirAll(dir, 0o755))
	b.must(os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644))
}

// Before runs a script before those of every page that is opened from now on.
func (b *Tab) Before(script string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	b.must(err)
}

// Settled waits until fonts and icons have come.
func (b *Tab) Settled() {
	b.t.Helper()
	_ = Ask[bool](b, `document.fonts.ready.then(() => true)`)
}

// Attribute is an attribute of the first element a selector finds.
func (b *Tab) Attribute(css, name string) string {
	b.t.Helper()
	a, err := chromedp.Run(b.ctx, chromedp.AttributeValue(chromedp.CSS(css), name))
	b.must(err)
	return a.Value
}

// Cookies are the cookies the tab would send to its page.
func (b *Tab) Cookies() (all []*http.Cookie) {
	b.t.Helper()
	kept, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{})
	b.must(err)
	for _, c := range kept.Cookies {
		all = append(all, &http.Cookie{Name: c.Name, Value: c.Value})
	}
	return all
}

// Path is where the tab is.
func (b *Tab) Path() string { b.t.Helper(); return Ask[string](b, "location.pathname") }

// Gone waits until the tab shows another page than this path.
func (b *Tab) Gone(path string) {
	b.t.Helper()
	b.wait("the page is still "+path, fmt.Sprintf(`location.pathname !== %q && document.readyState === "complete"`, path))
}

// Resize makes the tab this wide.
func (b *Tab) Resize(pixels int64) { b.t.Helper(); b.must(Width(pixels)(b)) }
