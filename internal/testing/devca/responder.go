package devca

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"

	"asar/internal/calendar"
)

// Fault is how a responder goes wrong, or what it says whatever is true.
type Fault string

// The faults of answers. Those of the transport are in responder_http.go.
const (
	NoFault          Fault = ""
	SayGood          Fault = "good"           // whatever was revoked
	SayRevoked       Fault = "revoked"        // since an hour ago
	SayHold          Fault = "hold"           //
	SayUnknown       Fault = "unknown"        //
	SayUnknown1970   Fault = "unknown-1970"   // as the national responder says it
	Late             Fault = "late"           // the answer of the day before
	Future           Fault = "future"         // the answer of the next hour
	PastNext         Fault = "past-next"      // its next update is over
	WrongNonce       Fault = "wrong-nonce"    //
	NoNonce          Fault = "no-nonce"       //
	OtherCertificate Fault = "other-number"   // about another key
	OtherIssuer      Fault = "other-issuer"   // about a key of another authority
	WrongSigner      Fault = "wrong-signer"   // signed by a key that nobody certified
	WrongAuthority   Fault = "wrong-charge"   // by the responder of the other authority
	NoEKU            Fault = "no-eku"         // the responder is not made for answering
	NoNoCheck        Fault = "no-nocheck"     // its own revocation would have to be asked about
	OldResponder     Fault = "old-responder"  // its certificate is over
	ByIssuer         Fault = "by-issuer"      // no fault: the issuer itself answers
	TryLater         Fault = "try-later"      //
	InternalError    Fault = "internal-error" //
	Unauthorized     Fault = "unauthorized"   //
)

// Faults of answers, in the order in which they are offered.
var answerFaults = []Fault{
	SayGood, SayRevoked, SayHold, SayUnknown, SayUnknown1970, Late, Future, PastNext, WrongNonce, NoNonce, OtherCertificate, OtherIssuer,
	WrongSigner, WrongAuthority, NoEKU, NoNoCheck, OldResponder, ByIssuer, TryLater, InternalError, Unauthorized,
}

// refusals are answers without a word: their status (RFC 6960, 4.2.1).
var refusals = map[Fault]byte{InternalError: 2, TryLater: 3, Unauthorized: 6}

// Responder answers what stands about the keys of an authority now (OCSP, RFC 6960), as the
// national one does: SHA-256 in names of keys, the nonce echoed, no next update, a
// certificate of its own. It goes wrong as it is told.
type Responder struct {
	ca    *Authority
	mu    sync.Mutex
	fault Fault
	asked int
	keys  map[bool]pair // without certificates; true is GOST
}

// Responder makes one.
func (a *Authority) Responder() *Responder { return &Responder{ca: a, keys: map[bool]pair{}} }

// Break makes it go wrong from now on, or right again with NoFault.
func (r *Responder) Break(f Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = f
}

// Asked is how many requests came.
func (r *Responder) Asked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func (r *Responder) count() Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	return r.fault
}

// asked is one request, read.
type asked struct {
	id, name      []byte // CertID whole, and its digest of the issuer's name
	serial        *big.Int
	nonce         []byte // the extension's value
	gost, foreign bool
}

var (
	oidOCSPNonce   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2}
	oidOCSPNoCheck = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
	oidOCSPBasic   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	errRequest     = errors.New("devca: not an OCSP request")
)

// read reads an OCSPRequest about one certificate.
func (r *Responder) read(der []byte) (q asked, err error) {
	in := cryptobyte.String(der)
	var whole, tbs, all, one, id, named, digest, extensions cryptobyte.String
	var has bool
	if !in.ReadASN1(&whole, tags.SEQUENCE) || !whole.ReadASN1(&tbs, tags.SEQUENCE) || !tbs.ReadASN1(&all, tags.SEQUENCE) ||
		!all.ReadASN1(&one, tags.SEQUENCE) || !all.Empty() || !one.ReadASN1Element(&id, tags.SEQUENCE) || !tbs.ReadOptionalASN1(&extensions, &has, tags.Tag(2).Constructed().ContextSpecific()) {
		return q, errRequest
	}
	q.id, q.serial = id, new(big.Int)
	if !id.ReadASN1(&named, tags.SEQUENCE) || !named.ReadASN1(&digest, tags.SEQUENCE) || !named.ReadASN1((*cryptobyte.String)(&q.name), tags.OCTET_STRING) ||
		!named.SkipASN1(tags.OCTET_STRING) || !named.ReadASN1Integer(q.serial) {
		return q, errRequest
	}
	q.gost = bytes.Equal(q.name, nameDigest(r.ca.gost.issuing.cert))
	q.foreign = !q.gost && !bytes.Equal(q.name, nameDigest(r.ca.issuing.cert))
	if has {
		q.nonce = nonceIn(extensions)
	}
	return q, nil
}

func nameDigest(c *x509.Certificate) []byte {
	sum := sha256.Sum256(c.RawSubject)
	return sum[:]
}

func nonceIn(extensions cryptobyte.String) (nonce []byte) {
	var all, one, value cryptobyte.String
	var oid asn1.ObjectIdentifier
	for ok := extensions.ReadASN1(&all, tags.SEQUENCE); ok && !all.Empty(); {
		ok = all.ReadASN1(&one, tags.SEQUENCE) && one.ReadASN1ObjectIdentifier(&oid) && one.ReadASN1(&value, tags.OCTET_STRING)
		if ok && oid.Equal(oidOCSPNonce) {
			nonce = value
		}
	}
	return nonce
}

// Answer is the answer to a request, in DER.
func (r *Responder) Answer(request []byte) ([]byte, error) {
	f := r.count()
	if status, ok := refusals[f]; ok {
		return Element(0x30, []byte{0x0a, 1, status}), nil
	}
	q, err := r.read(request)
	if err != nil {
		return Element(0x30, []byte{0x0a, 1, 1}), nil //nolint:nilerr // "malformed request" is the answer
	}
	by, certificates, err := r.signer(q.gost, f)
	if err != nil {
		return nil, err
	}
	data := r.data(q, by.cert, f)
	seal := by.signer()
	if f == WrongSigner {
		if seal, err = r.stranger(q.gost); err != nil {
			return nil, err
		}
	}
	signature, err := seal.Seal(seal.Over(data))
	if err != nil {
		return nil, err
	}
	basic := slices.Concat(data, seal.Method(), Element(3, append([]byte{0}, signature...)))
	if certificates != nil {
		basic = append(basic, Element(0xa0, Element(0x30, certificates))...)
	}
	return Element(0x30, append([]byte{0x0a, 1, 0}, Element(0xa0, Element(0x30, build(func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidOCSPBasic)
		b.AddASN1OctetString(Element(0x30, basic))
	})))...)), nil
}

// stranger is a key that nobody certified.
func (r *Responder) stranger(gost bool) (Signer, error) {
	if gost {
		key, err := NewGOSTKey(GOST512)
		return gostSigner{key}, err
	}
	key, err := r.ca.newKey(personRSA)
	if err != nil {
		return nil, err
	}
	return pair{key: key}.signer(), nil
}

// data is ResponseData about one certificate.
func (r *Responder) data(q asked, by *x509.Certificate, f Fault) []byte {
	now := r.ca.clock.Now()
	id := q.id
	switch f {
	case Late:
		now = now.Plus(-day)
	case Future:
		now = now.Plus(time.Hour)
	case OtherCertificate:
		id = bytes.Clone(id)
		id[len(id)-1] ^= 1
	case OtherIssuer:
		id = bytes.Replace(id, q.name, nameDigest(r.ca.root.cert), 1)
	default: // the other faults are elsewhere
	}
	time := generalized(now)
	one := slices.Concat(id, r.status(q, f), time)
	if f == PastNext {
		one = append(slices.Concat(id, r.status(q, f), generalized(now.Plus(-day))), Element(0xa0, generalized(now.Plus(-day/2)))...)
	}
	fields := slices.Concat(Element(0xa1, by.RawSubject), time, Element(0x30, Element(0x30, one)))
	return Element(0x30, append(fields, nonceOf(q, f)...))
}

func generalized(at calendar.Instant) []byte {
	return build(func(b *cryptobyte.Builder) { b.AddASN1GeneralizedTime(at.Time()) })
}

func nonceOf(q asked, f Fault) []byte {
	nonce := q.nonce
	if f == WrongNonce {
		other := make([]byte, 16)
		_, _ = rand.Read(other) // never fails
		nonce = Element(4, other)
	}
	if nonce == nil || f == NoNonce {
		return nil
	}
	return Element(0xa1, Element(0x30, Element(0x30, build(func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidOCSPNonce)
		b.AddASN1OctetString(nonce)
	}))))
}

// status is CertStatus.
func (r *Responder) status(q asked, f Fault) []byte {
	revoked := func(at calendar.Instant, reason int) []byte {
		return Element(0xa1, append(generalized(at), Element(0xa0, []byte{0x0a, 1, byte(reason)})...))
	}
	hourAgo := r.ca.clock.Now().Plus(-time.Hour)
	switch f {
	case SayGood:
		return []byte{0x80, 0}
	case SayUnknown:
		return []byte{0x82, 0}
	case SayUnknown1970:
		return revoked(calendar.At(time.Unix(0, 0)), 6)
	case SayRevoked:
		return revoked(hourAgo, 1)
	case SayHold:
		return revoked(hourAgo, 6)
	default: // what is true
	}
	if q.foreign {
		return []byte{0x82, 0}
	}
	if e, found := r.ca.standing(q); found {
		return revoked(calendar.At(e.RevocationTime), e.ReasonCode)
	}
	return []byte{0x80, 0}
}

func (a *Authority) standing(q asked) (x509.RevocationListEntry, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.revoked.now
	if q.gost {
		list = a.gost.revoked.now
	}
	i := slices.IndexFunc(list, func(e x509.RevocationListEntry) bool { return e.SerialNumber.Cmp(q.serial) == 0 })
	if i < 0 {
		return x509.RevocationListEntry{}, false
	}
	return list[i], true
}

// signer is who signs the answer, with the certificates that go along.
func (r *Responder) signer(gost bool, f Fault) (pair, []byte, error) {
	issuer := r.ca.issuing
	if gost != (f == WrongAuthority) {
		issuer = r.ca.gost.issuing
	}
	if f == ByIssuer {
		return issuer, nil, nil
	}
	own, err := r.key(issuer.gost != nil)
	if err != nil {
		return own, nil, err
	}
	template := r.template(f)
	if own.gost != nil {
		template.SubjectKeyId = own.gost.identifier()
		own.cert, err = certify(template, issuer.cert, own.gost.info(), issuer.signer())
	} else {
		template.SubjectKeyId = keyID(&own.key.PublicKey)
		own.cert, err = r.ca.sign(template, issuer, &own.key.PublicKey)
	}
	if err != nil {
		return own, nil, err
	}
	return own, own.cert.Raw, nil
}

func (r *Responder) template(f Fault) *x509.Certificate {
	now := r.ca.clock.Now()
	c := &x509.Certificate{
		SerialNumber: serial(), RawSubject: rawName(attribute(oidCommonName, "ASAR DEV OCSP RESPONDER"), attribute(oidCountry, "KZ")),
		NotBefore: now.Plus(-2 * day).Time(), NotAfter: now.Plus(keyDays * day).Time(),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning},
		ExtraExtensions: []pkix.Extension{{Id: oidOCSPNoCheck, Value: []byte{5, 0}}},
	}
	switch f {
	case NoEKU:
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
	case NoNoCheck:
		c.ExtraExtensions = nil
	case OldResponder:
		c.NotAfter = now.Plus(-day).Time()
	default: // the other faults are elsewhere
	}
	return c
}

// key is the responder's own, made once of each kind.
func (r *Responder) key(gost bool) (pair, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p, ok := r.keys[gost]; ok {
		return p, nil
	}
	var p pair
	var err error
	if gost {
		p.gost, err = NewGOSTKey(GOST512)
	} else {
		p.key, err = r.ca.newKey(personRSA)
	}
	r.keys[gost] = p
	return p, err
}

// RespondedAt issues a key whose certificate names where to ask about it.
func RespondedAt(address string) Option {
	return func(o *order) { o.template.OCSPServer = []string{address} }
}
