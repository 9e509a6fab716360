package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"

	"rsc.io/qr"
)

// pdfFile puts objects into a file with its table; object 1 is the catalog.
func pdfFile(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, at)
	return b.Bytes()
}

// scan is a PDF of one page; catalog and page are more entries, more are objects from 5 on.
func scan(catalog, page string, more ...string) []byte {
	objects := []string{
		"<</Type /Catalog /Pages 2 0 R " + catalog + ">>",
		"<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <<>> " + page + ">>",
		stream("", []byte("0 0 10 10 re f")),
	}
	return pdfFile("", append(objects, more...)...)
}

func stream(entries string, data []byte) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func pages(n int) []byte {
	kids, objects := "", []string{"<</Type /Catalog /Pages 2 0 R>>", ""}
	for i := range n {
		kids += fmt.Sprintf("%d 0 R ", i+3)
		objects = append(objects, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>>>>")
	}
	objects[1] = fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d>>", kids, n)
	return pdfFile("", objects...)
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

// zeros is n megabytes of nothing, deflated.
func zeros(n int) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	block := make([]byte, 1<<20)
	for range n {
		z.Write(block)
	}
	z.Close()
	return b.Bytes()
}

func picture(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{uint8(x * 7), uint8(y * 5), uint8(x ^ y), 255})
		}
	}
	return m
}

// page is a white page with a code in it, each module so many pixels wide, and noise.
func page(text string, w, h, module int, level qr.Level) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(235 + i*7%20)
	}
	code, err := qr.Encode(text, level)
	if err != nil {
		panic(err)
	}
	for y := range code.Size * module {
		for x := range code.Size * module {
			if code.Black(x/module, y/module) {
				m.SetGray(60+x, 70+y, color.Gray{Y: uint8(20 + (x*y)%25)})
			}
		}
	}
	return m
}

func asJPEG(m image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 70}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asPNG(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asGIF(m image.Image) []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, m, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asZIP(names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, _ := z.Create(n)
		w.Write([]byte("content of " + n))
	}
	z.Close()
	return b.Bytes()
}

// withImage is a scan whose page is a picture in the PDF.
func withImage(entries string, data []byte) []byte {
	return scan("", "/Resources <</XObject <</I 5 0 R>>>>", stream("/Type /XObject /Subtype /Image "+entries, data))
}

func chunk(name string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// pngSaying is a PNG that says it is so large; its data is what is given.
func pngSaying(w, h uint32, data []byte) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	out := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(header, 8, 0, 0, 0, 0))...)
	return append(append(out, chunk("IDAT", data)...), chunk("IEND", nil)...)
}

// pngWith puts a chunk after the header.
func pngWith(name string, data []byte) []byte {
	b := asPNG(picture(40, 40))
	return bytes.Join([][]byte{b[:33], chunk(name, data), b[33:]}, nil)
}

// jpegSaying is a JPEG whose frame header says it is so large.
func jpegSaying(w, h uint16) []byte {
	b := asJPEG(picture(40, 40))
	i := bytes.Index(b, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(b[i+5:], h)
	binary.BigEndian.PutUint16(b[i+7:], w)
	return b
}

// jpegWith puts a segment after the start.
func jpegWith(marker byte, data string) []byte {
	b := asJPEG(picture(40, 40))
	segment := append([]byte{0xFF, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(data)+2))...)
	return bytes.Join([][]byte{b[:2], segment, []byte(data), b[2:]}, nil)
}

func exifOf(order string, o byte) string {
	if order == "II" {
		return "Exif\x00\x00II\x2A\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string([]byte{o}) + "\x00\x00\x00\x00\x00\x00\x00"
	}
	return "Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string([]byte{o}) + "\x00\x00\x00\x00\x00\x00"
}

func join(parts ...any) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		switch v := p.(type) {
		case string:
			b.WriteString(v)
		case []byte:
			b.Write(v)
		}
	}
	return b.Bytes()
}

func replace(b []byte, old, new string) []byte {
	if len(old) != len(new) || !bytes.Contains(b, []byte(old)) {
		panic("build: cannot replace " + old)
	}
	return bytes.Replace(b, []byte(old), []byte(new), 1)
}

func nested(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }

// tableBomb is a file whose table of objects is itself a stream that unpacks without end.
func tableBomb(megabytes int) []byte {
	b := []byte("%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n")
	at := len(b)
	b = append(b, "3 0 obj\n"+stream("/Type /XRef /Size 4 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode", zeros(megabytes))+"\nendobj\n"...)
	return fmt.Appendf(b, "startxref\n%d\n%%%%EOF\n", at)
}
