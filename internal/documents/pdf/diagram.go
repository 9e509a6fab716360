package pdf

import "strings"

// Diagram is a picture of boxes, lines and words, in units of its own; y grows downwards.
type Diagram struct {
	Width, Height float64
	Cuts          []float64 // where it may be cut when it is too wide to be read on one page, rising
	Alt           string    // the picture in words
	Draw          func(c *Canvas)
}

// Colour is red, green and blue.
type Colour [3]uint8

// Pen is how an edge or a line is drawn; without Width there is none.
type Pen struct {
	Colour Colour
	Width  float64
	Dash   [2]float64
}

// Canvas is where a diagram is drawn, while it is drawn.
type Canvas struct {
	d            *Doc
	left, top, s float64 // its corner on the page, and points in a unit
}

// biggest is how many points a unit may take: a pixel of 96 in an inch. Below readable a
// picture is cut, when it may be.
const biggest, readable = 0.75, 0.36

// Diagram sets a picture on a page of its own, which lies when the picture is wider than
// high. One too wide to be read goes on over pages that stand, as sheets to lay side by side.
func (d *Doc) Diagram(g Diagram) {
	whole := &page{lying: g.Width > g.Height}
	if s := whole.scale(g.Width, g.Height); s >= readable || len(g.Cuts) == 0 {
		d.piece(g, whole, s, 0, g.Width)
		return
	}
	s := min((pageHeight-topMargin-bottomMargin)/g.Height, biggest)
	for from := 0.0; from < g.Width; {
		to := g.reach(from, (pageWidth-leftMargin-rightMargin)/s)
		d.piece(g, &page{}, s, from, to)
		from = to
	}
}

// scale is how many points a unit takes when all of it is to fit.
func (p *page) scale(width, height float64) float64 {
	w, h := p.size()
	return min((w-leftMargin-rightMargin)/width, (h-topMargin-bottomMargin)/height, biggest)
}

// reach is the last cut within a page, or the page's own edge where there is none.
func (g Diagram) reach(from, room float64) float64 {
	if from+room >= g.Width {
		return g.Width
	}
	to := from + room
	for _, cut := range g.Cuts {
		if cut > from && cut <= from+room {
			to = cut
		}
	}
	return to
}

// piece draws what lies from one x to another, and nothing of the rest. The first stands for
// all of them in the tree, for its words tell of the whole.
func (d *Doc) piece(g Diagram, p *page, s, from, to float64) {
	d.pages = append(d.pages, p)
	_, height := p.size()
	c := &Canvas{d: d, left: leftMargin - s*from, top: height - topMargin, s: s}
	draw := func() {
		c.write("q", c.x(from), c.y(g.Height), num(s*(to-from)), num(s*g.Height), "re W n")
		g.Draw(c)
		c.write("Q")
	}
	if from > 0 {
		d.artifact(layoutArtifact, draw)
	} else {
		e := d.root.add("Figure")
		e.alt = clean(g.Alt)
		e.attrs = "/O /Layout /Placement /Block /BBox [" + c.x(from) + " " + c.y(g.Height) + " " + c.x(to) + " " + c.y(0) + "]"
		d.marked(e, draw)
	}
	d.y = bottomMargin // the page is full
}

func (c *Canvas) x(x float64) string { return num(c.left + x*c.s) }
func (c *Canvas) y(y float64) string { return num(c.top - y*c.s) }

func (c *Canvas) write(parts ...string) {
	c.d.page().content.WriteString(strings.Join(parts, " ") + "\n")
}

func (k Colour) operands() string {
	return num(float64(k[0])/255) + " " + num(float64(k[1])/255) + " " + num(float64(k[2])/255)
}

func (c *Canvas) pen(p Pen) {
	dash := "[] 0 d"
	if p.Dash != [2]float64{} {
		dash = "[" + num(p.Dash[0]*c.s) + " " + num(p.Dash[1]*c.s) + "] 0 d"
	}
	c.write(p.Colour.operands(), "RG", num(p.Width*c.s), "w", dash)
}

// paint fills the path that was drawn, and draws its edge if the pen has a width.
func (c *Canvas) paint(p Pen) {
	if p.Width > 0 {
		c.write("b")
	} else {
		c.write("f")
	}
}

// bend is how far the handles of a quarter of a circle lie from its ends.
const bend = 0.5523

// Box is a rectangle with rounded corners.
func (c *Canvas) Box(x, y, w, h, round float64, fill Colour, p Pen) {
	c.pen(p)
	c.write(fill.operands(), "rg")
	r := min(round, w/2, h/2)
	k := r * (1 - bend)
	c.write(c.x(x+r), c.y(y), "m")
	c.write(c.x(x+w-r), c.y(y), "l")
	c.curve(x+w-k, y, x+w, y+k, x+w, y+r)
	c.write(c.x(x+w), c.y(y+h-r), "l")
	c.curve(x+w, y+h-k, x+w-k, y+h, x+w-r, y+h)
	c.write(c.x(x+r), c.y(y+h), "l")
	c.curve(x+k, y+h, x, y+h-k, x, y+h-r)
	c.write(c.x(x), c.y(y+r), "l")
	c.curve(x, y+k, x+k, y, x+r, y)
	c.paint(p)
}

func (c *Canvas) curve(x1, y1, x2, y2, x, y float64) {
	c.write(c.x(x1), c.y(y1), c.x(x2), c.y(y2), c.x(x), c.y(y), "c")
}

// Line runs through points.
func (c *Canvas) Line(points [][2]float64, p Pen) {
	c.pen(p)
	for i, at := range points {
		op := "l"
		if i == 0 {
			op = "m"
		}
		c.write(c.x(at[0]), c.y(at[1]), op)
	}
	c.write("S")
}

// Patch is a filled shape with straight edges.
func (c *Canvas) Patch(points [][2]float64, fill Colour) {
	c.write(fill.operands(), "rg")
	for i, at := range points {
		op := "l"
		if i == 0 {
			op = "m"
		}
		c.write(c.x(at[0]), c.y(at[1]), op)
	}
	c.write("f")
}

// Words is one line of text on its baseline; X is its beginning, or its middle.
func (c *Canvas) Words(text string, x, y, size float64, strong, middle bool, fill Colour) {
	w := regular
	if strong {
		w = semibold
	}
	text = clean(text)
	if middle {
		x -= c.d.faces[w].width(text, size) / 2
	}
	c.write(fill.operands(), "rg")
	c.d.line(text+" ", w, size*c.s, c.left+x*c.s, c.top-y*c.s)
}
