package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"asar/internal/jobs"
	"asar/internal/store"
	"asar/internal/testing/testdb"
)

func TestAStopFinishesTheRequestThatHasBegun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	on, err := listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	began, goOn := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(began)
		<-goOn
		if r.Context().Err() != nil {
			t.Error("the request's context ended with the stop")
		}
		_, _ = io.WriteString(w, "whole")
	})
	ended := make(chan error, 1)
	go func() { ended <- serveHTTP(ctx, slog.New(slog.DiscardHandler), on, handler) }()
	answered := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + on.Addr().String())
		if err != nil {
			answered <- err.Error()
			return
		}
		b, _ := io.ReadAll(r.Body)
		_ = r.Body.Close()
		answered <- string(b)
	}()
	<-began
	stop()
	close(goOn)
	if got := <-answered; got != "whole" {
		t.Errorf("the request that had begun got %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestMetricsTellOfWaitingJobs(t *testing.T) {
	town := testdb.SQLite(t)
	err := town.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		return jobs.Add(tx, jobs.Job{Kind: "k", Key: "1"})
	})
	if err != nil {
		t.Fatal(err)
	}
	town.Clock.Advance(90e9)
	r := newMetrics(town.DB)
	tries(r)("esobes.act", jobs.Done)
	w := httptest.NewRecorder()
	promhttp.HandlerFor(r, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{`asar_jobs{status="waiting"} 1`, `asar_oldest_waiting_job_seconds 90`, `asar_job_tries_total{kind="esobes.act",outcome="done"} 1`, "go_goroutines"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s in\n%s", want, w.Body)
		}
	}
}
