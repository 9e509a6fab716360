package browser

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
)

// window is how many bytes of a secret in a row count as a leak of it.
const window = 24

// Leaks names the requests that carry a secret, or any 24 bytes of a long one, as they
// are, in base64 of any alignment, in hexadecimal or escaped.
func Leaks(sent []Sent, secret []byte) (found []string) {
	needles := spellings(secret)
	for _, s := range sent {
		var header bytes.Buffer
		_ = s.Header.Write(&header) // a bytes.Buffer takes everything
		for _, part := range [][]byte{[]byte(s.Path), header.Bytes(), s.Body, unescaped(s.Body)} {
			for _, n := range needles {
				if bytes.Contains(part, n) {
					found = append(found, fmt.Sprintf("%s %s carries %q", s.Method, s.Path, n))
				}
			}
		}
	}
	return found
}

func unescaped(body []byte) []byte {
	text, err := url.QueryUnescape(string(body))
	if err != nil {
		return nil
	}
	return []byte(text)
}

// spellings are the forms a secret or its pieces could be sent in.
func spellings(secret []byte) (all [][]byte) {
	for at := 0; at < len(secret); at += window {
		piece := secret[at:min(at+window, len(secret))]
		if len(piece) < window && at > 0 {
			break
		}
		all = append(all, piece, []byte(hex.EncodeToString(piece)), bytes.ToUpper([]byte(hex.EncodeToString(piece))), wide(piece))
		for shift := range 3 {
			all = append(all, inBase64(piece, shift)...)
		}
	}
	return all
}

// wide is a text with two bytes a letter.
func wide(text []byte) (out []byte) {
	for _, b := range text {
		out = append(out, 0, b)
	}
	return out
}

// inBase64 is what stands for a piece in base64 whatever is around it.
func inBase64(piece []byte, shift int) [][]byte {
	padded := append(make([]byte, shift), piece...)
	whole := len(padded) / 3 * 3
	text := base64.StdEncoding.EncodeToString(padded[:whole])
	if shift > 0 {
		text = text[4:]
	}
	if len(text) < 6 {
		return nil
	}
	safe := base64.URLEncoding.EncodeToString(padded[:whole])
	if shift > 0 {
		safe = safe[4:]
	}
	return [][]byte{[]byte(text), []byte(safe)}
}
