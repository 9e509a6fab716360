package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/access"
	"asar/internal/city"
	"asar/internal/city/pages"
	"asar/internal/documents/blob"
	"asar/internal/testing/devca"
)

// site is the whole portal over a place, listening on a port of this machine.
type site struct {
	*place
	address string
	server  *http.Server
	idle    chan *connection
	files   string
	tokens  []string // of the known specialists
	refused atomic.Int64
}

func openSite(ctx context.Context, p *place) (*site, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &site{place: p, address: listener.Addr().String(), idle: make(chan *connection, 64)}
	if s.files, err = os.MkdirTemp("", "asar-bench-files-"); err != nil {
		return nil, err
	}
	handler, err := s.handler(ctx)
	if err != nil {
		return nil, err
	}
	s.server = &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.server.Serve(listener) }()
	return s, s.signIn(ctx)
}

// handler is the site as `asar serve` builds it; of its log only faults are shown.
func (s *site) handler(ctx context.Context) (http.Handler, error) {
	ca, err := devca.New(s.db.Clock())
	if err != nil {
		return nil, err
	}
	verifier, err := ca.Verifier()
	if err != nil {
		return nil, err
	}
	files, err := blob.OpenStore(ctx, "file://"+s.files)
	if err != nil {
		return nil, err
	}
	c, err := city.New(city.Settings{DB: s.db, Secret: secret, Base: "http://" + s.address, Check: verifier, Files: files})
	if err != nil {
		return nil, err
	}
	return pages.Open(c, pages.Settings{Base: "http://" + s.address, Log: slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})), Metrics: prometheus.NewRegistry()})
}

// secret seals the identification numbers of these databases.
var secret = bytes.Repeat([]byte{1}, 32)

// signIn gives each known specialist a session, as signing in would; signing in itself is
// measured elsewhere.
func (s *site) signIn(ctx context.Context) error {
	db, err := s.openByHand()
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

// openByHand opens the database without the portal, with the portal's settings.
func (p *place) openByHand() (*sql.DB, error) {
	if p.name == "SQLite" {
		return sql.Open("sqlite", sqliteByHand(p.file()))
	}
	return sql.Open("pgx", p.url+"&enable_bitmapscan=off")
}

// answer is what the portal answered.
type answer struct {
	status   int
	location string // of a redirect
	page     []byte
}

// ask sends a request of a specialist's browser; a form makes it a POST.
func (s *site) ask(ctx context.Context, worker int32, path string, form url.Values, encoding string) (answer, error) {
	var request strings.Builder
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	fmt.Fprintf(&request, "%s %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: %s\r\nSec-Fetch-Site: same-origin\r\nCookie: s=%s\r\n", method, path, s.address, encoding, s.tokens[worker])
	if form != nil {
		fmt.Fprintf(&request, "Origin: http://%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", s.address, len(body))
	}
	request.WriteString("\r\n" + body)
	c, err := s.connection(ctx)
	if err != nil {
		return answer{}, err
	}
	a, err := c.send(request.String())
	if err != nil {
		return a, errors.Join(err, c.Close())
	}
	s.idle <- c
	return a, nil
}

func (c *connection) send(request string) (a answer, err error) {
	if _, err := c.Write([]byte(request)); err != nil {
		return a, err
	}
	r, err := http.ReadResponse(c.from, nil)
	if err != nil {
		return a, err
	}
	defer func() { _ = r.Body.Close() }()
	a.status, a.location = r.StatusCode, r.Header.Get("Location")
	a.page, err = io.ReadAll(r.Body)
	return a, err
}

// connection is a kept connection of a browser, or a new one. Package http's own client
// hands each answer through three goroutines, and its cost would count against the portal.
func (s *site) connection(ctx context.Context) (*connection, error) {
	select {
	case c := <-s.idle:
		return c, nil
	default:
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", s.address)
	if err != nil {
		return nil, err
	}
	return &connection{c, bufio.NewReader(c)}, nil
}

type connection struct {
	net.Conn
	from *bufio.Reader
}

// page gets a page that must be there, compressed as browsers ask for it.
func (s *site) page(ctx context.Context, worker int32, path string) error {
	a, err := s.ask(ctx, worker, path, nil, "gzip, deflate, br, zstd")
	if err == nil && (a.status != http.StatusOK || len(a.page) < 1000) {
		err = fmt.Errorf("%s: %d, %d bytes", path, a.status, len(a.page))
	}
	return err
}

func (s *site) close(ctx context.Context) error {
	for len(s.idle) > 0 {
		_ = (<-s.idle).Close()
	}
	_ = os.RemoveAll(s.files)
	return s.server.Shutdown(ctx)
}
