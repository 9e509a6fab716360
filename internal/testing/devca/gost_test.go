package devca_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

// TestGOSTKeys signs with GOST keys, for both purposes, and is taken; what was revoked is not.
func TestGOSTKeys(t *testing.T) {
	ca := devca.Shared(t)
	now := devca.SharedFrom
	one, gone := must(ca.Issue(aigul, devca.GOST))(t), must(ca.Issue(aigul, devca.GOST, devca.Revoked()))(t)
	false1 := must(ca.Issue(aigul, devca.GOST, devca.Foreign()))(t)
	old := must(ca.Issue(aigul, devca.Sign, devca.Of(devca.GOST2004)))(t)
	short := must(ca.Issue(aigul, devca.Sign, devca.Of(devca.GOST256)))(t)
	v := must(ca.Verifier())(t)
	content := []byte("act")
	for _, c := range []struct {
		name, key string
		by        *devca.Key
		want      eds.Purpose
	}{
		{"document", "", one, eds.Document}, {"entry", "", one, eds.Entry}, {"revoked", "eds.revoked", gone, eds.Entry},
		{"foreign", "eds.foreign-authority", false1, eds.Entry}, {"2004", "", old, eds.Document}, {"256", "", short, eds.Document},
		{"2004 signs in", "eds.sign-key-for-entry", old, eds.Entry},
	} {
		s, err := v.Verify(content, must(c.by.SignAttached(content, now))(t), eds.Requirement{Purpose: c.want, IIN: aigul.IIN}, now)
		if c.key == "" && (err != nil || s.Surname != "СЕРИККЫЗЫ") || c.key != "" && !problem.HasKey(err, c.key) {
			t.Errorf("%s: %+v, %v", c.name, s, err)
		}
	}
}

// TestGOSTIsKept closes and opens an authority with its GOST keys.
func TestGOSTIsKept(t *testing.T) {
	if testing.Short() {
		t.Skip("keys of 4096 bits take seconds")
	}
	dir, trust := filepath.Join(t.TempDir(), "ca"), t.TempDir()
	clock := calendar.NewSettable(devca.SharedFrom)
	a := must(devca.Open(dir, clock))(t)
	good, bad := must(a.Issue(aigul, devca.GOST))(t), must(a.Issue(aigul, devca.GOST, devca.Revoked()))(t)
	again := must(devca.Open(dir, clock))(t)
	if err := again.Trust(trust); err != nil {
		t.Fatal(err)
	}
	v := eds.NewVerifier(must(eds.LoadTrust(trust))(t))
	want := eds.Requirement{Purpose: eds.Document, IIN: aigul.IIN}
	if _, err := v.Verify(nil, must(good.Sign(nil, clock.Now()))(t), want, clock.Now()); err != nil {
		t.Errorf("good key: %v", err)
	}
	if _, err := v.Verify(nil, must(bad.Sign(nil, clock.Now()))(t), want, clock.Now()); !problem.HasKey(err, "eds.revoked") {
		t.Errorf("revoked key: %v", err)
	}
	for _, name := range []string{"gost-root.pem", "gost-issuing.pem", "gost-revoked.json"} { // as a folder of before
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	must(must(devca.Open(dir, clock))(t).Issue(aigul, devca.GOST))(t)
}

// TestGOSTP12 reads a GOST key file back: here, with openssl, which shows the certificate,
// and with the page's own reader.
func TestGOSTP12(t *testing.T) {
	key := must(devca.Shared(t).Issue(aigul, devca.GOST))(t)
	file := must(key.P12(devca.Password))(t)
	back := must(devca.ReadP12(file, devca.Password))(t)
	if !back.Certificate.Equal(key.Certificate) || !bytes.Equal(back.GOST.PKCS8(), key.GOST.PKCS8()) || !strings.HasPrefix(key.FileName(), "GOST512_") {
		t.Errorf("another key came back: %s", key.FileName())
	}
	if _, err := devca.ReadP12(file, "wrong"); err == nil {
		t.Error("a wrong password opened the file")
	}
	name := filepath.Join(t.TempDir(), key.FileName())
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if openssl, err := exec.LookPath("openssl"); err == nil {
		out, _ := exec.CommandContext(t.Context(), openssl, "pkcs12", "-legacy", "-info", "-nokeys", "-in", name, "-passin", "pass:"+devca.Password).CombinedOutput()
		for _, said := range []string{"MAC: sha1, Iteration 1024", "pbeWithSHA1And40BitRC2-CBC, Iteration 1024", "friendlyName: " + hex.EncodeToString(key.Certificate.SubjectKeyId), "BEGIN CERTIFICATE"} {
			if !bytes.Contains(out, []byte(said)) {
				t.Errorf("openssl does not say %q:\n%s", said, out)
			}
		}
	}
	if got := forge(t, name, devca.Password); got != "" && got != hex.EncodeToString(key.GOST.PKCS8())+" "+hex.EncodeToString(key.Certificate.Raw) {
		t.Errorf("node-forge read %s", got)
	}
	if got := forge(t, name, "wrong"); got != "" && !strings.Contains(got, "MAC") {
		t.Errorf("node-forge of a wrong password: %s", got)
	}
}

// forge is what node-forge, the page's reader, finds in a key file: key and certificate; ""
// where it is not installed.
func forge(t *testing.T, name, password string) string {
	t.Helper()
	modules, err := filepath.Abs("../../web/assets/node_modules/node-forge")
	if err != nil {
		t.Fatal(err)
	}
	node, err := exec.LookPath("node")
	if _, missing := os.Stat(modules); err != nil || missing != nil {
		t.Log("node-forge is not installed: make assets")
		return ""
	}
	const script = `
const [,, modules, name, password] = process.argv, forge = require(modules), hex = forge.util.bytesToHex
try {
	const file = forge.asn1.fromDer(require('fs').readFileSync(name, 'binary'), {strict: false, parseAllBytes: false})
	const bags = forge.pkcs12.pkcs12FromAsn1(file, false, password).safeContents.flatMap(s => s.safeBags)
	console.log(bags.map(b => b.key ? 'rsa' : hex(forge.asn1.toDer(b.asn1 || forge.pki.certificateToAsn1(b.cert)).getBytes())).join(' '))
} catch (e) { console.log(e.message) }`
	file := filepath.Join(t.TempDir(), "read.js")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), node, file, modules, name, password).CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}
