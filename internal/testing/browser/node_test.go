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
	"asar/internal/problem"
	"asar/internal/testing/browser"
	"asar/internal/testing/devca"
	"asar/internal/testing/nca"
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
			if o.of(who).GOST != nil && size%2 == 0 {
				key = o.of(who).GOST
			}
			cms := signInNode(t, node, o.file(key), devca.Password, content, now)
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

// TestThePagesSignatureWithTheAuthoritysKeys: GOST keys of the authority's own making, a
// person's and an organisation's. The development profile knows nothing of them.
func TestThePagesSignatureWithTheAuthoritysKeys(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		browser.Missing(t, "node is not installed")
	}
	content := []byte("Мәтін\n")
	at := calendar.MustDate("2025-06-16").Clock(10, 0)
	good := eds.NewVerifier(nca.Trust(t, list2025))
	dev, err := devca.Shared(t).Verifier()
	must(t, err)
	for _, file := range []string{gost2024, "p12/2024/legal_GOST512.p12"} {
		want := eds.Requirement{Purpose: eds.Document, IIN: tested, Employee: file != gost2024}
		cms := signInNode(t, node, nca.Path(t, file), nca.Password, content, at)
		s, err := good.Verify(content, cms, want, at)
		if err != nil || s.Algorithm != "GOST-2015-512" || s.SignedAt != at || len(s.Notes) > 0 {
			t.Errorf("%s: %v, %v", file, s, err)
		}
		if _, err := good.Verify(content[1:], cms, want, at); !problem.HasKey(err, "eds.other-text") {
			t.Errorf("%s: other content: %v", file, err)
		}
		if _, err := dev.Verify(content, cms, want, at); !problem.HasKey(err, "eds.foreign-authority") {
			t.Errorf("%s: in the other profile: %v", file, err)
		}
	}
}

func signInNode(t *testing.T, node, file, password string, content []byte, at calendar.Instant) []byte {
	t.Helper()
	assets, err := filepath.Abs("../../web/assets")
	must(t, err)
	var told bytes.Buffer
	c := exec.CommandContext(t.Context(), node, "testdata/sign.mjs", assets, file, password, strconv.FormatInt(at.Time().UnixMilli(), 10))
	c.Stdin, c.Stderr = bytes.NewReader(content), &told
	cms, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, told.String())
	}
	return cms
}
