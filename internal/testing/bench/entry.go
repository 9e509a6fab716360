package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"os"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/devca"
)

// entry measures verifying the signature somebody signs in with, by an authority whose
// keys have 4096 bits as the real one's, against three RSA verifications of the person's
// key, which is the least that the signature, the certificate and the list of revoked ones ask.
func entry(long time.Duration, r *report) (err error) {
	dir, err := os.MkdirTemp("", "asar-bench-ca-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	ca, err := devca.Open(dir, calendar.NewSettable(now))
	if err != nil {
		return err
	}
	key, err := ca.Issue(devca.Person{IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл", Patronymic: "Маратқызы"}, devca.Auth)
	if err != nil {
		return err
	}
	verifier, err := ca.Verifier()
	if err != nil {
		return err
	}
	text := []byte("Вход на портал.\n\nportal/asar.test/sign-in/portal/c2VjcmV0\n")
	cms, err := key.Sign(text, now)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	raw, err := rsa.SignPKCS1v15(nil, key.Private, crypto.SHA256, sum[:])
	if err != nil {
		return err
	}
	r.entry, err = takeTurns(long, func() error {
		_, err := verifier.Verify(text, cms, eds.Requirement{Purpose: eds.Entry}, now)
		return err
	}, func() error {
		for range 3 {
			if err := rsa.VerifyPKCS1v15(&key.Private.PublicKey, crypto.SHA256, sum[:], raw); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
