package eds

import (
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Object identifiers of CMS and of the authority's profile.
var (
	oidData                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
)

// explicit is the tag [n] around one value, or around an implicit SET.
func explicit(n uint8) tags.Tag { return tags.Tag(n).Constructed().ContextSpecific() }

// only reads one element of a tag that must fill in whole; the reader is strict DER, so a
// BER form, an indefinite length or a trailing byte is not read.
func only(in cryptobyte.String, tag tags.Tag) (cryptobyte.String, bool) {
	var out cryptobyte.String
	return out, in.ReadASN1(&out, tag) && in.Empty()
}

// algorithmID is an AlgorithmIdentifier.
type algorithmID struct {
	oid    asn1.ObjectIdentifier
	params []byte // the whole element, or empty when absent
}

func readAlgorithm(in *cryptobyte.String) (a algorithmID, ok bool) {
	var seq cryptobyte.String
	if !in.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1ObjectIdentifier(&a.oid) {
		return a, false
	}
	if seq.Empty() {
		return a, true
	}
	var params cryptobyte.String
	var tag tags.Tag
	if !seq.ReadAnyASN1Element(&params, &tag) || !seq.Empty() {
		return a, false
	}
	a.params = params
	return a, true
}

// plain tells whether the parameters are absent or NULL, as every allowed algorithm has them.
func (a algorithmID) plain() bool {
	return len(a.params) == 0 || len(a.params) == 2 && a.params[0] == 5 && a.params[1] == 0
}

// maxDepth is how deep values may nest; a signature of the authority has 12 levels.
const maxDepth = 32

// strict tells whether der is exactly one value whose every level is DER: definite and
// shortest lengths, low tags, nothing after the end, at most maxDepth levels. The reader
// of Go's standard library is as strict, but looks only where it is sent.
func strict(der []byte) bool {
	in := cryptobyte.String(der)
	return strictOne(&in, maxDepth) && in.Empty()
}

func strictOne(in *cryptobyte.String, depth int) bool {
	var inner cryptobyte.String
	var tag tags.Tag
	if depth == 0 || !in.ReadAnyASN1(&inner, &tag) {
		return false
	}
	if tag&0x20 == 0 {
		return true
	}
	for !inner.Empty() {
		if !strictOne(&inner, depth-1) {
			return false
		}
	}
	return true
}
