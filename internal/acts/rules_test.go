package acts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/signing"
)

func TestEffect(t *testing.T) {
	for _, c := range []struct {
		now   Status
		heard int64
		kind  Status
		seq   int64
		want  Status
	}{
		{Sent, 0, Delivered, 1, Delivered},
		{Sent, 0, Paid, 3, Paid},
		{Accepted, 2, Delivered, 1, Accepted},
		{Delivered, 1, Accepted, 1, Delivered},
		{Accepted, 2, Returned, 3, Returned},
		{Paid, 3, Returned, 4, Paid},
		{Returned, 2, Accepted, 3, Returned},
		{Corrected, 2, Paid, 3, Corrected},
		{Void, 0, Delivered, 1, Void},
		{Formed, 0, Delivered, 1, Formed},
	} {
		got, moves := effect(c.now, c.heard, Answer{Kind: c.kind, Seq: c.seq})
		if got != c.want || moves != (c.now != c.want) {
			t.Errorf("%s (heard %d), %s %d: %s %v, want %s", c.now, c.heard, c.kind, c.seq, got, moves, c.want)
		}
	}
}

// TestEachSideMayDoItsOwn asks the table for every side and status.
func TestEachSideMayDoItsOwn(t *testing.T) {
	seat := func(r ...access.Role) access.Actor {
		return access.Person(access.NewPersonID(), access.NewSessionID(), access.Seat{Roles: r, Organisation: access.NewOrganisationID(), Unit: access.NewUnitID()})
	}
	people := map[orders.Side]access.Actor{
		orders.AsRecipient: seat(access.Recipient), orders.AsSpecialist: seat(access.Recipient, access.Specialist),
		orders.AsOrganisation: seat(access.Supplier), orders.AsOfficer: seat(access.Officer), "": seat(access.Recipient, access.Specialist, access.Supplier),
	}
	want := map[string]string{
		"recipient/formed": "sign", "specialist/formed": "form-again sign attach-scan send", "organisation/formed": "form-again sign attach-scan send",
		"specialist/returned": "correct", "organisation/returned": "correct",
	}
	for side, by := range people {
		for _, status := range Statuses() {
			s := standing{Act: Act{Status: status}, side: side, changed: true}
			var open []string
			for _, o := range options(by, s) {
				open = append(open, string(o.Action))
			}
			if got := strings.Join(open, " "); got != want[string(side)+"/"+string(status)] {
				t.Errorf("%q at %s may %q", side, status, got)
			}
			for _, m := range table {
				if m.From != status || m.By == access.ReportPayment {
					continue
				}
				s.changed = false
				if _, err := permit(s, m.Action); problem.Is(err, problem.Denied) == slices.Contains(m.Sides, side) {
					t.Errorf("%q at %s, %s: %v", side, status, m.Action, err)
				}
			}
		}
	}
}

func TestWhatASideHasDoneIsNotOffered(t *testing.T) {
	done := Signed{ID: signing.ID{}}
	if err := done.ID.UnmarshalText([]byte("0193599a-0000-7000-8000-000000000001")); err != nil {
		t.Fatal(err)
	}
	by := access.Person(access.NewPersonID(), access.NewSessionID(), access.Seat{Roles: []access.Role{access.Recipient, access.Specialist}})
	for side, a := range map[orders.Side]Act{orders.AsRecipient: {Status: Formed, Recipient: done}, orders.AsSpecialist: {Status: Formed, Specialist: done}} {
		for _, o := range options(by, standing{Act: a, side: side}) {
			if o.Action == Sign || o.Action == FormAgain {
				t.Errorf("%s may %s", side, o.Action)
			}
		}
	}
}

func TestSameWork(t *testing.T) {
	day := calendar.MustDate("2026-11-23")
	work := forms.ActContent{VolumeMinutes: 600, UsedBeforeMinutes: 60, Entries: []forms.Entry{{Day: day, Minutes: 120, Places: forms.Words{KK: "Емхана", RU: "Поликлиника"}}}}
	for name, change := range map[string]func(*forms.ActContent){
		"minutes": func(c *forms.ActContent) { c.Entries[0].Minutes = 90 }, "day": func(c *forms.ActContent) { c.Entries[0].Day = day.PlusDays(1) },
		"place": func(c *forms.ActContent) { c.Entries[0].Places.KK = "Мектеп" }, "form": func(c *forms.ActContent) { c.Entries[0].Form.RU = "Лично" },
		"one more": func(c *forms.ActContent) { c.Entries = append(c.Entries, c.Entries[0]) }, "none": func(c *forms.ActContent) { c.Entries = nil },
		"before": func(c *forms.ActContent) { c.UsedBeforeMinutes = 0 }, "volume": func(c *forms.ActContent) { c.VolumeMinutes = 900 },
	} {
		other := work
		other.Entries = slices.Clone(work.Entries)
		if change(&other); sameWork(work, other) {
			t.Errorf("%s changed unnoticed", name)
		}
	}
	renamed := work
	renamed.Recipient.Name, renamed.RegisterNo = "Сейтова Айгуль", "2"
	if !sameWork(work, renamed) {
		t.Error("a name spelled anew is taken for other work")
	}
}

func TestWhenAnActIsAwaited(t *testing.T) {
	for month, want := range map[string]string{"2026-11": "2026-12-07", "2026-12": "2027-01-12", "2026-10": "2026-11-06"} {
		if got := fmt.Sprint(SendBy(calendar.MustMonth(month))); got != want {
			t.Errorf("the act of %s by %s, want %s", month, got, want)
		}
	}
}
