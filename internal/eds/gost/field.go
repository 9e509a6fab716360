package gost

import (
	"math/big"
	"math/bits"
)

// number is a residue of at most 512 bits, the lowest word first, in Montgomery's form;
// a field of 256 bits uses the first four words.
type number [8]uint64

// field is the residues modulo an odd prime of n words.
type field struct {
	n        int
	p        number
	negative uint64 // -1/p modulo 2^64
	one, rr  number // 1 in Montgomery's form, and the factor that takes a number there
	prime    *big.Int
}

func newField(prime *big.Int) *field {
	f := &field{n: (prime.BitLen() + 63) / 64, prime: prime}
	f.p = words(prime)
	inverse := f.p[0] // right in its lowest 3 bits; each turn doubles them
	for range 5 {
		inverse *= 2 - f.p[0]*inverse
	}
	f.negative = -inverse
	r := new(big.Int).Lsh(big.NewInt(1), uint(64*f.n))
	f.one = words(new(big.Int).Mod(r, prime))
	f.rr = words(r.Mod(r.Mul(r, r), prime))
	return f
}

// words takes a number of at most 512 bits that is not negative.
func words(x *big.Int) (out number) {
	var b [64]byte
	x.FillBytes(b[:])
	for i := range out {
		for _, octet := range b[56-8*i : 64-8*i] {
			out[i] = out[i]<<8 | uint64(octet)
		}
	}
	return out
}

// into takes x, 0 <= x < p, to Montgomery's form.
func (f *field) into(x *big.Int) (out number) {
	w := words(x)
	f.mul(&out, &w, &f.rr)
	return out
}

// mul is Montgomery's product; out may be a or b.
func (f *field) mul(out, a, b *number) {
	if f.n == 8 {
		mul8(out, a, b, &f.p, f.negative)
		return
	}
	mul4(out, a, b, &f.p, f.negative)
}

// mul8 goes word by word: the partial product is added, then a multiple of p that makes
// the lowest word zero, which is dropped.
func mul8(out, a, b, p *number, negative uint64) {
	var t number
	var top uint64
	for _, x := range a {
		var carry, over uint64
		for j := range t {
			carry, t[j] = mulAdd(x, b[j], t[j], carry)
		}
		top, over = bits.Add64(top, carry, 0)
		m := t[0] * negative
		carry, _ = mulAdd(m, p[0], t[0], 0)
		for j := 1; j < 8; j++ {
			carry, t[j-1] = mulAdd(m, p[j], t[j], carry)
		}
		t[7], carry = bits.Add64(top, carry, 0)
		top = over + carry
	}
	lessPrime(out, &t, p, top, 8)
}

func mul4(out, a, b, p *number, negative uint64) {
	var t number
	var top uint64
	for _, x := range a[:4] {
		var carry, over uint64
		for j := range 4 {
			carry, t[j] = mulAdd(x, b[j], t[j], carry)
		}
		top, over = bits.Add64(top, carry, 0)
		m := t[0] * negative
		carry, _ = mulAdd(m, p[0], t[0], 0)
		for j := 1; j < 4; j++ {
			carry, t[j-1] = mulAdd(m, p[j], t[j], carry)
		}
		t[3], carry = bits.Add64(top, carry, 0)
		top = over + carry
	}
	lessPrime(out, &t, p, top, 4)
}

// mulAdd is x*y + add + carry, which never overflows 128 bits.
func mulAdd(x, y, add, carry uint64) (hi, lo uint64) {
	hi, lo = bits.Mul64(x, y)
	var c uint64
	lo, c = bits.Add64(lo, add, 0)
	hi += c
	lo, c = bits.Add64(lo, carry, 0)
	return hi + c, lo
}

// lessPrime takes p away once when t, with top above its n words, is not below p.
func lessPrime(out, t, p *number, top uint64, n int) {
	var less number
	var borrow uint64
	for i := range n {
		less[i], borrow = bits.Sub64(t[i], p[i], borrow)
	}
	if top == 0 && borrow == 1 {
		*out = *t
		return
	}
	*out = less
}

func (f *field) add(out, a, b *number) {
	var t number
	var carry uint64
	for i := range f.n {
		t[i], carry = bits.Add64(a[i], b[i], carry)
	}
	lessPrime(out, &t, &f.p, carry, f.n)
}

func (f *field) sub(out, a, b *number) {
	var t number
	var borrow, carry uint64
	for i := range f.n {
		t[i], borrow = bits.Sub64(a[i], b[i], borrow)
	}
	if borrow == 1 {
		for i := range f.n {
			t[i], carry = bits.Add64(t[i], f.p[i], carry)
		}
	}
	*out = t
}
