package web

import (
	"net/http"
	"strings"
)

// ncalayer is where the reader's own signing program listens.
const ncalayer = "wss://127.0.0.1:13579"

// contentPolicy allows nothing but our own files, no inline code, no frames.
func contentPolicy(connect string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src " + connect + "; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; report-to csp; report-uri /csp-report"
}

// protect sets the headers every answer carries.
func (s *Site) protect(next http.Handler) http.Handler {
	policy := contentPolicy("'self'")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Reporting-Endpoints", `csp="/csp-report"`)
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
	h.Set("Content-Security-Policy", contentPolicy(where))
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), loopback-network=(self), local-network-access=(self)")
}

// sameSite refuses changes asked for by pages that are not ours. The standard protection
// lets through a request with neither Sec-Fetch-Site nor Origin; every browser that can
// show our pages sends one of them, so ours does not.
func sameSite(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		changes := r.Method != http.MethodGet && r.Method != http.MethodHead
		if changes && r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
			http.Error(w, "403: this request does not come from a page of this portal", http.StatusForbidden)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// ownDocuments refuses to be shown inside, or fetched as, a document of another site.
func ownDocuments(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dest := r.Header.Get("Sec-Fetch-Dest")
		foreign := r.Header.Get("Sec-Fetch-Site") == "cross-site"
		if foreign && dest != "" && dest != "document" && dest != "empty" || dest == "iframe" || dest == "object" || dest == "embed" {
			http.Error(w, "403", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
