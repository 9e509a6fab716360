package devca_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

// TestBadKeys signs with every bad key, RSA and GOST: each is refused for its own reason.
func TestBadKeys(t *testing.T) {
	ca, now := devca.Shared(t), devca.SharedFrom
	person := aigul
	person.IIN = "850312400123"
	all := devca.BadKeys()
	if len(all) < 15 {
		t.Errorf("%d bad keys", len(all))
	}
	keys := map[string]*devca.Key{}
	for _, b := range all {
		keys[b.Name] = must(ca.IssueBad(b, person, devca.Sign))(t)
		if !b.RSA {
			keys[b.Name+", GOST"] = must(ca.IssueBad(b, person, devca.GOST))(t)
		}
	}
	v := must(ca.Verifier())(t)
	for _, b := range all {
		for _, name := range []string{b.Name, b.Name + ", GOST"} {
			k := keys[name]
			if k == nil {
				continue
			}
			_, err := v.Verify([]byte("act"), must(k.Sign([]byte("act"), now))(t), eds.Requirement{Purpose: eds.Document, IIN: person.IIN}, now)
			if !problem.HasKey(err, b.Refused) {
				t.Errorf("%s: %v, want %s", name, err, b.Refused)
			}
		}
	}
}

// TestLists makes whole lists and lists of changes of both kinds of keys, with and without
// the NULL that the national authority leaves out: Go's reader refuses those, ours does not.
func TestLists(t *testing.T) {
	clock := calendar.NewSettable(devca.SharedFrom)
	ca := must(devca.New(clock))(t)
	for _, kind := range []devca.Kind{devca.Sign, devca.GOST} {
		whole, delta := ca.CRL, ca.DeltaCRL
		if kind == devca.GOST {
			whole, delta = ca.GOSTCRL, ca.GOSTDeltaCRL
		}
		if _, err := delta(); err == nil {
			t.Error("a list of changes before there is a whole one")
		}
		gone, held := must(ca.Issue(aigul, kind))(t), must(ca.Issue(aigul, kind, devca.OnHold()))(t)
		trust := must(eds.NewTrust([]*x509.Certificate{ca.Root(), ca.GOSTRoot()}, []*x509.Certificate{ca.Issuing(), ca.GOSTIssuing()}))(t)
		add := func(list []byte, mismatched bool) {
			t.Helper()
			if mismatched {
				list = must(ca.NoNULL(list))(t)
				if _, err := x509.ParseRevocationList(list); err == nil {
					t.Error("Go reads a list without NULL")
				}
			}
			if err := trust.AddCRL(list); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
		says := func(k *devca.Key, key string) {
			t.Helper()
			_, err := eds.NewVerifier(trust).Verify(nil, must(k.Sign(nil, clock.Now()))(t), eds.Requirement{Purpose: eds.Document}, clock.Now())
			if key == "" && err != nil || key != "" && !problem.HasKey(err, key) {
				t.Errorf("%s: %v, want %q", kind, err, key)
			}
		}
		add(must(whole())(t), kind == devca.Sign)
		says(gone, "")
		says(held, "eds.on-hold")
		clock.Set(clock.Now().Plus(time.Minute))
		check(t, ca.Revoke(gone.Certificate, clock.Now(), 1))
		check(t, ca.Release(held.Certificate))
		add(must(delta())(t), kind == devca.GOST)
		says(gone, "eds.revoked")
		says(held, "")
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestSite serves what certificates point at.
func TestSite(t *testing.T) {
	ca := must(devca.New(calendar.NewSettable(devca.SharedFrom)))(t)
	site := ca.Site()
	for _, c := range []struct {
		path string
		want int
	}{{"/dev-delta.crl", 503}, {"/dev.crl", 200}, {"/dev-delta.crl", 200}, {"/dev-gost.crl", 200}, {"/dev-gost.cer", 200}, {"/else", 404}} {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.path, nil))
		if w.Code != c.want {
			t.Errorf("%s: %d", c.path, w.Code)
		}
	}
}

// TestStamps has openssl verify a token and an answer of the RSA service, and refuse what
// is wrong with them; GOST tokens it cannot read.
func TestStamps(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	clock := calendar.NewSettable(devca.SharedFrom.Plus(time.Hour))
	ca, dir := must(devca.New(clock))(t), t.TempDir()
	file := func(name string, b []byte) string {
		check(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
		return filepath.Join(dir, name)
	}
	data := file("data", []byte("the signature's value"))
	root := file("root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Root().Raw}))
	issuing := file("issuing.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Issuing().Raw}))
	verified := func(args ...string) bool {
		args = append([]string{"ts", "-verify", "-CAfile", root, "-untrusted", issuing, "-attime", strconv.FormatInt(clock.Now().Time().Unix(), 10)}, args...)
		out, err := exec.CommandContext(t.Context(), openssl, args...).CombinedOutput()
		t.Logf("%s", bytes.TrimSpace(out))
		return err == nil
	}
	good := must(ca.Issue(devca.Stamps, devca.Stamper))(t)
	if !verified("-token_in", "-in", file("token", must(good.Stamp(clock.Now())([]byte("the signature's value")))(t)), "-data", data) {
		t.Error("a good token is refused")
	}
	old := func(s *devca.TimeStamp) { s.Message.Signers[0].Attributes[3] = good.OldSigningCertificate() }
	if !verified("-token_in", "-in", file("token", must(good.Stamp(clock.Now(), old)([]byte("the signature's value")))(t)), "-data", data) {
		t.Error("a token that names its key by SHA-1, as the national authority's do, is refused")
	}
	if verified("-token_in", "-in", file("token", must(good.Stamp(clock.Now())([]byte("another")))(t)), "-data", data) {
		t.Error("a token over something else is taken")
	}
	mail := must(ca.Issue(devca.Stamps, devca.Stamper, devca.Uses(true, []int{1, 3, 6, 1, 5, 5, 7, 3, 4})))(t)
	if verified("-token_in", "-in", file("token", must(mail.Stamp(clock.Now())([]byte("the signature's value")))(t)), "-data", data) {
		t.Error("a key for mail stamps")
	}
	by := good.Signer()
	request := must(devca.StampRequest(by.Digest(), by.Over([]byte("the signature's value"))))(t)
	w := httptest.NewRecorder()
	good.StampService(clock).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/tsp", bytes.NewReader(request)))
	if !verified("-in", file("answer", w.Body.Bytes()), "-queryfile", file("request", request)) {
		t.Error("a good answer is refused")
	}
	gost := must(ca.Issue(devca.Stamps, devca.Stamper, devca.Of(devca.GOST512)))(t)
	must(gost.Stamp(clock.Now())([]byte("the signature's value")))(t)
}
