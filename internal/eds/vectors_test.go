package eds_test

import (
	"strings"
	"testing"

	"asar/internal/problem"
)

// TestVectors tries every vector, counts by families, prints, and fails under the numbers
// that are due.
func TestVectors(t *testing.T) {
	w := theWorld(t)
	seen, names := tally{bad: map[string]int{}}, map[string]bool{}
	for _, v := range allVectors() {
		if names[v.name] {
			t.Errorf("two vectors are called %q", v.name)
		}
		names[v.name] = true
		t.Run(v.name, func(t *testing.T) {
			a := v.make(t, w)
			signer, err := a.verifier.Verify(a.content, a.cms, a.want, a.at)
			seen.count(v, err)
			switch {
			case v.key == "" && err != nil:
				t.Errorf("refused: %v", err)
			case v.key == "" && signer.IIN == "":
				t.Error("accepted without an IIN")
			case v.key != "" && !problem.HasKey(err, v.key):
				t.Errorf("got %v, want %s", err, v.key)
			}
		})
	}
	seen.prove(t)
}

func allVectors() (all []vector) {
	for _, family := range [][]vector{
		goodOnes(), changedBytes(), otherContent(), purposes(), signerInfos(), certificates(), whose(), chains(),
		dates(), revocations(), algorithms(), attributes(), encodings(), subjects(), sizes(),
		twins(), gostValues(), gostNames(), gostKeys(), badKeys(), crossed(), allGood(),
	} {
		all = append(all, family...)
	}
	return all
}

// TestOneBit flips bits of every byte of a good signature and of its text; none passes.
func TestOneBit(t *testing.T) {
	w := theWorld(t)
	a := signed(t, w, w.sign)
	for i := range a.cms {
		for _, bit := range []byte{1, 2, 1 << (i % 8)} {
			a.cms[i] ^= bit
			if _, err := a.verifier.Verify(a.content, a.cms, a.want, a.at); err == nil {
				t.Errorf("byte %d, bit %#x: accepted", i, bit)
			}
			a.cms[i] ^= bit
		}
	}
	for i := range a.content {
		changed := append([]byte{}, a.content...)
		changed[i] ^= 1
		if _, err := a.verifier.Verify(changed, a.cms, a.want, a.at); !problem.HasKey(err, "eds.other-text") {
			t.Errorf("byte %d of the text: %v", i, err)
		}
	}
}

// TestCutShort cuts a good signature after every byte; each piece is no signature.
func TestCutShort(t *testing.T) {
	w := theWorld(t)
	a := signed(t, w, w.sign)
	for n := range a.cms {
		if _, err := a.verifier.Verify(a.content, a.cms[:n], a.want, a.at); !problem.HasKey(err, "eds.not-a-signature") {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
}

// TestSigner looks at everything that is read of a good signature.
func TestSigner(t *testing.T) {
	w := theWorld(t)
	a := signed(t, w, w.firm)
	a.want = forFirm
	s, err := a.verifier.Verify(a.content, a.cms, a.want, a.at)
	check(t, err)
	got := []string{s.IIN, s.BIN, s.Surname, s.GivenName, s.CommonName, s.Organisation, s.Issuer, s.Algorithm, s.SignedAt.String(), strings.Join(s.Notes, " ")}
	want := []string{atFirm.IIN, atFirm.BIN, "СЕРІКҚЫЗЫ", "АЙГҮЛ", "СЕРІКҚЫЗЫ АЙГҮЛ", `ТОО "КӨМЕК, CN=X"`, "ASAR DEV ISSUING AUTHORITY (RSA)", "RSA-2048 SHA-256", now.String(), ""}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
	personal := signed(t, w, w.sign)
	claimed, err := a.verifier.LooksAt(personal.cms)
	check(t, err)
	if claimed.Patronymic != "МАРАТҚЫЗЫ" || claimed.Email != aigul.Email || claimed.BIN != "" {
		t.Errorf("claimed %+v", claimed)
	}
}
