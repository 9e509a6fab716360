package program

import (
	"encoding/hex"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/city"
	"asar/internal/documents/blob"
	"asar/internal/documents/intake"
	"asar/internal/testing/devca"
	"asar/internal/testing/testdb"
	"asar/internal/testing/town"
	"asar/internal/testing/world"
)

// Past is how long before the machine's now a town begins.
const Past = 60 * 24 * time.Hour

// Began is the day on which towns of this test program begin.
var Began = sync.OnceValue(func() calendar.Date { return calendar.System().Now().Plus(-Past).Date() })

// authority is one for all towns of a test program: making keys is what takes the time.
var authority = sync.OnceValues(func() (*devca.Authority, error) {
	return devca.New(calendar.NewSettable(Began().Begins()))
})

var issued struct {
	sync.Mutex
	keys map[string]world.Keys
}

// Keys are a named person's.
func Keys(t testing.TB, who string) world.Keys {
	t.Helper()
	issued.Lock()
	defer issued.Unlock()
	k, err := keysOf(who)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func keysOf(who string) (world.Keys, error) {
	if k, known := issued.keys[who]; known {
		return k, nil
	}
	ca, err := authority()
	if err != nil {
		return world.Keys{}, err
	}
	for _, w := range world.People() {
		if w.Key == who {
			k, err := world.Issue(ca, w, Began().Begins(), calendar.System().Now())
			if issued.keys == nil {
				issued.keys = map[string]world.Keys{}
			}
			issued.keys[who] = k
			return k, err
		}
	}
	return world.Keys{}, nil
}

// Town is a settled town on a database that programs use too. Its own clock stands where
// it was set; the programs have the machine's.
type Town struct {
	*town.Town
	Clock    *calendar.Settable
	Database string
	files    string
	trust    string
	secret   []byte
}

// Base is the portal's public address; processes listen elsewhere.
const Base = "http://portal.example"

// Settle settles a town on a test's database, sixty days ago.
func Settle(t testing.TB, on testdb.Town) *Town {
	t.Helper()
	on.Clock.Set(Began().Clock(9, 0))
	dir := t.TempDir()
	here := &Town{Clock: on.Clock, Database: on.URL, files: "file://" + filepath.ToSlash(filepath.Join(dir, "files")), trust: filepath.Join(dir, "trust"), secret: make([]byte, 32)}
	ca, err := authority()
	must(t, err)
	must(t, ca.Trust(here.trust))
	verifier, err := ca.Verifier()
	must(t, err)
	files, err := blob.OpenStore(t.Context(), here.files)
	must(t, err)
	parts, err := city.New(city.Settings{DB: on.DB, Secret: here.secret, Base: Base, Check: verifier, Files: files, Intake: intake.InProcess()})
	must(t, err)
	here.Town, err = town.Settle(t.Context(), parts, Began(), Began().PlusDays(365), func(who string) (*devca.Key, error) { return Keys(t, who).Sign, nil })
	must(t, err)
	return here
}

// Env is what a process over the town is told.
func (t *Town) Env() []string {
	return []string{"ASAR_DATABASE=" + t.Database, "ASAR_FILES=" + t.files, "ASAR_TRUST=" + t.trust, "ASAR_BASE=" + Base,
		"ASAR_SECRET=" + hex.EncodeToString(t.secret), "ASAR_LISTEN=127.0.0.1:0"}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
