package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"asar/internal/documents/pdf"
)

// FuzzSigned: whatever a file is, what is taken out of it and what is covered are together
// the whole of it.
func FuzzSigned(f *testing.F) {
	file := sealed(f)
	f.Add(file)
	f.Add(append(bytes.Clone(file), "%%EOF\n"...))
	f.Fuzz(func(t *testing.T, file []byte) {
		covered, signature, err := pdf.Signed(file)
		if err == nil && (len(covered)+2 > len(file) || 2*len(signature)+len(covered)+2 > len(file) || bytes.Count(file, []byte("%%EOF")) != 1) {
			t.Errorf("%d bytes: %d covered, %d of signature", len(file), len(covered), len(signature))
		}
	})
}

// TestSignedWantsOneWholeFile holds each rule by itself, before any signature is looked at.
func TestSignedWantsOneWholeFile(t *testing.T) {
	file := sealed(t)
	hole := bytes.Index(file, []byte("/Contents <3082")) + len("/Contents <") - 1
	end := hole + bytes.IndexByte(file[hole:], '>') + 1
	at := fmt.Sprintf("/ByteRange [0 %-10d %-10d %-10d]", hole, end, len(file)-end)
	if covered, signature, err := pdf.Signed(file); err != nil || len(covered) != len(file)-(end-hole) || len(signature) != 260 || !bytes.Contains(file, []byte(at)) {
		t.Fatalf("the file itself: %d, %d, %v", len(covered), len(signature), err)
	}
	ranged := func(a, b, c, d int) []byte {
		return bytes.Replace(file, []byte(at), fmt.Appendf(nil, "/ByteRange [%d %-10d %-10d %-10d]", a, b, c, d), 1)
	}
	swap := func(old, put string) []byte { return bytes.Replace(file, []byte(old), []byte(put), 1) }
	put := func(i int, text string) []byte { f := bytes.Clone(file); copy(f[i:], text); return f }
	for name, forged := range map[string][]byte{
		"begins later": ranged(1, hole, end, len(file)-end), "a shorter first part": ranged(0, hole-1, end, len(file)-end), "a later second part": ranged(0, hole, end+1, len(file)-end),
		"a shorter second part": ranged(0, hole, end, len(file)-end-1), "less than nothing": ranged(0, hole, end, -1), "three numbers": swap(at, "/ByteRange [0 1 2]"),
		"a range of words": swap(at, "/ByteRange [0 a b c]"), "an open range": swap(at, "/ByteRange [0 1 2 3"), "another entry between": swap("] /Contents <3082", "] /X 1 /Contents <3082"),
		"something before": mended(append([]byte("x"), file...)), "a byte behind": mended(append(bytes.Clone(file), ' ')), "two tables": mended(swap("\nxref\n", "\nxref\n\nxref\n")),
		"two trailers": mended(swap("\ntrailer\n", "\ntrailer\n\ntrailer\n")), "two starts": mended(swap("startxref", "startxref startxref")), "two ends": mended(swap("\n%%EOF\n", "\n%%EOF\n%%EOF\n")),
		"two ranges": mended(swap("/Reason", "/ByteRange [0 1 2 3] /Reason")), "digits behind": put(end-3, "01"), "capital digits": put(hole+1, "3082010A"), "words": put(hole+9, "zz"), "another element": put(hole+1, "3182"),
		"longer than its room": put(hole+5, "ffff"), "no end": bytes.ReplaceAll(file[:end-1], []byte(">"), []byte(" ")),
	} {
		if bytes.Equal(forged, file) {
			t.Errorf("%s: nothing was changed", name)
		}
		if covered, _, err := pdf.Signed(forged); !errors.Is(err, pdf.ErrChanged) || covered != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// mended is a forged file whose range fits it: only what was added is wrong.
func mended(file []byte) []byte {
	hole := bytes.Index(file, []byte("/Contents <3082")) + len("/Contents <") - 1
	end := hole + bytes.IndexByte(file[hole:], '>') + 1
	at := bytes.Index(file, []byte("/ByteRange [0 "))
	copy(file[at:], fmt.Appendf(nil, "/ByteRange [0 %-10d %-10d %-10d]", hole, end, len(file)-end))
	return file
}
