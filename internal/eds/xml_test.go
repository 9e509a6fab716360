package eds_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

// Addresses of XMLDSig's algorithms as NCALayer writes them.
const (
	c14n      = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
	rsaSHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
	sha256At  = "http://www.w3.org/2001/04/xmlenc#sha256"
	kzAlgs    = "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:"
)

// letter is a document in its canonical form, so that the tests need no code of canonical forms.
const letter = `<letter xmlns:m="urn:m" id="l1"><m:to a="1" b="2">Заказ № 17</m:to><hours>2</hours></letter>`

// xmlParts is what a signature says of itself; the zero value is filled as NCALayer does.
type xmlParts struct {
	method, digest, form, address string
	transforms                    []string
	stated                        []byte
}

// signXML puts a signature of a key before the end of the root, as the last child.
func signXML(t testing.TB, k *devca.Key, doc string, change ...func(*xmlParts)) string {
	t.Helper()
	by := k.Signer()
	p := xmlParts{method: rsaSHA256, digest: sha256At, form: c14n, transforms: []string{enveloped, c14n + "#WithComments"}, stated: by.Over([]byte(doc))}
	if k.Kind == devca.GOST {
		p.method, p.digest = kzAlgs+"gostr34102015-gostr34112015-512", kzAlgs+"gostr34112015-512"
	}
	for _, c := range change {
		c(&p)
	}
	chosen := ""
	for _, at := range p.transforms {
		chosen += fmt.Sprintf("<ds:Transform Algorithm=%q></ds:Transform>", at)
	}
	inner := fmt.Sprintf(`<ds:CanonicalizationMethod Algorithm=%q></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=%q></ds:SignatureMethod>`+
		`<ds:Reference URI=%q><ds:Transforms>%s</ds:Transforms><ds:DigestMethod Algorithm=%q></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
		p.form, p.method, p.address, chosen, p.digest, base64.StdEncoding.EncodeToString(p.stated))
	// The canonical form of a part repeats the namespaces of those around it.
	value, err := by.Seal(by.Over([]byte(`<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:m="urn:m">` + inner)))
	check(t, err)
	signature := `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>` + inner +
		`<ds:SignatureValue>` + lines(value) + `</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>` + lines(k.Certificate.Raw) + `</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
	return strings.TrimSuffix(doc, "</letter>") + signature + "</letter>"
}

// lines is base64 with the line ends NCALayer writes.
func lines(b []byte) string {
	text, out := base64.StdEncoding.EncodeToString(b), ""
	for ; len(text) > 76; text = text[76:] {
		out += text[:76] + "&#xD;\n"
	}
	return out + text
}

func TestSignedLetters(t *testing.T) {
	w := theWorld(t)
	gost := w.key(t, aigul, devca.GOST)
	two := signXML(t, gost, signXML(t, w.sign, letter))
	for name, c := range map[string]struct {
		doc  string
		want []string // the algorithms of the signers, all of them valid
	}{
		"RSA":                     {signXML(t, w.sign, letter), []string{"RSA-2048 SHA-256"}},
		"GOST":                    {signXML(t, gost, letter), []string{"GOST-2015-512"}},
		"both, one after another": {two, []string{"RSA-2048 SHA-256", "GOST-2015-512"}},
		"without the form named":  {signXML(t, w.sign, letter, func(p *xmlParts) { p.transforms = p.transforms[:1] }), []string{"RSA-2048 SHA-256"}},
		"by its identifier":       {signXML(t, w.sign, letter, func(p *xmlParts) { p.address = "#l1" }), []string{"RSA-2048 SHA-256"}},
		"written another way":     {`<?xml version="1.0" encoding="utf-8"?>` + "\n" + strings.Replace(signXML(t, w.sign, letter), `a="1" b="2"`, `b='2'  a='1'`, 1) + "\n", []string{"RSA-2048 SHA-256"}},
	} {
		found, err := bothBranches(t).ExamineXML([]byte(c.doc), eds.Document, now)
		if err != nil || len(found) != len(c.want) {
			t.Errorf("%s: %d signers, %v", name, len(found), err)
			continue
		}
		for i, d := range found {
			if !d.Valid() || d.Signature != eds.IsOK || d.Signer.Algorithm != c.want[i] || d.Signer.IIN != aigul.IIN {
				t.Errorf("%s: %s, %s, %v", name, d.Signature, d.Signer.Algorithm, d.Reasons)
			}
		}
	}
}

// bothBranches believes the RSA and the GOST authority of development, with their lists.
func bothBranches(t testing.TB) *eds.Verifier {
	t.Helper()
	v, err := theWorld(t).ca.Verifier()
	check(t, err)
	return v
}

// forgedLetter is a document that must not be taken, and the sentence why.
type forgedLetter struct{ name, doc, key string }

func forgedLetters(t testing.TB) []forgedLetter {
	w := theWorld(t)
	good := signXML(t, w.sign, letter)
	cut := strings.Index(good, "<ds:Signature ")
	signature := strings.TrimSuffix(good[cut:], "</letter>")
	evil := strings.Replace(letter, ">2<", ">200<", 1)
	open := strings.TrimSuffix(evil, "</letter>")
	with := func(name, key string, change func(*xmlParts)) forgedLetter {
		return forgedLetter{name, signXML(t, w.sign, letter, change), key}
	}
	swap := func(name, key, old, new string) forgedLetter {
		changed := strings.Replace(good, old, new, 1)
		if changed == good {
			t.Fatalf("%s: %q is not in the document", name, old)
		}
		return forgedLetter{name, changed, key}
	}
	byID := signXML(t, w.sign, letter, func(p *xmlParts) { p.address = "#l1" })
	return []forgedLetter{
		{"other content", strings.Replace(good, ">2<", ">200<", 1), "eds.other-text"},
		{"the signature on another document", open + signature + "</letter>", "eds.other-text"},
		{"wrapped: the signed document within another", open + byID + "</letter>", "eds.damaged"},
		{"wrapped: the signed document in an Object", strings.Replace(good, "</ds:KeyInfo>", "</ds:KeyInfo><ds:Object>"+letter+"</ds:Object>", 1), "eds.damaged"},
		{"wrapped: the signature around the document", `<x>` + good + `</x>`, "eds.damaged"},
		{"wrapped: the signature in a child", open + "<in>" + signature + "</in></letter>", "eds.damaged"},
		{"wrapped: a signature in a signature", strings.Replace(good, "<ds:KeyInfo>", "<ds:KeyInfo>"+signature, 1), "eds.damaged"},
		{"wrapped: the reference to a child", strings.Replace(byID, `<letter xmlns:m="urn:m" id="l1"`, `<letter xmlns:m="urn:m"`, 1), "eds.damaged"},
		{"wrapped: one identifier twice", strings.Replace(byID, "<hours>", `<hours id="l1">`, 1), "eds.damaged"},
		{"wrapped: a sibling with the identifier", strings.Replace(strings.Replace(byID, `<letter xmlns:m="urn:m" id="l1"`, `<letter xmlns:m="urn:m"`, 1), "<hours>", `<hours Id="l1">`, 1), "eds.damaged"},
		{"a second root", good + letter, "eds.damaged"},
		{"two references", strings.Replace(good, "</ds:SignedInfo>", good[strings.Index(good, "<ds:Reference"):strings.Index(good, "</ds:SignedInfo>")]+"</ds:SignedInfo>", 1), "eds.damaged"},
		{"no reference", good[:strings.Index(good, "<ds:Reference")] + good[strings.Index(good, "</ds:SignedInfo>"):], "eds.damaged"},
		with("a reference to an address", "eds.damaged", func(p *xmlParts) { p.address = "http://example.kz/letter.xml" }),
		with("a reference by XPointer", "eds.damaged", func(p *xmlParts) { p.address = "#xpointer(id('l1'))" }),
		with("XSLT", "eds.unknown-method", func(p *xmlParts) { p.transforms = append(p.transforms, "http://www.w3.org/TR/1999/REC-xslt-19991116") }),
		with("XPath", "eds.unknown-method", func(p *xmlParts) { p.transforms[1] = "http://www.w3.org/TR/1999/REC-xpath-19991116" }),
		with("not enveloped", "eds.unknown-method", func(p *xmlParts) { p.transforms = p.transforms[1:] }),
		with("exclusive canonical form of the document", "eds.unknown-method", func(p *xmlParts) { p.transforms[1] = "http://www.w3.org/2001/10/xml-exc-c14n#" }),
		with("exclusive canonical form of the signed part", "eds.unknown-method", func(p *xmlParts) { p.form = "http://www.w3.org/2001/10/xml-exc-c14n#" }),
		with("SHA-1", "eds.weak-algorithm", func(p *xmlParts) { p.method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1" }),
		with("the digest SHA-1", "eds.weak-algorithm", func(p *xmlParts) { p.digest = "http://www.w3.org/2000/09/xmldsig#sha1" }),
		with("another digest than the method's", "eds.damaged", func(p *xmlParts) { p.digest = "http://www.w3.org/2001/04/xmlenc#sha512" }),
		with("a method of GOST with an RSA key", "eds.gost-not-supported", func(p *xmlParts) {
			p.method, p.digest = kzAlgs+"gostr34102015-gostr34112015-512", kzAlgs+"gostr34112015-512"
		}),
		with("HMAC", "eds.unknown-method", func(p *xmlParts) { p.method = "http://www.w3.org/2000/09/xmldsig#hmac-sha1" }),
		swap("a truncated HMAC", "eds.unknown-method", "</ds:SignatureMethod>", "<ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>"),
		swap("a declaration of types", "eds.damaged", "<letter ", `<!DOCTYPE letter [<!ENTITY h "2">]><letter `),
		swap("an instruction", "eds.damaged", "<hours>", "<?php 1 ?><hours>"),
		swap("a comment before the root", "eds.damaged", "<letter ", "<!-- --><letter "),
		swap("a comment that splits a text", "eds.damaged", ">2<", "><!-- -->2<"),
		{"a comment that was there", signXML(t, w.sign, strings.Replace(letter, "<hours>", "<!-- two --><hours>", 1)), "eds.damaged"},
		swap("a comment in the signed part", "eds.damaged", "<ds:SignedInfo>", "<ds:SignedInfo><!-- -->"),
		swap("text among the parts", "eds.damaged", "<ds:SignedInfo>", "<ds:SignedInfo>x"),
		swap("an attribute twice", "eds.damaged", `a="1"`, `a="1" a="1"`),
		{"no certificate", strings.ReplaceAll(good, "X509Certificate", "X509SKI"), "eds.no-certificate"},
		{"no signature", letter, "eds.not-a-signature"},
		{"no XML", "letter", "eds.not-a-signature"},
		{"a letter cut off", good[:len(good)-9], "eds.not-a-signature"},
		{"very deep", "<letter>" + strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000) + "</letter>", "eds.too-large"},
		{"a method in another namespace", strings.ReplaceAll(good, "http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo", "urn:x\"><ds:SignedInfo"), "eds.not-a-signature"},
		{"the key of another authority", signXML(t, w.key(t, aigul, devca.Sign, devca.Foreign()), letter), "eds.foreign-authority"},
		{"a key for entering", signXML(t, w.auth, letter), "eds.auth-key-for-document"},
		{"a revoked key", signXML(t, w.revoked, letter), "eds.revoked"},
	}
}

func TestForgedLettersAreRefused(t *testing.T) {
	for _, f := range forgedLetters(t) {
		found, err := bothBranches(t).ExamineXML([]byte(f.doc), eds.Document, now)
		var reasons []error
		if err != nil {
			reasons = append(reasons, err)
		}
		for _, d := range found {
			reasons = append(reasons, d.Reasons...)
		}
		if len(reasons) == 0 {
			t.Errorf("%s: is taken", f.name)
		} else if !problem.HasKey(reasons[0], f.key) {
			t.Errorf("%s: is refused with %v, want %s", f.name, reasons[0], f.key)
		}
	}
}

// TestEveryLetterOfASignedLetterCounts flips a bit in every byte: no change passes that
// changes the canonical form.
func TestEveryLetterOfASignedLetterCounts(t *testing.T) {
	good := []byte(signXML(t, theWorld(t).sign, letter))
	v := bothBranches(t)
	for i := range good {
		for _, bit := range []byte{1, 4, 32} {
			changed := append([]byte{}, good...)
			changed[i] ^= bit
			found, err := v.ExamineXML(changed, eds.Document, now)
			if err == nil && len(found) == 1 && found[0].Valid() && !harmless(good[i], changed[i], i, good) {
				t.Errorf("byte %d, %q to %q, is not noticed", i, good[i], changed[i])
			}
		}
		if testing.Short() && i > 600 {
			return
		}
	}
}

// harmless are changes that mean the same: between the lines of base64.
func harmless(was, is byte, i int, good []byte) bool {
	near := string(good[max(0, i-7):min(len(good), i+7)])
	return strings.Contains(near, "&#x") && strings.ContainsRune("\n\r\t &#xXD;", rune(was)) && is < 0x80
}

// TestAPublishedLetter is what NCANode's own tests hold: right, and signed with a key whose
// time was over.
func TestAPublishedLetter(t *testing.T) {
	doc := fileOf(t, "xml", "2022", "rsa_one_signature.xml")
	v := eds.NewVerifier(testTrust(t))
	for at, want := range map[string]string{"2021-06-01T00:00:00Z": "eds.cannot-check", "2022-09-01T00:00:00Z": "eds.expired"} {
		moment, err := calendar.ParseInstant(at)
		check(t, err)
		found, err := v.ExamineXML(doc, eds.Document, moment)
		check(t, err)
		if len(found) != 1 || found[0].Signature != eds.IsOK || found[0].Chain != eds.IsOK || found[0].Signer.IIN != "123456789011" || !problem.HasKey(found[0].Reasons[0], want) {
			t.Errorf("at %s: %d signers, %s, %s, %v", at, len(found), found[0].Signature, found[0].Chain, found[0].Reasons)
		}
	}
}

func FuzzXML(f *testing.F) {
	for _, one := range forgedLetters(f) {
		f.Add([]byte(one.doc))
	}
	v := bothBranches(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		found, err := v.ExamineXML(doc, eds.Document, now)
		for _, d := range found {
			if err != nil || d.Valid() && d.Signer.Certificate == nil {
				t.Fatalf("%s, %v", d.Signature, err)
			}
		}
	})
}
