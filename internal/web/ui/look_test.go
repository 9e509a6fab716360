package ui

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestLook writes the gallery for a person's eyes: ASAR_GALLERY=DIR go test -run Look ./internal/web/ui
func TestLook(t *testing.T) {
	dir := os.Getenv("ASAR_GALLERY")
	if dir == "" {
		t.Skip("set ASAR_GALLERY to a folder to have the pages written there")
	}
	for name, one := range pages() {
		for view, how := range views() {
			var b bytes.Buffer
			if err := one.page(how).Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name+"-"+view+".html"), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
