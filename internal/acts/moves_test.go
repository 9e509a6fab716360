package acts_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"asar/internal/acts"
)

func pad(s string, width int, with string) string {
	return s + strings.Repeat(with, max(0, width-len([]rune(s))))
}

func TestTheDrawingIsTheTableOfMoves(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range acts.Moves() {
		want = append(want, fmt.Sprintf("//\t%s ──%s─▶ %s %s %s", pad(string(m.From), 9, " "), pad(string(m.Action), 11, "─"), pad(string(m.To), 10, " "), pad(string(m.By), 12, " "), m.Source))
	}
	if drawing := strings.Join(want, "\n"); !strings.Contains(string(doc), drawing) {
		t.Errorf("doc.go draws other moves than the table has; it should be:\n%s", drawing)
	}
}

func TestEveryStatusIsReached(t *testing.T) {
	reached := map[acts.Status]bool{acts.Formed: true}
	for range acts.Statuses() {
		for _, m := range acts.Moves() {
			reached[m.To] = reached[m.To] || reached[m.From]
		}
	}
	for _, s := range acts.Statuses() {
		if !reached[s] {
			t.Errorf("no way leads to %s", s)
		}
	}
}
