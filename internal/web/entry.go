package web

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/web/ui"
)

// The browser's secret binds a text for signing in to the browser that asked for it, so
// that nobody can be made to sign somebody else's entrance.
const (
	secureEntryCookie = "__Host-e"
	plainEntryCookie  = "e"
	entryLives        = 15 * time.Minute
)

// How often one network address may open the page, and how often an address or a
// certificate may fail to sign in. Those who succeed are neither counted nor stopped: a hall
// of a district office shares one address, a signature cannot be guessed, and nobody shall
// lock another person out by failing in their name.
const (
	mostEntryPages = 240
	mostFailures   = 10
	mostOfOneKey   = 5
	entryWindow    = 10 * time.Minute
)

func (s *Site) entryCookie() string {
	if s.secure {
		return secureEntryCookie
	}
	return plainEntryCookie
}

// browser is this browser's secret; nil when it has none.
func (v *Visit) browser() []byte {
	c, err := v.R.Cookie(v.site.entryCookie())
	if err != nil {
		return nil
	}
	secret, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(secret) != 32 {
		return nil
	}
	return secret
}

func (v *Visit) newBrowser() []byte {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the program instead
	http.SetCookie(v.W, v.site.cookie(v.site.entryCookie(), base64.RawURLEncoding.EncodeToString(secret), entryLives))
	return secret
}

// showSignIn shows the text for signing in and the three ways to sign it.
func showSignIn(v *Visit) error {
	if v.By.SignedIn() {
		return v.Go(v.cabinet().main)
	}
	if err := v.limit("entry-page", mostEntryPages, entryWindow); err != nil {
		return err
	}
	return v.entryPage(ui.Errors{}, v.site.nextPath(v.Query("next")))
}

func (v *Visit) entryPage(wrong ui.Errors, next string) error {
	secret := v.browser()
	if secret == nil {
		secret = v.newBrowser()
	}
	body := v.Say("sign-in.text", map[string]any{"Portal": v.site.host, "At": v.Words.DateTime(v.site.DB.Now())})
	text, err := v.site.Signing.PrepareEntry(v.Context(), string(v.Locale), body, secret)
	if err != nil {
		return err
	}
	page := v.signPage(text, "entry", wrong)
	page.Title, page.Lead, page.Action = v.Say("sign-in.title"), v.Say("sign-in.lead"), v.Path("/sign-in")
	page.TextHref = v.Path("/sign-in/text/" + text.ID.String())
	page.Hidden = []ui.Hidden{{Name: "text", Value: text.ID.String()}, {Name: "next", Value: next}}
	if next != "" {
		page.Notice = v.Say("sign-in.first")
	}
	return v.Show(Screen{Title: page.Title, Body: signView(page, v.offered(text), v.extra()), Errors: wrong, Indexed: true})
}

// extra is what the demo town adds to the pages of signing.
func (v *Visit) extra() templ.Component {
	if v.site.Extra == nil {
		return templ.NopComponent
	}
	return v.site.Extra(v)
}

// entryText gives the text as a file, for signing with another program.
func entryText(v *Visit) error {
	var t signing.TextID
	if err := t.UnmarshalText([]byte(v.In("text"))); err != nil {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	text, err := v.site.Signing.EntryText(v.Context(), t, v.browser())
	if err != nil {
		return err
	}
	return v.Download("sign-in.txt", "text/plain; charset=utf-8", text.Content)
}

func signIn(v *Visit) error {
	form, err := v.Form("text", "next", "cms", "way")
	if err != nil {
		return err
	}
	next := v.site.nextPath(form.Text("next"))
	err = v.enter(form)
	if wrong, again := v.wrongSignature(err); again {
		if err := v.countFailure(form); err != nil {
			return err
		}
		return v.entryPage(wrong, next)
	}
	if err != nil {
		return err
	}
	if v.Session.Staff {
		return v.Go("/choose-cabinet" + asNext(next))
	}
	return v.goNext(next)
}

// asNext carries along where a person was going.
func asNext(next string) string {
	if next == "" {
		return ""
	}
	return "?" + url.Values{"next": {next}}.Encode()
}

// goNext leads where the person was going, if that is open to them as they sit now.
func (v *Visit) goNext(next string) error {
	if next == "" || !v.opens(next) {
		next = v.cabinet().main
	}
	return v.Go(next)
}

// countFailure counts a failure for the address and for the key that was tried.
func (v *Visit) countFailure(form *Form) error {
	if err := v.limit("entry-failed", mostFailures, entryWindow); err != nil {
		return err
	}
	cms, err := v.signature(form)
	if err != nil {
		return nil // nothing that could be counted: the address was
	}
	if serial := v.site.Signing.Claimed(cms); serial != "" {
		return v.site.Sessions.Try(v.Context(), "entry-key", serial, mostOfOneKey, entryWindow)
	}
	return nil
}

func (v *Visit) enter(form *Form) error {
	cms, err := v.signature(form)
	if err != nil {
		return err
	}
	var t signing.TextID
	if err := t.UnmarshalText([]byte(form.Text("text"))); err != nil {
		return problem.New(problem.Closed, "signing.expired")
	}
	proof, err := v.site.Signing.CheckEntry(v.Context(), t, v.browser(), cms)
	if problem.Is(err, problem.NotFound) { // of another browser, or this one has forgotten its secret
		return problem.New(problem.Closed, "signing.expired")
	}
	if err != nil {
		return err
	}
	token, err := v.site.Sessions.Begin(v.Context(), proof, v.R.UserAgent())
	if err != nil {
		return err
	}
	v.keepToken(token)
	v.By, v.Session, err = v.site.Sessions.Find(v.Context(), token)
	return err
}

// signature is what was signed in the page, or the file made elsewhere.
func (v *Visit) signature(form *Form) ([]byte, error) {
	raw := []byte(form.Text("cms"))
	if len(raw) == 0 {
		_, file, err := v.Upload("file")
		if err != nil {
			return nil, err
		}
		raw = file
	}
	if len(raw) == 0 {
		return nil, problem.Fields(problem.At("file", "sign.no-signature"))
	}
	return eds.Decode(raw)
}

// wrongSignature shows every problem of signing on the page itself, where another key can
// be taken at once.
func (v *Visit) wrongSignature(err error) (ui.Errors, bool) {
	p, ok := problem.Of(err)
	if !ok || p.Kind == problem.Busy {
		return ui.Errors{}, false
	}
	if len(p.Fields) > 0 {
		return v.Wrong(err)
	}
	item := ui.ErrorItem{Href: "#sign-ways", Text: v.Words.Problem(p)}
	return ui.Errors{Title: v.Say("sign.failed"), Word: v.Say("ui.error"), Items: []ui.ErrorItem{item}}, true
}
