package pdf_test

import (
	"bytes"
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
