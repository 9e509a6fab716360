package eds_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

// TestDecode unwraps everything that carries one signature, and nothing else.
func TestDecode(t *testing.T) {
	der, err := theWorld(t).sign.Sign(text, now)
	check(t, err)
	b64 := base64.StdEncoding.EncodeToString(der)
	armour := func(label string) []byte { return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}) }
	lines := bytes.ReplaceAll(armour("CMS"), []byte("\n"), []byte("\r\n"))
	for name, raw := range map[string][]byte{
		"DER": der, "PEM CMS": armour("CMS"), "PEM PKCS7": armour("PKCS7"), "PEM with Windows lines": lines, "base64": []byte(b64),
		"base64 in lines": []byte(b64[:76] + "\r\n" + b64[76:] + "\n"), "base64 with a byte order mark": []byte("\xef\xbb\xbf" + b64),
	} {
		got, err := eds.Decode(raw)
		if err != nil || !bytes.Equal(got, der) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, raw := range map[string][]byte{
		"nothing": nil, "spaces": []byte(" \n"), "a PDF": []byte("%PDF-1.7"), "a certificate": armour("CERTIFICATE"), "a private key": armour("PRIVATE KEY"),
		"two blocks": append(armour("CMS"), armour("CMS")...), "broken PEM": []byte("-----BEGIN CMS-----\nMII"), "base64 cut": []byte(b64[:len(b64)-1]),
		"a page": []byte("<html>"), "JSON": []byte(`{"result":["MII"]}`),
	} {
		if _, err := eds.Decode(raw); !problem.HasKey(err, "eds.not-a-signature") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, size := range []int{eds.MaxCMS + 1, 100 << 20} {
		if _, err := eds.Decode(append([]byte{0x30, 0x84}, make([]byte, size)...)); !problem.HasKey(err, "eds.too-large") {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

// TestCRLRefused gives lists that must not be taken, and looks that each is an error.
func TestCRLRefused(t *testing.T) {
	w := theWorld(t)
	altered := list(t, w, 10, now, 7)
	altered[len(altered)-1] ^= 1
	other, err := devca.New(calendar.NewSettable(now))
	check(t, err)
	foreign, err := other.CRL()
	check(t, err)
	for name, der := range map[string][]byte{"nothing": nil, "text": []byte("crl"), "cut": altered[:90], "too large": make([]byte, 65<<20)} {
		if err := w.trust(t).AddCRL(der); err == nil || name == "too large" && !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, der := range map[string][]byte{"altered signature": altered, "another authority of the same name": foreign} {
		if err := w.trust(t).AddCRL(der); !errors.Is(err, eds.ErrUnknownAuthority) {
			t.Errorf("%s: %v", name, err)
		}
	}
	part := list(t, w, 10, now, 7, func(l *x509.RevocationList) {
		l.ExtraExtensions = append(l.ExtraExtensions, extension(oid(2, 5, 29, 27), []byte{5, 0}))
	})
	if err := w.trust(t).AddCRL(part); err == nil {
		t.Error("changes without a base: taken")
	}
	indirect := list(t, w, 10, now, 7, func(l *x509.RevocationList) {
		whose := extension(oid(2, 5, 29, 29), []byte{0x30, 0})
		whose.Critical = true
		l.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: w.sign.Certificate.SerialNumber, RevocationTime: now.Time(), ExtraExtensions: []pkix.Extension{whose}}}
	})
	if err := w.trust(t).AddCRL(indirect); err == nil {
		t.Error("entries of another issuer: taken")
	}
}

// TestLongList looks up every number of a list of many, and each's last word; what is not on
// it is not found. The list costs little more than its own bytes.
func TestLongList(t *testing.T) {
	w := theWorld(t)
	const many = 100_000
	der := list(t, w, 10, now, 7, func(l *x509.RevocationList) {
		for i := range many {
			l.RevokedCertificateEntries = append(l.RevokedCertificateEntries,
				x509.RevocationListEntry{SerialNumber: new(big.Int).Lsh(big.NewInt(int64(i)), uint(8*(i%12))), RevocationTime: now.Time(), ReasonCode: 6})
		}
		for _, reason := range []int{6, 1} { // the later word stands
			l.RevokedCertificateEntries = append(l.RevokedCertificateEntries,
				x509.RevocationListEntry{SerialNumber: w.sign.Certificate.SerialNumber, RevocationTime: now.Time(), ReasonCode: reason})
		}
	})
	trust := w.trust(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	check(t, trust.AddCRL(der))
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; spent > 2*uint64(len(der)) { // the race detector takes some of it
		t.Errorf("a list of %d bytes took %d more", len(der), spent)
	}
	for whose, key := range map[*devca.Key]string{w.sign: "eds.revoked", w.other: ""} {
		a := signed(t, w, whose)
		a.want = eds.Requirement{Purpose: eds.Document}
		if _, err := eds.NewVerifier(trust).Verify(a.content, a.cms, a.want, a.at); key == "" && err != nil || key != "" && !problem.HasKey(err, key) {
			t.Errorf("%v, want %q", err, key)
		}
	}
}

// TestCRLAlgorithms takes a list whose outer algorithm lacks the NULL of the signed one,
// as the authority's of 2026 do; the signature still counts.
func TestCRLAlgorithms(t *testing.T) {
	w := theWorld(t)
	der := list(t, w, 10, now, 7)
	algorithm := devca.AlgorithmID(devca.OIDSHA256WithRSA)
	i := bytes.LastIndex(der, algorithm)
	bare := append([]byte{0x30, 11}, algorithm[2:13]...)
	mixed := append(append(bytes.Clone(der[:i]), bare...), der[i+len(algorithm):]...)
	n := len(mixed) - 4
	mixed[2], mixed[3] = byte(n>>8), byte(n)
	if _, err := x509.ParseRevocationList(mixed); err == nil {
		t.Error("the standard library reads such lists now: sameAlgorithm can go")
	}
	check(t, w.trust(t).AddCRL(mixed))
	mixed[len(mixed)-1] ^= 1
	if err := w.trust(t).AddCRL(mixed); err == nil {
		t.Error("taken with an altered signature")
	}
}

// TestLoadTrust reads a folder, and refuses one that was meddled with.
func TestLoadTrust(t *testing.T) {
	w := theWorld(t)
	foreign, err := devca.New(calendar.NewSettable(now))
	check(t, err)
	for name, meddle := range map[string]func(dir string) error{
		"a root that is not pinned": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, eds.RootsDir, "more.cer"), foreign.Root().Raw, 0o600)
		},
		"another root in its place": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, eds.RootsDir, "dev-root.cer"), foreign.Root().Raw, 0o600)
		},
		"a pin without its root": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, eds.PinsFile), fmt.Appendf(nil, "%x\n%x\n%x\n", sha256.Sum256(w.ca.Root().Raw), sha256.Sum256(w.ca.GOSTRoot().Raw), sha256.Sum256(nil)), 0o600)
		},
		"no pins":           func(dir string) error { return os.Remove(filepath.Join(dir, eds.PinsFile)) },
		"a root is missing": func(dir string) error { return os.Remove(filepath.Join(dir, eds.RootsDir, "dev-root.cer")) },
		"an authority of another root": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, eds.IssuersDir, "more.cer"), foreign.Issuing().Raw, 0o600)
		},
		"a file that is no certificate": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, eds.IssuersDir, "x"), []byte("x"), 0o600)
		},
	} {
		dir := t.TempDir()
		check(t, w.ca.Trust(dir))
		_, err := eds.LoadTrust(dir)
		check(t, err)
		check(t, meddle(dir))
		if _, err := eds.LoadTrust(dir); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
	if _, err := eds.LoadTrust(t.TempDir()); err == nil {
		t.Error("an empty folder is a trust")
	}
}

// TestUnreadLists puts files that are no lists before and among good ones: each is named,
// and the good ones are read all the same.
func TestUnreadLists(t *testing.T) {
	w := theWorld(t)
	dir := t.TempDir()
	check(t, w.ca.Trust(dir))
	lists := filepath.Join(dir, eds.CRLDir)
	large := filepath.Join(lists, "0-large.crl")
	check(t, os.WriteFile(large, nil, 0o600))
	check(t, os.Truncate(large, eds.MaxList+1))
	check(t, os.WriteFile(filepath.Join(lists, "a-broken.crl"), []byte("x"), 0o600))
	check(t, os.WriteFile(filepath.Join(lists, ".fetching-1"), []byte("x"), 0o600))
	check(t, os.Symlink(filepath.Join(lists, "nowhere"), filepath.Join(lists, "b-gone.crl")))
	check(t, os.Symlink(lists, filepath.Join(lists, "c-folder.crl")))
	trust, err := eds.LoadTrust(dir)
	check(t, err)
	var names []string
	for _, u := range trust.Unread() {
		names = append(names, u.File)
	}
	if want := []string{"0-large.crl", "a-broken.crl", "c-folder.crl"}; !slices.Equal(names, want) {
		t.Errorf("unread: %q, want %q", names, want)
	}
	a := signed(t, w, w.sign)
	if _, err := eds.NewVerifier(trust).Verify(a.content, a.cms, a.want, a.at); err != nil {
		t.Errorf("the good lists after the broken: %v", err)
	}
	check(t, os.Remove(filepath.Join(lists, "a-broken.crl")))
	check(t, trust.LoadCRLs(dir))
	if n := len(trust.Unread()); n != 2 {
		t.Errorf("%d unread after one was taken away", n)
	}
}

// TestTogether verifies and adds lists at once, for the race detector; each answer is one
// of the two that are right.
func TestTogether(t *testing.T) {
	w := theWorld(t)
	k := w.key(t, aigul, devca.Sign)
	trust := w.trust(t)
	check(t, trust.AddCRL(list(t, w, 1, now, 7)))
	a := signed(t, w, k)
	v := eds.NewVerifier(trust)
	later := list(t, w, 2, now, 7, entry(k, now.Plus(-day), 1))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				if _, err := v.Verify(a.content, a.cms, a.want, a.at); err != nil && !problem.HasKey(err, "eds.revoked") {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		if err := trust.AddCRL(later); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	if _, err := v.Verify(a.content, a.cms, a.want, a.at); !problem.HasKey(err, "eds.revoked") {
		t.Errorf("after all: %v", err)
	}
}

// TestLittleMemory gives hostile sizes and counts what they cost.
func TestLittleMemory(t *testing.T) {
	w := theWorld(t)
	for _, v := range sizes() {
		a := v.make(t, w)
		if n := testing.AllocsPerRun(3, func() { _, _ = a.verifier.Verify(a.content, a.cms, a.want, a.at) }); n > 1000 {
			t.Errorf("%s: %.0f allocations", v.name, n)
		}
	}
}
