package eds_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smallstep/pkcs7"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/nca"
)

func fileOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{nca.Folder(t)}, parts...)...))
	check(t, err)
	return b
}

func certificateOf(t testing.TB, parts ...string) *x509.Certificate {
	t.Helper()
	b := fileOf(t, parts...)
	if block, _ := pem.Decode(b); block != nil {
		b = block.Bytes
	}
	c, err := x509.ParseCertificate(b)
	check(t, err)
	return c
}

func certificatesOf(t testing.TB, names ...string) (all []*x509.Certificate) {
	t.Helper()
	for _, name := range names {
		all = append(all, certificateOf(t, name))
	}
	return all
}

// testTrust is the authority's own test roots, old and new.
func testTrust(t testing.TB) *eds.Trust {
	t.Helper()
	trust, err := eds.NewTrust(
		certificatesOf(t, "ca/test/root_rsa_test_old.crt", "ca/test/kuc_rsa_test.cer", "ca/test/root_test_gost_2022.cer", "ca/test/kuc_gost_test.cer", "ca/test/root_gost_test_old.crt"),
		certificatesOf(t, "ca/test/nca_rsa_test_old.crt", "ca/test/nca_rsa_test.cer", "ca/test/nca_gost2022_test.cer", "ca/test/nca_gost_test.cer", "ca/test/nca_gost_test_old.crt"))
	check(t, err)
	return trust
}

// TestRealSignatures verifies signatures that KalkanCrypt made with the authority's test
// keys. There is no revocation list of their time, so the best answer is that it cannot be
// checked: everything before it was found in order.
func TestRealSignatures(t *testing.T) {
	document, entry := eds.Requirement{Purpose: eds.Document, IIN: "123456789011"}, eds.Requirement{Purpose: eds.Entry, IIN: "123456789011"}
	inTime, late := calendar.MustDate("2020-09-10").Clock(12, 0), calendar.MustDate("2026-11-24").Clock(12, 0)
	sign, auth := "cms/2020/personal_active_RSA256_11c707bd54cbfcccb3815e39c4eb57b1dc7dfea9.cms", "cms/2020/personal_active_AUTH_RSA256_b2c70a9ff7a5dc59de0ccc3c0ddde3437cc1f12d.cms"
	one, two := "cms/2022/rsa_attached_one_signer.der", "cms/2022/two_signers_gost2015_rsa_attached.der"
	v := eds.NewVerifier(testTrust(t))
	for _, c := range []struct {
		file, content string
		want          eds.Requirement
		at            calendar.Instant
		key           string
	}{
		{sign, "asdasd", document, inTime, "eds.cannot-check"}, {auth, "asdasd", entry, inTime, "eds.cannot-check"},
		{sign, "asdasd", entry, inTime, "eds.sign-key-for-entry"}, {auth, "asdasd", document, inTime, "eds.auth-key-for-document"},
		{sign, "asdasd", document, late, "eds.expired"}, {sign, "asdasD", document, inTime, "eds.other-text"},
		{"cms/2020/personal_revoked_RSA256_346a7e57c2995259140b6fc375b6ff3bba7e852f.cms", "asdasd", document, inTime, "eds.cannot-check"},
		{one, "test123", document, late, "eds.expired"}, {two, "test123", document, late, "eds.several-signers"},
	} {
		cms, err := eds.Decode(fileOf(t, c.file))
		check(t, err)
		if _, err := v.Verify([]byte(c.content), cms, c.want, c.at); !problem.HasKey(err, c.key) {
			t.Errorf("%s as %s at %s: %v, want %s", c.file, c.want.Purpose, c.at, err, c.key)
		}
		if c.file == two {
			continue
		}
		if s, err := v.LooksAt(cms); err != nil || s.IIN != "123456789011" || s.Surname != "ТЕСТОВ" {
			t.Errorf("%s looks like %+v, %v", c.file, s, err)
		}
	}
}

// TestRealAuthorities builds a trust of the production certificates: every one, RSA and
// GOST of both generations, leads to its root, and nothing of it trusts a test key.
func TestRealAuthorities(t *testing.T) {
	trust, err := eds.NewTrust(
		certificatesOf(t, "ca/prod/root_rsa_2020.cer", "ca/prod/root_gost_2022.pem", "ca/prod/root_rsa.pem", "ca/prod/root_gost.pem", "ca/prod/root_gost_2020.cer"),
		certificatesOf(t, "ca/prod/nca_rsa_2022.cer", "ca/prod/nca_gost_2022.pem", "ca/prod/nca_rsa.pem", "ca/prod/nca_gost.pem", "ca/prod/ucgo_gost.cer", "ca/prod/btsd_gost.cer"))
	check(t, err)
	cms, err := eds.Decode(fileOf(t, "cms/2020/personal_active_RSA256_11c707bd54cbfcccb3815e39c4eb57b1dc7dfea9.cms"))
	check(t, err)
	_, err = eds.NewVerifier(trust).Verify([]byte("asdasd"), cms, eds.Requirement{Purpose: eds.Document}, calendar.MustDate("2020-09-10").Clock(12, 0))
	if !problem.HasKey(err, "eds.foreign-authority") {
		t.Errorf("a test key in production: %v", err)
	}
}

// TestRealLists takes the authority's lists, whole and changes, RSA and GOST.
func TestRealLists(t *testing.T) {
	trust := testTrust(t)
	for _, name := range []string{"2023/nca_rsa_test.crl", "2023/nca_d_rsa_test.crl", "2023/nca_gost_test.crl", "2023/nca_d_gost_test.crl",
		"2023/nca_gost_test_2022.crl", "2023/nca_d_gost_test_2022.crl", "2025/nca_gost2022_test.crl", "2025/nca_gost2022_d_test.crl"} {
		list := fileOf(t, "crl", name)
		if err := trust.AddCRL(bytes.Clone(list)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		list[len(list)-9] ^= 1
		if err := trust.AddCRL(list); err == nil {
			t.Errorf("%s: taken with another signature value", name)
		}
	}
}

// TestSecondOpinion asks OpenSSL and smallstep/pkcs7 about every RSA message that was
// published: about the value alone, as the keys are long out of date. smallstep also holds
// the claimed time to the key's dates, which we only record.
func TestSecondOpinion(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(nca.Folder(t), "cms", "20*", "*RSA256*"))
	check(t, err)
	files = append(files, filepath.Join(nca.Folder(t), "cms/2022/rsa_attached_one_signer.der"))
	o := newOthers(t, theWorld(t))
	v := eds.NewVerifier(testTrust(t))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		check(t, err)
		cms, err := eds.Decode(raw)
		check(t, err)
		for _, changed := range []bool{false, true} {
			if changed {
				cms[len(cms)-3] ^= 1
			}
			all, err := v.Examine(nil, cms, eds.Document, calendar.MustDate("2020-09-10").Clock(12, 0))
			check(t, err)
			p, err := pkcs7.Parse(cms)
			check(t, err)
			err = p.Verify()
			late := err != nil && strings.Contains(err.Error(), "is outside of certificate validity") // said before the value is looked at
			if ours := all[0].Signature == eds.IsOK; ours == changed || o.valueAlone(t, cms) != ours || !late && (err == nil) != ours {
				t.Errorf("%s, changed %v: we say %v, smallstep %v", filepath.Base(file), changed, ours, err)
			}
		}
	}
	if len(files) < 5 {
		t.Errorf("%d messages", len(files))
	}
}
