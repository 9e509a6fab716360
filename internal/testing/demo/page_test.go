package demo_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/lang"
	"asar/internal/testing/demo"
	"asar/internal/testing/world"
)

// somebody has key files that are no keys; that is enough to serve them.
func somebody(t *testing.T, f *demo.Folder) (all []demo.Inhabitant) {
	t.Helper()
	for _, w := range world.People() {
		p := demo.Inhabitant{Key: w.Key, Name: w.FullName(), AuthKey: filepath.Join(f.Keys(), w.Key, "AUTH_RSA256_ab.p12"), SignKey: filepath.Join(f.Keys(), w.Key, "RSA256_cd.p12")}
		if err := os.MkdirAll(filepath.Dir(p.AuthKey), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{p.AuthKey, p.SignKey} {
			if err := os.WriteFile(file, []byte(filepath.Base(file)+w.Key), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, p)
	}
	return all
}

func TestOnlyKeyFilesAreServed(t *testing.T) {
	f := opened(t, t.TempDir())
	if _, err := f.Secret(); err != nil {
		t.Fatal(err)
	}
	people := somebody(t, f)
	handler := f.Plain(people)["GET "+demo.KeysPath]
	cases := map[string]int{
		"/demo/keys/recipient/AUTH_RSA256_ab.p12": 200, "/demo/keys/auditor/RSA256_cd.p12": 200,
		"/demo/keys/": 404, "/demo/keys/recipient/": 404, "/demo/keys/recipient/../../secret": 404, "/demo/keys/nobody/RSA256_cd.p12": 404,
	}
	for path, want := range cases {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

func TestTheListNamesEverybodyInEveryLanguage(t *testing.T) {
	f := opened(t, t.TempDir())
	people := somebody(t, f)
	for _, l := range lang.Locales() {
		var b bytes.Buffer
		if err := demo.Keys(people, l).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), " – :") {
			t.Errorf("%s: somebody has no role in words", l)
		}
		for _, p := range people {
			if !strings.Contains(b.String(), p.Name) || !strings.Contains(b.String(), "/demo/keys/"+p.Key+"/AUTH_RSA256_ab.p12") {
				t.Errorf("%s: %s is missing", l, p.Key)
			}
		}
	}
}
