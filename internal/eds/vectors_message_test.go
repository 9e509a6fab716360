package eds_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"asar/internal/testing/devca"
)

// first changes the only signer of a message.
func first(change func(*devca.SignerInfo)) func(*devca.Message) {
	return func(m *devca.Message) { change(m.Signers[0]) }
}

func goodOnes() []vector {
	return []vector{
		altered("00 detached", "", func(*devca.Message) {}),
		altered("00 attached, the same content", "", func(m *devca.Message) { m.Content = text }),
		altered("00 without signing certificate, as KalkanCrypt", "", first(func(s *devca.SignerInfo) { s.Attributes = s.Attributes[:3] })),
		altered("00 without signing time", "", first(func(s *devca.SignerInfo) { s.Attributes = slices.Delete(s.Attributes, 1, 2) })),
		altered("00 rsaEncryption as the method", "", first(func(s *devca.SignerInfo) { s.Method = devca.AlgorithmID(oid(1, 2, 840, 113549, 1, 1, 1)) })),
		altered("18 a false time stamp beside", "", first(func(s *devca.SignerInfo) {
			s.Unsigned = devca.Element(0xa1, devca.Attribute(oid(1, 2, 840, 113549, 1, 9, 16, 2, 14), []byte{5, 0}))
		})),
		{"00 entry", "", func(t testing.TB, w *world) attempt { return signed(t, w, w.auth) }},
		required("00 employee", "", func(w *world) *devca.Key { return w.firm }, forFirm),
		{"00 the authorities come along", "", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, func(m *devca.Message) {
				m.Certificates = append([][]byte{w.ca.Root().Raw, w.ca.Issuing().Raw}, m.Certificates...)
			})
		}},
		{"00 empty text", "", func(t testing.TB, w *world) attempt {
			cms, err := w.sign.Sign(nil, now)
			check(t, err)
			a := signed(t, w, w.sign)
			a.cms, a.content = cms, nil
			return a
		}},
	}
}

func oid(arcs ...int) asn1.ObjectIdentifier { return arcs }

// flip is a vector of one changed bit at the place where part begins, plus an offset.
func flip(name, key string, part func(*world, []byte) []byte, offset int) vector {
	return vector{name, key, func(t testing.TB, w *world) attempt {
		a := signed(t, w, w.sign)
		i := bytes.LastIndex(a.cms, part(w, a.cms))
		if i < 0 {
			t.Fatal("the part is not in the signature")
		}
		a.cms[i+offset] ^= 1
		return a
	}}
}

func changedBytes() []vector {
	fixed := func(b ...byte) func(*world, []byte) []byte { return func(*world, []byte) []byte { return b } }
	return []vector{
		flip("01 signature value, last byte", "eds.damaged", func(_ *world, cms []byte) []byte { return cms[len(cms)-1:] }, 0),
		flip("01 signature value, first byte", "eds.damaged", func(_ *world, cms []byte) []byte { return cms[len(cms)-256:] }, 0),
		flip("01 certificate, its signature", "eds.damaged", func(w *world, _ []byte) []byte { return w.sign.Certificate.Signature }, 9),
		flip("01 certificate, the key", "eds.damaged", func(w *world, _ []byte) []byte { return w.sign.Certificate.RawSubjectPublicKeyInfo }, 60),
		flip("01 certificate, the IIN", "eds.damaged", fixed([]byte("IIN850312400123")...), 14),
		flip("01 attribute, message digest", "eds.other-text", func(*world, []byte) []byte { d := sha256.Sum256(text); return d[:] }, 3),
		flip("01 attribute, content type", "eds.damaged", fixed(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1), 8),
		flip("01 attribute, signing time", "eds.damaged", fixed([]byte("2610")...), 1),
		flip("01 serial number of the signer", "eds.no-certificate", func(w *world, _ []byte) []byte { return w.sign.Certificate.SerialNumber.Bytes() }, 5),
		{"01 certificate, its signature, without signing certificate", "eds.foreign-authority", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, func(m *devca.Message) {
				m.Signers[0].Attributes = m.Signers[0].Attributes[:3]
				m.Certificates[0] = bytes.Clone(m.Certificates[0])
				m.Certificates[0][len(m.Certificates[0])-7] ^= 1
			})
		}},
		{"01 certificate, the IIN, without signing certificate", "eds.foreign-authority", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, func(m *devca.Message) {
				m.Signers[0].Attributes = m.Signers[0].Attributes[:3]
				m.Certificates[0] = bytes.Replace(m.Certificates[0], []byte("IIN850312400123"), []byte("IIN850312400124"), 1)
			})
		}},
	}
}

// shown is a vector in which the server kept another text than was signed.
func shown(name string, change func([]byte) []byte) vector {
	return vector{name, "eds.other-text", func(t testing.TB, w *world) attempt {
		a := signed(t, w, w.sign)
		a.content = change(bytes.Clone(a.content))
		return a
	}}
}

func otherContent() []vector {
	attached := func(name string, content []byte) vector {
		return altered(name, "eds.other-text", func(m *devca.Message) { m.Content = content })
	}
	return []vector{
		shown("02 another order", func(b []byte) []byte { return bytes.Replace(b, []byte("17"), []byte("18"), 1) }),
		shown("02 another language", func(b []byte) []byte { return bytes.Replace(b, []byte("Заказ"), []byte("Тапсырыс"), 1) }),
		shown("02 a space at the end", func(b []byte) []byte { return append(b, ' ') }),
		shown("02 Windows line ends", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) }),
		shown("02 no line end", bytes.TrimSpace),
		shown("02 a byte order mark", func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }),
		shown("02 Unicode taken apart", func(b []byte) []byte { return norm.NFD.Bytes(append(b, "й"...)) }),
		shown("02 nothing", func([]byte) []byte { return nil }),
		shown("02 another nonce", func(b []byte) []byte { return bytes.Replace(b, []byte("c2VjcmV0"), []byte("c2VjcmV1"), 1) }),
		attached("02 other content inside, the digest of the shown", []byte("другое")),
		attached("02 empty content inside", []byte{}),
		attached("02 content and more inside", append(slices.Clone(text), '\n')),
		{"02 the content inside agrees with the signature, not with the shown", "eds.other-text", func(t testing.TB, w *world) attempt {
			cms, err := w.sign.SignAttached([]byte("другое"), now)
			check(t, err)
			a := signed(t, w, w.sign)
			a.cms = cms
			return a
		}},
	}
}

func signerInfos() []vector {
	return []vector{
		altered("05 no signer", "eds.not-a-signature", func(m *devca.Message) { m.Signers = nil }),
		{"05 two good signers", "eds.several-signers", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, func(m *devca.Message) {
				m.Signers, m.Certificates = append(m.Signers, w.other.NewSigner(text, now)), append(m.Certificates, w.other.Certificate.Raw)
			})
		}},
		{"05 one good, one bad", "eds.several-signers", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, func(m *devca.Message) { m.Signers = append(m.Signers, w.other.NewSigner([]byte("x"), now)) })
		}},
		altered("05 the same signer twice", "eds.several-signers", func(m *devca.Message) { m.Signers = append(m.Signers, m.Signers[0]) }),
		altered("05 version 3", "eds.not-a-signature", func(m *devca.Message) { m.Version = 3 }),
		altered("05 signer of version 3", "eds.not-a-signature", first(func(s *devca.SignerInfo) { s.Version = 3 })),
		altered("05 not SignedData", "eds.not-a-signature", func(m *devca.Message) { m.Type = oid(1, 2, 840, 113549, 1, 7, 3) }),
		altered("05 empty signature value", "eds.damaged", first(func(s *devca.SignerInfo) { s.Signature = []byte{} })),
	}
}

// raw is RSA with the private key over an encoded block that need not be right.
func raw(k *devca.Key, block []byte) []byte {
	n := new(big.Int).Exp(new(big.Int).SetBytes(block), k.Private.D, k.Private.N)
	return n.FillBytes(make([]byte, 256))
}

// signedSet is what a signer's signature is over.
func signedSet(s *devca.SignerInfo) []byte {
	all := slices.Clone(s.Attributes)
	slices.SortFunc(all, bytes.Compare)
	return devca.Element(0x31, bytes.Join(all, nil))
}

// padded is an encoded block of PKCS #1 v1.5 with n bytes of 0xff and anything after.
func padded(n int, after ...[]byte) []byte {
	block := append([]byte{0, 1}, bytes.Repeat([]byte{0xff}, n)...)
	block = append(append(block, 0), bytes.Join(after, nil)...)
	return append(block, make([]byte, 256-len(block))...)
}

// forged is a vector whose signature value is made of a block.
func forged(name string, block func(sum []byte) []byte) vector {
	return vector{name, "eds.damaged", func(t testing.TB, w *world) attempt {
		return signed(t, w, w.sign, first(func(s *devca.SignerInfo) {
			sum := sha256.Sum256(signedSet(s))
			s.Signature = raw(w.sign, block(sum[:]))
		}))
	}}
}

func algorithms() []vector {
	info := []byte{0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20}
	garbage := bytes.Repeat([]byte{0x55}, 30)
	digest := func(name, key string, arcs ...int) vector {
		return altered(name, key, func(m *devca.Message) {
			m.Signers[0].Digest = devca.AlgorithmID(oid(arcs...))
			m.Digests = [][]byte{m.Signers[0].Digest}
		})
	}
	method := func(name, key string, arcs ...int) vector {
		return altered(name, key, first(func(s *devca.SignerInfo) { s.Method = devca.AlgorithmID(oid(arcs...)) }))
	}
	return append([]vector{
		digest("15 SHA-1 digest", "eds.weak-algorithm", 1, 3, 14, 3, 2, 26),
		digest("15 MD5 digest", "eds.weak-algorithm", 1, 2, 840, 113549, 2, 5),
		digest("15 unknown digest", "eds.unknown-method", 1, 2, 3, 4),
		method("15 SHA-1 with RSA", "eds.weak-algorithm", 1, 2, 840, 113549, 1, 1, 5),
		method("15 MD5 with RSA", "eds.weak-algorithm", 1, 2, 840, 113549, 1, 1, 4),
		method("15 ECDSA as the method", "eds.unknown-method", 1, 2, 840, 10045, 4, 3, 2),
		digest("16 GOST digest over an RSA key", "eds.gost-not-supported", 1, 2, 398, 3, 10, 1, 3, 3),
		method("16 GOST method over an RSA key", "eds.gost-not-supported", 1, 2, 398, 3, 10, 1, 1, 2, 3, 2),
		method("16 SHA-512 method, SHA-256 digest", "eds.damaged", 1, 2, 840, 113549, 1, 1, 13),
		altered("16 the digest is not announced", "eds.damaged", func(m *devca.Message) { m.Digests = [][]byte{devca.AlgorithmID(oid(2, 16, 840, 1, 101, 3, 4, 2, 3))} }),
		altered("16 no digests announced", "eds.damaged", func(m *devca.Message) { m.Digests = nil }),
		altered("16 digest with parameters", "eds.unknown-method", first(func(s *devca.SignerInfo) { s.Digest = devca.AlgorithmID(devca.OIDSHA256, 4, 1, 0) })),
		altered("16 method with parameters", "eds.unknown-method", first(func(s *devca.SignerInfo) { s.Method = devca.AlgorithmID(devca.OIDSHA256WithRSA, 4, 1, 0) })),
		forged("15 garbage after the hash", func(sum []byte) []byte { return padded(8, info, sum, garbage) }),
		forged("15 padding too short, zeros after", func(sum []byte) []byte { return padded(100, info, sum) }),
		forged("15 block type 2", func(sum []byte) []byte { b := padded(202, info, sum); b[1] = 2; return b }),
		forged("15 no DigestInfo", func(sum []byte) []byte { return padded(221, sum) }),
	}, keyed(info)...)
}

func keyed(info []byte) []vector {
	return []vector{
		forged("15 hash of something else", func([]byte) []byte { return padded(202, info, make([]byte, 32)) }),
		{"15 PSS with an odd salt", "eds.unknown-method", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, first(func(s *devca.SignerInfo) {
				sum := sha256.Sum256(signedSet(s))
				made, err := rsa.SignPSS(rand.Reader, w.sign.Private, crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: 7})
				check(t, err)
				s.Method, s.Signature = devca.AlgorithmID(oid(1, 2, 840, 113549, 1, 1, 10), 0x30, 0), made
			}))
		}},
		{"15 a PSS signature called PKCS #1", "eds.damaged", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, first(func(s *devca.SignerInfo) {
				sum := sha256.Sum256(signedSet(s))
				made, err := rsa.SignPSS(rand.Reader, w.sign.Private, crypto.SHA256, sum[:], nil)
				check(t, err)
				s.Signature = made
			}))
		}},
		{"15 signature with a zero in front", "eds.damaged", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, first(func(s *devca.SignerInfo) {
				sum := sha256.Sum256(signedSet(s))
				made, err := rsa.SignPKCS1v15(rand.Reader, w.sign.Private, crypto.SHA256, sum[:])
				check(t, err)
				s.Signature = append([]byte{0}, made...)
			}))
		}},
	}
}

func attributes() []vector {
	change := func(name, key string, c func(s *devca.SignerInfo)) vector { return altered(name, key, first(c)) }
	data := devca.Element(6, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1})
	digest := func(b []byte) []byte { d := sha256.Sum256(b); return devca.Element(4, d[:]) }
	return append([]vector{
		change("17 no signed attributes", "eds.damaged", func(s *devca.SignerInfo) { s.Attributes = nil }),
		change("17 no message digest", "eds.damaged", func(s *devca.SignerInfo) { s.Attributes = slices.Delete(s.Attributes, 2, 3) }),
		change("17 no content type", "eds.damaged", func(s *devca.SignerInfo) { s.Attributes = s.Attributes[1:] }),
		change("17 message digest twice", "eds.not-a-signature", func(s *devca.SignerInfo) {
			s.Attributes = append(s.Attributes, devca.Attribute(devca.OIDMessageDigest, digest([]byte("x"))))
		}),
		change("17 message digest with two values", "eds.not-a-signature", func(s *devca.SignerInfo) {
			s.Attributes[2] = devca.Attribute(devca.OIDMessageDigest, digest(text), digest([]byte("x")))
		}),
		change("17 message digest without a value", "eds.not-a-signature", func(s *devca.SignerInfo) { s.Attributes[2] = devca.Attribute(devca.OIDMessageDigest) }),
		change("17 message digest cut short", "eds.other-text", func(s *devca.SignerInfo) {
			d := sha256.Sum256(text)
			s.Attributes[2] = devca.Attribute(devca.OIDMessageDigest, devca.Element(4, d[:16]))
		}),
		change("17 message digest empty", "eds.other-text", func(s *devca.SignerInfo) {
			s.Attributes[2] = devca.Attribute(devca.OIDMessageDigest, devca.Element(4, nil))
		}),
		change("17 message digest of another type", "eds.damaged", func(s *devca.SignerInfo) { s.Attributes[2] = devca.Attribute(devca.OIDMessageDigest, data) }),
		change("17 content type twice", "eds.not-a-signature", func(s *devca.SignerInfo) {
			s.Attributes = append(s.Attributes, devca.Attribute(devca.OIDContentType, data, data))
		}),
		change("17 another content type in the attribute", "eds.damaged", func(s *devca.SignerInfo) {
			s.Attributes[0] = devca.Attribute(devca.OIDContentType, devca.Element(6, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2}))
		}),
		altered("17 another content type outside", "eds.damaged", func(m *devca.Message) { m.ContentType = oid(1, 2, 840, 113549, 1, 9, 16, 1, 4) }),
		change("17 attributes out of order", "eds.not-a-signature", func(s *devca.SignerInfo) { s.Unsorted = true; slices.Reverse(s.Attributes) }),
		change("17 the same attribute twice, byte for byte", "eds.not-a-signature", func(s *devca.SignerInfo) { s.Attributes = append(s.Attributes, s.Attributes[1]) }),
	}, mixUps()...)
}

// sealed is a signature value over any bytes.
func sealed(t testing.TB, k *devca.Key, over []byte) []byte {
	t.Helper()
	made, err := k.Signer().Seal(k.Signer().Over(over))
	check(t, err)
	return made
}

// mixUps are signatures over one thing presented as signatures over another.
func mixUps() []vector {
	return []vector{
		{"17 content is the attributes of another signature", "eds.damaged", func(t testing.TB, w *world) attempt {
			m := w.sign.NewMessage(text, now)
			set := signedSet(m.Signers[0])
			made := sealed(t, w.sign, set)
			a := signed(t, w, w.sign, first(func(s *devca.SignerInfo) { s.Attributes, s.Signature = nil, made }))
			a.content = set
			return a
		}},
		{"17 a signature over the content itself, attributes put beside", "eds.damaged", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, first(func(s *devca.SignerInfo) {
				s.Signature = sealed(t, w.sign, text)
			}))
		}},
		{"17 attributes signed as [0], not as a SET", "eds.damaged", func(t testing.TB, w *world) attempt {
			return signed(t, w, w.sign, first(func(s *devca.SignerInfo) {
				set := signedSet(s)
				set[0] = 0xa0
				s.Signature = sealed(t, w.sign, set)
			}))
		}},
		{"17 signature of another text by the same key", "eds.damaged", func(t testing.TB, w *world) attempt {
			other := w.sign.NewMessage([]byte("другое"), now)
			made := sealed(t, w.sign, signedSet(other.Signers[0]))
			return signed(t, w, w.sign, first(func(s *devca.SignerInfo) { s.Signature = made }))
		}},
	}
}

func encodings() []vector {
	return []vector{
		bytesOf("17 a byte at the end", "eds.not-a-signature", func(b []byte) []byte { return append(b, 0) }),
		bytesOf("17 the message twice", "eds.not-a-signature", func(b []byte) []byte { return append(b, b...) }),
		bytesOf("17 indefinite length", "eds.not-a-signature", func(b []byte) []byte { return append(append([]byte{0x30, 0x80}, b[4:]...), 0, 0) }),
		bytesOf("17 length in too many bytes", "eds.not-a-signature", func(b []byte) []byte { return append([]byte{0x30, 0x83, 0, b[2], b[3]}, b[4:]...) }),
		bytesOf("17 length in four bytes", "eds.not-a-signature", func(b []byte) []byte { return append([]byte{0x30, 0x84, 0, 0, b[2], b[3]}, b[4:]...) }),
		bytesOf("17 bare SignedData", "eds.not-a-signature", func(b []byte) []byte { return b[19:] }),
		bytesOf("17 base64 instead of DER", "eds.not-a-signature", func([]byte) []byte { return []byte("MIIB") }),
		bytesOf("17 nothing", "eds.not-a-signature", func([]byte) []byte { return nil }),
		bytesOf("17 a PDF", "eds.not-a-signature", func([]byte) []byte { return []byte("%PDF-1.7\n") }),
		altered("17 BER inside an unsigned attribute", "eds.not-a-signature", first(func(s *devca.SignerInfo) { s.Unsigned = []byte{0xa1, 4, 0x30, 0x80, 0, 0} })),
		altered("17 content in pieces (BER)", "eds.not-a-signature", func(m *devca.Message) { m.Lists = devca.Element(0xa1, devca.Element(0x24, []byte{4, 0x81, 1, 'x'})) }),
	}
}

func sizes() []vector {
	return []vector{
		altered("23 a thousand certificates", "eds.too-large", func(m *devca.Message) { m.Certificates = slices.Repeat(m.Certificates, 1000) }),
		altered("23 nine certificates", "eds.not-a-signature", func(m *devca.Message) { m.Certificates = slices.Repeat(m.Certificates, 9) }),
		bytesOf("23 100 MB", "eds.too-large", func([]byte) []byte { return make([]byte, 100<<20) }),
		bytesOf("23 100 MB in the length only", "eds.not-a-signature", func([]byte) []byte { return []byte{0x30, 0x84, 6, 0x40, 0, 0, 6, 9} }),
		altered("23 nested 40 deep", "eds.not-a-signature", func(m *devca.Message) { m.Lists = devca.Element(0xa1, nested(40)) }),
		altered("23 nested 5,000 deep", "eds.not-a-signature", func(m *devca.Message) { m.Lists = devca.Element(0xa1, nested(5000)) }),
		altered("23 megabytes of revocation lists inside", "eds.too-large", func(m *devca.Message) { m.Lists = devca.Element(0xa1, devca.Element(4, make([]byte, 4<<20))) }),
		altered("23 a nameless list inside", "", func(m *devca.Message) { m.Lists = devca.Element(0xa1, devca.Element(0x30, nil)) }),
		bytesOf("23 opening brackets", "eds.not-a-signature", func([]byte) []byte { return []byte(strings.Repeat("\x30\x80", 100_000)) }),
	}
}

func nested(depth int) []byte {
	b := []byte{5, 0}
	for range depth {
		b = devca.Element(0x24, b)
	}
	return b
}
