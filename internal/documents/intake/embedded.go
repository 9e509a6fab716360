package intake

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/jpeg"
	"io"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// lazy opens a zlib stream at the first reading, so that a stream that is none reads as empty.
type lazy struct {
	from io.Reader
	z    io.Reader
}

func inflater(r io.Reader) io.Reader { return &lazy{from: r} }

// Read is of the unpacked data.
func (l *lazy) Read(p []byte) (int, error) {
	if l.z == nil {
		z, err := zlib.NewReader(l.from)
		if err != nil {
			return 0, io.EOF
		}
		l.z = z
	}
	return l.z.Read(p)
}

// mostLooked is how many pictures of a document are searched for codes: pages, and some more.
const mostLooked = 40

// codesOf are the texts of QR codes in a document's pictures. A picture that cannot be read
// has no code; one that is larger than it said is refused.
func codesOf(pictures []*types.StreamDict, l Limits) ([]string, error) {
	var texts []string
	for _, s := range pictures[:min(len(pictures), mostLooked)] {
		img, err := opened(s, l)
		if err != nil {
			return nil, err
		}
		if img == nil {
			continue
		}
		for _, text := range readCodes(img) {
			if !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return texts, nil
}

// opened is a picture inside a document; nil for a coding that is not read here (JPEG
// 2000, JBIG2) and for one too small to hold a code.
func opened(s *types.StreamDict, l Limits) (image.Image, error) {
	width, height := *s.IntEntry("Width"), *s.IntEntry("Height")
	if min(width, height) < 60 {
		return nil, nil
	}
	last := ""
	if n := len(s.FilterPipeline); n > 0 {
		last = s.FilterPipeline[n-1].Name
	}
	switch {
	case last == "DCTDecode" && len(s.FilterPipeline) == 1:
		c, err := jpeg.DecodeConfig(bytes.NewReader(s.Raw))
		if err != nil {
			return nil, nil
		}
		if err := size(c.Width, c.Height, l); err != nil {
			return nil, err
		}
		img, err := jpeg.Decode(bytes.NewReader(s.Raw))
		if err != nil {
			return nil, nil
		}
		return img, nil
	case last == "JPXDecode" || last == "JBIG2Decode" || last == "DCTDecode":
		return nil, nil
	}
	return unpacked(s, width, height), nil
}

// unpacked takes a picture's pixels out of deflated, fax or plain data.
func unpacked(s *types.StreamDict, width, height int) (img image.Image) {
	defer func() {
		if recover() != nil {
			img = nil
		}
	}()
	if err := s.Decode(); err != nil {
		return nil
	}
	bits := 1
	if b := s.IntEntry("BitsPerComponent"); b != nil {
		bits = *b
	}
	p := &packed{width: width, height: height, bits: bits, data: s.Content, row: len(s.Content) / height}
	if d := s.ArrayEntry("Decode"); len(d) > 0 {
		first, _ := d[0].(types.Integer)
		p.inverted = first == 1
	}
	switch {
	case bits == 1 && p.row >= (width+7)/8:
		return p
	case bits == 8 && p.row >= width:
		p.parts = p.row / width
		return p
	}
	return nil
}
