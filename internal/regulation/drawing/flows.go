package drawing

import (
	"slices"

	"asar/internal/regulation"
)

// placeFlows draws the arrows: to the next row straight through the gap, to a later row
// down the side of the column. What ends gets a ring under the last row, or beside.
func (p *picture) placeFlows() {
	first := p.boxes[0]
	p.flows = append(p.flows, flow{to: first.step.N, points: [][2]int{{p.startX, p.startY + round}, {p.startX, first.y}}})
	for i, b := range p.boxes {
		for _, to := range p.after(i) {
			f := flow{from: b.step.N, to: to.step, beside: to.beside, points: p.way(i, p.row(to.step), to.beside)}
			if to.when != "" {
				f.label = p.words.Say("regulation.when." + string(to.when))
			}
			p.flows = append(p.flows, f)
		}
		if b.step.Ends != "" {
			p.end(i)
		}
	}
}

// out is a way out of a step; beside it is done what runs in parallel.
type out struct {
	step   int
	when   regulation.When
	beside bool
}

// after are the ways out of a step. What runs beside another step is left out of the main
// way, begins with it, and is done before the step that follows.
func (p *picture) after(i int) (ways []out) {
	s := p.boxes[i].step
	for _, n := range s.Next {
		ways = append(ways, out{step: n.Step, when: n.When})
	}
	if len(s.Next) > 0 || s.Ends != "" || i+1 == len(p.boxes) {
		return ways
	}
	next := p.boxes[i+1].step
	switch {
	case s.ParallelWith > 0 && i+2 < len(p.boxes):
		return []out{{step: p.boxes[i+2].step.N, beside: true}}
	case next.ParallelWith > 0:
		return []out{{step: next.ParallelWith}, {step: next.N, beside: true}}
	}
	return []out{{step: next.N}}
}

func (p *picture) row(n int) int {
	return slices.IndexFunc(p.boxes, func(b box) bool { return b.step.N == n })
}

// way is the line from one box to another: out at the bottom and along the gap when it is
// the next row, out at the side and down the edge of the column when rows lie between.
func (p *picture) way(from, to int, beside bool) [][2]int {
	a, b := p.boxes[from], p.boxes[to]
	bx := b.x + b.w/2
	if to == from+1 {
		ax, gap := a.x+a.w/2, b.y-rowGap/2
		if ax == bx {
			return [][2]int{{ax, a.y + a.h}, {bx, b.y}}
		}
		return [][2]int{{ax, a.y + a.h}, {ax, gap}, {bx, gap}, {bx, b.y}}
	}
	side, gap, bx := a.x+a.w+(laneWidth-boxWidth)/4, b.y-rowGap/2+5, bx+12
	if beside {
		side, gap, bx = side+5, gap-10, bx+12
	}
	return [][2]int{{a.x + a.w, a.y + a.h/2}, {side, a.y + a.h/2}, {side, gap}, {bx, gap}, {bx, b.y}}
}

// labelWidth is how much room a label takes.
func (f flow) labelWidth() int { return len([]rune(f.label)) * smallText * 60 / 100 }

// labelAt is where the words of a flow begin: beside its way down; of one that leaves at the
// side, above its way through the gap, so that they stay in their lane.
func (f flow) labelAt() (x, y int) {
	if f.points[0][1] != f.points[1][1] {
		return f.points[0][0] + 4, f.points[0][1] + 12
	}
	return f.points[2][0] - 4 - f.labelWidth(), f.points[2][1] - 3
}

// end puts a ring at the foot of the diagram for the last step, and at the left of the box
// for one that others follow.
func (p *picture) end(i int) {
	b := p.boxes[i]
	e := end{after: b.step.N, ending: b.step.Ends}
	if i+1 == len(p.boxes) {
		e.x, e.y = b.x+b.w/2, p.height-margin-padding-lineHeight-round
		p.flows = append(p.flows, flow{from: b.step.N, points: [][2]int{{e.x, b.y + b.h}, {e.x, e.y - round}}})
	} else {
		e.x, e.y = b.x-(laneWidth-boxWidth)/4+2, b.y+b.h+small+2
		p.flows = append(p.flows, flow{from: b.step.N, points: [][2]int{{b.x + 18, b.y + b.h}, {b.x + 18, e.y}, {e.x + small, e.y}}})
	}
	p.ends = append(p.ends, e)
}

// small is the radius of a ring beside a box.
const small = 7
