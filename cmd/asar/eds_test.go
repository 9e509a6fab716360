package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/devca"
)

// edsWorld is a trust folder of the development authority and the name of a file in it.
func edsWorld(t *testing.T) (ca *devca.Authority, trust string, file func(name string, b []byte) string) {
	t.Helper()
	ca, trust = devca.Shared(t), t.TempDir()
	if err := ca.Trust(trust); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	return ca, trust, func(name string, b []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
}

var edsAigul = devca.Person{IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл"}

func edsKey(t *testing.T, ca *devca.Authority, options ...devca.Option) *devca.Key {
	t.Helper()
	key, err := ca.Issue(edsAigul, devca.Sign, options...)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signed(t *testing.T, key *devca.Key, attached bool, at calendar.Instant) []byte {
	t.Helper()
	sign := key.Sign
	if attached {
		sign = key.SignAttached
	}
	cms, err := sign([]byte("Мәтін"), at)
	if err != nil {
		t.Fatal(err)
	}
	return cms
}

// TestTheContractOfVerify holds the exact form of the answer and the three ways to end.
func TestTheContractOfVerify(t *testing.T) {
	ca, trust, file := edsWorld(t)
	key := edsKey(t, ca)
	now := calendar.At(key.Certificate.NotBefore).Plus(10 * time.Minute)
	attached := file("attached", signed(t, key, true, now))
	ask := func(want int, args ...string) string {
		out, _ := ran(t, want, append([]string{"eds", "verify", "--profile", "dev", "--trust", trust, "--at", now.String(), "--format", "json"}, args...)...)
		return out
	}
	var got any
	if err := json.Unmarshal([]byte(ask(0, attached)), &got); err != nil {
		t.Fatal(err)
	}
	shape, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"signers":[{"algorithm":"RSA-2048 SHA-256","bin":"","chain":"ok","iin":"850412400121","key_use":"sign","reasons":[],"revocation":"good",` +
		`"roles":["individual"],"signature":"ok","subject":"СЕЙТОВА АЙГҮЛ","valid_at":"` + now.String() + `"}],"valid":true}`
	if string(shape) != want {
		t.Errorf("the answer is\n%s\nwant\n%s", shape, want)
	}
	detached := file("detached", signed(t, key, false, now))
	ask(2, detached)
	ask(0, "--content", file("text", []byte("Мәтін")), detached)
	ask(1, "--content", file("other", []byte("мәтін")), detached)
	ask(2, file("nothing", []byte("nothing")))
	ask(2, filepath.Join(trust, "no such file"))
	for name, option := range map[string]devca.Option{"expired": devca.Expired(), "foreign": devca.Foreign()} {
		if out := ask(1, file(name, signed(t, edsKey(t, ca, option), true, now))); !strings.Contains(out, `"valid": false`) {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// TestShowExplains wants every kind of file explained in three languages, and no key of a
// text left without its words.
func TestShowExplains(t *testing.T) {
	ca, _, file := edsWorld(t)
	key := edsKey(t, ca)
	lists, err := ca.Lists()
	if err != nil {
		t.Fatal(err)
	}
	stamper, err := ca.Issue(devca.Stamps, devca.Stamper)
	if err != nil {
		t.Fatal(err)
	}
	token, err := stamper.NewStamp([]byte("x"), devca.SharedFrom).Encode()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"cms": signed(t, key, true, devca.SharedFrom), "certificate": key.Certificate.Raw, "tsp": token}
	for name, list := range lists {
		files[name] = list
	}
	for name, b := range files {
		for locale, word := range map[string]string{"kk": "тексерілмеді", "ru": "не проверено", "en": "was checked"} {
			out, _ := ran(t, 0, "eds", "show", "--lang", locale, file(name, b))
			if !strings.Contains(out, word) || strings.Contains(out, "eds-show.") {
				t.Errorf("%s in %s:\n%s", name, locale, out)
			}
		}
	}
	ran(t, 2, "eds", "show", file("nothing", []byte("nothing")))
}
