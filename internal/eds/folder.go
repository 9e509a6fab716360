package eds

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The parts of a trust folder.
const (
	PinsFile   = "roots.sha256" // lines "SHA-256 of the certificate's DER, two spaces, file name"
	RootsDir   = "roots"
	IssuersDir = "issuers"
	CRLDir     = "crl"
)

// LoadTrust reads a trust from a folder: roots/ and issuers/ hold certificates (DER or
// PEM), crl/ revocation lists in DER, and roots.sha256 the digest of every root. A root
// that is not pinned there, or a pin without its root, is an error: a file that slipped
// into the folder must not become an authority. A list that cannot be read is no error: it
// says nothing, and Unread names it.
func LoadTrust(dir string) (*Trust, error) {
	roots, err := pinnedRoots(dir)
	if err != nil {
		return nil, err
	}
	issuers, err := certificatesIn(filepath.Join(dir, IssuersDir))
	if err != nil {
		return nil, err
	}
	t, err := NewTrust(roots, issuers)
	if err != nil {
		return nil, err
	}
	return t, t.LoadCRLs(dir)
}

// LoadRoots reads only the pinned roots of a trust folder: what evidence is checked again by.
func LoadRoots(dir string) (*Trust, error) {
	roots, err := pinnedRoots(dir)
	if err != nil {
		return nil, err
	}
	return NewTrust(roots, nil)
}

// LoadCRLs adds the revocation lists that lie in a trust folder now; calling it again
// takes up lists that were put there since. A file that cannot be taken does not stop the
// others; Unread names such files after it.
func (t *Trust) LoadCRLs(dir string) error {
	folder := filepath.Join(dir, CRLDir)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("eds: trust: %w", err)
	}
	var unread []*UnreadList
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") { // such a file is being written
			continue
		}
		if err := t.loadCRL(filepath.Join(folder, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			unread = append(unread, &UnreadList{e.Name(), err})
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.unread = unread
	return nil
}

func (t *Trust) loadCRL(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if info.Size() > MaxList {
		return errListSize
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return t.AddCRL(b)
}

// Unread are the files among the lists that said nothing when the folder was last read.
func (t *Trust) Unread() []*UnreadList {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.unread
}

// UnreadList is a file among the revocation lists that says nothing here.
type UnreadList struct {
	File string
	Err  error
}

func (u *UnreadList) Error() string {
	return fmt.Sprintf("%s: %s", u.File, strings.TrimPrefix(u.Err.Error(), "eds: "))
}

func (u *UnreadList) Unwrap() error { return u.Err }

func pinnedRoots(dir string) ([]*x509.Certificate, error) {
	roots, err := certificatesIn(filepath.Join(dir, RootsDir))
	if err != nil {
		return nil, err
	}
	pins, err := readPins(filepath.Join(dir, PinsFile))
	if err != nil {
		return nil, err
	}
	for _, c := range roots {
		sum := sha256.Sum256(c.Raw)
		pin := hex.EncodeToString(sum[:])
		if !pins[pin] {
			return nil, fmt.Errorf("eds: the root %s is not pinned in %s", pin, PinsFile)
		}
		delete(pins, pin)
	}
	if len(roots) == 0 || len(pins) > 0 {
		return nil, fmt.Errorf("eds: %d pinned roots are missing of those in %s", len(pins), filepath.Join(dir, RootsDir))
	}
	return roots, nil
}

func readPins(name string) (map[string]bool, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("eds: pins of roots: %w", err)
	}
	pins := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 0 {
			pins[strings.ToLower(words[0])] = true
		}
	}
	return pins, nil
}

func certificatesIn(dir string) (all []*x509.Certificate, err error) {
	err = eachFile(dir, func(name string, b []byte) error {
		if block, _ := pem.Decode(b); block != nil {
			b = block.Bytes
		}
		c, err := x509.ParseCertificate(b)
		if err != nil {
			return fmt.Errorf("eds: %s: %w", name, err)
		}
		all = append(all, c)
		return nil
	})
	return all, err
}

// eachFile visits the plain files of a folder in the order of their names; a folder that
// is not there is empty.
func eachFile(dir string, visit func(name string, b []byte) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("eds: trust: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return fmt.Errorf("eds: trust: %w", err)
		}
		if err := visit(e.Name(), b); err != nil {
			return err
		}
	}
	return nil
}
