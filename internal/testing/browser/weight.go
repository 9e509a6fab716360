package browser

import (
	"path"
	"strings"
)

// Weight is what opening a page cost: bytes of bodies as they went over the wire.
type Weight struct{ Requests, Total, HTML, CSS, JS, Fonts int }

// Weigh counts requests of one page's opening; workers are scripts loaded on demand and
// counted by themselves.
func Weigh(sent []Sent) (w Weight, workers int) {
	for _, s := range sent {
		name, _, _ := strings.Cut(s.Path, "?")
		if strings.Contains(name, "-worker-") {
			workers += s.Length
			continue
		}
		w.Requests++
		w.Total += s.Length
		switch path.Ext(name) {
		case ".css":
			w.CSS += s.Length
		case ".js":
			w.JS += s.Length
		case ".woff2":
			w.Fonts += s.Length
		case "":
			w.HTML += s.Length
		}
	}
	return w, workers
}
