package authority_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/exchange/authority"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

var (
	start = calendar.MustDate("2026-11-02").Clock(9, 0)
	text  = []byte("text\n")
	aigul = devca.Person{IIN: "850312400123", Surname: "Серікқызы", Name: "Айгүл"}
	due   = eds.Requirement{Purpose: eds.Document, IIN: aigul.IIN}
)

// setting is an authority with its responder on loopback, and one signature.
type setting struct {
	clock     *calendar.Settable
	ca        *devca.Authority
	responder *devca.Responder
	server    *httptest.Server
	trust     *eds.Trust
	folder    string
	verifier  *eds.Verifier
	key       *devca.Key
	cms       []byte
}

func open(t *testing.T) *setting {
	t.Helper()
	s := &setting{clock: calendar.NewSettable(start), folder: t.TempDir()}
	var err error
	s.ca, err = devca.New(s.clock)
	must(t, err)
	s.responder = s.ca.Responder()
	s.server = httptest.NewServer(s.responder.Handler())
	t.Cleanup(s.server.Close)
	must(t, s.ca.Trust(s.folder))
	must(t, os.RemoveAll(filepath.Join(s.folder, eds.CRLDir)))
	s.trust, err = eds.LoadTrust(s.folder)
	must(t, err)
	s.verifier = eds.NewVerifier(s.trust)
	s.key, err = s.ca.Issue(aigul, devca.GOST)
	must(t, err)
	s.cms, err = s.key.Sign(text, start)
	must(t, err)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *setting) client(o authority.Settings) *authority.Client {
	return authority.New(o, s.verifier, s.clock)
}

// verdict asks, and checks with what was learned.
func (s *setting) verdict(t *testing.T, c *authority.Client) (asked, err error) {
	t.Helper()
	p, asked := c.Proofs(t.Context(), s.cms)
	_, _, err = s.verifier.VerifyWith(text, s.cms, due, s.clock.Now(), p)
	return asked, err
}

// TestFaults asks under every fault there is. Only what the responder says with authority
// counts, nothing else counts as good, and no fault takes long or much memory.
func TestFaults(t *testing.T) {
	says := map[devca.Fault]string{devca.NoFault: "", devca.SayGood: "", devca.ByIssuer: "", devca.SayRevoked: "eds.revoked", devca.SayHold: "eds.on-hold",
		devca.SayUnknown: "eds.key-not-known", devca.SayUnknown1970: "eds.key-not-known"}
	s := open(t)
	for _, fault := range append(devca.Faults, devca.NoFault) {
		s.responder.Break(fault)
		c := s.client(authority.Settings{OCSP: s.server.URL})
		c.Hurry(time.Minute) // the machine may be busy
		if fault == devca.Slow {
			c.Hurry(100 * time.Millisecond)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		asked, err := s.verdict(t, c)
		runtime.ReadMemStats(&after)
		want, says := says[fault]
		if !says {
			want = "eds.cannot-check"
		}
		if says != (asked == nil) || want == "" && err != nil || want != "" && !problem.HasKey(err, want) {
			t.Errorf("%q: asked: %v; %v, want %q", fault, asked, err, want)
		}
		if n := after.TotalAlloc - before.TotalAlloc; fault == devca.Huge && n > 30<<20 {
			t.Errorf("10 MB took %d bytes", n)
		}
	}
}

// TestWhereToAsk asks only where the operator said: a certificate's own address needs its
// host allowed.
func TestWhereToAsk(t *testing.T) {
	s := open(t)
	at, err := url.Parse(s.server.URL)
	must(t, err)
	named, err := s.ca.Issue(aigul, devca.Sign, devca.RespondedAt(s.server.URL))
	must(t, err)
	s.cms, err = named.Sign(text, start)
	must(t, err)
	for name, c := range map[string]struct {
		settings authority.Settings
		asked    int
	}{
		"nobody": {authority.Settings{}, 0}, "another host": {authority.Settings{Hosts: []string{"ocsp.pki.gov.kz"}}, 0},
		"the host without its port": {authority.Settings{Hosts: []string{at.Hostname()}}, 0},
		"the host":                  {authority.Settings{Hosts: []string{at.Host}}, 1}, "the set address": {authority.Settings{OCSP: s.server.URL}, 1},
	} {
		before := s.responder.Asked()
		asked, _ := s.verdict(t, s.client(c.settings))
		if n := s.responder.Asked() - before; n != c.asked || (c.asked == 0) != errors.Is(asked, authority.ErrNobody) {
			t.Errorf("%s: asked %d times: %v", name, n, asked)
		}
	}
	if (authority.Settings{}).On() || !(authority.Settings{OCSP: "x"}).On() {
		t.Error("on without an address")
	}
	for address, good := range map[string]bool{"": true, "http://ocsp.pki.gov.kz": true, "https://a/b": true, "ocsp.pki.gov.kz": false, "file:///etc/passwd": false, "http://u:p@a": false} {
		if err := (authority.Settings{OCSP: address}).Check(); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestBreaker leaves a dead responder alone, tries again by itself, and is back at once.
func TestBreaker(t *testing.T) {
	s := open(t)
	var log bytes.Buffer
	c := s.client(authority.Settings{OCSP: s.server.URL, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	s.responder.Break(devca.Status5x)
	for range 10 {
		_, _ = s.verdict(t, c)
	}
	if n := s.responder.Asked(); n != 3 {
		t.Errorf("asked %d times, want 3", n)
	}
	if n := strings.Count(log.String(), "status 503"); n != 3 {
		t.Errorf("the log tells of %d failures, want 3: %s", n, log.String())
	}
	if asked, err := s.verdict(t, c); !errors.Is(asked, authority.ErrResting) || !problem.HasKey(err, "eds.cannot-check") {
		t.Errorf("%v; %v", asked, err)
	}
	s.clock.Advance(31 * time.Second)
	for range 5 {
		_, _ = s.verdict(t, c)
	}
	if n := s.responder.Asked(); n != 4 {
		t.Errorf("asked %d times after a rest, want 4", n)
	}
	s.responder.Break(devca.NoFault)
	s.clock.Advance(31 * time.Second)
	for range 3 {
		if asked, err := s.verdict(t, c); asked != nil || err != nil {
			t.Errorf("back: %v; %v", asked, err)
		}
	}
}

// TestFetchLists brings lists into the folder; what no authority signed, what is too large
// and what is not there leaves the old file, and stops nobody else.
func TestFetchLists(t *testing.T) {
	s := open(t)
	var lists atomic.Pointer[map[string][]byte]
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		der, ok := (*lists.Load())[r.URL.Path]
		switch {
		case r.URL.Path == "/away.crl":
			http.Redirect(w, r, "/gost.crl", http.StatusFound)
		case r.URL.Path == "/large.crl":
			w.Header().Set("Content-Length", fmt.Sprint(eds.MaxList+1))
		case !ok:
			http.NotFound(w, r)
		default:
			_, _ = w.Write(der)
		}
	}))
	t.Cleanup(server.Close)
	var addresses []string
	for _, name := range []string{"broken", "away", "large", "none", "gost", "delta"} {
		addresses = append(addresses, server.URL+"/"+name+".crl")
	}
	c := s.client(authority.Settings{Lists: addresses})
	fetch := func() error {
		whole, err := s.ca.GOSTCRL()
		must(t, err)
		delta, err := s.ca.GOSTDeltaCRL()
		must(t, err)
		lists.Store(&map[string][]byte{"/broken.crl": []byte("<html>"), "/gost.crl": whole, "/delta.crl": delta})
		return c.FetchLists(t.Context(), s.trust, s.folder)
	}
	err := fetch()
	for _, name := range []string{"broken", "away", "large", "none"} {
		if err == nil || !strings.Contains(err.Error(), name+".crl") {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
	if strings.Contains(err.Error(), "gost.crl:") || strings.Contains(err.Error(), "delta.crl:") {
		t.Errorf("good lists: %v", err)
	}
	names, err := filepath.Glob(filepath.Join(s.folder, eds.CRLDir, "*"))
	must(t, err)
	if len(names) != 2 {
		t.Errorf("files %q", names)
	}
	fresh, err := eds.LoadTrust(s.folder)
	must(t, err)
	verify := func() error {
		_, err := eds.NewVerifier(fresh).Verify(text, s.cms, due, s.clock.Now())
		return err
	}
	must(t, verify())
	must(t, s.ca.Revoke(s.key.Certificate, s.clock.Now(), 6))
	s.clock.Advance(time.Minute)
	_ = fetch()
	must(t, fresh.LoadCRLs(s.folder))
	if err := verify(); !problem.HasKey(err, "eds.on-hold") {
		t.Errorf("on hold: %v", err)
	}
	old := *lists.Load()
	must(t, s.ca.Release(s.key.Certificate))
	s.clock.Advance(time.Minute)
	_ = fetch()
	must(t, fresh.LoadCRLs(s.folder))
	must(t, verify())
	lists.Store(&old)
	if err := c.FetchLists(t.Context(), s.trust, s.folder); err == nil || !strings.Contains(err.Error(), "gost.crl: it is older") {
		t.Errorf("an older list: %v", err)
	}
	again, err := eds.LoadTrust(s.folder)
	must(t, err)
	fresh = again
	must(t, verify())
	if len(fresh.Unread()) != 0 {
		t.Errorf("unread: %v", fresh.Unread())
	}
}
