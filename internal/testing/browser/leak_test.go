package browser_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"testing"

	"asar/internal/testing/browser"
)

// TestLeaksAreFound: whatever form a secret is sent in, it is found; and nothing else is.
func TestLeaksAreFound(t *testing.T) {
	key := make([]byte, 1200)
	_, _ = rand.Read(key)
	for _, secret := range [][]byte{key, []byte("Asar2026")} {
		for name, body := range map[string]string{
			"as it is": "x" + string(secret), "hexadecimal": hex.EncodeToString(secret), "escaped": "password=" + url.QueryEscape(string(secret)),
			"base64": base64.StdEncoding.EncodeToString(append([]byte("ab"), secret...)), "escaped base64": url.QueryEscape(base64.StdEncoding.EncodeToString(append([]byte("a"), secret...))),
		} {
			if len(browser.Leaks([]browser.Sent{{Body: []byte(body)}}, secret)) == 0 {
				t.Errorf("%d bytes %s are not found", len(secret), name)
			}
		}
		if len(browser.Leaks([]browser.Sent{{Header: http.Header{"X": {string(secret)}}}}, []byte("Asar2026"))) == 0 && len(secret) < 20 {
			t.Error("a secret in a header is not found")
		}
		other := make([]byte, 4000)
		_, _ = rand.Read(other)
		if found := browser.Leaks([]browser.Sent{{Path: "/ru/sign-in", Body: other}}, secret); len(found) > 0 {
			t.Error(found)
		}
	}
}
