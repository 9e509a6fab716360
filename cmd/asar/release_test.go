package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAReleaseHasNoDemo builds the program as `make release` does and looks for what only
// the demo may have: its command, its authority, its page with keys.
func TestAReleaseHasNoDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	clean(t)
	file := filepath.Join(t.TempDir(), "asar")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-tags", "release", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	list, err := exec.CommandContext(t.Context(), "go", "list", "-tags", "release", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.Lines(string(list)) {
		if strings.HasPrefix(name, "asar/internal/testing") || strings.Contains(name, "go-pkcs12") {
			t.Errorf("a release holds %s", name)
		}
	}
	binary, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []string{"ASAR DEV", "internal/testing", "/demo/keys/", "town.invalid", "Asar2026"} {
		if bytes.Contains(binary, []byte(of)) {
			t.Errorf("a release holds %q", of)
		}
	}
	help, err := exec.CommandContext(t.Context(), file, "--help").Output()
	if err != nil || strings.Contains(string(help), "demo") || !strings.Contains(string(help), "serve") {
		t.Errorf("%v: --help says\n%s", err, help)
	}
	if err := exec.CommandContext(t.Context(), file, "demo").Run(); err == nil {
		t.Error("a release makes a demo town")
	}
}
