package eds_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"sync"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/devca"
)

// now is a month after the shared authority began.
var now = devca.SharedFrom.Plus(30 * 24 * time.Hour)

const day = 24 * time.Hour

// text is what the server kept and showed.
var text = []byte("Заказ № 17: сурдоперевод, 2 часа.\n\nportal/asar.test/order/order:17/c2VjcmV0\n")

var (
	aigul  = devca.Person{IIN: "850312400123", Surname: "Серікқызы", Name: "Айгүл", Patronymic: "Маратқызы", Email: "AIGUL@EXAMPLE.KZ"}
	aidos  = devca.Person{IIN: "900101300456", Surname: "Иванов", Name: "Айдос"}
	atFirm = devca.Person{IIN: aigul.IIN, Surname: aigul.Surname, Name: aigul.Name, BIN: "990340001234", Organisation: `ТОО "Көмек, CN=x"`}
)

var (
	forDocument = eds.Requirement{Purpose: eds.Document, IIN: aigul.IIN}
	forEntry    = eds.Requirement{Purpose: eds.Entry}
	forFirm     = eds.Requirement{Purpose: eds.Document, IIN: aigul.IIN, BIN: atFirm.BIN, Employee: true}
)

// world is one authority with its people's keys and a verifier that knows what was revoked.
type world struct {
	ca                              *devca.Authority
	gost                            bool // whether all keys are GOST ones
	sign, auth, other, otherAuth    *devca.Key
	firm, firmAuth, revoked, onHold *devca.Key
	later, released                 *devca.Key
	verifier                        *eds.Verifier
}

var (
	theOne  world
	theTwin = world{gost: true}
	worldMu sync.Mutex
)

func theWorld(t testing.TB) *world { t.Helper(); return theOne.made(t) }

// gostWorld is the same world with GOST keys.
func gostWorld(t testing.TB) *world { t.Helper(); return theTwin.made(t) }

func (w *world) made(t testing.TB) *world {
	t.Helper()
	worldMu.Lock()
	defer worldMu.Unlock()
	if w.verifier == nil {
		w.fill(t)
	}
	return w
}

func (w *world) fill(t testing.TB) {
	t.Helper()
	w.ca = devca.Shared(t)
	w.sign, w.auth = w.key(t, aigul, devca.Sign), w.key(t, aigul, devca.Auth)
	w.other, w.otherAuth = w.key(t, aidos, devca.Sign), w.key(t, aidos, devca.Auth)
	w.firm, w.firmAuth = w.key(t, atFirm, devca.Sign), w.key(t, atFirm, devca.Auth)
	w.revoked, w.onHold = w.key(t, aigul, devca.Sign, devca.Revoked()), w.key(t, aigul, devca.Sign, devca.OnHold())
	w.later, w.released = w.key(t, aigul, devca.Sign), w.key(t, aigul, devca.Sign, devca.OnHold())
	check(t, w.ca.Revoke(w.later.Certificate, now.Plus(time.Second), 1))
	check(t, w.ca.Release(w.released.Certificate))
	v, err := w.ca.Verifier()
	check(t, err)
	w.verifier = v
}

func (w *world) key(t testing.TB, p devca.Person, k devca.Kind, options ...devca.Option) *devca.Key {
	t.Helper()
	if w.gost {
		options = append([]devca.Option{devca.Of(devca.GOST512)}, options...)
	}
	key, err := w.ca.Issue(p, w.kind(k), options...)
	check(t, err)
	return key
}

// kind is of the one key for all, where people have GOST keys.
func (w *world) kind(k devca.Kind) devca.Kind {
	if w.gost && k == devca.Sign {
		return devca.GOST
	}
	return k
}

// issuing is the authority's certificate above the keys of this world.
func (w *world) issuing(ca *devca.Authority) *x509.Certificate {
	if w.gost {
		return ca.GOSTIssuing()
	}
	return ca.Issuing()
}

// sameKey issues another certificate for aigul's key.
func (w *world) sameKey() devca.Option {
	if w.gost {
		return devca.WithGOST(w.sign.GOST)
	}
	return devca.WithKey(w.sign.Private)
}

// trust is the shared authority's, without lists.
func (w *world) trust(t testing.TB) *eds.Trust {
	t.Helper()
	trust, err := eds.NewTrust([]*x509.Certificate{w.ca.Root(), w.ca.GOSTRoot()}, []*x509.Certificate{w.ca.Issuing(), w.ca.GOSTIssuing()})
	check(t, err)
	return trust
}

// attempt is one call of Verify.
type attempt struct {
	content, cms []byte
	want         eds.Requirement
	at           calendar.Instant
	verifier     *eds.Verifier
}

// vector is a named attempt and the key of the refusal, or "" when it must be accepted.
type vector struct {
	name, key string
	make      func(t testing.TB, w *world) attempt
}

// signed is a document attempt by a key, changed before it is signed and encoded.
func signed(t testing.TB, w *world, k *devca.Key, change ...func(*devca.Message)) attempt {
	t.Helper()
	m := k.NewMessage(text, now)
	for _, c := range change {
		c(m)
	}
	cms, err := m.Encode()
	check(t, err)
	a := attempt{content: text, cms: cms, want: forDocument, at: now, verifier: w.verifier}
	if k.Kind == devca.Auth {
		a.want = forEntry
	}
	return a
}

// altered is a vector of aigul's own good key with a change in the message.
func altered(name, key string, change func(*devca.Message)) vector {
	return vector{name, key, func(t testing.TB, w *world) attempt { return signed(t, w, w.sign, change) }}
}

// bytesOf is a vector of a good signature whose bytes are changed after.
func bytesOf(name, key string, change func([]byte) []byte) vector {
	return vector{name, key, func(t testing.TB, w *world) attempt {
		a := signed(t, w, w.sign)
		a.cms = change(a.cms)
		return a
	}}
}

// issued is a vector of a key issued with options to aigul.
func issued(name, key string, p devca.Person, k devca.Kind, options ...devca.Option) vector {
	return vector{name, key, func(t testing.TB, w *world) attempt { return signed(t, w, w.key(t, p, k, options...)) }}
}

// required is a vector of a key of the world under a requirement.
func required(name, key string, whose func(*world) *devca.Key, want eds.Requirement) vector {
	return vector{name, key, func(t testing.TB, w *world) attempt {
		a := signed(t, w, whose(w))
		a.want = want
		return a
	}}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// extension is one that is not critical.
func extension(id asn1.ObjectIdentifier, value []byte) pkix.Extension {
	return pkix.Extension{Id: id, Value: value}
}

func certs(all ...*x509.Certificate) []*x509.Certificate { return all }
