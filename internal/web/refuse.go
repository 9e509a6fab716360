package web

import (
	"fmt"
	"net/http"
	"strconv"

	"asar/internal/problem"
	"asar/internal/store"
)

// statuses is the one table that turns kinds of problems into answers.
var statuses = map[problem.Kind]int{
	problem.NotFound: http.StatusNotFound,
	problem.Denied:   http.StatusForbidden,
	problem.Invalid:  http.StatusUnprocessableEntity,
	problem.Conflict: http.StatusConflict,
	problem.Closed:   http.StatusConflict,
	problem.Busy:     http.StatusTooManyRequests,
	problem.Outside:  http.StatusServiceUnavailable,
}

// statusOf is a problem's status. A request no page of ours makes is told apart from words
// that cannot be accepted.
func statusOf(p *problem.Error) int {
	switch p.Key {
	case errForeignForm.Key:
		return http.StatusBadRequest
	case errTooLarge.Key:
		return http.StatusRequestEntityTooLarge
	case errMethod.Key:
		return http.StatusMethodNotAllowed
	}
	return statuses[p.Kind]
}

// retryAfter is what a busy site asks for, in seconds, when the problem does not say.
const retryAfter = 30

// refuse shows an error as a page. What is not a problem is a fault of ours: it is logged
// under the request's number, and the reader is told that number.
func (s *Site) refuse(v *Visit, err error) {
	p, ok := problem.Of(err)
	if !ok {
		number := store.RequestOf(v.Context())
		s.log.Error("fault", "request", number, "route", v.R.Pattern, "error", err.Error())
		s.faultPage(v, number)
		return
	}
	if v.sent {
		return
	}
	s.metrics.refused.WithLabelValues(string(p.Kind)).Inc()
	if p.Kind == problem.Busy {
		v.W.Header().Set("Retry-After", strconv.Itoa(waitFor(p)))
	}
	if err := v.Show(problemScreen(v, p, statusOf(p))); err != nil {
		s.brokenPage(v.W, v.R, store.RequestOf(v.Context()))
	}
}

func waitFor(p *problem.Error) int {
	if minutes, ok := p.Args["After"].(int); ok && minutes > 0 {
		return minutes * 60
	}
	return retryAfter
}

func (s *Site) faultPage(v *Visit, number string) {
	if v.sent {
		return
	}
	p := problem.New("fault", "problem.internal", problem.Args{"Incident": number})
	if err := v.Show(problemScreen(v, p, http.StatusInternalServerError)); err != nil {
		s.brokenPage(v.W, v.R, number)
	}
}

// brokenPage is for when even the page of an error cannot be drawn.
func (s *Site) brokenPage(w http.ResponseWriter, _ *http.Request, number string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = fmt.Fprintf(w, "Порталда қате болды. Әрекетті кейінірек қайталаңыз. Нөмірі: %[1]s\n\n"+
		"На портале произошла ошибка. Повторите действие позже. Номер: %[1]s\n\n"+
		"Something went wrong on the portal. Please try again later. Number: %[1]s\n", number)
}
