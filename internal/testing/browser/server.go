package browser

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Server is the portal on this machine, and all that was sent to it.
type Server struct {
	Base    string // http://127.0.0.1:PORT
	Address string // 127.0.0.1:PORT
	mu      sync.Mutex
	sent    []Sent
}

// Sent is one request as it arrived: the line, the headers, the body.
type Sent struct {
	Method, Path string
	Header       http.Header
	Body         []byte
	Status       int
	Length       int // of the answer's body as it went over the wire
}

// Serve opens a portal; make is given its address.
func Serve(t testing.TB, make func(base string) http.Handler) *Server {
	t.Helper()
	s := &Server{}
	var handler http.Handler
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.keep(handler, w, r) }))
	t.Cleanup(listening.Close)
	s.Base = listening.URL
	s.Address = strings.TrimPrefix(listening.URL, "http://")
	handler = make(s.Base)
	return s
}

func (s *Server) keep(next http.Handler, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	counted := &counter{ResponseWriter: w, status: http.StatusOK}
	next.ServeHTTP(counted, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, Sent{Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(), Body: body, Status: counted.status, Length: counted.length})
}

type counter struct {
	http.ResponseWriter
	status, length int
}

func (c *counter) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b)
	c.length += n
	return n, err
}

// Sent is every request since the server was opened or forgot.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Sent(nil), s.sent...)
}

// Forget begins the list anew.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = nil
}
