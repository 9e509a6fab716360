package eds

import (
	"crypto/x509"
	"errors"
	"slices"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// Words of a verdict, one for each question.
const (
	IsOK      = "ok"
	IsBad     = "bad"     // the signature: of other content, damaged, or of a refused kind
	IsForeign = "foreign" // the chain leads to no root here
	IsExpired = "expired" // an authority in the chain is outside its dates
	IsGood    = "good"    // the only good answer about revocation
	IsRevoked = "revoked"
	IsHeld    = "hold"
	IsUnknown = "unknown" // could not be checked
)

// Verdict is what is found about one signer; every question is asked, whatever the others'
// answers, so that a person sees all that is wrong.
type Verdict struct {
	Signer                       Signer
	KeyUse                       string           // "sign", "auth" or "other"
	At                           calendar.Instant // as of when the key is judged: a time stamp's moment, else the one asked about
	Roles                        []string         // of the key's owner
	Signature, Chain, Revocation string
	Reasons                      []error // problems, in the fixed order; none when valid
}

// Valid tells whether nothing speaks against the signature.
func (d Verdict) Valid() bool { return len(d.Reasons) == 0 }

// keyUseOther is the use of a key that is a person's neither for signing nor for entry.
const keyUseOther = "other"

func (d *Verdict) note(err error) error {
	if err != nil {
		d.Reasons = append(d.Reasons, err)
	}
	return err
}

// Examine finds a verdict about each signer of a message, for a person who asks about a
// file; it never stands in for Verify. Content nil means the content inside the message.
// Problems: Invalid when it is no signature at all.
func (v *Verifier) Examine(content, cms []byte, p Purpose, at calendar.Instant) ([]Verdict, error) {
	m, err := readExamined(cms)
	if err != nil {
		return nil, err
	}
	if content == nil {
		content = m.content
	}
	var all []Verdict
	for _, s := range append([]signerInfo{m.signer}, m.others...) {
		one := m
		one.signer, one.others = s, nil
		all = append(all, v.examineSigner(one, content, p, at))
	}
	return all, nil
}

// ErrDetached means that the content a message was made over is not within it.
var ErrDetached = errors.New("eds: the signed content is not in the message")

// Content is what lies inside a message, or ErrDetached.
func Content(cms []byte) ([]byte, error) {
	m, err := readExamined(cms)
	if err == nil && m.content == nil {
		err = ErrDetached
	}
	return m.content, err
}

func (v *Verifier) examineSigner(m message, content []byte, p Purpose, at calendar.Instant) Verdict {
	c, err := m.signersCertificate()
	if err != nil {
		return Verdict{Signature: IsBad, Chain: IsUnknown, Revocation: IsUnknown, KeyUse: keyUseOther, At: at, Reasons: []error{err}}
	}
	way, err := schemeOf(c)
	if err == nil {
		err = m.checkSignature(c, way, content)
	}
	when, late := v.trustedTime(m.signer, at, v.trust.bring(v.extra))
	if err != nil { // a stamp over a bad signature says nothing
		when = stood{at: at}
	}
	d := v.examineKey(c, m, p, when.at)
	d.Signature, d.Reasons = IsOK, slices.Concat(reasons(err, late), d.Reasons)
	if err != nil {
		d.Signature = IsBad
		return d
	}
	d.Signer = m.describe(c, way, when.at)
	return d
}

// ExamineCertificate finds a verdict about a key without a signature of its own; the
// issuer's signature is part of the chain.
func (v *Verifier) ExamineCertificate(c *x509.Certificate, p Purpose, at calendar.Instant) Verdict {
	d := v.examineKey(c, message{}, p, at)
	if d.Signature = IsOK; d.Chain == IsForeign {
		d.Signature = IsBad
	}
	return d
}

func (v *Verifier) examineKey(c *x509.Certificate, m message, p Purpose, at calendar.Instant) Verdict {
	d := Verdict{Signer: signerOf(c), KeyUse: keyUse(c), Roles: rolesOf(c), Chain: IsOK, Revocation: IsUnknown, At: at}
	d.Signer.Algorithm = algorithmOf(c)
	note := d.note
	issuer, err := v.trust.chain(c, m)
	if note(err) != nil {
		d.Chain = IsForeign
	} else if note(checkAuthorities(issuer, at)) != nil {
		d.Chain = IsExpired
	}
	_ = note(checkPurpose(c, p))
	_ = note(checkDates(c, at))
	if issuer != nil {
		d.Revocation = answer(note(v.checkRevocation(c, issuer, at)))
	}
	return d
}

// reasons are the errors that are none but nil.
func reasons(all ...error) (found []error) {
	for _, err := range all {
		if err != nil {
			found = append(found, err)
		}
	}
	return found
}

// algorithmOf names a key for a reader.
func algorithmOf(c *x509.Certificate) string {
	way, err := schemeOf(c)
	if err != nil {
		return "unknown"
	}
	return way.describe(c, algorithmID{oid: oidSHA256})
}

// checkRevocation answers from the lists held and from the proofs beside.
func (v *Verifier) checkRevocation(c *x509.Certificate, issuer *authority, at calendar.Instant) error {
	_, err := v.trust.standing(c, issuer, at, v.trust.bring(v.extra))
	return err
}

// answer is one word about revocation.
func answer(err error) string {
	switch {
	case err == nil:
		return IsGood
	case problem.HasKey(err, keyRevoked):
		return IsRevoked
	case problem.HasKey(err, keyOnHold):
		return IsHeld
	}
	return IsUnknown
}

// keyUse is which of the two kinds of keys it is.
func keyUse(c *x509.Certificate) string {
	switch {
	case checkPurpose(c, Document) == nil:
		return "sign"
	case checkPurpose(c, Entry) == nil:
		return "auth"
	}
	return keyUseOther
}

// employeeRoles are the last arcs under the legal entity's mark.
var employeeRoles = []string{"", "head", "sign-right", "finance", "hr", "employee", "information-system"}

// rolesOf reads whose key it is from the extended key usages.
func rolesOf(c *x509.Certificate) (roles []string) {
	if extended(c, oidIndividual) {
		roles = append(roles, "individual")
	}
	if extended(c, oidLegalEntity) {
		roles = append(roles, "legal-entity")
	}
	for i, name := range employeeRoles {
		if i > 0 && extended(c, append(slices.Clone(oidLegalEntity), i)) {
			roles = append(roles, name)
		}
	}
	if extended(c, oidTreasury) {
		roles = append(roles, "treasury")
	}
	return roles
}
