package eds_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/devca"
)

// What a hostile input may cost at most.
const (
	mostTime   = 100 * time.Millisecond
	mostMemory = 64 << 20
)

// hostile are inputs whose size or depth is the attack. Each is refused by every reader.
func hostile(t testing.TB) map[string][]byte {
	w := theWorld(t)
	made := func(change func(*devca.Message)) []byte { return signed(t, w, w.sign, change).cms }
	many := bytes.Repeat(w.sign.Certificate.Raw, 1000)
	return map[string][]byte{
		"1,000 certificates":           made(func(m *devca.Message) { m.Certificates = [][]byte{many} }),
		"1,000 signers":                made(func(m *devca.Message) { m.Signers = repeatSigner(m.Signers[0], 1000) }),
		"100 MB of zeros":              make([]byte, 100<<20),
		"100 MB in one octet string":   devca.Element(0x30, devca.Element(4, make([]byte, 100<<20))),
		"100 MB of base64":             bytes.Repeat([]byte("TUlJ"), 25<<20),
		"100 MB of PEM":                append([]byte("-----BEGIN CMS-----\n"), bytes.Repeat([]byte("TUlJ\n"), 20<<20)...),
		"100 MB of opening tags":       bytes.Repeat([]byte{0x30, 0x80}, 50<<20),
		"100,000 opening tags":         bytes.Repeat([]byte{0x30, 0x80}, 100_000),
		"5,000 octet strings, nested":  nestedMany(5000),
		"60,000 octet strings, nested": nestedMany(60_000),
		"100,000 attributes of one signer": made(func(m *devca.Message) {
			m.Signers[0].Attributes = [][]byte{bytes.Repeat([]byte{0x30, 0}, 100_000)}
		}),
		"100 MB of XML":           append([]byte("<letter>"), make([]byte, 100<<20)...),
		"50,000 elements, nested": []byte(strings.Repeat("<a>", 50_000) + strings.Repeat("</a>", 50_000)),
		"a length of 2 GB":        {0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 6, 9},
	}
}

func repeatSigner(s *devca.SignerInfo, n int) (all []*devca.SignerInfo) {
	one := *s
	one.Signature = make([]byte, 256)
	for range n {
		all = append(all, &one)
	}
	return all
}

// nestedMany nests octet strings without building each of them anew.
func nestedMany(depth int) []byte {
	out := make([]byte, 6*depth+2) // filled from the end
	at := len(out) - 2
	out[at] = 5
	for range depth {
		n := len(out) - at
		at -= 5
		copy(out[at:], []byte{0x24, 0x83, byte(n >> 16), byte(n >> 8), byte(n)})
	}
	return out[at:]
}

// TestLimits gives hostile inputs to every reader: each refuses, within time and memory.
// Memory is counted by the runtime and is exact; of time the best of five rounds counts, as
// the machine may have other things to do.
func TestLimits(t *testing.T) {
	w := theWorld(t)
	trust := w.trust(t)
	bare, good := eds.NewVerifier(w.trust(t)), signed(t, w, w.sign)
	readers := map[string]func(b []byte) error{
		"Verify":  func(b []byte) error { _, err := w.verifier.Verify(text, b, forDocument, now); return err },
		"LooksAt": func(b []byte) error { _, err := w.verifier.LooksAt(b); return err },
		"Examine": func(b []byte) error { _, err := w.verifier.Examine(nil, b, eds.Document, now); return err },
		"Decode":  func(b []byte) error { _, err := eds.Decode(b); return err },
		"a list":  trust.AddCRL,
		"an answer": func(b []byte) error {
			_, _, err := bare.VerifyWith(good.content, good.cms, good.want, now, eds.Proofs{Answers: [][]byte{b}})
			return err
		},
		"XML":     func(b []byte) error { _, err := w.verifier.ExamineXML(b, eds.Document, now); return err },
		"Content": func(b []byte) error { _, err := eds.Content(b); return err },
	}
	for what, b := range hostile(t) {
		for reader, read := range readers {
			cost, err := costOf(func() error { return read(b) })
			if reader == "Decode" && len(b) <= eds.MaxCMS {
				err = eds.ErrDetached // it looks at the wrapping only
			}
			if err == nil || cost.time > mostTime || cost.memory > mostMemory {
				t.Errorf("%s, by %s: %v, %d bytes, %v", what, reader, cost.time, cost.memory, err)
			}
		}
	}
}

type cost struct {
	time   time.Duration
	memory uint64
}

// costOf is the least time of five rounds, and the least memory that was ever asked for.
func costOf(do func() error) (least cost, err error) {
	for i := range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		from := calendar.System().Now()
		err = do()
		took := calendar.System().Now().Since(from)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; i == 0 || used < least.memory {
			least.memory = used
		}
		if i == 0 || took < least.time {
			least.time = took
		}
		if least.time < mostTime && least.memory < mostMemory {
			break
		}
	}
	return least, err
}
