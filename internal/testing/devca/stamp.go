package devca

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1" // some tokens of the national authority name their certificate so
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// The policies of the authority's time stamps.
var (
	PolicyStampRSA  = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 2, 6, 2}
	PolicyStampGOST = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 2, 6, 4}
)

// Stamps is whose name stands in the certificate of the service that stamps time.
var Stamps = Person{IIN: "123456789011", Surname: "Сервис меток", Name: "времени"}

// TimeStamp is a token (RFC 3161) before it is encoded. Every part can be made wrong.
type TimeStamp struct {
	Version int64
	Policy  asn1.ObjectIdentifier
	Digest  []byte // AlgorithmIdentifier of the imprint
	Imprint []byte
	Serial  *big.Int
	At      calendar.Instant
	Nonce   *big.Int // nil for none
	Message *Message // what is around, with Content nil until it is encoded
	by      *Key
}

// NewStamp is a good token over bytes, by a key of the kind Stamper.
func (k *Key) NewStamp(over []byte, at calendar.Instant) *TimeStamp {
	policy := PolicyStampRSA
	if k.GOST != nil {
		policy = PolicyStampGOST
	}
	by := k.Signer()
	m := k.NewMessage(nil, at)
	m.Version, m.ContentType = 3, OIDTSTInfo
	return &TimeStamp{
		Version: 1, Policy: policy, Digest: by.Digest(), Imprint: by.Over(over), Serial: serial(), At: at, Message: m, by: k,
	}
}

// Encode signs and encodes the token. The attributes that Message had before are kept but
// for those that stand for the content.
func (s *TimeStamp) Encode() ([]byte, error) {
	info := Element(0x30, build(func(b *cryptobyte.Builder) {
		b.AddASN1Int64(s.Version)
		b.AddASN1ObjectIdentifier(s.Policy)
		b.AddBytes(Element(0x30, append(bytes.Clone(s.Digest), Element(4, s.Imprint)...)))
		b.AddASN1BigInt(s.Serial)
		b.AddASN1GeneralizedTime(s.At.Time())
		if s.Nonce != nil {
			b.AddASN1BigInt(s.Nonce)
		}
	}))
	signer := s.Message.Signers[0]
	if len(signer.Attributes) > 2 {
		made := s.by.newSigner(s.Message.ContentType, info, s.At)
		signer.Attributes[0], signer.Attributes[2] = made.Attributes[0], made.Attributes[2]
	}
	signer.content, s.Message.Content = info, info
	return s.Message.Encode()
}

// OldSigningCertificate is the attribute signingCertificate, which names the key by SHA-1,
// as the national authority's tokens do.
func (k *Key) OldSigningCertificate() []byte {
	sum := sha1.Sum(k.Certificate.Raw)
	return Attribute(OIDSigningCertificate, Element(0x30, Element(0x30, Element(0x30, Element(4, sum[:])))))
}

// Stamp is NewStamp, changed and encoded; it fits SignerInfo.Stamp.
func (k *Key) Stamp(at calendar.Instant, change ...func(*TimeStamp)) func(signature []byte) ([]byte, error) {
	return func(signature []byte) ([]byte, error) {
		s := k.NewStamp(signature, at)
		for _, c := range change {
			c(s)
		}
		return s.Encode()
	}
}

// StampService answers requests for time stamps (RFC 3161, 3.4) by the given clock. The
// changes make its answers wrong.
func (k *Key) StampService(clock calendar.Clock, change ...func(*TimeStamp)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
		if err != nil || r.Method != http.MethodPost {
			http.Error(w, "a request for a time stamp is due", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/timestamp-reply")
		s, err := k.requested(raw, clock.Now())
		if err != nil { // rejection, badDataFormat
			_, _ = w.Write(Element(0x30, Element(0x30, append([]byte{2, 1, 2}, Element(3, []byte{5, 4})...))))
			return
		}
		for _, c := range change {
			c(s)
		}
		token, err := s.Encode()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = w.Write(Element(0x30, append(Element(0x30, []byte{2, 1, 0}), token...)))
	})
}

// requested reads TimeStampReq.
func (k *Key) requested(raw []byte, at calendar.Instant) (*TimeStamp, error) {
	in := cryptobyte.String(raw)
	var req, imprint, named, digest cryptobyte.String
	var version int
	if !in.ReadASN1(&req, tags.SEQUENCE) || !req.ReadASN1Integer(&version) || version != 1 || !req.ReadASN1(&imprint, tags.SEQUENCE) ||
		!imprint.ReadASN1Element(&named, tags.SEQUENCE) || !imprint.ReadASN1(&digest, tags.OCTET_STRING) || !req.SkipOptionalASN1(tags.OBJECT_IDENTIFIER) {
		return nil, errors.New("devca: not a request for a time stamp")
	}
	s := k.NewStamp(nil, at)
	s.Digest, s.Imprint = named, digest
	if req.PeekASN1Tag(tags.INTEGER) {
		s.Nonce = new(big.Int)
		if !req.ReadASN1Integer(s.Nonce) {
			return nil, errors.New("devca: the nonce is no number")
		}
	}
	return s, nil
}

// StampRequest is a request for a stamp over a digest of the given name.
func StampRequest(named, digest []byte) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	return Element(0x30, build(func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddBytes(Element(0x30, append(bytes.Clone(named), Element(4, digest)...)))
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})), nil
}
