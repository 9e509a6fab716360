package browser_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/regulation"
	"asar/internal/regulation/drawing"
	"asar/internal/testing/browser"
)

// opened is what bpmn.io's viewer says of one file and draws of it.
type opened struct {
	Name         string
	Warnings     []string
	Tasks, Flows int
}

// TestTheViewerOpensEveryDiagram: bpmn.io's viewer, and the parser within, warn of no
// diagram and draw each of its steps; of a file that is wrong they warn.
func TestTheViewerOpensEveryDiagram(t *testing.T) {
	law, err := regulation.Load()
	must(t, err)
	texts, err := lang.Load()
	must(t, err)
	files, steps, flows := []map[string]string{}, map[string]int{}, map[string]int{}
	for _, e := range law.Last() {
		for _, p := range e.Processes {
			for _, l := range lang.Locales() {
				name := fmt.Sprintf("%s %s %s", e.Name(), p.Key, l)
				xml, err := drawing.BPMN(e, p.Key, texts.In(l))
				must(t, err)
				files, steps[name] = append(files, map[string]string{"name": name, "xml": xml}), len(p.Steps)
				flows[name] = strings.Count(xml, "<bpmn:sequenceFlow ")
			}
		}
	}
	wrong := strings.Replace(files[0]["xml"], `targetRef="step_1"`, `targetRef="nowhere"`, 1)
	told := view(t, append([]map[string]string{{"name": "wrong", "xml": wrong}}, files...))
	if len(told) != 47*3+1 {
		t.Errorf("%d files were opened", len(told))
	}
	for _, o := range told {
		switch {
		case o.Name == "wrong":
			if len(o.Warnings) == 0 {
				t.Error("a flow to nowhere is opened without a warning")
			}
		case len(o.Warnings) > 0 || o.Tasks != steps[o.Name] || o.Flows == 0 || o.Flows != flows[o.Name]:
			t.Errorf("%+v, with %d steps and %d flows", o, steps[o.Name], flows[o.Name])
		}
	}
}

// view opens files in the viewer, in Chromium.
func view(t *testing.T, files []map[string]string) []opened {
	t.Helper()
	script := filepath.Join("..", "..", "web", "assets", "node_modules", "bpmn-js", "dist", "bpmn-viewer.production.min.js")
	if _, err := os.Stat(script); err != nil {
		browser.Missing(t, "the packages of the pages are not installed: make assets")
	}
	body, err := json.Marshal(files)
	must(t, err)
	server := browser.Serve(t, func(string) http.Handler {
		mux := http.NewServeMux()
		mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "testdata/bpmn.html") })
		mux.HandleFunc("/viewer.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, script) })
		mux.HandleFunc("/files", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
		return mux
	})
	tab := browser.Start(t).Tab()
	tab.Open(server.Base + "/")
	tab.See("#done", "done")
	tab.Shot("bpmn-viewer")
	return browser.Ask[[]opened](tab, "told")
}
