package eds

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
)

// MaxCMS is the largest signature looked at, in bytes of DER. What is signed here is a
// text or a list of digests; a real signature without its content has about 2 KB.
const MaxCMS = 256 << 10

// maxText leaves room for base64, line ends and PEM lines around MaxCMS bytes.
const maxText = MaxCMS*3/2 + 1024

// Decode makes DER of what a person or NCALayer hands over: DER itself, PEM with the label
// CMS or PKCS7, or bare base64 with or without line ends. It looks at the wrapping only.
// Problems: Invalid, when it is none of these or is larger than MaxCMS.
func Decode(raw []byte) ([]byte, error) {
	if len(raw) > maxText {
		return nil, refuse(keyTooLarge, "over the limit")
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	var der []byte
	switch {
	case len(raw) > 1 && raw[0] == 0x30 && raw[1] >= 0x80: // DER; base64 text has no byte over 0x7f
		der = raw
	case bytes.HasPrefix(text, []byte("-----BEGIN ")):
		block, rest := pem.Decode(text)
		if block == nil || block.Type != "CMS" && block.Type != "PKCS7" || len(bytes.TrimSpace(rest)) > 0 {
			return nil, refuse(keyNotASignature, "not one PEM block of CMS")
		}
		der = block.Bytes
	default:
		der = fromBase64(text)
	}
	if len(der) == 0 {
		return nil, refuse(keyNotASignature, "neither DER nor text of it")
	}
	if len(der) > MaxCMS {
		return nil, refuse(keyTooLarge, "over the limit")
	}
	return der, nil
}

// fromBase64 is nil when text is not base64.
func fromBase64(text []byte) []byte {
	joined := bytes.Join(bytes.Fields(text), nil)
	out := make([]byte, base64.StdEncoding.DecodedLen(len(joined)))
	n, err := base64.StdEncoding.Strict().Decode(out, joined)
	if err != nil {
		return nil
	}
	return out[:n]
}
