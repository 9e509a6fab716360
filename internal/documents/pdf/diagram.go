package pdf

import "strings"

// Diagram is a picture of boxes, lines and words, in units of its own; y grows downwards.
type Diagram struct {
	Width, Height float64
	Alt           string // the picture in words
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

// biggest is how many points a unit may take: a pixel of 96 in an inch.
const biggest = 0.75

// Diagram sets a picture on a page of its own, which lies when the picture is wider than high.
func (d *Doc) Diagram(g Diagram) {
	p := &page{lying: g.Width > g.Height}
	d.pages = append(d.pages, p)
	width, height := p.size()
	s := min((width-leftMargin-rightMargin)/g.Width, (height-topMargin-bottomMargin)/g.Height, biggest)
	left, top := leftMargin, height-topMargin
	e := d.root.add("Figure")
	e.alt = clean(g.Alt)
	e.attrs = "/O /Layout /Placement /Block /BBox [" + num(left) + " " + num(top-s*g.Height) + " " + num(left+s*g.Width) + " " + num(top) + "]"
	d.marked(e, func() {
		p.content.WriteString("q\n")
		g.Draw(&Canvas{d: d, left: left, top: top, s: s})
		p.content.WriteString("Q\n")
	})
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
