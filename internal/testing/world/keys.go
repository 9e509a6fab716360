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

// Keys are a person's two RSA keys. Some also have the one key that is issued now, GOST
// 34.10-2015, which signs in and signs documents.
type Keys struct{ Auth, Sign, GOST *devca.Key }

// withGOST are those who have the new key too: somebody who is served, and a specialist.
var withGOST = map[string]bool{Recipient: true, SignLanguage: true}

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
	if err != nil || !withGOST[w.Key] {
		return Keys{Auth: auth, Sign: sign}, err
	}
	both, err := ca.Issue(p, devca.GOST, period)
	return Keys{Auth: auth, Sign: sign, GOST: both}, err
}

// Files writes a person's key files into a folder, and returns their paths; that of the
// GOST key is "" when there is none.
func (k Keys) Files(dir string) (auth, sign, both string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", "", "", fmt.Errorf("world: %w", err)
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
		return "", "", "", err
	}
	if sign, err = write(k.Sign); err != nil || k.GOST == nil {
		return auth, sign, "", err
	}
	both, err = write(k.GOST)
	return auth, sign, both, err
}
