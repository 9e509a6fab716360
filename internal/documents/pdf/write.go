package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Numbers of the objects every document has; pages and the tree follow.
const (
	objCatalog = iota + 1
	objPages
	objInfo
	objMetadata
	objProfile
	objTree
	objParents
	objFonts
	objPerFont = 6
	objFree    = objFonts + 2*objPerFont
)

var errTitle = errors.New("pdf: a document needs a title, a language and a date")

// writer puts objects one after another and remembers where each began.
type writer struct {
	out     bytes.Buffer
	offsets []int // by object number
}

// Bytes finishes the document. It may be called once.
func (d *Doc) Bytes() ([]byte, error) {
	if d.o.Title == "" || d.o.Language == "" || d.o.Made.IsZero() {
		return nil, errTitle
	}
	d.feet()
	if d.o.Seal != nil {
		d.field()
	}
	elements := d.number(nil, d.root, objFree+2*len(d.pages))
	objects := objFree + 2*len(d.pages) + len(elements)
	if d.seal != nil { // its element is the last; its two objects follow
		*d.seal = field{number: elements[len(elements)-1].number, first: objects}
		objects += 2
	}
	w := &writer{offsets: make([]int, objects)}
	w.out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	d.writeFrame(w)
	for i, f := range d.faces {
		w.font(f, objFonts+i*objPerFont)
	}
	for i := range d.pages {
		d.writePage(w, i)
	}
	for _, e := range elements {
		w.object(e.number, d.elementText(e))
	}
	if d.o.Seal != nil {
		return d.sealed(w)
	}
	w.finish()
	return w.out.Bytes(), nil
}

// feet adds the foot of each page, now that it is known how many there are.
func (d *Doc) feet() {
	all := d.pages
	for i := range all {
		d.pages = all[:i+1]
		d.artifact(footArtifact, func() {
			d.line(clean(d.o.Foot), regular, noteSize, leftMargin, footAt)
			if d.o.Page != nil {
				text := clean(d.o.Page(i+1, len(all)))
				width, _ := all[i].size()
				x := width - rightMargin - d.faces[regular].width(text, noteSize)
				d.line(text, regular, noteSize, x, footAt)
			}
		})
	}
}

// number gives every element its object, in reading order.
func (d *Doc) number(list []*element, e *element, first int) []*element {
	e.number = first + len(list)
	list = append(list, e)
	for _, k := range e.kids {
		if k.element != nil {
			list = d.number(list, k.element, first)
		}
	}
	return list
}

func (d *Doc) writeFrame(w *writer) {
	var kids, nums strings.Builder
	for i, p := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", objFree+2*i)
		fmt.Fprintf(&nums, "%d [", i)
		for _, e := range p.parents {
			nums.WriteString(strconv.Itoa(e.number) + " 0 R ")
		}
		nums.WriteString("] ")
	}
	next, more := len(d.pages), ""
	if d.seal != nil {
		fmt.Fprintf(&nums, "%d %d 0 R ", next, d.seal.number)
		next, more = next+1, d.seal.catalog()
	}
	w.object(objCatalog, fmt.Sprintf("<</Type /Catalog /Version /1.7 /Pages %d 0 R /Lang %s /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /Metadata %d 0 R"+
		" /ViewerPreferences <</DisplayDocTitle true>> /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>]%s>>",
		objPages, textString(d.o.Language), objTree, objMetadata, objProfile, more))
	w.object(objPages, fmt.Sprintf("<</Type /Pages /Count %d /Kids [%s]>>", len(d.pages), kids.String()))
	date := pdfDate(d.o.Made)
	w.object(objInfo, fmt.Sprintf("<</Title %s /Producer (Asar) /CreationDate (%s) /ModDate (%s)>>", textString(d.o.Title), date, date))
	w.stream(objMetadata, "/Type /Metadata /Subtype /XML", xmp(d.o))
	w.stream(objProfile, "/N 3 /Filter /FlateDecode", outputProfile())
	w.object(objTree, fmt.Sprintf("<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>", d.root.number, objParents, next))
	w.object(objParents, "<</Nums ["+nums.String()+"]>>")
}

func (d *Doc) writePage(w *writer, i int) {
	n := objFree + 2*i
	width, height := d.pages[i].size()
	notes := ""
	if d.seal != nil && i == 0 {
		notes = fmt.Sprintf(" /Annots [%d 0 R]", d.seal.widget())
	}
	w.object(n, fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s]%s /StructParents %d /Tabs /S /Contents %d 0 R /Resources <</Font <</F0 %d 0 R /F1 %d 0 R>>>>>>",
		objPages, num(width), num(height), notes, i, n+1, objFonts, objFonts+objPerFont))
	w.stream(n+1, "/Filter /FlateDecode", deflate([]byte(d.pages[i].content.String())))
}

func (d *Doc) elementText(e *element) string {
	var b strings.Builder
	parent := objTree
	if e.parent != nil {
		parent = e.parent.number
	}
	b.WriteString("<</Type /StructElem /S /" + e.tag + " /P " + strconv.Itoa(parent) + " 0 R")
	if e.attrs != "" {
		b.WriteString(" /A <<" + e.attrs + ">>")
	}
	if e.alt != "" {
		b.WriteString(" /Alt " + textString(e.alt))
	}
	if e.lang != "" {
		b.WriteString(" /Lang " + textString(e.lang))
	}
	if e.field != nil {
		return b.String() + e.field.place() + ">>"
	}
	b.WriteString(" /K [")
	home := -1 // the page that plain numbers among the kids are on
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			b.WriteString(strconv.Itoa(k.element.number) + " 0 R ")
			continue
		case home < 0:
			home = k.page
		}
		if k.page == home {
			b.WriteString(strconv.Itoa(k.mcid) + " ")
		} else {
			fmt.Fprintf(&b, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", objFree+2*k.page, k.mcid)
		}
	}
	b.WriteString("]")
	if home >= 0 {
		b.WriteString(" /Pg " + strconv.Itoa(objFree+2*home) + " 0 R")
	}
	b.WriteString(">>")
	return b.String()
}

// font writes the six objects of one weight.
func (w *writer) font(f *face, n int) {
	var widths strings.Builder
	for _, v := range f.widths {
		widths.WriteString(strconv.Itoa(v) + " ")
	}
	w.object(n, fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", f.name, n+1, n+4))
	w.object(n+1, fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap %d 0 R /DW 0 /W [0 [%s]]>>",
		f.name, n+2, n+5, widths.String()))
	w.object(n+2, fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R>>",
		f.name, f.box[0], f.box[1], f.box[2], f.box[3], f.ascent, f.descent, f.capHeight, n+3))
	w.stream(n+3, fmt.Sprintf("/Filter /FlateDecode /Length1 %d", f.programLen), f.program)
	w.stream(n+4, "/Filter /FlateDecode", f.toUnicode)
	w.stream(n+5, "/Filter /FlateDecode", f.toGID)
}

func (w *writer) object(n int, text string) {
	w.offsets[n] = w.out.Len()
	w.out.WriteString(strconv.Itoa(n) + " 0 obj\n" + text + "\nendobj\n")
}

func (w *writer) stream(n int, entries string, data []byte) {
	w.offsets[n] = w.out.Len()
	fmt.Fprintf(&w.out, "%d 0 obj\n<<%s /Length %d>>\nstream\n", n, entries, len(data))
	w.out.Write(data)
	w.out.WriteString("\nendstream\nendobj\n")
}

// finish writes the table of objects; the file's identifier is a digest of all before it.
func (w *writer) finish() {
	id := sha256.Sum256(w.out.Bytes())
	at := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets))
	for _, offset := range w.offsets[1:] {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&w.out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(w.offsets), objCatalog, objInfo, id[:16], id[:16], at)
}

// textString is a PDF text string in UTF-16.
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">")
	return b.String()
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a buffer does not fail
	_ = z.Close()
	return b.Bytes()
}
