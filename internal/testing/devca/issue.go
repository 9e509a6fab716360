package devca

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"
	"time"

	"asar/internal/calendar"
)

// Attributes and extensions of the profile.
var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidSurname      = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidSerialNumber = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidCountry      = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidOrganisation = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidUnit         = asn1.ObjectIdentifier{2, 5, 4, 11}
	oidGivenName    = asn1.ObjectIdentifier{2, 5, 4, 42}

	oidTimeStamping = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	oidFreshest     = asn1.ObjectIdentifier{2, 5, 29, 46}
	oidKeystore     = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 5}
	oidInP12        = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 5, 1, 1}
	oidPerson       = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 4, 1, 1}
	oidLegal        = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 4, 1, 2}
	devAddresses    = "http://authority.invalid/"
)

// Kind is which of a person's keys.
type Kind string

// The kinds of keys.
const (
	Auth Kind = "auth" // for signing in: AUTH_RSA256_….p12
	Sign Kind = "sign" // for documents: RSA256_….p12
	// Stamper is a service that stamps time.
	Stamper Kind = "stamper"
	GOST    Kind = "gost" // for both, as all keys are issued now: GOST512_….p12
)

// Role is what a person is in an organisation, as the key says.
type Role int

// The roles; the zero Role with an organisation is Head.
const (
	Head Role = 1 + iota
	SignRight
	FinanceSignRight
	HR
	Employee
	InformationSystem
)

// Person is whose key it is. With a BIN it is a key of that organisation's person.
type Person struct {
	IIN                       string // 12 digits
	Surname, Name, Patronymic string
	BIN, Organisation         string
	Role                      Role
	Email                     string
}

// Option changes what is issued.
type Option func(*order)

type order struct {
	template *x509.Certificate
	subject  []pkix.AttributeTypeAndValue
	key      *rsa.PrivateKey
	gost     *GOSTKey
	set      *GOSTSet // when the key is to be made
	foreign  bool
	reason   int // of revocation; -1 for none
	now      calendar.Instant
}

// Expired issues a key whose year ended yesterday.
func Expired() Option {
	return func(o *order) {
		o.template.NotBefore, o.template.NotAfter = o.now.Plus(-(keyDays+1)*day).Time(), o.now.Plus(-day).Time()
	}
}

// NotYetValid issues a key whose year begins tomorrow.
func NotYetValid() Option {
	return func(o *order) {
		o.template.NotBefore, o.template.NotAfter = o.now.Plus(day).Time(), o.now.Plus((keyDays+1)*day).Time()
	}
}

// Valid issues a key for exactly this period, both ends included.
func Valid(from, to calendar.Instant) Option {
	return func(o *order) { o.template.NotBefore, o.template.NotAfter = from.Time(), to.Time() }
}

// Revoked issues a key and revokes it at once: the key was stolen.
func Revoked() Option { return func(o *order) { o.reason = 1 } }

// OnHold issues a key and suspends it at once.
func OnHold() Option { return func(o *order) { o.reason = 6 } }

// Foreign issues the key from another authority with the very same names.
func Foreign() Option { return func(o *order) { o.foreign = true } }

// NoIIN issues a key without the attribute that holds the IIN.
func NoIIN() Option { return func(o *order) { o.drop(oidSerialNumber) } }

func (o *order) drop(oid asn1.ObjectIdentifier) {
	var left []pkix.AttributeTypeAndValue
	for _, one := range o.subject {
		if !one.Type.Equal(oid) {
			left = append(left, one)
		}
	}
	o.subject = left
}

// Also adds an attribute to the subject, for example a second serialNumber; an
// asn1.RawValue goes in as it is.
func Also(oid asn1.ObjectIdentifier, value any) Option {
	return func(o *order) { o.subject = append(o.subject, attribute(oid, value)) }
}

// Without takes an attribute out of the subject.
func Without(oid asn1.ObjectIdentifier) Option { return func(o *order) { o.drop(oid) } }

// Uses gives the key these extended key usages, critical or not, in place of its own.
func Uses(critical bool, usage ...asn1.ObjectIdentifier) Option {
	return func(o *order) {
		o.template.ExtKeyUsage, o.template.UnknownExtKeyUsage = nil, nil
		o.template.ExtraExtensions = slices.DeleteFunc(o.template.ExtraExtensions, func(x pkix.Extension) bool { return x.Id.Equal(oidUses) })
		o.template.ExtraExtensions = append(o.template.ExtraExtensions, usages(critical, usage...))
	}
}

var oidUses = asn1.ObjectIdentifier{2, 5, 29, 37}

func usages(critical bool, usage ...asn1.ObjectIdentifier) pkix.Extension {
	return pkix.Extension{Id: oidUses, Critical: critical, Value: mustDER(usage)}
}

// Template changes the certificate before it is signed, in any way.
func Template(change func(*x509.Certificate)) Option {
	return func(o *order) { change(o.template) }
}

// WithKey issues for a key that exists.
func WithKey(key *rsa.PrivateKey) Option { return func(o *order) { o.key = key } }

// WithGOST issues for a GOST key that exists.
func WithGOST(key *GOSTKey) Option { return func(o *order) { o.gost = key } }

// Of issues a GOST key of a kind, also of the kinds Auth and Sign.
func Of(set *GOSTSet) Option { return func(o *order) { o.set = set } }

// Issue makes a key and its certificate. Without options it is a good one: of this
// authority, valid for a year from five minutes ago.
func (a *Authority) Issue(p Person, k Kind, options ...Option) (*Key, error) {
	now := a.clock.Now()
	o := &order{template: template(p, k, now), subject: subject(p), reason: -1, now: now}
	if k == GOST {
		o.set = GOST512
	}
	for _, change := range options {
		change(o)
	}
	if o.gost != nil || o.set != nil {
		return a.issueGOST(o, k)
	}
	if o.key == nil {
		made, err := a.newKey(personRSA)
		if err != nil {
			return nil, fmt.Errorf("devca: %w", err)
		}
		o.key = made
	}
	by, err := a.issuer(o.foreign)
	if err != nil {
		return nil, err
	}
	return a.issue(o, by.issuing, k)
}

func (a *Authority) issueGOST(o *order, k Kind) (*Key, error) {
	var err error
	if o.gost == nil {
		if o.gost, err = NewGOSTKey(o.set); err != nil {
			return nil, err
		}
	}
	by, err := a.issuer(o.foreign)
	if err != nil {
		return nil, err
	}
	o.template.RawSubject, o.template.SubjectKeyId = rawName(o.subject...), o.gost.identifier()
	issuing := by.gost.issuing
	c, err := certify(o.template, issuing.cert, o.gost.info(), issuing.signer())
	if err != nil {
		return nil, err
	}
	return &Key{Certificate: c, GOST: o.gost, Kind: k}, a.revokeAtOnce(o, c)
}

func (a *Authority) issue(o *order, by pair, k Kind) (*Key, error) {
	o.template.RawSubject = rawName(o.subject...)
	o.template.SubjectKeyId = keyID(&o.key.PublicKey)
	c, err := a.sign(o.template, by, &o.key.PublicKey)
	if err != nil {
		return nil, err
	}
	return &Key{Certificate: c, Private: o.key, Kind: k}, a.revokeAtOnce(o, c)
}

func (a *Authority) revokeAtOnce(o *order, c *x509.Certificate) error {
	if o.reason < 0 {
		return nil
	}
	return a.Revoke(c, o.now.Plus(-time.Minute), o.reason)
}

// issuer is this authority, or the false one with its names.
func (a *Authority) issuer(foreign bool) (*Authority, error) {
	if !foreign {
		return a, nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.foreign == nil {
		other, err := assemble(a.clock, a.newKey, personRSA)
		if err != nil {
			return nil, err
		}
		a.foreign = other
	}
	return a.foreign, nil
}

// subject is the authority's layout: upper case, the patronymic where the given name
// would be, IIN and BIN with their prefixes.
func subject(p Person) []pkix.AttributeTypeAndValue {
	up := strings.ToUpper
	all := []pkix.AttributeTypeAndValue{
		attribute(oidCommonName, strings.TrimSpace(up(p.Surname+" "+p.Name))), attribute(oidSurname, up(p.Surname)),
		attribute(oidSerialNumber, "IIN"+p.IIN), attribute(oidCountry, "KZ"),
	}
	if p.Patronymic != "" {
		all = append(all, attribute(oidGivenName, up(p.Patronymic)))
	}
	if p.BIN != "" {
		all = append(all, attribute(oidOrganisation, up(p.Organisation)), attribute(oidUnit, "BIN"+p.BIN))
	}
	return all
}

func template(p Person, k Kind, now calendar.Instant) *x509.Certificate {
	c := &x509.Certificate{
		SerialNumber: serial(), NotBefore: now.Plus(-5 * time.Minute).Time(), NotAfter: now.Plus(keyDays * day).Time(),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		CRLDistributionPoints: []string{devAddresses + "dev.crl"}, OCSPServer: []string{devAddresses + "ocsp"},
		IssuingCertificateURL: []string{devAddresses + "dev.cer"}, ExtraExtensions: extensions(),
	}
	if k == Auth {
		c.KeyUsage, c.ExtKeyUsage = x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	if k == GOST {
		c.KeyUsage |= x509.KeyUsageKeyAgreement
		c.CRLDistributionPoints, c.IssuingCertificateURL = []string{devAddresses + "dev-gost.crl"}, []string{devAddresses + "dev-gost.cer"}
	}
	c.UnknownExtKeyUsage, c.Policies = roles(p), []x509.OID{policyID(policyOf(p, k))}
	if k == Stamper {
		c.KeyUsage, c.ExtKeyUsage, c.UnknownExtKeyUsage = x509.KeyUsageDigitalSignature, nil, nil
		c.ExtraExtensions = append(c.ExtraExtensions, usages(true, oidTimeStamping))
		c.NotAfter = now.Plus(3 * keyDays * day).Time()
	}
	if p.Email != "" {
		c.EmailAddresses = []string{p.Email}
	}
	return c
}

func roles(p Person) []asn1.ObjectIdentifier {
	if p.BIN == "" {
		return []asn1.ObjectIdentifier{oidPerson}
	}
	role := append(append(asn1.ObjectIdentifier{}, oidLegal...), int(max(p.Role, Head)))
	return []asn1.ObjectIdentifier{oidLegal, role}
}

// policyOf is one for all new keys; before, .1 legal signing, .2 legal authentication, .3 and .4 the same for people.
func policyOf(p Person, k Kind) string {
	if k == GOST || k == Stamper {
		return "1.2.398.3.3.2"
	}
	last := map[Kind]string{Sign: "1", Auth: "2"}
	if p.BIN == "" {
		last = map[Kind]string{Sign: "3", Auth: "4"}
	}
	return "1.2.398.3.3.2." + last[k]
}

// extensions are those the standard library does not write: where the key lives, and
// where the list of changes is.
func extensions() []pkix.Extension {
	where, _ := asn1.Marshal([]asn1.ObjectIdentifier{oidInP12})
	point := []byte(devAddresses + "dev-delta.crl")
	uri := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 6, Bytes: point}
	full := wrap(wrap(mustDER(uri)))
	freshest := mustDER(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true,
		Bytes: mustDER(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: full})})
	return []pkix.Extension{{Id: oidKeystore, Value: where}, {Id: oidFreshest, Value: freshest}}
}

// wrap puts DER into a constructed [0].
func wrap(der []byte) []byte {
	return mustDER(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der})
}

func mustDER(v any) []byte {
	der, err := asn1.Marshal(v)
	if err != nil {
		panic("devca: " + err.Error()) // only values built in this package
	}
	return der
}
