package eds

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
)

// SignatureVerifier does the mathematics of one signature and nothing else: what is signed,
// by whom, under which authority and when is decided around it. Where a certified module is
// demanded by law, it takes this place; see UseVerifier.
type SignatureVerifier interface {
	// VerifySignature tells whether value is the signature over digest by a key. Method is
	// the object identifier of the signature: RSA PKCS #1 v1.5 with SHA-2, or Kazakhstan's
	// GOST 34.10, whose value is r and then s, each with its lowest byte first. The key is
	// SubjectPublicKeyInfo in DER, already known to be of the method's family. Nil is good;
	// whatever else is an error, the signature does not count.
	VerifySignature(method asn1.ObjectIdentifier, key, digest, value []byte) error
}

// mathematics is what all signatures of the process are verified with: of messages,
// certificates, lists, answers and time stamps.
var mathematics SignatureVerifier = Own{}

// UseVerifier puts another module in the place of this package's own mathematics. A program
// calls it once, first of all: what was verified before is not verified again.
func UseVerifier(v SignatureVerifier) { mathematics = v }

// Own is this package's own mathematics: RSA of the standard library, and package gost.
type Own struct{}

var errNotSigned = errors.New("eds: not signed by this key")

// VerifySignature is SignatureVerifier's.
func (Own) VerifySignature(method asn1.ObjectIdentifier, key, digest, value []byte) error {
	for _, h := range hashes {
		if !method.Equal(h.method) {
			continue
		}
		return ownRSA(h.hash, key, digest, value)
	}
	for _, g := range gostSchemes {
		if !method.Equal(g.method) {
			continue
		}
		public, err := g.publicKey(key)
		if err == nil && !public.Verify(digest, value) {
			err = errNotSigned
		}
		return err
	}
	return refuseMethod(method)
}

func ownRSA(h crypto.Hash, key, digest, value []byte) error {
	public, err := x509.ParsePKIXPublicKey(key)
	if err != nil {
		return err
	}
	if public, ok := public.(*rsa.PublicKey); ok && rsa.VerifyPKCS1v15(public, h, digest, value) == nil {
		return nil
	}
	return errNotSigned
}
