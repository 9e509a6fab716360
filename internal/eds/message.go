package eds

import (
	"bytes"
	"encoding/asn1"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// maxCertificates is how many certificates a signature may carry: the signer's, two
// authorities above it, and some room.
const maxCertificates = 8

// maxSigners is how many signers of one message are looked at.
const maxSigners = 16

// message is a SignedData (RFC 5652, 5.1), read but not believed.
type message struct {
	contentType  asn1.ObjectIdentifier
	content      []byte // nil when detached
	certificates []cryptobyte.String
	signer       signerInfo
	others       []signerInfo // after the first; where a person signs, none is taken
	stamp        bool         // looked at as a time stamp, not as a person's signature
}

// signerInfo is RFC 5652, 5.3.
type signerInfo struct {
	issuer, serial []byte // whole elements, as the certificate has them
	digest         algorithmID
	attributes     []attribute
	signed         []byte // the signed attributes as they are digested: DER of the SET
	method         algorithmID
	signature      []byte
	stamps         []cryptobyte.String // tokens over the signature value, beside it
	unsigned       bool                // has other unsigned attributes, which are not looked at
}

// attribute has a type and exactly one value.
type attribute struct {
	oid   asn1.ObjectIdentifier
	value cryptobyte.String // the whole element
}

// read reads a message of one signer. Errors are refusals.
func read(cms []byte) (message, error) {
	m, err := readAny(cms)
	if err == nil && len(m.others) > 0 {
		return message{}, refuse(keySeveralSigners, "more than one signer")
	}
	return m, err
}

// readExamined reads a message a person asks about: of any number of signers, larger, and
// in BER too.
func readExamined(cms []byte) (message, error) {
	der, err := derOf(cms)
	if err != nil {
		return message{}, err
	}
	return readContentInfo(der)
}

// readAny reads a message of any number of signers.
func readAny(cms []byte) (message, error) {
	if len(cms) > MaxCMS {
		return message{}, refuse(keyTooLarge, "over the limit")
	}
	if !strict(cms) {
		return message{}, refuse(keyNotASignature, "not DER")
	}
	return readContentInfo(cms)
}

func readContentInfo(cms []byte) (m message, err error) {
	info, ok := only(cms, tags.SEQUENCE)
	var kind asn1.ObjectIdentifier
	if !ok || !info.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidSignedData) {
		return m, refuse(keyNotASignature, "not SignedData")
	}
	wrapped, ok := only(info, explicit(0))
	if !ok {
		return m, refuse(keyNotASignature, "no content")
	}
	data, ok := only(wrapped, tags.SEQUENCE)
	if !ok {
		return m, refuse(keyNotASignature, "content is not a sequence")
	}
	return readSignedData(data)
}

// readSignedData reads version 1, the only one for plain data signed by a certificate's
// issuer and number, and version 3, which a time stamp has.
func readSignedData(in cryptobyte.String) (m message, err error) {
	var version int
	var digests cryptobyte.String
	if !in.ReadASN1Integer(&version) || !in.ReadASN1(&digests, tags.SET) {
		return m, refuse(keyNotASignature, "version or digest algorithms")
	}
	if !m.readContent(&in) || !m.readCertificates(&in) || !in.SkipOptionalASN1(explicit(1)) {
		return m, refuse(keyNotASignature, "content, certificates or lists")
	}
	if version != 1 && (version != 3 || !m.isStamp()) {
		return m, refuse(keyNotASignature, "another version")
	}
	signers, ok := only(in, tags.SET)
	if !ok {
		return m, refuse(keyNotASignature, "signers")
	}
	return m, m.readSigners(signers, digests)
}

// readContent reads EncapsulatedContentInfo.
func (m *message) readContent(in *cryptobyte.String) bool {
	var info, wrapped cryptobyte.String
	var attached bool
	if !in.ReadASN1(&info, tags.SEQUENCE) || !info.ReadASN1ObjectIdentifier(&m.contentType) ||
		!info.ReadOptionalASN1(&wrapped, &attached, explicit(0)) || !info.Empty() {
		return false
	}
	if !attached {
		return true
	}
	content, ok := only(wrapped, tags.OCTET_STRING)
	m.content = append([]byte{}, content...) // never nil: empty content is attached too
	return ok
}

func (m *message) readCertificates(in *cryptobyte.String) bool {
	var set, one cryptobyte.String
	var has bool
	if !in.ReadOptionalASN1(&set, &has, explicit(0)) {
		return false
	}
	for !set.Empty() {
		if !set.ReadASN1Element(&one, tags.SEQUENCE) || len(m.certificates) == maxCertificates {
			return false
		}
		m.certificates = append(m.certificates, one)
	}
	return true
}

// readSigners wants at least one signer; each one's digest algorithm is among the announced.
func (m *message) readSigners(set, digests cryptobyte.String) error {
	var all []signerInfo
	for !set.Empty() {
		var one cryptobyte.String
		var s signerInfo
		if len(all) == maxSigners || !set.ReadASN1(&one, tags.SEQUENCE) || !s.read(one) {
			return refuse(keyNotASignature, "signer")
		}
		if !announced(digests, s.digest.oid) {
			return refuse(keyDamaged, "the signer's digest is not announced")
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return refuse(keyNotASignature, "no signer")
	}
	m.signer, m.others = all[0], all[1:]
	return nil
}

func announced(digests cryptobyte.String, oid asn1.ObjectIdentifier) (found bool) {
	for !digests.Empty() {
		a, ok := readAlgorithm(&digests)
		if !ok || !a.plain() {
			return false
		}
		found = found || a.oid.Equal(oid)
	}
	return found
}

// read reads SignerInfo version 1, which names its certificate by issuer and serial.
func (s *signerInfo) read(in cryptobyte.String) (ok bool) {
	var version int
	var sid, signed, unsigned cryptobyte.String
	var beside bool
	if !in.ReadASN1Integer(&version) || version != 1 || !in.ReadASN1(&sid, tags.SEQUENCE) || !s.readName(sid) {
		return false
	}
	if s.digest, ok = readAlgorithm(&in); !ok {
		return false
	}
	if in.PeekASN1Tag(explicit(0)) {
		if !in.ReadASN1Element(&signed, explicit(0)) || !s.readAttributes(signed) {
			return false
		}
	}
	if s.method, ok = readAlgorithm(&in); !ok {
		return false
	}
	if !in.ReadASN1((*cryptobyte.String)(&s.signature), tags.OCTET_STRING) || !in.ReadOptionalASN1(&unsigned, &beside, explicit(1)) || !in.Empty() {
		return false
	}
	s.readUnsigned(unsigned, beside)
	return true
}

// readUnsigned takes the time stamps out of what stands unsigned beside a signature.
func (s *signerInfo) readUnsigned(in cryptobyte.String, beside bool) {
	s.unsigned = beside && in.Empty()
	for !in.Empty() {
		var one, values, value cryptobyte.String
		var kind asn1.ObjectIdentifier
		if !in.ReadASN1(&one, tags.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidSignatureStamp) || !one.ReadASN1(&values, tags.SET) {
			s.unsigned = true
			if one == nil {
				return
			}
			continue
		}
		for values.ReadASN1Element(&value, tags.SEQUENCE) {
			s.stamps = append(s.stamps, value)
		}
	}
}

func (s *signerInfo) readName(sid cryptobyte.String) bool {
	var serial cryptobyte.String
	if !sid.ReadASN1Element((*cryptobyte.String)(&s.issuer), tags.SEQUENCE) ||
		!sid.ReadASN1Element(&serial, tags.INTEGER) || !sid.Empty() {
		return false
	}
	s.serial = serial
	return true
}

// readAttributes wants DER's order, no type twice and one value in each: then there is one
// way to read them, and the digested bytes are the bytes received.
func (s *signerInfo) readAttributes(element cryptobyte.String) bool {
	s.signed = append([]byte{0x31}, element[1:]...) // RFC 5652, 5.4: digested as a SET
	var set, one, before cryptobyte.String
	if !element.ReadASN1(&set, explicit(0)) {
		return false
	}
	for !set.Empty() {
		if !set.ReadASN1Element(&one, tags.SEQUENCE) || bytes.Compare(before, one) >= 0 {
			return false
		}
		before = one
		a, ok := readAttribute(one)
		if !ok || s.find(a.oid) != nil {
			return false
		}
		s.attributes = append(s.attributes, a)
	}
	return true
}

func readAttribute(element cryptobyte.String) (a attribute, ok bool) {
	var seq, values cryptobyte.String
	var tag tags.Tag
	ok = element.ReadASN1(&seq, tags.SEQUENCE) && seq.ReadASN1ObjectIdentifier(&a.oid) &&
		seq.ReadASN1(&values, tags.SET) && seq.Empty() &&
		values.ReadAnyASN1Element(&a.value, &tag) && values.Empty()
	return a, ok
}

// find returns the value of a signed attribute, or nil.
func (s *signerInfo) find(oid asn1.ObjectIdentifier) cryptobyte.String {
	for _, a := range s.attributes {
		if a.oid.Equal(oid) {
			return a.value
		}
	}
	return nil
}

// claimedTime is signingTime, or the zero time.
func (s *signerInfo) claimedTime() (t time.Time) {
	value := s.find(oidSigningTime)
	if value.PeekASN1Tag(tags.UTCTime) {
		value.ReadASN1UTCTime(&t)
	} else if value.PeekASN1Tag(tags.GeneralizedTime) {
		value.ReadASN1GeneralizedTime(&t)
	}
	return t
}
