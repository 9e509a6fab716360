package pdf

// Table is a grid with a head row. It goes on over pages; the head is repeated there as an
// artifact, and only the first is in the tree.
type Table struct {
	Widths []float64 // of the columns, shares of the whole
	Head   []Cell    // empty: no head row (then each row begins with a Head cell)
	Rows   [][]Cell
}

// Cell is one field of a table.
type Cell struct {
	Text   string
	Head   bool    // heads its row
	Span   int     // columns it takes; 0 is 1
	Lang   string  // when it is not the document's
	Right  bool    // set at the right edge: numbers
	Height float64 // at least, points: room to write by hand
}

// row is a row laid out: its cells with their places and lines.
type row struct {
	cells  []placed
	lines  int // of the tallest cell
	height float64
	head   bool
}

type placed struct {
	Cell
	x, w    float64
	wrapped []string
}

const lineHeight = textSize * leading

// Table sets a table over the column's width.
func (d *Doc) Table(t Table) {
	e := d.root.add("Table")
	var head *row
	body := e
	if len(t.Head) > 0 {
		head = d.layRow(t, t.Head, true)
		d.room(head.height + 3*lineHeight)
		d.drawRow(head, e.add("THead").add("TR"), 0, head.lines)
		body = e.add("TBody")
	}
	for _, cells := range t.Rows {
		d.bodyRow(d.layRow(t, cells, false), head, body.add("TR"))
	}
	d.y -= blockGap
}

// bodyRow draws a row whole when a page can hold it, else line by line over pages.
func (d *Doc) bodyRow(r, head *row, tr *element) {
	page := pageHeight - topMargin - bottomMargin
	if head != nil {
		page -= head.height
	}
	for from := 0; from < r.lines; {
		fit := min(r.lines-from, int((d.y-bottomMargin-2*cellPad)/lineHeight))
		whole := from == 0 && r.height <= d.y-bottomMargin
		if !whole && (fit < 1 || (from == 0 && r.height <= page)) {
			d.newPage()
			if head != nil {
				d.artifact(headArtifact, func() { d.drawRow(head, nil, 0, head.lines) })
			}
			continue
		}
		d.drawRow(r, tr, from, fit)
		from += fit
	}
}

func (d *Doc) layRow(t Table, cells []Cell, head bool) *row {
	r := &row{head: head, lines: 1}
	total, column, x := 0.0, 0, d.left
	for _, w := range t.Widths {
		total += w
	}
	for _, c := range cells {
		c.Head = c.Head || head
		p := placed{Cell: c, x: x}
		for range max(1, c.Span) {
			p.w += (d.right - d.left) * t.Widths[column] / total
			column++
		}
		x += p.w
		p.wrapped = d.faces[c.weight()].wrap(clean(c.Text), textSize, p.w-2*cellPad)
		r.lines = max(r.lines, len(p.wrapped))
		r.height = max(r.height, c.Height)
		r.cells = append(r.cells, p)
	}
	r.height = max(r.height, float64(r.lines)*lineHeight+2*cellPad)
	return r
}

func (c Cell) weight() weight {
	if c.Head {
		return semibold
	}
	return regular
}

// drawRow draws n lines of a row, and its boxes; tr is nil for a head that is repeated.
func (d *Doc) drawRow(r *row, tr *element, from, n int) {
	height := float64(n)*lineHeight + 2*cellPad
	if from == 0 && n == r.lines {
		height = r.height
	}
	boxes := func() {
		for _, c := range r.cells {
			d.box(c.x, d.y-height, c.w, height, c.Head)
		}
	}
	if tr == nil {
		boxes()
	} else {
		d.artifact(layoutArtifact, boxes)
	}
	for i, c := range r.cells {
		part := c.wrapped[min(from, len(c.wrapped)):min(from+n, len(c.wrapped))]
		d.drawCell(c, d.cellElement(tr, r, i, from), part)
	}
	d.y -= height
}

// cellElement is the cell's place in the tree: made with the first lines, found for the rest.
func (d *Doc) cellElement(tr *element, r *row, i, from int) *element {
	if tr == nil {
		return nil
	}
	if from > 0 {
		return tr.kids[i].element
	}
	c := r.cells[i]
	tag, attrs := "TD", "/O /Table"
	if c.Head {
		tag, attrs = "TH", attrs+" /Scope /Row"
		if r.head {
			attrs = "/O /Table /Scope /Column"
		}
	}
	if c.Span > 1 {
		attrs += " /ColSpan " + num(float64(c.Span))
	}
	e := tr.add(tag)
	e.lang = c.Lang
	if attrs != "/O /Table" {
		e.attrs = attrs
	}
	return e
}

func (d *Doc) drawCell(c placed, e *element, lines []string) {
	if len(lines) == 0 {
		return
	}
	w, y := c.weight(), d.y-cellPad
	draw := func() { d.lines(lines, w, textSize, c.x+cellPad, y) }
	if c.Right && len(lines) == 1 {
		draw = func() { d.lines(lines, w, textSize, c.x+c.w-cellPad-d.faces[w].width(lines[0], textSize), y) }
	}
	if e == nil {
		draw()
		return
	}
	d.marked(e, draw)
}
