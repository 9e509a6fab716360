package eds_test

import (
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"

	"asar/internal/eds"
	"asar/internal/eds/gost"
	"asar/internal/testing/devca"
)

// otherwise are the attacks whose answer is another where people have one GOST key for
// everything; "-" marks those that are made of RSA's own bytes and have no twin.
var otherwise = map[string]string{
	"08 signing key for signing in, the person named": "",
	"04 a document's signature for signing in":        "",
	"01 signature value, first byte":                  "-",
	"01 certificate, the key":                         "-",
	"01 attribute, message digest":                    "-",
	"17 base64 instead of DER":                        "-", "17 nothing": "-", "17 a PDF": "-",
	"23 100 MB": "-", "23 100 MB in the length only": "-", "23 opening brackets": "-",
	"00 rsaEncryption as the method": "-",
}

// twins are the same attacks in a world where all have GOST keys; a quick round takes some.
func twins() (all []vector) {
	tried := 0
	for _, family := range [][]vector{
		goodOnes(), changedBytes(), otherContent(), purposes(), signerInfos(), certificates(), whose(), chains()[:len(chains())-len(strangers())],
		dates(), revocations(), attributes(), encodings(), subjects(), sizes(),
	} {
		for _, v := range family {
			key, other := otherwise[v.name]
			if tried++; key == "-" || testing.Short() && tried%8 > 0 {
				continue
			}
			if !other {
				key = v.key
			}
			all = append(all, vector{v.name + ", GOST", key, func(t testing.TB, _ *world) attempt { return v.make(t, gostWorld(t)) }})
		}
	}
	return all
}

// gostly is a vector of aigul's own good GOST key with a change in the message.
func gostly(name, key string, change func(t testing.TB, w *world, m *devca.Message)) vector {
	return vector{name, key, func(t testing.TB, _ *world) attempt {
		w := gostWorld(t)
		return signed(t, w, w.sign, func(m *devca.Message) { change(t, w, m) })
	}}
}

// revalued is a vector whose signature value is changed after it was made.
func revalued(name string, change func(value []byte) []byte) vector {
	return gostly(name, "eds.damaged", func(t testing.TB, w *world, m *devca.Message) {
		s := m.Signers[0]
		s.Signature = change(sealed(t, w.sign, signedSet(s)))
	})
}

// reversed writes numbers the other way round.
func reversed(b []byte) []byte { b = slices.Clone(b); slices.Reverse(b); return b }

// gostValues are signature values that other programs, or forgers, would make.
func gostValues() []vector {
	q := gost.Curve512().Numbers().Q
	plusQ := func(half []byte) []byte {
		n := new(big.Int).SetBytes(reversed(half))
		n.Add(n, q)
		if n.BitLen() > 512 {
			return half[:0] // the sum has no room: the value is cut short
		}
		return reversed(n.FillBytes(make([]byte, 64)))
	}
	minus := func(half []byte) []byte {
		n := new(big.Int).SetBytes(reversed(half))
		return reversed(n.Sub(q, n).FillBytes(make([]byte, 64)))
	}
	order := reversed(q.FillBytes(make([]byte, 64)))
	join := func(a, b []byte) []byte { return slices.Concat(a, b) }
	return []vector{
		revalued("15 Russia's order of the value", reversed),
		revalued("15 s, then r", func(v []byte) []byte { return join(v[64:], v[:64]) }),
		revalued("15 highest bytes first", func(v []byte) []byte { return join(reversed(v[:64]), reversed(v[64:])) }),
		revalued("15 r = 0", func(v []byte) []byte { return join(make([]byte, 64), v[64:]) }),
		revalued("15 s = 0", func(v []byte) []byte { return join(v[:64], make([]byte, 64)) }),
		revalued("15 r = s = 0", func(v []byte) []byte { return make([]byte, 128) }),
		revalued("15 r = q", func(v []byte) []byte { return join(order, v[64:]) }),
		revalued("15 s = q", func(v []byte) []byte { return join(v[:64], order) }),
		revalued("15 r + q", func(v []byte) []byte { return join(plusQ(v[:64]), v[64:]) }),
		revalued("15 s + q", func(v []byte) []byte { return join(v[:64], plusQ(v[64:])) }),
		revalued("15 q - s", func(v []byte) []byte { return join(v[:64], minus(v[64:])) }),
		revalued("15 r = s = 1", func([]byte) []byte {
			one := append([]byte{1}, make([]byte, 63)...)
			return join(one, one)
		}),
		revalued("15 a byte short", func(v []byte) []byte { return v[:127] }),
		revalued("15 a zero after the value", func(v []byte) []byte { return append(v, 0) }),
		revalued("15 half a value", func(v []byte) []byte { return v[:64] }),
		revalued("15 the value as a sequence of numbers", func(v []byte) []byte {
			der, _ := asn1.Marshal([]*big.Int{new(big.Int).SetBytes(reversed(v[:64])), new(big.Int).SetBytes(reversed(v[64:]))})
			return der
		}),
		{"15 an RSA value under a GOST key", "eds.damaged", func(t testing.TB, w *world) attempt {
			g := gostWorld(t)
			return signed(t, g, g.sign, first(func(s *devca.SignerInfo) { s.Signature = sealed(t, w.sign, signedSet(s)) }))
		}},
	}
}

// gostNames are algorithms that do not belong together.
func gostNames() []vector {
	digest := func(name, key string, oid asn1.ObjectIdentifier) vector {
		return gostly(name, key, func(_ testing.TB, _ *world, m *devca.Message) {
			m.Signers[0].Digest = devca.AlgorithmID(oid)
			m.Digests = [][]byte{m.Signers[0].Digest}
		})
	}
	method := func(name, key string, id []byte) vector {
		return gostly(name, key, func(_ testing.TB, _ *world, m *devca.Message) { m.Signers[0].Method = id })
	}
	return []vector{
		digest("16 SHA-256 under a GOST key", "eds.unknown-method", devca.OIDSHA256),
		digest("16 SHA-1 under a GOST key", "eds.weak-algorithm", oid(1, 3, 14, 3, 2, 26)),
		digest("16 Streebog-256 under a key of 512", "eds.gost-not-supported", devca.GOST256.DigestNamed),
		digest("16 the digest of 2004 under a key of 2015", "eds.gost-not-supported", devca.GOST2004.DigestNamed),
		digest("16 Russia's name of Streebog-512", "eds.gost-not-supported", oid(1, 2, 643, 7, 1, 1, 2, 3)),
		method("16 RSA's method under a GOST key", "eds.unknown-method", devca.AlgorithmID(devca.OIDSHA256WithRSA)),
		method("16 the method of 256 under a key of 512", "eds.gost-not-supported", devca.AlgorithmID(devca.GOST256.Method)),
		method("16 the method of 2004 under a key of 2015", "eds.gost-not-supported", devca.AlgorithmID(devca.GOST2004.Method)),
		method("16 Russia's method under Kazakhstan's key", "eds.gost-not-supported", devca.AlgorithmID(oid(1, 2, 643, 7, 1, 1, 3, 3))),
		method("16 ECDSA's method under a GOST key", "eds.unknown-method", devca.AlgorithmID(oid(1, 2, 840, 10045, 4, 3, 4))),
		method("16 GOST method with parameters", "eds.damaged", devca.AlgorithmID(devca.GOST512.Method, 4, 1, 0)),
		method("16 the key's own name as the method", "", devca.AlgorithmID(devca.GOST512.Key)),
		gostly("16 the GOST digest is not announced", "eds.damaged", func(_ testing.TB, _ *world, m *devca.Message) {
			m.Digests = [][]byte{devca.AlgorithmID(devca.OIDSHA256)}
		}),
	}
}

// otherKey is a GOST attempt whose certificate, ours by signature, holds another public
// key: the change gets x and y, the lowest byte first.
func otherKey(name, key string, change func(info []byte) []byte) vector {
	return vector{name, key, func(t testing.TB, _ *world) attempt {
		w := gostWorld(t)
		c := *w.sign.Certificate
		c.SerialNumber, c.ExtraExtensions = big.NewInt(79), nil
		made, err := w.ca.CertifyInfo(&c, change(slices.Clone(w.sign.Certificate.RawSubjectPublicKeyInfo)))
		check(t, err)
		return signed(t, w, &devca.Key{Certificate: made, GOST: w.sign.GOST, Kind: devca.GOST})
	}}
}

func gostKeys() []vector {
	point := func(change func(x, y []byte)) func([]byte) []byte {
		return func(info []byte) []byte {
			change(info[len(info)-128:len(info)-64], info[len(info)-64:])
			return info
		}
	}
	named := func(old, with asn1.ObjectIdentifier) func([]byte) []byte {
		return func(info []byte) []byte {
			return []byte(strings.Replace(string(info), oidBytes(old), oidBytes(with), 1))
		}
	}
	return []vector{
		otherKey("15 a key off the curve", "eds.damaged", point(func(x, _ []byte) { x[0] ^= 1 })),
		otherKey("15 the key 0, 0", "eds.damaged", point(func(x, y []byte) { clear(x); clear(y) })),
		otherKey("15 a key not below the prime", "eds.damaged", point(func(x, _ []byte) {
			for i := range x {
				x[i] = 0xff
			}
		})),
		otherKey("15 the opposite key", "eds.damaged", point(func(_, y []byte) {
			n := new(big.Int).SetBytes(reversed(y))
			copy(y, reversed(n.Sub(gost.Curve512().Numbers().P, n).FillBytes(make([]byte, 64))))
		})),
		otherKey("15 the key with the highest bytes first", "eds.damaged", point(func(x, y []byte) { slices.Reverse(x); slices.Reverse(y) })),
		otherKey("15 y, then x", "eds.damaged", point(func(x, y []byte) {
			for i := range x {
				x[i], y[i] = y[i], x[i]
			}
		})),
		otherKey("16 curve of 256 named for a key of 512", "eds.damaged", named(oid(1, 2, 398, 3, 10, 1, 1, 2, 2, 1), oid(1, 2, 398, 3, 10, 1, 1, 2, 1, 1))),
		otherKey("16 Russia's curve B named", "eds.damaged", named(oid(1, 2, 398, 3, 10, 1, 1, 2, 2, 1), oid(1, 2, 398, 3, 10, 1, 1, 2, 2, 2))),
		otherKey("16 digest of 256 named for a key of 512", "eds.damaged", named(devca.GOST512.DigestNamed, devca.GOST256.DigestNamed)),
		otherKey("16 a key of 512 called one of 256", "eds.gost-not-supported", named(devca.GOST512.Key, devca.GOST256.Key)),
	}
}

// oidBytes is an identifier's element.
func oidBytes(id asn1.ObjectIdentifier) string {
	der, _ := asn1.Marshal(id)
	return string(der)
}

// badKeys are those of the development authority, of both kinds.
func badKeys() (all []vector) {
	for _, b := range devca.BadKeys() {
		for _, kind := range []devca.Kind{devca.Sign, devca.GOST} {
			if b.RSA && kind == devca.GOST {
				continue
			}
			all = append(all, vector{familyOf(b) + " a key " + b.Name + ", " + string(kind), b.Refused, func(t testing.TB, w *world) attempt {
				if kind == devca.GOST {
					w = gostWorld(t)
				}
				k, err := w.ca.IssueBad(b, aigul, kind)
				check(t, err)
				a := signed(t, w, k)
				a.want = forDocument
				if b.Refused == "eds.revoked" || b.Refused == "eds.on-hold" {
					a.verifier, err = w.ca.Verifier()
					check(t, err)
				}
				if b.Refused == "eds.not-yet-valid" {
					a.at = devca.SharedFrom
				}
				return a
			}})
		}
	}
	return all
}

// familyOf sorts bad keys by what they are refused for.
func familyOf(b devca.BadKey) string {
	switch b.Refused {
	case "eds.expired", "eds.not-yet-valid":
		return "10"
	case "eds.revoked", "eds.on-hold":
		return "11"
	case "eds.foreign-authority":
		return "09"
	case "eds.weak-algorithm":
		return "15"
	case "eds.no-iin":
		return "22"
	case "eds.another-person":
		return "07"
	}
	return "08"
}

// crossed are chains of one kind of algorithm above the other, and of GOST authorities.
func crossed() []vector {
	return []vector{
		{"09 a GOST key, the verifier trusts RSA roots only", "eds.foreign-authority", func(t testing.TB, _ *world) attempt {
			w := gostWorld(t)
			trust, err := eds.NewTrust([]*x509.Certificate{w.ca.Root()}, []*x509.Certificate{w.ca.Issuing()})
			check(t, err)
			a := signed(t, w, w.sign)
			a.verifier = eds.NewVerifier(trust)
			return a
		}},
		{"09 an RSA key, the verifier trusts GOST roots only", "eds.foreign-authority", func(t testing.TB, w *world) attempt {
			trust, err := eds.NewTrust([]*x509.Certificate{w.ca.GOSTRoot()}, []*x509.Certificate{w.ca.GOSTIssuing()})
			check(t, err)
			a := signed(t, w, w.sign)
			a.verifier = eds.NewVerifier(trust)
			return a
		}},
		{"13 the RSA authority's list for a GOST key", "eds.cannot-check", func(t testing.TB, w *world) attempt {
			trust := w.trust(t)
			check(t, trust.AddCRL(list(t, w, 10, now.Plus(-day), 7)))
			g := gostWorld(t)
			a := signed(t, g, g.sign)
			a.verifier = eds.NewVerifier(trust)
			return a
		}},
	}
}
