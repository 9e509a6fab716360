package eds

import (
	"bytes"
	"crypto/x509"
)

// SealedBy checks that cms is a detached signature over exactly content by the key of one
// of the given certificates, and returns that certificate. It asks no authority: who calls
// knows these certificates. The message must name its certificate (signingCertificateV2),
// and carry no others but those above it, each after the one it signed.
// Problems: Invalid with the sentence of what is wrong.
func SealedBy(content, cms []byte, known []*x509.Certificate) (*x509.Certificate, error) {
	m, err := read(cms)
	if err != nil {
		return nil, err
	}
	c, err := m.signersCertificate()
	if err != nil {
		return nil, err
	}
	found := false
	for _, one := range known {
		found = found || bytes.Equal(one.Raw, c.Raw)
	}
	switch {
	case !found:
		return nil, refuse(keyForeign, "not a certificate of the portal")
	case m.content != nil:
		return nil, refuse(keyDamaged, "content came along")
	case m.signer.find(oidSigningCertificateV2) == nil:
		return nil, refuse(keyDamaged, "no signing certificate named")
	}
	way, err := schemeOf(c)
	if err != nil {
		return nil, err
	}
	if err := m.checkWayUp(); err != nil {
		return nil, err
	}
	return c, m.checkSignature(c, way, content)
}

// checkWayUp wants each certificate signed by the next one, and the last by itself when it
// says so.
func (m message) checkWayUp() error {
	for i, raw := range m.certificates {
		child, err := x509.ParseCertificate(raw)
		if err != nil {
			return refuse(keyDamaged, "a certificate above the seal's")
		}
		above := raw
		if i+1 < len(m.certificates) {
			above = m.certificates[i+1]
		} else if !bytes.Equal(child.RawIssuer, child.RawSubject) {
			return nil
		}
		parent, err := x509.ParseCertificate(above)
		if err != nil || child.CheckSignatureFrom(parent) != nil {
			return refuse(keyDamaged, "the certificates above the seal's are no way up")
		}
	}
	return nil
}
