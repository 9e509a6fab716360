package browser_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/city/pages"
	"asar/internal/signing"
	"asar/internal/testing/browser"
	"asar/internal/testing/devca"
	"asar/internal/testing/ncalayer"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// promise is the purpose of a document of this test's own.
const promise signing.Purpose = "test.promise"

// town is a portal in a browser's reach, with keys for its people.
type town struct {
	*visited.Site
	t      *testing.T
	server *browser.Server
	layer  *ncalayer.Layer
	keys   map[string]world.Keys
	dir    string
}

// open settles a town. Bad keys must be issued before: what is revoked is known from the
// start.
func open(t *testing.T, changes ...func(*town, *pages.Settings)) *town {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	placedTown := placed.New(t, testdb.SQLite(t))
	o := &town{t: t, keys: map[string]world.Keys{}, dir: t.TempDir()}
	placedTown.Carrying.Learn(map[signing.Purpose]signing.Action{promise: keepPromise})
	o.layer = ncalayer.New(o.of(world.Recipient).Auth, placedTown.Clock.Now)
	layer := httptest.NewServer(o.layer)
	t.Cleanup(layer.Close)
	o.server = browser.Serve(t, func(base string) http.Handler {
		set := pages.Settings{Base: base, NCALayer: strings.Replace(layer.URL, "http", "ws", 1)}
		for _, change := range changes {
			change(o, &set)
		}
		o.Site = visited.WholeWith(t, placedTown, set)
		return o.Handler
	})
	return o
}

var keepPromise = signing.Action{
	Do:    func(context.Context, access.Actor, signing.Proof) error { return nil },
	Where: func(signing.Text) (string, error) { return "/me", nil },
	Said:  "done.applied",
}

// of are a person's good keys.
func (o *town) of(who string) world.Keys {
	o.t.Helper()
	if k, made := o.keys[who]; made {
		return k
	}
	k, err := world.Issue(devca.Shared(o.t), personOf(who), devca.SharedFrom, devca.SharedFrom)
	must(o.t, err)
	o.keys[who] = k
	return k
}

func personOf(who string) world.Who {
	for _, w := range world.People() {
		if w.Key == who {
			return w
		}
	}
	panic("nobody is called " + who)
}

// file writes a key file.
func (o *town) file(k *devca.Key) string {
	o.t.Helper()
	b, err := k.P12(devca.Password)
	must(o.t, err)
	return o.write(k.FileName(), b)
}

func (o *town) write(name string, b []byte) string {
	o.t.Helper()
	path := filepath.Join(o.dir, name)
	must(o.t, os.WriteFile(path, b, 0o600))
	return path
}

// issue makes a key that is wrong in some way.
func issue(t *testing.T, kind devca.Kind, options ...devca.Option) *devca.Key {
	t.Helper()
	w := personOf(world.Recipient)
	k, err := devca.Shared(t).Issue(devca.Person{IIN: w.IIN, Surname: w.Surname, Name: w.Name, Patronymic: w.Patronymic}, kind, options...)
	must(t, err)
	return k
}

func inDate() devca.Option {
	return devca.Valid(devca.SharedFrom, devca.SharedFrom.Plus(300*24*time.Hour))
}

// enter signs a person in with a key file.
func (o *town) enter(tab *browser.Tab, who string) {
	o.t.Helper()
	tab.Open(o.server.Base + "/ru/sign-in")
	o.sign(tab, o.file(o.of(who).Auth))
	tab.At("/ru/cabinet")
}

// opened chooses a key file and opens it with its password.
func (o *town) opened(tab *browser.Tab, file string) {
	o.t.Helper()
	tab.Choose("#key-file", file)
	tab.Type("#key-password", devca.Password)
	tab.Click("#key-open")
}

func (o *town) sign(tab *browser.Tab, file string) {
	o.t.Helper()
	o.opened(tab, file)
	tab.Click("#key-sign")
}

// document prepares a text for a person to sign, and says where.
func (o *town) document(who, locale string) string {
	o.t.Helper()
	text, err := o.Desk.Prepare(o.t.Context(), o.As(who), signing.Draft{Purpose: promise, Subject: "order:1", Locale: locale, Body: "Подтверждаю заказ № 2026-000001.\nҚол қоямын: Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі."})
	must(o.t, err)
	return "/" + locale + "/sign/" + text.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
