package eds

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// Format is what a file is, told from its bytes.
type Format string

// The formats told apart.
const (
	FormatMessage     Format = "cms"
	FormatXML         Format = "xml"
	FormatToken       Format = "tsp"
	FormatCertificate Format = "certificate"
	FormatList        Format = "crl"
	FormatAnswer      Format = "ocsp"
	FormatOther       Format = "unknown"
)

// Tell says what a file is and takes its PEM or base64 wrapping off.
func Tell(raw []byte) (Format, []byte) {
	text := bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	der := raw
	switch {
	case len(raw) > MaxList:
		return FormatOther, nil
	case bytes.HasPrefix(text, []byte("<")):
		return FormatXML, text
	case bytes.HasPrefix(text, []byte("-----BEGIN ")):
		block, _ := pem.Decode(text)
		if block == nil {
			return FormatOther, nil
		}
		der = block.Bytes
	case len(raw) < 2 || raw[0] != 0x30 || raw[1] < 0x80 && int(raw[1])+2 != len(raw):
		if der = fromBase64(text); der == nil {
			return FormatOther, nil
		}
	}
	if len(der) > 1 && der[1] == 0x80 { // BER, which has no length in advance
		if better, err := derOf(der); err == nil {
			der = better
		}
	}
	return tellDER(der), der
}

func tellDER(der []byte) Format {
	if _, err := x509.ParseCertificate(der); err == nil {
		return FormatCertificate
	}
	if _, err := readList(der); err == nil {
		return FormatList
	}
	in := cryptobyte.String(der)
	var seq, wrapped, data cryptobyte.String
	var kind asn1.ObjectIdentifier
	if !in.ReadASN1(&seq, tags.SEQUENCE) {
		return FormatOther
	}
	if seq.PeekASN1Tag(tags.ENUM) {
		return FormatAnswer
	}
	if !seq.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidSignedData) {
		return FormatOther
	}
	if seq.ReadASN1(&wrapped, explicit(0)) && wrapped.ReadASN1(&data, tags.SEQUENCE) && data.SkipASN1(tags.INTEGER) && data.SkipASN1(tags.SET) {
		var info cryptobyte.String
		if data.ReadASN1(&info, tags.SEQUENCE) && info.ReadASN1ObjectIdentifier(&kind) && kind.Equal(oidTSTInfo) {
			return FormatToken
		}
	}
	return FormatMessage
}

// ListInfo is what a revocation list says of itself.
type ListInfo struct {
	Issuer      string
	From, Until calendar.Instant
	Delta       bool
	Revoked     int
	Reasons     map[int]int // how many of each reason
}

// ReadList reads a revocation list, without asking who signed it.
func ReadList(der []byte) (ListInfo, error) {
	l, err := readList(der)
	if err != nil {
		return ListInfo{}, err
	}
	info := ListInfo{Issuer: readSubject(l.issuer).one(oidCommonName), From: l.from, Until: l.until, Delta: l.base != nil, Reasons: map[int]int{}}
	for in := l.entries; !in.Empty(); info.Revoked++ {
		_, e, ok := readEntry(&in)
		if !ok {
			return ListInfo{}, errEntry
		}
		info.Reasons[e.reason]++
	}
	return info, nil
}
