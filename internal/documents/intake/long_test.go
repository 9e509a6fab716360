package intake_test

import (
	"context"
	"fmt"
	"testing"

	"rsc.io/qr"

	"asar/internal/documents/intake"
)

// scanOf is a document of n scanned pages, none with a code that can be read.
func scanOf(n int) []byte {
	data := asJPEG(page("x", 2480, 3508, 1, qr.L))
	kids, objects := "", []string{"<</Type /Catalog /Pages 2 0 R>>", ""}
	for i := range n {
		kids += fmt.Sprintf("%d 0 R ", 3+2*i)
		objects = append(objects,
			fmt.Sprintf("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</XObject <</I %d 0 R>>>>>>", 4+2*i),
			stream("/Type /XObject /Subtype /Image /Width 2480 /Height 3508 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", data))
	}
	objects[1] = fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d>>", kids, n)
	return pdfFile("", objects...)
}

// The longest document allowed, at 300 dots an inch, is within the child's means.
func TestLongestScanIsWithinTheMeansOfAChild(t *testing.T) {
	if testing.Short() {
		t.Skip("decodes 170 megapixels")
	}
	content := scanOf(20)
	limits := intake.Usual
	limits.Bytes = max(limits.Bytes, len(content)) // noise does not pack as paper does
	got, err := built(t).Check(context.Background(), "", content, limits)
	if err != nil || got.Pages != 20 {
		t.Errorf("%d pages of %d bytes: %v", got.Pages, len(content), err)
	}
}
