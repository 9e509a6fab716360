package pdf

import (
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Golos Text by Paratype, SIL Open Font License: see fonts/OFL.txt.
//
//go:embed fonts/*.ttf
var fontFiles embed.FS

// covered are the ranges of letters a form may need: Latin, Cyrillic with all of Kazakh,
// punctuation, №, ₸, arrows and the minus sign. Control characters are not letters.
var covered = [][2]rune{
	{0x20, 0x7E}, {0xA0, 0xAC}, {0xAE, 0x17F}, {0x400, 0x45F}, {0x462, 0x463}, {0x472, 0x475}, {0x48A, 0x527},
	{0x2010, 0x2027}, {0x2030, 0x203A}, {0x20AC, 0x20AC}, {0x20B8, 0x20B8}, {0x2116, 0x2116}, {0x2212, 0x2212},
}

// face is one weight, ready to be embedded. A character's code in the file is its place
// among the covered letters, not the glyph's number: two letters that share a glyph (Latin
// and Cyrillic «А») are still told apart when text is copied.
type face struct {
	name    string
	codes   map[rune]uint16
	widths  []int // by code, thousandths of the type size
	letters []rune
	glyphs  []uint16 // by code

	ascent, descent, capHeight int
	box                        [4]int
	program, toUnicode, toGID  []byte // streams, deflated
	programLen                 int
}

type weight int

const (
	regular weight = iota
	semibold
)

// faces are parsed and cut down once in the life of the program.
var faces = sync.OnceValue(func() [2]*face {
	return [2]*face{loadFace("GolosText-Regular", "ASARRE"), loadFace("GolosText-SemiBold", "ASARSB")}
})

func loadFace(name, tag string) *face {
	f, err := parseFace(fontFile(name), tag+"+"+name)
	if err != nil {
		panic("pdf: " + err.Error()) // the file is part of the program: a test loads it
	}
	return f
}

// Typeface is the file of the typeface that documents are set in, for who draws with it.
func Typeface(strong bool) []byte {
	name := "GolosText-Regular"
	if strong {
		name = "GolosText-SemiBold"
	}
	return fontFile(name)
}

func fontFile(name string) []byte {
	data, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
	if err != nil {
		panic("pdf: font is not in the program: " + err.Error())
	}
	return data
}

func parseFace(data []byte, name string) (*face, error) {
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", name, err)
	}
	f := &face{name: name, codes: map[rune]uint16{}, widths: []int{0}, letters: []rune{0}, glyphs: []uint16{0}}
	if err := f.readLetters(parsed); err != nil {
		return nil, fmt.Errorf("letters of %s: %w", name, err)
	}
	program, err := subset(data, f.glyphs)
	if err != nil {
		return nil, fmt.Errorf("subset of %s: %w", name, err)
	}
	f.programLen, f.program = len(program), deflate(program)
	f.toUnicode, f.toGID = deflate(f.unicodeMap()), deflate(f.glyphMap())
	return f, f.readMetrics(parsed)
}

func (f *face) readLetters(parsed *sfnt.Font) error {
	var buf sfnt.Buffer
	em := fixed.I(int(parsed.UnitsPerEm()))
	for _, span := range covered {
		for r := span[0]; r <= span[1]; r++ {
			glyph, err := parsed.GlyphIndex(&buf, r)
			if err != nil {
				return err
			}
			if glyph == 0 {
				continue
			}
			advance, err := parsed.GlyphAdvance(&buf, glyph, em, font.HintingNone)
			if err != nil {
				return err
			}
			f.codes[r] = uint16(len(f.letters))
			f.letters = append(f.letters, r)
			f.glyphs = append(f.glyphs, uint16(glyph))
			f.widths = append(f.widths, f.thousandths(advance, em))
		}
	}
	return nil
}

func (f *face) thousandths(v, em fixed.Int26_6) int { return int(v) * 1000 / int(em) }

func (f *face) readMetrics(parsed *sfnt.Font) error {
	var buf sfnt.Buffer
	em := fixed.I(int(parsed.UnitsPerEm()))
	m, err := parsed.Metrics(&buf, em, font.HintingNone)
	if err != nil {
		return err
	}
	b, err := parsed.Bounds(&buf, em, font.HintingNone)
	if err != nil {
		return err
	}
	f.ascent, f.descent = f.thousandths(m.Ascent, em), -f.thousandths(m.Descent, em)
	f.capHeight = f.thousandths(m.CapHeight, em)
	// sfnt's y grows downwards, a PDF's upwards.
	f.box = [4]int{f.thousandths(b.Min.X, em), -f.thousandths(b.Max.Y, em), f.thousandths(b.Max.X, em), -f.thousandths(b.Min.Y, em)}
	return nil
}

// unicodeMap is the ToUnicode CMap: what each code reads as when copied or spoken.
func (f *face) unicodeMap() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // entries a block may hold
	for from := 1; from < len(f.letters); from += most {
		to := min(from+most, len(f.letters))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for code := from; code < to; code++ {
			fmt.Fprintf(&b, "<%04X> <%04X>\n", code, f.letters[code])
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// glyphMap is the CIDToGIDMap: two bytes of glyph number for each code.
func (f *face) glyphMap() []byte {
	out := make([]byte, 0, 2*len(f.glyphs))
	for _, g := range f.glyphs {
		out = binary.BigEndian.AppendUint16(out, g)
	}
	return out
}

// code is the letter's code; a letter the face lacks is printed as «?».
func (f *face) code(r rune) uint16 {
	if c, ok := f.codes[r]; ok {
		return c
	}
	return f.codes['?']
}

// width of text in points at a type size.
func (f *face) width(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		sum += f.widths[f.code(r)]
	}
	return float64(sum) * size / 1000
}
