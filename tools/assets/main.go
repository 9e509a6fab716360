// Command assets builds what pages load: `go run ./assets ../internal/web/assets` in
// tools. It installs the locked packages when they are not there, bundles the style sheet
// and the scripts, gives every file the hash of its content as a name, writes
// dist/manifest.json and compresses what compresses.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// entries are the files a page names; what they import comes along.
var entries = []string{"css/app.css", "js/app.js", "js/sign.js"}

// workers are scripts with a thread or a page of their own; they are not modules.
var workers = []string{"js/sign-worker.js", "js/offline.js"}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: assets FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if err := install(folder); err != nil {
		return err
	}
	licences, err := licencesOf(folder)
	if err != nil {
		return err
	}
	made, err := bundle(folder, "/* Others' works in here and their licences: /assets/"+licences.name+" */")
	if err != nil {
		return err
	}
	made["licences.txt"] = licences
	icon, err := os.ReadFile(filepath.Join(folder, "icon.svg"))
	if err != nil {
		return err
	}
	made["icon.svg"] = output{name: hashed("icon.svg", icon), content: icon}
	return write(filepath.Join(folder, "dist"), made)
}

// bundle answers with the built files by the names pages know them by. Each begins with
// the banner.
func bundle(folder, banner string) (map[string]output, error) {
	made := map[string]output{}
	for _, one := range []struct {
		entries []string
		format  api.Format
	}{{entries, api.FormatESModule}, {workers, api.FormatIIFE}} {
		result := api.Build(api.BuildOptions{
			AbsWorkingDir: folder, EntryPoints: one.entries, Bundle: true, Outdir: "dist", Platform: api.PlatformBrowser, Format: one.format,
			Target: api.ES2022, MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
			EntryNames: "[name]-[hash]", AssetNames: "[name]-[hash]", PublicPath: "/assets",
			Banner: map[string]string{"js": banner, "css": banner},
			Loader: map[string]api.Loader{".woff2": api.LoaderFile}, LogLevel: api.LogLevelWarning,
		})
		if len(result.Errors) > 0 {
			return nil, errors.New("the scripts or styles do not build: see above")
		}
		for _, f := range result.OutputFiles {
			name := filepath.Base(f.Path)
			made[unhashed(name)] = output{name: name, content: f.Contents}
		}
	}
	return made, nil
}
