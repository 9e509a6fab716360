package main

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/eds/gost"
	"asar/internal/testing/devca"
)

// signIn is the verifying of what somebody signs in with: a signature, a chain of three
// certificates, a list of revoked ones. Its limit is the public-key operations it makes.
type signIn struct {
	keys    string
	pair            // of the verifier and of the bare operations
	openssl *figure // the same by a process; nil where it cannot, or is not installed
}

// hashed is how fast a digest is, in megabytes a second.
type hashed struct {
	name  string
	speed float64
}

// signatures measures sign-ins of RSA people under authorities of 2048 and, as the real one
// is, of 4096 bits, and of a GOST person, who is the usual one now.
func signatures(long time.Duration, r *report) error {
	dir, err := os.MkdirTemp("", "asar-bench-ca-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	small, err := devca.New(calendar.NewSettable(now))
	if err != nil {
		return err
	}
	real, err := devca.Open(filepath.Join(dir, "ca"), calendar.NewSettable(now))
	if err != nil {
		return err
	}
	for _, c := range []struct {
		keys string
		ca   *devca.Authority
		kind devca.Kind
	}{{"RSA-2048, authority of 2048 bits", small, devca.Auth}, {"RSA-2048, authority of 4096 bits", real, devca.Auth}, {"GOST-2015-512", real, devca.GOST}} {
		s, err := signInOf(c.ca, c.kind, long, dir)
		if err != nil {
			return err
		}
		s.keys = c.keys
		r.entries = append(r.entries, s)
	}
	r.hashes = digests(long)
	return nil
}

func signInOf(ca *devca.Authority, kind devca.Kind, long time.Duration, dir string) (s signIn, err error) {
	key, err := ca.Issue(devca.Person{IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл", Patronymic: "Маратқызы"}, kind)
	if err != nil {
		return s, err
	}
	verifier, err := ca.Verifier()
	if err != nil {
		return s, err
	}
	text := []byte("Вход на портал.\n\nportal/asar.test/sign-in/portal/c2VjcmV0\n")
	cms, err := key.Sign(text, now)
	if err != nil {
		return s, err
	}
	make := bareRSA
	if kind == devca.GOST {
		make = bareGOST
	}
	bare, err := make(ca, key)
	if err != nil {
		return s, err
	}
	s.pair, err = inProcessor(long, func() error {
		_, err := verifier.Verify(text, cms, eds.Requirement{Purpose: eds.Entry}, now)
		return err
	}, bare)
	if err == nil && kind != devca.GOST {
		s.openssl, err = byProcess(ca, text, cms, long, dir)
	}
	return s, err
}

// bareRSA is one verification by the person's key and one by the authority's: the links
// above were verified when the trust was made, the list when it was taken.
func bareRSA(ca *devca.Authority, key *devca.Key) (way, error) {
	sum := sha256.Sum256([]byte("any"))
	own, err := rsa.SignPKCS1v15(nil, key.Private, crypto.SHA256, sum[:])
	if err != nil {
		return nil, err
	}
	above := sha256.Sum256(key.Certificate.RawTBSCertificate)
	authority := ca.Issuing().PublicKey.(*rsa.PublicKey)
	return func() error {
		if err := rsa.VerifyPKCS1v15(authority, crypto.SHA256, above[:], key.Certificate.Signature); err != nil {
			return err
		}
		return rsa.VerifyPKCS1v15(&key.Private.PublicKey, crypto.SHA256, sum[:], own)
	}, nil
}

var errBare = errors.New("bench: a bare verification refused")

func bareGOST(ca *devca.Authority, key *devca.Key) (way, error) {
	public := func(c *x509.Certificate) (*gost.PublicKey, error) {
		return gost.NewPublicKey(gost.Curve512(), c.RawSubjectPublicKeyInfo[len(c.RawSubjectPublicKeyInfo)-128:])
	}
	own, err := public(key.Certificate)
	if err != nil {
		return nil, err
	}
	authority, err := public(ca.GOSTIssuing())
	if err != nil {
		return nil, err
	}
	sum := bytes.Repeat([]byte{7}, 64)
	value := key.GOST.Sign(sum)
	above := gost.NewStreebog512()
	above.Write(key.Certificate.RawTBSCertificate)
	digest := above.Sum(nil)
	return func() error {
		if !authority.Verify(digest, key.Certificate.Signature) || !own.Verify(sum, value) {
			return errBare
		}
		return nil
	}, nil
}

// byProcess is `openssl cms -verify` of the same signature, with the same certificates and
// lists; nil where openssl is not installed.
func byProcess(ca *devca.Authority, text, cms []byte, long time.Duration, dir string) (*figure, error) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		return nil, nil //nolint:nilerr // a figure less
	}
	lists, err := ca.Lists()
	if err != nil {
		return nil, err
	}
	var known []byte
	add := func(kind string, der []byte) {
		known = append(known, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})...)
	}
	add("CERTIFICATE", ca.Root().Raw)
	add("CERTIFICATE", ca.Issuing().Raw)
	add("X509 CRL", lists["dev-issuing"])
	add("X509 CRL", lists["dev-root"])
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.WriteFile(at("known"), known, 0o600), os.WriteFile(at("text"), text, 0o600), os.WriteFile(at("cms"), cms, 0o600)); err != nil {
		return nil, err
	}
	args := []string{"cms", "-verify", "-binary", "-inform", "DER", "-in", at("cms"), "-content", at("text"), "-CAfile", at("known"), "-crl_check_all",
		"-purpose", "any", "-attime", strconv.FormatInt(now.Time().Unix(), 10), "-out", os.DevNull}
	got, err := takeTurns(min(long, 3*time.Second), func() error {
		if out, err := exec.Command(openssl, args...).CombinedOutput(); err != nil {
			return fmt.Errorf("openssl: %w: %s", err, out)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &got[0], nil
}

// digests measures each digest of GOST.
func digests(long time.Duration) (speeds []hashed) {
	data := make([]byte, 64<<10) // short enough to be done before a neighbour takes the core
	for _, d := range []struct {
		name string
		sum  interface{ Write(p []byte) (int, error) }
	}{{"Streebog-512", gost.NewStreebog512()}, {"Streebog-256", gost.NewStreebog256()}, {"GOST 34.311-95", gost.NewOld()}} {
		got, err := takeTurns(min(long, 2*time.Second), func() error { _, err := d.sum.Write(data); return err })
		if err == nil {
			speeds = append(speeds, hashed{d.name, 1 / got[0].p50.Seconds() * float64(len(data)) / 1e6})
		}
	}
	return speeds
}

// signatureSection tells about signatures, in a run of its own or with the rest.
func (r *report) signatureSection(b *bytes.Buffer) {
	if len(r.entries) == 0 {
		return
	}
	fmt.Fprintf(b, signatureHead, r.load[0], busy())
	rows := [][]string{{"keys", "verifier p50, µs", "p99", "a second", "bare operations p50, µs", "a second", "of the limit", "`openssl cms -verify` p50, µs", "a second"}}
	us := func(d time.Duration) string { return strconv.FormatInt(d.Microseconds(), 10) }
	for _, s := range r.entries {
		row := []string{s.keys, us(s.portal.p50), us(s.portal.p99), fmt.Sprintf("%.0f", s.portal.perSecond), us(s.limit.p50), fmt.Sprintf("%.0f", s.limit.perSecond),
			marked(s.byMiddle() >= 0.7, "%.2f", s.byMiddle()), "", ""}
		if s.openssl != nil {
			row[7], row[8] = us(s.openssl.p50), fmt.Sprintf("%.0f", s.openssl.perSecond)
		}
		rows = append(rows, row)
	}
	table(b, rows...)
	rows = [][]string{{"GOST", "figure", "aim"}}
	if last := r.entries[len(r.entries)-1]; last.openssl == nil {
		each := last.limit.p50.Seconds() * 1000 / 2
		rows = append(rows, []string{"one verification, GOST 34.10-2015 of 512 bits, ms", marked(each <= 2.5, "%.2f", each), "2.5"})
	}
	for _, h := range r.hashes {
		aim := ""
		if h.name != "GOST 34.311-95" {
			aim = "60"
		}
		rows = append(rows, []string{h.name + ", MB a second", marked(h.speed >= 60 || aim == "", "%.0f", h.speed), aim})
	}
	table(b, rows...)
}

const signatureHead = `## Signatures

Verifying what somebody signs in with: the signature, a chain of three certificates, a list of revoked ones; by the time a core worked at it. A run of its own
(` + "`make bench BENCH='-what entry -orders 0'`" + `) writes this part anew and leaves the others; the machine's load was %s when it began and %s when it ended.
The limit is the public-key operations a sign-in makes and nothing else: one by the person's key, one by the authority's. The authority's own link
to the root was verified when the trust was made, the list when it was taken. Aim: 0.70 of the limit. Beside it ` + "`openssl cms -verify`" + ` does
the same with the same certificates and lists, as a process for each, by the clock on the wall; it reads no GOST keys of Kazakhstan.

`
