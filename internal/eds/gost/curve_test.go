package gost

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// example is a signature of RFC 7091, 7; all numbers as printed there.
type example struct{ p, a, b, q, x, y, e, xq, yq, r, s string }

// examples are of 256 bits (in RFC 5832, 7 too) and of 512. Their curves are for examples
// only, so the arithmetic must not lean on the shape of the authority's primes.
var examples = []example{{
	p: "8000000000000000000000000000000000000000000000000000000000000431", a: "7",
	b: "5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E",
	q: "8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3", x: "2",
	y:  "8E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8",
	e:  "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
	xq: "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
	yq: "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
	r:  "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
	s:  "1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
}, {
	p: "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DF1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373", a: "7",
	b:  "1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC4361834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC",
	q:  "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DA82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF",
	x:  "24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A",
	y:  "2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E",
	e:  "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C5917184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
	xq: "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
	yq: "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
	r:  "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD35492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
	s:  "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
}}

// pair writes two numbers as keys and signatures have them.
func pair(c *Curve, a, b *big.Int) []byte {
	one, two := a.FillBytes(make([]byte, c.size)), b.FillBytes(make([]byte, c.size))
	slices.Reverse(one)
	slices.Reverse(two)
	return append(one, two...)
}

func TestExamples(t *testing.T) {
	for _, x := range examples {
		c := newCurve(hex(x.p), hex(x.a), hex(x.b), hex(x.q), hex(x.x), hex(x.y))
		key, err := NewPublicKey(c, pair(c, hex(x.xq), hex(x.yq)))
		if err != nil {
			t.Fatal(err)
		}
		digest, signature := pair(c, hex(x.e), new(big.Int))[:c.size], pair(c, hex(x.r), hex(x.s))
		if !key.Verify(digest, signature) {
			t.Errorf("the example of %d bits is refused", c.f.prime.BitLen())
		}
		for i := range signature {
			signature[i] ^= 1
			if key.Verify(digest, signature) {
				t.Errorf("byte %d of the signature does not matter", i)
			}
			signature[i] ^= 1
		}
	}
}

var curves = map[string]func() *Curve{"512": Curve512, "256": Curve256, "2004": Curve2004}

// TestCurves holds the constants: the base point is on its curve and has the order q.
func TestCurves(t *testing.T) {
	for name, make := range curves {
		c := make()
		var right number
		p := c.baseOdd[0]
		c.f.mul(&right, &p.x, &p.x)
		c.f.add(&right, &right, &c.a)
		c.f.mul(&right, &right, &p.x)
		c.f.add(&right, &right, &c.b)
		c.f.mul(&p.y, &p.y, &p.y)
		if right != p.y {
			t.Errorf("%s: the base point is not on the curve", name)
		}
		if end := c.combine(c.q, new(big.Int), &c.baseOdd[0]); end.z != (number{}) {
			t.Errorf("%s: the order is another", name)
		}
		if !c.q.ProbablyPrime(20) || !c.f.prime.ProbablyPrime(20) {
			t.Errorf("%s: not primes", name)
		}
	}
}

// plain is a point in ordinary coordinates; the zero value is infinity. Its arithmetic is
// the schoolbook's, a second opinion on the fast one.
type plain struct{ x, y *big.Int }

func (c *Curve) plainAdd(p, q plain) plain {
	if p.x == nil {
		return q
	}
	if q.x == nil {
		return p
	}
	m := c.f.prime
	a := c.ordinary(&c.a)
	over, under := new(big.Int).Sub(q.y, p.y), new(big.Int).Sub(q.x, p.x)
	if p.x.Cmp(q.x) == 0 {
		if p.y.Cmp(q.y) != 0 || p.y.Sign() == 0 {
			return plain{}
		}
		over.Mul(p.x, p.x).Mul(over, big.NewInt(3)).Add(over, a)
		under.Lsh(p.y, 1)
	}
	under.Mod(under, m)
	slope := over.Mul(over, under.ModInverse(under, m))
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, p.x).Sub(x, q.x).Mod(x, m)
	y := new(big.Int).Sub(p.x, x)
	y.Mul(y, slope).Sub(y, p.y).Mod(y, m)
	return plain{x, y}
}

func (c *Curve) plainTimes(k *big.Int, p plain) (sum plain) {
	for i := k.BitLen() - 1; i >= 0; i-- {
		if sum = c.plainAdd(sum, sum); k.Bit(i) == 1 {
			sum = c.plainAdd(sum, p)
		}
	}
	return sum
}

// ordinary takes a number out of Montgomery's form.
func (c *Curve) ordinary(n *number) *big.Int {
	var out number
	c.f.mul(&out, n, &number{1})
	x := new(big.Int)
	for i := 7; i >= 0; i-- {
		x.Lsh(x, 64).Add(x, new(big.Int).SetUint64(out[i]))
	}
	return x
}

func (c *Curve) base() plain { return plain{c.ordinary(&c.baseOdd[0].x), c.ordinary(&c.baseOdd[0].y)} }

// signer is a key for these tests alone: its signatures use a number anyone can guess.
type signer struct {
	c   *Curve
	d   *big.Int
	raw []byte
}

func newSigner(c *Curve, d *big.Int) *signer {
	q := c.plainTimes(d, c.base())
	return &signer{c, d, pair(c, q.x, q.y)}
}

func (s *signer) sign(digest []byte, k *big.Int) []byte {
	e := lowFirst(digest)
	if e.Mod(e, s.c.q).Sign() == 0 {
		e.SetInt64(1)
	}
	r := new(big.Int).Mod(s.c.plainTimes(k, s.c.base()).x, s.c.q)
	v := new(big.Int).Mul(r, s.d)
	v.Add(v, e.Mul(e, k)).Mod(v, s.c.q)
	return pair(s.c, r, v)
}

func someNumber(r *rand.ChaCha8, below *big.Int) *big.Int {
	b := make([]byte, 72)
	_, _ = r.Read(b)
	n := new(big.Int).SetBytes(b)
	return n.Mod(n, new(big.Int).Sub(below, big.NewInt(1))).Add(n, big.NewInt(1))
}

// TestSecondOpinion verifies what the schoolbook's arithmetic signed, and refuses each
// change of it.
func TestSecondOpinion(t *testing.T) {
	random := rand.NewChaCha8([32]byte{7})
	for name, make := range curves {
		c := make()
		for i := range 12 {
			s := newSigner(c, someNumber(random, c.q))
			key, err := NewPublicKey(c, s.raw)
			if err != nil {
				t.Fatal(name, err)
			}
			digest := pair(c, someNumber(random, c.q), new(big.Int))[:c.size]
			if i == 0 {
				clear(digest) // counts as 1
			}
			signature := s.sign(digest, someNumber(random, c.q))
			if !key.Verify(digest, signature) {
				t.Errorf("%s: a good signature is refused", name)
			}
			signature[i] ^= 4
			if key.Verify(digest, signature) {
				t.Errorf("%s: byte %d does not matter", name, i)
			}
			signature[i] ^= 4
			digest[i] ^= 4
			if key.Verify(digest, signature) {
				t.Errorf("%s: byte %d of the digest does not matter", name, i)
			}
		}
	}
}

// TestEdges compares the fast arithmetic with the schoolbook's where sums meet: equal,
// opposite and infinite points. A quick round meets fewer.
func TestEdges(t *testing.T) {
	most := int64(18)
	if testing.Short() {
		most = 6
	}
	for name, make := range curves {
		c := make()
		base := c.base()
		for k := range most {
			for l := range most {
				for _, top := range []bool{false, true} {
					bigK, bigL := big.NewInt(k), big.NewInt(l)
					if top {
						bigL.Sub(c.q, bigL)
					}
					three := c.affinePlain(c.plainTimes(big.NewInt(3), base))
					fast := c.combine(bigK, bigL, &three)
					slow := c.plainTimes(bigK.Add(bigK, bigL.Mul(bigL, big.NewInt(3))).Mod(bigK, c.q), base)
					if !c.same(&fast, slow) {
						t.Fatalf("%s: %dG + %d(3G), from the top: %v", name, k, l, top)
					}
				}
			}
		}
	}
}

func (c *Curve) affinePlain(p plain) point { return c.affine(p.x, p.y) }

func (c *Curve) same(p *point, q plain) bool {
	if p.z == (number{}) || q.x == nil {
		return p.z == (number{}) && q.x == nil
	}
	z := c.ordinary(&p.z)
	z.ModInverse(z, c.f.prime)
	zz := new(big.Int).Mul(z, z)
	x := new(big.Int).Mul(c.ordinary(&p.x), zz)
	y := zz.Mul(zz, z).Mul(zz, c.ordinary(&p.y))
	return x.Mod(x, c.f.prime).Cmp(q.x) == 0 && y.Mod(y, c.f.prime).Cmp(q.y) == 0
}

// TestBadInput refuses what no signer makes.
func TestBadInput(t *testing.T) {
	for name, make := range curves {
		c := make()
		s := newSigner(c, big.NewInt(5))
		key, err := NewPublicKey(c, s.raw)
		if err != nil {
			t.Fatal(err)
		}
		digest := bytes.Repeat([]byte{3}, c.size)
		good := s.sign(digest, big.NewInt(9))
		r, v := lowFirst(good[:c.size]), lowFirst(good[c.size:])
		zero := new(big.Int)
		bad := map[string][]byte{"no r": pair(c, zero, v), "no s": pair(c, r, zero), "both zero": pair(c, zero, zero), "short": good[1:], "long": append(slices.Clone(good), 0),
			"r is q": pair(c, c.q, v), "s is q": pair(c, r, c.q), "another s": pair(c, r, new(big.Int).Sub(c.q, v)), "empty": nil, "turned": pair(c, v, r)}
		for what, signature := range bad {
			if key.Verify(digest, signature) {
				t.Errorf("%s: %s is taken", name, what)
			}
		}
		if key.Verify(digest[1:], good) || !key.Verify(digest, good) {
			t.Errorf("%s: the digest's length", name)
		}
		x, y := lowFirst(s.raw[:c.size]), lowFirst(s.raw[c.size:])
		for what, raw := range map[string][]byte{"off the curve": pair(c, x, new(big.Int).Add(y, big.NewInt(1))), "zero": pair(c, zero, zero), "not reduced": pair(c, c.f.prime, y), "short": s.raw[1:]} {
			if _, err := NewPublicKey(c, raw); err == nil {
				t.Errorf("%s: a key %s is taken", name, what)
			}
		}
	}
}

// TestSmallGroup refuses a point outside the subgroup, which only the curve of 256 bits has.
func TestSmallGroup(t *testing.T) {
	c := Curve256()
	p, found := c.f.prime, false
	for x := int64(1); x < 40 && !found; x++ {
		n := big.NewInt(x)
		square := new(big.Int).Exp(n, big.NewInt(3), p)
		square.Add(square, new(big.Int).Mul(c.ordinary(&c.a), n)).Add(square, c.ordinary(&c.b)).Mod(square, p)
		y := new(big.Int).ModSqrt(square, p)
		if y == nil || c.plainTimes(c.q, plain{n, y}).x == nil {
			continue
		}
		found = true
		if _, err := NewPublicKey(c, pair(c, n, y)); err == nil {
			t.Errorf("the point with x = %d has another order and is taken", x)
		}
	}
	if !found {
		t.Error("no point outside the subgroup was found")
	}
}

// FuzzVerify wants no answer but the schoolbook's.
func FuzzVerify(f *testing.F) {
	f.Add([]byte{1}, []byte{2}, []byte{3}, byte(0))
	f.Add(bytes.Repeat([]byte{255}, 64), bytes.Repeat([]byte{255}, 64), bytes.Repeat([]byte{255}, 64), byte(1))
	all := []*Curve{Curve512(), Curve256(), Curve2004()}
	f.Fuzz(func(t *testing.T, d, k, e []byte, which byte) {
		c := all[int(which)%len(all)]
		inside := func(b []byte) *big.Int {
			n := new(big.Int).SetBytes(b)
			return n.Mod(n, new(big.Int).Sub(c.q, big.NewInt(1))).Add(n, big.NewInt(1))
		}
		s := newSigner(c, inside(d))
		key, err := NewPublicKey(c, s.raw)
		if err != nil {
			t.Fatal(err)
		}
		digest := pair(c, inside(e), new(big.Int))[:c.size]
		signature := s.sign(digest, inside(k))
		good := lowFirst(signature[c.size:]).Sign() != 0
		if key.Verify(digest, signature) != good {
			t.Fatal("a good signature is refused")
		}
		digest[0] ^= 1
		if good && key.Verify(digest, signature) {
			t.Fatal("another digest is taken")
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	for name, make := range curves {
		b.Run(name, func(b *testing.B) {
			c := make()
			s := newSigner(c, big.NewInt(0).Sub(c.q, big.NewInt(12345)))
			digest := bytes.Repeat([]byte{0x5a}, c.size)
			signature := s.sign(digest, new(big.Int).Rsh(c.q, 1))
			key, err := NewPublicKey(c, s.raw)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if !key.Verify(digest, signature) {
					b.Fatal("refused")
				}
			}
		})
	}
}
