package eds_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/devca"
)

// BenchmarkEntry verifies signatures for signing in, by an authority of 2048 bits and by
// one of 4096, as the real one is. In turn with each it makes three raw RSA verifications
// of the person's key, and of-limit is how much of their speed is reached. The two
// alternate in one run so that the machine's mood touches both.
func BenchmarkEntry(b *testing.B) {
	w := theWorld(b)
	b.Run("authority-2048", func(b *testing.B) { alternate(b, w.auth, signed(b, w, w.auth)) })
	clock := calendar.NewSettable(now)
	ca, err := devca.Open(b.TempDir(), clock)
	check(b, err)
	key, err := ca.Issue(aigul, devca.Auth)
	check(b, err)
	a := signed(b, w, key)
	a.verifier, err = ca.Verifier()
	check(b, err)
	b.Run("authority-4096", func(b *testing.B) { alternate(b, key, a) })
}

func alternate(b *testing.B, k *devca.Key, a attempt) {
	sum := sha256.Sum256(text)
	signature, err := rsa.SignPKCS1v15(nil, k.Private, crypto.SHA256, sum[:])
	check(b, err)
	var whole, limit time.Duration
	for b.Loop() {
		from := b.Elapsed()
		if _, err := a.verifier.Verify(a.content, a.cms, a.want, a.at); err != nil {
			b.Fatal(err)
		}
		between := b.Elapsed()
		for range 3 {
			if err := rsa.VerifyPKCS1v15(&k.Private.PublicKey, crypto.SHA256, sum[:], signature); err != nil {
				b.Fatal(err)
			}
		}
		whole, limit = whole+between-from, limit+b.Elapsed()-between
	}
	b.ReportMetric(float64(limit)/float64(whole), "of-limit")
	b.ReportMetric(float64(whole.Microseconds())/float64(b.N), "µs/entry")
}
