package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/exchange/esobes/twin"
	"asar/internal/testing/testdb"
)

func TestAnOperatorAnswersAndFails(t *testing.T) {
	server := httptest.NewServer((&desk{twin: twin.New(calendar.NewSettable(testdb.Start))}).routes())
	defer server.Close()
	for _, step := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", "/simulator/say", "number=A-1&kind=paid", http.StatusNotFound},
		{"PUT", "/acts/A-1", `{"number":"A-1"}`, http.StatusCreated},
		{"PUT", "/acts/A-1", `{"number":"A-1"}`, http.StatusOK},
		{"PUT", "/acts/A-1", `{"number":"A-1","minutes":30}`, http.StatusConflict},
		{"PUT", "/acts/A-1", `{"number":"A-2"}`, http.StatusBadRequest},
		{"POST", "/simulator/say", "number=A-1&kind=paid", http.StatusNoContent},
		{"POST", "/simulator/faults", url.Values{"down": {"true"}}.Encode(), http.StatusNoContent},
		{"GET", "/answers", "", http.StatusServiceUnavailable},
	} {
		request, err := http.NewRequestWithContext(t.Context(), step.method, server.URL+step.path, strings.NewReader(step.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		reply, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if reply.Body.Close() != nil || reply.StatusCode != step.want {
			t.Errorf("%s %s %q: %d, want %d", step.method, step.path, step.body, reply.StatusCode, step.want)
		}
	}
}
