package ui

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// axeScript finds axe-core: in the front-end packages, or where ASAR_AXE says.
func axeScript(t *testing.T) string {
	t.Helper()
	for _, path := range []string{os.Getenv("ASAR_AXE"), "../assets/node_modules/axe-core/axe.min.js"} {
		if path == "" {
			continue
		}
		if b, err := os.ReadFile(filepath.Clean(path)); err == nil {
			return string(b)
		}
	}
	t.Skip("axe-core is not installed: npm ci in internal/web/assets")
	return ""
}

// browser starts Chromium, or skips where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(ctx)
	t.Cleanup(stopTab)
	ctx, stopLate := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stopLate)
	return ctx
}

// violation is what axe says is wrong.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Failure string `json:"failureSummary"`
	} `json:"nodes"`
}

// runAxe answers what axe finds. Its text is put in from outside the page's policy, as a browser's tool would.
const runAxe = `axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r => JSON.stringify(r.violations))`

// TestAxe: no page of the gallery breaks a rule, wide or narrow, in any version; with large contrast where promised.
func TestAxe(t *testing.T) {
	axe := axeScript(t)
	ctx := browser(t)
	server := httptest.NewServer(gallery())
	defer server.Close()
	for _, name := range names(pages()) {
		for _, view := range names(views()) {
			for _, width := range []int64{1280, 390} {
				rule := runAxe
				if strings.HasPrefix(view, "lv-b") || view == "lv-wb" {
					rule = strings.Replace(runAxe, "{runOnly", `{rules: {"color-contrast-enhanced": {enabled: true}}, runOnly`, 1)
				}
				found := ask[string](ctx, t, width, server.URL+"/"+name+"?view="+view, axe, rule)
				report(t, name+" in "+view, width, found)
			}
		}
	}
}

// ask opens a page at a width, puts a tool in when there is one, and evaluates a question.
func ask[T any](ctx context.Context, t *testing.T, width int64, url, tool, question string) T {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	if tool != "" {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](tool+";true")); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](question, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s at %d: %v", url, width, err)
	}
	return answer
}

func report(t *testing.T, page string, width int64, found string) {
	t.Helper()
	var all []violation
	if err := json.Unmarshal([]byte(found), &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		for _, n := range v.Nodes {
			t.Errorf("%s at %d: %s (%s)\n%s\n%s", page, width, v.ID, v.Help, n.HTML, n.Failure)
		}
	}
}

// TestReflow: nothing is wider than the screen at 320 px, in any version, nor at 1280 px with text of 200 %.
func TestReflow(t *testing.T) {
	ctx := browser(t)
	server := httptest.NewServer(gallery())
	defer server.Close()
	for _, name := range names(pages()) {
		for _, view := range names(views()) {
			for _, width := range []int64{320, 640, 1280} {
				wide := ask[[]string](ctx, t, width, server.URL+"/"+name+"?view="+view, "", tooWide)
				if len(wide) > 0 {
					t.Errorf("%s in %s at %d px scrolls sideways: %s", name, view, width, strings.Join(wide, ", "))
				}
			}
		}
	}
}

// tooWide names the innermost elements that reach past the screen, when the page scrolls sideways.
const tooWide = `(() => {
	const w = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= w) return [];
	return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > w + 1 && ![...e.children].some(c => c.getBoundingClientRect().right > w + 1)).slice(0, 5).map(e => e.tagName + "." + e.className);
})()`
