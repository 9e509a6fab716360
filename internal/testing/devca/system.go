package devca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"asar/internal/calendar"
)

// System writes a folder of the portal's own keys, good from the day before since: an RSA
// key of the information system with its certificate by this authority and those above,
// and a key of codes with a certificate by itself.
func (a *Authority) System(dir string, since calendar.Instant) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	from, to := since.Plus(-day), since.Plus(3*keyDays*day)
	k, err := a.Issue(Person{IIN: "000000000000", Surname: "ASAR", Name: "DEV PORTAL", BIN: "000000000000", Organisation: "Управление социального благосостояния", Role: InformationSystem}, Sign, Valid(from, to))
	if err != nil {
		return err
	}
	code, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	template := &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: "ASAR DEV CODES"}, NotBefore: from.Time().Add(-time.Minute), NotAfter: to.Time(), KeyUsage: x509.KeyUsageDigitalSignature}
	own, err := x509.CreateCertificate(rand.Reader, template, template, &code.PublicKey, code)
	if err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	for name, private := range map[string]any{"seal.key": k.Private, "code.key": code} {
		der, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			return fmt.Errorf("devca: %w", err)
		}
		if err := writePEM(filepath.Join(dir, name), "PRIVATE KEY", der); err != nil {
			return err
		}
	}
	if err := writePEM(filepath.Join(dir, "seal.crt"), "CERTIFICATE", k.Certificate.Raw, a.issuing.cert.Raw, a.root.cert.Raw); err != nil {
		return err
	}
	return writePEM(filepath.Join(dir, "code.crt"), "CERTIFICATE", own)
}

func writePEM(path, kind string, all ...[]byte) error {
	var text []byte
	for _, der := range all {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})...)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("devca: %w", err)
	}
	return nil
}
