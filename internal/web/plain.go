package web

import (
	"io"
	"log/slog"
	"net/http"
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/store"
	"asar/internal/web/assets"
)

// mostReports is how much of a browser's report is read.
const mostReports = 16 << 10

// plainRoutes are the addresses outside the languages.
func (s *Site) plainRoutes(mux *http.ServeMux) {
	mux.Handle("GET /assets/", assets.Handler())
	mux.HandleFunc("GET /{$}", s.toLanguage)
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	mux.HandleFunc("GET /ready", s.ready)
	mux.HandleFunc("GET /robots.txt", robots)
	mux.HandleFunc("POST "+reportPath, s.report)
	mux.HandleFunc("/", s.notFound)
}

// toLanguage leads to the start page in the language the browser asks for.
func (s *Site) toLanguage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Language")
	//nolint:gosec // one of three languages of ours
	http.Redirect(w, r, "/"+string(lang.Prefer(r.Header.Get("Accept-Language")))+"/", http.StatusSeeOther)
}

// ready tells a balancer whether this process can answer: its database does.
func (s *Site) ready(w http.ResponseWriter, r *http.Request) {
	if err := s.DB.Ping(r.Context()); err != nil {
		s.log.Warn("not ready", "error", err.Error())
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "ready\n")
}

func robots(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "User-agent: *\nDisallow: /assets/\n")
}

// report notes that a browser stopped something on a page of ours. The report itself may
// hold addresses and is not kept.
func (s *Site) report(w http.ResponseWriter, r *http.Request) {
	n, _ := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, mostReports))
	s.metrics.reports.Inc()
	s.log.LogAttrs(r.Context(), slog.LevelWarn, "a browser reported a broken content policy", slog.Int64("bytes", n))
	w.WriteHeader(http.StatusNoContent)
}

// notFound is the page of an address nobody has, in the language of its first part.
func (s *Site) notFound(w http.ResponseWriter, r *http.Request) {
	v := s.stranger(w, r)
	defer s.catch(v)
	if err := s.admit(v); err != nil && !isProblem(err) {
		s.faultPage(v, store.RequestOf(r.Context()))
		return
	}
	if allowed := s.methods(r.URL.Path); len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		s.refuse(v, errMethod)
		return
	}
	s.refuse(v, problem.New(problem.NotFound, "problem.not-found"))
}

// errMethod is for an address that exists and is asked in a way it does not answer.
var errMethod = problem.New(problem.NotFound, "problem.method")

// methods are those an address of a page answers.
func (s *Site) methods(path string) (allowed []string) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if _, ok := s.routeOf(method, path); ok {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

// stranger is the visit of who is not let in to any route: only the language is known.
func (s *Site) stranger(w http.ResponseWriter, r *http.Request) *Visit {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	l, ok := lang.ParseLocale(first)
	if !ok {
		l = lang.Prefer(r.Header.Get("Accept-Language"))
	}
	return &Visit{W: w, R: r, Locale: l, Words: s.Texts.In(l), site: s, By: access.Visitor()}
}

func isProblem(err error) bool {
	_, ok := problem.Of(err)
	return ok
}
