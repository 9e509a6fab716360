package eds_test

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/eds/gost"
	"asar/internal/problem"
	"asar/internal/testing/nca"
)

// gostAlone is the published message of two signers with the GOST one only: a signer's
// signature does not cover the others.
func gostAlone(t testing.TB) []byte {
	t.Helper()
	return onlySigner(t, fileOf(t, "cms/2022/two_signers_gost2015_rsa_attached.der"), 0)
}

func onlySigner(t testing.TB, cms []byte, which int) []byte {
	t.Helper()
	var outer struct {
		Type    asn1.ObjectIdentifier
		Content struct {
			Version               int
			Digests, Content      asn1.RawValue
			Certificates, Signers asn1.RawValue
		} `asn1:"explicit,tag:0"`
	}
	rest, err := asn1.Unmarshal(cms, &outer)
	check(t, err)
	if len(rest) > 0 {
		t.Fatal("trailing bytes")
	}
	var all []byte
	for i, in := 0, outer.Content.Signers.Bytes; len(in) > 0; i++ {
		var one asn1.RawValue
		in, err = asn1.Unmarshal(in, &one)
		check(t, err)
		if i == which {
			all = one.FullBytes
		}
	}
	outer.Content.Signers = asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: all}
	out, err := asn1.Marshal(outer)
	check(t, err)
	return out
}

var gostSigned = calendar.MustDate("2022-09-27").Clock(12, 0)

// TestGOSTSignature verifies what a person's GOST 34.10-2015 key signed, for a document and
// for signing in. There is no list of its time: the best answer is that revocation cannot
// be checked, after everything before it was found in order.
func TestGOSTSignature(t *testing.T) {
	cms, v := gostAlone(t), eds.NewVerifier(testTrust(t))
	const iin = "123456789012"
	for _, c := range []struct {
		name, content, key string
		want               eds.Requirement
		at                 calendar.Instant
	}{
		{"document", "test123", "eds.cannot-check", eds.Requirement{Purpose: eds.Document, IIN: iin}, gostSigned},
		{"entry", "test123", "eds.cannot-check", eds.Requirement{Purpose: eds.Entry}, gostSigned},
		{"another text", "test124", "eds.other-text", eds.Requirement{Purpose: eds.Document}, gostSigned},
		{"later", "test123", "eds.expired", eds.Requirement{Purpose: eds.Document}, calendar.MustDate("2026-11-24").Clock(12, 0)},
	} {
		if _, err := v.Verify([]byte(c.content), cms, c.want, c.at); !problem.HasKey(err, c.key) {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
		}
	}
	if s, err := v.LooksAt(cms); err != nil || s.IIN != iin {
		t.Errorf("looks like %+v, %v", s, err)
	}
}

// TestGOSTLateList adds a GOST list that begins after the key's end: it may have dropped
// the key, and is no answer.
func TestGOSTLateList(t *testing.T) {
	trust := testTrust(t)
	check(t, trust.AddCRL(fileOf(t, "crl/2023/nca_gost_test_2022.crl")))
	_, err := eds.NewVerifier(trust).Verify([]byte("test123"), gostAlone(t), eds.Requirement{Purpose: eds.Entry}, gostSigned)
	if !problem.HasKey(err, "eds.cannot-check") {
		t.Errorf("a list after the key's end answered: %v", err)
	}
}

func certificateIn(t testing.TB, cms []byte) *x509.Certificate {
	t.Helper()
	s, err := eds.NewVerifier(testTrust(t)).LooksAt(cms)
	check(t, err)
	c, err := x509.ParseCertificate(s.Certificate)
	check(t, err)
	return c
}

// TestGOSTBytes changes each byte of the message in turn, and each 16th of certificates
// nobody asks about: only those are not refused for the signature. A quick round takes each
// 16th of all.
func TestGOSTBytes(t *testing.T) {
	cms, v := gostAlone(t), eds.NewVerifier(testTrust(t))
	raw := certificateIn(t, cms).Raw
	own, signers := bytes.Index(cms, raw), bytes.LastIndex(cms, []byte{0x31, 0x82})
	unasked := 0
	for i := range cms {
		if inside := i >= own && i < own+len(raw) || i < own && i < 90 || i >= signers; i%16 != 0 && (testing.Short() || !inside) {
			continue
		}
		changed := bytes.Clone(cms)
		changed[i] ^= 0x10
		_, err := v.Verify([]byte("test123"), changed, eds.Requirement{Purpose: eds.Document, IIN: "123456789012"}, gostSigned)
		if err == nil {
			t.Fatalf("byte %d: accepted", i)
		}
		if problem.HasKey(err, "eds.cannot-check") {
			if unasked++; i < own+len(raw) && i >= own {
				t.Errorf("byte %d of the signer's certificate does not matter", i)
			}
		}
	}
	if unasked > len(cms)/16 {
		t.Errorf("%d of %d bytes do not matter", unasked, len(cms))
	}
}

// TestGOSTKeys reads every published certificate of a person: the issuer's signature holds
// for each but the one that issued itself.
func TestGOSTKeys(t *testing.T) {
	trust, seen := testTrust(t), 0
	v := eds.NewVerifier(trust)
	check(t, filepath.WalkDir(filepath.Join(nca.Folder(t), "certs"), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(name, "prod") {
			return err
		}
		rel, err := filepath.Rel(nca.Folder(t), name)
		check(t, err)
		c := certificateOf(t, rel)
		seen++
		got := v.ExamineCertificate(c, eds.Document, calendar.At(c.NotBefore))
		if own := strings.Contains(name, "selfsigned"); (got.Chain == "ok") == own {
			t.Errorf("%s: the chain is %s", rel, got.Chain)
		}
		for what, at := range map[string]int{"number": bytes.Index(c.Raw, c.SerialNumber.Bytes()) + 3, "signature": len(c.Raw) - 1} {
			raw := bytes.Clone(c.Raw)
			raw[at] ^= 1
			changed, err := x509.ParseCertificate(raw)
			check(t, err)
			if v.ExamineCertificate(changed, eds.Document, calendar.At(c.NotBefore)).Chain == "ok" {
				t.Errorf("%s: its %s was changed, and it is taken", rel, what)
			}
		}
		return nil
	}))
	if seen < 8 {
		t.Errorf("%d certificates seen", seen)
	}
}

// TestGOSTVector holds the digest and the signature of another implementation.
func TestGOSTVector(t *testing.T) {
	values := map[string]string{}
	for line := range strings.Lines(string(fileOf(t, "vectors/test_gost512.vectors"))) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		values[name] = value
	}
	h := gost.NewStreebog512()
	h.Write([]byte(values["msg"]))
	sum := h.Sum(nil)
	if hex.EncodeToString(sum) != values["digest"] {
		t.Errorf("the digest is %x", sum)
	}
	raw := append(fromHex(t, values["qx"], 64), fromHex(t, values["qy"], 64)...)
	key, err := gost.NewPublicKey(gost.Curve512(), raw)
	check(t, err)
	signature, err := hex.DecodeString(values["sig"])
	check(t, err)
	if !key.Verify(sum, signature) {
		t.Error("the signature is refused")
	}
}

// fromHex is a number with its lowest byte first.
func fromHex(t testing.TB, s string, size int) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Repeat("0", 2*size-len(s)) + s)
	check(t, err)
	for i := range size / 2 {
		b[i], b[size-1-i] = b[size-1-i], b[i]
	}
	return b
}
