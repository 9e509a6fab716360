package forms_test

import (
	"os"
	"testing"

	"asar/internal/documents/forms"
)

func TestLook(t *testing.T) {
	for _, l := range []string{"kk", "ru"} {
		b, err := forms.Act(month(), l)
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/w/pdf/act."+l+".pdf", b, 0o644)
		b, err = forms.EscortSheet(month(), l)
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/w/pdf/sheet."+l+".pdf", b, 0o644)
	}
}
func BenchmarkAct(b *testing.B) {
	c := month()
	for b.Loop() {
		if _, err := forms.Act(c, "kk"); err != nil {
			b.Fatal(err)
		}
	}
}
