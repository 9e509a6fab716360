package registry_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"asar/internal/access"
	"asar/internal/registry"
)

// drawn are the lines of doc.go that draw a move.
func drawn(t *testing.T) (lines []string) {
	t.Helper()
	b, err := os.ReadFile("doc.go")
	must(t, err)
	for line := range strings.SplitSeq(string(b), "\n") {
		if line = strings.TrimSpace(strings.TrimPrefix(line, "//")); strings.Contains(line, "──") {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestTheDrawingIsTheTable(t *testing.T) {
	var want []string
	for _, m := range registry.ApplicationMoves() {
		want = append(want, string(m.From)+" ──"+m.Name+"──▶ "+string(m.To))
	}
	for _, m := range registry.EntryMoves() {
		want = append(want, string(m.From)+" ──"+m.Name+"──▶ "+string(m.To))
	}
	if diff := cmp.Diff(want, drawn(t)); diff != "" {
		t.Errorf("doc.go and the tables differ (-table +drawing):\n%s", diff)
	}
}

func TestEveryMoveNamesItsPermissionAndSource(t *testing.T) {
	for _, m := range registry.ApplicationMoves() {
		if !slices.Contains(access.Permissions(), m.Need) || m.Source == "" || m.Action == "" {
			t.Errorf("%+v", m)
		}
	}
	for _, m := range registry.EntryMoves() {
		if !slices.Contains(access.Permissions(), m.Need) || m.Source == "" || m.Action == "" {
			t.Errorf("%+v", m)
		}
	}
}
