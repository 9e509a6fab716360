package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

var errCut = errors.New("intake: the picture is cut or malformed")

// stripJPEG keeps what draws the picture: no comments, no metadata but how it is turned.
// rest is what followed its end.
func stripJPEG(content []byte) (clean, rest []byte, err error) {
	clean = append(clean, content[:2]...)
	for at := 2; ; {
		for at+1 < len(content) && content[at] == 0xFF && content[at+1] == 0xFF {
			at++ // fill bytes
		}
		if at+4 > len(content) || content[at] != 0xFF {
			return nil, nil, damaged(errCut)
		}
		marker, size := content[at+1], int(binary.BigEndian.Uint16(content[at+2:]))
		if size < 2 || at+2+size > len(content) {
			return nil, nil, damaged(errCut)
		}
		segment := content[at : at+2+size]
		clean = append(clean, keptSegment(marker, segment)...)
		at += 2 + size
		if marker != 0xDA {
			continue
		}
		end := scanEnd(content[at:])
		clean = append(clean, content[at:at+end]...)
		at += end
		if at+2 > len(content) {
			return nil, nil, damaged(errCut)
		}
		if content[at+1] == 0xD9 {
			return append(clean, 0xFF, 0xD9), content[at+2:], nil
		}
	}
}

// scanEnd is where the entropy-coded data ends: at a marker that is no restart.
func scanEnd(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xFF && b[i+1] != 0 && b[i+1] != 0xFF && (b[i+1] < 0xD0 || b[i+1] > 0xD7) {
			return i
		}
	}
	return len(b)
}

// keptSegment is the segment if it is needed to draw: not APP1–13, APP15 and comments, and of
// Exif only the orientation.
func keptSegment(marker byte, segment []byte) []byte {
	switch {
	case marker == 0xE1:
		if o := orientation(segment[4:]); o > 1 {
			return exif(o)
		}
		return nil
	case marker == 0xFE, marker >= 0xE2 && marker <= 0xED, marker == 0xEF:
		return nil
	case marker == 0xE0 && !bytes.HasPrefix(segment[4:], []byte("JFIF\x00")), marker == 0xE0 && len(segment) > 18:
		return nil
	case marker == 0xEE && (!bytes.HasPrefix(segment[4:], []byte("Adobe")) || len(segment) > 16):
		return nil
	}
	return segment
}

// orientation reads Exif's tag 0x0112; 0 when it is absent or makes no sense.
func orientation(b []byte) uint16 {
	b, ok := bytes.CutPrefix(b, []byte("Exif\x00\x00"))
	if !ok || len(b) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(b[4:]))
	if at < 8 || at+2 > len(b) {
		return 0
	}
	for i := range int(order.Uint16(b[at:])) {
		e := at + 2 + 12*i
		if e+12 > len(b) {
			return 0
		}
		if order.Uint16(b[e:]) == 0x0112 {
			if o := order.Uint16(b[e+8:]); o <= 8 {
				return o
			}
			return 0
		}
	}
	return 0
}

// exif is an APP1 segment that says how the picture is turned, and nothing else.
func exif(o uint16) []byte {
	return []byte("\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" +
		string([]byte{byte(o)}) + "\x00\x00\x00\x00\x00\x00")
}

var keptChunks = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "pHYs": true, "gAMA": true, "sRGB": true}

// stripPNG keeps the chunks that draw the picture; rest is what followed its end.
func stripPNG(content []byte) (clean, rest []byte, err error) {
	clean = append(clean, content[:8]...)
	for at := 8; ; {
		if at+12 > len(content) {
			return nil, nil, damaged(errCut)
		}
		size, name := int(binary.BigEndian.Uint32(content[at:])), string(content[at+4:at+8])
		if size > len(content)-at-12 {
			return nil, nil, damaged(errCut)
		}
		chunk := content[at : at+12+size]
		if crc32.ChecksumIEEE(chunk[4:8+size]) != binary.BigEndian.Uint32(chunk[8+size:]) {
			return nil, nil, damaged(errCut)
		}
		if keptChunks[name] {
			clean = append(clean, chunk...)
		}
		at += 12 + size
		if name == "IEND" {
			return clean, content[at:], nil
		}
	}
}
