package devca

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"asar/internal/calendar"
	"asar/internal/eds"
)

// caRSA is the size of the keys of an authority that is kept, as of the real one.
const caRSA = 4096

// The files of a kept authority.
const (
	rootFile    = "root.pem"
	issuingFile = "issuing.pem"
	revokedFile = "revoked.json"
)

// Open takes up the authority kept in a folder, or makes one there: root and issuing
// authority of 4096 bits, and what was revoked. The folder holds private keys; it is made
// for its owner only.
func Open(dir string, clock calendar.Clock) (*Authority, error) {
	a, err := load(dir, clock)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return a, err
	}
	if a, err = assemble(clock, makeKey, caRSA); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	a.dir = dir
	if err := a.save(); err != nil {
		return nil, err
	}
	if err := a.root.write(filepath.Join(dir, rootFile)); err != nil {
		return nil, err
	}
	return a, a.issuing.write(filepath.Join(dir, issuingFile)) // last: it makes the folder whole
}

func load(dir string, clock calendar.Clock) (*Authority, error) {
	a := &Authority{clock: clock, newKey: makeKey, listDays: listDays, dir: dir}
	if err := a.issuing.read(filepath.Join(dir, issuingFile)); err != nil {
		return nil, err
	}
	if err := a.root.read(filepath.Join(dir, rootFile)); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(dir, revokedFile))
	if err != nil {
		return nil, fmt.Errorf("devca: %w", err)
	}
	if err := json.Unmarshal(b, &a.revoked); err != nil {
		return nil, fmt.Errorf("devca: what was revoked: %w", err)
	}
	return a, nil
}

// save keeps what was revoked; the caller holds the lock.
func (a *Authority) save() error {
	if a.dir == "" {
		return nil
	}
	b, err := json.Marshal(a.revoked)
	if err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	return write(filepath.Join(a.dir, revokedFile), b)
}

func write(name string, b []byte) error {
	if err := os.WriteFile(name, b, 0o600); err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	return nil
}

func (p pair) write(name string) error {
	b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.cert.Raw})
	key := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(p.key)})
	return write(name, append(b, key...))
}

func (p *pair) read(name string) (err error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	cert, rest := pem.Decode(b)
	key, _ := pem.Decode(rest)
	if cert == nil || key == nil {
		return fmt.Errorf("devca: %s does not hold a certificate and a key", name)
	}
	if p.cert, err = x509.ParseCertificate(cert.Bytes); err != nil {
		return fmt.Errorf("devca: %s: %w", name, err)
	}
	if p.key, err = x509.ParsePKCS1PrivateKey(key.Bytes); err != nil {
		return fmt.Errorf("devca: %s: %w", name, err)
	}
	return nil
}

// Trust writes the folder that eds.LoadTrust reads: root with its pin, issuing authority,
// both revocation lists as of now. Writing again brings the lists up to date.
func (a *Authority) Trust(dir string) error {
	crl, err := a.CRL()
	if err != nil {
		return err
	}
	rootCRL, err := a.RootCRL()
	if err != nil {
		return err
	}
	files := map[string][]byte{
		eds.RootsDir + "/dev-root.cer":      a.root.cert.Raw,
		eds.IssuersDir + "/dev-issuing.cer": a.issuing.cert.Raw,
		eds.CRLDir + "/dev-issuing.crl":     crl,
		eds.CRLDir + "/dev-root.crl":        rootCRL,
		eds.PinsFile:                        fmt.Appendf(nil, "%x  dev-root.cer\n", sha256.Sum256(a.root.cert.Raw)),
	}
	for name, b := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return fmt.Errorf("devca: trust: %w", err)
		}
		if err := write(full, b); err != nil {
			return err
		}
	}
	return nil
}

// Verifier is a verifier that trusts this authority, with its lists as of now.
func (a *Authority) Verifier() (*eds.Verifier, error) {
	t, err := eds.NewTrust([]*x509.Certificate{a.root.cert}, []*x509.Certificate{a.issuing.cert})
	if err != nil {
		return nil, err
	}
	for _, list := range []func() ([]byte, error){a.CRL, a.RootCRL} {
		der, err := list()
		if err != nil {
			return nil, err
		}
		if err := t.AddCRL(der); err != nil {
			return nil, err
		}
	}
	return eds.NewVerifier(t), nil
}
