package web

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/calendar"
	"asar/internal/store"
)

// metrics are what operators watch.
type metrics struct {
	requests *prometheus.HistogramVec
	refused  *prometheus.CounterVec
	reports  prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "asar_request_seconds", Help: "Time to answer a request, by route and status.",
			Buckets: []float64{.005, .01, .025, .05, .08, .15, .3, .6, 1.2, 2.5, 5},
		}, []string{"route", "status"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "asar_refusals_total", Help: "Problems shown to people, by kind.",
		}, []string{"kind"}),
		reports: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "asar_policy_reports_total", Help: "Reports by browsers of a broken content policy.",
		}),
	}
	r.MustRegister(m.requests, m.refused, m.reports)
	return m
}

// answer remembers what was answered, for the log and the metrics.
type answer struct {
	http.ResponseWriter
	status int
	size   int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.size += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func requestNumber() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// observe numbers a request, keeps the log without personal data (the route, never the
// address with its ids and never a query), and is the last to catch a panic.
func (s *Site) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := calendar.System().Now()
		number := requestNumber()
		r = r.WithContext(store.WithRequest(r.Context(), number))
		a := &answer{ResponseWriter: w}
		defer func() {
			if what := recover(); what != nil {
				s.logPanic(number, what)
				if a.status == 0 {
					s.brokenPage(a, r, number)
				}
			}
			s.note(r, a, number, calendar.System().Now().Since(began))
		}()
		next.ServeHTTP(a, r)
	})
}

// catch turns a panic of a page into the page of a fault, in the reader's language. A page
// is sent in one piece, so nothing of it has left yet.
func (s *Site) catch(v *Visit) {
	what := recover()
	if what == nil {
		return
	}
	number := store.RequestOf(v.Context())
	s.logPanic(number, what)
	s.faultPage(v, number)
}

// logPanic keeps the kind of what happened and where; the value may hold what somebody typed.
func (s *Site) logPanic(number string, what any) {
	text := fmt.Sprintf("%T", what)
	if fault, ok := what.(runtime.Error); ok {
		text = fault.Error()
	}
	s.log.Error("panic", "request", number, "what", text, "stack", string(debug.Stack()))
}

func (s *Site) note(r *http.Request, a *answer, number string, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	if a.status == 0 {
		a.status = http.StatusOK // what net/http sends for an answer without a word
	}
	s.metrics.requests.WithLabelValues(route, strconv.Itoa(a.status)).Observe(took.Seconds())
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("request", number), slog.String("route", route),
		slog.Int("status", a.status), slog.Int("bytes", a.size), slog.Duration("took", took))
}
