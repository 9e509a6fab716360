package intake

import (
	"image"
	"image/color"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/multi/qrcode"
)

// longSides are the sizes a page is looked at in. A code of a printed form is best read at
// about 150–200 dots an inch; a larger scan only adds noise and time.
var longSides = []int{1600, 2400, 900}

// readCodes are the texts of the QR codes seen in a picture; none is no fault.
func readCodes(img image.Image) []string {
	for _, side := range longSides {
		small := shrink(img, side)
		if texts := codesIn(small); len(texts) > 0 {
			return texts
		}
		if long := max(img.Bounds().Dx(), img.Bounds().Dy()); long <= side && side >= 1600 {
			break // larger would be the same picture
		}
	}
	return nil
}

// codesIn asks the reader, which may give up by panicking on a hostile picture.
func codesIn(img image.Image) (texts []string) {
	defer func() {
		if recover() != nil {
			texts = nil
		}
	}()
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(gozxing.NewLuminanceSourceFromImage(img)))
	if err != nil {
		return nil
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	results, err := qrcode.NewQRCodeMultiReader().DecodeMultiple(bitmap, hints)
	if err != nil {
		return nil
	}
	for _, r := range results {
		if text := r.GetText(); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// shrink makes a grey picture no longer than side, each pixel the mean of those it covers.
func shrink(img image.Image, side int) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	scale := max(1, float64(max(w, h))/float64(side))
	out := image.NewGray(image.Rect(0, 0, max(1, int(float64(w)/scale)), max(1, int(float64(h)/scale))))
	grey := greyOf(img)
	for y := range out.Rect.Max.Y {
		top, bottom := int(float64(y)*scale), max(int(float64(y)*scale)+1, int(float64(y+1)*scale))
		for x := range out.Rect.Max.X {
			left, right := int(float64(x)*scale), max(int(float64(x)*scale)+1, int(float64(x+1)*scale))
			sum, n := 0, 0
			for v := top; v < min(bottom, h); v++ {
				for u := left; u < min(right, w); u++ {
					sum, n = sum+int(grey(b.Min.X+u, b.Min.Y+v)), n+1
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / max(1, n))
		}
	}
	return out
}

// greyOf is the lightness of a pixel, quickly for the kinds of picture scans come in.
func greyOf(img image.Image) func(x, y int) uint8 {
	switch m := img.(type) {
	case *image.YCbCr:
		return func(x, y int) uint8 { return m.Y[m.YOffset(x, y)] }
	case *image.Gray:
		return func(x, y int) uint8 { return m.Pix[m.PixOffset(x, y)] }
	case *packed:
		return m.grey
	case *image.RGBA:
		return func(x, y int) uint8 {
			p := m.Pix[m.PixOffset(x, y):]
			return uint8((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000)
		}
	}
	return func(x, y int) uint8 { return color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y }
}

// packed is the pixels of a picture inside a PDF as they lie there: 1 or 8 bits, 1, 3 or 4
// parts each. Its colours are not exact; for reading codes lightness is enough.
type packed struct {
	width, height, bits, parts, row int
	data                            []byte
	inverted                        bool
}

func (p *packed) grey(x, y int) uint8 {
	v := 0
	if p.bits == 1 {
		if p.data[y*p.row+x/8]>>(7-x%8)&1 == 1 {
			v = 255
		}
	} else {
		at := y*p.row + x*p.parts
		for i := range min(3, p.parts) {
			v += int(p.data[at+i])
		}
		v /= min(3, p.parts)
	}
	if p.inverted {
		v = 255 - v
	}
	return uint8(v)
}

// Bounds, ColorModel and At make packed an image.Image.
func (p *packed) Bounds() image.Rectangle { return image.Rect(0, 0, p.width, p.height) }

// ColorModel is grey.
func (p *packed) ColorModel() color.Model { return color.GrayModel }

// At is the lightness at a place.
func (p *packed) At(x, y int) color.Color { return color.Gray{Y: p.grey(x, y)} }
