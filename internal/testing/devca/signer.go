package devca

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Signer signs with a private key of either kind: certificates, lists, messages, answers.
type Signer interface {
	// Digest and Method are AlgorithmIdentifiers.
	Digest() []byte
	Method() []byte
	// Over digests what is signed.
	Over(signed []byte) []byte
	// Seal signs a digest.
	Seal(digest []byte) ([]byte, error)
}

type rsaSigner struct {
	key  *rsa.PrivateKey
	hash crypto.Hash
}

// rsaNames are the digests RSA signs with, and the method of each.
var rsaNames = map[crypto.Hash][2]asn1.ObjectIdentifier{
	crypto.SHA256: {OIDSHA256, OIDSHA256WithRSA},
	crypto.SHA384: {{2, 16, 840, 1, 101, 3, 4, 2, 2}, {1, 2, 840, 113549, 1, 1, 12}},
	crypto.SHA512: {{2, 16, 840, 1, 101, 3, 4, 2, 3}, {1, 2, 840, 113549, 1, 1, 13}},
}

func (s rsaSigner) Digest() []byte            { return AlgorithmID(rsaNames[s.hash][0]) }
func (s rsaSigner) Method() []byte            { return AlgorithmID(rsaNames[s.hash][1]) }
func (s rsaSigner) Over(signed []byte) []byte { return digested(s.hash.New(), signed) }

func (s rsaSigner) Seal(digest []byte) ([]byte, error) {
	made, err := rsa.SignPKCS1v15(rand.Reader, s.key, s.hash, digest)
	if err != nil {
		return nil, fmt.Errorf("devca: signature: %w", err)
	}
	return made, nil
}

type gostSigner struct{ key *GOSTKey }

func (s gostSigner) Digest() []byte                     { return AlgorithmID(s.key.set.DigestNamed) }
func (s gostSigner) Method() []byte                     { return AlgorithmID(s.key.set.Method) }
func (s gostSigner) Over(signed []byte) []byte          { return digested(s.key.set.hash(), signed) }
func (s gostSigner) Seal(digest []byte) ([]byte, error) { return s.key.Sign(digest), nil }

func digested(h hash.Hash, b []byte) []byte {
	h.Write(b)
	return h.Sum(nil)
}

// stub signs what the standard library wants signed before the true signature is put in
// its place: the library writes certificates and lists, but not with GOST.
var stub = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))

// certify makes a certificate with any public key and any signer. Without a certificate of
// its own the issuer signs itself.
func certify(template, parent *x509.Certificate, info []byte, by Signer) (*x509.Certificate, error) {
	if parent == nil {
		parent = template
	}
	above := *parent
	above.PublicKey = nil // the stub is not its key
	own := *template
	own.SignatureAlgorithm = x509.UnknownSignatureAlgorithm
	der, err := x509.CreateCertificate(rand.Reader, &own, &above, stub.Public(), stub)
	if err != nil {
		return nil, fmt.Errorf("devca: certificate: %w", err)
	}
	if der, err = resign(der, by.Method(), by, info); err != nil {
		return nil, err
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("devca: certificate: %w", err)
	}
	return c, nil
}

// resign puts another method, signature and, in a certificate, public key into what the
// standard library made. The inner name of the method may be another than the outer.
func resign(der, inner []byte, by Signer, info []byte) ([]byte, error) {
	whole := cryptobyte.String(der)
	var seq, body cryptobyte.String
	if !whole.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1(&body, tags.SEQUENCE) {
		return nil, fmt.Errorf("devca: not a signed structure")
	}
	var fields [][]byte
	methods, infos := 0, 0
	for !body.Empty() {
		var one cryptobyte.String
		var tag tags.Tag
		if !body.ReadAnyASN1Element(&one, &tag) {
			return nil, fmt.Errorf("devca: not a signed structure")
		}
		switch {
		case tag == tags.SEQUENCE && methods == 0: // the first sequence names the method
			one, methods = inner, 1
		case tag == tags.SEQUENCE && info != nil:
			if infos++; infos == 4 { // after the issuer, the dates and the subject
				one = info
			}
		}
		fields = append(fields, one)
	}
	signed := Element(0x30, bytes.Join(fields, nil))
	signature, err := by.Seal(by.Over(signed))
	if err != nil {
		return nil, err
	}
	bits := Element(3, append([]byte{0}, signature...))
	return Element(0x30, bytes.Join([][]byte{signed, by.Method(), bits}, nil)), nil
}
