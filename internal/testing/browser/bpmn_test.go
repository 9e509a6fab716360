package browser_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/regulation"
	"asar/internal/regulation/drawing"
	"asar/internal/testing/browser"
)

// parsed is what the parser says of one file.
type parsed struct {
	Name     string
	Warnings []string
	Tasks    int
	Shapes   int // that are drawn of nothing
}

// TestTheParserOfTheViewerReadsEveryDiagram: bpmn-moddle, by which bpmn.io's viewer opens
// files, warns of none, and finds each step; of a file that is wrong it warns.
func TestTheParserOfTheViewerReadsEveryDiagram(t *testing.T) {
	law, err := regulation.Load()
	must(t, err)
	texts, err := lang.Load()
	must(t, err)
	files, steps := []map[string]string{}, map[string]int{}
	for _, e := range law.Last() {
		for _, p := range e.Processes {
			for _, l := range lang.Locales() {
				name := fmt.Sprintf("%s %s %s", e.Name(), p.Key, l)
				xml, err := drawing.BPMN(e, p.Key, texts.In(l))
				must(t, err)
				files, steps[name] = append(files, map[string]string{"name": name, "xml": xml}), len(p.Steps)
			}
		}
	}
	wrong := strings.Replace(files[0]["xml"], `targetRef="step_1"`, `targetRef="nowhere"`, 1)
	told := readBPMN(t, append(files, map[string]string{"name": "wrong", "xml": wrong}))
	if len(told) != 47*3+1 {
		t.Errorf("%d files were read", len(told))
	}
	for _, p := range told {
		switch {
		case p.Name == "wrong":
			if len(p.Warnings) == 0 {
				t.Error("a flow to nowhere is read without a warning")
			}
		case len(p.Warnings) > 0 || p.Tasks != steps[p.Name] || p.Shapes > 0:
			t.Errorf("%+v, with %d steps", p, steps[p.Name])
		}
	}
}

func readBPMN(t *testing.T, files []map[string]string) (told []parsed) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		browser.Missing(t, "node is not installed")
	}
	assets, err := filepath.Abs("../../web/assets")
	must(t, err)
	if _, err := os.Stat(filepath.Join(assets, "node_modules/bpmn-moddle")); err != nil {
		browser.Missing(t, "the packages of the pages are not installed: make assets")
	}
	in, err := json.Marshal(files)
	must(t, err)
	var errs bytes.Buffer
	c := exec.CommandContext(t.Context(), node, "testdata/bpmn.mjs", assets)
	c.Stdin, c.Stderr = bytes.NewReader(in), &errs
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	must(t, json.Unmarshal(out, &told))
	return told
}
