package eds

import (
	"bytes"
	"encoding/asn1"
	"errors"
	"hash/maphash"
	"math/big"
	"math/bits"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// MaxList is the largest revocation list taken, in bytes.
const MaxList = 64 << 20

// Reasons of RFC 5280, 5.3.1 that matter here.
const (
	reasonHold    = 6
	reasonRemoved = 8
)

// list is a revocation list (RFC 5280, 5). It is kept as it came, with an index of eight
// to sixteen bytes for an entry: a list of the largest size costs little more than itself.
type list struct {
	der          []byte
	issuer, key  []byte // whose: the name, whole, and the key's identifier when given
	number, base *big.Int
	from, until  calendar.Instant
	entries      cryptobyte.String
	index        []uint32 // open addressing: one more than where the entry begins; 0 is free
	signed       signedBody
}

// signedBody is what a list or an answer is around its content.
type signedBody struct {
	body   []byte // the whole element that is signed
	method algorithmID
	value  []byte
}

type entry struct {
	at     calendar.Instant
	reason int
}

var (
	errList     = errors.New("eds: not a revocation list of a kind that is read here")
	errListSize = errors.New("eds: the revocation list is too large")
	errEntry    = errors.New("eds: an entry of the revocation list cannot be read")
)

// readList reads all but the entries. It reads what the authority sends and the standard
// library refuses: an inner name of the method that lacks the NULL of the outer one.
func readList(der []byte) (*list, error) {
	if len(der) > MaxList {
		return nil, errListSize
	}
	l := &list{der: der}
	outer, ok := only(der, tags.SEQUENCE)
	var body cryptobyte.String
	if !ok || !outer.ReadASN1Element(&body, tags.SEQUENCE) || !l.signed.read(&outer) || !outer.Empty() {
		return nil, errList
	}
	l.signed.body = body
	in, ok := only(body, tags.SEQUENCE)
	if !ok || !l.readHead(&in) || !l.readExtensions(in) {
		return nil, errList
	}
	if l.number == nil || l.until.IsZero() {
		return nil, errors.New("eds: the revocation list has no number or no next update")
	}
	return l, nil
}

// read reads the method and the value after the body.
func (s *signedBody) read(in *cryptobyte.String) (ok bool) {
	var value asn1.BitString
	if s.method, ok = readAlgorithm(in); !ok || !s.method.plain() {
		return false
	}
	ok = in.ReadASN1BitString(&value) && value.BitLength%8 == 0
	s.value = value.Bytes
	return ok
}

// readHead reads a list of version 2 up to its own extensions.
func (l *list) readHead(in *cryptobyte.String) bool {
	var version int
	if !in.ReadASN1Integer(&version) || version != 1 {
		return false
	}
	method, ok := readAlgorithm(in)
	if !ok || !method.plain() || !method.oid.Equal(l.signed.method.oid) {
		return false
	}
	if !in.ReadASN1Element((*cryptobyte.String)(&l.issuer), tags.SEQUENCE) || !readTime(in, &l.from) {
		return false
	}
	if (in.PeekASN1Tag(tags.UTCTime) || in.PeekASN1Tag(tags.GeneralizedTime)) && !readTime(in, &l.until) {
		return false
	}
	return !in.PeekASN1Tag(tags.SEQUENCE) || in.ReadASN1(&l.entries, tags.SEQUENCE)
}

// Extensions of lists and of their entries: the contents of their identifiers, 2.5.29.x.
const (
	extCRLNumber    = "\x55\x1d\x14"
	extReason       = "\x55\x1d\x15"
	extDelta        = "\x55\x1d\x1b"
	extAuthorityKey = "\x55\x1d\x23"
)

// readExtensions refuses lists that hold only a part: those have a critical extension
// other than delta.
func (l *list) readExtensions(in cryptobyte.String) bool {
	all, ok := only(in, explicit(0))
	if !ok {
		return false
	}
	return eachExtension(all, func(name string, critical bool, value cryptobyte.String) bool {
		switch {
		case name == extCRLNumber && l.number == nil:
			l.number = new(big.Int)
			return readNumber(value, l.number)
		case name == extDelta && l.base == nil:
			l.base = new(big.Int)
			return readNumber(value, l.base)
		case name == extAuthorityKey:
			seq, ok := only(value, tags.SEQUENCE)
			return ok && (!seq.PeekASN1Tag(tags.Tag(0).ContextSpecific()) || seq.ReadASN1((*cryptobyte.String)(&l.key), tags.Tag(0).ContextSpecific()))
		}
		return !critical
	})
}

// readNumber reads a number of up to 20 bytes that is not negative.
func readNumber(in cryptobyte.String, to *big.Int) bool {
	return len(in) <= 22 && in.ReadASN1Integer(to) && in.Empty() && to.Sign() >= 0
}

// eachExtension visits the extensions in a sequence, until visit is false. Names are the
// contents of identifiers: long lists have many, and reading them as numbers costs memory.
func eachExtension(element cryptobyte.String, visit func(name string, critical bool, value cryptobyte.String) bool) bool {
	all, ok := only(element, tags.SEQUENCE)
	for ok && !all.Empty() {
		var one, name, value cryptobyte.String
		var critical bool
		ok = all.ReadASN1(&one, tags.SEQUENCE) && one.ReadASN1(&name, tags.OBJECT_IDENTIFIER) &&
			(!one.PeekASN1Tag(tags.BOOLEAN) || one.ReadASN1Boolean(&critical)) && one.ReadASN1(&value, tags.OCTET_STRING) && one.Empty() && visit(string(name), critical, value)
	}
	return ok
}

// readTime reads UTCTime or GeneralizedTime.
func readTime(in *cryptobyte.String, to *calendar.Instant) bool {
	if in.PeekASN1Tag(tags.GeneralizedTime) {
		return readGeneralized(in, to)
	}
	var t time.Time
	ok := in.ReadASN1UTCTime(&t)
	*to = calendar.At(t)
	return ok
}

func readGeneralized(in *cryptobyte.String, to *calendar.Instant) bool {
	var t time.Time
	ok := in.ReadASN1GeneralizedTime(&t)
	*to = calendar.At(t)
	return ok
}

// readEntry reads one revoked certificate. Of another issuer's (an indirect list) it says
// that it cannot be read.
func readEntry(in *cryptobyte.String) (serial []byte, e entry, ok bool) {
	var seq, number cryptobyte.String
	if !in.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1(&number, tags.INTEGER) || len(number) == 0 || !readTime(&seq, &e.at) {
		return nil, e, false
	}
	if seq.Empty() {
		return number, e, true
	}
	ok = eachExtension(seq, func(name string, critical bool, value cryptobyte.String) bool {
		if name == extReason {
			return value.ReadASN1Enum(&e.reason) && value.Empty()
		}
		return !critical
	})
	return number, e, ok
}

var seed = maphash.MakeSeed()

// fill makes the index. Of two words about one certificate the later one stands.
func (l *list) fill() error {
	count := 0
	for in := l.entries; !in.Empty(); count++ {
		if !in.SkipASN1(tags.SEQUENCE) {
			return errList
		}
	}
	if count == 0 {
		return nil
	}
	l.index = make([]uint32, 1<<bits.Len(uint(2*count)))
	for in := l.entries; !in.Empty(); {
		at := len(l.entries) - len(in)
		serial, _, ok := readEntry(&in)
		if !ok {
			return errEntry
		}
		l.index[l.slot(serial)] = uint32(at) + 1 // below MaxList
	}
	return nil
}

// slot is where a serial number's entry is, or would be.
func (l *list) slot(serial []byte) int {
	mask := len(l.index) - 1
	i := int(maphash.Bytes(seed, serial)>>1) & mask
	for l.index[i] != 0 {
		in := l.entries[l.index[i]-1:]
		if held, _, _ := readEntry(&in); bytes.Equal(held, serial) {
			break
		}
		i = (i + 1) & mask
	}
	return i
}

// find is the list's word about a serial number.
func (l *list) find(serial *big.Int) (e entry, found bool) {
	if len(l.index) == 0 {
		return e, false
	}
	at := l.index[l.slot(contents(serial))]
	if at == 0 {
		return e, false
	}
	in := l.entries[at-1:]
	_, e, found = readEntry(&in)
	return e, found
}

// contents are the bytes of a positive INTEGER.
func contents(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) == 0 || b[0] >= 0x80 {
		b = append([]byte{0}, b...)
	}
	return b
}
