package assets

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func small() shelf {
	return open(fstest.MapFS{
		"dist/manifest.json":    {Data: []byte(`{"app.css":"app-AAAAAAAA.css","golos-ru.woff2":"golos-ru-BBBBBBBB.woff2","w.js":"w-CCCCCCCC.js"}`)},
		"dist/app-AAAAAAAA.css": {Data: []byte("plain")}, "dist/app-AAAAAAAA.css.br": {Data: []byte("brotli")}, "dist/app-AAAAAAAA.css.gz": {Data: []byte("gzip")},
		"dist/golos-ru-BBBBBBBB.woff2": {Data: []byte("font")}, "dist/w-CCCCCCCC.js": {Data: []byte("worker")},
	})
}

func get(s shelf, path, accepts string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path = path
	r.Header.Set("Accept-Encoding", accepts)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestFilesAreSentAsTheBrowserTakesThem(t *testing.T) {
	for accepts, want := range map[string]string{
		"gzip, deflate, br, zstd": "brotli", "br;q=1.0, gzip;q=0.5": "brotli", "gzip": "gzip", "": "plain", "identity": "plain",
		"br;q=0, gzip": "gzip", "br; q=0.0": "plain", "brotli": "plain",
	} {
		r := get(small(), "/assets/app-AAAAAAAA.css", accepts)
		if got := r.Body.String(); got != want || r.Header().Get("Vary") != "Accept-Encoding" || r.Header().Get("Content-Length") != strconv.Itoa(len(want)) {
			t.Errorf("%q: %q, Vary %q", accepts, got, r.Header().Get("Vary"))
		}
	}
	if r := get(small(), "/assets/golos-ru-BBBBBBBB.woff2", "br, gzip"); r.Header().Get("Content-Encoding") != "" || r.Body.String() != "font" {
		t.Error("a font is packed twice")
	}
}

func TestHeadersOfFiles(t *testing.T) {
	for path, media := range map[string]string{
		"/assets/app-AAAAAAAA.css": "text/css; charset=utf-8", "/assets/golos-ru-BBBBBBBB.woff2": "font/woff2", "/assets/w-CCCCCCCC.js": "text/javascript; charset=utf-8",
	} {
		h := get(small(), path, "").Header()
		want := map[string]string{"Content-Type": media, "X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=31536000, immutable", "Content-Security-Policy": "default-src 'none'"}
		for name, value := range want {
			if h.Get(name) != value {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), value)
			}
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	for _, path := range []string{
		"/assets/", "/assets/app.css", "/assets/manifest.json", "/assets/app-AAAAAAAA.css.br", "/assets/../dist/manifest.json", "/assets/./app-AAAAAAAA.css", "/assets/.gitkeep", "/assets//app-AAAAAAAA.css",
	} {
		if r := get(small(), path, "br"); r.Code != http.StatusNotFound || strings.Contains(r.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d", path, r.Code)
		}
	}
}

func TestWhatIsNotBuiltIsSaid(t *testing.T) {
	for _, files := range []fstest.MapFS{{}, {"dist/.gitkeep": {}}, {"dist/manifest.json": {Data: []byte("{")}}, {"dist/manifest.json": {Data: []byte("{}")}}} {
		if err := open(files).check(); !errors.Is(err, ErrNotBuilt) || !strings.Contains(err.Error(), "make assets") {
			t.Errorf("%v: %v", files, err)
		}
	}
	if err := small().check(); err != nil {
		t.Error(err)
	}
	if got := small().url("app.css"); got != "/assets/app-AAAAAAAA.css" {
		t.Error(got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a name that was not built has an address")
		}
	}()
	_ = small().url("gone.css")
}
