package eds

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // see digestOfImprint
	"crypto/subtle"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"hash"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// Time-stamp tokens (RFC 3161): the authority's word that some bytes were there at a
// moment. A token counts only when its own signature, certificate and dates are right, and
// when it is over the very bytes it is asked about.

// Object identifiers of tokens.
var (
	oidTSTInfo            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSignatureStamp     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSigningCertificate = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidStampPolicies      = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 2, 6} // of the authority, one below for each kind of key
	oidExtendedUsage      = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidSHA1               = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
)

// stamp is a token, read but not believed.
type stamp struct {
	message message
	policy  asn1.ObjectIdentifier
	digest  algorithmID
	imprint cryptobyte.String
	at      calendar.Instant
}

// readStamp reads a token of one signer, with TSTInfo within.
func readStamp(der []byte) (s stamp, err error) {
	if s.message, err = read(der); err != nil {
		return s, err
	}
	if !s.message.isStamp() || !s.readInfo(s.message.content) {
		return s, refuse(keyNotASignature, "no time stamp")
	}
	s.message.stamp = true
	return s, nil
}

// isStamp tells whether a message is a token and not a person's signature.
func (m message) isStamp() bool { return m.contentType.Equal(oidTSTInfo) && m.content != nil }

// readInfo reads TSTInfo (RFC 3161, 2.4.2). Its serial number may be negative.
func (s *stamp) readInfo(content cryptobyte.String) bool {
	in, ok := only(content, tags.SEQUENCE)
	var version int
	var imprint cryptobyte.String
	if !ok || !strict(content) || !in.ReadASN1Integer(&version) || version != 1 || !in.ReadASN1ObjectIdentifier(&s.policy) || !in.ReadASN1(&imprint, tags.SEQUENCE) {
		return false
	}
	if s.digest, ok = readAlgorithm(&imprint); !ok || !imprint.ReadASN1(&s.imprint, tags.OCTET_STRING) || !imprint.Empty() {
		return false
	}
	var clock cryptobyte.String
	if !in.SkipASN1(tags.INTEGER) || !in.ReadASN1(&clock, tags.GeneralizedTime) {
		return false
	}
	at, err := time.Parse("20060102150405Z", string(clock)) // a fraction of a second is read too
	s.at = calendar.At(at)
	return err == nil && in.SkipOptionalASN1(tags.SEQUENCE) && in.SkipOptionalASN1(tags.BOOLEAN) && in.SkipOptionalASN1(tags.INTEGER) &&
		in.SkipOptionalASN1(explicit(0)) && in.Empty() // extensions would say what is not read here
}

// over tells whether the token is over these bytes.
func (s stamp) over(content []byte) error {
	sum, err := digestOfImprint(s.digest)
	if err != nil {
		return err
	}
	sum.Write(content)
	if subtle.ConstantTimeCompare(sum.Sum(nil), s.imprint) != 1 {
		return refuse(keyStampOfOther, "the imprint is of other bytes")
	}
	return nil
}

// digestOfImprint makes the digest of a token's imprint. SHA-1 is taken here and nowhere
// else: the authority's own service still makes such tokens, and to forge one, a second text
// of a given digest would be needed, which nobody can find.
func digestOfImprint(named algorithmID) (hash.Hash, error) {
	if !named.plain() {
		return nil, refuse(keyUnknownMethod, "the imprint's digest has parameters")
	}
	if named.oid.Equal(oidSHA1) {
		return sha1.New(), nil //nolint:gosec // as above
	}
	for _, g := range gostSchemes {
		if named.oid.Equal(g.digestNamed) {
			return g.hash(), nil
		}
	}
	return rsaScheme{}.digest(named)
}

// checkSignature checks what is between the token and its certificate: the digest, the
// certificate named by the signed attributes (RFC 3161 demands it), the signature.
func (s stamp) checkSignature(c *x509.Certificate) error {
	if err := s.checkNamed(c); err != nil {
		return err
	}
	way, err := schemeOf(c)
	if err != nil {
		return err
	}
	return s.message.checkSignature(c, way, s.message.content)
}

// checkNamed takes signingCertificateV2, which checkSignature looks at, or else the older
// signingCertificate, which names the certificate by SHA-1 as the authority's tokens do.
func (s stamp) checkNamed(c *x509.Certificate) error {
	signer := &s.message.signer
	if signer.find(oidSigningCertificateV2) != nil {
		return nil
	}
	value := signer.find(oidSigningCertificate)
	var seq, all, first, stated cryptobyte.String
	sum := sha1.Sum(c.Raw) //nolint:gosec // as above
	if !value.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1(&all, tags.SEQUENCE) || !all.ReadASN1(&first, tags.SEQUENCE) ||
		!first.ReadASN1(&stated, tags.OCTET_STRING) || !bytes.Equal(stated, sum[:]) {
		return refuse(keyDamaged, "the token does not name its certificate")
	}
	return nil
}

// checkStamper refuses a key that is not for time stamps alone: RFC 3161, 2.3 wants one
// critical extended usage. The authority's policies are an arc of their own.
func checkStamper(c *x509.Certificate, s stamp) error {
	critical := slices.ContainsFunc(c.Extensions, func(x pkix.Extension) bool { return x.Id.Equal(oidExtendedUsage) && x.Critical })
	one := len(c.ExtKeyUsage) == 1 && c.ExtKeyUsage[0] == x509.ExtKeyUsageTimeStamping && len(c.UnknownExtKeyUsage) == 0
	signs := c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0
	n := len(oidStampPolicies)
	if !critical || !one || !signs || c.IsCA || len(c.UnhandledCriticalExtensions) > 0 {
		return refuse(keyWrongKind, "not a key for time stamps")
	}
	if len(s.policy) != n+1 || !s.policy[:n].Equal(oidStampPolicies) {
		return refuse(keyWrongKind, "not a policy of the authority")
	}
	return nil
}

// stood is what a believed time stamp stands on.
type stood struct {
	at     calendar.Instant
	token  []byte     // nil when there is no stamp, or none that is believed
	issuer *authority // of the token's key
	used   Proofs
}

// checkStampKey checks a token's certificate as of the token's own moment; a key revoked
// by now is not believed about any moment.
func (v *Verifier) checkStampKey(c *x509.Certificate, s stamp, now calendar.Instant, b brought) (stood, error) {
	issuer, err := v.trust.chain(c, s.message)
	if err != nil {
		return stood{}, err
	}
	if err := errors.Join(checkStamper(c, s), checkDates(c, s.at), checkAuthorities(issuer, s.at)); err != nil {
		return stood{}, err
	}
	if s.at.Since(now) > clockSkew {
		return stood{}, refuse(keyStampWrong, "the token is of the future")
	}
	used, err := v.trust.standing(c, issuer, s.at, b)
	if err != nil {
		return stood{}, err
	}
	if _, err := v.trust.standing(c, issuer, now, b); problem.HasKey(err, keyRevoked) || problem.HasKey(err, keyOnHold) {
		return stood{}, err
	}
	return stood{at: s.at, issuer: issuer, used: used}, nil
}

// trustedTime is the moment a signer's time stamp proves, or now when there is none. An
// error says why a stamp is not believed; the moment is now then too.
func (v *Verifier) trustedTime(signer signerInfo, now calendar.Instant, b brought) (stood, error) {
	if len(signer.stamps) == 0 {
		return stood{at: now}, nil
	}
	s, err := v.stampOf(signer, now, b)
	if err != nil {
		return stood{at: now}, stampProblem(err)
	}
	s.token = signer.stamps[0]
	return s, nil
}

// stampOf checks the one token beside a signature.
func (v *Verifier) stampOf(signer signerInfo, now calendar.Instant, b brought) (stood, error) {
	if len(signer.stamps) > 1 {
		return stood{}, refuse(keyStampWrong, "more than one time stamp")
	}
	s, err := readStamp(signer.stamps[0])
	if err != nil {
		return stood{}, err
	}
	c, err := s.message.signersCertificate()
	if err != nil {
		return stood{}, err
	}
	if err := errors.Join(s.over(signer.signature), s.checkSignature(c)); err != nil {
		return stood{}, err
	}
	return v.checkStampKey(c, s, now, b)
}

// stampProblem says in a stamp's own words why it is not believed.
func stampProblem(err error) error {
	switch {
	case problem.HasKey(err, keyStampOfOther):
		return problem.Wrap(err, problem.Invalid, keyStampOfOther)
	case problem.HasKey(err, keyCannotCheck):
		return problem.Wrap(err, problem.Outside, keyStampUnchecked)
	}
	return problem.Wrap(err, problem.Invalid, keyStampWrong)
}

// ExamineStamp finds a verdict about a token by itself; content nil means that nobody says
// what it should be over. Problems: Invalid when it is no token at all.
func (v *Verifier) ExamineStamp(content, token []byte, now calendar.Instant) (Verdict, error) {
	der, err := derOf(token)
	if err != nil {
		return Verdict{}, err
	}
	s, err := readStamp(der)
	if err != nil {
		return Verdict{}, err
	}
	d := Verdict{Signature: IsBad, Chain: IsUnknown, Revocation: IsUnknown, KeyUse: keyUseOther, At: s.at}
	c, err := s.message.signersCertificate()
	if err != nil {
		d.Reasons = []error{err}
		return d, nil
	}
	v.examineStamper(&d, c, s, now)
	if content != nil {
		if err := s.over(content); err != nil {
			d.Reasons = append([]error{err}, d.Reasons...)
		}
	}
	return d, nil
}

func (v *Verifier) examineStamper(d *Verdict, c *x509.Certificate, s stamp, now calendar.Instant) {
	d.Signer, d.Signature, d.Chain = signerOf(c), IsOK, IsOK
	d.Signer.Algorithm = algorithmOf(c)
	note := d.note
	if note(s.checkSignature(c)) != nil {
		d.Signature = IsBad
	}
	issuer, err := v.trust.chain(c, s.message)
	if note(err) != nil {
		d.Chain = IsForeign
	} else if note(checkAuthorities(issuer, s.at)) != nil {
		d.Chain = IsExpired
	}
	_ = note(checkStamper(c, s))
	_ = note(checkDates(c, s.at))
	if s.at.Since(now) > clockSkew {
		_ = note(refuse(keyStampWrong, "the token is of the future"))
	}
	if issuer != nil {
		d.Revocation = answer(note(v.checkRevocation(c, issuer, s.at)))
		if by := v.checkRevocation(c, issuer, now); d.Revocation == IsGood && (problem.HasKey(by, keyRevoked) || problem.HasKey(by, keyOnHold)) {
			d.Revocation = answer(note(by))
		}
	}
}
