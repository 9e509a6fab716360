package devca

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"
)

// Password is what the demo's key files are opened with; it keeps the authority's rule
// (6 to 32 characters with capitals, small letters and digits).
const Password = "Asar2026"

// Key is a private key with its certificate.
type Key struct {
	Certificate *x509.Certificate
	Private     *rsa.PrivateKey // nil for a GOST key
	GOST        *GOSTKey
	Hash        crypto.Hash // of an RSA key's signatures; SHA-256 when it is zero
	Kind        Kind
}

// Signer signs with the key.
func (k *Key) Signer() Signer {
	if k.GOST != nil {
		return gostSigner{k.GOST}
	}
	if k.Hash == 0 {
		return rsaSigner{k.Private, crypto.SHA256}
	}
	return rsaSigner{k.Private, k.Hash}
}

// P12 is the key file: triple DES for the key, RC2-40 for the certificate, HMAC-SHA1, 1024
// rounds, as the authority's files are. Such ciphers protect nothing today; they are here
// because the reader in the page must meet them. Not for real keys.
func (k *Key) P12(password string) ([]byte, error) {
	if k.GOST != nil {
		return k.gostP12(password)
	}
	der, err := pkcs12.LegacyRC2.WithIterations(1024).Encode(k.Private, k.Certificate, nil, password)
	if err != nil {
		return nil, fmt.Errorf("devca: key file: %w", err)
	}
	return der, nil
}

// FileName is as the authority names its files: AUTH_RSA256_<key identifier>.p12, and so on.
func (k *Key) FileName() string {
	prefix := "RSA256_"
	switch {
	case k.GOST != nil && k.GOST.set == GOST2004:
		prefix = "GOSTKNCA_"
	case k.GOST != nil:
		prefix = "GOST512_"
	case k.Kind == Auth:
		prefix = "AUTH_RSA256_"
	}
	return prefix + hex.EncodeToString(k.Certificate.SubjectKeyId) + ".p12"
}

// ReadP12 opens a key file that P12 made.
func ReadP12(file []byte, password string) (*Key, error) {
	if k, err := readGOSTP12(file, password); err == nil || !errors.Is(err, errNotGOST) {
		return k, err
	}
	private, c, err := pkcs12.Decode(file, password)
	if err != nil {
		return nil, fmt.Errorf("devca: key file: %w", err)
	}
	made, ok := private.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("devca: key file: not an RSA key")
	}
	k := &Key{Certificate: c, Private: made, Kind: Auth}
	if c.KeyUsage&x509.KeyUsageContentCommitment != 0 {
		k.Kind = Sign
	}
	return k, nil
}
