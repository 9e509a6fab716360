// Package nca finds the published test data of the national certification authority (НУЦ РК):
// certificates, lists, key files. They are not part of the project and are read where they
// lie: in the folder ASAR_NCA_FIXTURES names, else in shared/eds/fixtures above. A test that
// finds none is skipped, and where everything must be proved (CI=true) it fails.
package nca

import (
	"os"
	"path/filepath"
	"testing"

	"asar/internal/eds"
)

// The passwords of the key files, published with them.
const (
	Password = "Qwerty12"
	// OldPassword is that of the files of 2022 with GOST 34.10-2015 keys.
	OldPassword = "Aa123456"
)

// Folder is where the data lies.
func Folder(t testing.TB) string {
	t.Helper()
	if named := os.Getenv("ASAR_NCA_FIXTURES"); named != "" {
		if _, err := os.Stat(named); err != nil {
			t.Fatal("ASAR_NCA_FIXTURES: ", err)
		}
		return named
	}
	dir, err := os.Getwd()
	must(t, err)
	for up := dir; up != filepath.Dir(up); up = filepath.Dir(up) {
		found := filepath.Join(up, "shared", "eds", "fixtures")
		if _, err := os.Stat(found); err == nil {
			return found
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the folder shared/eds/fixtures is not here and ASAR_NCA_FIXTURES names none")
	}
	t.Skip("SKIPPED, the authority's own data is not here: name its folder in ASAR_NCA_FIXTURES")
	return ""
}

// Path is the path of a file of the data.
func Path(t testing.TB, name string) string {
	t.Helper()
	return filepath.Join(Folder(t), filepath.FromSlash(name))
}

// Has tells whether the data has a file: some of it is kept apart.
func Has(t testing.TB, name string) bool {
	t.Helper()
	_, err := os.Stat(Path(t, name))
	return err == nil
}

// Read is a file of the data.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(Path(t, name))
	must(t, err)
	return b
}

// Trust is the authority's test authorities, with these revocation lists.
func Trust(t testing.TB, lists ...string) *eds.Trust {
	t.Helper()
	trust, err := eds.LoadProfile(eds.ProfileNCATest, Path(t, "ca/test"))
	must(t, err)
	for _, l := range lists {
		must(t, trust.AddCRL(Read(t, l)))
	}
	return trust
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
