package registry

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Vault seals identification numbers for the database and finds people by them. There are
// few possible numbers, so a plain digest could be guessed in minutes; the vault's secret is
// kept apart from the database.
type Vault struct {
	find []byte
	mark []byte
	seal cipher.AEAD
}

// NewVault makes a vault of a secret of 32 random bytes.
func NewVault(secret []byte) (*Vault, error) {
	if len(secret) != 32 {
		return nil, errors.New("registry: the vault's secret must be 32 bytes")
	}
	key := func(use string) ([]byte, error) { return hkdf.Key(sha256.New, secret, nil, "asar/"+use, 32) }
	find, err := key("iin-find")
	if err != nil {
		return nil, err
	}
	mark, err := key("mark")
	if err != nil {
		return nil, err
	}
	sealing, err := key("iin-seal")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &Vault{find: find, mark: mark, seal: gcm}, nil
}

// mac finds a number without storing it.
func (v *Vault) mac(i IIN) []byte {
	h := hmac.New(sha256.New, v.find)
	h.Write([]byte(i))
	return h.Sum(nil)
}

// Mark is a keyed digest of something that must be counted and not be known: a network
// address, a certificate.
func (v *Vault) Mark(subject string) []byte {
	h := hmac.New(sha256.New, v.mark)
	h.Write([]byte(subject))
	return h.Sum(nil)
}

// close seals a number for one person, so that rows cannot be exchanged.
func (v *Vault) close(i IIN, whose PersonID) []byte {
	nonce := make([]byte, v.seal.NonceSize())
	_, _ = rand.Read(nonce) // never fails: crypto/rand ends the program instead
	return v.seal.Seal(nonce, nonce, []byte(i), []byte(whose.String()))
}

func (v *Vault) open(sealed []byte, whose PersonID) (IIN, error) {
	n := v.seal.NonceSize()
	if len(sealed) < n {
		return "", errors.New("registry: a sealed number is cut short")
	}
	plain, err := v.seal.Open(nil, sealed[:n], sealed[n:], []byte(whose.String()))
	if err != nil {
		return "", fmt.Errorf("registry: a sealed number cannot be opened; is ASAR_SECRET the one it was sealed with? %w", err)
	}
	return IIN(plain), nil
}
