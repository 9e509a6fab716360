package pdf_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/documents/handbook"
	"asar/internal/documents/pdf"
	"asar/internal/lang"
	"asar/internal/regulation"
)

// documents are what the rules are checked on: the forms, and a hard case for the layout.
func documents(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"hard": hard(t), "handbook kk": book(t), "sealed": sealed(t)}
	for _, locale := range []string{"kk", "ru"} {
		for name, make := range map[string]func(forms.ActContent, string) ([]byte, error){"act": forms.Act, "sheet": forms.EscortSheet} {
			for kind, c := range map[string]forms.ActContent{"month": content(22), "empty": content(0), "long": content(90)} {
				b, err := make(c, locale)
				if err != nil {
					t.Fatal(err)
				}
				all[name+" "+kind+" "+locale] = b
			}
		}
	}
	return all
}

// book is a handbook with tables, diagrams and pages that lie.
func book(t testing.TB) []byte {
	t.Helper()
	law, err := regulation.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, _ := law.Find("14-home-care")
	b, err := handbook.PDF([]*regulation.Edition{e}, texts.In(lang.KK))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func content(entries int) forms.ActContent {
	c := forms.ActContent{
		Number: "АУ-2026-000317", OrderNumber: "З-1", OrderDate: calendar.MustDate("2026-09-14"), Month: calendar.MustMonth("2026-11"),
		Service: forms.Words{KK: "Жеке көмекші", RU: "Индивидуальный помощник"}, Recipient: forms.Person{Name: "Қуанышбекұлы Ә.", IIN: "810314300012"},
		Specialist: forms.Person{Name: "Нұрғалиева Г."}, Made: calendar.MustDate("2026-11-30").Clock(18, 5), CheckBase: "https://asar.example.kz",
		RecipientSignature: &forms.Signature{Signer: "ҚУАНЫШБЕКҰЛЫ ӘДІЛ", Serial: strings.Repeat("5A", 20), At: calendar.MustDate("2026-11-30").Clock(19, 0)},
	}
	for i := range entries {
		c.Entries = append(c.Entries, forms.Entry{Day: calendar.MustDate("2026-11-02"), Minutes: 30, From: "09:00", To: "09:30",
			Places: forms.Words{KK: strings.Repeat("Емхана, ", i%40+1), RU: "Поликлиника"}})
	}
	return c
}

// hard is a document with a row longer than a page, a word longer than a line, letters the
// fonts lack, and control characters.
func hard(t testing.TB) []byte {
	t.Helper()
	d := pdf.New(pdf.Options{Title: "Тест <&> \u0000", Language: "kk", Made: calendar.MustDate("2026-11-30").Clock(9, 0), Foot: "foot"})
	d.Heading(1, "Тест")
	d.Paragraph(strings.Repeat("ұзақ сөйлем ", 2000))
	d.Paragraph(strings.Repeat("w", 500) + "\x00\x07 漢字 😀 \u202e")
	d.Paragraph("")
	d.Table(pdf.Table{Widths: []float64{1, 2}, Head: []pdf.Cell{{Text: "a"}, {Text: "b"}}, Rows: [][]pdf.Cell{
		{{Text: strings.Repeat("бір екі үш ", 1500), Head: true}, {Text: "x", Lang: "ru"}}, {{}, {}}, {{Span: 2, Text: "y"}}}})
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sealed is a document with a field for a signature, which need not be one here.
func sealed(t testing.TB) []byte {
	t.Helper()
	d := pdf.New(pdf.Options{Title: "Акт", Language: "ru", Made: calendar.MustDate("2026-11-30").Clock(9, 0), Seal: &pdf.Seal{
		Name: "Печать информационной системы", Signer: "ASAR", Reason: "Акт (1)", Contact: `https://a.kz/(c)\`, At: calendar.MustDate("2026-11-30").Clock(9, 5), Room: 300,
		Sign: func(content []byte) ([]byte, error) {
			return append([]byte{0x30, 0x82, 1, 0}, make([]byte, 256)...), nil
		}}})
	d.Heading(1, "Акт")
	d.Paragraph("Часы")
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ISO 19005-2, 6.3 and 6.4: the field of a signature, and what PDF/UA-1, 7.18 asks of it.
func TestTheFieldOfASignature(t *testing.T) {
	r, found := opened(t, sealed(t)), 0
	r.tree().walk(func(n *node) {
		if n.tag != "Form" {
			return
		}
		found++
		if n.widget == nil || !n.alt || n.widget["TU"] == nil || n.widget["Contents"] == nil || *n.widget.IntEntry("F") != 132 {
			t.Errorf("the field says nothing, or may be hidden: %v", n.widget)
		}
		v := r.dict(n.widget["V"])
		if r.name(v, "Filter") != "Adobe.PPKLite" || r.name(v, "SubFilter") != "ETSI.CAdES.detached" || v["Cert"] != nil {
			t.Errorf("the signature is %v", v)
		}
	})
	form, c := r.dict(r.catalog()["AcroForm"]), r.catalog()
	if found != 1 || *form.IntEntry("SigFlags") != 3 || form["NeedAppearances"] != nil || form["XFA"] != nil || r.dict(c["Perms"])["DocMDP"] == nil {
		t.Errorf("%d fields, %v", found, form)
	}
	if len(r.pages[0].ArrayEntry("Annots")) != 1 {
		t.Error("the field is not on the first page")
	}
}

func TestASealThatFailsLeavesNoFile(t *testing.T) {
	failed := errors.New("no key")
	for name, sign := range map[string]func([]byte) ([]byte, error){
		"fails": func([]byte) ([]byte, error) { return nil, failed }, "is too large": func([]byte) ([]byte, error) { return make([]byte, 301), nil },
	} {
		d := pdf.New(pdf.Options{Title: "a", Language: "kk", Made: calendar.MustDate("2026-11-30").Clock(9, 0), Seal: &pdf.Seal{Room: 300, Sign: sign}})
		if b, err := d.Bytes(); err == nil || b != nil {
			t.Errorf("a signature that %s: %d bytes, %v", name, len(b), err)
		}
	}
}

func each(t *testing.T, f func(t *testing.T, r *reading, file []byte)) {
	for name, file := range documents(t) {
		t.Run(name, func(t *testing.T) { f(t, opened(t, file), file) })
	}
}

// ISO 14289-1 (PDF/UA-1) 7.1, Matterhorn 01: all content is an artifact or in the tree.
func TestAllContentIsMarkedAndInTheTree(t *testing.T) {
	each(t, func(t *testing.T, r *reading, _ []byte) {
		painted, reached := r.marked(), map[mark]bool{}
		r.tree().walk(func(n *node) {
			for _, m := range n.marks {
				if m.mcid < 0 { // a field, which paints nothing
					continue
				}
				if reached[m] {
					t.Errorf("mark %v is in the tree twice", m)
				}
				reached[m] = true
				if painted[m] != n.tag {
					t.Errorf("mark %v is %q on the page and %s in the tree", m, painted[m], n.tag)
				}
				if _, ok := allowed[n.tag]; !ok {
					t.Errorf("%s may not hold content itself", n.tag)
				}
			}
		})
		for m, tag := range painted {
			if !reached[m] {
				t.Errorf("%s at %v is not in the tree", tag, m)
			}
		}
	})
}

// PDF/UA-1 7.3 (figures), 7.4 (headings), 7.5 (tables); Matterhorn 13, 14, 15.
func TestTreeIsSound(t *testing.T) {
	each(t, func(t *testing.T, r *reading, _ []byte) {
		last, root := 0, r.tree()
		if root.tag != "Document" {
			t.Errorf("the root is %s", root.tag)
		}
		root.walk(func(n *node) {
			switch n.tag {
			case "H1", "H2", "H3":
				level := int(n.tag[1] - '0')
				if level > last+1 {
					t.Errorf("%s follows level %d", n.tag, last)
				}
				last = level
			case "Figure":
				if !n.alt || !n.box {
					t.Error("a figure without words or a place")
				}
			case "Table":
				soundTable(t, n)
			case "TH":
				if n.scope != "Row" && n.scope != "Column" {
					t.Errorf("a head with scope %q", n.scope)
				}
			}
		})
	})
}

func soundTable(t *testing.T, table *node) {
	width, heads := 0, 0
	table.walk(func(n *node) {
		if n.tag != "TR" {
			return
		}
		sum := 0
		for _, c := range n.kids {
			if c.tag != "TH" && c.tag != "TD" {
				t.Errorf("%s in a row", c.tag)
			}
			sum += c.span
			if c.tag == "TH" {
				heads++
			}
		}
		if width == 0 {
			width = sum
		}
		if sum != width || width == 0 {
			t.Errorf("a row of %d columns in a table of %d", sum, width)
		}
	})
	if heads == 0 {
		t.Error("a table without heads")
	}
}

// ISO 19005-2 (PDF/A-2a) 6.2.3, 6.6, 6.7; PDF/UA-1 5, 7.1, 7.2; Matterhorn 06, 07, 11.
func TestDocumentSaysWhatItIs(t *testing.T) {
	each(t, func(t *testing.T, r *reading, file []byte) {
		c := r.catalog()
		if b := r.dict(c["MarkInfo"]).BooleanEntry("Marked"); b == nil || !*b {
			t.Error("not marked as tagged")
		}
		if b := r.dict(c["ViewerPreferences"]).BooleanEntry("DisplayDocTitle"); b == nil || !*b {
			t.Error("the title is not shown")
		}
		if c["Lang"] == nil {
			t.Error("no language")
		}
		intent := r.dict(c.ArrayEntry("OutputIntents")[0])
		if r.name(intent, "S") != "GTS_PDFA1" || string(r.stream(intent["DestOutputProfile"])[36:40]) != "acsp" {
			t.Error("no output intent")
		}
		metadata := string(r.stream(c["Metadata"]))
		for _, part := range []string{"<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<dc:title>", "<xmp:CreateDate>20"} {
			if !strings.Contains(metadata, part) {
				t.Errorf("metadata lacks %s", part)
			}
		}
		if !strings.Contains(metadata, "2026-11-30T") && !strings.Contains(metadata, "2019-04-03T") { // the handbook's edition
			t.Error("the document's date is not the given one")
		}
		for decoder := xml.NewDecoder(strings.NewReader(metadata)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("metadata is no XML: %v", err)
			}
		}
		for i, p := range r.pages {
			if r.name(p, "Tabs") != "S" || p.IntEntry("StructParents") == nil || *p.IntEntry("StructParents") != i {
				t.Errorf("page %d: order of tabs or place in the tree", i)
			}
		}
		if bytes.Contains(file, []byte("/Encrypt")) || bytes.Contains(file, []byte("/JavaScript")) || !bytes.Contains(file, []byte("/ID [<")) {
			t.Error("something an archive may not have, or no identifier")
		}
	})
}

// PDF/A-2a 6.2.11, PDF/UA-1 7.21, Matterhorn 10 and 31: fonts are in the file, every
// code shown has a glyph, a width and a letter.
func TestEveryLetterShownHasItsGlyphAndMeaning(t *testing.T) {
	each(t, func(t *testing.T, r *reading, _ []byte) {
		fonts := r.dict(r.dict(r.pages[0]["Resources"])["Font"])
		letters := map[string]int{}
		for name := range fonts {
			f := r.dict(fonts[name])
			d := r.dict(f.ArrayEntry("DescendantFonts")[0])
			if len(r.stream(r.dict(d["FontDescriptor"])["FontFile2"])) < 1000 {
				t.Errorf("%s: no font program", name)
			}
			widths := d.ArrayEntry("W")[1].(types.Array)
			means, glyphs := string(r.stream(f["ToUnicode"])), r.stream(d["CIDToGIDMap"])
			letters[name] = len(widths)
			if len(glyphs) != 2*len(widths) || strings.Count(means, "> <") != len(widths) { // the range of codes is written like a letter
				t.Errorf("%s: %d widths, %d glyphs, %d letters", name, len(widths), len(glyphs)/2, strings.Count(means, "> <"))
			}
		}
		for i, p := range r.pages {
			for _, m := range shown.FindAllStringSubmatch(string(r.stream(p["Contents"])), -1) {
				for at := 0; at < len(m[2]); at += 4 {
					if code, _ := strconv.ParseUint(m[2][at:at+4], 16, 16); code == 0 || int(code) >= letters["F"+m[1]] {
						t.Fatalf("page %d shows code %d, which is no letter", i, code)
					}
				}
			}
		}
	})
}

func TestSameInputGivesTheSameBytes(t *testing.T) {
	a, b := documents(t), documents(t)
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs from itself", name)
		}
	}
	if bytes.Equal(a["act month kk"][len(a["act month kk"])-200:], a["act month ru"][len(a["act month ru"])-200:]) {
		t.Error("two documents have one identifier")
	}
}

func TestDocumentNeedsTitleLanguageAndDate(t *testing.T) {
	for _, o := range []pdf.Options{{}, {Title: "a", Language: "kk"}, {Title: "a", Made: calendar.MustDate("2026-11-30").Clock(9, 0)}} {
		if _, err := pdf.New(o).Bytes(); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

// What other programs say, where they are installed.
func TestOtherProgramsReadIt(t *testing.T) {
	for _, tool := range []string{"qpdf", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	const kazakh = "ӘҒҚҢӨҰҮҺІ әғқңөұүһі № «Ёё» 1 234,5 ₸"
	d := pdf.New(pdf.Options{Title: "a", Language: "kk", Made: calendar.MustDate("2026-11-30").Clock(9, 0)})
	d.Heading(1, kazakh)
	d.Paragraph(kazakh)
	d.Paragraph("АВЕКМНОРСТХ ABEKMHOPCTX І I і i") // look alike, read differently
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"letters": b, "month": documents(t)["sheet long kk"]} {
		path := filepath.Join(t.TempDir(), name+".pdf")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
			t.Errorf("qpdf: %v\n%s", err, out)
		}
		out, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
		if err != nil || (name == "letters" && (strings.Count(string(out), kazakh) != 2 || !strings.Contains(string(out), "АВЕКМНОРСТХ ABEKMHOPCTX І I і i"))) {
			t.Errorf("pdftotext: %v\n%s", err, out)
		}
	}
}
