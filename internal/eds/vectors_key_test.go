package eds_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/devca"
)

var (
	signKey   = func(w *world) *devca.Key { return w.sign }
	authKey   = func(w *world) *devca.Key { return w.auth }
	otherSign = func(w *world) *devca.Key { return w.other }
	otherAuth = func(w *world) *devca.Key { return w.otherAuth }
	firmSign  = func(w *world) *devca.Key { return w.firm }
	firmAuth  = func(w *world) *devca.Key { return w.firmAuth }
)

func template(change func(*x509.Certificate)) devca.Option { return devca.Template(change) }

func purposes() []vector {
	entryHere := eds.Requirement{Purpose: eds.Entry, IIN: aigul.IIN}
	firmEntry := eds.Requirement{Purpose: eds.Entry, BIN: atFirm.BIN, Employee: true}
	uses := func(name, key string, k devca.Kind, change func(*x509.Certificate)) vector {
		return issued(name, key, aigul, k, template(change))
	}
	return []vector{
		required("04 a signing-in signature as a document's", "eds.auth-key-for-document", authKey, forDocument),
		required("04 a document's signature for signing in", "eds.sign-key-for-entry", signKey, forEntry),
		required("08 signing key for signing in, the person named", "eds.sign-key-for-entry", signKey, entryHere),
		required("08 no purpose asked", "eds.wrong-key-kind", signKey, eds.Requirement{IIN: aigul.IIN}),
		required("08 organisation's key where a person is due", "eds.organisation-key", firmSign, forDocument),
		required("08 organisation's AUTH key where a person is due", "eds.organisation-key", firmAuth, entryHere),
		required("08 person's key where an employee is due", "eds.personal-key", signKey, forFirm),
		required("08 person's AUTH key where an employee is due", "eds.personal-key", authKey, firmEntry),
		required("00 employee signs in", "", firmAuth, firmEntry),
		required("00 the named person signs in", "", authKey, entryHere),
		uses("08 no extended key usage", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.ExtKeyUsage = nil }),
		uses("08 both extended key usages", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.ExtKeyUsage = append(c.ExtKeyUsage, x509.ExtKeyUsageClientAuth) }),
		uses("08 AUTH key with both extended key usages", "eds.wrong-key-kind", devca.Auth, func(c *x509.Certificate) { c.ExtKeyUsage = append(c.ExtKeyUsage, x509.ExtKeyUsageEmailProtection) }),
		uses("08 any extended key usage", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageAny} }),
		uses("08 signing key without nonRepudiation", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature }),
		uses("08 signing key without digitalSignature", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageContentCommitment }),
		uses("08 AUTH key with nonRepudiation", "eds.wrong-key-kind", devca.Auth, func(c *x509.Certificate) { c.KeyUsage |= x509.KeyUsageContentCommitment }),
		uses("08 key without key usage", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.KeyUsage = 0 }),
		uses("08 code signing key", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning} }),
		uses("08 treasury client", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) {
			c.UnknownExtKeyUsage = append(c.UnknownExtKeyUsage, oid(1, 2, 398, 5, 19, 1, 2, 2, 1))
		}),
		uses("08 not marked as an individual's", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.UnknownExtKeyUsage = nil }),
		uses("08 an unknown critical extension", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) {
			c.ExtraExtensions[0].Critical = true
		}),
		uses("08 marked as legal without BIN", "eds.organisation-key", devca.Sign, func(c *x509.Certificate) {
			c.UnknownExtKeyUsage = []asn1.ObjectIdentifier{oid(1, 2, 398, 3, 3, 4, 1, 2)}
		}),
		uses("08 a CA certificate signs", "eds.wrong-key-kind", devca.Sign, func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }),
	}
}

func certificates() []vector {
	without := func(change func(t testing.TB, w *world, m *devca.Message)) func(testing.TB, *world) attempt {
		return func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, func(m *devca.Message) { change(t, w, m) })
		}
	}
	return []vector{
		{"06 no certificate", "eds.no-certificate", without(func(_ testing.TB, _ *world, m *devca.Message) { m.Certificates = nil })},
		{"06 only another's certificate", "eds.no-certificate", without(func(_ testing.TB, w *world, m *devca.Message) {
			m.Certificates = [][]byte{w.other.Certificate.Raw}
		})},
		{"06 the signer names another's certificate", "eds.damaged", without(func(_ testing.TB, w *world, m *devca.Message) {
			m.Certificates = append(m.Certificates, w.firm.Certificate.Raw)
			m.Signers[0].Serial = w.other.NewSigner(text, now).Serial
			m.Certificates = append(m.Certificates, w.other.Certificate.Raw)
		})},
		{"06 the certificate twice", "eds.damaged", without(func(_ testing.TB, w *world, m *devca.Message) {
			m.Certificates = append(m.Certificates, m.Certificates[0])
		})},
		{"06 two certificates of one issuer and number", "eds.damaged", without(func(t testing.TB, w *world, m *devca.Message) {
			twin := w.key(t, aidos, devca.Sign, devca.Foreign(), template(func(c *x509.Certificate) { c.SerialNumber = w.sign.Certificate.SerialNumber }))
			m.Certificates = append(m.Certificates, twin.Certificate.Raw)
		})},
		{"06 another certificate of the same issuer, number and key", "eds.damaged", without(func(t testing.TB, w *world, m *devca.Message) {
			twin := w.key(t, aidos, devca.Sign, w.sameKey(), template(func(c *x509.Certificate) { c.SerialNumber = w.sign.Certificate.SerialNumber }))
			m.Certificates = [][]byte{twin.Certificate.Raw}
		})},
		{"06 signing certificate of another", "eds.damaged", without(func(_ testing.TB, w *world, m *devca.Message) {
			m.Signers[0].Attributes[3] = w.other.SigningCertificate()
		})},
		{"06 signing certificate empty", "eds.damaged", without(func(_ testing.TB, w *world, m *devca.Message) {
			m.Signers[0].Attributes[3] = devca.Attribute(devca.OIDSigningCertificateV2, devca.Element(0x30, nil))
		})},
		{"06 signing certificate by SHA-1", "eds.unknown-method", without(func(_ testing.TB, w *world, m *devca.Message) {
			id := append(devca.AlgorithmID(oid(1, 3, 14, 3, 2, 26)), devca.Element(4, make([]byte, 20))...)
			m.Signers[0].Attributes[3] = devca.Attribute(devca.OIDSigningCertificateV2, devca.Element(0x30, devca.Element(0x30, devca.Element(0x30, id))))
		})},
		{"06 a stranger's certificate comes along", "", without(func(_ testing.TB, w *world, m *devca.Message) {
			m.Certificates = append(m.Certificates, w.other.Certificate.Raw)
		})},
		{"06 garbage for the certificate", "eds.no-certificate", without(func(_ testing.TB, _ *world, m *devca.Message) { m.Certificates[0] = devca.Element(0x30, nil) })},
		{"06 an attribute certificate", "eds.not-a-signature", without(func(_ testing.TB, _ *world, m *devca.Message) { m.Certificates[0] = devca.Element(0xa2, nil) })},
	}
}

func whose() []vector {
	another := eds.Requirement{Purpose: eds.Document, IIN: aigul.IIN, BIN: "111111111111", Employee: true}
	return []vector{
		required("07 another person's key", "eds.another-person", otherSign, forDocument),
		required("07 another person's AUTH key", "eds.another-person", otherAuth, eds.Requirement{Purpose: eds.Entry, IIN: aigul.IIN}),
		required("07 another employee of the same organisation", "eds.another-person", firmSign, eds.Requirement{Purpose: eds.Document, IIN: aidos.IIN, BIN: atFirm.BIN, Employee: true}),
		required("07 the same person in another organisation", "eds.another-organisation", firmSign, another),
		issued("07 no IIN", "eds.no-iin", aigul, devca.Sign, devca.NoIIN()),
		issued("07 information system", "eds.organisation-key", devca.Person{IIN: aigul.IIN, Surname: "ИС", BIN: atFirm.BIN, Role: devca.InformationSystem}, devca.Sign),
		{"08 legal entity without a role", "eds.wrong-key-kind", firmWith(template(func(c *x509.Certificate) { c.UnknownExtKeyUsage = c.UnknownExtKeyUsage[:1] }))},
		{"08 information system where an employee is due", "eds.wrong-key-kind", firmWith(template(func(c *x509.Certificate) {
			c.UnknownExtKeyUsage[1] = oid(1, 2, 398, 3, 3, 4, 1, 2, 6)
		}))},
		{"08 legal entity and individual at once", "eds.wrong-key-kind", firmWith(template(func(c *x509.Certificate) {
			c.UnknownExtKeyUsage = append(c.UnknownExtKeyUsage, oid(1, 2, 398, 3, 3, 4, 1, 1))
		}))},
		{"08 employee's key without BIN", "eds.wrong-key-kind", firmWith(devca.Without(oid(2, 5, 4, 11)))},
		{"08 BIN in two places", "eds.wrong-key-kind", firmWith(devca.Also(oid(2, 5, 4, 11), "BIN111111111111"))},
		{"00 plain employee", "", firmWith(template(func(c *x509.Certificate) { c.UnknownExtKeyUsage[1] = oid(1, 2, 398, 3, 3, 4, 1, 2, 5) }))},
	}
}

// firmWith is an attempt by an employee's key issued with options.
func firmWith(options ...devca.Option) func(testing.TB, *world) attempt {
	return func(t testing.TB, w *world) attempt {
		a := signed(t, w, w.key(t, atFirm, devca.Sign, options...))
		a.want = forFirm
		return a
	}
}

// under is an attempt by a key of an authority below our root that no verifier knows.
func under(along bool, change func(*x509.Certificate)) func(testing.TB, *world) attempt {
	return func(t testing.TB, w *world) attempt {
		ca, err := w.ca.Under(change)
		check(t, err)
		k, err := ca.Issue(aigul, w.kind(devca.Sign))
		check(t, err)
		return signed(t, w, k, func(m *devca.Message) {
			if along {
				m.Certificates = append(m.Certificates, w.issuing(ca).Raw)
			}
		})
	}
}

func chains() []vector {
	named := func(c *x509.Certificate) { c.SubjectKeyId = nil }
	return append([]vector{
		issued("09 another authority with the same names", "eds.foreign-authority", aigul, devca.Sign, devca.Foreign()),
		issued("09 the same, for signing in", "eds.foreign-authority", aigul, devca.Auth, devca.Foreign()),
		{"09 an unknown authority below our root", "eds.foreign-authority", under(false, func(c *x509.Certificate) { c.RawSubject = nil; c.Subject.CommonName = "X" })},
		{"09 the same, come along: nothing is known of its revocations", "eds.cannot-check", under(true, func(c *x509.Certificate) { c.RawSubject = nil; c.Subject.CommonName = "Y" })},
		{"09 come along, not a CA", "eds.foreign-authority", under(true, func(c *x509.Certificate) {
			c.RawSubject, c.IsCA, c.MaxPathLenZero, c.Subject.CommonName = nil, false, false, "Z"
		})},
		{"09 come along, may not sign certificates", "eds.foreign-authority", under(true, func(c *x509.Certificate) {
			c.RawSubject, c.KeyUsage, c.Subject.CommonName = nil, x509.KeyUsageCRLSign, "Z"
		})},
		{"09 come along, with the name of one that is known", "eds.cannot-check", under(true, func(*x509.Certificate) {})},
		issued("09 the certificate names another key of the issuer", "eds.foreign-authority", aigul, devca.Sign, template(func(c *x509.Certificate) {
			c.ExtraExtensions = append(c.ExtraExtensions, extension(oid(2, 5, 29, 35), append([]byte{0x30, 22, 0x80, 20}, make([]byte, 20)...)))
		})),
		{"09 come along, expired", "eds.authority-expired", under(true, func(c *x509.Certificate) {
			c.RawSubject, c.Subject.CommonName, c.NotAfter = nil, "E", now.Plus(-day).Time()
		})},
		{"09 the issuing authority is revoked by the root", "eds.revoked", rootRevokes},
		{"09 the verifier trusts only another root", "eds.foreign-authority", otherRoot},
		{"09 issuing authority expired", "eds.authority-expired", func(t testing.TB, w *world) attempt {
			far := now.Plus(30 * 365 * day)
			a := signed(t, w, w.key(t, aigul, devca.Sign, devca.Valid(now, far.Plus(day))))
			a.at = far
			return a
		}},
		issued("09 a person's key as an authority: name only", "eds.foreign-authority", aigul, devca.Sign, devca.Foreign(), template(named)),
	}, strangers()...)
}

func otherRoot(t testing.TB, w *world) attempt {
	other, err := devca.New(calendar.NewSettable(devca.SharedFrom))
	check(t, err)
	a := signed(t, w, w.sign)
	a.verifier, err = other.Verifier()
	check(t, err)
	return a
}

// rootRevokes adds a root's list on which the issuing authority stands.
func rootRevokes(t testing.TB, w *world) attempt {
	own, err := devca.New(calendar.NewSettable(now.Plus(-day)))
	check(t, err)
	k, err := own.Issue(aigul, w.kind(devca.Sign))
	check(t, err)
	trust, err := eds.NewTrust([]*x509.Certificate{own.Root(), own.GOSTRoot()}, []*x509.Certificate{own.Issuing(), own.GOSTIssuing()})
	check(t, err)
	lists, err := own.Lists()
	check(t, err)
	for _, der := range lists {
		check(t, trust.AddCRL(der))
	}
	crl, err := own.RootCRLOf(w.issuing(own), now.Plus(-2*time.Hour))
	check(t, err)
	check(t, trust.AddCRL(crl))
	a := signed(t, w, k)
	a.verifier = eds.NewVerifier(trust)
	return a
}

var elliptics = sync.OnceValues(func() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) })

// strangers are keys the authority could never have issued.
func strangers() []vector {
	return []vector{
		{"09 signed by oneself", "eds.foreign-authority", func(t testing.TB, w *world) attempt {
			c := *w.sign.Certificate
			c.SerialNumber = big.NewInt(77)
			der, err := x509.CreateCertificate(rand.Reader, &c, &c, w.sign.Private.Public(), w.sign.Private)
			check(t, err)
			own, err := x509.ParseCertificate(der)
			check(t, err)
			return signed(t, w, &devca.Key{Certificate: own, Private: w.sign.Private, Kind: devca.Sign})
		}},
		{"15 RSA of 1024 bits", "eds.weak-algorithm", func(t testing.TB, w *world) attempt {
			k, err := rsa.GenerateKey(rand.Reader, 1024)
			check(t, err)
			return signed(t, w, w.key(t, aigul, devca.Sign, devca.WithKey(k)))
		}},
		{"15 public exponent 3", "eds.weak-algorithm", func(t testing.TB, w *world) attempt {
			return certified(t, w, &rsa.PublicKey{N: w.sign.Private.N, E: 3}, nil)
		}},
		{"15 ECDSA key, r = s = 0", "eds.unknown-method", func(t testing.TB, w *world) attempt {
			k, err := elliptics()
			check(t, err)
			return certified(t, w, k.Public(), first(func(s *devca.SignerInfo) {
				s.Method, s.Signature = devca.AlgorithmID(oid(1, 2, 840, 10045, 4, 3, 2)), []byte{0x30, 6, 2, 1, 0, 2, 1, 0}
			}))
		}},
		{"15 certificate signed with SHA-1", "eds.foreign-authority", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.key(t, aigul, devca.Sign, template(func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA })))
		}},
		{"16 a GOST key of another country", "eds.gost-not-supported", func(t testing.TB, w *world) attempt {
			return renamed(t, w, 0x2a, 0x85, 0x03, 7, 1, 1, 1, 2, 1)
		}},
		{"16 an RSA signature under a GOST key", "eds.unknown-method", func(t testing.TB, w *world) attempt {
			return renamed(t, w, 0x2a, 0x83, 0x0e, 3, 0x0a, 1, 1, 2, 2)
		}},
	}
}

// renamed is an attempt whose certificate gives the RSA key another algorithm's name, of
// the same nine bytes.
func renamed(t testing.TB, w *world, name ...byte) attempt {
	t.Helper()
	return signed(t, w, w.sign, func(m *devca.Message) {
		m.Signers[0].Attributes = m.Signers[0].Attributes[:3]
		m.Certificates[0] = bytes.Replace(m.Certificates[0], []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1}, append([]byte{6, 9}, name...), 1)
	})
}

// certified is an attempt under a certificate of the authority for any public key; the
// signature value is made with aigul's.
func certified(t testing.TB, w *world, public any, change func(*devca.Message)) attempt {
	t.Helper()
	c := *w.sign.Certificate
	c.SerialNumber, c.ExtraExtensions = big.NewInt(78), nil
	made, err := w.ca.Certify(&c, public)
	check(t, err)
	k := &devca.Key{Certificate: made, Private: w.sign.Private, Kind: devca.Sign}
	if change == nil {
		return signed(t, w, k)
	}
	return signed(t, w, k, change)
}

func dates() []vector {
	bound := func(name, key string, from, to time.Duration) vector {
		return issued(name, key, aigul, devca.Sign, devca.Valid(now.Plus(from), now.Plus(to)))
	}
	return []vector{
		issued("10 expired", "eds.expired", aigul, devca.Sign, devca.Expired()),
		issued("10 not yet valid", "eds.not-yet-valid", aigul, devca.Sign, devca.Valid(now.Plus(day), now.Plus(2*day))),
		issued("10 expired, for signing in", "eds.expired", aigul, devca.Auth, devca.Expired()),
		bound("10 expired a second ago", "eds.expired", -day, -time.Second),
		bound("10 expires this second", "", -day, 0),
		bound("10 expires in a second", "", -day, time.Second),
		bound("10 begins this second", "", 0, day),
		bound("10 begins in a second", "eds.not-yet-valid", time.Second, day),
		{"19 claimed time years away is recorded, not believed", "eds.expired", func(t testing.TB, w *world) attempt {
			k := w.key(t, aigul, devca.Sign, devca.Expired())
			cms, err := k.Sign(text, now.Plus(-200*day))
			check(t, err)
			a := signed(t, w, k)
			a.cms = cms
			return a
		}},
	}
}

// listed is an attempt whose verifier has the lists that make returns, and no others.
func listed(lists func(t testing.TB, w *world, k *devca.Key) [][]byte) func(testing.TB, *world) attempt {
	return func(t testing.TB, w *world) attempt {
		k := w.key(t, aigul, devca.Sign)
		trust := w.trust(t)
		for _, der := range lists(t, w, k) {
			_ = trust.AddCRL(der) // some are to be refused: TestCRLRefused says which
		}
		a := signed(t, w, k)
		a.verifier = eds.NewVerifier(trust)
		return a
	}
}

// list is a revocation list of the authority.
func list(t testing.TB, w *world, number int64, from calendar.Instant, days int, change ...func(*x509.RevocationList)) []byte {
	t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(number), ThisUpdate: from.Time(), NextUpdate: from.Plus(time.Duration(days) * day).Time()}
	for _, c := range change {
		c(l)
	}
	sign := w.ca.SignCRL
	if w.gost {
		sign = w.ca.SignGOSTCRL
	}
	der, err := sign(l)
	check(t, err)
	return der
}

// entry puts a key on a list.
func entry(k *devca.Key, at calendar.Instant, reason int) func(*x509.RevocationList) {
	return func(l *x509.RevocationList) {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: k.Certificate.SerialNumber, RevocationTime: at.Time(), ReasonCode: reason})
	}
}

// delta makes a list one of changes since base.
func delta(base byte) func(*x509.RevocationList) {
	return func(l *x509.RevocationList) {
		l.ExtraExtensions = append(l.ExtraExtensions, extension(oid(2, 5, 29, 27), []byte{2, 1, base}))
	}
}

func revocations() []vector {
	type lists = func(t testing.TB, w *world, k *devca.Key) [][]byte
	yesterday := now.Plus(-day)
	of := func(name, key string, l lists) vector { return vector{name, key, listed(l)} }
	some := func(days int, from calendar.Instant, changes ...func(*devca.Key) func(*x509.RevocationList)) lists {
		return func(t testing.TB, w *world, k *devca.Key) [][]byte {
			return [][]byte{list(t, w, 10, from, days, func(l *x509.RevocationList) {
				for _, c := range changes {
					c(k)(l)
				}
			})}
		}
	}
	revoked := func(at calendar.Instant, reason int) func(*devca.Key) func(*x509.RevocationList) {
		return func(k *devca.Key) func(*x509.RevocationList) { return entry(k, at, reason) }
	}
	then := func(t testing.TB, w *world, base []byte, more ...func(*x509.RevocationList)) [][]byte {
		return [][]byte{base, list(t, w, 11, yesterday, 7, more...)}
	}
	return []vector{
		required("11 revoked", "eds.revoked", func(w *world) *devca.Key { return w.revoked }, forDocument),
		required("11 on hold", "eds.on-hold", func(w *world) *devca.Key { return w.onHold }, forDocument),
		required("11 released from hold", "", func(w *world) *devca.Key { return w.released }, forDocument),
		required("11 revoked a second after", "", func(w *world) *devca.Key { return w.later }, forDocument),
		of("11 revoked this very second", "eds.revoked", some(30, yesterday, revoked(now, 4))),
		of("11 revoked, on a stale list", "eds.revoked", some(1, now.Plus(-5*day), revoked(now.Plus(-6*day), 1))),
		of("13 a fresh list", "", some(30, yesterday)),
		of("13 a list that ends this second", "", some(1, yesterday)),
		of("13 no list", "eds.cannot-check", func(testing.TB, *world, *devca.Key) [][]byte { return nil }),
		of("13 a stale list", "eds.cannot-check", some(1, now.Plus(-day-time.Second))),
		of("13 a list begun after the key's end", "eds.cannot-check", some(900, now.Plus(400*day))),
		of("13 the list of another authority", "eds.cannot-check", func(t testing.TB, w *world, _ *devca.Key) [][]byte {
			other, err := devca.New(calendar.NewSettable(yesterday))
			check(t, err)
			make := other.CRL
			if w.gost {
				make = other.GOSTCRL
			}
			der, err := make()
			check(t, err)
			return [][]byte{der}
		}),
		of("13 the root's list only", "eds.cannot-check", func(t testing.TB, w *world, _ *devca.Key) [][]byte {
			make := w.ca.RootCRL
			if w.gost {
				make = w.ca.GOSTRootCRL
			}
			der, err := make()
			check(t, err)
			return [][]byte{der}
		}),
		of("13 a list with an altered signature", "eds.cannot-check", func(t testing.TB, w *world, _ *devca.Key) [][]byte {
			der := list(t, w, 10, yesterday, 7)
			der[len(der)-1] ^= 1
			return [][]byte{der}
		}),
		of("13 changes without the whole list", "eds.cannot-check", func(t testing.TB, w *world, k *devca.Key) [][]byte {
			return [][]byte{list(t, w, 10, yesterday, 7, delta(9))}
		}),
		of("13 changes revoke", "eds.revoked", func(t testing.TB, w *world, k *devca.Key) [][]byte {
			return then(t, w, list(t, w, 10, yesterday, 7), delta(10), entry(k, yesterday, 1))
		}),
		of("13 changes release", "", func(t testing.TB, w *world, k *devca.Key) [][]byte {
			return then(t, w, list(t, w, 10, yesterday, 7, entry(k, yesterday, 6)), delta(10), entry(k, yesterday, 8))
		}),
		of("13 changes after a later list do not release", "eds.on-hold", func(t testing.TB, w *world, k *devca.Key) [][]byte {
			return then(t, w, list(t, w, 12, yesterday, 7, entry(k, yesterday, 6)), delta(10), entry(k, yesterday, 8))
		}),
		of("13 changes to a later list do not release", "eds.on-hold", func(t testing.TB, w *world, k *devca.Key) [][]byte {
			return then(t, w, list(t, w, 10, yesterday, 7, entry(k, yesterday, 6)), delta(11), entry(k, yesterday, 8))
		}),
		of("13 yesterday's list after today's", "eds.revoked", func(t testing.TB, w *world, k *devca.Key) [][]byte {
			return [][]byte{list(t, w, 12, yesterday, 7, entry(k, yesterday, 1)), list(t, w, 11, yesterday.Plus(-day), 9)}
		}),
		of("13 a list of a part only", "eds.cannot-check", func(t testing.TB, w *world, _ *devca.Key) [][]byte {
			return [][]byte{list(t, w, 10, yesterday, 7, func(l *x509.RevocationList) {
				part := extension(oid(2, 5, 29, 28), []byte{0x30, 3, 0x81, 1, 0xff})
				part.Critical = true
				l.ExtraExtensions = append(l.ExtraExtensions, part)
			})}
		}),
	}
}

func subjects() []vector {
	serial, unit, name := oid(2, 5, 4, 5), oid(2, 5, 4, 11), oid(2, 5, 4, 3)
	value := func(title, text string) vector {
		return issued("22 "+title, "eds.no-iin", aigul, devca.Sign, devca.NoIIN(), devca.Also(serial, text))
	}
	utf8 := func(s string) asn1.RawValue { return asn1.RawValue{Tag: asn1.TagUTF8String, Bytes: []byte(s)} }
	return []vector{
		issued("22 two serial numbers", "eds.no-iin", aigul, devca.Sign, devca.Also(serial, "IIN900101300456")),
		issued("22 the same serial number twice", "eds.no-iin", aigul, devca.Sign, devca.Also(serial, "IIN"+aigul.IIN)),
		issued("22 IIN in the common name only", "eds.no-iin", aigul, devca.Sign, devca.NoIIN(), devca.Without(name), devca.Also(name, "IIN"+aigul.IIN)),
		issued("22 IIN in the unit", "eds.organisation-key", aigul, devca.Sign, devca.Also(unit, "IIN"+aigul.IIN)),
		value("no prefix", aigul.IIN), value("small letters", "iin"+aigul.IIN), value("eleven digits", "IIN85031240012"),
		value("thirteen digits", "IIN8503124001230"), value("a letter among the digits", "IIN85031240012O"), value("a space after", "IIN850312400123 "),
		value("BIN instead", "BIN"+aigul.IIN), value("empty", ""), value("Cyrillic letters that look the same", "ІІN850312400123"),
		value("full-width digits", "IIN８５０３１２４００１２３"), value("Arabic digits", "IIN٨٥٠٣١٢٤٠٠١٢٣"),
		issued("22 NUL after the IIN", "eds.no-iin", aigul, devca.Sign, devca.NoIIN(), devca.Also(serial, utf8("IIN850312400123\x00"))),
		issued("22 an invisible character in the IIN", "eds.no-iin", aigul, devca.Sign, devca.NoIIN(), devca.Also(serial, utf8("IIN850312400123\u200b"))),
		issued("22 right-to-left mark in the IIN", "eds.no-iin", aigul, devca.Sign, devca.NoIIN(), devca.Also(serial, utf8("IIN\u202e850312400123"))),
		issued("22 IIN as two-byte text", "eds.no-iin", aigul, devca.Sign, devca.NoIIN(), devca.Also(serial, asn1.RawValue{Tag: asn1.TagBMPString, Bytes: []byte("\x00I\x00I\x00N")})),
		issued("22 IIN as UTF-8 text", "", aigul, devca.Sign, devca.NoIIN(), devca.Also(serial, utf8("IIN"+aigul.IIN))),
		issued("22 a common name that turns the line around", "", aigul, devca.Sign, devca.Without(name), devca.Also(name, utf8("\u202eЛОЖЬ"))),
	}
}

// TestNotedNames looks at a name that would read as another: it is left out.
func TestNotedNames(t *testing.T) {
	w := theWorld(t)
	all := subjects()
	i := slices.IndexFunc(all, func(v vector) bool { return v.name == "22 a common name that turns the line around" })
	a := all[i].make(t, w)
	s, err := a.verifier.Verify(a.content, a.cms, a.want, a.at)
	if err != nil || s.CommonName != "" {
		t.Errorf("%q, %v", s.CommonName, err)
	}
}
