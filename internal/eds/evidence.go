package eds

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"slices"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// Proofs is what was learned for one check beside what the trust holds: OCSP answers and
// revocation lists, DER.
type Proofs struct{ Answers, Lists [][]byte }

// Evidence is all that a check stood on, in DER, so that it can be made again without any
// network, long after the authority's services are gone.
type Evidence struct {
	At           calendar.Instant // as of when; the trusted time when a token gives one
	Certificates [][]byte         // the signer's, its issuer's, and so on up to the root's
	Answers      [][]byte
	Lists        [][]byte
	Token        []byte // the time stamp, when there was one
	Sum          []byte // SHA-256 over all of these: tells that a piece was lost or changed
}

// VerifyWith is Verify with what was learned for this one check, and tells what the verdict
// stands on. Proofs are believed no more than the signature: each counts only when its own
// signature, its issuer and its dates are right.
func (v *Verifier) VerifyWith(content, cms []byte, want Requirement, at calendar.Instant, p Proofs) (Signer, Evidence, error) {
	m, err := read(cms)
	if err != nil {
		return Signer{}, Evidence{}, err
	}
	c, err := m.signersCertificate()
	if err != nil {
		return Signer{}, Evidence{}, err
	}
	way, err := schemeOf(c)
	if err != nil {
		return Signer{}, Evidence{}, err
	}
	if err := m.checkSignature(c, way, content); err != nil {
		return Signer{}, Evidence{}, err
	}
	b := v.trust.bring(p)
	when, late := v.trustedTime(m.signer, at, b) // a stamp that is not believed is as if it were not there
	e, err := v.checkKey(c, m, want.Purpose, when, b)
	if err != nil {
		return Signer{}, Evidence{}, err
	}
	signer := m.describe(c, way, when.at)
	if late != nil {
		signer.Notes = append(signer.Notes, NoteStampNotBelieved)
	}
	if err := checkPerson(c, signer, want); err != nil {
		return Signer{}, Evidence{}, err
	}
	return signer, e, nil
}

// checkKey checks the certificate itself: its chain, purpose, dates and revocation.
func (v *Verifier) checkKey(c *x509.Certificate, m message, p Purpose, when stood, b brought) (Evidence, error) {
	at := when.at
	issuer, err := v.trust.chain(c, m)
	if err != nil {
		return Evidence{}, err
	}
	if err := checkPurpose(c, p); err != nil {
		return Evidence{}, err
	}
	if err := checkDates(c, at); err != nil {
		return Evidence{}, err
	}
	if err := checkAuthorities(issuer, at); err != nil {
		return Evidence{}, err
	}
	used, err := v.trust.standing(c, issuer, at, b)
	if err != nil {
		return Evidence{}, err
	}
	e := Evidence{At: at, Certificates: [][]byte{c.Raw}, Answers: used.Answers, Lists: used.Lists}
	for a := issuer; a != nil; a = a.parent {
		e.Certificates = append(e.Certificates, a.cert.Raw)
	}
	e.add(when)
	e.Sum = e.sum()
	return e, nil
}

// add puts in what the time stamp stands on and is not there yet.
func (e *Evidence) add(when stood) {
	put := func(to *[][]byte, all ...[]byte) {
		for _, one := range all {
			if !slices.ContainsFunc(*to, func(have []byte) bool { return bytes.Equal(have, one) }) {
				*to = append(*to, one)
			}
		}
	}
	e.Token = when.token
	for a := when.issuer; a != nil; a = a.parent {
		put(&e.Certificates, a.cert.Raw)
	}
	put(&e.Answers, when.used.Answers...)
	put(&e.Lists, when.used.Lists...)
}

// sum is over every piece with its place and its length.
func (e Evidence) sum() []byte {
	h := sha256.New()
	put := func(all ...[]byte) {
		_ = binary.Write(h, binary.BigEndian, uint64(len(all))) // a hash never fails
		for _, piece := range all {
			_ = binary.Write(h, binary.BigEndian, uint64(len(piece)))
			h.Write(piece)
		}
	}
	put([]byte(e.At.String()))
	put(e.Certificates...)
	put(e.Answers...)
	put(e.Lists...)
	put(e.Token)
	return h.Sum(nil)
}

// Again makes a check again from its evidence and the pinned roots alone: neither the
// issuing authorities nor the lists of this trust are looked at. It refuses evidence of
// which a piece is missing, changed or more than the check stands on.
func (v *Verifier) Again(content, cms []byte, want Requirement, e Evidence) (Signer, error) {
	if !bytes.Equal(e.Sum, e.sum()) || len(e.Certificates) < 2 {
		return Signer{}, refuse(keyEvidence, "the evidence was changed")
	}
	alone, err := v.trust.alone(e.Certificates[1:])
	if err != nil {
		return Signer{}, problem.Wrap(err, problem.Invalid, keyEvidence)
	}
	signer, stood, err := NewVerifier(alone).VerifyWith(content, cms, want, e.At, Proofs{Answers: e.Answers, Lists: e.Lists})
	if err != nil {
		return Signer{}, err
	}
	if !slices.EqualFunc(stood.Certificates, e.Certificates, bytes.Equal) || !bytes.Equal(stood.Sum, e.Sum) {
		return Signer{}, refuse(keyEvidence, "the check stands on other evidence")
	}
	return signer, nil
}

// alone is a trust of the same roots with only the given authorities under them.
func (t *Trust) alone(authorities [][]byte) (*Trust, error) {
	var roots, under []*x509.Certificate
	for _, all := range t.byName {
		for _, a := range all {
			if a.parent == nil {
				roots = append(roots, a.cert)
			}
		}
	}
	for _, raw := range authorities {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(roots, c.Equal) {
			under = append(under, c)
		}
	}
	return NewTrust(roots, under)
}
