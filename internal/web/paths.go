package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
)

// ownPath lets through only the address of a page of ours, without its language, so that
// nobody is led elsewhere. What was said there once is left out.
func (s *Site) ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") || strings.ContainsAny(u.Path, "\\\r\n\t") || path.Clean(u.Path) != u.Path && u.Path != "/" {
		return ""
	}
	if _, ok := s.shows(u.Path); !ok {
		return ""
	}
	q := u.Query()
	q.Del("said")
	return (&url.URL{Path: u.Path, RawQuery: q.Encode()}).String()
}

// nextPath is an own path somebody may be led to after signing in.
func (s *Site) nextPath(address string) string {
	own := s.ownPath(address)
	if strings.HasPrefix(own, "/sign-in") || own == "/" {
		return ""
	}
	return own
}

// shows finds the route that shows a path without its language.
func (s *Site) shows(path string) (Route, bool) {
	return s.routeOf(http.MethodGet, "/"+string(lang.RU)+path)
}

func (s *Site) routeOf(method, path string) (Route, bool) {
	_, pattern := s.mux.Handler(&http.Request{Method: method, URL: &url.URL{Path: path}, Host: s.host})
	r, ok := s.byPattern[pattern]
	return r, ok
}

// opens tells whether the acting person may open a page, in the cabinet they sit in.
func (v *Visit) opens(path string) bool {
	at, _, _ := strings.Cut(path, "?")
	r, ok := v.site.shows(at)
	if !ok {
		return false
	}
	return r.Need == Public || r.Need == SignedIn || v.By.May(access.Permission(r.Need))
}

// bare cuts the language off a path; ok is false when it has none.
func bare(path string) (string, bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	_, ok := lang.ParseLocale(first)
	return "/" + rest, ok && strings.HasPrefix(path, "/")
}

// here is the address of the page this request is about, without its language: its own, or
// of the page its form stands on.
func (v *Visit) here() string {
	if v.R.Method == http.MethodGet || v.R.Method == http.MethodHead {
		own, _ := bare(v.R.URL.Path)
		return (&url.URL{Path: own, RawQuery: v.R.URL.RawQuery}).String()
	}
	from := v.cameFrom()
	own, _ := bare(v.R.URL.Path)
	if at, _, _ := strings.Cut(from, "?"); at != own && v.site.ownPath(own) != "" {
		return own
	}
	return from
}

// cameFrom is the page a form was sent from. A form shown again after a mistake stands at
// the address it is sent to; then the nearest page above it is meant.
func (v *Visit) cameFrom() string {
	from, err := url.Parse(v.R.Referer())
	if err != nil || from.Host != v.R.Host && from.Host != v.site.host {
		return "/"
	}
	at, ok := bare(from.Path)
	if !ok {
		return "/"
	}
	if own := v.site.ownPath((&url.URL{Path: at, RawQuery: from.RawQuery}).String()); own != "" {
		return own
	}
	for at != "/" && at != "." {
		at = path.Dir(at)
		if own := v.site.ownPath(at); own != "" {
			return own
		}
	}
	return "/"
}

// elsewhere is the same page in another language.
func (v *Visit) elsewhere(l lang.Locale) string { return "/" + string(l) + v.here() }
