package devca

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" // key identifiers are SHA-1 by RFC 5280, 4.2.1.2
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"sync"
	"time"

	"asar/internal/calendar"
)

// Authority is a root and the issuing authority under it. It is safe for concurrent use.
type Authority struct {
	clock    calendar.Clock
	newKey   func(bits int) (*rsa.PrivateKey, error)
	listDays int
	dir      string // "" when it is kept in memory only

	root, issuing pair

	mu      sync.Mutex
	revoked book
	number  int64
	gost    *branch
	foreign *Authority
}

// pair is a certificate and its key, of one kind or the other.
type pair struct {
	cert *x509.Certificate
	key  *rsa.PrivateKey
	gost *GOSTKey
}

func (p pair) signer() Signer {
	if p.gost != nil {
		return gostSigner{p.gost}
	}
	return rsaSigner{p.key, crypto.SHA256}
}

// How long things live, in days. Keys of people and lists live as the authority's own do.
const (
	day       = 24 * time.Hour
	rootDays  = 25 * 365
	caDays    = 20 * 365
	keyDays   = 365
	listDays  = 180
	personRSA = 2048
)

// New makes an authority in memory with keys of 2048 bits, by the given clock.
func New(clock calendar.Clock) (*Authority, error) {
	return assemble(clock, makeKey, personRSA)
}

func makeKey(bits int) (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, bits) }

func assemble(clock calendar.Clock, newKey func(int) (*rsa.PrivateKey, error), bits int) (*Authority, error) {
	a := &Authority{clock: clock, newKey: newKey, listDays: listDays}
	var err error
	if a.root.key, err = newKey(bits); err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	if a.issuing.key, err = newKey(bits); err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	if a.root.cert, err = a.sign(a.rootTemplate(), pair{key: a.root.key}, &a.root.key.PublicKey); err != nil {
		return nil, err
	}
	if a.issuing.cert, err = a.sign(a.issuingTemplate(), a.root, &a.issuing.key.PublicKey); err != nil {
		return nil, err
	}
	a.gost, err = a.newBranch()
	return a, err
}

// sign makes a certificate; without a certificate of its own the issuer signs itself.
func (a *Authority) sign(template *x509.Certificate, by pair, public any) (*x509.Certificate, error) {
	parent := by.cert
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, by.key)
	if err != nil {
		return nil, fmt.Errorf("devca: certificate: %w", err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("devca: certificate: %w", err)
	}
	return c, nil
}

// Certify signs any certificate for any public key with the issuing authority's key, for
// certificates that are wrong in ways Issue does not offer.
func (a *Authority) Certify(template *x509.Certificate, public any) (*x509.Certificate, error) {
	return a.sign(template, a.issuing, public)
}

// Under makes an authority below this one's roots, for its own issuing keys: the way to an
// issuer that a verifier does not know. Its certificates are changed before they are signed.
func (a *Authority) Under(change func(*x509.Certificate)) (*Authority, error) {
	key, err := a.newKey(personRSA)
	if err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	under := &Authority{clock: a.clock, newKey: a.newKey, listDays: a.listDays, root: a.root, issuing: pair{key: key}}
	template := under.issuingTemplate()
	change(template)
	if under.issuing.cert, err = a.sign(template, a.root, &key.PublicKey); err != nil {
		return nil, err
	}
	under.gost, err = a.branchUnder(change)
	return under, err
}

// The names can be taken for nobody's: the words are ours, and they say DEV.
func (a *Authority) rootTemplate() *x509.Certificate {
	return a.caTemplate("ASAR DEV ROOT (RSA)", rootDays, keyID(&a.root.key.PublicKey), "1.2.398.3.1.2", 1)
}

func (a *Authority) issuingTemplate() *x509.Certificate {
	return a.caTemplate("ASAR DEV ISSUING AUTHORITY (RSA)", caDays, keyID(&a.issuing.key.PublicKey), "1.2.398.3.3.1.1", 0)
}

func (a *Authority) caTemplate(name string, days int, identifier []byte, policy string, below int) *x509.Certificate {
	now := a.clock.Now()
	return &x509.Certificate{
		SerialNumber: serial(), RawSubject: rawName(attribute(oidCommonName, name), attribute(oidCountry, "KZ")),
		NotBefore: now.Plus(-2 * keyDays * day).Time(), NotAfter: now.Plus(time.Duration(days) * day).Time(),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, BasicConstraintsValid: true, IsCA: true,
		MaxPathLen: below, MaxPathLenZero: below == 0,
		SubjectKeyId: identifier, Policies: []x509.OID{policyID(policy)},
	}
}

// serial is 20 random bytes with the first between 0x10 and 0x7f, as the authority's are.
func serial() *big.Int {
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails
	b[0] = b[0]&0x7f | 0x10
	return new(big.Int).SetBytes(b)
}

func keyID(key *rsa.PublicKey) []byte {
	sum := sha1.Sum(x509.MarshalPKCS1PublicKey(key)) // an identifier, not a signature
	return sum[:]
}

func policyID(s string) x509.OID {
	oid, err := x509.ParseOID(s)
	if err != nil {
		panic("devca: " + err.Error()) // the identifiers are constants of this package
	}
	return oid
}

// rawName encodes a name with its attributes in the given order.
func rawName(attributes ...pkix.AttributeTypeAndValue) []byte {
	var names pkix.RDNSequence
	for _, one := range attributes {
		names = append(names, pkix.RelativeDistinguishedNameSET{one})
	}
	der, err := asn1.Marshal(names)
	if err != nil {
		panic("devca: " + err.Error()) // only text that is not UTF-8
	}
	return der
}

func attribute(oid asn1.ObjectIdentifier, value any) pkix.AttributeTypeAndValue {
	return pkix.AttributeTypeAndValue{Type: oid, Value: value}
}

// Root and Issuing are the authority's own certificates.
func (a *Authority) Root() *x509.Certificate { return a.root.cert }

// Issuing is the certificate that people's keys are issued by.
func (a *Authority) Issuing() *x509.Certificate { return a.issuing.cert }
