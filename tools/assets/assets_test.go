package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// folder is a front-end of one style sheet with a font, three scripts and an icon, whose
// packages are as its lock file says.
func folder(t *testing.T, css string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"css/app.css": css, "css/face.woff2": "a font", "js/app.js": "import {x} from './part.js'; console.log(x)", "js/part.js": "export const x = 1",
		"js/sign.js": "export {}", "js/sign-worker.js": "onmessage = () => {}", "js/offline.js": "export {}", "icon.svg": "<svg/>", "package-lock.json": "{}",
		"package.json": `{"dependencies": {"kit": "1.2.3"}, "devDependencies": {"tool": "4.5.6"}}`, "node_modules/kit/LICENSE.txt": "Kit's licence", "css/fonts/LICENSE": "Font's licence",
		"dist/old-AAAAAAAA.css": "old", "dist/.gitkeep": "",
		"node_modules/.installed-by": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
	} {
		file := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, []byte(content), 0o600))
	}
	return dir
}

const sheet = `@font-face { font-family: F; src: url("./face.woff2") } ` + "body { color: red }\n"

func names(t *testing.T, dir string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "dist/manifest.json"))
	must(t, err)
	made := map[string]string{}
	must(t, json.Unmarshal(b, &made))
	return made
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "dist", name))
	must(t, err)
	return string(b)
}

func TestBuild(t *testing.T) {
	long := sheet
	for i := range 200 {
		long += fmt.Sprintf(".p%d { color: blue }\n", i)
	}
	dir := folder(t, long)
	must(t, run(dir))
	made := names(t, dir)
	for _, name := range []string{"app.css", "app.js", "sign.js", "sign-worker.js", "face.woff2", "icon.svg"} {
		if !hash.MatchString(made[name]) || read(t, dir, made[name]) == "" && name != "sign.js" {
			t.Errorf("%s is %q", name, made[name])
		}
	}
	css := read(t, dir, made["app.css"])
	if !strings.Contains(css, "/assets/"+made["face.woff2"]) {
		t.Errorf("the sheet does not name the built font: %s", css[:80])
	}
	if _, err := os.Stat(filepath.Join(dir, "dist/old-AAAAAAAA.css")); err == nil {
		t.Error("what was built before is still there")
	}
	if _, err := os.Stat(filepath.Join(dir, "dist/.gitkeep")); err != nil {
		t.Error("the folder's own mark is gone")
	}
	unpacked(t, dir, made["app.css"], css)
}

func unpacked(t *testing.T, dir, name, want string) {
	t.Helper()
	b, err := io.ReadAll(brotli.NewReader(strings.NewReader(read(t, dir, name+".br"))))
	must(t, err)
	zip, err := gzip.NewReader(strings.NewReader(read(t, dir, name+".gz")))
	must(t, err)
	z, err := io.ReadAll(zip)
	must(t, err)
	if string(b) != want || string(z) != want {
		t.Error("what is packed is something else")
	}
}

// TestNamesFollowTheContent: the same content has the same names, other content others.
func TestNamesFollowTheContent(t *testing.T) {
	dir, same, other := folder(t, sheet), folder(t, sheet), folder(t, sheet+"p { margin: 0 }")
	must(t, run(dir))
	must(t, run(same))
	must(t, run(other))
	first, second, third := names(t, dir), names(t, same), names(t, other)
	for name := range first {
		if first[name] != second[name] {
			t.Errorf("%s is %s and %s", name, first[name], second[name])
		}
	}
	if first["app.css"] == third["app.css"] || first["app.js"] != third["app.js"] {
		t.Error("names do not follow the content")
	}
}

// TestLicencesAreHandedOn: with what pages load, and named in it.
func TestLicencesAreHandedOn(t *testing.T) {
	dir := folder(t, sheet)
	must(t, run(dir))
	made := names(t, dir)
	text := read(t, dir, made["licences.txt"])
	if !strings.Contains(text, "kit 1.2.3\n\nKit's licence") || !strings.Contains(text, "Font's licence") || strings.Contains(text, "tool") {
		t.Error(text)
	}
	for _, name := range []string{"app.js", "app.css", "sign-worker.js"} {
		if !strings.Contains(read(t, dir, made[name]), "/assets/"+made["licences.txt"]) {
			t.Errorf("%s does not say where its licences are", name)
		}
	}
	must(t, os.Remove(filepath.Join(dir, "node_modules/kit/LICENSE.txt")))
	if err := run(dir); err == nil {
		t.Error("a package without its licence is built in")
	}
}

func TestABrokenScriptStopsTheBuild(t *testing.T) {
	dir := folder(t, sheet)
	must(t, os.WriteFile(filepath.Join(dir, "js/app.js"), []byte("import './gone.js'"), 0o600))
	if err := run(dir); err == nil {
		t.Error("a script that imports nothing is built")
	}
}
