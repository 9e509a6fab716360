package eds

import (
	"crypto/x509"
	"encoding/hex"
	"math/big"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// ExamineList finds a verdict about a revocation list: whose it is, and whether it is the
// word of the moment asked about. Problems: errors are of what is no list.
func (v *Verifier) ExamineList(der []byte, at calendar.Instant) (Verdict, error) {
	l, err := readList(der)
	if err != nil {
		return Verdict{}, err
	}
	d := Verdict{Signer: Signer{CommonName: readSubject(l.issuer).one(oidCommonName), Algorithm: "unknown"}, KeyUse: keyUseOther,
		Signature: IsUnknown, Chain: IsForeign, Revocation: IsUnknown, At: at}
	a := v.trust.signerOfList(l)
	if a == nil {
		_ = d.note(refuse(keyForeign, "a list of no authority here"))
		return d, nil
	}
	d.Signer, d.Signature, d.Chain, d.Revocation = signerOf(a.cert), IsOK, IsOK, IsGood // authorities are pinned by hand, and taken out by hand
	d.Signer.Algorithm = algorithmOf(a.cert)
	if d.note(checkAuthorities(a, l.from)) != nil {
		d.Chain = IsExpired
	}
	if err := l.fill(); err != nil {
		_ = d.note(refuse(keyDamaged, err.Error()))
	}
	if at.Before(l.from) || at.After(l.until) {
		_ = d.note(problem.New(problem.Invalid, keyListOld, problem.Args{"From": l.from.Date(), "Until": l.until.Date()}))
	}
	return d, nil
}

// VerdictOnAnswer finds a verdict about an OCSP answer: who gave it, and what it says of the
// first certificate it names, as of its own moment. Problems: errors are of what is no answer.
func (v *Verifier) VerdictOnAnswer(der []byte, now calendar.Instant) (Verdict, error) {
	a, err := readAnswer(der)
	if err != nil {
		return Verdict{}, err
	}
	d := Verdict{Signer: Signer{Algorithm: "unknown"}, KeyUse: keyUseOther, Signature: IsUnknown, Chain: IsForeign, Revocation: IsUnknown, At: a.produced}
	issuer, serial := v.trust.askedOf(a)
	if issuer == nil {
		_ = d.note(refuse(keyForeign, "the answer is about no key of an authority here"))
		return d, nil
	}
	if c := a.responderOf(issuer.cert); c != nil {
		d.Signer = signerOf(c)
		d.Signer.Algorithm = algorithmOf(c)
	}
	said, err := v.trust.answered(der, serial, issuer)
	if err != nil {
		d.Signature = IsBad
		_ = d.note(refuse(keyAnswerWrong, err.Error()))
		return d, nil
	}
	d.Signature, d.Chain, d.At = IsOK, IsOK, said.from
	if said.from.Since(now) > clockSkew {
		_ = d.note(refuse(keyAnswerWrong, "the answer is of the future"))
		return d, nil
	}
	d.Revocation = answer(d.note(said.check(said.from)))
	return d, nil
}

// ReadAnswer reads what an OCSP answer says of each certificate, without asking who gave it.
func ReadAnswer(der []byte) ([]Answer, error) {
	a, err := readAnswer(der)
	if err != nil {
		return nil, err
	}
	var all []Answer
	for _, s := range a.singles {
		serial, ok := serialOf(s.id)
		if !ok {
			return nil, errAnswer
		}
		a.status, a.entry = s.status, s.entry
		all = append(all, Answer{Serial: hex.EncodeToString(serial.Bytes()), Produced: a.produced, From: s.from, Until: s.until, Nonce: a.nonce, Refusal: a.check(a.produced)})
	}
	return all, nil
}

// askedOf finds the authority whose certificate an answer is about, and its number.
func (t *Trust) askedOf(a *ocspAnswer) (*authority, *big.Int) {
	for _, s := range a.singles {
		serial, ok := serialOf(s.id)
		for _, all := range t.byName {
			for _, one := range all {
				if ok && sameID(s.id, certificateID(serial, one.cert)) {
					return one, serial
				}
			}
		}
	}
	return nil, nil
}

// responderOf is the certificate an answer names as its giver's: the issuer's own or one
// that came along; nil when there is none.
func (a *ocspAnswer) responderOf(issuer *x509.Certificate) *x509.Certificate {
	for _, raw := range a.responders {
		if c, err := x509.ParseCertificate(raw); err == nil && a.named(c) {
			return c
		}
	}
	if a.named(issuer) {
		return issuer
	}
	return nil
}
