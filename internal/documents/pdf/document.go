package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"asar/internal/calendar"
)

// Options are what holds for the whole document.
type Options struct {
	Title    string           // shown as the window's title; required
	Language string           // BCP 47: kk, ru
	Made     calendar.Instant // the document's only date
	Foot     string           // at the foot of every page, left
	Page     func(page, pages int) string
	Seal     *Seal // signs the file as a whole; nil: it is not signed
}

// A4 upright, in points; the left margin leaves room for binding.
const (
	pageWidth, pageHeight       = 595.28, 841.89
	leftMargin, rightMargin     = 56.0, 40.0
	topMargin, bottomMargin     = 44.0, 56.0
	footAt                      = 34.0
	textSize, noteSize          = 9.5, 8.0
	leading                     = 1.36 // of the type size
	cellPad                     = 3.5
	blockGap, headingGap, ruleW = 6.0, 10.0, 0.6
)

// Doc is a document being laid out. Not for use by several at once.
type Doc struct {
	o           Options
	faces       [2]*face
	pages       []*page
	y           float64 // top of the free space on the last page
	left, right float64 // edges of the column
	root        *element
	seal        *field // where the signature stands; nil before Bytes and without one
}

// page collects the marks of one page; parents says for each marked-content number which
// element it belongs to.
type page struct {
	content strings.Builder
	parents []*element
	lying   bool
}

// size is the width and the height of a page.
func (p *page) size() (w, h float64) {
	if p.lying {
		return pageHeight, pageWidth
	}
	return pageWidth, pageHeight
}

// element is a node of the structure tree.
type element struct {
	tag, attrs, alt, lang string
	kids                  []kid
	parent                *element
	field                 *field // of the one element that stands for the signature
	number                int    // of its object, set on writing
}

// kid is a child element, or the piece of a page's content with a number.
type kid struct {
	element    *element
	page, mcid int
}

// New begins a document.
func New(o Options) *Doc {
	d := &Doc{o: o, faces: faces(), left: leftMargin, right: pageWidth - rightMargin}
	d.root = &element{tag: "Document"}
	d.newPage()
	return d
}

func (d *Doc) newPage() {
	d.pages = append(d.pages, &page{})
	d.y = pageHeight - topMargin
}

func (d *Doc) page() *page { return d.pages[len(d.pages)-1] }

// Keep starts a new page unless so much height, in points, is free: for what should not be
// torn apart.
func (d *Doc) Keep(height float64) { d.room(height) }

// room starts a new page unless so much height is free.
func (d *Doc) room(height float64) {
	if d.y-height < bottomMargin && d.y < pageHeight-topMargin {
		d.newPage()
	}
}

func (e *element) add(tag string) *element {
	child := &element{tag: tag, parent: e}
	e.kids = append(e.kids, kid{element: child})
	return child
}

// Heading is a title of level 1 to 3. The levels must begin with 1 and skip none.
func (d *Doc) Heading(level int, text string) {
	size, tag := 15.0, "H1"
	switch level {
	case 2:
		size, tag = 11, "H2"
	case 3:
		size, tag = 10, "H3"
	}
	d.y -= headingGap
	d.room(size*leading + 5*textSize)
	d.block(d.root.add(tag), semibold, size, text)
}

// Paragraph is plain text.
func (d *Doc) Paragraph(text string) { d.block(d.root.add("P"), regular, textSize, text) }

// Quote is a paragraph in another language than the document's.
func (d *Doc) Quote(language, text string) {
	e := d.root.add("P")
	e.lang = language
	d.block(e, regular, textSize, text)
}

// Strong is a paragraph in the heavier weight.
func (d *Doc) Strong(text string) { d.block(d.root.add("P"), semibold, textSize, text) }

// Note is a paragraph in small type.
func (d *Doc) Note(text string) { d.block(d.root.add("P"), regular, noteSize, text) }

// block sets text over the column's width, going on to new pages as it must.
func (d *Doc) block(e *element, w weight, size float64, text string) {
	lines := d.faces[w].wrap(clean(text), size, d.right-d.left)
	for len(lines) > 0 {
		d.room(size * leading)
		n := max(1, min(len(lines), int((d.y-bottomMargin)/(size*leading))))
		d.marked(e, func() { d.lines(lines[:n], w, size, d.left, d.y) })
		d.y -= float64(n) * size * leading
		lines = lines[n:]
	}
	d.y -= blockGap
}

// clean brings text to what a font can set: NFC, no control characters but the new line.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ' || r == 0x7f:
			return ' '
		case r == '\u202f':
			return '\u00a0'
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff':
			return -1
		}
		return r
	}, norm.NFC.String(text))
}

// wrap breaks text into lines no wider than given, between words where it can.
func (f *face) wrap(text string, size, width float64) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsFuncSeq(part, breaks) {
			joined := strings.TrimPrefix(line+" "+word, " ")
			if f.width(joined, size) <= width {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for f.width(word, size) > width && len(word) > 1 {
				n := f.fitting(word, size, width)
				lines, word = append(lines, word[:n]), word[n:]
			}
			line = word
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// breaks tells where a line may end: at any space but the one that does not break.
func breaks(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' }

// fitting is how many bytes of a word fit: up to its last hyphen if it has one, else at
// least one letter.
func (f *face) fitting(word string, size, width float64) int {
	sum, last, hyphen := 0.0, 0, 0
	for i, r := range word {
		sum += float64(f.widths[f.code(r)]) * size / 1000
		if sum > width && last > 0 {
			break
		}
		if last = i + len(string(r)); r == '-' {
			hyphen = last
		}
	}
	if hyphen > 0 && last < len(word) {
		return hyphen
	}
	return last
}
