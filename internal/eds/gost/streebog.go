package gost

import (
	"encoding/binary"
	"hash"
)

// block is 512 bits as eight words, the lowest first.
type block [8]uint64

// streebog is a running digest. It keeps one block and three numbers, whatever the length.
type streebog struct {
	state, length, sum block
	buffer             [64]byte
	held, size         int
}

// NewStreebog512 makes a hash of 64 bytes.
func NewStreebog512() hash.Hash { return newStreebog(64) }

// NewStreebog256 makes a hash of 32 bytes.
func NewStreebog256() hash.Hash { return newStreebog(32) }

func newStreebog(size int) *streebog {
	s := &streebog{size: size}
	s.Reset()
	return s
}

func (s *streebog) Size() int      { return s.size }
func (s *streebog) BlockSize() int { return 64 }

func (s *streebog) Reset() {
	*s = streebog{size: s.size}
	if s.size == 32 {
		for i := range s.state {
			s.state[i] = 0x0101010101010101
		}
	}
}

func (s *streebog) Write(p []byte) (int, error) {
	n := len(p)
	if s.held > 0 {
		took := copy(s.buffer[s.held:], p)
		s.held, p = s.held+took, p[took:]
		if s.held < 64 {
			return n, nil
		}
		s.take(&s.buffer, 512)
		s.held = 0
	}
	for len(p) >= 64 {
		s.take((*[64]byte)(p), 512)
		p = p[64:]
	}
	s.held = copy(s.buffer[:], p)
	return n, nil
}

// take is stages 2 and 3 of RFC 6986, 8: one block of so many bits.
func (s *streebog) take(b *[64]byte, bits uint64) {
	var m block
	for i := range m {
		m[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	compress(&s.state, &s.length, &m)
	s.length.add(&block{bits})
	s.sum.add(&m)
}

// Sum leaves the running digest as it is.
func (s *streebog) Sum(to []byte) []byte {
	end := *s
	clear(end.buffer[end.held:])
	end.buffer[end.held] = 1
	end.take(&end.buffer, uint64(8*end.held))
	var zero block
	compress(&end.state, &zero, &end.length)
	compress(&end.state, &zero, &end.sum)
	for _, word := range end.state[8-s.size/8:] {
		to = binary.LittleEndian.AppendUint64(to, word)
	}
	return to
}

// add is addition modulo 2^512.
func (b *block) add(c *block) {
	var carry uint64
	for i := range b {
		sum := b[i] + c[i]
		over := uint64(0)
		if sum < b[i] {
			over = 1
		}
		b[i] = sum + carry
		if b[i] < sum {
			over = 1
		}
		carry = over
	}
}

// compress is g of RFC 6986, 7: h becomes E(LPS(h^n), m) ^ h ^ m.
func compress(h, n, m *block) {
	var key, state, mixed block
	for i := range mixed {
		mixed[i] = h[i] ^ n[i]
	}
	lps(&key, &mixed)
	state = *m
	for round := range rounds {
		c := &rounds[round]
		for i := range mixed {
			mixed[i] = state[i] ^ key[i]
		}
		lps(&state, &mixed)
		for i := range mixed {
			mixed[i] = key[i] ^ c[i]
		}
		lps(&key, &mixed)
	}
	for i := range h {
		h[i] ^= state[i] ^ key[i] ^ m[i]
	}
}

// lps is substitution, transposition and the linear map together: byte i of every word
// goes into word i.
func lps(out, in *block) {
	t := &lookup
	for i := range out {
		shift := uint(8*i) & 63
		out[i] = t[0][byte(in[0]>>shift)] ^ t[1][byte(in[1]>>shift)] ^ t[2][byte(in[2]>>shift)] ^ t[3][byte(in[3]>>shift)] ^
			t[4][byte(in[4]>>shift)] ^ t[5][byte(in[5]>>shift)] ^ t[6][byte(in[6]>>shift)] ^ t[7][byte(in[7]>>shift)]
	}
}
