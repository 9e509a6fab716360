package eds_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"asar/internal/eds"
	"asar/internal/testing/devca"
)

// longKeys are RSA keys longer than the authority issues to people; each is made once.
var longKeys = map[int]func() (*rsa.PrivateKey, error){
	3072: sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 3072) }),
	4096: sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 4096) }),
}

// allGood are signatures that must be taken: a refusal of one of them is a fault too.
func allGood() []vector {
	return slices.Concat(rsaSizes(), gostKinds(), roles(), goodDates(), stamped(), gostShapes())
}

// inBothForms are a key's signatures detached and attached.
func inBothForms(name string, want eds.Requirement, key func(t testing.TB, w *world) *devca.Key) []vector {
	made := func(form string, change func(*devca.Message)) vector {
		return vector{"00 " + name + ", " + form, "", func(t testing.TB, w *world) attempt {
			a := signed(t, w, key(t, w), change)
			a.want = want
			return a
		}}
	}
	return []vector{
		made("detached", func(*devca.Message) {}),
		made("attached", func(m *devca.Message) { m.Content = text }),
	}
}

// rsaSizes are the lengths and digests that are taken. A quick round makes no long keys.
func rsaSizes() (all []vector) {
	sizes := []int{2048, 3072, 4096}
	if testing.Short() {
		sizes = sizes[:1]
	}
	for _, bits := range sizes {
		for _, hash := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
			all = append(all, inBothForms(fmt.Sprintf("RSA-%d %s", bits, hash), forDocument, func(t testing.TB, w *world) *devca.Key {
				k := *w.sign
				if long := longKeys[bits]; long != nil {
					private, err := long()
					check(t, err)
					k = *w.key(t, aigul, devca.Sign, devca.WithKey(private))
				}
				k.Hash = hash
				return &k
			})...)
		}
	}
	return all
}

func gostKinds() (all []vector) {
	for name, set := range map[string]*devca.GOSTSet{"GOST-2015-512": devca.GOST512, "GOST-2015-256": devca.GOST256, "GOST-2004": devca.GOST2004} {
		made := func(k devca.Kind) func(testing.TB, *world) *devca.Key {
			return func(t testing.TB, w *world) *devca.Key { return w.key(t, aigul, k, devca.Of(set)) }
		}
		all = append(all, inBothForms(name+" for a document", forDocument, made(devca.Sign))...)
		all = append(all, inBothForms(name+" AUTH for signing in", forEntry, made(devca.Auth))...)
		if set != devca.GOST2004 {
			all = append(all, inBothForms(name+" signing in with the one key", forEntry, made(devca.Sign))...)
		}
		short := vector{"00 " + name + ", without signing certificate, as KalkanCrypt", "", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.key(t, aigul, devca.Sign, devca.Of(set)), first(func(s *devca.SignerInfo) { s.Attributes = s.Attributes[:3] }))
		}}
		all = append(all, short)
	}
	slices.SortFunc(all, func(a, b vector) int { // maps have no order
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return all
}

// roles are an organisation's people.
func roles() (all []vector) {
	names := map[devca.Role]string{devca.Head: "head", devca.SignRight: "right to sign", devca.FinanceSignRight: "right to sign for money", devca.HR: "staff", devca.Employee: "employee"}
	entry := eds.Requirement{Purpose: eds.Entry, IIN: aigul.IIN, BIN: atFirm.BIN, Employee: true}
	for role := devca.Head; role <= devca.Employee; role++ {
		p := atFirm
		p.Role = role
		for _, c := range []struct {
			name string
			kind devca.Kind
			want eds.Requirement
		}{{"RSA", devca.Sign, forFirm}, {"AUTH", devca.Auth, entry}, {"GOST", devca.GOST, forFirm}, {"GOST for signing in", devca.GOST, entry}} {
			all = append(all, vector{"00 organisation's " + names[role] + ", " + c.name, "", func(t testing.TB, w *world) attempt {
				a := signed(t, w, w.key(t, p, c.kind))
				a.want = c.want
				return a
			}})
		}
	}
	return all
}

// goodDates are at the bounds, for the key and for the authorities' lists.
func goodDates() (all []vector) {
	for name, period := range map[string][2]time.Duration{"its last second": {-day, 0}, "its first second": {0, day}, "its only second": {0, 0}} {
		for _, k := range []devca.Kind{devca.Auth, devca.GOST} {
			all = append(all, issued("00 "+string(k)+" key in "+name, "", aigul, k, devca.Valid(now.Plus(period[0]), now.Plus(period[1]))))
		}
	}
	return all
}

// stamped are signatures with a time stamp of the authority beside, as CAdES-T has it.
func stamped() (all []vector) {
	for _, c := range []struct {
		name string
		key  devca.Kind
		by   []devca.Option
		old  bool
	}{
		{"RSA key, RSA stamp", devca.Sign, nil, false},
		{"RSA key, GOST stamp", devca.Sign, []devca.Option{devca.Of(devca.GOST512)}, false},
		{"GOST key, GOST stamp", devca.GOST, []devca.Option{devca.Of(devca.GOST512)}, false},
		{"GOST key, RSA stamp", devca.GOST, nil, false},
		{"GOST key, stamp of 2004", devca.GOST, []devca.Option{devca.Of(devca.GOST2004)}, false},
		{"RSA key, stamp that names its key by SHA-1", devca.Sign, nil, true},
		{"GOST key, GOST stamp that names its key by SHA-1", devca.GOST, []devca.Option{devca.Of(devca.GOST512)}, true},
	} {
		all = append(all, vector{"00 " + c.name, "", func(t testing.TB, w *world) attempt {
			by := w.key(t, devca.Stamps, devca.Stamper, c.by...)
			return signed(t, w, w.key(t, aigul, c.key), first(func(s *devca.SignerInfo) {
				s.Stamp = by.Stamp(now, func(stamp *devca.TimeStamp) {
					if c.old {
						stamp.Message.Signers[0].Attributes[3] = by.OldSigningCertificate()
					}
				})
			}))
		}})
	}
	for i := range all {
		made := all[i].make
		all[i].make = func(t testing.TB, w *world) attempt {
			a := made(t, w)
			a.want = forDocument
			return a
		}
	}
	return all
}

// gostShapes are forms that GOST messages are met in.
func gostShapes() []vector {
	return []vector{
		gostly("00 GOST, both digests announced", "", func(_ testing.TB, _ *world, m *devca.Message) {
			m.Digests = append(m.Digests, devca.AlgorithmID(devca.OIDSHA256))
		}),
		gostly("00 GOST, digest without NULL", "", func(_ testing.TB, _ *world, m *devca.Message) {
			bare := devca.Element(0x30, devca.AlgorithmID(devca.GOST512.DigestNamed)[2:10+2])
			m.Digests, m.Signers[0].Digest = [][]byte{bare}, bare
		}),
		gostly("00 GOST, the authorities come along", "", func(_ testing.TB, w *world, m *devca.Message) {
			m.Certificates = append([][]byte{w.ca.GOSTIssuing().Raw, w.ca.GOSTRoot().Raw}, m.Certificates...)
		}),
		{"00 GOST, a list without NULL", "", func(t testing.TB, _ *world) attempt {
			w := gostWorld(t)
			der, err := w.ca.NoNULL(list(t, w, 10, now.Plus(-day), 30))
			check(t, err)
			trust := w.trust(t)
			check(t, trust.AddCRL(der))
			a := signed(t, w, w.sign)
			a.verifier = eds.NewVerifier(trust)
			return a
		}},
		{"00 an RSA list without NULL", "", func(t testing.TB, w *world) attempt {
			der, err := w.ca.NoNULL(list(t, w, 10, now.Plus(-day), 30))
			check(t, err)
			trust := w.trust(t)
			check(t, trust.AddCRL(der))
			a := signed(t, w, w.sign)
			a.verifier = eds.NewVerifier(trust)
			return a
		}},
		{"00 certificate without a key's identifier of the issuer, GOST", "", func(t testing.TB, _ *world) attempt {
			w := gostWorld(t)
			return signed(t, w, w.key(t, aigul, devca.Sign, template(func(c *x509.Certificate) { c.ExtraExtensions = nil })))
		}},
	}
}
