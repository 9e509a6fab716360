package eds

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"hash"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/eds/gost"
)

// gostScheme is one kind of Kazakhstan's GOST keys: its names, curve and digest belong
// together, and nothing is taken crosswise.
type gostScheme struct {
	name                     string
	key, method, digestNamed asn1.ObjectIdentifier
	params                   []asn1.ObjectIdentifier // the curve, and the digest
	curve                    func() *gost.Curve
	hash                     func() hash.Hash
	current                  bool // GOST 34.10-2015: one key signs in and signs documents
}

var gostSchemes = []*gostScheme{{
	name: "GOST-2015-512", current: true, curve: gost.Curve512, hash: gost.NewStreebog512,
	key: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 1, 2, 2}, method: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 1, 2, 3, 2}, digestNamed: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 3, 3},
	params: []asn1.ObjectIdentifier{{1, 2, 398, 3, 10, 1, 1, 2, 2, 1}, {1, 2, 398, 3, 10, 1, 3, 3}},
}, {
	name: "GOST-2015-256", current: true, curve: gost.Curve256, hash: gost.NewStreebog256,
	key: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 1, 2, 1}, method: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 1, 2, 3, 1}, digestNamed: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 3, 2},
	params: []asn1.ObjectIdentifier{{1, 2, 398, 3, 10, 1, 1, 2, 1, 1}, {1, 2, 398, 3, 10, 1, 3, 2}},
}, {
	name: "GOST-2004", curve: gost.Curve2004, hash: gost.NewOld,
	key: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 1, 1, 1}, method: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 1, 1, 2}, digestNamed: asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1, 3, 1},
	params: []asn1.ObjectIdentifier{{1, 2, 398, 3, 10, 1, 1, 1, 1, 1}, {1, 2, 398, 3, 10, 1, 3, 1, 1, 0}},
}}

// gostSchemeOf is the scheme of a key, or nil for keys that are not read: the old GAMMA
// ones, and Russia's.
func gostSchemeOf(c *x509.Certificate) *gostScheme {
	named := keyAlgorithm(c)
	for _, g := range gostSchemes {
		if named.Equal(g.key) {
			return g
		}
	}
	return nil
}

func (g *gostScheme) digest(named algorithmID) (hash.Hash, error) {
	if named.oid.Equal(g.digestNamed) && named.plain() {
		return g.hash(), nil
	}
	return nil, refuseMethod(named.oid)
}

// verify takes the method's own name, and the key's name, which leaves the digest open as
// rsaEncryption does.
func (g *gostScheme) verify(c *x509.Certificate, digest, method algorithmID, sum, signature []byte) error {
	if !method.oid.Equal(g.method) && !method.oid.Equal(g.key) {
		return refuseMethod(method.oid)
	}
	if !digest.oid.Equal(g.digestNamed) || method.oid.Equal(g.method) && !method.plain() {
		return refuse(keyDamaged, "digest and method disagree")
	}
	if err := mathematics.VerifySignature(g.method, c.RawSubjectPublicKeyInfo, sum, signature); err != nil {
		return refuse(keyDamaged, "the signature value does not fit: "+err.Error())
	}
	return nil
}

var errGOSTKey = errors.New("eds: the GOST key has another form or other parameters")

// publicKey reads a key: a bit string that holds an octet string of x and y.
func (g *gostScheme) publicKey(spki []byte) (*gost.PublicKey, error) {
	info, ok := only(spki, tags.SEQUENCE)
	if !ok {
		return nil, errGOSTKey
	}
	named, ok := readAlgorithm(&info)
	var bits asn1.BitString
	if !ok || !g.hasParams(named.params) || !info.ReadASN1BitString(&bits) || !info.Empty() || bits.BitLength%8 != 0 {
		return nil, errGOSTKey
	}
	raw, ok := only(bits.Bytes, tags.OCTET_STRING)
	if !ok {
		return nil, errGOSTKey
	}
	return gost.NewPublicKey(g.curve(), raw)
}

func (g *gostScheme) hasParams(element []byte) bool {
	seq, ok := only(element, tags.SEQUENCE)
	for _, want := range g.params {
		var one asn1.ObjectIdentifier
		ok = ok && seq.ReadASN1ObjectIdentifier(&one) && one.Equal(want)
	}
	return ok && seq.Empty()
}

// issued asks what CheckSignatureFrom asks for the keys it knows.
func (g *gostScheme) issued(child, parent *x509.Certificate) error {
	return issuedBy(g, child, parent)
}

// outer splits a certificate into the body, the method and the value. That the body names
// the same method the standard library checked.
func outer(whole []byte) (s signedBody, ok bool) {
	seq, ok := only(whole, tags.SEQUENCE)
	ok = ok && seq.ReadASN1Element((*cryptobyte.String)(&s.body), tags.SEQUENCE) && s.read(&seq) && seq.Empty()
	return s, ok
}

func (g *gostScheme) signed(s signedBody, c *x509.Certificate) error {
	if !s.method.oid.Equal(g.method) || !s.method.plain() {
		return errors.New("eds: signed with another method than the key has")
	}
	sum := g.hash()
	sum.Write(s.body)
	return mathematics.VerifySignature(g.method, c.RawSubjectPublicKeyInfo, sum.Sum(nil), s.value)
}

func (g *gostScheme) describe(*x509.Certificate, algorithmID) string { return g.name }

// oneKeyForAll tells whether a key's owner has no other: GOST 34.10-2015 keys are issued
// one to a person, without clientAuth.
func oneKeyForAll(c *x509.Certificate) bool {
	named := keyAlgorithm(c)
	return slices.ContainsFunc(gostSchemes, func(g *gostScheme) bool { return g.current && named.Equal(g.key) })
}
