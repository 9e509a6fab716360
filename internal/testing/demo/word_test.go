package demo

import (
	"os"
	"testing"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/world"
)

// A file in the town's folder makes its authority silent; without it the authority speaks again.
func TestTheAuthorityIsMadeSilentByHand(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	folder, err := Open(t.TempDir())
	must(err)
	ca, err := folder.Authority(calendar.System())
	must(err)
	now := calendar.System().Now()
	keys, err := world.Issue(ca, world.People()[0], now, now)
	must(err)
	cms, err := keys.Sign.Sign([]byte("текст"), now)
	must(err)
	product, err := ca.Verifier()
	must(err)
	hears, err := folder.Hears(ca, product)
	must(err)
	check := func() error {
		_, _, err := hears.VerifyWith([]byte("текст"), cms, eds.Requirement{Purpose: eds.Document}, now, eds.Proofs{})
		return err
	}
	must(check())
	must(os.WriteFile(folder.path(SilentFile), nil, 0o600))
	if err := check(); !eds.MayChange(err) || !problem.Is(err, problem.Outside) {
		t.Errorf("silent: %v", err)
	}
	must(os.Remove(folder.path(SilentFile)))
	must(check())
}
