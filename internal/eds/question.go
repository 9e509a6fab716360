package eds

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// Question is what a responder is asked about the certificate of one signature.
type Question struct {
	DER       []byte   // an OCSPRequest
	Addresses []string // where the certificate says to ask; a claim like all in it
	trust     *Trust
	about     *x509.Certificate
	issuer    *authority
	nonce     []byte
}

// Question makes the question about the signer's certificate. Problems are those of Verify
// about a message that is no signature, or of no authority here.
func (v *Verifier) Question(cms []byte) (Question, error) {
	m, err := read(cms)
	if err != nil {
		return Question{}, err
	}
	c, err := m.signersCertificate()
	if err != nil {
		return Question{}, err
	}
	issuer, err := v.trust.chain(c, m)
	if err != nil {
		return Question{}, err
	}
	q := Question{Addresses: c.OCSPServer, trust: v.trust, about: c, issuer: issuer, nonce: make([]byte, 16)}
	_, _ = rand.Read(q.nonce) // never fails
	q.DER = q.request()
	return q, nil
}

// request is an OCSPRequest (RFC 6960, 4.1.1) with a nonce.
func (q Question) request() []byte {
	sequence := func(b *cryptobyte.Builder, fill cryptobyte.BuilderContinuation) { b.AddASN1(tags.SEQUENCE, fill) }
	var b, nonce cryptobyte.Builder
	nonce.AddASN1OctetString(q.nonce)
	sequence(&b, func(b *cryptobyte.Builder) {
		sequence(b, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) { b.AddBytes(certificateID(q.about.SerialNumber, q.issuer.cert)) })
			})
			b.AddASN1(explicit(2), func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) {
					sequence(b, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(oidNonce)
						b.AddASN1OctetString(nonce.BytesOrPanic())
					})
				})
			})
		})
	})
	return b.BytesOrPanic()
}

// Accept tells whether an answer is one to this question, given now: signed by whom it
// must be, about this certificate, with the question's nonce, neither old nor from the
// future. What it says may be good or bad. Errors are technical; such an answer is as none.
func (q Question) Accept(der []byte, now calendar.Instant) error {
	a, err := q.trust.answered(der, q.about.SerialNumber, q.issuer)
	switch {
	case err != nil:
		return err
	case !bytes.Equal(a.nonce, q.nonce):
		return errors.New("eds: the answer is to another question")
	case a.from.Since(now) > clockSkew || a.produced.Since(now) > clockSkew:
		return errors.New("eds: the answer is from the future")
	case !a.fresh(now) || now.Since(a.produced) > answerLives:
		return errors.New("eds: the answer is too old")
	}
	return nil
}

// Answer is what a responder said, for a person who asks about the file.
type Answer struct {
	Issuer, Serial        string
	Produced, From, Until calendar.Instant // Until is zero when no next update is named
	Nonce                 []byte
	Refusal               error // nil for a good key, else a problem
}

// Standing is one word about the key: IsGood and so on.
func (a Answer) Standing() string { return answer(a.Refusal) }

// ExamineAnswer reads an answer about one certificate of an authority known here, and
// checks who signed it. Errors are technical: such an answer says nothing.
func (v *Verifier) ExamineAnswer(der []byte) (Answer, error) {
	a, err := readAnswer(der)
	if err != nil {
		return Answer{}, err
	}
	if len(a.singles) != 1 {
		return Answer{}, errors.New("eds: the answer is not about one certificate")
	}
	serial, ok := serialOf(a.singles[0].id)
	if !ok {
		return Answer{}, errAnswer
	}
	err = ErrUnknownAuthority
	for _, all := range v.trust.byName {
		for _, issuer := range all {
			if !sameID(a.singles[0].id, certificateID(serial, issuer.cert)) {
				continue
			}
			if a, err = v.trust.answered(der, serial, issuer); err == nil {
				return Answer{Issuer: readSubject(issuer.cert.RawSubject).one(oidCommonName), Serial: hex.EncodeToString(serial.Bytes()), Produced: a.produced, From: a.from, Until: a.until,
					Nonce: a.nonce, Refusal: a.check(a.produced)}, nil
			}
		}
	}
	return Answer{}, err
}

// serialOf is the number in a CertID.
func serialOf(id cryptobyte.String) (*big.Int, bool) {
	n := new(big.Int)
	seq, ok := only(id, tags.SEQUENCE)
	return n, ok && seq.SkipASN1(tags.SEQUENCE) && seq.SkipASN1(tags.OCTET_STRING) && seq.SkipASN1(tags.OCTET_STRING) &&
		readNumber(seq, n)
}
