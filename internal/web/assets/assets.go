package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:dist
var embedded embed.FS

// Prefix begins every address of an asset.
const Prefix = "/assets/"

// ErrNotBuilt says that dist/ is empty.
var ErrNotBuilt = errors.New("assets: styles and scripts of the pages are not built: run `make assets`, then build again")

// shelf is what was built: names with their hashes, and the files themselves.
type shelf struct {
	names map[string]string // app.css is app-XXXXXXXX.css
	files map[string]file   // by the names with hashes; nothing else is served
}

// file is one file as it is, and as it was compressed.
type file struct {
	plain  []byte
	packed map[string][]byte // by coding: "br", "gzip"
}

var codings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

var built = open(embedded)

func open(from fs.FS) shelf {
	s := shelf{names: map[string]string{}, files: map[string]file{}}
	manifest, err := fs.ReadFile(from, "dist/manifest.json")
	if err != nil || json.Unmarshal(manifest, &s.names) != nil {
		return s
	}
	for _, name := range s.names {
		f := file{packed: map[string][]byte{}}
		f.plain, _ = fs.ReadFile(from, "dist/"+name) // the manifest is written after the files
		for _, c := range codings {
			if b, err := fs.ReadFile(from, "dist/"+name+c.suffix); err == nil {
				f.packed[c.name] = b
			}
		}
		s.files[name] = f
	}
	return s
}

// Check is ErrNotBuilt when the front-end was not built into this program.
func Check() error { return built.check() }

func (s shelf) check() error {
	if len(s.names) == 0 {
		return ErrNotBuilt
	}
	return nil
}

// URL is the address of an asset: URL("app.css") is "/assets/app-XXXXXXXX.css". It panics
// on a name that was not built: the page would be broken.
func URL(name string) string { return built.url(name) }

func (s shelf) url(name string) string {
	file, ok := s.names[name]
	if !ok {
		panic("assets: " + name + " was not built")
	}
	return Prefix + file
}

// Content is a built file as it is, for a page that carries it inside. It panics on a name
// that was not built.
func Content(name string) []byte {
	return built.files[strings.TrimPrefix(built.url(name), Prefix)].plain
}

// Handler answers requests for assets.
func Handler() http.Handler { return built }

// ServeHTTP sends a file, compressed when the browser takes that. A browser may keep it
// for good: what changes has another name. A script run as a worker takes its policy from
// here, and may talk to nobody.
func (s shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	f, ok := s.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mediaOf(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if len(f.packed) > 0 {
		h.Set("Vary", "Accept-Encoding")
	}
	content, coding := f.form(r)
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content)
}

// form is the smallest form of the file this browser takes.
func (f file) form(r *http.Request) (content []byte, coding string) {
	for _, c := range codings {
		if b := f.packed[c.name]; b != nil && accepts(r, c.name) {
			return b, c.name
		}
	}
	return f.plain, ""
}

// accepts tells whether the browser named a coding and did not refuse it.
func accepts(r *http.Request, coding string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == coding {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}

// mediaOf does not ask the machine's own tables: they differ.
func mediaOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".svg":
		return "image/svg+xml"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}
