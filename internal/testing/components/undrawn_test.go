package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const page = `package x

func shown(p string) templ.Component {
	return templruntime.GeneratedTemplate(func(in templruntime.GeneratedComponentInput) (err error) {
		write(p)
		return nil
	})
}

func made(p string) templ.Component {
	return templruntime.GeneratedTemplate(func(in templruntime.GeneratedComponentInput) (err error) {
		write(p)
		return nil
	})
}

func plain() string { return "" }
`

func TestAComponentThatIsMadeAndNeverDrawnIsNamed(t *testing.T) {
	profile := filepath.Join(t.TempDir(), "cover.out")
	lines := []string{"mode: atomic",
		"asar/x/x_templ.go:3.39,4.99 1 9", "asar/x/x_templ.go:4.99,5.11 2 5",
		"asar/x/x_templ.go:10.38,11.99 1 3", "asar/x/x_templ.go:11.99,12.11 2 0",
		"asar/x/other.go:1.1,2.2 1 0"}
	if err := os.WriteFile(profile, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := undrawn(fstest.MapFS{}, profile)
	if err == nil {
		t.Error("a file that is not there is passed over")
	}
	missing, drawn, err := undrawn(fstest.MapFS{"x/x_templ.go": {Data: []byte(page)}}, profile)
	if err != nil || drawn != 1 || !slices.Equal(missing, []string{"x.made"}) {
		t.Errorf("missing %v, drawn %d, %v", missing, drawn, err)
	}
}
