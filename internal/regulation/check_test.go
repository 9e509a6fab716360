package regulation

import (
	"strconv"
	"strings"
	"testing"
)

func TestEveryListCanBeWalkedInTime(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	ok, err := WriteProofs(&out, c.Check())
	if err != nil || !ok {
		t.Errorf("the law cannot be followed: %v\n%s", err, out.String())
	}
	golden(t, "testdata/check.golden", []byte(out.String()))
}

// The sums that domain research counted by hand from the decree.
func TestTheSumsOfTheLaw(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][3]int{ // working days, minutes, days before the end
		"2 provider": {10, 55, 0}, "2 state_corporation": {10, 70, 0}, "4 provider": {0, 25, 0},
		"5 issue": {9, 740, 0}, "5 reissue": {5, 560, 0}, "5 extend": {6, 380, 0},
		"5 ict_issue": {8, 800, 0}, "5 ict_reissue": {6, 380, 0}, "5 ict_extend": {6, 530, 0},
		"6 provider": {7, 55, 0}, "7 provider": {8, 30, 0}, "8 provider": {20, 60, 0}, "8 state_corporation": {20, 95, 0},
		"9 provider": {10, 60, 0}, "9 state_corporation": {9, 60, 1}, "12 state_corporation": {9, 60, 1},
		"14 provider": {14, 80, 0}, "14 provider_p8": {14, 80, 0}, "14 state_corporation": {12, 110, 1},
		"15 provider": {17, 80, 0}, "15 state_corporation": {15, 110, 1}, "16 provider": {0, 15, 0}, "16 state_corporation": {0, 13, 0},
	}
	for _, e := range c.Last() {
		for i := range e.Processes {
			p := &e.Processes[i]
			sums := ""
			for _, path := range p.Paths() {
				s := path.Sum()
				if path.Ends == Served && sums == "" {
					sums = s.String()
					key := strings.Join([]string{strconv.Itoa(e.Annex), string(p.Key)}, " ")
					if w, said := want[key]; said && w != [3]int{s.Days, s.Minutes, s.Reserved} {
						t.Errorf("%s: %v, want %v", key, s, w)
					}
				}
			}
		}
	}
}
