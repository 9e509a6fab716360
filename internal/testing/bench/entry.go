package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"os"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/devca"
)

// signIn is the verifying of what somebody signs in with, under an authority with keys of
// so many bits.
type signIn struct {
	bits int
	pair
}

// entry measures verifying against three raw RSA verifications: by the person's key, and
// twice by the authority's, which is what a signature, a certificate and a list of revoked
// ones ask. The real authority's keys have 4096 bits.
func entry(long time.Duration, r *report) error {
	small, err := devca.New(calendar.NewSettable(now))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "asar-bench-ca-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	real, err := devca.Open(dir, calendar.NewSettable(now))
	if err != nil {
		return err
	}
	for _, ca := range []*devca.Authority{small, real} {
		verify, raw, err := entryOf(ca)
		if err != nil {
			return err
		}
		s := signIn{bits: ca.Issuing().PublicKey.(*rsa.PublicKey).N.BitLen()}
		if s.pair, err = contend(long, verify, raw); err != nil {
			return err
		}
		r.entries = append(r.entries, s)
	}
	return nil
}

func entryOf(ca *devca.Authority) (verify, raw way, err error) {
	key, err := ca.Issue(devca.Person{IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл", Patronymic: "Маратқызы"}, devca.Auth)
	if err != nil {
		return nil, nil, err
	}
	verifier, err := ca.Verifier()
	if err != nil {
		return nil, nil, err
	}
	text := []byte("Вход на портал.\n\nportal/asar.test/sign-in/portal/c2VjcmV0\n")
	cms, err := key.Sign(text, now)
	if err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256(text)
	own, err := rsa.SignPKCS1v15(nil, key.Private, crypto.SHA256, sum[:])
	if err != nil {
		return nil, nil, err
	}
	above := sha256.Sum256(key.Certificate.RawTBSCertificate)
	verify = func() error {
		_, err := verifier.Verify(text, cms, eds.Requirement{Purpose: eds.Entry}, now)
		return err
	}
	return verify, func() error {
		authority := ca.Issuing().PublicKey.(*rsa.PublicKey)
		for range 2 {
			if err := rsa.VerifyPKCS1v15(authority, crypto.SHA256, above[:], key.Certificate.Signature); err != nil {
				return err
			}
		}
		return rsa.VerifyPKCS1v15(&key.Private.PublicKey, crypto.SHA256, sum[:], own)
	}, nil
}
