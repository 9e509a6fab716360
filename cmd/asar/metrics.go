package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"asar/internal/jobs"
	"asar/internal/store"
)

// newMetrics begins with what the runtime and the outbox say of themselves.
func newMetrics(db *store.DB) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), outbox{db})
	return r
}

// outbox tells how many jobs stand where, counted when it is asked.
type outbox struct{ db *store.DB }

var (
	jobsByStatus = prometheus.NewDesc("asar_jobs", "Jobs by status: waiting, failed, stopped, done.", []string{"status"}, nil)
	oldestJob    = prometheus.NewDesc("asar_oldest_waiting_job_seconds", "How long the oldest waiting job waits.", nil, nil)
)

// countPatience bounds the question to the database.
const countPatience = 3 * time.Second

// Describe implements prometheus.Collector.
func (o outbox) Describe(to chan<- *prometheus.Desc) {
	to <- jobsByStatus
	to <- oldestJob
}

// Collect implements prometheus.Collector.
func (o outbox) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), countPatience)
	defer cancel()
	counts, oldest, err := jobs.Count(ctx, o.db, operator())
	if err != nil {
		to <- prometheus.NewInvalidMetric(jobsByStatus, err)
		return
	}
	for _, s := range []jobs.Status{jobs.Waiting, jobs.Failed, jobs.Stopped, jobs.Done} {
		to <- prometheus.MustNewConstMetric(jobsByStatus, prometheus.GaugeValue, float64(counts[s]), string(s))
	}
	waits := 0.0
	if !oldest.IsZero() {
		waits = o.db.Now().Since(oldest).Seconds()
	}
	to <- prometheus.MustNewConstMetric(oldestJob, prometheus.GaugeValue, waits)
}

// tries counts what became of tried jobs.
func tries(r prometheus.Registerer) func(kind string, outcome jobs.Status) {
	counter := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "asar_job_tries_total", Help: "Tried jobs by kind and what became of them."}, []string{"kind", "outcome"})
	r.MustRegister(counter)
	return func(kind string, outcome jobs.Status) { counter.WithLabelValues(kind, string(outcome)).Inc() }
}

// serveMetrics serves /metrics at an address of its own, and nothing without one.
func serveMetrics(ctx context.Context, log *slog.Logger, address string, r *prometheus.Registry) error {
	if address == "" {
		return nil
	}
	on, err := listen(ctx, address)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(r, promhttp.HandlerOpts{}))
	go func() {
		if err := serveHTTP(ctx, log, on, mux); err != nil {
			log.Error("metrics", "error", err.Error())
		}
	}()
	return nil
}
