package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
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
	"time"

	"asar/internal/calendar"
)

// The names in the folder of keys. Certificates of earlier keys lie in past/, those whose
// key was stolen in withdrawn/.
const (
	SealKey  = "seal.key" // RSA, PKCS #8 in PEM
	SealCert = "seal.crt" // its certificate, then the authorities above it
	CodeKey  = "code.key" // P-256, PKCS #8 in PEM
	CodeCert = "code.crt"
	Past     = "past"
	Gone     = "withdrawn"
)

// own is a key of ours: the private half with its certificate and those above it.
type own struct {
	private crypto.Signer
	chain   []*x509.Certificate
}

// Keys are the portal's own. Nil keys sign nothing and know nobody.
type Keys struct {
	seal, code own
	known      []Known
}

// Known is a published key: what it signed can be checked.
type Known struct {
	*x509.Certificate
	Withdrawn bool // stolen: nothing it signed can be believed
}

// ID names a code's key in its code: the first four bytes of the SHA-256 of its public half.
func (k Known) ID() string {
	sum := sha256.Sum256(k.RawSubjectPublicKeyInfo)
	return hex.EncodeToString(sum[:4])
}

// Codes tells whether it is a key of codes, not of seals.
func (k Known) Codes() bool { return k.PublicKeyAlgorithm == x509.ECDSA }

// lives tells whether a moment is between the key's dates, and it was not withdrawn.
func (k Known) lives(at calendar.Instant) bool {
	return !k.Withdrawn && !at.Time().Before(k.NotBefore) && !at.Time().After(k.NotAfter)
}

// Open reads a folder of keys. An empty name is no folder: nil, and nothing is sealed. The
// error says which file is wrong and what to do.
func Open(folder string) (*Keys, error) {
	if folder == "" {
		return nil, nil //nolint:nilnil // no keys are lawful, and nil keys are usable
	}
	k := &Keys{}
	var err error
	if k.seal, err = readOwn(folder, SealKey, SealCert); err != nil {
		return nil, err
	}
	if k.code, err = readOwn(folder, CodeKey, CodeCert); err != nil {
		return nil, err
	}
	if r, ok := k.seal.private.(*rsa.PrivateKey); !ok || r.N.BitLen() < 2048 {
		return nil, fmt.Errorf("%s must be an RSA key of 2048 bits or more", SealKey)
	}
	if c, ok := k.code.private.(*ecdsa.PrivateKey); !ok || c.Curve != elliptic.P256() {
		return nil, fmt.Errorf("%s must be a key of the curve P-256", CodeKey)
	}
	for i, c := range k.seal.chain[1:] {
		if err := k.seal.chain[i].CheckSignatureFrom(c); err != nil {
			return nil, fmt.Errorf("%s: certificate %d did not sign the one before it; put the certificate of the key first, then its authority, then the root", SealCert, i+2)
		}
	}
	k.known = []Known{{Certificate: k.code.chain[0]}, {Certificate: k.seal.chain[0]}}
	for _, dir := range []string{Past, Gone} {
		if err := k.readKnown(folder, dir); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// readOwn reads a private key that nobody else may read, and the certificate of its public half.
func readOwn(folder, keyName, certName string) (own, error) {
	path := filepath.Join(folder, keyName)
	about, err := os.Stat(path)
	if err != nil {
		return own{}, err
	}
	if about.Mode().Perm()&0o077 != 0 {
		return own{}, fmt.Errorf("%s can be read by others: run chmod 600 %s", keyName, path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return own{}, err
	}
	block, _ := pem.Decode(raw)
	if block == nil || block.Type != "PRIVATE KEY" {
		return own{}, fmt.Errorf("%s must be a PKCS #8 key in PEM without a password (BEGIN PRIVATE KEY)", keyName)
	}
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return own{}, fmt.Errorf("%s: %w", keyName, err)
	}
	chain, err := readCertificates(filepath.Join(folder, certName))
	if err != nil {
		return own{}, err
	}
	signer, ok := private.(crypto.Signer)
	public, comparable := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !comparable || !public.Equal(chain[0].PublicKey) {
		return own{}, fmt.Errorf("the first certificate in %s is not that of %s", certName, keyName)
	}
	return own{signer, chain}, nil
}

// readCertificates reads all certificates of a file in PEM; at least one.
func readCertificates(path string) (all []*x509.Certificate, err error) {
	rest, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if block.Type != "CERTIFICATE" || err != nil {
			return nil, fmt.Errorf("%s holds something that is no certificate", path)
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no certificate in PEM", path)
	}
	return all, nil
}

// readKnown reads the certificates of earlier keys. Withdrawn wins, also over a key in use.
func (k *Keys) readKnown(folder, dir string) error {
	files, err := os.ReadDir(filepath.Join(folder, dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".crt") {
			continue
		}
		read, err := readCertificates(filepath.Join(folder, dir, f.Name()))
		if err != nil {
			return err
		}
		k.know(Known{Certificate: read[0], Withdrawn: dir == Gone})
	}
	return nil
}

func (k *Keys) know(one Known) {
	i := slices.IndexFunc(k.known, func(old Known) bool { return old.Equal(one.Certificate) })
	if i < 0 {
		k.known = append(k.known, one)
		return
	}
	k.known[i].Withdrawn = k.known[i].Withdrawn || one.Withdrawn
}

// Known lists all published keys, those in use first.
func (k *Keys) Known() []Known {
	if k == nil {
		return nil
	}
	return slices.Clone(k.known)
}

// SealerName is whose seal it is: the common name of the certificate in use.
func (k *Keys) SealerName() string { return k.seal.chain[0].Subject.CommonName }

// Signs tells whether both keys may sign at a moment.
func (k *Keys) Signs(at calendar.Instant) bool {
	return k != nil && k.known[0].lives(at) && k.known[1].lives(at)
}

// soon is how long before its end a key is worth a warning.
const soon = 30 * 24 * time.Hour

// Wrong says what will soon stop the keys from signing, or does already; nil when nothing.
func (k *Keys) Wrong(now calendar.Instant) error {
	if k == nil {
		return nil
	}
	for i, name := range []string{CodeCert, SealCert} {
		c := k.known[i]
		switch ends := calendar.At(c.NotAfter); {
		case c.Withdrawn:
			return fmt.Errorf("%s lies in %s/ too: make a new key", name, Gone)
		case now.Before(calendar.At(c.NotBefore)):
			return fmt.Errorf("%s begins only on %s", name, calendar.At(c.NotBefore).Date())
		case now.After(ends):
			return fmt.Errorf("%s ended on %s: documents are not sealed; change the key", name, ends.Date())
		case now.Plus(soon).After(ends):
			return fmt.Errorf("%s ends on %s: change the key", name, ends.Date())
		}
	}
	return nil
}
