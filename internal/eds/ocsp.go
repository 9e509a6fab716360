package eds

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// MaxAnswer is the largest answer about revocation that is read, in bytes; a real one has
// about 2 KB.
const MaxAnswer = 64 << 10

// answerLives is how old an answer may be that names no next update: the authority's name
// none, and are made when they are asked for.
const answerLives = 15 * time.Minute

// How much an answer may hold.
const (
	maxAnswered   = 16
	maxResponders = 4
)

// Object identifiers of OCSP (RFC 6960).
var (
	oidBasicAnswer = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	oidNonce       = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2}
	oidNoCheck     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
)

// extNonce is the contents of oidNonce.
const extNonce = "\x2b\x06\x01\x05\x05\x07\x30\x01\x02"

// Standings of a certificate in an answer: the context tags of CertStatus.
const (
	statusGood = iota
	statusRevoked
	statusUnknown
)

// ocspAnswer is what a responder said about one certificate.
type ocspAnswer struct {
	der                   []byte
	produced, from, until calendar.Instant // until is zero when none is named
	status                int
	entry                 entry
	nonce                 []byte

	responder  cryptobyte.String // the name, or empty when named by a key
	singles    []single
	signed     signedBody
	responders []cryptobyte.String // certificates that came along
}

// single is a SingleResponse.
type single struct {
	id          cryptobyte.String
	status      int
	entry       entry
	from, until calendar.Instant
}

var errAnswer = errors.New("eds: not an answer about revocation of a kind that is read here")

// ErrNoAnswer means that the responder said that it does not answer, for example "try later".
var ErrNoAnswer = errors.New("eds: the responder gave no answer")

// readAnswer reads an OCSPResponse (RFC 6960, 4.2.1), believing nothing.
func readAnswer(der []byte) (*ocspAnswer, error) {
	if len(der) > MaxAnswer {
		return nil, errors.New("eds: the answer is too large")
	}
	if !strict(der) {
		return nil, errAnswer
	}
	in, ok := only(der, tags.SEQUENCE)
	var status int
	if !ok || !in.ReadASN1Enum(&status) {
		return nil, errAnswer
	}
	if status != 0 {
		return nil, fmt.Errorf("%w: status %d", ErrNoAnswer, status)
	}
	wrapped, ok := only(in, explicit(0))
	if !ok {
		return nil, errAnswer
	}
	kind, ok := only(wrapped, tags.SEQUENCE)
	var oid asn1.ObjectIdentifier
	var basic cryptobyte.String
	if !ok || !kind.ReadASN1ObjectIdentifier(&oid) || !oid.Equal(oidBasicAnswer) || !kind.ReadASN1(&basic, tags.OCTET_STRING) || !kind.Empty() {
		return nil, errAnswer
	}
	a := &ocspAnswer{der: der}
	if !strict(basic) || !a.readBasic(basic) {
		return nil, errAnswer
	}
	return a, nil
}

// readBasic reads BasicOCSPResponse.
func (a *ocspAnswer) readBasic(der cryptobyte.String) bool {
	in, ok := only(der, tags.SEQUENCE)
	var body, certificates, one cryptobyte.String
	var has bool
	if !ok || !in.ReadASN1Element(&body, tags.SEQUENCE) || !a.signed.read(&in) ||
		!in.ReadOptionalASN1(&certificates, &has, explicit(0)) || !in.Empty() {
		return false
	}
	if has {
		all, ok := only(certificates, tags.SEQUENCE)
		for ; ok && !all.Empty(); a.responders = append(a.responders, one) {
			ok = len(a.responders) < maxResponders && all.ReadASN1Element(&one, tags.SEQUENCE)
		}
		if !ok {
			return false
		}
	}
	a.signed.body = body
	data, ok := only(body, tags.SEQUENCE)
	return ok && a.readData(data)
}

// readData reads ResponseData of version 1, which is not written out.
func (a *ocspAnswer) readData(in cryptobyte.String) bool {
	var key, all cryptobyte.String
	if in.PeekASN1Tag(explicit(1)) {
		if !in.ReadASN1(&a.responder, explicit(1)) {
			return false
		}
	} else if !in.ReadASN1(&key, explicit(2)) { // a digest of the key, which the signature tells better
		return false
	}
	if !readGeneralized(&in, &a.produced) || !in.ReadASN1(&all, tags.SEQUENCE) {
		return false
	}
	for !all.Empty() {
		var one cryptobyte.String
		var s single
		if len(a.singles) == maxAnswered || !all.ReadASN1(&one, tags.SEQUENCE) || !s.read(one) {
			return false
		}
		a.singles = append(a.singles, s)
	}
	return in.Empty() || a.readExtensions(in)
}

func (a *ocspAnswer) readExtensions(in cryptobyte.String) bool {
	all, ok := only(in, explicit(1))
	return ok && eachExtension(all, func(name string, critical bool, value cryptobyte.String) bool {
		if name == extNonce {
			nonce, ok := only(value, tags.OCTET_STRING)
			ok = ok && a.nonce == nil
			a.nonce = nonce
			return ok
		}
		return !critical
	})
}

// read reads SingleResponse.
func (s *single) read(in cryptobyte.String) bool {
	var next cryptobyte.String
	var has bool
	if !in.ReadASN1Element(&s.id, tags.SEQUENCE) || !s.readStatus(&in) || !readGeneralized(&in, &s.from) || !in.ReadOptionalASN1(&next, &has, explicit(0)) {
		return false
	}
	if has && (!readGeneralized(&next, &s.until) || !next.Empty()) {
		return false
	}
	if in.Empty() {
		return true
	}
	all, ok := only(in, explicit(1))
	return ok && eachExtension(all, func(_ string, critical bool, _ cryptobyte.String) bool { return !critical })
}

func (s *single) readStatus(in *cryptobyte.String) bool {
	var value, reason cryptobyte.String
	var tag tags.Tag
	var has bool
	if !in.ReadAnyASN1(&value, &tag) {
		return false
	}
	switch tag {
	case tags.Tag(statusGood).ContextSpecific(), tags.Tag(statusUnknown).ContextSpecific():
		s.status = int(tag & 0x1f)
		return value.Empty()
	case explicit(statusRevoked):
		s.status = statusRevoked
		if !readGeneralized(&value, &s.entry.at) || !value.ReadOptionalASN1(&reason, &has, explicit(0)) || !value.Empty() {
			return false
		}
		return !has || reason.ReadASN1Enum(&s.entry.reason) && reason.Empty()
	default:
		return false
	}
}

// certificateID is CertID with SHA-256, as the authority's responders take it.
func certificateID(serial *big.Int, issuer *x509.Certificate) []byte {
	name, key := sha256.Sum256(issuer.RawSubject), sha256.Sum256(keyBits(issuer))
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidSHA256)
			b.AddASN1NULL()
		})
		b.AddASN1OctetString(name[:])
		b.AddASN1OctetString(key[:])
		b.AddASN1BigInt(serial)
	})
	return b.BytesOrPanic()
}

// keyBits are the bits of a certificate's key, without its algorithm.
func keyBits(c *x509.Certificate) []byte {
	info := cryptobyte.String(c.RawSubjectPublicKeyInfo)
	var seq cryptobyte.String
	var key asn1.BitString
	if !info.ReadASN1(&seq, tags.SEQUENCE) || !seq.SkipASN1(tags.SEQUENCE) || !seq.ReadASN1BitString(&key) {
		return nil
	}
	return key.Bytes
}

// sameID compares two CertIDs; the digest's NULL may be left out.
func sameID(got, want cryptobyte.String) bool {
	seq, ok := only(got, tags.SEQUENCE)
	if !ok {
		return false
	}
	named, ok := readAlgorithm(&seq)
	if !ok || !named.oid.Equal(oidSHA256) || !named.plain() {
		return false
	}
	wanted, ok := only(want, tags.SEQUENCE)
	return ok && wanted.SkipASN1(tags.SEQUENCE) && bytes.Equal(seq, wanted)
}

// answered reads an answer about one of an issuer's certificates, and believes it when the
// issuer or a responder that the issuer charged with it has signed it.
func (t *Trust) answered(der []byte, serial *big.Int, issuer *authority) (*ocspAnswer, error) {
	a, err := readAnswer(der)
	if err != nil {
		return nil, err
	}
	want, found := certificateID(serial, issuer.cert), 0
	for _, s := range a.singles {
		if sameID(s.id, want) {
			found++
			a.status, a.entry, a.from, a.until = s.status, s.entry, s.from, s.until
		}
	}
	if found != 1 {
		return nil, fmt.Errorf("eds: the answer speaks %d times about this certificate", found)
	}
	return a, t.checkResponder(a, issuer)
}

// checkResponder looks for who signed the answer.
func (t *Trust) checkResponder(a *ocspAnswer, issuer *authority) error {
	if way, err := schemeOf(issuer.cert); err == nil && a.named(issuer.cert) && way.signed(a.signed, issuer.cert) == nil {
		return nil
	}
	for _, raw := range a.responders {
		c, err := x509.ParseCertificate(raw)
		if err != nil || !a.named(c) || !t.charged(c, issuer, a.produced) {
			continue
		}
		if way, err := schemeOf(c); err == nil && way.signed(a.signed, c) == nil {
			return nil
		}
	}
	return errors.New("eds: the answer is not signed by whom the issuer charged with it")
}

// named tells whether the answer says that c gave it; one that names a key says nothing.
func (a *ocspAnswer) named(c *x509.Certificate) bool {
	return a.responder.Empty() || bytes.Equal(a.responder, c.RawSubject)
}

// charged tells whether the issuer made c for answering (RFC 6960, 4.2.2.2), and that c's
// own revocation need not be asked about.
func (t *Trust) charged(c *x509.Certificate, issuer *authority, at calendar.Instant) bool {
	for _, x := range c.Extensions {
		if x.Id.Equal(oidNoCheck) {
			linked, err := t.linked(c, issuer)
			return linked && err == nil && slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) && !c.IsCA &&
				(c.KeyUsage == 0 || c.KeyUsage&x509.KeyUsageDigitalSignature != 0) && len(c.UnhandledCriticalExtensions) == 0 && checkDates(c, at) == nil
		}
	}
	return false
}

// newest is the newest answer that is good for a moment; what cannot be believed is as if
// it were not there.
func (t *Trust) newest(all [][]byte, c *x509.Certificate, issuer *authority, at calendar.Instant) (found *ocspAnswer) {
	for _, der := range all {
		a, err := t.answered(der, c.SerialNumber, issuer)
		if err == nil && a.speaksOf(c, at) && (found == nil || a.from.After(found.from)) {
			found = a
		}
	}
	return found
}

// speaksOf tells whether an answer says something about a moment: it is not too old for
// it, or was given later, while the certificate still lived. A later answer is what a
// document waits for.
func (a *ocspAnswer) speaksOf(c *x509.Certificate, at calendar.Instant) bool {
	return a.fresh(at) && !a.from.After(calendar.At(c.NotAfter))
}

// fresh tells whether an answer is not too old for a moment.
func (a *ocspAnswer) fresh(at calendar.Instant) bool {
	if !a.until.IsZero() {
		return !at.After(a.until) && !a.until.Before(a.from)
	}
	return at.Since(a.from) <= answerLives
}

// check is the answer's word as of a moment. "Revoked at the beginning of time, on hold" is
// how the authority's responder says that it knows no such certificate (RFC 6960, 2.2).
func (a *ocspAnswer) check(at calendar.Instant) error {
	unknown := a.status == statusUnknown || a.status == statusRevoked && a.entry.reason == reasonHold && a.entry.at.Time().Unix() == 0
	switch {
	case unknown:
		return notKnown()
	case a.status == statusRevoked && !a.entry.at.After(at):
		return a.entry.refusal()
	}
	return nil
}
