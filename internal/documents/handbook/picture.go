package handbook

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"asar/internal/documents/pdf"
	"asar/internal/regulation/drawing"
)

// finer is how many points of a picture stand for a pixel of the scene, so that small
// letters stay sharp on paper.
const finer = 2

// PNG is a diagram as a picture of points.
func PNG(s *drawing.Scene) ([]byte, error) {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, s.Width*finer, s.Height*finer)), faces: map[style]font.Face{}}
	for _, shape := range s.Shapes {
		if err := c.shape(shape); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, c.img)
	return out.Bytes(), err
}

type style struct {
	size int
	bold bool
}

type canvas struct {
	img   *image.RGBA
	faces map[style]font.Face
	r     vector.Rasterizer
}

func (c *canvas) shape(shape drawing.Shape) error {
	switch v := shape.(type) {
	case drawing.Box:
		c.area(outline(float64(v.X), float64(v.Y), float64(v.W), float64(v.H), float64(v.Round)), v.Fill, v.Stroke, v.Width, v.Dash)
	case drawing.Ring:
		r := float64(v.R)
		c.area(outline(float64(v.X)-r, float64(v.Y)-r, 2*r, 2*r, r), v.Fill, v.Stroke, v.Width, [2]int{})
	case drawing.Line:
		points := floats(v.Points)
		c.stroke(points, v.Stroke, v.Width, v.Dash)
		if v.Arrow {
			c.fill([][][2]float64{arrowhead(points)}, v.Stroke)
		}
	case drawing.Words:
		return c.words(v)
	}
	return nil
}

func (c *canvas) area(edge [][2]float64, fill, stroke drawing.Color, width float64, dash [2]int) {
	c.fill([][][2]float64{edge}, fill)
	if stroke != "" {
		c.stroke(edge, stroke, width, dash)
	}
}

func (c *canvas) stroke(line [][2]float64, ink drawing.Color, width float64, dash [2]int) {
	for _, part := range dashesOf(line, dash) {
		c.fill(stroked(part, width), ink)
	}
}

// fill paints patches as one area, so that those that meet leave no seam.
func (c *canvas) fill(patches [][][2]float64, ink drawing.Color) {
	within := boundsOf(patches).Intersect(c.img.Bounds())
	if within.Empty() {
		return
	}
	c.r.Reset(within.Dx(), within.Dy())
	for _, patch := range patches {
		for i, at := range patch {
			x, y := float32(at[0]*finer)-float32(within.Min.X), float32(at[1]*finer)-float32(within.Min.Y)
			if i == 0 {
				c.r.MoveTo(x, y)
			} else {
				c.r.LineTo(x, y)
			}
		}
		c.r.ClosePath()
	}
	c.r.DrawOp = draw.Over
	c.r.Draw(c.img, within, image.NewUniform(opaque(ink)), image.Point{})
}

func boundsOf(patches [][][2]float64) image.Rectangle {
	all := image.Rectangle{}
	for _, patch := range patches {
		for _, at := range patch {
			x, y := at[0]*finer, at[1]*finer
			all = all.Union(image.Rect(int(math.Floor(x)), int(math.Floor(y)), int(math.Ceil(x))+1, int(math.Ceil(y))+1))
		}
	}
	return all
}

func opaque(c drawing.Color) color.RGBA {
	r, g, b := c.RGB()
	return color.RGBA{R: r, G: g, B: b, A: 0xff}
}

// typefaces are the portal's typeface in two weights, parsed once.
var typefaces = sync.OnceValues(func() (both [2]*opentype.Font, err error) {
	for i, strong := range []bool{false, true} {
		if both[i], err = opentype.Parse(pdf.Typeface(strong)); err != nil {
			return both, fmt.Errorf("typeface of pictures: %w", err)
		}
	}
	return both, nil
})

func (c *canvas) face(s style) (font.Face, error) {
	if f, made := c.faces[s]; made {
		return f, nil
	}
	both, err := typefaces()
	if err != nil {
		return nil, err
	}
	typeface := both[0]
	if s.bold {
		typeface = both[1]
	}
	f, err := opentype.NewFace(typeface, &opentype.FaceOptions{Size: float64(s.size * finer), DPI: 72, Hinting: font.HintingNone})
	if err == nil {
		c.faces[s] = f
	}
	return f, err
}

func (c *canvas) words(w drawing.Words) error {
	face, err := c.face(style{w.Size, w.Bold})
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(opaque(w.Fill)), Face: face, Dot: fixed.P(w.X*finer, w.Y*finer)}
	if w.Middle {
		d.Dot.X -= d.MeasureString(w.Text) / 2
	}
	d.DrawString(w.Text)
	return nil
}
