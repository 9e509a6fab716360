package eds

import (
	"bytes"
	"crypto/subtle"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
	"golang.org/x/crypto/cryptobyte"

	"asar/internal/calendar"
)

// XML signatures as the authority makes them (XMLDSig, enveloped): Signature is a child of
// the root and signs the whole document without itself. Several stand one after another,
// and each signs those before it too, so they are looked at from the last to the first.
// Portal actions never take XML: it is read for a person who asks about a file.

const nsXMLDSig = "http://www.w3.org/2000/09/xmldsig#"

// Algorithms of XMLDSig that are taken, by their addresses.
const (
	xmlEnveloped = nsXMLDSig + "enveloped-signature"
	xmlInclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	xmlComments  = xmlInclusive + "#WithComments"
	xmlMore      = "http://www.w3.org/2001/04/xmldsig-more#"
	xmlEncrypted = "http://www.w3.org/2001/04/xmlenc#"
	xmlKZ        = "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:"
)

// xmlMethods are signature methods, each with the one digest that goes with it.
var xmlMethods = map[string]struct {
	digestAt       string
	digest, method asn1.ObjectIdentifier
}{
	xmlMore + "rsa-sha256":                    {xmlEncrypted + "sha256", oidSHA256, hashes[0].method},
	xmlMore + "rsa-sha384":                    {xmlMore + "sha384", oidSHA384, hashes[1].method},
	xmlMore + "rsa-sha512":                    {xmlEncrypted + "sha512", oidSHA512, hashes[2].method},
	xmlKZ + "gostr34102015-gostr34112015-512": {xmlKZ + "gostr34112015-512", gostSchemes[0].digestNamed, gostSchemes[0].method},
	xmlKZ + "gostr34102015-gostr34112015-256": {xmlKZ + "gostr34112015-256", gostSchemes[1].digestNamed, gostSchemes[1].method},
	xmlMore + "gost34310-gost34311":           {xmlMore + "gost34311", gostSchemes[2].digestNamed, gostSchemes[2].method},
}

// xmlWeak are methods and digests that were once allowed somewhere.
var xmlWeak = []string{nsXMLDSig + "rsa-sha1", nsXMLDSig + "sha1", nsXMLDSig + "dsa-sha1", xmlMore + "rsa-md5", xmlMore + "md5"}

// ExamineXML finds a verdict about each signature of an XML document, in their order, for
// a person who asks about a file. Problems: Invalid when it is no such document.
func (v *Verifier) ExamineXML(text []byte, p Purpose, at calendar.Instant) ([]Verdict, error) {
	root, err := readXML(text)
	if err != nil {
		return nil, err
	}
	all, err := signaturesOf(root)
	if err != nil {
		return nil, err
	}
	found := make([]Verdict, len(all))
	for i, signature := range slices.Backward(all) {
		found[i] = v.examineXML(root, signature, p, at)
	}
	return found, nil
}

// signaturesOf are the signatures of a document: children of its root, each, and nowhere
// else, so that none signs a part that only looks like the whole.
func signaturesOf(root *etree.Element) (all []*etree.Element, err error) {
	count := 0
	walkXML(root, func(e *etree.Element) {
		if isXML(e, "Signature") {
			count++
		}
	})
	for _, e := range root.ChildElements() {
		if isXML(e, "Signature") {
			all = append(all, e)
		}
	}
	switch {
	case count == 0:
		return nil, refuse(keyNotASignature, "no signature in the document")
	case count != len(all):
		return nil, refuse(keyDamaged, "a signature that is no child of the root")
	case count > maxSigners:
		return nil, refuse(keyTooLarge, "too many signatures")
	}
	return all, nil
}

// examineXML looks at the last signature of what is left of a document and takes it away.
func (v *Verifier) examineXML(root, signature *etree.Element, p Purpose, at calendar.Instant) Verdict {
	s, err := readXMLSignature(signature)
	root.RemoveChild(signature)
	if err != nil {
		return Verdict{Signature: IsBad, Chain: IsUnknown, Revocation: IsUnknown, KeyUse: keyUseOther, At: at, Reasons: []error{err}}
	}
	d := v.examineKey(s.certificate, message{certificates: s.others}, p, at)
	d.Signature = IsOK
	way, err := schemeOf(s.certificate)
	if err == nil {
		err = s.check(way, root)
	}
	if err != nil {
		d.Signature = IsBad
		d.Reasons = append([]error{err}, d.Reasons...)
		return d
	}
	d.Signer.Algorithm = way.describe(s.certificate, s.digest)
	return d
}

// xmlSignature is a Signature element, read but not believed.
type xmlSignature struct {
	certificate    *x509.Certificate
	others         []cryptobyte.String
	digest, method algorithmID
	signed         []byte // SignedInfo in its canonical form
	stated, value  []byte // the digest it states, and its own value
	target         string // the identifier of what it signs; "" for the document
}

// check checks that the signature is over this document and by the certificate's key.
func (s xmlSignature) check(way scheme, root *etree.Element) error {
	if s.target != "" && identifierOf(root) != s.target {
		return refuse(keyDamaged, "a part of the document is signed, not the whole")
	}
	if hasComments(root) { // a reference to the document leaves them out, whatever its form is called
		return refuse(keyDamaged, "comments that nobody signed")
	}
	sum, err := way.digest(s.digest)
	if err != nil {
		return err
	}
	whole, err := dsig.MakeC14N10RecCanonicalizer().Canonicalize(root)
	if err != nil {
		return refuse(keyDamaged, "the document has no canonical form: "+err.Error())
	}
	sum.Write(whole)
	if subtle.ConstantTimeCompare(sum.Sum(nil), s.stated) != 1 {
		return refuse(keyOtherText, "the digest is of another document")
	}
	sum.Reset()
	sum.Write(s.signed)
	return way.verify(s.certificate, s.digest, s.method, sum.Sum(nil), s.value)
}

// readXMLSignature reads a Signature that still stands in its document.
func readXMLSignature(e *etree.Element) (s xmlSignature, err error) {
	parts, err := childrenOf(e, "SignedInfo", "SignatureValue", "KeyInfo")
	if err != nil {
		return s, err
	}
	if hasComments(e) {
		return s, refuse(keyDamaged, "comments within a signature")
	}
	if err := s.readSignedInfo(parts[0]); err != nil {
		return s, err
	}
	if s.value = fromBase64([]byte(parts[1].Text())); s.value == nil || len(parts[1].ChildElements()) > 0 {
		return s, refuse(keyDamaged, "the signature's value")
	}
	return s, s.readKeyInfo(parts[2])
}

func (s *xmlSignature) readSignedInfo(e *etree.Element) error {
	parts, err := childrenOf(e, "CanonicalizationMethod", "SignatureMethod", "Reference")
	if err != nil {
		return err
	}
	form, err := bareAlgorithm(parts[0])
	if err != nil {
		return err
	}
	if form != xmlInclusive && form != xmlComments {
		return refuse(keyUnknownMethod, "the canonical form "+form)
	}
	if s.signed, err = dsig.MakeC14N10RecCanonicalizer().Canonicalize(e); err != nil {
		return refuse(keyDamaged, "the signed part has no canonical form: "+err.Error())
	}
	method, err := bareAlgorithm(parts[1])
	if err != nil {
		return err
	}
	known, ok := xmlMethods[method]
	if !ok {
		return refuseXML(method)
	}
	s.digest, s.method = algorithmID{oid: known.digest}, algorithmID{oid: known.method}
	return s.readReference(parts[2], known.digestAt)
}

// readReference wants the whole document, without this signature, in its canonical form.
func (s *xmlSignature) readReference(e *etree.Element, digestAt string) error {
	parts, err := childrenOf(e, "Transforms", "DigestMethod", "DigestValue")
	if err != nil {
		return err
	}
	address := e.SelectAttr("URI")
	target, fragment := "", false
	if address != nil {
		target, fragment = strings.CutPrefix(address.Value, "#")
	}
	if address == nil || address.Value != "" && (!fragment || target == "" || strings.ContainsAny(target, "()'\"")) {
		return refuse(keyDamaged, "the reference is not to the document")
	}
	s.target = target
	if err := s.readTransforms(parts[0]); err != nil {
		return err
	}
	digest, err := bareAlgorithm(parts[1])
	switch {
	case err != nil:
		return err
	case digest != digestAt && slices.Contains(xmlWeak, digest):
		return refuseXML(digest)
	case digest != digestAt:
		return refuse(keyDamaged, "digest and method disagree")
	}
	if s.stated = fromBase64([]byte(parts[2].Text())); s.stated == nil || len(parts[2].ChildElements()) > 0 {
		return refuse(keyDamaged, "the digest's value")
	}
	return nil
}

// readTransforms takes "without this signature", alone or before the canonical form.
func (s *xmlSignature) readTransforms(e *etree.Element) error {
	var found []string
	for _, one := range e.ChildElements() {
		at, err := bareAlgorithm(one)
		if err != nil || !isXML(one, "Transform") {
			return refuse(keyUnknownMethod, "a transform with parameters")
		}
		found = append(found, at)
	}
	if len(found) == 0 || found[0] != xmlEnveloped || len(found) > 2 || len(found) == 2 && found[1] != xmlInclusive && found[1] != xmlComments {
		return refuse(keyUnknownMethod, "the transforms "+strings.Join(found, " "))
	}
	return nil
}

// readKeyInfo takes the first certificate for the signer's, the others for those above it.
func (s *xmlSignature) readKeyInfo(e *etree.Element) error {
	for _, data := range e.ChildElements() {
		for _, one := range data.ChildElements() {
			if !isXML(data, "X509Data") || !isXML(one, "X509Certificate") {
				continue
			}
			der := fromBase64([]byte(one.Text()))
			if der == nil || len(s.others) == maxCertificates {
				return refuse(keyDamaged, "a certificate within")
			}
			s.others = append(s.others, der)
		}
	}
	if len(s.others) == 0 {
		return refuse(keyNoCertificate, "no certificate within")
	}
	c, err := x509.ParseCertificate(s.others[0])
	if err != nil {
		return refuse(keyDamaged, "the signer's certificate: "+err.Error())
	}
	s.certificate = c
	return nil
}

func refuseXML(address string) error {
	if slices.Contains(xmlWeak, address) {
		return refuse(keyWeak, "the algorithm "+address)
	}
	return refuse(keyUnknownMethod, "the algorithm "+address)
}

// readXML reads a document that could mean one thing only.
func readXML(text []byte) (*etree.Element, error) {
	if len(text) > maxXML {
		return nil, refuse(keyTooLarge, "over the limit")
	}
	if err := plainXML(bytes.NewReader(text)); err != nil {
		return nil, err
	}
	doc := etree.NewDocument()
	doc.ReadSettings = etree.ReadSettings{PreserveDuplicateAttrs: true}
	if err := doc.ReadFromBytes(text); err != nil || doc.Root() == nil {
		return nil, refuse(keyNotASignature, "no XML")
	}
	return doc.Root(), singular(doc.Root())
}
