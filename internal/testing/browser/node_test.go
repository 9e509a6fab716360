package browser_test

import (
	"bytes"
	"crypto/rand"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/browser"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

// TestThePagesSignatureIsTheVerifiers: what the page's modules make of a key file and any
// content, the portal's verifier accepts for that content and for no other.
func TestThePagesSignatureIsTheVerifiers(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		browser.Missing(t, "node is not installed")
	}
	o := &town{t: t, keys: map[string]world.Keys{}, dir: t.TempDir()}
	verifier, err := devca.Shared(t).Verifier()
	must(t, err)
	now := devca.SharedFrom.Plus(30 * day)
	for _, who := range []string{world.Recipient, world.SecondRecipient, world.Assistant} {
		for _, size := range []int{0, 1, 300, 70000} {
			content := make([]byte, size)
			_, _ = rand.Read(content)
			key := o.of(who).Sign
			cms := signInNode(t, node, o.file(key), content, now)
			want := eds.Requirement{Purpose: eds.Document, IIN: personOf(who).IIN}
			signer, err := verifier.Verify(content, cms, want, now)
			if err != nil {
				t.Fatalf("%s, %d bytes: %v", who, size, err)
			}
			if signer.SignedAt != now || len(signer.Notes) > 0 || !bytes.Equal(signer.Certificate, key.Certificate.Raw) {
				t.Errorf("%s: signed at %v with notes %v", who, signer.SignedAt, signer.Notes)
			}
			if _, err := verifier.Verify(append(content, 0), cms, want, now); err == nil {
				t.Errorf("%s: the signature is good for other content", who)
			}
		}
	}
}

func signInNode(t *testing.T, node, file string, content []byte, at calendar.Instant) []byte {
	t.Helper()
	assets, err := filepath.Abs("../../web/assets")
	must(t, err)
	var told bytes.Buffer
	c := exec.CommandContext(t.Context(), node, "testdata/sign.mjs", assets, file, devca.Password, strconv.FormatInt(at.Time().UnixMilli(), 10))
	c.Stdin, c.Stderr = bytes.NewReader(content), &told
	cms, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, told.String())
	}
	return cms
}
