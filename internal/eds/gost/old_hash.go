package gost

import (
	"encoding/binary"
	"hash"
	"math/bits"
)

// half is 256 bits as four words, the lowest first.
type half [4]uint64

// oldHash is a running digest of GOST 34.311-95.
type oldHash struct {
	state, sum half
	length     uint64 // in bytes
	buffer     [32]byte
	held       int
}

// NewOld makes the hash of GOST 34.311-95 with the test substitution, as the authority
// uses it.
func NewOld() hash.Hash { return &oldHash{} }

func (h *oldHash) Size() int      { return 32 }
func (h *oldHash) BlockSize() int { return 32 }
func (h *oldHash) Reset()         { *h = oldHash{} }

func (h *oldHash) Write(p []byte) (int, error) {
	n := len(p)
	h.length += uint64(n)
	if h.held > 0 {
		took := copy(h.buffer[h.held:], p)
		h.held, p = h.held+took, p[took:]
		if h.held < 32 {
			return n, nil
		}
		h.take(&h.buffer)
		h.held = 0
	}
	for len(p) >= 32 {
		h.take((*[32]byte)(p))
		p = p[32:]
	}
	h.held = copy(h.buffer[:], p)
	return n, nil
}

func (h *oldHash) take(b *[32]byte) {
	var m half
	for i := range m {
		m[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	var carry uint64
	for i := range m {
		h.sum[i], carry = bits.Add64(h.sum[i], m[i], carry)
	}
	step(&h.state, &m)
}

// Sum leaves the running digest as it is (RFC 5831, 7).
func (h *oldHash) Sum(to []byte) []byte {
	end := *h
	if end.held > 0 {
		clear(end.buffer[end.held:])
		end.take(&end.buffer)
	}
	step(&end.state, &half{end.length << 3, end.length >> 61})
	step(&end.state, &end.sum)
	for _, word := range end.state {
		to = binary.LittleEndian.AppendUint64(to, word)
	}
	return to
}

// third is the constant C[3] of RFC 5831, 6.1.
var third = half{0xff00ff00ff00ff00, 0x00ff00ff00ff00ff, 0xff0000ff00ffff00, 0xff00ffff000000ff}

// step is the step function of RFC 5831, 6: keys, encryption, mixing.
func step(h, m *half) {
	u, v := *h, *m
	var s half
	for j := range s {
		if j > 0 {
			u = u.turned()
			v = v.turned().turned()
		}
		if j == 2 {
			u = u.xor(&third)
		}
		w := u.xor(&v)
		key := spread(&w)
		s[j] = encrypt(&key, h[j])
	}
	mix(h, m, &s)
}

func (a half) xor(b *half) half {
	return half{a[0] ^ b[0], a[1] ^ b[1], a[2] ^ b[2], a[3] ^ b[3]}
}

// turned is A of RFC 5831, 6.1.
func (a half) turned() half { return half{a[1], a[2], a[3], a[0] ^ a[1]} }

// spread is P of RFC 5831, 6.1, as the eight words of a key.
func spread(w *half) (key [8]uint32) {
	for k := range key {
		for i := range 4 {
			key[k] |= uint32(byte(w[i]>>(8*k))) << (8 * i)
		}
	}
	return key
}

// encrypt is GOST 28147-89 over one word in simple replacement.
func encrypt(key *[8]uint32, in uint64) uint64 {
	a, b := uint32(in), uint32(in>>32)
	for range 3 {
		for i := range key {
			a, b = replace(a+key[i])^b, a
		}
	}
	for i := range key {
		a, b = replace(a+key[7-i])^b, a
	}
	return uint64(a)<<32 | uint64(b)
}

func replace(x uint32) uint32 {
	return wide[0][byte(x)] | wide[1][byte(x>>8)] | wide[2][byte(x>>16)] | wide[3][byte(x>>24)]
}

// mix is the mixing of RFC 5831, 6.3: 12 turns, one, and 61.
func mix(h, m, s *half) {
	var x [16]uint16
	for i := range x {
		x[i] = uint16(s[i/4] >> (16 * (i % 4)))
	}
	stir(&x, 12)
	fold(&x, m)
	stir(&x, 1)
	fold(&x, h)
	stir(&x, 61)
	*h = half{}
	for i := range x {
		h[i/4] |= uint64(x[i]) << (16 * (i % 4))
	}
}

func fold(x *[16]uint16, a *half) {
	for i := range x {
		x[i] ^= uint16(a[i/4] >> (16 * (i % 4)))
	}
}

func stir(x *[16]uint16, times int) {
	for range times {
		top := x[0] ^ x[1] ^ x[2] ^ x[3] ^ x[12] ^ x[15]
		copy(x[:15], x[1:])
		x[15] = top
	}
}

// testSubstitution is id-GostR3411-94-TestParamSet (RFC 4357, 11.2); the first row is of
// the lowest four bits.
var testSubstitution = [8][16]byte{
	{4, 10, 9, 2, 13, 8, 0, 14, 6, 11, 1, 12, 7, 15, 5, 3},
	{14, 11, 4, 12, 6, 13, 15, 10, 2, 3, 8, 1, 0, 7, 5, 9},
	{5, 8, 1, 13, 10, 3, 4, 2, 14, 15, 12, 7, 6, 0, 9, 11},
	{7, 13, 10, 1, 0, 8, 9, 15, 14, 4, 6, 12, 11, 2, 5, 3},
	{6, 12, 7, 1, 5, 15, 13, 8, 4, 10, 9, 14, 0, 3, 11, 2},
	{4, 11, 10, 0, 7, 2, 1, 13, 3, 6, 8, 5, 9, 12, 15, 14},
	{13, 11, 4, 1, 3, 15, 5, 9, 0, 10, 14, 7, 6, 8, 2, 12},
	{1, 15, 13, 0, 5, 7, 10, 4, 9, 2, 3, 14, 6, 11, 8, 12},
}

// wide is the substitution of each byte, turned by 11 bits.
var wide = makeWide()

func makeWide() (t [4][256]uint32) {
	for place := range t {
		for v := range t[place] {
			two := uint32(testSubstitution[2*place][v&15]) | uint32(testSubstitution[2*place+1][v>>4])<<4
			t[place][v] = bits.RotateLeft32(two<<(8*place), 11)
		}
	}
	return t
}
