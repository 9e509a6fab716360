package eds_test

import (
	"bytes"
	"crypto/x509"
	"slices"
	"testing"

	"asar/internal/eds"
	"asar/internal/problem"
)

// evidence checks aigul's signature with a list that is brought for this one check.
func evidence(t testing.TB, w *world) (attempt, eds.Evidence) {
	t.Helper()
	a := signed(t, w, w.sign)
	root, err := w.ca.RootCRL()
	check(t, err)
	v := eds.NewVerifier(w.trust(t))
	brought := eds.Proofs{Lists: [][]byte{list(t, w, 10, now, 7), list(t, w, 11, now, 7, delta(10)), root}}
	_, e, err := v.VerifyWith(a.content, a.cms, a.want, a.at, brought)
	check(t, err)
	if len(e.Certificates) != 3 || len(e.Lists) != 3 || e.At != a.at {
		t.Fatalf("evidence of %d certificates, %d lists at %s", len(e.Certificates), len(e.Lists), e.At)
	}
	return a, e
}

// onlyRoots is a verifier that knows the root and nothing else.
func onlyRoots(t testing.TB, w *world) *eds.Verifier {
	t.Helper()
	trust, err := eds.NewTrust([]*x509.Certificate{w.ca.Root()}, nil)
	check(t, err)
	return eds.NewVerifier(trust)
}

// pieces are all parts of evidence, each of which can be replaced; nil takes it away.
func pieces(e eds.Evidence) (all []func(change func([]byte) []byte) eds.Evidence) {
	replaced := func(from [][]byte, i int, change func([]byte) []byte) [][]byte {
		to := slices.Clone(from)
		if to[i] = change(bytes.Clone(from[i])); to[i] == nil {
			to = slices.Delete(to, i, i+1)
		}
		return to
	}
	for i := range e.Certificates {
		all = append(all, func(change func([]byte) []byte) eds.Evidence {
			o := e
			o.Certificates = replaced(e.Certificates, i, change)
			return o
		})
	}
	for i := range e.Lists {
		all = append(all, func(change func([]byte) []byte) eds.Evidence {
			o := e
			o.Lists = replaced(e.Lists, i, change)
			return o
		})
	}
	for i := range e.Answers {
		all = append(all, func(change func([]byte) []byte) eds.Evidence {
			o := e
			o.Answers = replaced(e.Answers, i, change)
			return o
		})
	}
	return all
}

// TestAgain makes a check again from its evidence, and not when a piece of it is changed,
// lost, or another: not even when the sum is that of what is left.
func TestAgain(t *testing.T) {
	w := theWorld(t)
	a, e := evidence(t, w)
	v := onlyRoots(t, w)
	s, err := v.Again(a.content, a.cms, a.want, e)
	if err != nil || s.IIN != aigul.IIN {
		t.Fatalf("%+v, %v", s, err)
	}
	refused := func(what string, e eds.Evidence) {
		t.Helper()
		if _, err := v.Again(a.content, a.cms, a.want, e); err == nil {
			t.Errorf("%s: verified again", what)
		}
	}
	for _, piece := range pieces(e) {
		refused("lost", piece(func([]byte) []byte { return nil }))
		for _, at := range []int{0, 100, -1} {
			refused("changed", piece(func(b []byte) []byte {
				b[(at+len(b))%len(b)] ^= 1
				return b
			}))
		}
	}
	later, none, more := e, e, e
	later.At = e.At.Plus(1000)
	none.Sum = nil
	more.Lists = append(slices.Clone(e.Lists), list(t, w, 9, now, 7))
	refused("another moment", later)
	refused("without a sum", none)
	refused("more than it stands on", more.Summed())
	for _, piece := range pieces(e)[:3] { // without a certificate nothing leads to the root
		refused("lost, with another sum", piece(func([]byte) []byte { return nil }).Summed())
	}
	if _, err := v.Again([]byte("another text"), a.cms, a.want, e); !problem.HasKey(err, "eds.other-text") {
		t.Errorf("another text: %v", err)
	}
	if _, err := v.Again(a.content, a.cms, eds.Requirement{Purpose: eds.Document, IIN: aidos.IIN}, e); !problem.HasKey(err, "eds.another-person") {
		t.Errorf("another person: %v", err)
	}
}

// TestAgainForeign gives evidence that is right under another root of the same name.
func TestAgainForeign(t *testing.T) {
	w := theWorld(t)
	a, e := evidence(t, w)
	none, err := eds.NewTrust(nil, nil)
	check(t, err)
	if _, err := eds.NewVerifier(none).Again(a.content, a.cms, a.want, e); !problem.HasKey(err, "eds.evidence-changed") {
		t.Errorf("without its root: %v", err)
	}
}

// TestBrought looks that lists brought for a check count by their own signatures only.
func TestBrought(t *testing.T) {
	w := theWorld(t)
	a := signed(t, w, w.sign)
	v := eds.NewVerifier(w.trust(t))
	good, altered := list(t, w, 10, now, 7), list(t, w, 10, now, 7)
	altered[len(altered)-1] ^= 1
	revoking := list(t, w, 11, now, 7, entry(w.sign, now.Plus(-day), 1))
	for name, c := range map[string]struct {
		lists [][]byte
		key   string
	}{
		"none": {nil, "eds.cannot-check"}, "altered": {[][]byte{altered}, "eds.cannot-check"}, "no list": {[][]byte{[]byte("x"), nil}, "eds.cannot-check"},
		"good": {[][]byte{good}, ""}, "good after bad": {[][]byte{altered, good}, ""}, "revoking": {[][]byte{good, revoking}, "eds.revoked"}, "revoking first": {[][]byte{revoking, good}, "eds.revoked"},
	} {
		_, _, err := v.VerifyWith(a.content, a.cms, a.want, a.at, eds.Proofs{Lists: c.lists})
		if c.key == "" && err != nil || c.key != "" && !problem.HasKey(err, c.key) {
			t.Errorf("%s: %v, want %q", name, err, c.key)
		}
	}
	if _, err := v.Verify(a.content, a.cms, a.want, a.at); !problem.HasKey(err, "eds.cannot-check") {
		t.Errorf("what was brought for one check stayed: %v", err)
	}
}
