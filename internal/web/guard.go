package web

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/problem"
)

// The session's cookie. The __Host- name is only possible over https; a demo over plain
// http on one's own machine uses the plain one.
const (
	secureCookie = "__Host-s"
	plainCookie  = "s"
)

func (s *Site) cookieName() string {
	if s.secure {
		return secureCookie
	}
	return plainCookie
}

func (s *Site) cookie(name, value string, age time.Duration) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, MaxAge: int(age.Seconds())}
}

// serve is the guard of a route in a language.
func (s *Site) serve(r Route, l lang.Locale) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		req.Body = http.MaxBytesReader(w, req.Body, int64(r.Body))
		v := &Visit{W: w, R: req, Locale: l, Words: s.Texts.In(l), site: s, route: r, By: access.Visitor()}
		if r.Signs {
			s.allowSigning(w.Header())
		}
		if err := s.admit(v); err != nil {
			s.refuse(v, err)
			return
		}
		if v.mustSignIn() {
			s.sendToSignIn(v)
			return
		}
		if err := v.may(); err != nil {
			s.refuse(v, err)
			return
		}
		if err := r.Page(v); err != nil {
			s.refuse(v, err)
		}
	})
}

// admit finds out who visits. A session that is over makes a visitor.
func (s *Site) admit(v *Visit) error {
	c, err := v.R.Cookie(s.cookieName())
	if err != nil || c.Value == "" {
		return nil
	}
	by, session, err := s.Sessions.Find(v.Context(), c.Value)
	if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Closed) {
		http.SetCookie(v.W, s.cookie(s.cookieName(), "", -time.Second))
		return nil
	}
	if err != nil {
		return err
	}
	v.By, v.Session = by, session
	if v.R.Method == http.MethodGet {
		v.unread, err = s.Notices.Unread(v.Context(), by)
	}
	return err
}

func (v *Visit) mustSignIn() bool { return v.route.Need != Public && !v.By.SignedIn() }

func (v *Visit) may() error {
	if v.route.Need == Public || v.route.Need == SignedIn {
		return nil
	}
	_, err := access.Ask(v.By, access.Permission(v.route.Need))
	return err
}

// sendToSignIn remembers where a reader was going; after signing in they arrive there.
func (s *Site) sendToSignIn(v *Visit) {
	next := strings.TrimPrefix(v.R.URL.Path, "/"+string(v.Locale))
	if v.R.Method != http.MethodGet {
		next = v.route.shownAt(v.R)
	}
	to := v.Path("/sign-in") + "?" + url.Values{"next": {next}}.Encode()
	http.Redirect(v.W, v.R, to, http.StatusSeeOther)
}

// ownPath lets through only a path of this site, so that nobody is led elsewhere.
func ownPath(path string) string {
	u, err := url.Parse(path)
	bad := err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") ||
		strings.ContainsAny(path, "\\\r\n\t") || u.RawQuery != "" || strings.HasPrefix(path, "/sign-in")
	if bad {
		return ""
	}
	return u.EscapedPath()
}

// address is the visitor's network address; X-Forwarded-For counts only from our proxies.
func (s *Site) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if !slices.Contains(s.proxies, host) {
		return host
	}
	chain := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
	if last := strings.TrimSpace(chain[len(chain)-1]); last != "" {
		return last
	}
	return host
}

// limit refuses what is tried too often from one network address.
func (v *Visit) limit(name string, most int, window time.Duration) error {
	return v.site.Sessions.Try(v.Context(), name, v.site.address(v.R), most, window)
}

// Limit refuses what is tried too often from one network address.
func (v *Visit) Limit(name string, most int, window time.Duration) error {
	return v.limit(name, most, window)
}
