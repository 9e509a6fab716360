package devca_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

var aigul = devca.Person{IIN: "850312400123", Surname: "Сериккызы", Name: "Айгуль", Patronymic: "Маратовна"}

// TestOpen makes an authority, closes and opens it: what it issued before is still its
// own, what it revoked stays revoked.
func TestOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("keys of 4096 bits take seconds")
	}
	dir, trust := filepath.Join(t.TempDir(), "ca"), t.TempDir()
	clock := calendar.NewSettable(devca.SharedFrom)
	a := must(devca.Open(dir, clock))(t)
	good, bad := must(a.Issue(aigul, devca.Sign))(t), must(a.Issue(aigul, devca.Sign, devca.Revoked()))(t)
	again := must(devca.Open(dir, clock))(t)
	if !bytes.Equal(a.Root().Raw, again.Root().Raw) {
		t.Fatal("another authority was made")
	}
	if err := again.Trust(trust); err != nil {
		t.Fatal(err)
	}
	v := eds.NewVerifier(must(eds.LoadTrust(trust))(t))
	content, want := []byte("act"), eds.Requirement{Purpose: eds.Document, IIN: aigul.IIN}
	if _, err := v.Verify(content, must(good.Sign(content, clock.Now()))(t), want, clock.Now()); err != nil {
		t.Errorf("good key: %v", err)
	}
	if _, err := v.Verify(content, must(bad.Sign(content, clock.Now()))(t), want, clock.Now()); !problem.HasKey(err, "eds.revoked") {
		t.Errorf("revoked key: %v", err)
	}
}

// TestP12 reads a key file back, with Go and, where it is installed, with openssl.
func TestP12(t *testing.T) {
	key := must(devca.Shared(t).Issue(aigul, devca.Auth))(t)
	file := must(key.P12(devca.Password))(t)
	private, c, err := pkcs12.Decode(file, devca.Password)
	if err != nil || !c.Equal(key.Certificate) || !key.Private.Equal(private) {
		t.Fatalf("read back: %v", err)
	}
	if _, _, err := pkcs12.Decode(file, "wrong"); err == nil {
		t.Error("a wrong password opened the file")
	}
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		return
	}
	name := filepath.Join(t.TempDir(), key.FileName())
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), openssl, "pkcs12", "-legacy", "-info", "-noout", "-in", name, "-passin", "pass:"+devca.Password).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 1024")) || !bytes.Contains(out, []byte("pbeWithSHA1And40BitRC2-CBC")) {
		t.Errorf("openssl: %v\n%s", err, out)
	}
}

// must is the value, or the end of the test.
func must[V any](v V, err error) func(testing.TB) V {
	return func(t testing.TB) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
