package web

import (
	"net/http"
	"slices"
	"strings"

	"asar/internal/problem"
)

// reportPath is where browsers report that they stopped something on a page.
const reportPath = "/csp-report"

// ncalayer is where the reader's own signing program listens.
const ncalayer = "wss://127.0.0.1:13579"

// signingWorker is the one policy of trusted types a signing page may make: it lets the
// page's own worker through. Other pages make none.
const signingWorker = "asar-worker"

// contentPolicy allows nothing but our own files, no inline code, no frames.
func contentPolicy(connect, trusted string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src " + connect + "; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types " + trusted + "; report-to csp; report-uri " + reportPath
}

// protect sets the headers every answer carries.
func (s *Site) protect(next http.Handler) http.Handler {
	policy := contentPolicy("'self'", "'none'")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Reporting-Endpoints", `csp="`+reportPath+`"`)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if s.secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// allowSigning lets a signing page talk to NCALayer on the reader's machine.
func (s *Site) allowSigning(h http.Header) {
	where := "'self' " + ncalayer
	if s.NCALayer != "" && s.NCALayer != ncalayer {
		where += " " + strings.TrimSuffix(s.NCALayer, "/")
	}
	h.Set("Content-Security-Policy", contentPolicy(where, signingWorker))
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), loopback-network=(self), local-network-access=(self)")
}

// sameSite refuses changes asked for by pages that are not ours. The standard protection
// lets through a request with neither Sec-Fetch-Site nor Origin; every browser that can
// show our pages sends one of them, so ours does not.
// A browser's report of a broken policy changes nothing and may carry neither.
func (s *Site) sameSite(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	foreign := http.HandlerFunc(s.foreign)
	protection.SetDenyHandler(foreign)
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == reportPath || r.Method == http.MethodGet || r.Method == http.MethodHead:
			next.ServeHTTP(w, r)
		case r.Method != http.MethodPost: // nothing here answers it
			s.notFound(w, r)
		case r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "":
			foreign.ServeHTTP(w, r)
		default:
			guarded.ServeHTTP(w, r)
		}
	})
}

// foreign is the page for a change another site asked for. It is shown to nobody in
// particular: the reader may not have meant it.
func (s *Site) foreign(w http.ResponseWriter, r *http.Request) {
	v := s.stranger(w, r)
	s.refuse(v, problem.New(problem.Denied, "problem.foreign-site"))
}

// inside are the places in a page where a document of ours is never shown.
var inside = []string{"iframe", "frame", "object", "embed"}

// ownDocuments refuses to be shown inside, or fetched as, a document of another site.
func ownDocuments(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dest := r.Header.Get("Sec-Fetch-Dest")
		foreign := r.Header.Get("Sec-Fetch-Site") == "cross-site"
		if foreign && dest != "" && dest != "document" || slices.Contains(inside, dest) {
			http.Error(w, "403", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
