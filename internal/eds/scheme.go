package eds

import (
	"crypto"
	"crypto/rsa"
	_ "crypto/sha256" // the digests crypto.Hash makes
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// scheme is one family of algorithms. RSA is here, GOST in gost_scheme.go.
type scheme interface {
	// digest makes the hash a signature names, or refuses it.
	digest(named algorithmID) (hash.Hash, error)
	// verify checks a signature over a digest, made by the key of c with a named method.
	verify(c *x509.Certificate, digest, method algorithmID, sum, signature []byte) error
	// issued checks that parent's key signed child and that parent may sign certificates.
	issued(child, parent *x509.Certificate) error
	// signed checks that the key of c signed a revocation list or an answer about revocation.
	signed(s signedBody, c *x509.Certificate) error
	// describe names key and digest for a reader.
	describe(c *x509.Certificate, digest algorithmID) string
}

// schemeOf picks the scheme by the key in the certificate, not by what the signature says.
func schemeOf(c *x509.Certificate) (scheme, error) {
	if g := gostSchemeOf(c); g != nil {
		return g, nil
	}
	if isGOST(keyAlgorithm(c)) {
		return nil, refuse(keyGOST, "the key is of another GOST")
	}
	key, ok := c.PublicKey.(*rsa.PublicKey)
	if !ok {
		return nil, refuse(keyUnknownMethod, "the key is neither RSA nor GOST")
	}
	if bits := key.N.BitLen(); bits < 2048 || key.E < 65537 {
		return nil, refuse(keyWeak, fmt.Sprintf("RSA of %d bits, exponent %d", bits, key.E))
	} else if bits > 8192 {
		return nil, refuse(keyUnknownMethod, "RSA of over 8192 bits")
	}
	return rsaScheme{}, nil
}

// keyAlgorithm is the algorithm of the certificate's key.
func keyAlgorithm(c *x509.Certificate) asn1.ObjectIdentifier {
	var info cryptobyte.String
	in := cryptobyte.String(c.RawSubjectPublicKeyInfo)
	if !in.ReadASN1(&info, tags.SEQUENCE) {
		return nil
	}
	a, _ := readAlgorithm(&info)
	return a.oid
}

// gostArcs are the algorithms of Kazakhstan's GOST, of its old GAMMA keys, and of Russia's.
var gostArcs = []asn1.ObjectIdentifier{{1, 2, 398, 3, 10}, {1, 3, 6, 1, 4, 1, 6801}, {1, 2, 643}}

func isGOST(oid asn1.ObjectIdentifier) bool {
	for _, arc := range gostArcs {
		if len(oid) >= len(arc) && oid[:len(arc)].Equal(arc) {
			return true
		}
	}
	return false
}

var (
	oidSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
)

// hashes are the digests taken, each with the one method that names it.
var hashes = []struct {
	digest, method asn1.ObjectIdentifier
	hash           crypto.Hash
}{
	{oidSHA256, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, crypto.SHA256},
	{oidSHA384, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}, crypto.SHA384},
	{oidSHA512, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}, crypto.SHA512},
}

// weakOnes are digests and methods that were once allowed somewhere.
var weakOnes = []asn1.ObjectIdentifier{
	{1, 3, 14, 3, 2, 26}, {1, 2, 840, 113549, 2, 5}, {1, 2, 840, 113549, 2, 2}, // SHA-1, MD5, MD2
	{1, 2, 840, 113549, 1, 1, 5}, {1, 2, 840, 113549, 1, 1, 4}, {1, 2, 840, 113549, 1, 1, 2}, // the same with RSA
	{1, 3, 14, 3, 2, 29}, {2, 16, 840, 1, 101, 3, 4, 2, 4}, {1, 2, 840, 113549, 1, 1, 14}, // SHA-1 with RSA again, SHA-224
}

// refuseMethod says why an algorithm is not taken.
func refuseMethod(oid asn1.ObjectIdentifier) error {
	if isGOST(oid) {
		return refuse(keyGOST, "the algorithm "+oid.String())
	}
	for _, weak := range weakOnes {
		if oid.Equal(weak) {
			return refuse(keyWeak, "the algorithm "+oid.String())
		}
	}
	return refuse(keyUnknownMethod, "the algorithm "+oid.String())
}

// rsaScheme is RSA PKCS #1 v1.5 with SHA-2, as the authority's keys sign. PSS is not
// taken: none of its keys use it, and each form taken is one more to be wrong about.
type rsaScheme struct{}

func (rsaScheme) digest(named algorithmID) (hash.Hash, error) {
	for _, h := range hashes {
		if named.oid.Equal(h.digest) && named.plain() {
			return h.hash.New(), nil
		}
	}
	return nil, refuseMethod(named.oid)
}

func (rsaScheme) verify(c *x509.Certificate, digest, method algorithmID, sum, signature []byte) error {
	if _, ok := c.PublicKey.(*rsa.PublicKey); !ok || !method.plain() {
		return refuse(keyUnknownMethod, "parameters of the method")
	}
	hash, err := agreed(digest.oid, method.oid)
	if err != nil {
		return err
	}
	for _, h := range hashes {
		if h.hash == hash && mathematics.VerifySignature(h.method, c.RawSubjectPublicKeyInfo, sum, signature) == nil {
			return nil
		}
	}
	return refuse(keyDamaged, "the signature value does not fit")
}

// agreed is the hash both names stand for: rsaEncryption leaves it to the digest.
func agreed(digest, method asn1.ObjectIdentifier) (crypto.Hash, error) {
	known := method.Equal(oidRSA)
	for _, h := range hashes {
		if digest.Equal(h.digest) && (method.Equal(oidRSA) || method.Equal(h.method)) {
			return h.hash, nil
		}
		known = known || method.Equal(h.method)
	}
	if known {
		return 0, refuse(keyDamaged, "digest and method disagree")
	}
	return 0, refuseMethod(method)
}

func (s rsaScheme) issued(child, parent *x509.Certificate) error {
	return issuedBy(s, child, parent)
}

// issuedBy asks what CheckSignatureFrom of the standard library asks, for every scheme.
func issuedBy(way scheme, child, parent *x509.Certificate) error {
	if !parent.BasicConstraintsValid || !parent.IsCA || parent.KeyUsage&x509.KeyUsageCertSign == 0 {
		return errors.New("eds: not issued by this authority: it may not sign certificates")
	}
	s, ok := outer(child.Raw)
	if !ok {
		return errors.New("eds: not issued by this authority: it cannot be read")
	}
	return way.signed(s, parent)
}

func (rsaScheme) signed(s signedBody, c *x509.Certificate) error {
	_, ok := c.PublicKey.(*rsa.PublicKey)
	for _, h := range hashes {
		if !ok || !s.method.oid.Equal(h.method) || !s.method.plain() {
			continue
		}
		sum := h.hash.New()
		sum.Write(s.body)
		return mathematics.VerifySignature(h.method, c.RawSubjectPublicKeyInfo, sum.Sum(nil), s.value)
	}
	return refuseMethod(s.method.oid)
}

func (rsaScheme) describe(c *x509.Certificate, digest algorithmID) string {
	key, _ := c.PublicKey.(*rsa.PublicKey)
	hash, _ := agreed(digest.oid, oidRSA)
	return fmt.Sprintf("RSA-%d %s", key.N.BitLen(), hash)
}
