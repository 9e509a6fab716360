package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"github.com/andybalholm/brotli"
)

// output is one built file under its own name.
type output struct {
	name    string
	content []byte
}

var hash = regexp.MustCompile(`-[A-Z0-9]{8}(\.[a-z0-9]+)$`)

// unhashed is the name pages know a file by.
func unhashed(name string) string { return hash.ReplaceAllString(name, "$1") }

// hashed puts the hash of the content into a name, in the form of the bundler.
func hashed(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := filepath.Ext(name)
	return name[:len(name)-len(ext)] + "-" + base32.StdEncoding.EncodeToString(sum[:5]) + ext
}

// write replaces what was built before. The manifest comes last: with it the build is whole.
func write(dist string, made map[string]output) error {
	if err := clear(dist); err != nil {
		return err
	}
	names := map[string]string{}
	for known, f := range made {
		names[known] = f.name
		if err := writeOne(filepath.Join(dist, f.name), f.content); err != nil {
			return err
		}
	}
	manifest, err := json.MarshalIndent(names, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "manifest.json"), manifest, 0o600)
}

func clear(dist string) error {
	old, err := filepath.Glob(filepath.Join(dist, "[^.]*"))
	if err != nil {
		return err
	}
	for _, file := range old {
		if err := os.RemoveAll(file); err != nil {
			return err
		}
	}
	return os.MkdirAll(dist, 0o755)
}

// writeOne writes a file, and beside it the same compressed; fonts are compressed already.
func writeOne(file string, content []byte) error {
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return err
	}
	if filepath.Ext(file) == ".woff2" {
		return nil
	}
	for suffix, pack := range packers {
		var packed bytes.Buffer
		w, err := pack(&packed)
		if err != nil {
			return err
		}
		if _, err := w.Write(content); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if packed.Len() >= len(content) {
			continue
		}
		if err := os.WriteFile(file+suffix, packed.Bytes(), 0o600); err != nil {
			return err
		}
	}
	return nil
}

var packers = map[string]func(io.Writer) (io.WriteCloser, error){
	".br": func(w io.Writer) (io.WriteCloser, error) {
		return brotli.NewWriterLevel(w, brotli.BestCompression), nil
	},
	".gz": func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestCompression) },
}
