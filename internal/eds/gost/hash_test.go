package gost_test

import (
	"encoding/hex"
	"hash"
	"strings"
	"testing"

	"asar/internal/eds/gost"
)

// lines are the examples of RFC 6986, 10 in the order of bytes, and of RFC 5831, 7.3, with
// well-known others of the same parameters.
var lines = []struct {
	make      func() hash.Hash
	text, sum string
}{
	{gost.NewStreebog512, "012345678901234567890123456789012345678901234567890123456789012", "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48"},
	{gost.NewStreebog256, "012345678901234567890123456789012345678901234567890123456789012", "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"},
	{gost.NewStreebog512, windy, "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28"},
	{gost.NewStreebog256, windy, "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50"},
	{gost.NewOld, "This is message, length=32 bytes", "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa"},
	{gost.NewOld, "", "ce85b99cc46752fffee35cab9a7b0278abb4c2d2055cff685af4912c49490f8d"},
	{gost.NewOld, "a", "d42c539e367c66e9c88a801f6649349c21871b4344c6a573f849fdce62f314dd"},
	{gost.NewOld, "message digest", "ad4434ecb18f2c99b60cbe59ec3d2469582b65273f48de72db2fde16a4889a4d"},
	{gost.NewOld, "Suppose the original message has length = 50 bytes", "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208"},
}

// windy is the second message of RFC 6986, 10 (a line of the Tale of Igor's Campaign).
var windy = string(unhex("d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb"))

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err) // a constant of these tests
	}
	return b
}

func TestDigests(t *testing.T) {
	for _, l := range lines {
		h := l.make()
		for step := 1; step <= len(l.text)+1; step++ {
			h.Reset()
			for rest := l.text; rest != ""; {
				n := min(step, len(rest))
				h.Write([]byte(rest[:n]))
				h.Sum(nil) // asking in between changes nothing
				rest = rest[n:]
			}
			if got := hex.EncodeToString(h.Sum(nil)); got != l.sum {
				t.Fatalf("%q in steps of %d: %s, want %s", l.text, step, got, l.sum)
			}
		}
	}
}

// TestNothingAllocated holds the hashes to their one block.
func TestNothingAllocated(t *testing.T) {
	data, out := make([]byte, 10_000), make([]byte, 0, 64)
	for _, h := range []hash.Hash{gost.NewStreebog512(), gost.NewStreebog256(), gost.NewOld()} {
		if n := testing.AllocsPerRun(10, func() { h.Write(data); out = h.Sum(out[:0]) }); n != 0 {
			t.Errorf("%T of %d bytes: %v allocations", h, h.Size(), n)
		}
	}
}

// FuzzDigest wants the same digest however the text is cut.
func FuzzDigest(f *testing.F) {
	f.Add([]byte(windy), 7)
	f.Add([]byte{}, 0)
	f.Fuzz(func(t *testing.T, text []byte, cut int) {
		cut = max(0, min(cut, len(text)))
		for _, make := range []func() hash.Hash{gost.NewStreebog512, gost.NewStreebog256, gost.NewOld} {
			whole, parts := make(), make()
			whole.Write(text)
			parts.Write(text[:cut])
			parts.Write(text[cut:])
			if string(whole.Sum(nil)) != string(parts.Sum(nil)) {
				t.Fatalf("%d bytes cut at %d", len(text), cut)
			}
		}
	})
}

func BenchmarkDigest(b *testing.B) {
	data := make([]byte, 1<<20)
	for name, make := range map[string]func() hash.Hash{"streebog-512": gost.NewStreebog512, "streebog-256": gost.NewStreebog256, "34.311-95": gost.NewOld} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			h := make()
			for b.Loop() {
				h.Write(data)
			}
		})
	}
}
