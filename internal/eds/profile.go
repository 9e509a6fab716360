package eds

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Profile is a closed set of authorities, pinned in the program by the SHA-256 of their
// certificates. The certificates themselves are the operator's to give. A process works
// with one profile: authorities for tests and for real never meet.
type Profile string

// The profiles. What the program does not pin itself is of development.
const (
	ProfileNCA     Profile = "nca"
	ProfileNCATest Profile = "nca-test"
	ProfileDev     Profile = "dev"
)

// ErrMixedProfiles means that authorities for tests and for real lie in one trust.
var ErrMixedProfiles = errors.New("eds: authorities of different profiles lie together")

// profileOf is the one profile that all these certificates are of.
func profileOf(all []*x509.Certificate) (Profile, error) {
	var found Profile
	for _, c := range all {
		is := ProfileDev
		for p := range pinned {
			if p.Pins(c) {
				is = p
			}
		}
		if found != "" && found != is {
			return "", fmt.Errorf("%w: %s and %s", ErrMixedProfiles, found, is)
		}
		found = is
	}
	return found, nil
}

// Profile is whose authorities these are.
func (t *Trust) Profile() Profile { return t.profile }

// Expect refuses a trust of another profile; "" expects nothing.
func (t *Trust) Expect(p Profile) error {
	if p != "" && p != t.profile {
		return fmt.Errorf("eds: the authorities are of the profile %q, expected is %q", t.profile, p)
	}
	return nil
}

var pinned = map[Profile][]string{
	ProfileNCA: {
		"9ba06354b626641715182e4d07c9dbaa1777720fa795d03174ffc68876535dcd", // root, RSA, 2020
		"af77725f8328bb24f89d81da3acdf7cee4324248538b7ba2cd2a860517fb9dca", // root, GOST, 2022
		"c48164ab5ccaaee6b938299a1e3aeebd6f698bb2bd716a0f0d85befc46166aa2", // root, GOST, 2020
		"a7064abc5699827f370c67b09f1a1bfd7ad5e1514d471223df209c08300ea972", // root, RSA, 2015
		"9ab210e54e6b0343321131202d9edcc2598f598cfdd9ee4ec1056021ab2e9759", // root, GOST, 2015
		"84fb799a66140950818c056a5d9730acc2a7622cdd4ef0d47113b132fb892905", // issuing, RSA, 2022
		"32c7d233a42703a327f3025543a05b930e3f39a786c68dfa196baa86d5618524", // issuing, GOST, 2022
		"34d1b311a9873191ae3382805df51e0a5da23315c512a8deeb885668ceeb5834", // issuing, RSA, 2018
		"908521d0531e5645e64b34d3588374a3a83582c860e5f7293a04c41217e8cc18", // issuing, GOST, 2018
		"eb5a5318299db447a46619d2a541f026b52c1fce8a1d371262da8f6f2d7bb6f5", // state bodies, 2022
		"74bb80edf34f4594e5e69b79029c64214e67630e3d16b82f952ab6e5956c5fa8", // BTSD, 2019
	},
	ProfileNCATest: {
		"4d05179bcb02180bfc37618372671357df7dd8b7865973eae77b83213cae717b", // root, RSA, 2018
		"1778a7639bcbf3333e7a83461d1e126bff46a0f74b73d3345356540dad138b11", // root, RSA, 2020
		"06021684f52054692a1859686d5af527eda779e6183c2f3cd4fc1278e4067beb", // root, GOST, 2018
		"e76d2ba06ba15f28b590f9452a7a5f1150c68dd11d09842f0b63041339048056", // root, GOST, 2020
		"b995e79e7c07429f8f79e185451e5599ce342ac720000f01b3854fdfa03031a6", // root, GOST, 2022
		"7e96a36409dc11e0fc99efae41f8c639e16a495d77c2f2278edb98580f997231", // issuing, RSA, 2019
		"5b92d85a88fdeee7ccdb06771d82fa1faae3de87839edb368ea1ac07fca04f2a", // issuing, RSA, 2023
		"0307e8bdf77cb708b7c9d9a5799facdc6de7154447cb394af9ac9b528c3d82c7", // issuing, GOST, 2019
		"2e0e476ea0d25bfdc317475320444a9df6c92a198ace491baa6f427d6b47b992", // issuing, GOST, 2023
		"beeffc0bdb77cd798c35983eb0715f6ef0051cccb71d7cd05505e8a4fb2c6f4d", // issuing, GOST, 2022
	},
}

// Pins tells whether a certificate is an authority of the profile.
func (p Profile) Pins(c *x509.Certificate) bool {
	sum := sha256.Sum256(c.Raw)
	return slices.Contains(pinned[p], hex.EncodeToString(sum[:]))
}

// LoadProfile makes a trust of a folder: one that LoadTrust reads, or one in which
// certificates (.cer, .crt, .pem) just lie. Of those, one that the profile does not pin is an
// error, even one of another profile.
func LoadProfile(p Profile, dir string) (*Trust, error) {
	if _, err := os.Stat(filepath.Join(dir, PinsFile)); err == nil || p == ProfileDev {
		t, err := LoadTrust(dir)
		if err != nil {
			return nil, err
		}
		return t, t.Expect(p)
	}
	return loadLying(p, dir)
}

func loadLying(p Profile, dir string) (*Trust, error) {
	var roots, issuers []*x509.Certificate
	err := eachFile(dir, func(name string, b []byte) error {
		if !slices.Contains([]string{".cer", ".crt", ".pem"}, filepath.Ext(name)) {
			return nil
		}
		c, err := ReadCertificate(b)
		switch {
		case err != nil:
			return fmt.Errorf("eds: %s: %w", name, err)
		case !p.Pins(c):
			return fmt.Errorf("eds: %s is no authority of the profile %s", name, p)
		case string(c.RawIssuer) == string(c.RawSubject):
			roots = append(roots, c)
		default:
			issuers = append(issuers, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(roots) == 0 {
		return nil, fmt.Errorf("eds: no root of the profile %s lies in %s", p, dir)
	}
	return NewTrust(roots, issuers)
}

// AddAuthority puts a certificate that the profile pins into a trust folder, a root with
// its pin, and tells where. A folder of another profile is refused.
func AddAuthority(p Profile, dir string, c *x509.Certificate) (string, error) {
	if !p.Pins(c) {
		return "", fmt.Errorf("eds: this is no authority of the profile %s: its SHA-256 is not among those this program knows", p)
	}
	held, err := certificatesIn(filepath.Join(dir, RootsDir))
	if err != nil {
		return "", err
	}
	if _, err := profileOf(append(held, c)); err != nil {
		return "", err
	}
	sum := sha256.Sum256(c.Raw)
	digest, part := hex.EncodeToString(sum[:]), IssuersDir
	name := digest[:16] + ".cer"
	if string(c.RawIssuer) == string(c.RawSubject) {
		part = RootsDir
		if err := addPin(filepath.Join(dir, PinsFile), digest, name); err != nil {
			return "", err
		}
	}
	to := filepath.Join(dir, part, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return "", fmt.Errorf("eds: trust: %w", err)
	}
	if err := os.WriteFile(to, c.Raw, 0o600); err != nil {
		return "", fmt.Errorf("eds: trust: %w", err)
	}
	return to, nil
}

func addPin(file, digest, name string) error {
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("eds: trust: %w", err)
	}
	if strings.Contains(string(b), digest) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return fmt.Errorf("eds: trust: %w", err)
	}
	if err := os.WriteFile(filepath.Clean(file), append(b, digest+"  "+name+"\n"...), 0o600); err != nil { //nolint:gosec // the operator names the folder
		return fmt.Errorf("eds: trust: %w", err)
	}
	return nil
}

// ReadCertificate reads one certificate in DER or PEM.
func ReadCertificate(b []byte) (*x509.Certificate, error) {
	if strings.HasPrefix(string(b), "-----BEGIN ") {
		if block, _ := pem.Decode(b); block != nil {
			b = block.Bytes
		}
	}
	return x509.ParseCertificate(b)
}
