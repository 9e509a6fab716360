package eds_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fault takes one check out of the verifier.
type fault struct{ name, file, old, new string }

var faults = []fault{
	{"size", "message.go", "if len(cms) > MaxCMS {", "if false {"},
	{"strict DER at every level", "message.go", "if !strict(cms) {", "if false {"},
	{"depth", "der.go", "if depth == 0 || ", "if "},
	{"type SignedData", "message.go", "|| !kind.Equal(oidSignedData) {", "{"},
	{"version", "message.go", "if version != 1 && (version != 3 || !m.isStamp()) {", "if false {"},
	{"signer's version", "message.go", "|| version != 1 || !in.ReadASN1(&sid", "|| !in.ReadASN1(&sid"},
	{"number of certificates", "message.go", "|| len(m.certificates) == maxCertificates {", "{"},
	{"a signer at all", "message.go", "if len(all) == 0 {", "if len(all) == 0 {\n\t\tall = make([]signerInfo, 1)\n\t}\n\tif false {"},
	{"one signer", "message.go", "if err == nil && len(m.others) > 0 {", "if false {"},
	{"announced digest", "message.go", "if !announced(digests, s.digest.oid) {", "if false {"},
	{"announced digest's parameters", "message.go", "if !ok || !a.plain() {", "if !ok {"},
	{"order of attributes", "message.go", "bytes.Compare(before, one) >= 0", "false"},
	{"attribute type once", "message.go", "if !ok || s.find(a.oid) != nil {", "if !ok {"},
	{"attribute value once", "message.go", "&& values.Empty()\n", "\n"},
	{"certificate by number", "verifier.go", "|| !bytes.Equal(serial, m.signer.serial) {", "{"},
	{"certificate once", "verifier.go", "if found != nil {\n\t\t\treturn nil", "if false {\n\t\t\treturn nil"},
	{"signing certificate", "verifier.go", "|| !bytes.Equal(stated, sum[:]) {", "|| len(stated) == 0 || sum[0] == 0 && false {"},
	{"signing certificate's digest", "verifier.go", "if !ok || !named.oid.Equal(oidSHA256) || !named.plain() {", "if !ok {"},
	{"required attributes", "verifier.go", "if kind == nil || digest == nil || !digest", "if kind == nil {\n\t\tkind = append(cryptobyte.String{6, 9}, derOfData...)\n\t}\n\tif digest == nil || !digest"},
	{"signed attributes at all", "verifier.go", "if err := m.checkDigest(way, content); err != nil {", "if m.signer.signed == nil {\n\t\tm.signer.signed = content\n\t} else if err := m.checkDigest(way, content); err != nil {"},
	{"content type attribute", "verifier.go", "|| !bytes.Equal(named, m.wantedType()) {", "|| m.wantedType() == nil {"},
	{"content type", "verifier.go", "case !m.stamp && m.contentType.Equal(oidData):", "case !m.stamp:"},
	{"content inside", "verifier.go", "if m.content != nil && !bytes.Equal(m.content, content) {", "if false {"},
	{"message digest", "verifier.go", "subtle.ConstantTimeCompare(sum.Sum(nil), stated) != 1", "subtle.ConstantTimeCompare(sum.Sum(nil), stated) == 2"},
	{"signature value", "mathematics.go", "rsa.VerifyPKCS1v15(public, h, digest, value) == nil {", "rsa.VerifyPKCS1v15(public, h, digest, value) != rsa.ErrDecryption {"},
	{"digest agrees with method", "scheme.go", "|| method.Equal(h.method)) {", "|| true) {"},
	{"method's parameters", "scheme.go", "PublicKey); !ok || !method.plain() {", "PublicKey); !ok {"},
	{"digest's parameters", "scheme.go", "if named.oid.Equal(h.digest) && named.plain() {", "if named.oid.Equal(h.digest) {"},
	{"key size", "scheme.go", "bits < 2048 ||", "bits < 512 ||"},
	{"public exponent", "scheme.go", "|| key.E < 65537 {", "|| key.E < 2 {"},
	{"GOST key", "scheme.go", "if isGOST(keyAlgorithm(c)) {", "if false {"},
	{"GOST algorithm", "scheme.go", "if isGOST(oid) {", "if false {"},
	{"weak algorithm", "scheme.go", "if oid.Equal(weak) {", "if false {"},
	{"GOST signature value", "mathematics.go", "if err == nil && !public.Verify(digest, value) {", "if err == nil && !public.Verify(digest, value) && false {"},
	{"GOST issuer's signature", "gost_scheme.go", "return mathematics.VerifySignature(g.method, c.RawSubjectPublicKeyInfo, sum.Sum(nil), s.value)", "return nil"},
	{"GOST key signs in", "role.go", "case p == Entry && sign && oneKeyForAll(c):", "case false:"},
	{"issuer's signature", "trust.go", "if err := way.issued(child, parent.cert); err != nil {", "if false {"},
	{"issuer's key identifier", "trust.go", "if id := parent.cert.SubjectKeyId; len(", "if id := parent.cert.SubjectKeyId; false && len("},
	{"a root above what came along", "trust.go", "err == nil && a.parent != nil {", "err == nil {"},
	{"authority's dates", "trust.go", "if checkDates(a.cert, at) != nil {", "if false {"},
	{"AUTH key on a document", "role.go", "case p == Entry && auth, p == Document && sign:", "case p == Entry && auth, p == Document && sign, p == Document && auth:"},
	{"signing key for entry", "role.go", "case p == Entry && auth, p == Document && sign:", "case p == Entry && auth, p == Document && sign, p == Entry && sign:"},
	{"nonRepudiation", "role.go", "mail && !client && binds", "mail && !client"},
	{"AUTH key without nonRepudiation", "role.go", "client && !mail && !binds", "client && !mail"},
	{"one extended key usage", "role.go", "mail && !client && binds", "mail && binds"},
	{"one extended key usage, AUTH", "role.go", "client && !mail && !binds", "client && !binds"},
	{"no CA signs", "role.go", "if c.IsCA || ", "if "},
	{"critical extensions", "role.go", "len(c.UnhandledCriticalExtensions) > 0 ||", ""},
	{"treasury", "role.go", "extended(c, oidTreasury) ||", ""},
	{"digitalSignature", "role.go", "|| c.KeyUsage&x509.KeyUsageDigitalSignature == 0 {", "{"},
	{"begins", "refusals.go", "case at.Before(from):", "case false:"},
	{"ends", "refusals.go", "case at.After(to):", "case false:"},
	{"revoked", "revocation.go", "found && !e.at.After(at) {", "found && false {"},
	{"hold", "revocation.go", "if e.reason == reasonHold {", "if false {"},
	{"list's signature", "revocation.go", "err == nil && way.signed(l.signed, a.cert) == nil {", "err == nil && way != nil {"},
	{"stale list", "revocation.go", "if at.After(whole.until) {", "if false {"},
	{"list after the key's end", "revocation.go", "if whole.from.After(calendar.At(c.NotAfter)) {", "if false {"},
	{"list at all", "revocation.go", "return Proofs{}, cannotCheck(\"neither an answer nor a list of the issuer\")", "return Proofs{}, nil"},
	{"older list", "revocation.go", "!l.from.Before((*held).from) && l.number.Cmp((*held).number) >= 0 {", "true {"},
	{"partial list", "crl.go", "\t\treturn !critical\n\t})\n}\n\n// readNumber", "\t\treturn true\n\t})\n}\n\n// readNumber"},
	{"base of changes", "revocation.go", "d.base.Cmp(s.whole.number) > 0 ||", ""},
	{"changes before the list", "revocation.go", "|| d.number.Cmp(s.whole.number) < 0 {", "{"},
	{"removal from the list", "revocation.go", "changed.reason != reasonRemoved", "true"},
	{"the root's list", "revocation.go", "for c, a = a.cert, a.parent; a != nil; c, a = a.cert, a.parent {", "for c, a = a.cert, a.parent; false; c, a = a.cert, a.parent {"},
	{"IIN", "role.go", "case s.IIN == \"\":", "case false:"},
	{"organisation's key", "role.go", "case !want.Employee && firm:", "case false:"},
	{"individual's mark", "role.go", "case !want.Employee && !extended(c, oidIndividual):", "case false:"},
	{"person's key for an employee", "role.go", "case want.Employee && !firm:", "case false:"},
	{"employee's BIN", "role.go", "(s.BIN == \"\" || !employed(c)", "(!employed(c)"},
	{"employee's role", "role.go", "|| !employed(c) ||", "||"},
	{"role of a person", "role.go", "&& oid[n] <= lastRole", ""},
	{"individual and legal", "role.go", "|| extended(c, oidIndividual)):", "):"},
	{"another person", "role.go", "case want.IIN != \"\" && s.IIN != want.IIN:", "case false:"},
	{"another organisation", "role.go", "case want.Employee && want.BIN != \"\" && s.BIN != want.BIN:", "case false:"},
	{"attribute of a name once", "subject.go", "if len(found) != 1 {", "if len(found) < 1 {"},
	{"twelve digits", "subject.go", "|| len(digits) != 12", ""},
	{"only digits", "subject.go", "|| strings.Trim(digits, \"0123456789\") != \"\" {", "{"},
	{"prefix", "subject.go", "if !ok || len(digits)", "if len(digits)"},
	{"plain text", "subject.go", "if !utf8.Valid(b) || strings.ContainsFunc(string(b), bad) {", "if false && bad(0) && utf8.Valid(b) {"},
	{"pinned roots", "folder.go", "if !pins[pin] {", "if false {"},
	{"missing roots", "folder.go", "if len(roots) == 0 || len(pins) > 0 {", "if false {"},
	{"authorities lead to a root", "trust.go", "if len(left) == len(waiting) {", "if len(left) == len(waiting) {\n\t\t\treturn nil\n\t\t}\n\t\tif false {"},
	{"size of a list", "crl.go", "if len(der) > MaxList {", "if false {"},
	{"entry of another issuer", "crl.go", "\t\treturn !critical\n\t})\n\treturn number", "\t\treturn true\n\t})\n\treturn number"},
	{"entries that can be read", "crl.go", "serial, _, ok := readEntry(&in)\n\t\tif !ok {", "serial, _, ok := readEntry(&in)\n\t\tif !ok && in == nil {"},
	{"the list's last word about a number", "crl.go", "held, _, _ := readEntry(&in); bytes.Equal(held, serial)", "held, _, _ := readEntry(&in); bytes.Equal(held, serial) && false"},
	{"size of an answer", "ocsp.go", "if len(der) > MaxAnswer {", "if false {"},
	{"answer at all", "ocsp.go", "if status != 0 {", "if false {"},
	{"answer's signature", "ocsp.go", "err == nil && way.signed(a.signed, c) == nil {", "err == nil && way != nil {"},
	{"answer about this certificate", "ocsp.go", "if sameID(s.id, want) {", "if want != nil {"},
	{"responder's issuer", "ocsp.go", "return linked && err == nil && slices", "return (linked || err != nil) && slices"},
	{"responder made for answering", "ocsp.go", "slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) &&", "slices.Contains(c.ExtKeyUsage, c.ExtKeyUsage[0]) &&"},
	{"responder not to be asked about", "ocsp.go", "if x.Id.Equal(oidNoCheck) {", "if x.Id != nil {"},
	{"responder's dates", "ocsp.go", "&& checkDates(c, at) == nil\n", "\n"},
	{"unknown key", "ocsp.go", "unknown := a.status == statusUnknown ||", "unknown :="},
	{"unknown key, as revoked", "ocsp.go", "&& a.entry.at.Time().Unix() == 0\n", "&& a.entry.at.IsZero()\n"},
	{"revoked by an answer", "ocsp.go", "case a.status == statusRevoked && !a.entry.at.After(at):", "case false:"},
	{"revoked by an answer, later", "ocsp.go", "case a.status == statusRevoked && !a.entry.at.After(at):", "case a.status == statusRevoked:"},
	{"age of an answer", "ocsp.go", "return at.Since(a.from) <= answerLives", "return true"},
	{"next update of an answer", "ocsp.go", "return !at.After(a.until) &&", "return"},
	{"answer after the key's end", "ocsp.go", "return a.fresh(at) && !a.from.After(calendar.At(c.NotAfter))", "return a.fresh(at)"},
	{"newer of two answers", "ocsp.go", "a.from.After(found.from)) {", "false) {"},
	{"revocation on a list over an answer", "revocation.go", "(e.reason != reasonHold || from.After(said.from)) {", "from.After(said.from) {"},
	{"newer hold over an answer", "revocation.go", "(e.reason != reasonHold || from.After(said.from)) {", "(e.reason != reasonHold || from.IsZero()) {"},
	{"older hold under an answer", "revocation.go", "(e.reason != reasonHold || from.After(said.from)) {", "from != said.from.Plus(1) {"},
	{"nonce", "question.go", "case !bytes.Equal(a.nonce, q.nonce):", "case bytes.Equal(a.nonce, nil) && false:"},
	{"answer from the future", "question.go", "case a.from.Since(now) > clockSkew || a.produced.Since(now) > clockSkew:", "case false:"},
	{"old answer", "question.go", "case !a.fresh(now) || now.Since(a.produced) > answerLives:", "case false:"},
	{"evidence that is complete", "evidence.go", "|| !bytes.Equal(stood.Sum, e.Sum) {", "{"},
	{"stamp over this value", "token.go", "if err := errors.Join(s.over(signer.signature), s.checkSignature(c)); err != nil {", "if err := s.checkSignature(c); err != nil {"},
	{"stamp's signature", "token.go", "if err := errors.Join(s.over(signer.signature), s.checkSignature(c)); err != nil {", "if err := s.over(signer.signature); err != nil {"},
	{"stamper's use is critical", "token.go", "if !critical || !one ||", "if !critical && !one ||"},
	{"stamper's only use", "token.go", "one := len(c.ExtKeyUsage) == 1 && c.Ext", "one := len(c.ExtKeyUsage) > 0 && c.Ext"},
	{"stamp's policy", "token.go", "if len(s.policy) != n+1 || !s.policy[:n].Equal(oidStampPolicies) {", "if n < 0 {"},
	{"stamp of the future", "token.go", "if s.at.Since(now) > clockSkew {\n\t\treturn stood{}", "if false {\n\t\treturn stood{}"},
	{"stamper revoked since", "token.go", "; problem.HasKey(err, keyRevoked) || problem.HasKey(err, keyOnHold) {\n\t\treturn stood{}, err", "; err != nil && false {\n\t\treturn stood{}, err"},
	{"who may sign lists", "revocation.go", "|| a.cert.KeyUsage&x509.KeyUsageCRLSign == 0 {", "{"},
	{"answer's signature by the issuer", "ocsp.go", "a.named(issuer.cert) && way.signed(a.signed, issuer.cert) == nil {", "a.named(issuer.cert) && way != nil {"},
	{"answer's signature by a responder", "ocsp.go", "if way, err := schemeOf(c); err == nil && way.signed(a.signed, c) == nil {", "if way, err := schemeOf(c); err == nil && way != nil {"},
	{"answer's next update", "ocsp.go", "return !at.After(a.until) && !a.until.Before(a.from)", "return true"},
	{"certificate the responder does not know", "ocsp.go", "case unknown:", "case unknown && false:"},
	{"a good answer and a list that revokes", "revocation.go", "if found && !e.at.After(at) && (e.reason", "if found && false && !e.at.After(at) && (e.reason"},
}

// TestFaultsFit looks that each check is still where its fault would take it out.
func TestFaultsFit(t *testing.T) {
	for _, f := range faults {
		source, err := os.ReadFile(f.file)
		check(t, err)
		if n := strings.Count(string(source), f.old); n != 1 {
			t.Errorf("%s: %q occurs %d times in %s", f.name, f.old, n, f.file)
		}
	}
}

// TestFaults takes each check out in turn, without touching the files, and wants the tests
// to fail. It takes minutes: ASAR_FAULTS=1 go test -run TestFaults -timeout 30m
func TestFaults(t *testing.T) {
	if os.Getenv("ASAR_FAULTS") == "" {
		t.Skip("minutes of work: set ASAR_FAULTS=1")
	}
	dir, err := os.Getwd()
	check(t, err)
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			out, err := exec.CommandContext(t.Context(), "go", "test", "-vet=off", "-failfast", "-skip", "TestFaults|TestDifferences|TestLimits", "-overlay", overlay(t, dir, f), ".").CombinedOutput()
			switch {
			case err == nil:
				t.Error("nothing noticed")
			case strings.Contains(string(out), "build failed"):
				t.Errorf("the fault does not compile:\n%s", out)
			}
		})
	}
}

// overlay writes the file with the fault aside and tells the compiler to read it instead.
func overlay(t *testing.T, dir string, f fault) string {
	t.Helper()
	from := filepath.Join(dir, f.file)
	source, err := os.ReadFile(from)
	check(t, err)
	if strings.Count(string(source), f.old) != 1 {
		t.Fatalf("%q occurs %d times in %s", f.old, strings.Count(string(source), f.old), f.file)
	}
	to := filepath.Join(t.TempDir(), f.file)
	check(t, os.WriteFile(to, []byte(strings.Replace(string(source), f.old, f.new, 1)), 0o600))
	b, err := json.Marshal(map[string]map[string]string{"Replace": {from: to}})
	check(t, err)
	list := filepath.Join(t.TempDir(), "overlay.json")
	check(t, os.WriteFile(list, b, 0o600))
	return list
}
