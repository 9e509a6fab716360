package devca

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"sync"
)

// BadKey is a key of a person that must be refused where the person's own good key is due.
type BadKey struct {
	Name    string
	Of      func(Person) Person // nil for the person herself
	Kind    Kind                // "" for whichever kind is asked for
	Options []Option
	RSA     bool   // there is no such key of GOST
	Refused string // the refusal of the verifier, for a document
}

var small = sync.OnceValue(func() *rsa.PrivateKey {
	k, err := makeKey(1024)
	if err != nil {
		panic("devca: " + err.Error()) // only without random numbers
	}
	return k
})

func at(organisation string, role Role) func(Person) Person {
	return func(p Person) Person {
		p.BIN, p.Organisation, p.Role = "990340001234", organisation, role
		return p
	}
}

func uses(usage ...asn1.ObjectIdentifier) Option {
	return Template(func(c *x509.Certificate) { c.UnknownExtKeyUsage = usage })
}

// BadKeys is every kind of bad key. Keys that only the responder calls bad are made by it.
func BadKeys() []BadKey {
	treasury := asn1.ObjectIdentifier{1, 2, 398, 5, 19, 1, 2, 2, 1}
	other := func(p Person) Person { p.IIN = "900101300456"; return p }
	badIIN := func(value string) []Option { return []Option{NoIIN(), Also(oidSerialNumber, value)} }
	return []BadKey{
		{Name: "expired", Options: []Option{Expired()}, Refused: "eds.expired"},
		{Name: "not yet valid", Options: []Option{NotYetValid()}, Refused: "eds.not-yet-valid"},
		{Name: "revoked", Options: []Option{Revoked()}, Refused: "eds.revoked"},
		{Name: "on hold", Options: []Option{OnHold()}, Refused: "eds.on-hold"},
		{Name: "of another authority with the same names", Options: []Option{Foreign()}, Refused: "eds.foreign-authority"},
		{Name: "without IIN", Options: []Option{NoIIN()}, Refused: "eds.no-iin"},
		{Name: "of another person", Of: other, Refused: "eds.another-person"},
		{Name: "of an organisation", Of: at("ТОО «Көмек»", Employee), Refused: "eds.organisation-key"},
		{Name: "of an organisation, without a role", Of: at("ТОО «Көмек»", Employee), Options: []Option{uses(oidLegal)}, Refused: "eds.organisation-key"},
		{Name: "of a treasury client", Options: []Option{uses(oidPerson, treasury)}, Refused: "eds.wrong-key-kind"},
		{Name: "of an information system", Of: at("ТОО «Көмек»", InformationSystem), Options: []Option{NoIIN()}, Refused: "eds.no-iin"},
		{Name: "for signing in only", Kind: Auth, Refused: "eds.auth-key-for-document"},
		{Name: "a CA certificate", Options: []Option{Template(func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true })}, Refused: "eds.wrong-key-kind"},
		{Name: "RSA of 1024 bits", RSA: true, Options: []Option{func(o *order) { o.key = small() }}, Refused: "eds.weak-algorithm"},
		{Name: "certificate by SHA-1", RSA: true, Options: []Option{Template(func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA })}, Refused: "eds.foreign-authority"},
		{Name: "IIN of eleven digits", Options: badIIN("IIN85031240012"), Refused: "eds.no-iin"},
		{Name: "IIN with a letter", Options: badIIN("IIN85031240012O"), Refused: "eds.no-iin"},
		{Name: "IIN without its prefix", Options: badIIN("850312400123"), Refused: "eds.no-iin"},
		{Name: "without nonRepudiation", Options: []Option{Template(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature })}, Refused: "eds.wrong-key-kind"},
	}
}

// IssueBad issues a bad key of a person: an RSA key for documents, or a GOST key.
func (a *Authority) IssueBad(bad BadKey, p Person, k Kind) (*Key, error) {
	if bad.Of != nil {
		p = bad.Of(p)
	}
	options := bad.Options
	if bad.Kind != "" {
		if k == GOST {
			options = append([]Option{Of(GOST512)}, options...)
		}
		k = bad.Kind
	}
	return a.Issue(p, k, options...)
}
