package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// kept are the tables a TrueType program needs inside a PDF, in the order they are written.
var kept = []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}

var errFont = errors.New("font program is cut or malformed")

// subset cuts a TrueType program down to the outlines of the glyphs wanted and of those
// they are composed from. Glyph numbers stay as they are.
func subset(data []byte, wanted []uint16) ([]byte, error) {
	tables, err := readTables(data)
	if err != nil {
		return nil, err
	}
	head, ok := tables["head"]
	if !ok || len(head) < 54 {
		return nil, errFont
	}
	glyphs, err := outlines(tables["glyf"], tables["loca"], binary.BigEndian.Uint16(head[50:]) == 1)
	if err != nil {
		return nil, err
	}
	need, err := closure(glyphs, wanted)
	if err != nil {
		return nil, err
	}
	tables["glyf"], tables["loca"] = pack(glyphs, need)
	head = slices.Clone(head)
	binary.BigEndian.PutUint32(head[8:], 0)  // checkSumAdjustment, set at the end
	binary.BigEndian.PutUint16(head[50:], 1) // long loca
	tables["head"] = head
	return assemble(tables), nil
}

func readTables(data []byte) (map[string][]byte, error) {
	if len(data) < 12 {
		return nil, errFont
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		at := 12 + 16*i
		if at+16 > len(data) {
			return nil, errFont
		}
		from, size := int(binary.BigEndian.Uint32(data[at+8:])), int(binary.BigEndian.Uint32(data[at+12:]))
		if from > len(data) || size > len(data)-from {
			return nil, errFont
		}
		tables[string(data[at:at+4])] = data[from : from+size]
	}
	return tables, nil
}

func outlines(glyf, loca []byte, long bool) ([][]byte, error) {
	step := 2
	if long {
		step = 4
	}
	at := func(i int) int {
		if long {
			return int(binary.BigEndian.Uint32(loca[4*i:]))
		}
		return 2 * int(binary.BigEndian.Uint16(loca[2*i:]))
	}
	var glyphs [][]byte
	for i := range len(loca)/step - 1 {
		from, to := at(i), at(i+1)
		if from > to || to > len(glyf) {
			return nil, errFont
		}
		glyphs = append(glyphs, glyf[from:to])
	}
	return glyphs, nil
}

// closure adds to the wanted glyphs the components of composite ones.
func closure(glyphs [][]byte, wanted []uint16) (map[uint16]bool, error) {
	need := map[uint16]bool{}
	queue := append([]uint16{0}, wanted...)
	for len(queue) > 0 {
		g := queue[0]
		queue = queue[1:]
		if need[g] {
			continue
		}
		if int(g) >= len(glyphs) {
			return nil, fmt.Errorf("glyph %d: %w", g, errFont)
		}
		need[g] = true
		parts, err := components(glyphs[g])
		if err != nil {
			return nil, err
		}
		queue = append(queue, parts...)
	}
	return need, nil
}

// components are the glyphs a composite outline refers to.
func components(outline []byte) ([]uint16, error) {
	const words, scale, more, scaleXY, matrix = 0x1, 0x8, 0x20, 0x40, 0x80
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil, nil
	}
	var parts []uint16
	for at := 10; ; {
		if at+4 > len(outline) {
			return nil, errFont
		}
		flags := binary.BigEndian.Uint16(outline[at:])
		parts = append(parts, binary.BigEndian.Uint16(outline[at+2:]))
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&scaleXY != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return parts, nil
		}
	}
}

func pack(glyphs [][]byte, need map[uint16]bool) (glyf, loca []byte) {
	for i, g := range glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if need[uint16(i)] {
			glyf = append(glyf, g...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		}
	}
	return glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
}

// assemble writes the tables with their directory and checksums.
func assemble(tables map[string][]byte) []byte {
	names := slices.DeleteFunc(slices.Clone(kept), func(n string) bool { return tables[n] == nil })
	span := 1
	selector := 0
	for span*2 <= len(names) {
		span, selector = span*2, selector+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{len(names), span * 16, selector, len(names)*16 - span*16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	var body []byte
	start, headAt := 12+16*len(names), 0
	for _, n := range names {
		if n == "head" {
			headAt = start + len(body)
		}
		out = append(out, n...)
		for _, v := range []int{int(checksum(tables[n])), start + len(body), len(tables[n])} {
			out = binary.BigEndian.AppendUint32(out, uint32(v))
		}
		body = append(body, tables[n]...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) uint32 {
	var sum uint32
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var last [4]byte
	copy(last[:], b)
	return sum + binary.BigEndian.Uint32(last[:])
}
