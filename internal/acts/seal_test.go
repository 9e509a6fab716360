package acts_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"asar/internal/access"
	"asar/internal/acts"
	"asar/internal/audit"
	"asar/internal/documents/pdf"
	"asar/internal/documents/seal"
	"asar/internal/problem"
	"asar/internal/testing/devca"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

var keeper = access.System("timekeeper", access.Timekeeper)

var printedFiles = []acts.File{acts.ActKK, acts.ActRU, acts.SheetKK, acts.SheetRU}

// signed is an act both sides signed.
func signed(t *testing.T, town *placed.Town) acts.Act {
	t.Helper()
	a := form(t, town, worked(t, town))
	sign(t, town, world.Assistant, a.ID)
	sign(t, town, world.Recipient, a.ID)
	return a
}

func turn(t *testing.T, town *placed.Town, want int) {
	t.Helper()
	if n, err := town.Acts.Seal(t.Context(), keeper); n != want || err != nil {
		t.Fatalf("%d acts sealed, want %d; %v", n, want, err)
	}
}

func TestAnActIsSealedOnceBothHaveSigned(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		town.Sealing()
		a := form(t, town, worked(t, town))
		sign(t, town, world.Assistant, a.ID)
		turn(t, town, 0)
		if _, err := town.Keys.CheckDocument(download(t, town, world.Assistant, a.ID, acts.ActRU).Content); !errors.Is(err, pdf.ErrUnsigned) {
			t.Errorf("half an act: %v", err)
		}
		sign(t, town, world.Recipient, a.ID)
		turn(t, town, 1)
		turn(t, town, 0)
		for _, f := range printedFiles {
			first := download(t, town, world.Assistant, a.ID, f)
			if _, err := town.Keys.CheckDocument(first.Content); err != nil {
				t.Errorf("%s: %v", f, err)
			}
			town.Clock.Set(town.Clock.Now().Plus(time.Hour))
			if again := download(t, town, world.Recipient, a.ID, f); !bytes.Equal(again.Content, first.Content) || again.Name != first.Name {
				t.Errorf("%s changed", f)
			}
		}
		if n := count(t, town, `SELECT count(*) FROM act_seal`); n != 4 {
			t.Errorf("%d files", n)
		}
		if public, err := town.Acts.CheckNumber(t.Context(), a.Number); err != nil || public.SealedAt.IsZero() {
			t.Errorf("%+v %v", public, err)
		}
		if _, err := audit.Verify(t.Context(), town.DB, town.As(world.Auditor)); err != nil {
			t.Errorf("the history: %v", err)
		}
	})
}

// TestWhoDownloadsFirstGetsTheSealedFile: nobody is handed a file that will be another.
func TestWhoDownloadsFirstGetsTheSealedFile(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		town.Sealing()
		a := signed(t, town)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() { _, _ = town.Acts.Seal(t.Context(), keeper) })
			all.Go(func() { _, _ = town.Acts.Download(t.Context(), town.As(world.Recipient), a.ID, acts.ActKK) })
		}
		all.Wait()
		first := download(t, town, world.Recipient, a.ID, acts.ActKK)
		if _, err := town.Keys.CheckDocument(first.Content); err != nil {
			t.Fatal(err)
		}
		if n := count(t, town, `SELECT count(*) FROM act_seal`); n != 4 {
			t.Errorf("%d files", n)
		}
	})
}

func TestWithoutKeysNothingIsSealed(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		a := signed(t, town)
		turn(t, town, 0)
		file := download(t, town, world.Recipient, a.ID, acts.ActRU)
		if _, err := town.Keys.CheckDocument(file.Content); !errors.Is(err, pdf.ErrUnsigned) || a.Code != "" || town.Acts.Seals() {
			t.Errorf("%v %q", err, a.Code)
		}
		town.Sealing() // keys come later: what was signed before is sealed then
		turn(t, town, 1)
		if _, err := town.Keys.CheckDocument(download(t, town, world.Recipient, a.ID, acts.ActRU).Content); err != nil {
			t.Error(err)
		}
		if _, err := town.Acts.Seal(t.Context(), town.As(world.Recipient)); !problem.Is(err, problem.Denied) {
			t.Errorf("a recipient seals: %v", err)
		}
	})
}

func TestTheCodeOfAnAct(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		folder := town.Sealing()
		o := worked(t, town)
		a := form(t, town, o)
		c, err := town.Acts.CheckCode(t.Context(), seal.Address(town.Acts.Base, a.Code))
		if err != nil || c.Fault != nil || c.Found == nil || c.Found.Number != a.Number || c.Claim.Digest != a.Digest || c.Claim.Minutes != a.Minutes || !c.Key.Codes() {
			t.Fatalf("%+v %v", c, err)
		}
		// A code of another portal says the same of the same act, and is not ours.
		other := filepath.Join(t.TempDir(), "system")
		if err := devca.Shared(t).System(other, devca.SharedFrom); err != nil {
			t.Fatal(err)
		}
		keys, err := seal.Open(other)
		if err != nil {
			t.Fatal(err)
		}
		for _, claim := range []seal.Claim{c.Claim, {Number: "2026-00000000", Edition: 1, Month: a.Month, Minutes: 1, FormedAt: a.FormedAt, Digest: a.Digest}} {
			foreign, err := keys.Code(claim)
			if err != nil {
				t.Fatal(err)
			}
			c, err := town.Acts.CheckCode(t.Context(), foreign)
			if err != nil || !errors.Is(c.Fault, seal.ErrKey) || (c.Found != nil) != (claim.Number == a.Number) {
				t.Errorf("%s: %+v %v", claim.Number, c, err)
			}
		}
		for _, text := range []string{"", a.Number, a.Code[:80]} {
			if _, err := town.Acts.CheckCode(t.Context(), text); !problem.Is(err, problem.NotFound) {
				t.Errorf("%q: %v", text, err)
			}
		}
		// The key is changed between the two signatures: the printed code stays as it was.
		before := download(t, town, world.Assistant, a.ID, acts.ActRU)
		moveToPast(t, folder)
		town.TakeKeys(folder)
		if after := download(t, town, world.Assistant, a.ID, acts.ActRU); !bytes.Equal(before.Content, after.Content) {
			t.Error("the act on paper changed")
		}
		sign(t, town, world.Assistant, a.ID)
		sign(t, town, world.Recipient, a.ID)
		turn(t, town, 1)
		if c, err := town.Acts.CheckCode(t.Context(), a.Code); err != nil || c.Fault != nil || c.Found == nil {
			t.Errorf("after the change of keys: %+v %v", c, err)
		}
	})
}

// moveToPast changes the key of codes as the runbook says.
func moveToPast(t *testing.T, folder string) {
	t.Helper()
	past := filepath.Join(folder, seal.Past)
	if err := os.MkdirAll(past, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{seal.CodeCert, seal.SealCert} {
		if err := os.Rename(filepath.Join(folder, name), filepath.Join(past, "2026-"+name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := devca.Shared(t).System(folder, devca.SharedFrom); err != nil {
		t.Fatal(err)
	}
}
