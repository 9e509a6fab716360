package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"asar/internal/documents/seal"
)

// canonicalForm names the way the digest is made, so that a later way cannot be confused
// with this one.
const canonicalForm = "asar act 1\n"

// Digest is the SHA-256 (64 lower-case hexadecimal digits) of the content's canonical form: the
// name of the form, then JSON in the order of ActContent's fields, in NFC. It does not
// depend on the printed language, on signatures or on when it is printed.
func Digest(c ActContent) string {
	if c.Entries == nil {
		c.Entries = []Entry{}
	}
	text, err := json.Marshal(c)
	if err != nil {
		panic("forms: content cannot be written as JSON: " + err.Error()) // plain values only: cannot be
	}
	sum := sha256.Sum256(norm.NFC.Bytes(append([]byte(canonicalForm), text...)))
	return hex.EncodeToString(sum[:])
}

// CheckURL is the address of the public check page for an act: {base}/check/{number}?d={digest}.
func CheckURL(base, number, digest string) string {
	return strings.TrimRight(base, "/") + "/check/" + url.PathEscape(number) + "?d=" + digest
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ReadQR takes the act's number and digest out of the text of a QR code, with a signed code
// or without; ok is false for a code that is not ours. The host is not compared: an act
// outlives a change of address. The signature is not looked at: who asks compares the digest.
func ReadQR(text string) (number, digest string, ok bool) {
	if code := seal.CodeIn(text); code != "" {
		c, err := seal.Claims(code)
		return c.Number, c.Digest, err == nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || len(text) > 500 {
		return "", "", false
	}
	_, number, found := strings.Cut(u.Path, "/check/")
	digest = u.Query().Get("d")
	if !found || number == "" || strings.Contains(number, "/") || !digestForm.MatchString(digest) {
		return "", "", false
	}
	return number, digest, true
}
