package gost

import (
	"errors"
	"math/big"
	"slices"
)

// PublicKey is a point of its curve.
type PublicKey struct {
	curve *Curve
	x, y  *big.Int
}

// ErrKey means that the bytes are no key of the curve.
var ErrKey = errors.New("gost: not a point of the curve")

// NewPublicKey reads x and y, each of the curve's size with the lowest byte first.
func NewPublicKey(c *Curve, raw []byte) (*PublicKey, error) {
	if len(raw) != 2*c.size {
		return nil, ErrKey
	}
	k := &PublicKey{curve: c, x: lowFirst(raw[:c.size]), y: lowFirst(raw[c.size:])}
	if !c.has(k.x, k.y) || !k.hasOrder() {
		return nil, ErrKey
	}
	return k, nil
}

// hasOrder looks for a point outside the subgroup, which exists where the curve's order is
// not prime; there it is worth one multiplication.
func (k *PublicKey) hasOrder() bool {
	c := k.curve
	if c.q.BitLen() == c.f.prime.BitLen() {
		return true
	}
	p := c.affine(k.x, k.y)
	product := c.combine(new(big.Int), c.q, &p)
	return product.z == number{}
}

// Size is how many bytes a coordinate and half a signature have.
func (k *PublicKey) Size() int { return k.curve.size }

// Verify checks a signature, r and then s, over a digest; all have the lowest byte first
// (RFC 7091, 6.2).
func (k *PublicKey) Verify(digest, signature []byte) bool {
	c := k.curve
	if len(digest) != c.size || len(signature) != 2*c.size {
		return false
	}
	r, s := lowFirst(signature[:c.size]), lowFirst(signature[c.size:])
	if r.Sign() == 0 || s.Sign() == 0 || r.Cmp(c.q) >= 0 || s.Cmp(c.q) >= 0 {
		return false
	}
	e := lowFirst(digest)
	if e.Mod(e, c.q).Sign() == 0 {
		e.SetInt64(1)
	}
	v := e.ModInverse(e, c.q)
	z1 := s.Mul(s, v)
	z2 := v.Mul(v, new(big.Int).Sub(c.q, r))
	p := c.affine(k.x, k.y)
	sum := c.combine(z1.Mod(z1, c.q), z2.Mod(z2, c.q), &p)
	return c.abscissa(&sum, r)
}

// abscissa tells whether x of a point is r modulo q, without a division: x/z² = r + iq.
func (c *Curve) abscissa(p *point, r *big.Int) bool {
	if p.z == (number{}) {
		return false
	}
	var zz, product number
	c.f.mul(&zz, &p.z, &p.z)
	for x := new(big.Int).Set(r); x.Cmp(c.f.prime) < 0; x.Add(x, c.q) {
		w := c.f.into(x)
		c.f.mul(&product, &w, &zz)
		if product == p.x {
			return true
		}
	}
	return false
}

func lowFirst(b []byte) *big.Int {
	b = slices.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}
