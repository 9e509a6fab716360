package devca

import "math/big"

// curvePoint is a point in ordinary coordinates; without x it is infinity.
type curvePoint struct{ x, y *big.Int }

// digitBits is how much of a number one row of the table stands for.
const digitBits = 4

// table is a curve's arithmetic as schoolbooks have it, and the base point times
// 1…15 times each power of 16: what a signature needs. It is slow, it is not constant in
// time, and it signs for nobody real.
type table struct {
	p, a, q *big.Int
	rows    [][]curvePoint
}

func newTable(p, a, q, x, y *big.Int) *table {
	t := &table{p: p, a: a, q: q}
	step := curvePoint{x, y}
	for range (q.BitLen() + digitBits - 1) / digitBits {
		row := make([]curvePoint, 1<<digitBits)
		for i := 1; i < len(row); i++ {
			row[i] = t.add(row[i-1], step)
		}
		t.rows = append(t.rows, row)
		step = t.add(row[len(row)-1], step)
	}
	return t
}

func (t *table) add(p, q curvePoint) curvePoint {
	if p.x == nil {
		return q
	}
	if q.x == nil {
		return p
	}
	over, under := new(big.Int).Sub(q.y, p.y), new(big.Int).Sub(q.x, p.x)
	if under.Sign() == 0 {
		if p.y.Cmp(q.y) != 0 {
			return curvePoint{}
		}
		over.Mul(p.x, p.x).Mul(over, big.NewInt(3)).Add(over, t.a)
		under.Lsh(p.y, 1)
	}
	slope := over.Mul(over, under.ModInverse(under.Mod(under, t.p), t.p))
	slope.Mod(slope, t.p)
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, p.x).Sub(x, q.x).Mod(x, t.p)
	y := new(big.Int).Sub(p.x, x)
	return curvePoint{x, y.Mul(y, slope).Sub(y, p.y).Mod(y, t.p)}
}

// times is the base point times k, 0 < k < q.
func (t *table) times(k *big.Int) (sum curvePoint) {
	for i, row := range t.rows {
		digit := 0
		for bit := range digitBits {
			digit |= int(k.Bit(digitBits*i+bit)) << bit
		}
		if digit > 0 {
			sum = t.add(sum, row[digit])
		}
	}
	return sum
}
