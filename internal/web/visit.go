package web

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/sessions"
	"asar/internal/signing"
	"asar/internal/web/ui"
)

// Visit is one request on its way through a page.
type Visit struct {
	W       http.ResponseWriter
	R       *http.Request
	By      access.Actor
	Session sessions.Session
	Locale  lang.Locale
	Words   *lang.Words
	site    *Site
	route   Route
	unread  int
	sent    bool // an answer has begun: nothing may be added to it
}

// Context is the request's context.
func (v *Visit) Context() context.Context { return v.R.Context() }

// Say is a text in the reader's language.
func (v *Visit) Say(key string, args ...lang.Args) string { return v.Words.Say(key, args...) }

// Path is an address in the reader's language: Path("/orders") is "/ru/orders".
func (v *Visit) Path(path string) string { return "/" + string(v.Locale) + path }

// In is a named part of the route's path.
func (v *Visit) In(name string) string { return v.R.PathValue(name) }

// Query is one value of the address; pages keep nothing personal there.
func (v *Visit) Query(name string) string { return v.R.URL.Query().Get(name) }

// Go redirects to a path without its language, after something was done.
func (v *Visit) Go(path string) error {
	http.Redirect(v.W, v.R, v.Path(path), http.StatusSeeOther)
	return nil
}

// GoSaying redirects like Go, and the page there says that it was done. Keys of such
// texts begin with "done.".
func (v *Visit) GoSaying(path, done string) error {
	http.Redirect(v.W, v.R, v.Path(path)+"?"+url.Values{"said": {strings.TrimPrefix(done, "done.")}}.Encode(), http.StatusSeeOther)
	return nil
}

// GoSign leads to the page where a prepared text is read and signed.
func (v *Visit) GoSign(t signing.TextID) error { return v.Go("/sign/" + t.String()) }

// Wrong tells whether err is about what was typed, and gives it in words; then the page
// shows its form again with the typed values. Other errors belong to the frame.
func (v *Visit) Wrong(err error) (ui.Errors, bool) {
	p, ok := problem.Of(err)
	if !ok || p.Kind == problem.NotFound || p.Kind == problem.Denied || p.Kind == problem.Busy {
		return ui.Errors{}, false
	}
	wrong := ui.Errors{Title: v.Say("ui.check-data"), Word: v.Say("ui.error")}
	for _, f := range p.Fields {
		wrong.Items = append(wrong.Items, ui.ErrorItem{Field: f.Name, Text: v.Words.Field(f)})
	}
	if len(p.Fields) == 0 {
		wrong.Items = append(wrong.Items, ui.ErrorItem{Text: v.Words.Problem(p)})
	}
	return wrong, true
}

// Remember keeps what a person searched for, so that no name stands in an address.
func (v *Visit) Remember(page string, search map[string]string) (string, error) {
	return v.site.Sessions.Remember(v.Context(), v.By, page, search)
}

// Recall is what Remember kept; empty when it is not there or somebody else's.
func (v *Visit) Recall(page, kept string) map[string]string {
	search, err := v.site.Sessions.Recall(v.Context(), v.By, page, kept)
	if err != nil {
		return nil
	}
	return search
}

// Screen is a page's content and what its frame needs to know.
type Screen struct {
	Title  string
	Body   templ.Component
	Active string    // the path of the menu's current item, for example "/orders"
	Back   string    // where the back link leads, a path without its language
	Wide   bool      // for tables of caseworkers and specialists
	Errors ui.Errors // what is wrong with the page's form, from Wrong
	Status int       // 200 when zero, 422 with errors
	// RefreshSec reloads a page that waits for something, without script.
	RefreshSec int
	// About are the records, and the purposes of signing, whose waiting signatures the page
	// tells of.
	About []string
	// Indexed lets search engines find a page that is the same for everybody.
	Indexed bool
}

// Show renders a screen into a buffer and sends it.
func (v *Visit) Show(s Screen) error {
	waits, err := v.beingChecked(s.About)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	s.Body = templ.Join(append(waits, s.Body)...)
	if err := v.frame(s).Render(v.Context(), &b); err != nil {
		return err
	}
	if s.Status == 0 {
		s.Status = http.StatusOK
	}
	if s.Errors.Any() && s.Status == http.StatusOK {
		s.Status = http.StatusUnprocessableEntity
	}
	v.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.W.Header().Set("Content-Language", string(v.Locale))
	v.W.WriteHeader(s.Status)
	v.send(b.Bytes())
	return nil
}

// send sends what is whole. That the reader has gone is no fault of ours, and a page about
// it would only be appended to what was sent.
func (v *Visit) send(content []byte) {
	v.sent = true
	_, _ = v.W.Write(content)
}

// Download sends a file to be kept, never to be shown as a page of ours.
func (v *Visit) Download(name, media string, content []byte) error {
	h := v.W.Header()
	h.Set("Content-Type", media)
	clean, _ := lang.CleanText(strings.ReplaceAll(name, "\n", " "))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": clean}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	v.send(content)
	return nil
}
