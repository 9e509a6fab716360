package eds_test

import (
	"bytes"
	"testing"

	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

// seeds gives every attempt of the vectors that is not huge; a quick round, some.
func seeds(f *testing.F) []attempt {
	w := theWorld(f)
	var all []attempt
	for i, v := range allVectors() {
		if testing.Short() && i%40 > 0 {
			continue
		}
		if a := v.make(f, w); len(a.cms) < 20<<10 {
			all = append(all, a)
		}
	}
	return all
}

// told tells whether an error is a sentence for a person.
func told(t *testing.T, err error) {
	t.Helper()
	if _, ok := problem.Of(err); err != nil && !ok {
		t.Errorf("not a problem: %v", err)
	}
}

// FuzzVerify changes signature and text: nothing is accepted over another text, and
// whatever comes is answered with a sentence.
func FuzzVerify(f *testing.F) {
	w := theWorld(f)
	for _, a := range seeds(f) {
		f.Add(a.content, a.cms)
	}
	f.Fuzz(func(t *testing.T, content, cms []byte) {
		s, err := w.verifier.Verify(content, cms, forDocument, now)
		told(t, err)
		if err == nil && s.IIN != aigul.IIN {
			t.Errorf("accepted for %q", s.IIN)
		}
		if err == nil && !bytes.Equal(content, text) && len(content) > 0 {
			t.Errorf("accepted over %q", content)
		}
	})
}

// FuzzLooksAt reads anything at all.
func FuzzLooksAt(f *testing.F) {
	w := theWorld(f)
	for _, a := range seeds(f) {
		f.Add(a.cms)
	}
	f.Fuzz(func(t *testing.T, cms []byte) {
		s, err := w.verifier.LooksAt(cms)
		told(t, err)
		if s.IIN != "" && len(s.IIN) != 12 || s.BIN != "" && len(s.BIN) != 12 {
			t.Errorf("%q %q", s.IIN, s.BIN)
		}
	})
}

// FuzzDecode unwraps anything; what comes out is bounded and never empty.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "MIIB", "-----BEGIN CMS-----\nMIIB\n-----END CMS-----\n", "\x30\x80\x00\x00", "\xef\xbb\xbfMIIB", "-----BEGIN PKCS7-----"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		der, err := eds.Decode(raw)
		told(t, err)
		if err == nil && (len(der) == 0 || len(der) > eds.MaxCMS) {
			t.Errorf("%d bytes", len(der))
		}
	})
}

// FuzzAddCRL reads any list; nothing but the authority's own changes what is known.
func FuzzAddCRL(f *testing.F) {
	w := theWorld(f)
	good := list(f, w, 10, now, 7)
	f.Add(good)
	f.Add(list(f, w, 11, now, 7, delta(10), entry(w.sign, now, 1)))
	f.Fuzz(func(t *testing.T, der []byte) {
		if err := w.trust(t).AddCRL(der); err == nil && len(der) < 100 {
			t.Errorf("taken: %x", der)
		}
	})
}

// FuzzStamp reads anything as a time stamp; what is believed to be one is one in DER too.
func FuzzStamp(f *testing.F) {
	w := theWorld(f)
	by := w.key(f, devca.Stamps, devca.Stamper)
	token, err := by.NewStamp(text, now).Encode()
	check(f, err)
	f.Add(token)
	f.Add(devca.Indefinite(token))
	v, err := w.ca.Verifier()
	check(f, err)
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := v.ExamineStamp(text, b, now); err == nil && d.Valid() && d.At != now {
			t.Errorf("valid as of %s", d.At)
		}
		if found, err := v.Examine(text, b, eds.Document, now); err == nil && len(found) == 1 && found[0].Valid() {
			t.Error("a time stamp is taken for a person's signature")
		}
	})
}
