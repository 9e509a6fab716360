// Package browser opens the portal in Chromium: what a person sees, does and sends. It
// logs every request, every line of the console and every broken content policy, runs axe
// and takes pictures. Never in the product.
//
//	server := browser.Serve(t, func(base string) http.Handler { … })
//	chromium := browser.Start(t, browser.Public(server))
//	tab := chromium.Tab(browser.Width(390))
//	tab.Open(server.Base + "/ru/sign-in")
//	tab.Choose("#key-file", "AUTH_RSA256_….p12")
//	tab.Type("#key-password", "…")
//	tab.Click("#key-open")
//	tab.See("#key-owner", "СЕЙТОВА АЙГҮЛ")
//
// A tab fails its test at the end when the console or the content policy had complaints.
package browser

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Chromium is one browser. Everything that leaves the machine is turned away and counted.
type Chromium struct {
	t      testing.TB
	ctx    context.Context
	mu     sync.Mutex
	strays []string
}

// Flag is a command line flag of the browser.
type Flag struct {
	Name  string
	Value any
}

// Public makes Chromium take a server on this machine for one of the internet, so that it
// asks before the page may talk to programs here.
func Public(s *Server) Flag { return Flag{"ip-address-space-overrides", s.Address + "=public"} }

// Start starts Chromium. Without it the test is skipped, but where everything must be
// proved (CI=true) it fails.
func Start(t testing.TB, flags ...Flag) *Chromium {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		Missing(t, "chromium is not installed: make deps")
	}
	c := &Chromium{t: t}
	elsewhere := httptest.NewServer(http.HandlerFunc(c.turnAway))
	t.Cleanup(elsewhere.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,AutofillServerCommunication,OptimizationHints"), chromedp.ProxyServer(elsewhere.URL))
	for _, f := range flags {
		options = append(options, chromedp.Flag(f.Name, f.Value))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	c.ctx = ctx
	return c
}

// Missing skips a test for want of something, or fails it where nothing may be missing.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// ownHosts are those Chromium itself asks, whatever the page.
var ownHosts = regexp.MustCompile(`^(update\.googleapis|clients2\.google|accounts\.google|content-autofill\.googleapis|redirector\.gvt1)\.com(:443)?$`)

// turnAway is the proxy all requests to other machines are led to.
func (c *Chromium) turnAway(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !ownHosts.MatchString(r.Host) {
		c.strays = append(c.strays, r.Method+" "+r.Host)
	}
	http.Error(w, "only this machine", http.StatusForbidden)
}

// Strays are the requests to other machines, of any thread.
func (c *Chromium) Strays() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.strays...)
}

// axeFile is where axe-core lies, from any package of the module.
func axeFile(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for up := dir; up != filepath.Dir(up); up = filepath.Dir(up) {
		b, err := os.ReadFile(filepath.Join(up, "internal/web/assets/node_modules/axe-core/axe.min.js"))
		if err == nil {
			return string(b)
		}
	}
	Missing(t, "axe-core is not installed: make assets")
	return ""
}
