package regulation

import (
	"os"
	"testing"
)

func TestTheBuiltInEditionsAreRead(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	lists, steps := 0, 0
	for _, e := range c.Last() {
		for _, p := range e.Processes {
			lists, steps = lists+1, steps+len(p.Steps)
		}
	}
	if len(c.Last()) != 14 || lists != 47 || steps != 372 {
		t.Errorf("%d services, %d lists, %d steps; the decree has 14, 47 and 372", len(c.Last()), lists, steps)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := LoadFrom(os.DirFS("data")); err != nil {
			b.Fatal(err)
		}
	}
}
