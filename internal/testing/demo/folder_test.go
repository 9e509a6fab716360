package demo_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/testing/demo"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

func opened(t *testing.T, dir string) *demo.Folder {
	t.Helper()
	f, err := demo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestATownBrokenOffIsBegunAgain(t *testing.T) {
	dir := t.TempDir()
	f := opened(t, dir)
	secret, err := f.Secret()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"asar.db", "asar.db-wal", "mine.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f = opened(t, dir)
	for name, want := range map[string]bool{"asar.db": false, "asar.db-wal": false, "mine.txt": true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
	if again, err := f.Secret(); err != nil || !bytes.Equal(secret, again) {
		t.Errorf("the secret changed: %v", err)
	}
}

func TestAWholeTownIsKeptAndItsKeysOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("makes keys of 4096 bits")
	}
	dir := t.TempDir()
	clock := calendar.NewSettable(calendar.System().Now())
	f := opened(t, dir)
	ca, err := f.Authority(clock)
	if err != nil {
		t.Fatal(err)
	}
	_, all, err := f.Issue(ca, clock.Now().Plus(-60*24*time.Hour), clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Finish(all); err != nil {
		t.Fatal(err)
	}
	if _, err := eds.LoadTrust(f.Trust()); err != nil {
		t.Error(err)
	}
	f = opened(t, dir)
	people, err := f.People()
	if err != nil || len(people) != len(world.People()) {
		t.Fatalf("%d people, %v", len(people), err)
	}
	first, withGOST := people[0].AuthKey, 0
	for _, p := range people {
		open(t, p.AuthKey, p.Password)
		open(t, p.SignKey, p.Password)
		if p.GOSTKey != "" {
			withGOST++
			open(t, p.GOSTKey, p.Password)
		}
	}
	if withGOST < 2 {
		t.Errorf("%d people have a GOST key", withGOST)
	}
	if err := f.Renew(ca, clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(first); err != nil {
		t.Error("fresh keys were issued anew")
	}
	if err := f.Renew(ca, clock.Now().Plus(340*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(first); err == nil {
		t.Error("keys that end soon were kept")
	}
}

func open(t *testing.T, path, password string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := devca.ReadP12(b, password); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}
