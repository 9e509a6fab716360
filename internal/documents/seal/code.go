package seal

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"asar/internal/calendar"
)

// Claim is what a code says of a document: what anybody who holds the paper may know, and
// no names. Its document is an act of services with its escort sheet.
type Claim struct {
	Number   string
	Edition  int
	Month    calendar.Month
	Minutes  int
	FormedAt calendar.Instant // to the second
	Digest   string           // of the content, 64 hexadecimal digits
}

// The layout of a code before it is written in letters:
//
//	1 version   1 kind   2 month   2 edition   2 minutes   4 formed at   32 digest
//	1 length of the number, and the number   4 whose key   64 signature (r, s)
//
// The signature is over the purpose and all before it. A reader of another version says so.
const (
	version, kindAct = 1, 1
	purpose          = "asar code 1\n"
	fixed            = 1 + 1 + 2 + 2 + 2 + 4 + 32 + 1
	keyBytes         = 4
	signatureBytes   = 64
	longestNumber    = 40
)

// letters are digits and capitals only, so that the code of a whole address is small, and
// no letter looks like a digit that is used.
var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Problems of a code, each with its own sentence on the pages.
var (
	ErrNoCode    = errors.New("seal: not a code")
	ErrVersion   = errors.New("seal: a code of a later version")
	ErrKey       = errors.New("seal: signed by an unknown key")
	ErrForged    = errors.New("seal: the signature is not good")
	ErrDates     = errors.New("seal: the key was not in use then")
	ErrWithdrawn = errors.New("seal: the key was withdrawn")
)

// Code is the signed code of a claim; "" when there are no keys that may sign then.
func (k *Keys) Code(c Claim) (string, error) {
	if !k.Signs(c.FormedAt) {
		return "", nil
	}
	raw, err := c.bytes()
	if err != nil {
		return "", err
	}
	id, _ := hex.DecodeString(k.known[0].ID())
	raw = append(raw, id...)
	sum := sha256.Sum256(append([]byte(purpose), raw...))
	der, err := k.code.private.Sign(nil, sum[:], crypto.SHA256) // RFC 6979: no chance in it
	if err != nil {
		return "", err
	}
	var s struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &s); err != nil {
		return "", err
	}
	var signature [signatureBytes]byte
	s.R.FillBytes(signature[:32])
	s.S.FillBytes(signature[32:])
	return letters.EncodeToString(append(raw, signature[:]...)), nil
}

func (c Claim) bytes() ([]byte, error) {
	digest, err := hex.DecodeString(c.Digest)
	if err != nil || len(digest) != 32 || c.Number == "" || len(c.Number) > longestNumber || c.Month.IsZero() || c.FormedAt.IsZero() ||
		c.Edition < 1 || c.Edition > 0xffff || c.Minutes < 0 || c.Minutes > 0xffff {
		return nil, fmt.Errorf("seal: no code can say this of %q", c.Number)
	}
	raw := binary.BigEndian.AppendUint16([]byte{version, kindAct}, uint16(c.Month.Year*12+int(c.Month.Month)-1))
	raw = binary.BigEndian.AppendUint16(raw, uint16(c.Edition))
	raw = binary.BigEndian.AppendUint16(raw, uint16(c.Minutes))
	raw = binary.BigEndian.AppendUint32(raw, uint32(c.FormedAt.Time().Unix()))
	raw = append(append(raw, digest...), byte(len(c.Number)))
	return append(raw, c.Number...), nil
}

// Address is what stands in the QR: the address of the check page with the code, in
// capitals, which make a smaller QR.
func Address(base, code string) string {
	return strings.ToUpper(strings.TrimRight(base, "/")) + "/C/" + code
}

// CodeIn takes a code out of what was scanned or typed: an address or the code alone, in
// letters of any size, with spaces. "" when there is none.
func CodeIn(text string) string {
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		if !strings.HasSuffix(text[:i], "/C") && !strings.HasSuffix(text[:i], "/CHECK") {
			return ""
		}
		text = text[i+1:]
	}
	text, _, _ = strings.Cut(text, "?")
	text = strings.NewReplacer("0", "O", "1", "I", "8", "B").Replace(text)
	if _, err := letters.DecodeString(text); err != nil || len(text) < letters.EncodedLen(fixed+keyBytes+signatureBytes) {
		return ""
	}
	return text
}

// Claims reads what a code says and believes nothing of it. ErrNoCode, ErrVersion.
func Claims(code string) (Claim, error) {
	c, _, _, err := takeApart(code)
	return c, err
}

// takeApart reads a claim, what is signed with the key's id at its end, and the signature.
func takeApart(code string) (c Claim, signed, signature []byte, err error) {
	raw, err := letters.DecodeString(code)
	if err != nil || len(raw) < fixed+keyBytes+signatureBytes || letters.EncodeToString(raw) != code {
		return c, nil, nil, ErrNoCode
	}
	if raw[0] != version || raw[1] != kindAct {
		return c, nil, nil, ErrVersion
	}
	size := int(raw[fixed-1])
	if size == 0 || size > longestNumber || len(raw) != fixed+size+keyBytes+signatureBytes {
		return c, nil, nil, ErrNoCode
	}
	month := int(binary.BigEndian.Uint16(raw[2:]))
	c = Claim{
		Month: calendar.Month{Year: month / 12, Month: time.Month(month%12 + 1)}, Edition: int(binary.BigEndian.Uint16(raw[4:])),
		Minutes: int(binary.BigEndian.Uint16(raw[6:])), FormedAt: calendar.At(time.Unix(int64(binary.BigEndian.Uint32(raw[8:])), 0)),
		Digest: hex.EncodeToString(raw[12 : fixed-1]), Number: string(raw[fixed : fixed+size]),
	}
	end := len(raw) - signatureBytes
	return c, raw[:end], raw[end:], nil
}

// CheckCode reads a code and tells which key of ours signed it. With an error the claim is
// only what the code says; see the Err of this package.
func (k *Keys) CheckCode(code string) (Claim, Known, error) {
	c, signed, signature, err := takeApart(code)
	if err != nil {
		return c, Known{}, err
	}
	id := hex.EncodeToString(signed[len(signed)-keyBytes:])
	for _, one := range k.Known() {
		public, ok := one.PublicKey.(*ecdsa.PublicKey)
		if !ok || one.ID() != id {
			continue
		}
		sum := sha256.Sum256(append([]byte(purpose), signed...))
		r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
		switch {
		case !ecdsa.Verify(public, sum[:], r, s):
			return c, one, ErrForged
		case one.Withdrawn:
			return c, one, ErrWithdrawn
		case !one.lives(c.FormedAt):
			return c, one, ErrDates
		}
		return c, one, nil
	}
	return c, Known{}, ErrKey
}
