package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/devca"
)

// asar runs the program's command line in this process.
func asar(t *testing.T, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(""), &o, &e)
	return status, o.String(), e.String()
}

func clean(t *testing.T) {
	t.Helper()
	for _, e := range os.Environ() {
		if name, _, _ := strings.Cut(e, "="); strings.HasPrefix(name, "ASAR_") {
			t.Setenv(name, "")
			if err := os.Unsetenv(name); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestHelpExplainsEveryCommand(t *testing.T) {
	clean(t)
	status, out, _ := asar(t, "--help")
	if status != 0 {
		t.Errorf("status %d", status)
	}
	for _, command := range []string{"serve", "demo", "work", "migrate", "audit verify", "check", "backup", "restore", "intake-child", "version"} {
		if !strings.Contains(out, "\n  "+command+" ") {
			t.Errorf("--help says nothing of %s", command)
		}
	}
}

func TestCheckHidesSecretsAndSaysWhatIsWrong(t *testing.T) {
	clean(t)
	t.Setenv("ASAR_DATABASE", "postgres://asar:hunter2@127.0.0.1:1/none?connect_timeout=1")
	t.Setenv("ASAR_SECRET", strings.Repeat("c0", 31))
	t.Setenv("ASAR_MAIL", "smtp://asar:hunter3@mail.invalid:25")
	t.Setenv("ASAR_BASE", "http://portal.example.kz")
	t.Setenv("ASAR_PROXIES", "10.0.0.1, proxy")
	t.Setenv("ASAR_FILES", "file://"+t.TempDir())
	status, out, errs := asar(t, "check")
	if status != 1 {
		t.Errorf("status %d, want 1", status)
	}
	for _, leak := range []string{"hunter", "c0c0"} {
		if strings.Contains(out+errs, leak) {
			t.Errorf("it shows a secret:\n%s", out)
		}
	}
	for _, want := range []string{"PostgreSQL does not answer", "64 digits", "use https", `"proxy" is not an address`, "ASAR_TRUST must name", "5 settings are wrong"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

// TestCheckReadsThePortalsKeys: without keys that is said and lawful; with a fault it is wrong.
func TestCheckReadsThePortalsKeys(t *testing.T) {
	clean(t)
	t.Setenv("ASAR_DATABASE", "sqlite:"+filepath.Join(t.TempDir(), "none.db"))
	if _, out, _ := asar(t, "check"); !strings.Contains(out, "ok     ASAR_SYSTEM        (empty: documents are not sealed") {
		t.Errorf("without keys:\n%s", out)
	}
	folder := filepath.Join(t.TempDir(), "system")
	t.Setenv("ASAR_SYSTEM", folder)
	for _, step := range []struct {
		spoil func() error
		says  string
	}{
		{func() error { return nil }, "no such file"},
		{func() error { return devca.Shared(t).System(folder, calendar.System().Now()) }, "ok     ASAR_SYSTEM        " + folder},
		{func() error { return os.Chmod(filepath.Join(folder, "seal.key"), 0o644) }, "chmod 600"},
		{func() error { return devca.Shared(t).System(folder, calendar.System().Now().Plus(-4*365*24*time.Hour)) }, "documents are not sealed; change the key"},
		{func() error {
			return devca.Shared(t).System(folder, calendar.System().Now().Plus(-(3*365-10)*24*time.Hour))
		}, "change the key"},
	} {
		if err := step.spoil(); err != nil {
			t.Fatal(err)
		}
		if _, out, _ := asar(t, "check"); !strings.Contains(out, step.says) {
			t.Errorf("it does not say %q:\n%s", step.says, out)
		}
		_ = os.Chmod(filepath.Join(folder, "seal.key"), 0o600) // not there at first
	}
}

func TestABackupIsRestoredByTheCommands(t *testing.T) {
	clean(t)
	dir := t.TempDir()
	first, second, file := filepath.Join(dir, "a", "asar.db"), filepath.Join(dir, "b", "asar.db"), filepath.Join(dir, "asar.zip")
	steps := []struct {
		database string
		args     []string
		status   int
		says     string
	}{
		{first, []string{"backup", file}, 1, "asar migrate"},
		{first, []string{"migrate"}, 0, "ready"},
		{first, []string{"audit", "verify"}, 0, "the history is whole"},
		{first, []string{"backup", file}, 0, "audit root"},
		{first, []string{"backup", file}, 1, "exists already"},
		{second, []string{"restore", file}, 0, "equal"},
		{second, []string{"restore", first}, 1, "zip"},
		{second, []string{"version"}, 0, "asar "},
		{second, []string{"nonsense"}, 2, "asar --help"},
	}
	for _, step := range steps {
		t.Setenv("ASAR_DATABASE", "sqlite:"+step.database)
		status, out, errs := asar(t, step.args...)
		if status != step.status || !strings.Contains(out+errs, step.says) {
			t.Errorf("asar %s: status %d, says %s%s", strings.Join(step.args, " "), status, out, errs)
		}
	}
}

// A revocation list that says nothing is named, and so are addresses that are none.
func TestCheckNamesUnreadListsAndAddresses(t *testing.T) {
	clean(t)
	ca, err := devca.New(calendar.System())
	must(t, err)
	dir := t.TempDir()
	must(t, ca.Trust(dir))
	must(t, os.WriteFile(filepath.Join(dir, "crl", "torn.crl"), []byte("<html>"), 0o600))
	t.Setenv("ASAR_TRUST", dir)
	t.Setenv("ASAR_OCSP", "ocsp.pki.gov.kz")
	t.Setenv("ASAR_LISTS", "http://crl.pki.gov.kz/nca_gost_2022.crl,file:///etc/passwd")
	_, out, _ := asar(t, "check")
	for _, says := range []string{"the revocation list torn.crl: ", "WRONG  ASAR_TRUST", "WRONG  ASAR_OCSP ", "WRONG  ASAR_LISTS", `"file:///etc/passwd" must be an address`} {
		if !strings.Contains(out, says) {
			t.Errorf("asar check does not say %q:\n%s", says, out)
		}
	}
}
