package intake

import (
	"bytes"
	"encoding/binary"
)

// head is how much of a file's beginning readers of other formats look through.
const head = 1024

// sniff says by its first bytes what the content is, or refuses it with advice fit for
// what it seems to be.
func sniff(content []byte) (Media, error) {
	start := content[:min(len(content), head)]
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(content, []byte{0xFF, 0xD8, 0xFF}):
		return JPEG, nil
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return PNG, nil
	case len(bytes.TrimSpace(content)) == 0 || len(bytes.Trim(start, "\x00")) == 0:
		return "", refuse("empty")
	case bytes.Contains(start, []byte("%PDF-")):
		return "", refuse("two-in-one")
	}
	return "", refuse(stranger(start))
}

// stranger names the advice for a file of a kind that is not taken.
func stranger(start []byte) string {
	switch {
	case len(start) > 12 && string(start[4:8]) == "ftyp":
		return "heic" // also AVIF and films, whose advice is the same
	case bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0")), bytes.HasPrefix(start, []byte(`{\rtf`)):
		return "office"
	case bytes.HasPrefix(start, []byte("PK")):
		if bytes.Contains(start, []byte("[Content_Types].xml")) || bytes.Contains(start, []byte("mimetypeapplication/vnd.oasis")) ||
			bytes.Contains(start, []byte("word/")) || bytes.Contains(start, []byte("xl/")) {
			return "office"
		}
		return "archive"
	case bytes.HasPrefix(start, []byte("Rar!")), bytes.HasPrefix(start, []byte("7z\xBC\xAF")), bytes.HasPrefix(start, []byte{0x1F, 0x8B}):
		return "archive"
	case hasMarkup(start):
		return "web-page"
	}
	return "other-kind"
}

var markup = [][]byte{
	[]byte("<!doctype"), []byte("<html"), []byte("<svg"), []byte("<script"), []byte("<?php"), []byte("<?xml"),
	[]byte("<body"), []byte("<iframe"), []byte("<img"), []byte("javascript:"),
}

func hasMarkup(b []byte) bool {
	lower := bytes.ToLower(b)
	for _, m := range markup {
		if bytes.Contains(lower, m) {
			return true
		}
	}
	return false
}

// alsoSomethingElse tells whether a file may be read as another format too: markup where a
// browser would look for it, or an archive whose directory is at the end.
func alsoSomethingElse(content []byte) bool {
	return hasMarkup(content[:min(len(content), head)]) || endsAsArchive(content)
}

// endsAsArchive finds a ZIP's end record that accounts for all that follows it.
func endsAsArchive(content []byte) bool {
	const record, comment = 22, 1 << 16
	tail := content[max(0, len(content)-record-comment):]
	for from := 0; ; {
		i := bytes.Index(tail[from:], []byte("PK\x05\x06"))
		if i < 0 {
			return false
		}
		at := from + i
		if at+record <= len(tail) && at+record+int(binary.LittleEndian.Uint16(tail[at+20:])) == len(tail) {
			return true
		}
		from = at + 4
	}
}

// foreign tells whether what follows the end of a picture is another format in hiding.
// Cameras add films and thumbnails there, which are cut off instead.
func foreign(rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	for _, m := range []string{"%PDF-", "PK\x03\x04", "PK\x05\x06", "Rar!\x1a", "7z\xBC\xAF\x27", "\x7fELF", "MZ\x90\x00", "\xCA\xFE\xBA\xBE", "GIF8"} {
		if bytes.Contains(rest, []byte(m)) {
			return true
		}
	}
	return hasMarkup(rest)
}
