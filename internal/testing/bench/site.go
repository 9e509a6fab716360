package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/access"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/orders"
	"asar/internal/sessions"
	"asar/internal/signing"
	"asar/internal/testing/devca"
	"asar/internal/web"
	ordering "asar/internal/web/portal/orders"
)

// site is the whole portal over a place, listening on a port of this machine.
type site struct {
	*place
	base   string
	server *http.Server
	client *http.Client
	tokens []string // of the known specialists
}

func openSite(ctx context.Context, p *place) (*site, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &site{place: p, base: "http://" + listener.Addr().String(), client: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	handler, err := s.handler()
	if err != nil {
		return nil, err
	}
	s.server = &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.server.Serve(listener) }()
	return s, s.signIn(ctx)
}

func (s *site) handler() (http.Handler, error) {
	texts, err := lang.Load()
	if err != nil {
		return nil, err
	}
	ca, err := devca.New(s.db.Clock())
	if err != nil {
		return nil, err
	}
	verifier, err := ca.Verifier()
	if err != nil {
		return nil, err
	}
	notes := notices.New(s.db)
	desk := signing.NewDesk(s.db, verifier, s.reg, "portal.test")
	all := orders.New(s.db, desk, s.reg, notes, orders.Options{Texts: texts})
	_ = journal.New(s.db, all)
	return web.New(web.Settings{Base: s.base, DB: s.db, Texts: texts, Sessions: sessions.New(s.db, s.reg, notes), Notices: notes, Signing: desk,
		Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), Metrics: prometheus.NewRegistry()}, ordering.Area(all, s.reg))
}

// signIn gives each known specialist a session, as signing in would; signing in itself is
// measured elsewhere.
func (s *site) signIn(ctx context.Context) error {
	db, err := sql.Open(map[string]string{"SQLite": "sqlite", "PostgreSQL": "pgx"}[s.name], map[string]string{"SQLite": sqliteByHand(s.file()), "PostgreSQL": s.url}[s.name])
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for i := range min(known, s.workers) {
		token := rand.Text()
		digest := sha256.Sum256([]byte(token))
		_, err := tx.ExecContext(ctx, `INSERT INTO session (id, token_digest, person_id, seat, serial, bin, agent, begun_at, used_at, ends_at) VALUES ($1, $2, $3, 'own', '', '', 'bench', $4, $4, $5)`,
			access.NewSessionID().String(), digest[:], s.worker[i].String(), s.bind(now), s.bind(now.Plus(12*time.Hour)))
		if err != nil {
			return err
		}
		s.tokens = append(s.tokens, token)
	}
	return tx.Commit()
}

// ask sends a request of a specialist's browser; a form makes it a POST.
func (s *site) ask(ctx context.Context, worker int32, path string, form url.Values, encoding string) (*http.Response, []byte, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, s.base+path, body)
	if err != nil {
		return nil, nil, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", s.base)
	}
	r.Header.Set("Accept-Encoding", encoding)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Cookie", "s="+s.tokens[worker])
	answer, err := s.client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	page, err := io.ReadAll(answer.Body)
	return answer, page, err
}

// page gets a page that must be there.
func (s *site) page(ctx context.Context, worker int32, path string) error {
	answer, page, err := s.ask(ctx, worker, path, nil, "gzip, deflate, br, zstd")
	if err == nil && (answer.StatusCode != http.StatusOK || len(page) < 1000) {
		err = fmt.Errorf("%s: %s, %d bytes", path, answer.Status, len(page))
	}
	return err
}

func (s *site) close(ctx context.Context) error {
	s.client.CloseIdleConnections()
	return s.server.Shutdown(ctx)
}
