package pdf

import (
	"slices"
	"testing"
)

func TestLinesEndAtSpacesAndHyphens(t *testing.T) {
	d := New(Options{})
	f := d.faces[regular]
	width := f.width("социальные", textSize)
	for text, want := range map[string][]string{
		"медико-социальные":     {"медико-", "социальные"},
		"пункт 5, подп.\u00a03": {"пункт 5,", "подп.\u00a03"},
		"а б":                   {"а б"},
	} {
		if got := f.wrap(text, textSize, width); !slices.Equal(got, want) {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestAWidePictureIsCutBetweenItsLanes(t *testing.T) {
	g := Diagram{Width: 1000, Cuts: []float64{100, 300, 500}}
	for _, c := range []struct{ from, room, want float64 }{{0, 350, 300}, {300, 199, 499}, {300, 200, 500}, {500, 500, 1000}, {0, 50, 50}} {
		if got := g.reach(c.from, c.room); got != c.want {
			t.Errorf("from %v with room for %v it reaches %v", c.from, c.room, got)
		}
	}
}
