package devca

import (
	"bytes"
	"crypto/cipher"
	"crypto/des" // key files of the authority are locked with it
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" // and with this
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"unicode/utf16"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Object identifiers of PKCS #12 (RFC 7292) and of its bags.
var (
	oidEncryptedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 6}
	oidTripleDES     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1, 3}
	oidRC2           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 1, 6}
	oidKeyBag        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidCertBag       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 3}
	oidX509          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 22, 1}
	oidFriendlyName  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 20}
	oidLocalKeyID    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 21}
	oidSHA1          = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
)

// p12Rounds is how often the authority's files digest the password.
const p12Rounds = 1024

// What is drawn from a password (RFC 7292, B.3).
const (
	drawKey = 1 + iota
	drawIV
	drawMAC
)

// lockedWith is a cipher and how long its key is.
type lockedWith struct {
	oid  asn1.ObjectIdentifier
	size int
	open func(key []byte) (cipher.Block, error)
}

var (
	tripleDES = lockedWith{oidTripleDES, 24, des.NewTripleDESCipher}
	rc2of40   = lockedWith{oidRC2, 5, newRC2}
)

// gostP12 writes a key file as the authority does, down to the indefinite lengths inside:
// the libraries that write such files know no GOST keys.
func (k *Key) gostP12(password string) ([]byte, error) {
	pass, about := bmp(password), k.bagAttributes()
	locked, err := tripleDES.lock(pass, k.GOST.PKCS8())
	if err != nil {
		return nil, err
	}
	keyBag := Element(0x30, bag(oidKeyBag, Element(0x30, append(locked.named, Element(4, locked.sealed)...)), about))
	cert := Element(0x30, append(oidElement(oidX509), Element(0xa0, Element(4, k.Certificate.Raw))...))
	locked, err = rc2of40.lock(pass, Element(0x30, bag(oidCertBag, cert, about)))
	if err != nil {
		return nil, err
	}
	inner := unbounded(0x30, oidElement(OIDData), locked.named, unbounded(0xa0, Element(4, locked.sealed)))
	safes := unbounded(0x30,
		unbounded(0x30, oidElement(OIDData), unbounded(0xa0, Element(4, keyBag))),
		unbounded(0x30, oidElement(oidEncryptedData), unbounded(0xa0, unbounded(0x30, []byte{2, 1, 0}, inner))))
	return Element(0x30, bytes.Join([][]byte{
		{2, 1, 3}, Element(0x30, append(oidElement(OIDData), Element(0xa0, Element(4, safes))...)), macOf(pass, safes),
	}, nil)), nil
}

// unbounded is a BER value of indefinite length.
func unbounded(tag byte, parts ...[]byte) []byte {
	return append(append([]byte{tag, 0x80}, bytes.Join(parts, nil)...), 0, 0)
}

func oidElement(oid asn1.ObjectIdentifier) []byte {
	return build(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oid) })
}

func bag(kind asn1.ObjectIdentifier, value, attributes []byte) []byte {
	return Element(0x30, bytes.Join([][]byte{oidElement(kind), Element(0xa0, value), attributes}, nil))
}

// bagAttributes name the key by its identifier, in the authority's two ways.
func (k *Key) bagAttributes() []byte {
	id := k.Certificate.SubjectKeyId
	name := bmp(hex.EncodeToString(id))
	return Element(0x31, append(Attribute(oidFriendlyName, Element(30, name[:len(name)-2])), Attribute(oidLocalKeyID, Element(4, id))...))
}

// bmp is a text of two bytes a letter with an end.
func bmp(s string) (out []byte) {
	for _, unit := range append(utf16.Encode([]rune(s)), 0) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}

type lockedBytes struct{ named, sealed []byte }

func (l lockedWith) lock(password, plain []byte) (lockedBytes, error) {
	salt := make([]byte, 20)
	_, _ = rand.Read(salt) // never fails
	c, err := l.open(draw(password, salt, drawKey, l.size))
	if err != nil {
		return lockedBytes{}, fmt.Errorf("devca: key file: %w", err)
	}
	pad := 8 - len(plain)%8
	sealed := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(c, draw(password, salt, drawIV, 8)).CryptBlocks(sealed, sealed)
	rounds := build(func(b *cryptobyte.Builder) { b.AddASN1Int64(p12Rounds) })
	return lockedBytes{AlgorithmID(l.oid, Element(0x30, append(Element(4, salt), rounds...))...), sealed}, nil
}

func macOf(password, safes []byte) []byte {
	salt := make([]byte, 20)
	_, _ = rand.Read(salt) // never fails
	mac := hmac.New(sha1.New, draw(password, salt, drawMAC, 20))
	mac.Write(safes)
	info := Element(0x30, append(AlgorithmID(oidSHA1), Element(4, mac.Sum(nil))...))
	rounds := build(func(b *cryptobyte.Builder) { b.AddASN1Int64(p12Rounds) })
	return Element(0x30, bytes.Join([][]byte{info, Element(4, salt), rounds}, nil))
}

// draw is the derivation of RFC 7292, B.2, with SHA-1.
func draw(password, salt []byte, what byte, size int) (out []byte) {
	const v = 64
	fill := func(b []byte) []byte {
		return bytes.Repeat(b, v)[:v*((len(b)+v-1)/v)]
	}
	mixed := append(fill(salt), fill(password)...)
	for len(out) < size {
		sum := sha1.Sum(append(bytes.Repeat([]byte{what}, v), mixed...))
		for range p12Rounds - 1 {
			sum = sha1.Sum(sum[:])
		}
		out = append(out, sum[:]...)
		add := new(big.Int).SetBytes(fill(sum[:])[:v])
		add.Add(add, big.NewInt(1))
		for at := 0; at < len(mixed); at += v {
			n := new(big.Int).SetBytes(mixed[at : at+v])
			n.Add(n, add)
			copy(mixed[at:at+v], n.FillBytes(make([]byte, v+1))[1:])
		}
	}
	return out[:size]
}

var errNotGOST = errors.New("devca: key file: not a GOST key")

// readGOSTP12 opens what gostP12 wrote.
func readGOSTP12(file []byte, password string) (*Key, error) {
	pass := bmp(password)
	in := cryptobyte.String(file)
	var seq, safe, wrapped, safes, mac cryptobyte.String
	var version int
	if !in.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1Integer(&version) || !seq.ReadASN1(&safe, tags.SEQUENCE) ||
		!safe.SkipASN1(tags.OBJECT_IDENTIFIER) || !safe.ReadASN1(&wrapped, 0xa0) || !wrapped.ReadASN1(&safes, tags.OCTET_STRING) ||
		!seq.ReadASN1Element(&mac, tags.SEQUENCE) || len(safes) == 0 || !bytes.HasPrefix(safes, []byte{0x30, 0x80}) {
		return nil, errNotGOST
	}
	if !macFits(pass, safes, mac) {
		return nil, errors.New("devca: key file: the password is another")
	}
	// The two bags are the two octet strings that lie in [0] of indefinite length.
	opening := []byte{0xa0, 0x80, 0x04}
	first := bytes.Index(safes, opening)
	last := bytes.LastIndex(safes, opening)
	key, err := openBag(safes[first+2:], pass)
	if err != nil {
		return nil, err
	}
	return key, key.openCertificate(safes[:last], safes[last+2:], pass)
}

func macFits(password, safes, stated []byte) bool {
	in := cryptobyte.String(stated)
	var seq, info, sum, salt cryptobyte.String
	if !in.ReadASN1(&seq, tags.SEQUENCE) || !seq.ReadASN1(&info, tags.SEQUENCE) || !info.SkipASN1(tags.SEQUENCE) ||
		!info.ReadASN1(&sum, tags.OCTET_STRING) || !seq.ReadASN1(&salt, tags.OCTET_STRING) {
		return false
	}
	mac := hmac.New(sha1.New, draw(password, salt, drawMAC, 20))
	mac.Write(safes)
	return hmac.Equal(mac.Sum(nil), sum)
}

func openBag(in cryptobyte.String, password []byte) (*Key, error) {
	var contents, all, one, value, locked, named, sealed cryptobyte.String
	if !in.ReadASN1(&contents, tags.OCTET_STRING) || !contents.ReadASN1(&all, tags.SEQUENCE) || !all.ReadASN1(&one, tags.SEQUENCE) ||
		!one.SkipASN1(tags.OBJECT_IDENTIFIER) || !one.ReadASN1(&value, 0xa0) || !value.ReadASN1(&locked, tags.SEQUENCE) ||
		!locked.ReadASN1(&named, tags.SEQUENCE) || !locked.ReadASN1(&sealed, tags.OCTET_STRING) {
		return nil, errNotGOST
	}
	plain, err := tripleDES.unlock(password, named, sealed)
	if err != nil {
		return nil, err
	}
	key, err := ParseGOSTKey(plain)
	return &Key{GOST: key, Kind: GOST}, err
}

// openCertificate takes the name of the cipher from the end of what stands before.
func (k *Key) openCertificate(before []byte, in cryptobyte.String, password []byte) error {
	name := oidElement(oidRC2)
	at := bytes.LastIndex(before, name)
	var sealed, all, one, value, cert, inner, der cryptobyte.String
	if at < 0 || !in.ReadASN1(&sealed, tags.OCTET_STRING) {
		return errNotGOST
	}
	plain, err := rc2of40.unlock(password, before[at:], sealed)
	if err != nil {
		return err
	}
	opened := cryptobyte.String(plain)
	if !opened.ReadASN1(&all, tags.SEQUENCE) || !all.ReadASN1(&one, tags.SEQUENCE) || !one.SkipASN1(tags.OBJECT_IDENTIFIER) ||
		!one.ReadASN1(&value, 0xa0) || !value.ReadASN1(&cert, tags.SEQUENCE) || !cert.SkipASN1(tags.OBJECT_IDENTIFIER) ||
		!cert.ReadASN1(&inner, 0xa0) || !inner.ReadASN1(&der, tags.OCTET_STRING) {
		return errNotGOST
	}
	k.Certificate, err = x509.ParseCertificate(der)
	return err
}

func (l lockedWith) unlock(password []byte, named, sealed cryptobyte.String) ([]byte, error) {
	var params, salt cryptobyte.String
	if !named.SkipASN1(tags.OBJECT_IDENTIFIER) || !named.ReadASN1(&params, tags.SEQUENCE) || !params.ReadASN1(&salt, tags.OCTET_STRING) || len(sealed)%8 != 0 {
		return nil, errNotGOST
	}
	c, err := l.open(draw(password, salt, drawKey, l.size))
	if err != nil {
		return nil, fmt.Errorf("devca: key file: %w", err)
	}
	plain := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(c, draw(password, salt, drawIV, 8)).CryptBlocks(plain, sealed)
	return plain, nil
}
