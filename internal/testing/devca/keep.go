package devca

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

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

	gostRootFile    = "gost-root.pem"
	gostIssuingFile = "gost-issuing.pem"
	gostRevokedFile = "gost-revoked.json"
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
	if err := a.gost.write(dir); err != nil {
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
	if err := readList(filepath.Join(dir, revokedFile), &a.revoked.now); err != nil {
		return nil, err
	}
	return a, a.loadBranch()
}

// loadBranch makes the GOST branch in a folder that was made before there was one.
func (a *Authority) loadBranch() error {
	b := &branch{}
	err := b.issuing.read(filepath.Join(a.dir, gostIssuingFile))
	if errors.Is(err, fs.ErrNotExist) {
		if a.gost, err = a.newBranch(); err != nil {
			return err
		}
		if err := a.save(); err != nil {
			return err
		}
		return a.gost.write(a.dir)
	}
	if err != nil {
		return err
	}
	if err := b.root.read(filepath.Join(a.dir, gostRootFile)); err != nil {
		return err
	}
	a.gost = b
	return readList(filepath.Join(a.dir, gostRevokedFile), &b.revoked.now)
}

func (b *branch) write(dir string) error {
	if err := b.root.write(filepath.Join(dir, gostRootFile)); err != nil {
		return err
	}
	return b.issuing.write(filepath.Join(dir, gostIssuingFile))
}

func readList(name string, to *[]x509.RevocationListEntry) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	if err := json.Unmarshal(b, to); err != nil {
		return fmt.Errorf("devca: what was revoked: %w", err)
	}
	return nil
}

// save keeps what was revoked; the caller holds the lock.
func (a *Authority) save() error {
	if a.dir == "" {
		return nil
	}
	for name, list := range map[string][]x509.RevocationListEntry{revokedFile: a.revoked.now, gostRevokedFile: a.gost.revoked.now} {
		b, err := json.Marshal(list)
		if err != nil {
			return fmt.Errorf("devca: %w", err)
		}
		if err := write(filepath.Join(a.dir, name), b); err != nil {
			return err
		}
	}
	return nil
}

func write(name string, b []byte) error {
	if err := os.WriteFile(name, b, 0o600); err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	return nil
}

func (p pair) write(name string) error {
	b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.cert.Raw})
	key := &pem.Block{Type: "PRIVATE KEY"}
	if p.gost != nil {
		key.Bytes = p.gost.PKCS8()
	} else {
		key = &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(p.key)}
	}
	return write(name, append(b, pem.EncodeToMemory(key)...))
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
	if key.Type == "PRIVATE KEY" {
		p.gost, err = ParseGOSTKey(key.Bytes)
		return err
	}
	if p.key, err = x509.ParsePKCS1PrivateKey(key.Bytes); err != nil {
		return fmt.Errorf("devca: %s: %w", name, err)
	}
	return nil
}

// Trust writes the folder that eds.LoadTrust reads: roots with their pins, issuing
// authorities, revocation lists as of now. Writing again brings the lists up to date.
func (a *Authority) Trust(dir string) error {
	files := map[string][]byte{
		eds.RootsDir + "/dev-root.cer":           a.root.cert.Raw,
		eds.RootsDir + "/dev-gost-root.cer":      a.gost.root.cert.Raw,
		eds.IssuersDir + "/dev-issuing.cer":      a.issuing.cert.Raw,
		eds.IssuersDir + "/dev-gost-issuing.cer": a.gost.issuing.cert.Raw,
		eds.PinsFile: fmt.Appendf(nil, "%x  dev-root.cer\n%x  dev-gost-root.cer\n",
			sha256.Sum256(a.root.cert.Raw), sha256.Sum256(a.gost.root.cert.Raw)),
	}
	lists, err := a.Lists()
	if err != nil {
		return err
	}
	for name, der := range lists {
		files[eds.CRLDir+"/"+name+".crl"] = der
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
	lists, err := a.Lists()
	if err != nil {
		return nil, err
	}
	return a.VerifierWith(slices.Collect(maps.Values(lists))...)
}

// VerifierWith believes this authority and knows these revocation lists only.
func (a *Authority) VerifierWith(lists ...[]byte) (*eds.Verifier, error) {
	t, err := eds.NewTrust([]*x509.Certificate{a.root.cert, a.gost.root.cert}, []*x509.Certificate{a.issuing.cert, a.gost.issuing.cert})
	if err != nil {
		return nil, err
	}
	for _, der := range lists {
		if err := t.AddCRL(der); err != nil {
			return nil, err
		}
	}
	return eds.NewVerifier(t), nil
}
