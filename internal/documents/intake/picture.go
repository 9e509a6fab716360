package intake

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"

	"asar/internal/problem"
)

// picture checks a JPEG or PNG: its size before it is decoded, then all of it.
func picture(media Media, content []byte, l Limits) (Checked, error) {
	clean, rest, err := strip(media, content)
	if err != nil {
		return Checked{}, err
	}
	if foreign(rest) || endsAsArchive(content) {
		return Checked{}, refuse("two-in-one")
	}
	img, err := decode(media, clean, l)
	if err != nil {
		return Checked{}, err
	}
	return Checked{Media: media, Pages: 1, QR: readCodes(img), Content: clean}, nil
}

func strip(media Media, content []byte) (clean, rest []byte, err error) {
	if media == JPEG {
		return stripJPEG(content)
	}
	return stripPNG(content)
}

func decode(media Media, content []byte, l Limits) (image.Image, error) {
	config, full := jpeg.DecodeConfig, jpeg.Decode
	if media == PNG {
		config, full = png.DecodeConfig, png.Decode
	}
	c, err := config(bytes.NewReader(content))
	if err != nil {
		return nil, damaged(err)
	}
	if err := size(c.Width, c.Height, l); err != nil {
		return nil, err
	}
	img, err := full(bytes.NewReader(content))
	if err != nil {
		return nil, damaged(err)
	}
	return img, nil
}

// size refuses a picture with too many pixels, and one with none.
func size(width, height int, l Limits) error {
	switch {
	case width < 1 || height < 1:
		return refuse("damaged")
	case width > l.Side || height > l.Side || width*height > l.Pixels:
		return refuse("too-many-pixels", problem.Args{"Megapixels": l.Pixels / 1_000_000, "Side": l.Side})
	}
	return nil
}
