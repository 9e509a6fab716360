package pdf

import (
	"strconv"
)

// marked draws something that belongs to an element of the tree.
func (d *Doc) marked(e *element, draw func()) {
	p := d.page()
	mcid := len(p.parents)
	p.parents = append(p.parents, e)
	e.kids = append(e.kids, kid{page: len(d.pages) - 1, mcid: mcid})
	p.content.WriteString("/" + e.tag + " <</MCID " + strconv.Itoa(mcid) + ">> BDC\n")
	draw()
	p.content.WriteString("EMC\n")
}

// What is no part of the text: rules and shades, and what repeats on every page.
const (
	layoutArtifact = "<</Type /Layout>>"
	headArtifact   = "<</Type /Pagination /Subtype /Header /Attached [/Top]>>"
	footArtifact   = "<</Type /Pagination /Subtype /Footer /Attached [/Bottom]>>"
)

func (d *Doc) artifact(kind string, draw func()) {
	p := d.page()
	p.content.WriteString("/Artifact " + kind + " BDC\n")
	draw()
	p.content.WriteString("EMC\n")
}

// lines sets lines of text one under another; y is the top of the first. Every line but
// the last ends in a space, so that copied words do not run together.
func (d *Doc) lines(lines []string, w weight, size, x, y float64) {
	for i, line := range lines {
		if i < len(lines)-1 {
			line += " "
		}
		d.line(line, w, size, x, y-size*0.98-float64(i)*size*leading)
	}
}

func (d *Doc) line(text string, w weight, size, x, baseline float64) {
	const hex = "0123456789ABCDEF"
	f, b := d.faces[w], &d.page().content
	b.WriteString("BT /F" + strconv.Itoa(int(w)) + " " + num(size) + " Tf " + num(x) + " " + num(baseline) + " Td <")
	for _, r := range text {
		c := f.code(r)
		b.Write([]byte{hex[c>>12], hex[c>>8&15], hex[c>>4&15], hex[c&15]})
	}
	b.WriteString("> Tj ET\n")
}

func (d *Doc) box(x, y, w, h float64, shaded bool) {
	b := &d.page().content
	rect := num(x) + " " + num(y) + " " + num(w) + " " + num(h) + " re "
	if shaded {
		b.WriteString("0.94 g " + rect + "f 0 g ")
	}
	b.WriteString("0.45 G " + num(ruleW) + " w " + rect + "S\n")
}

// num writes a length with at most two decimals.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// Code is a QR code: its modules, and in words what it is for.
type Code struct {
	Size  int // modules a side
	Black func(x, y int) bool
	Alt   string
}

// A module of a code on paper is seen by a cheap scanner; four of them around are white.
const smallestSide, module, quiet = 98.0, 1.8, 4 // points, points, modules

func (c Code) side() float64 { return max(smallestSide, module*float64(c.Size+2*quiet)) }

// Beside sets a code at the left and, to the right of it, what content adds.
func (d *Doc) Beside(c Code, content func()) {
	codeSide := c.side()
	d.room(codeSide + blockGap)
	top, left, on := d.y, d.left, len(d.pages)
	e := d.root.add("Figure")
	e.alt = c.Alt
	e.attrs = "/O /Layout /Placement /Block /BBox [" + num(left) + " " + num(top-codeSide) + " " + num(left+codeSide) + " " + num(top) + "]"
	d.marked(e, func() { d.modules(c, left, top) })
	d.left += codeSide + 2*cellPad
	content()
	d.left = left
	if len(d.pages) == on {
		d.y = min(d.y, top-codeSide-blockGap)
	}
}

// modules draws each run of black modules as one rectangle.
func (d *Doc) modules(c Code, left, top float64) {
	b := &d.page().content
	step := c.side() / float64(c.Size+2*quiet)
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			run := 0
			for x+run < c.Size && c.Black(x+run, y) {
				run++
			}
			if run > 0 {
				b.WriteString(num(left+float64(x+quiet)*step) + " " + num(top-float64(y+quiet+1)*step) + " " +
					num(float64(run)*step+0.01) + " " + num(step+0.01) + " re\n")
				x += run
			}
		}
	}
	b.WriteString("f\n")
}
