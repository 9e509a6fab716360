package devca

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1" // key identifiers are SHA-1 by RFC 5280, 4.2.1.2
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"
	"math/big"
	"slices"
	"sync"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/eds/gost"
)

// GOSTSet is a kind of Kazakhstan's GOST keys: its names, its curve, its digest.
type GOSTSet struct {
	Key, Method, DigestNamed asn1.ObjectIdentifier
	params                   []asn1.ObjectIdentifier
	size                     int
	hash                     func() hash.Hash
	table                    func() *table
}

// kz is an identifier below the authority's algorithms, 1.2.398.3.10.1.
func kz(arcs ...int) asn1.ObjectIdentifier {
	return append(asn1.ObjectIdentifier{1, 2, 398, 3, 10, 1}, arcs...)
}

// The kinds of GOST keys. New keys of people are all GOST512.
var (
	GOST512 = &GOSTSet{
		Key: kz(1, 2, 2), Method: kz(1, 2, 3, 2), DigestNamed: kz(3, 3), params: []asn1.ObjectIdentifier{kz(1, 2, 2, 1), kz(3, 3)},
		size: 64, hash: gost.NewStreebog512, table: tableOf(gost.Curve512),
	}
	GOST256 = &GOSTSet{
		Key: kz(1, 2, 1), Method: kz(1, 2, 3, 1), DigestNamed: kz(3, 2), params: []asn1.ObjectIdentifier{kz(1, 2, 1, 1), kz(3, 2)},
		size: 32, hash: gost.NewStreebog256, table: tableOf(gost.Curve256),
	}
	GOST2004 = &GOSTSet{
		Key: kz(1, 1, 1), Method: kz(1, 1, 2), DigestNamed: kz(3, 1), params: []asn1.ObjectIdentifier{kz(1, 1, 1, 1), kz(3, 1, 1, 0)},
		size: 32, hash: gost.NewOld, table: tableOf(gost.Curve2004),
	}
)

func tableOf(curve func() *gost.Curve) func() *table {
	return sync.OnceValue(func() *table {
		n := curve().Numbers()
		return newTable(n.P, n.A, n.Q, n.X, n.Y)
	})
}

// GOSTKey is a private key. It exists in tests and in the demo town only.
type GOSTKey struct {
	set    *GOSTSet
	d      *big.Int
	public []byte // x and y, each with its lowest byte first
}

// NewGOSTKey makes a key.
func NewGOSTKey(set *GOSTSet) (*GOSTKey, error) {
	below := new(big.Int).Sub(set.table().q, big.NewInt(1))
	d, err := rand.Int(rand.Reader, below)
	if err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	return gostKeyOf(set, d.Add(d, big.NewInt(1))), nil
}

func gostKeyOf(set *GOSTSet, d *big.Int) *GOSTKey {
	q := set.table().times(d)
	return &GOSTKey{set, d, append(set.lowFirst(q.x), set.lowFirst(q.y)...)}
}

// lowFirst writes a number with its lowest byte first.
func (s *GOSTSet) lowFirst(n *big.Int) []byte {
	b := n.FillBytes(make([]byte, s.size))
	slices.Reverse(b)
	return b
}

func numberOf(lowFirst []byte) *big.Int {
	b := slices.Clone(lowFirst)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}

// Sign signs a digest: r, then s (RFC 7091, 6.1). The one-time number is drawn from key
// and digest, so that the same is signed the same.
func (k *GOSTKey) Sign(digest []byte) []byte {
	q := k.set.table().q
	e := numberOf(digest)
	if e.Mod(e, q).Sign() == 0 {
		e.SetInt64(1)
	}
	for try := byte(0); ; try++ {
		h := gost.NewStreebog512()
		h.Write(append(append([]byte{try}, k.set.lowFirst(k.d)...), digest...))
		once := new(big.Int).SetBytes(h.Sum(nil))
		if once.Mod(once, q).Sign() == 0 {
			continue
		}
		r := new(big.Int).Mod(k.set.table().times(once).x, q)
		s := new(big.Int).Mul(r, k.d)
		s.Add(s, once.Mul(once, e)).Mod(s, q)
		if r.Sign() != 0 && s.Sign() != 0 {
			return append(k.set.lowFirst(r), k.set.lowFirst(s)...)
		}
	}
}

// algorithm names the key's kind, its curve and its digest.
func (s *GOSTSet) algorithm() []byte {
	return AlgorithmID(s.Key, Element(0x30, build(func(b *cryptobyte.Builder) {
		for _, oid := range s.params {
			b.AddASN1ObjectIdentifier(oid)
		}
	}))...)
}

// info is the SubjectPublicKeyInfo.
func (k *GOSTKey) info() []byte {
	bits := append([]byte{0}, Element(4, k.public)...)
	return Element(0x30, append(k.set.algorithm(), Element(3, bits)...))
}

func (k *GOSTKey) identifier() []byte {
	sum := sha1.Sum(k.public) // an identifier, not a signature
	return sum[:]
}

// PKCS8 is the private key as key files of the authority hold it: an octet string in an
// octet string, the lowest byte first.
func (k *GOSTKey) PKCS8() []byte {
	inner := Element(4, Element(4, k.set.lowFirst(k.d)))
	return Element(0x30, bytes.Join([][]byte{{2, 1, 0}, k.set.algorithm(), inner}, nil))
}

// ParseGOSTKey reads what PKCS8 wrote.
func ParseGOSTKey(der []byte) (*GOSTKey, error) {
	in := cryptobyte.String(der)
	var seq, named, outer, d cryptobyte.String
	var version int
	var oid asn1.ObjectIdentifier
	if !in.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1Integer(&version) || !seq.ReadASN1(&named, tags.SEQUENCE) ||
		!named.ReadASN1ObjectIdentifier(&oid) || !seq.ReadASN1(&outer, tags.OCTET_STRING) || !outer.ReadASN1(&d, tags.OCTET_STRING) {
		return nil, errors.New("devca: not a GOST key")
	}
	for _, set := range []*GOSTSet{GOST512, GOST256, GOST2004} {
		if oid.Equal(set.Key) && len(d) == set.size {
			return gostKeyOf(set, numberOf(d)), nil
		}
	}
	return nil, fmt.Errorf("devca: a key of another kind: %s", oid)
}
