package eds_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/smallstep/pkcs7"

	"asar/internal/testing/devca"
)

// others are programs that read the same messages. They are asked about the signature, the
// chain and the dates; they are not asked whose key it is and what it is for.
type others struct{ openssl, dir string }

// OpenSSL's verdict on a message over content, by the world's RSA authority, as of now.
func (o others) byOpenSSL(t testing.TB, a attempt) bool {
	t.Helper()
	message, content := filepath.Join(o.dir, "message"), filepath.Join(o.dir, "content")
	check(t, os.WriteFile(message, a.cms, 0o600))
	check(t, os.WriteFile(content, a.content, 0o600))
	args := []string{"cms", "-verify", "-binary", "-inform", "DER", "-in", message, "-content", content, "-CAfile", filepath.Join(o.dir, "root"),
		"-purpose", "any", "-attime", strconv.FormatInt(a.at.Time().Unix(), 10), "-out", os.DevNull}
	return exec.CommandContext(t.Context(), o.openssl, args...).Run() == nil
}

// valueAlone is OpenSSL's verdict on an attached message without looking at the chain.
func (o others) valueAlone(t testing.TB, cms []byte) bool {
	t.Helper()
	message := filepath.Join(o.dir, "message")
	check(t, os.WriteFile(message, cms, 0o600))
	return exec.CommandContext(t.Context(), o.openssl, "cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", message, "-out", os.DevNull).Run() == nil
}

// bySmallstep is the verdict of the Go library, with the content the server kept.
func bySmallstep(w *world, a attempt) bool {
	p, err := pkcs7.Parse(a.cms)
	if err != nil {
		return false
	}
	p.Content = a.content
	p.Certificates = append(p.Certificates, w.ca.Issuing())
	roots := x509.NewCertPool()
	roots.AddCert(w.ca.Root())
	at := a.at.Time()
	return p.VerifyWithChainAtTime(roots, at) == nil
}

func newOthers(t testing.TB, w *world) others {
	t.Helper()
	openssl, err := exec.LookPath("openssl")
	if errors.Is(err, exec.ErrNotFound) {
		if os.Getenv("CI") == "true" {
			t.Fatal("openssl is not installed: make deps")
		}
		t.Skip("SKIPPED: openssl is not installed")
	}
	check(t, err)
	o := others{openssl, t.TempDir()}
	var both []byte
	for _, c := range []*x509.Certificate{w.ca.Root(), w.ca.Issuing()} {
		both = append(both, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	check(t, os.WriteFile(filepath.Join(o.dir, "root"), both, 0o600))
	return o
}

// TestDifferences asks OpenSSL and smallstep/pkcs7 about every RSA message of the vectors.
// Where one of them says otherwise than we do, the table says why; a difference without a
// reason is a fault, and so is a reason without a difference.
func TestDifferences(t *testing.T) {
	if testing.Short() {
		t.Skip("asks another program some hundred times")
	}
	w := theWorld(t)
	o := newOthers(t, w)
	gostKey := []byte(oidBytes(devca.GOST512.Key))[:9]
	used, asked, agreed := map[string]bool{}, 0, 0
	for _, v := range allVectors() {
		a := v.make(t, w)
		if bytes.Contains(a.cms, gostKey) || len(a.cms) > 1<<20 {
			continue
		}
		asked++
		ours := v.key == ""
		for who, theirs := range map[string]bool{"openssl": o.byOpenSSL(t, a), "smallstep": bySmallstep(w, a)} {
			if theirs == ours {
				agreed++
				continue
			}
			i := slices.IndexFunc(differences, func(d difference) bool { return d.of(who, theirs, v) })
			if i < 0 {
				t.Errorf("%s: %s says %v, we say %q", v.name, who, theirs, v.key)
				continue
			}
			used[differences[i].why] = true
		}
	}
	for _, d := range differences {
		if !used[d.why] {
			t.Errorf("no difference needs this reason: %s", d.why)
		}
	}
	t.Logf("%d messages, %d verdicts of two programs, %d agree, the others for %d known reasons", asked, 2*asked, agreed, len(differences))
}

// difference explains why others say otherwise.
type difference struct {
	who   string // "" for both
	takes bool   // they take what we refuse, or the reverse
	keys  []string
	names []string // beginnings
	why   string
}

func (d difference) of(who string, theirs bool, v vector) bool {
	named := slices.ContainsFunc(d.names, func(name string) bool { return strings.HasPrefix(v.name, name) })
	return (d.who == "" || d.who == who) && d.takes == theirs && (slices.Contains(d.keys, v.key) || named)
}

// differences are all reasons why one of the two says otherwise.
var differences = []difference{
	{takes: true, keys: []string{"eds.wrong-key-kind", "eds.auth-key-for-document", "eds.sign-key-for-entry"}, why: "they are not asked what the key is for"},
	{takes: true, keys: []string{"eds.no-iin", "eds.organisation-key", "eds.personal-key", "eds.another-organisation", "eds.another-person"}, why: "they are not asked whose key it is"},
	{takes: true, keys: []string{"eds.revoked", "eds.on-hold"}, why: "they are given no lists: revocation is not asked"},
	{takes: true, keys: []string{"eds.cannot-check"}, why: "they do without an answer about revocation"},
	{takes: true, names: []string{"09 an RSA key, the verifier trusts GOST roots only", "09 the verifier trusts only another root"}, why: "they are given the root that our verifier lacks"},
	{takes: true, keys: []string{"eds.weak-algorithm"}, why: "RSA of 1024 bits, SHA-1 and MD5 as the method's name: weak, and taken by default"},
	{who: "openssl", takes: true, names: []string{"09 a key certificate by SHA-1", "15 certificate signed with SHA-1"}, why: "OpenSSL takes certificates by SHA-1 at its default level"},
	{takes: true, keys: []string{"eds.several-signers"}, why: "several signers are well-formed; where one person signs, we take one"},
	{takes: true, names: []string{"02 "}, why: "given content of our own they do not look at the content inside, which differs"},
	{takes: true, names: []string{"05 version 3", "05 signer of version 3"}, why: "they do not look at version numbers"},
	{takes: true, names: []string{"06 the certificate twice", "06 two certificates of one issuer", "23 nine certificates"}, why: "they take the first certificate that fits, and any number"},
	{takes: true, names: []string{"06 another certificate of the same issuer", "06 signing certificate"}, why: "they do not look at signingCertificateV2 (OpenSSL does with -cades)"},
	{who: "smallstep", takes: true, names: []string{"09 the certificate names another key of the issuer"}, why: "Go's chains do not hold an authority to the key's identifier"},
	{who: "openssl", takes: false, names: []string{"00 auth key in its last second", "00 auth key in its only second", "10 expires this second"}, why: "OpenSSL takes the last second of the period as outside; RFC 5280 has it inside"},
	{takes: true, names: []string{"16 SHA-512 method", "16 digest with parameters", "16 method with parameters"}, why: "they take the digest by its name and look at neither parameters nor the method's own digest"},
	{who: "smallstep", takes: true, names: []string{"16 no digests announced", "16 the digest is not announced"}, why: "smallstep does not look at the announced digests"},
	{takes: true, names: []string{"17 another content type", "17 content is the attributes", "17 no signed attributes"}, why: "they take messages without signed attributes, and contents that are not plain data"},
	{who: "smallstep", takes: true, names: []string{"17 no content type", "17 content type twice", "17 message digest with two values", "17 message digest twice", "17 the same attribute twice"}, why: "smallstep takes the first of several attributes and values, and needs no content type"},
	{takes: true, names: []string{"17 attributes out of order", "17 a byte at the end", "17 the message twice", "17 indefinite length", "17 length in", "17 BER inside", "17 content in pieces"}, why: "they read BER, and leave what follows a message alone"},
	{takes: false, names: []string{"23 a nameless list inside"}, why: "we do not read lists inside a message: nothing is believed of them"},
}
