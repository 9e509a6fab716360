package devca

import "crypto/x509"

// branch is a second root and issuing authority, for GOST keys: as the national authority
// has two of each.
type branch struct {
	root, issuing pair
	revoked       book
}

func (a *Authority) newBranch() (*branch, error) {
	b := &branch{}
	var err error
	for _, p := range []*pair{&b.root, &b.issuing} {
		if p.gost, err = NewGOSTKey(GOST512); err != nil {
			return nil, err
		}
	}
	root := a.caTemplate("ASAR DEV ROOT (GOST)", rootDays, b.root.gost.identifier(), "1.2.398.3.1.2", 1)
	if b.root.cert, err = certify(root, nil, b.root.gost.info(), b.root.signer()); err != nil {
		return nil, err
	}
	b.issuing.cert, err = certify(a.gostTemplate(b.issuing.gost), b.root.cert, b.issuing.gost.info(), b.root.signer())
	return b, err
}

func (a *Authority) gostTemplate(k *GOSTKey) *x509.Certificate {
	return a.caTemplate("ASAR DEV ISSUING AUTHORITY (GOST)", caDays, k.identifier(), "1.2.398.3.3.1.1", 0)
}

// branchUnder is the GOST half of Under.
func (a *Authority) branchUnder(change func(*x509.Certificate)) (*branch, error) {
	key, err := NewGOSTKey(GOST512)
	if err != nil {
		return nil, err
	}
	b := &branch{root: a.gost.root, issuing: pair{gost: key}}
	template := a.gostTemplate(key)
	change(template)
	b.issuing.cert, err = certify(template, b.root.cert, key.info(), b.root.signer())
	return b, err
}

// GOSTRoot and GOSTIssuing are the certificates of the authority for GOST keys.
func (a *Authority) GOSTRoot() *x509.Certificate { return a.gost.root.cert }

// GOSTIssuing is the certificate that people's GOST keys are issued by.
func (a *Authority) GOSTIssuing() *x509.Certificate { return a.gost.issuing.cert }

// CertifyGOST signs any certificate for a GOST key with the issuing authority for GOST.
func (a *Authority) CertifyGOST(template *x509.Certificate, key *GOSTKey) (*x509.Certificate, error) {
	return certify(template, a.gost.issuing.cert, key.info(), a.gost.issuing.signer())
}

// GOSTCRL is the revocation list of GOST keys as of now, in DER.
func (a *Authority) GOSTCRL() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return signList(a.gost.revoked.whole(a.list()), a.gost.issuing)
}

// GOSTRootCRL is the GOST root's revocation list, which is empty.
func (a *Authority) GOSTRootCRL() ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return signList(a.list(), a.gost.root)
}

// SignGOSTCRL signs any list with the issuing GOST key.
func (a *Authority) SignGOSTCRL(list *x509.RevocationList) ([]byte, error) {
	return signList(list, a.gost.issuing)
}

// CertifyInfo signs any certificate with any SubjectPublicKeyInfo, also a false one.
func (a *Authority) CertifyInfo(template *x509.Certificate, info []byte) (*x509.Certificate, error) {
	return certify(template, a.gost.issuing.cert, info, a.gost.issuing.signer())
}
