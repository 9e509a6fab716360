package devca

import (
	"bytes"
	"crypto/sha256"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// Object identifiers for building messages, good and bad.
var (
	OIDData                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	OIDSignedData           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	OIDContentType          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	OIDMessageDigest        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	OIDSigningTime          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	OIDSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	OIDSigningCertificate   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	OIDTimeStamp            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	OIDTSTInfo              = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	OIDSHA256               = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	OIDSHA256WithRSA        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
)

// Message is a SignedData before it is encoded. Every part can be made wrong; what is
// left as NewMessage made it is right.
type Message struct {
	Type         asn1.ObjectIdentifier // of the outer ContentInfo
	Version      int64
	Digests      [][]byte // AlgorithmIdentifiers
	ContentType  asn1.ObjectIdentifier
	Content      []byte // nil when detached
	Certificates [][]byte
	Lists        []byte // an element to put where revocation lists stand
	Signers      []*SignerInfo
}

// SignerInfo is one signer of a Message.
type SignerInfo struct {
	Version        int64
	Issuer, Serial []byte // elements
	Digest, Method []byte // AlgorithmIdentifiers
	Attributes     [][]byte
	Unsorted       bool // leave the attributes in the given order
	Unsigned       []byte
	Stamp          func(signature []byte) ([]byte, error) // makes a time stamp to put beside
	Signature      []byte                                 // computed when nil
	by             Signer
	content        []byte
}

// AlgorithmID encodes an AlgorithmIdentifier; without parameters it has NULL.
func AlgorithmID(oid asn1.ObjectIdentifier, parameters ...byte) []byte {
	if len(parameters) == 0 {
		parameters = []byte{5, 0}
	}
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oid); b.AddBytes(parameters) })
	})
}

// Attribute encodes an attribute with any number of values, each a whole element.
func Attribute(oid asn1.ObjectIdentifier, values ...[]byte) []byte {
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oid)
			b.AddASN1(tags.SET, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(values, nil)) })
		})
	})
}

// Element encodes one value under a tag.
func Element(tag byte, content []byte) []byte {
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tags.Tag(tag), func(b *cryptobyte.Builder) { b.AddBytes(content) })
	})
}

func build(write func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	write(&b)
	return b.BytesOrPanic()
}

// NewMessage is a good detached signature over content, not yet encoded, as NCALayer
// makes it: SHA-256 with RSA, or the digest of a GOST key; content type, signing time, message digest, signing
// certificate.
func (k *Key) NewMessage(content []byte, at calendar.Instant) *Message {
	return &Message{
		Type: OIDSignedData, Version: 1, Digests: [][]byte{k.Signer().Digest()}, ContentType: OIDData,
		Certificates: [][]byte{k.Certificate.Raw}, Signers: []*SignerInfo{k.NewSigner(content, at)},
	}
}

// NewSigner is the signer of NewMessage.
func (k *Key) NewSigner(content []byte, at calendar.Instant) *SignerInfo {
	return k.newSigner(OIDData, content, at)
}

func (k *Key) newSigner(kind asn1.ObjectIdentifier, content []byte, at calendar.Instant) *SignerInfo {
	when := build(func(b *cryptobyte.Builder) { b.AddASN1UTCTime(at.Time()) })
	by := k.Signer()
	return &SignerInfo{
		Version: 1, Issuer: k.Certificate.RawIssuer, Serial: build(func(b *cryptobyte.Builder) { b.AddASN1BigInt(k.Certificate.SerialNumber) }),
		Digest: by.Digest(), Method: by.Method(),
		Attributes: [][]byte{
			Attribute(OIDContentType, oidElement(kind)), Attribute(OIDSigningTime, when),
			Attribute(OIDMessageDigest, Element(4, by.Over(content))), k.SigningCertificate(),
		},
		by: by, content: content,
	}
}

// SigningCertificate is the attribute signingCertificateV2 that names this key.
func (k *Key) SigningCertificate() []byte {
	sum := sha256.Sum256(k.Certificate.Raw)
	return Attribute(OIDSigningCertificateV2, Element(0x30, Element(0x30, Element(0x30, Element(4, sum[:])))))
}

// Indefinite writes a message, or anything in DER, as older programs do: every
// constructed value of indefinite length (BER).
func Indefinite(der []byte) []byte {
	in := cryptobyte.String(der)
	var out []byte
	for !in.Empty() {
		var one, inner cryptobyte.String
		var tag tags.Tag
		if !in.ReadAnyASN1Element(&one, &tag) {
			return der
		}
		if whole := one; tag&0x20 != 0 && whole.ReadAnyASN1(&inner, &tag) {
			one = unbounded(byte(tag), Indefinite(inner))
		}
		out = append(out, one...)
	}
	return out
}

// Sign is a detached signature over content with the current time claimed, in DER.
func (k *Key) Sign(content []byte, at calendar.Instant) ([]byte, error) {
	return k.NewMessage(content, at).Encode()
}

// SignAttached is Sign with the content inside.
func (k *Key) SignAttached(content []byte, at calendar.Instant) ([]byte, error) {
	m := k.NewMessage(content, at)
	m.Content = content
	return m.Encode()
}

// Encode signs where no signature is set, and encodes.
func (m *Message) Encode() ([]byte, error) {
	var signers []byte
	for _, s := range m.Signers {
		one, err := s.encode()
		if err != nil {
			return nil, err
		}
		signers = append(signers, one...)
	}
	body := build(func(b *cryptobyte.Builder) {
		b.AddASN1Int64(m.Version)
		b.AddBytes(Element(0x31, bytes.Join(m.Digests, nil)))
		b.AddBytes(m.content())
		if len(m.Certificates) > 0 {
			b.AddBytes(Element(0xa0, bytes.Join(m.Certificates, nil)))
		}
		b.AddBytes(m.Lists)
		b.AddBytes(Element(0x31, signers))
	})
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(m.Type)
			b.AddBytes(Element(0xa0, Element(0x30, body)))
		})
	}), nil
}

func (m *Message) content() []byte {
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(m.ContentType)
			if m.Content != nil {
				b.AddBytes(Element(0xa0, Element(4, m.Content)))
			}
		})
	})
}

func (s *SignerInfo) encode() ([]byte, error) {
	attributes := slices.Clone(s.Attributes)
	if !s.Unsorted {
		slices.SortFunc(attributes, bytes.Compare)
	}
	signed := bytes.Join(attributes, nil)
	signature, unsigned := s.Signature, s.Unsigned
	if signature == nil {
		made, err := s.sign(attributes, signed)
		if err != nil {
			return nil, err
		}
		signature = made
	}
	if s.Stamp != nil {
		token, err := s.Stamp(signature)
		if err != nil {
			return nil, err
		}
		unsigned = Element(0xa1, Attribute(OIDTimeStamp, token))
	}
	return Element(0x30, build(func(b *cryptobyte.Builder) {
		b.AddASN1Int64(s.Version)
		b.AddBytes(Element(0x30, append(slices.Clone(s.Issuer), s.Serial...)))
		b.AddBytes(s.Digest)
		if len(attributes) > 0 {
			b.AddBytes(Element(0xa0, signed))
		}
		b.AddBytes(s.Method)
		b.AddBytes(Element(4, signature))
		b.AddBytes(unsigned)
	})), nil
}

// sign signs the attributes as a SET, or the content itself when there are none.
func (s *SignerInfo) sign(attributes [][]byte, signed []byte) ([]byte, error) {
	what := Element(0x31, signed)
	if len(attributes) == 0 {
		what = s.content
	}
	return s.by.Seal(s.by.Over(what))
}
