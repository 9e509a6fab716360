package seal

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidData                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256               = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSA                  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
)

// sign makes a detached signature as PAdES wants it: content type, digest and certificate
// are signed, and no time, which stands in the document (EN 319 142-1, 6.3).
func (o own) sign(content []byte) ([]byte, error) {
	sum, named := sha256.Sum256(content), sha256.Sum256(o.chain[0].Raw)
	attributes := [][]byte{
		attribute(oidContentType, build(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })),
		attribute(oidMessageDigest, element(tags.OCTET_STRING, sum[:])),
		attribute(oidSigningCertificateV2, element(tags.SEQUENCE, element(tags.SEQUENCE, element(tags.SEQUENCE, element(tags.OCTET_STRING, named[:]))))),
	}
	slices.SortFunc(attributes, bytes.Compare)
	signed := bytes.Join(attributes, nil)
	digest := sha256.Sum256(element(tags.SET, signed))
	signature, err := o.private.Sign(nil, digest[:], crypto.SHA256) // PKCS #1 v1.5: no chance in it
	if err != nil {
		return nil, err
	}
	return o.message(signed, signature), nil
}

func (o own) message(signed, signature []byte) []byte {
	explicit, certificate := tags.Tag(0).Constructed().ContextSpecific(), o.chain[0]
	digests := algorithm(oidSHA256)
	signer := element(tags.SEQUENCE, []byte{2, 1, 1},
		element(tags.SEQUENCE, certificate.RawIssuer, build(func(b *cryptobyte.Builder) { b.AddASN1BigInt(certificate.SerialNumber) })),
		digests, element(explicit, signed), algorithm(oidRSA), element(tags.OCTET_STRING, signature))
	var chain [][]byte
	for _, c := range o.chain {
		chain = append(chain, c.Raw)
	}
	return element(tags.SEQUENCE, oid(oidSignedData), element(explicit, element(tags.SEQUENCE, []byte{2, 1, 1},
		element(tags.SET, digests), element(tags.SEQUENCE, oid(oidData)), element(explicit, chain...), element(tags.SET, signer))))
}

func build(write func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	write(&b)
	return b.BytesOrPanic()
}

func element(tag tags.Tag, parts ...[]byte) []byte {
	return build(func(b *cryptobyte.Builder) {
		b.AddASN1(tag, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(parts, nil)) })
	})
}

func oid(o asn1.ObjectIdentifier) []byte {
	return build(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(o) })
}

func attribute(o asn1.ObjectIdentifier, value []byte) []byte {
	return element(tags.SEQUENCE, oid(o), element(tags.SET, value))
}

func algorithm(o asn1.ObjectIdentifier) []byte { return element(tags.SEQUENCE, oid(o), []byte{5, 0}) }
