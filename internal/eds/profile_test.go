package eds_test

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"path/filepath"
	"testing"

	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

// TestProfilesNeverMix wants authorities of two profiles refused, however they come together.
func TestProfilesNeverMix(t *testing.T) {
	dev := devca.Shared(t).Root()
	real, test := certificateOf(t, "ca/prod/root_rsa_2020.cer"), certificateOf(t, "ca/test/kuc_rsa_test.cer")
	for _, roots := range [][]*x509.Certificate{{real, test}, {dev, real}, {test, dev}} {
		if _, err := eds.NewTrust(roots, nil); !errors.Is(err, eds.ErrMixedProfiles) {
			t.Errorf("roots of two profiles: %v", err)
		}
	}
	for want, root := range map[eds.Profile]*x509.Certificate{eds.ProfileNCA: real, eds.ProfileNCATest: test, eds.ProfileDev: dev} {
		trust, err := eds.NewTrust([]*x509.Certificate{root}, nil)
		check(t, err)
		for _, p := range []eds.Profile{eds.ProfileNCA, eds.ProfileNCATest, eds.ProfileDev} {
			if fits := trust.Expect(p) == nil; fits != (p == want) {
				t.Errorf("a trust of %s where %s is expected: %t", want, p, fits)
			}
		}
	}
}

// TestAddAuthority fills a trust folder as an operator does.
func TestAddAuthority(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "trust")
	for _, name := range []string{"ca/prod/root_rsa_2020.cer", "ca/prod/nca_rsa_2022.cer", "ca/prod/root_gost_2022.pem", "ca/prod/root_rsa_2020.cer"} {
		_, err := eds.AddAuthority(eds.ProfileNCA, dir, certificateOf(t, name))
		check(t, err)
	}
	trust, err := eds.LoadProfile(eds.ProfileNCA, dir)
	if err != nil || trust.Profile() != eds.ProfileNCA {
		t.Fatalf("the folder: %v", err)
	}
	if _, err := eds.LoadProfile(eds.ProfileNCATest, dir); err == nil {
		t.Error("the folder of the profile nca is taken for nca-test")
	}
	for _, c := range []*x509.Certificate{devca.Shared(t).Root(), certificateOf(t, "ca/test/kuc_rsa_test.cer"), certificateOf(t, "certs/prod/tsa_rsa_2022_leaf.cer")} {
		if _, err := eds.AddAuthority(eds.ProfileNCA, dir, c); err == nil {
			t.Errorf("%s is taken among the real authorities", c.Subject)
		}
	}
	if _, err := eds.AddAuthority(eds.ProfileNCATest, dir, certificateOf(t, "ca/test/kuc_rsa_test.cer")); !errors.Is(err, eds.ErrMixedProfiles) {
		t.Errorf("an authority for tests in the folder of real ones: %v", err)
	}
}

// module stands for a certified module that finds every signature wrong.
type module struct{ asked map[string]int }

func (m module) VerifySignature(method asn1.ObjectIdentifier, _, _, _ []byte) error {
	m.asked[method.String()]++
	return errors.New("no")
}

// TestAnotherModule puts another mathematics in place: every signature is its to judge.
func TestAnotherModule(t *testing.T) {
	for _, w := range []*world{theWorld(t), gostWorld(t)} {
		cms, err := w.sign.Sign(text, now)
		check(t, err)
		m := module{map[string]int{}}
		eds.UseVerifier(m)
		_, err = w.verifier.Verify(text, cms, forDocument, now)
		_, made := w.ca.Verifier()
		eds.UseVerifier(eds.Own{})
		if !problem.HasKey(err, "eds.damaged") || made == nil || len(m.asked) == 0 {
			t.Errorf("with another module: %v; the chain: %v; asked %v", err, made, m.asked)
		}
		_, err = w.verifier.Verify(text, cms, forDocument, now)
		check(t, err)
	}
}
