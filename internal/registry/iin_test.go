package registry_test

import (
	"testing"

	"asar/internal/registry"
	"asar/internal/testing/world"
)

func TestParseIIN(t *testing.T) {
	cases := []struct{ in, key string }{
		{"850412400121", ""},
		{" 850412 400121 ", ""},
		{"850412\u00a0400121", ""},
		{"", "registry.iin-empty"},
		{"85041240012", "registry.iin-digits"},
		{"8504124001212", "registry.iin-digits"},
		{"85041240012a", "registry.iin-digits"},
		{"٨50412400121", "registry.iin-digits"},
		{"850412400122", "registry.iin-wrong"}, // check digit
		{"851312400121", "registry.iin-wrong"}, // month 13
		{"850412000121", "registry.iin-wrong"}, // century 0
		{"850412700121", "registry.iin-wrong"}, // century 7
	}
	for _, c := range cases {
		got, err := registry.ParseIIN(c.in)
		if c.key != "" {
			wantKey(t, err, c.key)
		} else if err != nil || got != "850412400121" {
			t.Errorf("%q: %q, %v", c.in, got, err)
		}
	}
}

// TestCertifiedIIN: a number of the authority's own test keys is nobody's birth date.
func TestCertifiedIIN(t *testing.T) {
	for in, good := range map[string]bool{"123456789011": true, "850412400121": true, "": false, "12345678901": false, "12345678901a": false, " 123456789011": false} {
		if got, err := registry.CertifiedIIN(in); (err == nil) != good || good && string(got) != in {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}

func TestParseBIN(t *testing.T) {
	for in, good := range map[string]bool{world.BIN: true, "120540012343": false, "": false, "850412400121": false, "12054001234": false} {
		if _, err := registry.ParseBIN(in); (err == nil) != good {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// A slip of one digit is nearly always found, but in the eleventh digit, whose weight is 11
// modulo 11. The second run of weights lets a few more through: that is how the number is
// made (720930300313 and 320930300313 are both valid).
func TestOneWrongDigitIsNearlyAlwaysFound(t *testing.T) {
	tried, missed := 0, 0
	for _, who := range world.People() {
		for _, at := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11} {
			for digit := byte('0'); digit <= '9'; digit++ {
				wrong := []byte(who.IIN)
				if wrong[at] == digit {
					continue
				}
				wrong[at] = digit
				tried++
				if _, err := registry.ParseIIN(string(wrong)); err == nil {
					missed++
				}
			}
		}
	}
	if missed*50 > tried {
		t.Errorf("%d of %d slips are taken for a number", missed, tried)
	}
}

func TestMaskedShowsTwoDigits(t *testing.T) {
	if got := registry.IIN("850412400121").Masked(); got != "••••••••••21" {
		t.Errorf("masked: %s", got)
	}
	if got := registry.IIN("").Masked(); got != "" {
		t.Errorf("an empty number is masked as %q", got)
	}
}

func FuzzParseIIN(f *testing.F) {
	for _, s := range []string{"850412400121", "", "000000000000", "85 0412 400121", "\xff", "999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := registry.ParseIIN(s)
		if err == nil && len(got) != 12 {
			t.Fatalf("%q became %q", s, got)
		}
		if again, err := registry.ParseIIN(string(got)); got != "" && (err != nil || again != got) {
			t.Fatalf("%q is not stable", got)
		}
	})
}
