package ncalayer

import (
	"html/template"
	"net/http"
	"slices"
)

var handPage = template.Must(template.New("hand").Parse(`<!doctype html><html lang="en"><meta charset="utf-8"><title>NCALayer, played</title>
<h1>NCALayer, played</h1><p>How are the next questions answered? Asked so far: {{.Asked}}.</p>
<form method="post">{{range .Modes}}<p><label><input type="radio" name="mode" value="{{.}}"{{if eq . $.Mode}} checked{{end}}> {{.}}</label></p>{{end}}
<button>Answer so</button></form></html>`))

// byHand shows how questions are answered, and changes it: POST mode=cancelled.
func (l *Layer) byHand(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		mode := Mode(r.FormValue("mode"))
		if !slices.Contains(Modes(), mode) {
			http.Error(w, "no such mode", http.StatusBadRequest)
			return
		}
		_, key := l.state()
		l.Set(mode, key)
	}
	mode, _ := l.state()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = handPage.Execute(w, map[string]any{"Mode": mode, "Modes": Modes(), "Asked": len(l.Asked())}) // a browser that left has nothing to lose
}
