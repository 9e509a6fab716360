package eds

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// Verifier checks signatures against one trust. It is safe for concurrent use.
type Verifier struct {
	trust *Trust
	extra Proofs // what was learned beside, for those who ask about files
}

// With is a verifier that looks at these proofs too when it examines files.
func (v *Verifier) With(p Proofs) *Verifier { return &Verifier{trust: v.trust, extra: p} }

// NewVerifier makes a verifier over a trust.
func NewVerifier(trust *Trust) *Verifier { return &Verifier{trust: trust} }

// Verify checks that cms (DER, see Decode) is a signature over exactly content by whom
// want asks for, as of the given moment. Content that came inside cms must be equal to
// content byte for byte. Problems: Invalid with the sentence of what is wrong, or Outside
// when revocation cannot be checked now.
func (v *Verifier) Verify(content, cms []byte, want Requirement, at calendar.Instant) (Signer, error) {
	signer, _, err := v.VerifyWith(content, cms, want, at, Proofs{})
	return signer, err
}

// LooksAt reads whose signature this claims to be. It believes nothing: not the
// signature, not the authority, not the dates. A GOST signature is read too. Problems:
// Invalid when it is no signature at all.
func (v *Verifier) LooksAt(cms []byte) (Signer, error) {
	m, err := read(cms)
	if err != nil {
		return Signer{}, err
	}
	c, err := m.signersCertificate()
	if err != nil {
		return Signer{}, err
	}
	s := signerOf(c)
	s.SignedAt = calendar.At(m.signer.claimedTime())
	return s, nil
}

// signersCertificate finds the one certificate with the signer's issuer and serial number.
func (m message) signersCertificate() (*x509.Certificate, error) {
	var found []byte
	for _, raw := range m.certificates {
		issuer, serial, _ := named(raw)
		if issuer == nil || !bytes.Equal(issuer, m.signer.issuer) || !bytes.Equal(serial, m.signer.serial) {
			continue
		}
		if found != nil {
			return nil, refuse(keyDamaged, "two certificates of one number")
		}
		found = raw
	}
	if found == nil {
		return nil, refuse(keyNoCertificate, "no certificate of the signer")
	}
	c, err := x509.ParseCertificate(found)
	if err != nil {
		return nil, refuse(keyDamaged, "the signer's certificate: "+err.Error())
	}
	return c, nil
}

// named reads issuer, serial and subject of a certificate, whole elements; nil when it is
// no certificate.
func named(certificate []byte) (issuer, serial, subject []byte) {
	in := cryptobyte.String(certificate)
	var body, tbs, i, n, s cryptobyte.String
	if !in.ReadASN1(&body, tags.SEQUENCE) || !body.ReadASN1(&tbs, tags.SEQUENCE) || !tbs.SkipOptionalASN1(explicit(0)) ||
		!tbs.ReadASN1Element(&n, tags.INTEGER) || !tbs.SkipASN1(tags.SEQUENCE) || !tbs.ReadASN1Element(&i, tags.SEQUENCE) ||
		!tbs.SkipASN1(tags.SEQUENCE) || !tbs.ReadASN1Element(&s, tags.SEQUENCE) {
		return nil, nil, nil
	}
	return i, n, s
}

// checkSignature checks everything between the content and the certificate's key.
func (m message) checkSignature(c *x509.Certificate, way scheme, content []byte) error {
	if err := m.checkDigest(way, content); err != nil {
		return err
	}
	if err := m.signer.checkSigningCertificate(c); err != nil {
		return err
	}
	sum, err := way.digest(m.signer.digest)
	if err != nil {
		return err
	}
	sum.Write(m.signer.signed)
	return way.verify(c, m.signer.digest, m.signer.method, sum.Sum(nil), m.signer.signature)
}

// checkDigest wants the signed attributes always: without them a signature over the
// encoded attributes would be a signature over a text that reads the same.
func (m message) checkDigest(way scheme, content []byte) error {
	sum, err := way.digest(m.signer.digest)
	if err != nil {
		return err
	}
	kind, digest := m.signer.find(oidContentType), m.signer.find(oidMessageDigest)
	var named, stated cryptobyte.String
	if kind == nil || digest == nil || !digest.ReadASN1(&stated, tags.OCTET_STRING) {
		return refuse(keyDamaged, "required signed attributes are missing")
	}
	if !kind.ReadASN1(&named, tags.OBJECT_IDENTIFIER) || !bytes.Equal(named, m.wantedType()) {
		return refuse(keyDamaged, "the content is not plain data")
	}
	if m.content != nil && !bytes.Equal(m.content, content) {
		return refuse(keyOtherText, "other content came along")
	}
	sum.Write(content)
	if subtle.ConstantTimeCompare(sum.Sum(nil), stated) != 1 {
		return refuse(keyOtherText, "the message digest is of other content")
	}
	return nil
}

// The content octets of oidData and oidTSTInfo.
var (
	derOfData    = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1}
	derOfTSTInfo = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4}
)

// wantedType is what the signed content type must be: plain data, and in a time stamp what
// such holds. Nothing is right when the message says that it holds something else.
func (m message) wantedType() []byte {
	switch {
	case m.stamp && m.isStamp():
		return derOfTSTInfo
	case !m.stamp && m.contentType.Equal(oidData):
		return derOfData
	}
	return nil
}

// checkSigningCertificate checks the attribute signingCertificateV2 when it is present
// (RFC 5035, 3): its first certificate is the signer's. NCALayer writes it, KalkanCrypt
// does not.
func (s *signerInfo) checkSigningCertificate(c *x509.Certificate) error {
	value := s.find(oidSigningCertificateV2)
	if value == nil {
		return nil
	}
	var seq, all, first cryptobyte.String
	if !value.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1(&all, tags.SEQUENCE) || !all.ReadASN1(&first, tags.SEQUENCE) {
		return refuse(keyDamaged, "signingCertificateV2")
	}
	if first.PeekASN1Tag(tags.SEQUENCE) { // absent means SHA-256
		named, ok := readAlgorithm(&first)
		if !ok || !named.oid.Equal(oidSHA256) || !named.plain() {
			return refuse(keyUnknownMethod, "signingCertificateV2 with another digest")
		}
	}
	var stated cryptobyte.String
	sum := sha256.Sum256(c.Raw)
	if !first.ReadASN1(&stated, tags.OCTET_STRING) || !bytes.Equal(stated, sum[:]) {
		return refuse(keyDamaged, "signingCertificateV2 names another certificate")
	}
	return nil
}

// describe is the verdict's description of an accepted signature.
func (m message) describe(c *x509.Certificate, way scheme, at calendar.Instant) Signer {
	s := signerOf(c)
	s.Algorithm = way.describe(c, m.signer.digest)
	s.SignedAt = calendar.At(m.signer.claimedTime())
	if m.signer.find(oidSigningCertificateV2) == nil {
		s.Notes = append(s.Notes, NoteNoSigningCertificate)
	}
	if m.signer.unsigned {
		s.Notes = append(s.Notes, NoteUnsignedAttributes)
	}
	if !s.SignedAt.IsZero() && (s.SignedAt.Since(at) > clockSkew || at.Since(s.SignedAt) > clockSkew) {
		s.Notes = append(s.Notes, NoteClaimedTime)
	}
	return s
}
