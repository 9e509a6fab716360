package eds_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"testing"
	"time"
)

// BenchmarkEntry verifies a signature for signing in and, in turn with it, three raw RSA
// verifications of the same key size; of-limit is how much of their speed it reaches. The
// two alternate in one run so that the machine's mood touches both.
func BenchmarkEntry(b *testing.B) {
	w := theWorld(b)
	a := signed(b, w, w.auth)
	sum := sha256.Sum256(text)
	signature, err := rsa.SignPKCS1v15(nil, w.auth.Private, crypto.SHA256, sum[:])
	check(b, err)
	var whole, limit time.Duration
	for b.Loop() {
		from := b.Elapsed()
		if _, err := a.verifier.Verify(a.content, a.cms, a.want, a.at); err != nil {
			b.Fatal(err)
		}
		between := b.Elapsed()
		for range 3 {
			if err := rsa.VerifyPKCS1v15(&w.auth.Private.PublicKey, crypto.SHA256, sum[:], signature); err != nil {
				b.Fatal(err)
			}
		}
		whole, limit = whole+between-from, limit+b.Elapsed()-between
	}
	b.ReportMetric(float64(limit)/float64(whole), "of-limit")
	b.ReportMetric(float64(whole.Microseconds())/float64(b.N), "µs/entry")
}
