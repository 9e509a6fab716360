package eds_test

import (
	"testing"

	"asar/internal/testing/devca"
)

// sample is something whose every byte matters.
type sample struct {
	name  string
	bytes []byte
	taken func(b []byte) bool
}

// samples are of every kind that is read. Some verifications take milliseconds: of those
// a quick round takes each 64th byte.
func samples(t *testing.T) []sample {
	w, g := theWorld(t), gostWorld(t)
	message := func(a attempt) func([]byte) bool {
		return func(b []byte) bool {
			_, err := a.verifier.Verify(a.content, b, a.want, a.at)
			return err == nil
		}
	}
	lists := func(w *world) func([]byte) bool {
		return func(b []byte) bool { return w.trust(t).AddCRL(b) == nil }
	}
	stamped := func(w *world) attempt {
		by := w.key(t, devca.Stamps, devca.Stamper, devca.Valid(now.Plus(-25*day), now.Plus(300*day)))
		v, err := w.ca.Verifier()
		check(t, err)
		return attempt{text, stampedBy(t, w, by, now.Plus(-10*day), nil), forDocument, now, v}
	}
	rsaStamped, gostStamped := stamped(w), stamped(g)
	rsa, gost := signed(t, w, w.sign), signed(t, g, g.sign)
	answer := func(k devca.Kind) sample {
		a := newAsking(t, k)
		der, err := a.ask(t, devca.NoFault)
		check(t, err)
		return sample{"answer about a key, " + string(k), der, func(b []byte) bool {
			_, err := a.verify(now, b)
			return err == nil
		}}
	}
	return []sample{
		answer(devca.Sign), answer(devca.GOST),
		{"RSA signature", rsa.cms, message(rsa)},
		{"RSA signature with a stamp", rsaStamped.cms, message(rsaStamped)},
		{"GOST signature with a stamp", gostStamped.cms, message(gostStamped)},
		{"GOST signature", gost.cms, message(gost)},
		{"RSA revocation list", list(t, w, 10, now, 7, entry(w.sign, now, 1)), lists(w)},
		{"GOST revocation list", list(t, g, 10, now, 7, entry(g.sign, now, 1)), lists(g)},
		{"GOST list of changes", list(t, g, 11, now, 7, delta(10), entry(g.sign, now, 8)), lists(g)},
	}
}

// TestEveryByte flips a bit in each byte of each sample; nothing of it is taken.
func TestEveryByte(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 64
	}
	for _, s := range samples(t) {
		if !s.taken(s.bytes) {
			t.Fatalf("%s: refused as it is", s.name)
		}
		for i := 0; i < len(s.bytes); i += step {
			s.bytes[i] ^= 1 << (i / step % 8)
			if s.taken(s.bytes) {
				t.Errorf("%s: byte %d of %d does not matter", s.name, i, len(s.bytes))
			}
			s.bytes[i] ^= 1 << (i / step % 8)
		}
		t.Logf("%s: %d bytes", s.name, (len(s.bytes)+step-1)/step)
	}
}
