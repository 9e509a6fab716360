package eds

import (
	"crypto/x509"
	"encoding/asn1"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// Attributes of a subject in the authority's certificates.
var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidSurname      = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidSerialNumber = asn1.ObjectIdentifier{2, 5, 4, 5}
	oidOrganisation = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidUnit         = asn1.ObjectIdentifier{2, 5, 4, 11}
	oidGivenName    = asn1.ObjectIdentifier{2, 5, 4, 42} // holds the patronymic
	oidEmail        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
)

// subject is the attributes of a name in their order. A name is never read from its
// printed form: an organisation's name may hold quotes, commas and equals signs.
type subject []nameValue

type nameValue struct {
	oid  asn1.ObjectIdentifier
	text string // "" when it is not plain text
}

// readSubject reads a name; nil when it is malformed.
func readSubject(raw []byte) subject {
	in := cryptobyte.String(raw)
	var names, set cryptobyte.String
	if !in.ReadASN1(&names, tags.SEQUENCE) {
		return nil
	}
	var all subject
	for !names.Empty() {
		if !names.ReadASN1(&set, tags.SET) {
			return nil
		}
		for !set.Empty() {
			one, ok := readNameValue(&set)
			if !ok {
				return nil
			}
			all = append(all, one)
		}
	}
	return all
}

func readNameValue(set *cryptobyte.String) (v nameValue, ok bool) {
	var pair, value cryptobyte.String
	var tag tags.Tag
	if !set.ReadASN1(&pair, tags.SEQUENCE) || !pair.ReadASN1ObjectIdentifier(&v.oid) ||
		!pair.ReadAnyASN1(&value, &tag) || !pair.Empty() {
		return v, false
	}
	if tag == tags.UTF8String || tag == tags.PrintableString || tag == tags.IA5String {
		v.text = plainText(value)
	}
	return v, true
}

// plainText is b, or "" when it holds control or direction characters, which could make a
// name read as another on the page.
func plainText(b []byte) string {
	bad := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }
	if !utf8.Valid(b) || strings.ContainsFunc(string(b), bad) {
		return ""
	}
	return string(b)
}

// one is the value of an attribute that occurs once, else "".
func (s subject) one(oid asn1.ObjectIdentifier) string {
	var found []string
	for _, v := range s {
		if v.oid.Equal(oid) {
			found = append(found, v.text)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// number is the 12 digits after a prefix in an attribute that occurs once. The control
// digit is not asked for: what the authority signed is the identity, and its own test
// keys have wrong ones.
func (s subject) number(oid asn1.ObjectIdentifier, prefix string) string {
	digits, ok := strings.CutPrefix(s.one(oid), prefix)
	if !ok || len(digits) != 12 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return digits
}

// has tells whether an attribute occurs at all.
func (s subject) has(oid asn1.ObjectIdentifier) bool {
	for _, v := range s {
		if v.oid.Equal(oid) {
			return true
		}
	}
	return false
}

// signerOf reads whose certificate it is.
func signerOf(c *x509.Certificate) Signer {
	s := readSubject(c.RawSubject)
	out := Signer{
		IIN: s.number(oidSerialNumber, "IIN"), BIN: s.number(oidUnit, "BIN"),
		Surname: s.one(oidSurname), Patronymic: s.one(oidGivenName), CommonName: s.one(oidCommonName),
		Organisation: s.one(oidOrganisation), Email: s.one(oidEmail),
		Serial: c.SerialNumber.Text(16), Issuer: readSubject(c.RawIssuer).one(oidCommonName),
		NotBefore: calendar.At(c.NotBefore), NotAfter: calendar.At(c.NotAfter), Certificate: c.Raw,
	}
	out.GivenName = strings.TrimSpace(strings.TrimPrefix(out.CommonName, out.Surname))
	if out.Email == "" && len(c.EmailAddresses) > 0 {
		out.Email = plainText([]byte(c.EmailAddresses[0]))
	}
	return out
}
