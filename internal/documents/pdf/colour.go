package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// outputProfile is an ICC profile of sRGB, version 2.1, made from the numbers of
// IEC 61966-2-1 adapted to D50. PDF/A wants one in the file, so that black is a known black.
var outputProfile = sync.OnceValue(func() []byte { return deflate(srgb()) })

type iccTag struct {
	name string
	data []byte
}

func srgb() []byte {
	curve := toneCurve()
	tags := []iccTag{
		{"desc", iccDescription("sRGB IEC61966-2.1")},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "Public domain\x00"...)},
		{"wtpt", iccXYZ(0.9642, 1, 0.8249)},
		{"rXYZ", iccXYZ(0.43607, 0.22249, 0.01392)},
		{"gXYZ", iccXYZ(0.38515, 0.71687, 0.09708)},
		{"bXYZ", iccXYZ(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	return iccAssemble(tags)
}

func iccAssemble(tags []iccTag) []byte {
	body, table := []byte{}, binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	start, curveAt := 128+4+12*len(tags), 0
	for _, t := range tags {
		at := start + len(body)
		switch t.name {
		case "gTRC", "bTRC":
			at = curveAt // one curve serves all three
		default:
			if t.name == "rTRC" {
				curveAt = at
			}
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
	}
	return append(append(iccHeader(start+len(body)), table...), body...)
}

func iccHeader(size int) []byte {
	h := make([]byte, 128)
	binary.BigEndian.PutUint32(h, uint32(size))
	binary.BigEndian.PutUint32(h[8:], 0x02100000)
	copy(h[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1, 0, 0, 0} {
		binary.BigEndian.PutUint16(h[24+2*i:], v)
	}
	copy(h[36:], "acsp")
	copy(h[68:], iccXYZ(0.9642, 1, 0.8249)[8:])
	return h
}

func iccDescription(text string) []byte {
	out := append([]byte("desc\x00\x00\x00\x00"), binary.BigEndian.AppendUint32(nil, uint32(len(text)+1))...)
	out = append(out, text...)
	return append(out, make([]byte, 1+4+4+2+1+67)...) // end of text; no Unicode, no Macintosh name
}

func iccXYZ(v ...float64) []byte {
	out := []byte("XYZ \x00\x00\x00\x00")
	for _, x := range v {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(x*65536))))
	}
	return out
}

func toneCurve() []byte {
	const steps = 1024
	out := append([]byte("curv\x00\x00\x00\x00"), binary.BigEndian.AppendUint32(nil, steps)...)
	for i := range steps {
		v := float64(i) / (steps - 1)
		linear := v / 12.92
		if v > 0.04045 {
			linear = math.Pow((v+0.055)/1.055, 2.4)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(math.Round(linear*65535)))
	}
	return out
}
