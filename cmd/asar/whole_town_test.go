package main

import (
	"bytes"
	"testing"

	"asar/internal/acts"
	"asar/internal/city"
	"asar/internal/journal"
	"asar/internal/store"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

// TestAPaidMonthComesBack backs up a town with an order, hours and an act that was signed,
// printed and sent, restores it into either database, and works on there.
func TestAPaidMonthComesBack(t *testing.T) {
	testdb.Each(t, func(t *testing.T, from testdb.Town) {
		town := placed.New(t, from)
		o := town.Running(world.Recipient, 600)
		today := town.Clock.Now().Date()
		_, err := town.Journal.Save(t.Context(), town.As(world.Assistant), o, journal.Draft{Day: today, Minutes: 120, PlacesKK: "Емхана", PlacesRU: "Поликлиника"})
		must(t, err)
		a, err := town.Acts.Form(t.Context(), town.As(world.Assistant), o, today.InMonth())
		must(t, err)
		must(t, town.SignAct(t.Context(), world.Recipient, a.ID))
		must(t, town.SignAct(t.Context(), world.Assistant, a.ID))
		must(t, town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false))
		was, err := town.Acts.Download(t.Context(), town.As(world.Recipient), a.ID, acts.ActKK)
		must(t, err)
		var b bytes.Buffer
		_, err = writeArchive(t.Context(), town.DB, town.Files, &b)
		must(t, err)
		testdb.Each(t, func(t *testing.T, to testdb.Town) {
			set := town.Settings
			set.DB, set.Files = to.DB, folder(t)
			made, err := readArchive(t.Context(), to.DB, set.Files, opened(t, b.Bytes()))
			must(t, err)
			wantRows(t, made)
			back, err := city.New(set)
			must(t, err)
			now, err := back.Acts.Download(t.Context(), town.As(world.Recipient), a.ID, acts.ActKK)
			must(t, err)
			if !bytes.Equal(now.Content, was.Content) {
				t.Error("the act is another file")
			}
			number, err := back.Registry.IINOf(t.Context(), town.People[world.Recipient].ID)
			if err != nil || number != town.People[world.Recipient].IIN {
				t.Errorf("the sealed number does not open: %v", err)
			}
			_, err = back.Journal.Save(t.Context(), town.As(world.Assistant), o, journal.Draft{Day: today, Minutes: 60, PlacesKK: "Емхана", PlacesRU: "Поликлиника"})
			if err == nil {
				t.Error("the month whose act was sent is open again")
			}
		})
	})
}

// wantRows wants every table of the archive that this town fills to have come along.
func wantRows(t *testing.T, m manifest) {
	t.Helper()
	all, err := store.Tables()
	must(t, err)
	if len(m.Tables) != len(all)-len(leftBehind) {
		t.Errorf("%d tables of %d", len(m.Tables), len(all))
	}
	for _, name := range []string{"person", "orders", "journal_entry", "journal_month", "day_hours", "act", "act_file", "file", "signing_text", "signature", "job", "notice", "audit_entry", "allotment", "register_entry", "bed"} {
		if m.Tables[name].Rows == 0 {
			t.Errorf("no rows of %s", name)
		}
	}
	if m.Files < 4 {
		t.Errorf("%d files", m.Files)
	}
}
