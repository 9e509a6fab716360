package eds

import "encoding/asn1"

// maxExamined is the largest file a person may ask about, in bytes: a signature with the
// document inside.
const maxExamined = 8 << 20

// derOf is one value in DER. Some programs send BER: lengths that are not said in advance,
// strings in pieces. Only where a person asks about a file is it taken, and only the frame
// is written anew: what is DER already stays byte for byte, so that certificates and signed
// attributes are those that were signed. Problems: Invalid when it is no such value.
func derOf(raw []byte) ([]byte, error) {
	switch {
	case len(raw) > maxExamined:
		return nil, refuse(keyTooLarge, "over the limit")
	case strict(raw):
		return raw, nil
	}
	r := berReader{in: raw}
	out, ok := r.one(maxDepth)
	if !ok || len(r.in) > 0 || !strict(out) {
		return nil, refuse(keyNotASignature, "neither DER nor BER")
	}
	return out, nil
}

// berReader eats values from the front of in.
type berReader struct{ in []byte }

// Parts of an identifier (X.690, 8.1.2).
const (
	berConstructed = 0x20
	berOctets      = 0x04
	berBits        = 0x03
)

// one reads a value and gives it in DER.
func (r *berReader) one(depth int) ([]byte, bool) {
	tag, body, open, ok := r.head()
	if !ok || depth == 0 {
		return nil, false
	}
	if tag&berConstructed == 0 {
		return element(tag, body), !open
	}
	inner := berReader{in: body}
	if open {
		inner.in = r.in
	}
	var joined []byte
	for !inner.ended(open) {
		piece, ok := inner.one(depth - 1)
		if !ok || tag == berOctets|berConstructed && piece[0] != berOctets {
			return nil, false
		}
		if tag == berOctets|berConstructed {
			piece = contentOf(piece)
		}
		joined = append(joined, piece...)
	}
	if open {
		if len(inner.in) < 2 {
			return nil, false
		}
		r.in = inner.in[2:]
	}
	if tag == berOctets|berConstructed {
		tag = berOctets
	}
	return element(tag, joined), tag != berBits|berConstructed
}

// ended tells whether all values of a constructed one are read.
func (r *berReader) ended(open bool) bool {
	if open {
		return len(r.in) < 2 || r.in[0] == 0 && r.in[1] == 0
	}
	return len(r.in) == 0
}

// head reads a tag and a length; open means that an end mark closes the value.
func (r *berReader) head() (tag byte, body []byte, open, ok bool) {
	if len(r.in) < 2 || r.in[0]&0x1f == 0x1f || r.in[0] == 0 {
		return 0, nil, false, false
	}
	tag, size := r.in[0], int(r.in[1])
	r.in = r.in[2:]
	if size == 0x80 {
		return tag, nil, true, true
	}
	if size > 0x80 {
		digits := size & 0x7f
		if digits > 4 || digits > len(r.in) {
			return 0, nil, false, false
		}
		size = 0
		for _, d := range r.in[:digits] {
			size = size<<8 | int(d)
		}
		r.in = r.in[digits:]
	}
	if size > len(r.in) {
		return 0, nil, false, false
	}
	body, r.in = r.in[:size], r.in[size:]
	return tag, body, false, true
}

// element is a value in DER with a tag of one byte.
func element(tag byte, content []byte) []byte {
	raw := asn1.RawValue{Class: int(tag >> 6), Tag: int(tag & 0x1f), IsCompound: tag&berConstructed != 0, Bytes: content}
	out, err := asn1.Marshal(raw)
	if err != nil {
		return nil // it cannot be: the class and the tag are of one byte
	}
	return out
}

// contentOf is what lies within an element that this file wrote.
func contentOf(der []byte) []byte {
	var raw asn1.RawValue
	if _, err := asn1.Unmarshal(der, &raw); err != nil {
		return nil
	}
	return raw.Bytes
}
