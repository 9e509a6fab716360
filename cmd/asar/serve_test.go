package main

import (
	"context"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
	"asar/internal/testing/testdb"
)

// A key that is revoked while `asar serve` runs is refused as soon as the new list lies in
// the folder and is read.
func TestRevocationListsAreReadAgain(t *testing.T) {
	clock := calendar.NewSettable(testdb.Start)
	ca, err := devca.New(clock)
	must(t, err)
	dir := t.TempDir()
	must(t, ca.Trust(dir))
	trust, err := eds.LoadTrust(dir)
	must(t, err)
	key, err := ca.Issue(devca.Person{IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл"}, devca.Auth)
	must(t, err)
	content := []byte("text")
	cms, err := key.Sign(content, clock.Now())
	must(t, err)
	verify := func() error {
		_, err := eds.NewVerifier(trust).Verify(content, cms, eds.Requirement{Purpose: eds.Entry, IIN: "850412400121"}, clock.Now())
		return err
	}
	must(t, verify())
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	must(t, os.WriteFile(filepath.Join(dir, eds.CRLDir, "0-broken.crl"), []byte("x"), 0o600))
	said := make(chan string, 1)
	go readLists(ctx, slog.New(slog.NewJSONHandler(firstOf(said, "0-broken.crl"), nil)), trust, dir, time.Millisecond)
	if line := <-said; !strings.Contains(line, "revocation list left aside") {
		t.Errorf("the log says %s", line)
	}
	clock.Advance(time.Minute)
	must(t, ca.Revoke(key.Certificate, clock.Now(), 1))
	must(t, ca.Trust(dir))
	clock.Advance(time.Minute)
	for late := time.After(time.Minute); ; {
		if err := verify(); problem.Is(err, problem.Invalid) {
			return
		}
		select {
		case <-late:
			t.Fatal("the new list was not read")
		default:
		}
	}
}

// lineTo is told each line that is written.
type lineTo func(line []byte)

// firstOf hands over the first line written that holds a word.
func firstOf(to chan<- string, word string) lineTo {
	return func(line []byte) {
		if strings.Contains(string(line), word) {
			select {
			case to <- string(line):
			default:
			}
		}
	}
}

func (f lineTo) Write(line []byte) (int, error) {
	f(line)
	return len(line), nil
}

// What serve cannot do without is said before it serves.
func TestServeSaysWhatItLacks(t *testing.T) {
	clean(t)
	dir := t.TempDir()
	ca, err := devca.New(calendar.System())
	must(t, err)
	must(t, ca.Trust(filepath.Join(dir, "trust")))
	set := map[string]string{"ASAR_DATABASE": "sqlite:" + filepath.Join(dir, "asar.db"), "ASAR_BASE": "http://127.0.0.1", "ASAR_TRUST": filepath.Join(dir, "trust"),
		"ASAR_SECRET": hex.EncodeToString(make([]byte, 32)), "ASAR_LISTEN": "127.0.0.1:0"}
	for _, c := range []struct{ setting, value, says string }{
		{"ASAR_BASE", "", "ASAR_BASE must be"}, {"ASAR_BASE", "portal.example.kz", "ASAR_BASE must be"}, {"ASAR_TRUST", "", "ASAR_TRUST must name"},
		{"ASAR_TRUST", dir, "pins of roots"}, {"ASAR_DATABASE", set["ASAR_DATABASE"], "run `asar migrate` first"}, {"ASAR_DATABASE", "mysql://x", "must begin with"},
	} {
		for name, value := range set {
			t.Setenv(name, value)
		}
		t.Setenv(c.setting, c.value)
		status, _, errs := asar(t, "serve")
		if status != 1 || !strings.Contains(errs, c.says) {
			t.Errorf("%s=%s: status %d, says %s", c.setting, c.value, status, errs)
		}
	}
	for name, value := range set {
		t.Setenv(name, value)
	}
	if status, _, errs := asar(t, "migrate"); status != 0 {
		t.Fatal(errs)
	}
	for _, c := range []struct{ setting, value, says string }{{"ASAR_SECRET", "", "ASAR_SECRET is not set"}, {"ASAR_LISTEN", "nowhere", "listen"}} {
		t.Setenv(c.setting, c.value)
		if status, _, errs := asar(t, "serve"); status != 1 || !strings.Contains(errs, c.says) {
			t.Errorf("%s: status %d, says %s", c.setting, status, errs)
		}
		t.Setenv(c.setting, set[c.setting])
	}
}
