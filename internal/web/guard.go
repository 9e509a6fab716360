package web

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
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
	//nolint:gosec // Secure whenever the portal has https; a demo on one's own machine has not
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, MaxAge: int(age.Seconds())}
}

// serve is the guard of a route in a language.
func (s *Site) serve(r Route, l lang.Locale) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		req.Body = http.MaxBytesReader(w, req.Body, int64(r.Body))
		v := &Visit{W: w, R: req, Locale: l, Words: s.Texts.In(l), site: s, route: r, By: access.Visitor()}
		defer s.catch(v)
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
	next := v.here()
	if v.R.Method != http.MethodGet {
		next = v.cameFrom()
	}
	to := v.Path("/sign-in")
	if next = s.nextPath(next); next != "" {
		to += "?" + url.Values{"next": {next}}.Encode()
	}
	http.Redirect(v.W, v.R, to, http.StatusSeeOther)
}

// address is the visitor's network address. X-Forwarded-For counts only from our proxies,
// read from its end: what stands before an address that is not ours is the visitor's own
// invention. Of an IPv6 address the network counts, because a household has a whole one.
func (s *Site) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(chain) - 1; i >= 0 && s.proxied(at); i-- {
		before, err := netip.ParseAddr(strings.TrimSpace(chain[i]))
		if err != nil {
			break
		}
		at = before
	}
	return network(at)
}

func (s *Site) proxied(at netip.Addr) bool {
	return slices.ContainsFunc(s.proxies, func(p netip.Prefix) bool { return p.Contains(at.Unmap()) })
}

func network(at netip.Addr) string {
	at = at.Unmap().WithZone("")
	if at.Is4() {
		return at.String()
	}
	n, _ := at.Prefix(64) // fails only for more bits than an address has
	return n.String()
}

// readProxies reads addresses and networks, comma-separated.
func readProxies(list string) (all []netip.Prefix, err error) {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if at, err := netip.ParseAddr(one); err == nil {
			all = append(all, netip.PrefixFrom(at.Unmap(), at.Unmap().BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(one)
		if err != nil {
			return nil, fmt.Errorf("web: the proxy %q is neither an address nor a network", one)
		}
		all = append(all, p.Masked())
	}
	return all, nil
}

// limit refuses what is tried too often from one network address.
func (v *Visit) limit(name string, most int, window time.Duration) error {
	return v.site.Sessions.Try(v.Context(), name, v.site.address(v.R), most, window)
}

// Limit refuses what is tried too often from one network address.
func (v *Visit) Limit(name string, most int, window time.Duration) error {
	return v.limit(name, most, window)
}
