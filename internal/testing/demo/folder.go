package demo

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"asar/internal/calendar"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

// Folder is where a demo town is kept.
type Folder struct{ dir string }

// Open takes up a folder, or begins a new one. What a start that was broken off left
// behind is taken away: the town is whole only with its people.json.
func Open(dir string) (*Folder, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	f := &Folder{dir: full}
	if err := os.MkdirAll(full, 0o700); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if f.Whole() {
		return f, nil
	}
	return f, f.clear()
}

// clear takes away only what a demo makes, whatever else lies in the folder.
func (f *Folder) clear() error {
	for _, name := range []string{"asar.db", "asar.db-wal", "asar.db-shm", "files", "keys"} {
		if err := os.RemoveAll(filepath.Join(f.dir, name)); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	return nil
}

// Whole tells whether the town was made to its end.
func (f *Folder) Whole() bool {
	_, err := os.Stat(f.path("people.json"))
	return err == nil
}

func (f *Folder) path(name string) string { return filepath.Join(f.dir, name) }

// Dir is the folder itself.
func (f *Folder) Dir() string { return f.dir }

// Database is the address of the town's database.
func (f *Folder) Database() string { return "sqlite:" + f.path("asar.db") }

// Files is the address of the town's files.
func (f *Folder) Files() string { return "file://" + filepath.ToSlash(f.path("files")) }

// Trust is the folder of what is trusted.
func (f *Folder) Trust() string { return f.path("trust") }

// System is the folder of the portal's own keys.
func (f *Folder) System() string { return f.path("system") }

// Keys is the folder of everybody's key files.
func (f *Folder) Keys() string { return f.path("keys") }

// Secret is the town's own secret, made at the first start.
func (f *Folder) Secret() ([]byte, error) {
	b, err := os.ReadFile(f.path("secret"))
	if errors.Is(err, fs.ErrNotExist) {
		made := make([]byte, 32)
		_, _ = rand.Read(made) // never fails
		return made, os.WriteFile(f.path("secret"), []byte(hex.EncodeToString(made)+"\n"), 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return hex.DecodeString(strings.TrimSpace(string(b)))
}

// history is how far back the portal's own keys reach: the town has papers of its past.
const history = 365 * 24 * time.Hour

// Authority takes up the town's authority and writes what is trusted of it, with fresh
// revocation lists.
func (f *Folder) Authority(clock calendar.Clock) (*devca.Authority, error) {
	ca, err := devca.Open(f.path("authority"), clock)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(f.System()); errors.Is(err, fs.ErrNotExist) {
		if err := ca.System(f.System(), clock.Now().Plus(-history)); err != nil {
			return nil, err
		}
	}
	return ca, ca.Trust(f.Trust())
}

// Inhabitant is a person in people.json. The paths are those of their key files.
type Inhabitant struct {
	Key      string   `json:"key"`
	Name     string   `json:"name"`
	IIN      string   `json:"iin"`
	Roles    []string `json:"roles"`
	AuthKey  string   `json:"auth_key"`
	SignKey  string   `json:"sign_key"`
	GOSTKey  string   `json:"gost_key,omitempty"` // for signing in and for documents
	Password string   `json:"password"`
}

// Issue makes everybody's keys and writes their files. The keys are good from the day
// before since.
func (f *Folder) Issue(ca *devca.Authority, since, now calendar.Instant) (map[string]world.Keys, []Inhabitant, error) {
	keys := map[string]world.Keys{}
	var all []Inhabitant
	for _, w := range world.People() {
		k, err := world.Issue(ca, w, since, now)
		if err != nil {
			return nil, nil, fmt.Errorf("demo: keys of %s: %w", w.Key, err)
		}
		auth, sign, both, err := k.Files(filepath.Join(f.Keys(), w.Key))
		if err != nil {
			return nil, nil, err
		}
		keys[w.Key] = k
		all = append(all, Inhabitant{Key: w.Key, Name: w.FullName(), IIN: w.IIN, Roles: w.Roles(), AuthKey: auth, SignKey: sign, GOSTKey: both, Password: devca.Password})
	}
	return keys, all, nil
}

// Finish writes people.json, which makes the town whole.
func (f *Folder) Finish(all []Inhabitant) error {
	b, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	beside := f.path("people.json.part")
	if err := os.WriteFile(beside, append(b, '\n'), 0o600); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return os.Rename(beside, f.path("people.json"))
}

// People reads people.json.
func (f *Folder) People() (all []Inhabitant, err error) {
	b, err := os.ReadFile(f.path("people.json"))
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return all, json.Unmarshal(b, &all)
}

// fresh is how long a key must still be good at a start; it is issued anew otherwise.
const fresh = 30 * 24 * time.Hour

// Renew issues everybody's keys anew when the town was made so long ago that they end soon.
func (f *Folder) Renew(ca *devca.Authority, now calendar.Instant) error {
	made, err := os.Stat(f.path("people.json"))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if left := 365*24*time.Hour - now.Since(calendar.At(made.ModTime())); left > fresh {
		return nil
	}
	if err := os.RemoveAll(f.Keys()); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	_, all, err := f.Issue(ca, now, now)
	if err != nil {
		return err
	}
	return f.Finish(all)
}
