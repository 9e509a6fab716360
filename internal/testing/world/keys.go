package world

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/testing/devca"
)

// Keys are a person's two keys.
type Keys struct{ Auth, Sign *devca.Key }

// year is how long keys are good from the day they are issued.
const year = 365 * 24 * time.Hour

// Issue makes the keys of a named person, good from a day before since until a year from
// the authority's now. Those of the supplier are of her organisation.
func Issue(ca *devca.Authority, w Who, since, now calendar.Instant) (Keys, error) {
	p := devca.Person{IIN: w.IIN, Surname: w.Surname, Name: w.Name, Patronymic: w.Patronymic, Email: w.Email}
	if w.Role == access.Supplier {
		p.BIN, p.Organisation, p.Role = BIN, Organisation().Name.RU, devca.Employee
	}
	period := devca.Valid(since.Plus(-24*time.Hour), now.Plus(year))
	auth, err := ca.Issue(p, devca.Auth, period)
	if err != nil {
		return Keys{}, err
	}
	sign, err := ca.Issue(p, devca.Sign, period)
	return Keys{Auth: auth, Sign: sign}, err
}

// Files writes both key files of a person into a folder, and returns their paths.
func (k Keys) Files(dir string) (auth, sign string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", "", fmt.Errorf("world: %w", err)
	}
	write := func(key *devca.Key) (string, error) {
		b, err := key.P12(devca.Password)
		if err != nil {
			return "", err
		}
		path := filepath.Join(dir, key.FileName())
		return path, os.WriteFile(path, b, 0o600)
	}
	if auth, err = write(k.Auth); err != nil {
		return "", "", err
	}
	sign, err = write(k.Sign)
	return auth, sign, err
}
