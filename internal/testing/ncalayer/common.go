package ncalayer

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"strconv"
)

// commonUtils is the older module, which some portals still ask. Its answers have another
// form: a code, and an object or a message.
const commonUtils = "kz.gov.pki.knca.commonUtils"

func done(object any) string {
	return asJSON(map[string]any{"code": "200", "responseObject": object})
}

func failed(message string) string {
	return asJSON(map[string]any{"code": "500", "message": message})
}

// common answers the older module: tokens, whose key it is, a signature.
func (l *Layer) common(mode Mode, method string, args json.RawMessage) string {
	var given []any
	_ = json.Unmarshal(args, &given) // getActiveTokens is given nothing
	switch {
	case mode == Cancelled:
		return failed("action.canceled")
	case mode == Refused:
		return failed("storage.empty")
	case method == "getActiveTokens":
		return done([]string{})
	case method == "getKeyInfo" && len(given) == 1:
		return done(l.keyInfo())
	case method == "createCAdESFromBase64" && len(given) == 4:
		return l.commonSigned(mode, given)
	}
	return failed("NoSuchMethodException " + method)
}

func (l *Layer) keyInfo() map[string]string {
	_, key := l.state()
	c := l.chosen(key, nil).Certificate
	return map[string]string{
		"alias": hex.EncodeToString(c.SubjectKeyId), "keyId": hex.EncodeToString(c.SubjectKeyId), "algorithm": c.PublicKeyAlgorithm.String(),
		"subjectCn": c.Subject.CommonName, "subjectDn": c.Subject.String(), "issuerCn": c.Issuer.CommonName, "issuerDn": c.Issuer.String(),
		"serialNumber": c.SerialNumber.Text(16), "certNotBefore": strconv.FormatInt(c.NotBefore.UnixMilli(), 10), "certNotAfter": strconv.FormatInt(c.NotAfter.UnixMilli(), 10),
		"authorityKeyIdentifier": hex.EncodeToString(c.AuthorityKeyId), "pem": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})),
	}
}

// commonSigned is given a storage, the kind of key, the content and whether it goes inside.
func (l *Layer) commonSigned(mode Mode, given []any) string {
	text, _ := given[2].(string)
	attached, _ := given[3].(bool)
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return failed("data.invalid")
	}
	_, key := l.state()
	cms, err := l.cms(key, content, attached)
	if err != nil {
		return failed("storage.empty")
	}
	return done(shaped(mode, cms))
}
