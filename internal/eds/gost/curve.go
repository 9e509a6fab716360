package gost

import "math/big"

// Curve is a curve y² = x³ + ax + b with a point of prime order q.
type Curve struct {
	f         *field
	q         *big.Int
	a, b      number
	aIsMinus3 bool
	baseOdd   []point // the base point times 1, 3, 5, … 2^(baseWidth-1)-1
	size      int     // of a coordinate, in bytes
	numbers   Numbers
}

// Numbers are a curve's, as standards print them.
type Numbers struct{ P, A, B, Q, X, Y *big.Int }

// Numbers tells what the curve is; they are not to be changed.
func (c *Curve) Numbers() Numbers { return c.numbers }

// point is x/z², y/z³; z = 0 is the point at infinity.
type point struct{ x, y, z number }

// The widths of signed windows: the base point's multiples are made once, a key's for
// each signature.
const (
	baseWidth = 8
	keyWidth  = 5
)

func newCurve(p, a, b, q, x, y *big.Int) *Curve {
	c := &Curve{f: newField(p), q: q, size: (p.BitLen() + 7) / 8, numbers: Numbers{p, a, b, q, x, y}}
	c.a, c.b = c.f.into(a), c.f.into(b)
	c.aIsMinus3 = new(big.Int).Add(a, big.NewInt(3)).Cmp(p) == 0
	base := c.affine(x, y)
	c.baseOdd = c.oddMultiples(&base, 1<<(baseWidth-2))
	return c
}

func (c *Curve) affine(x, y *big.Int) point {
	return point{c.f.into(x), c.f.into(y), c.f.one}
}

// has tells whether the coordinates are of a point of the curve.
func (c *Curve) has(x, y *big.Int) bool {
	if x.Cmp(c.f.prime) >= 0 || y.Cmp(c.f.prime) >= 0 {
		return false
	}
	f, p := c.f, c.affine(x, y)
	var left, right number
	f.mul(&left, &p.y, &p.y)
	f.mul(&right, &p.x, &p.x)
	f.add(&right, &right, &c.a)
	f.mul(&right, &right, &p.x)
	f.add(&right, &right, &c.b)
	return left == right
}

func (c *Curve) oddMultiples(p *point, n int) []point {
	odd := make([]point, n)
	odd[0] = *p
	var twice point
	c.double(&twice, p)
	for i := 1; i < n; i++ {
		c.add(&odd[i], &odd[i-1], &twice)
	}
	return odd
}

// double is dbl-2007-bl, or dbl-2001-b when a = -3, of the Explicit-Formulas Database.
func (c *Curve) double(out, p *point) {
	f := c.f
	var yy, s, m, t, z number
	f.mul(&yy, &p.y, &p.y)
	f.mul(&s, &p.x, &yy)
	f.add(&s, &s, &s)
	f.add(&s, &s, &s) // 4xy²
	f.mul(&z, &p.z, &p.z)
	c.slope(&m, p, &z)
	f.mul(&z, &p.y, &p.z)
	f.add(&out.z, &z, &z)
	f.mul(&t, &m, &m)
	f.sub(&t, &t, &s)
	f.sub(&out.x, &t, &s)
	f.mul(&yy, &yy, &yy)
	for range 3 {
		f.add(&yy, &yy, &yy)
	}
	f.sub(&t, &s, &out.x)
	f.mul(&t, &t, &m)
	f.sub(&out.y, &t, &yy)
}

// slope is 3x² + az⁴; zz is z².
func (c *Curve) slope(m *number, p *point, zz *number) {
	f := c.f
	var t number
	if c.aIsMinus3 { // 3(x-z²)(x+z²)
		f.sub(m, &p.x, zz)
		f.add(&t, &p.x, zz)
		f.mul(&t, &t, m)
		f.add(m, &t, &t)
		f.add(m, m, &t)
		return
	}
	f.mul(&t, &p.x, &p.x)
	f.add(m, &t, &t)
	f.add(m, m, &t)
	f.mul(&t, zz, zz)
	f.mul(&t, &t, &c.a)
	f.add(m, m, &t)
}

// add takes every pair of points: equal, opposite and infinite ones too.
func (c *Curve) add(out, p, q *point) {
	switch (number{}) {
	case p.z:
		*out = *q
		return
	case q.z:
		*out = *p
		return
	}
	f := c.f
	var pzz, qzz, u1, u2, s1, s2 number
	f.mul(&pzz, &p.z, &p.z)
	f.mul(&qzz, &q.z, &q.z)
	f.mul(&u1, &p.x, &qzz)
	f.mul(&u2, &q.x, &pzz)
	f.mul(&s1, &q.z, &qzz)
	f.mul(&s1, &s1, &p.y)
	f.mul(&s2, &p.z, &pzz)
	f.mul(&s2, &s2, &q.y)
	if u1 == u2 {
		if s1 == s2 {
			c.double(out, p)
		} else {
			*out = point{}
		}
		return
	}
	c.chord(out, p, q, &u1, &u2, &s1, &s2)
}

// chord ends the addition of different points.
func (c *Curve) chord(out, p, q *point, u1, u2, s1, s2 *number) {
	f := c.f
	var h, r, hh, hhh, v, t, x number
	f.sub(&h, u2, u1)
	f.sub(&r, s2, s1)
	f.mul(&hh, &h, &h)
	f.mul(&hhh, &hh, &h)
	f.mul(&v, u1, &hh)
	f.mul(&t, &p.z, &q.z)
	f.mul(&out.z, &t, &h)
	f.mul(&x, &r, &r)
	f.sub(&x, &x, &hhh)
	f.sub(&x, &x, &v)
	f.sub(&x, &x, &v)
	f.sub(&t, &v, &x)
	f.mul(&t, &t, &r)
	f.mul(&hhh, &hhh, s1)
	f.sub(&out.y, &t, &hhh)
	out.x = x
}

// combine is kG + lP, both in signed windows over one row of doublings.
func (c *Curve) combine(k, l *big.Int, p *point) (sum point) {
	keyOdd := c.oddMultiples(p, 1<<(keyWidth-2))
	forBase, forKey := windows(k, baseWidth), windows(l, keyWidth)
	for i := max(len(forBase), len(forKey)) - 1; i >= 0; i-- {
		c.double(&sum, &sum)
		if i < len(forBase) {
			c.addDigit(&sum, c.baseOdd, forBase[i])
		}
		if i < len(forKey) {
			c.addDigit(&sum, keyOdd, forKey[i])
		}
	}
	return sum
}

func (c *Curve) addDigit(sum *point, odd []point, digit int16) {
	switch {
	case digit > 0:
		c.add(sum, sum, &odd[digit/2])
	case digit < 0:
		p := odd[-digit/2]
		c.f.sub(&p.y, &number{}, &p.y)
		c.add(sum, sum, &p)
	}
}

// windows writes k as signed odd digits below 2^(width-1), at least width places apart.
func windows(k *big.Int, width uint) []int16 {
	k = new(big.Int).Set(k)
	digits := make([]int16, 0, k.BitLen()+1)
	full, low := int16(1)<<width, big.NewInt(0)
	for k.Sign() > 0 {
		digit := int16(0)
		if k.Bit(0) == 1 {
			digit = int16(uint64(k.Bits()[0]) & uint64(full-1))
			if digit >= full/2 {
				digit -= full
			}
			k.Sub(k, low.SetInt64(int64(digit)))
		}
		digits = append(digits, digit)
		k.Rsh(k, 1)
	}
	return digits
}
