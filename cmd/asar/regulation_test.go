package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func ran(t *testing.T, want int, args ...string) (out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	if got := run(t.Context(), args, strings.NewReader(""), &o, &e); got != want {
		t.Errorf("asar %v ends with %d, want %d: %s", args, got, want, e.String())
	}
	return o.String(), e.String()
}

func TestTheCommandsOfTheLaw(t *testing.T) {
	out, _ := ran(t, 0, "regulation", "export", "--format", "json")
	if !json.Valid([]byte(out)) || strings.Count(out, `"annex":`) != 14 {
		t.Error("the export is not the fourteen services")
	}
	out, _ = ran(t, 0, "regulation", "lint", "--annex", "14")
	if !strings.Contains(out, "14 term-5-8 [grave] п.5 пп.12, п.8 пп.12: 1 working_day or 2 working_day") {
		t.Errorf("the best known defect of the decree is not told:\n%s", out)
	}
	out, _ = ran(t, 0, "regulation", "check")
	if !strings.Contains(out, "47 lists, 0 wrong") {
		t.Errorf("the proofs: %s", out)
	}
	out, _ = ran(t, 0, "regulation", "diff", "06-targeted-assistance.2019-08-09", "06-targeted-assistance")
	if !strings.Contains(out, "п.5: changed; the wording before is not in the text that is held, by № 4/588 of 2019-10-23") {
		t.Errorf("the difference: %s", out)
	}
	out, _ = ran(t, 0, "regulation", "compare", "--annex", "9")
	if !strings.Contains(out, "differs: п.5 пп.3, п.9 пп.4: 8 working_day, or 7 working_day") {
		t.Errorf("the comparison: %s", out)
	}
	out, _ = ran(t, 0, "regulation", "list")
	if strings.Count(out, "\n") != 16 {
		t.Errorf("the editions: %s", out)
	}
	if out, _ = ran(t, 0, "regulation", "schema", "export"); !json.Valid([]byte(out)) {
		t.Error("the schema is not JSON")
	}
	for _, format := range []string{"svg", "bpmn"} {
		if out, _ = ran(t, 0, "regulation", "diagram", "--annex", "5", "--process", "ict_issue", "--lang", "kk", "--format", format); !strings.Contains(out, "Корпоративішілік ауыстыру") {
			t.Errorf("the diagram as %s: %.300s", format, out)
		}
	}
	if out, _ = ran(t, 0, "regulation", "handbook", "--annex", "14", "--lang", "en"); strings.Count(out, "<svg ") != 2 {
		t.Error("the handbook of annex 14 has not its two pictures")
	}
	if out, _ = ran(t, 0, "regulation", "diagram", "--annex", "5", "--process", "ict_issue", "--lang", "kk", "--format", "png"); !strings.HasPrefix(out, "\x89PNG\r\n") {
		t.Error("the picture is not PNG")
	}
	if out, _ = ran(t, 0, "regulation", "handbook", "--annex", "14", "--format", "pdf"); !strings.HasPrefix(out, "%PDF-") {
		t.Error("the handbook is not PDF")
	}
	ran(t, 1, "regulation", "diagram", "--annex", "14", "--process", "portal")
	_, errs := ran(t, 1, "regulation", "diff", "06-nothing", "06-targeted-assistance")
	if !strings.Contains(errs, "asar regulation list") {
		t.Errorf("an unknown edition is answered with %s", errs)
	}
	ran(t, 1, "regulation", "compare", "--annex", "3")
}
