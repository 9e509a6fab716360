package world_test

import (
	"testing"

	"asar/internal/testing/world"
)

func TestNumbersOfThePeopleAreValidAndTheirOwn(t *testing.T) {
	seen := map[string]string{}
	for _, w := range world.People() {
		if !checked(w.IIN) {
			t.Errorf("%s: the number's check digit is wrong", w.Key)
		}
		for what, v := range map[string]string{"key": w.Key, "number": w.IIN, "phone": w.Phone, "name": w.FullName()} {
			if other := seen[what+v]; other != "" {
				t.Errorf("%s and %s share the %s %s", other, w.Key, what, v)
			}
			seen[what+v] = w.Key
		}
	}
	if !checked(world.BIN) {
		t.Error("the organisation's check digit is wrong")
	}
}

// checked is the rule of check digits written once more: the weights 1 to 11, and when the
// remainder is 10, the weights 3 to 11, 1, 2.
func checked(number string) bool {
	for _, weights := range [][11]int{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2}} {
		sum := 0
		for i, w := range weights {
			sum += int(number[i]-'0') * w
		}
		if sum%11 != 10 {
			return len(number) == 12 && int(number[11]-'0') == sum%11
		}
	}
	return false
}

func TestEverybodyLivesAndWorksSomewhere(t *testing.T) {
	places := map[string]bool{world.Qamqor: true}
	for _, p := range world.Places() {
		places[p.Key] = true
		if p.Name.KK == "" || p.Name.RU == "" || p.Name.EN == "" {
			t.Errorf("%s has no name in some language", p.Key)
		}
	}
	for _, w := range world.People() {
		if w.Unit != "" && !places[w.Unit] || (w.Role != "") != (w.At != "") || w.At != "" && !places[w.At] {
			t.Errorf("%s lives in %q and works as %q in %q", w.Key, w.Unit, w.Role, w.At)
		}
	}
}
