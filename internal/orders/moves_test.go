package orders_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/orders"
)

func pad(s string, width int, with string) string {
	return s + strings.Repeat(with, max(0, width-len([]rune(s))))
}

func TestTheDrawingIsTheTableOfMoves(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range orders.Moves() {
		want = append(want, fmt.Sprintf("//\t%s ──%s─▶ %s %s %s", pad(string(m.From), 12, " "), pad(string(m.Action), 13, "─"), pad(string(m.To), 24, " "), pad(string(m.By), 16, " "), m.Source))
	}
	if drawing := strings.Join(want, "\n"); !strings.Contains(string(doc), drawing) {
		t.Errorf("doc.go draws other moves than the table has; it should be:\n%s", drawing)
	}
}

func TestEveryStatusIsReached(t *testing.T) {
	reached := map[orders.Status]bool{orders.Waiting: true}
	for range orders.Statuses() {
		for _, m := range orders.Moves() {
			reached[m.To] = reached[m.To] || reached[m.From]
		}
	}
	for _, s := range orders.Statuses() {
		if !reached[s] {
			t.Errorf("no way leads to %s", s)
		}
	}
}

// TestEachSideMayDoItsOwn asks the table for every side and status, once before and once
// after joint work has ended.
func TestEachSideMayDoItsOwn(t *testing.T) {
	recipient, worker, firm, unit := access.NewPersonID(), access.NewPersonID(), access.NewOrganisationID(), access.NewUnitID()
	seat := func(r ...access.Role) access.Seat { return access.Seat{Roles: r, Organisation: firm, Unit: unit} }
	people := map[string]access.Actor{
		"recipient":  access.Person(recipient, access.NewSessionID(), access.Seat{Roles: []access.Role{access.Recipient}}),
		"specialist": access.Person(worker, access.NewSessionID(), access.Seat{Roles: []access.Role{access.Recipient, access.Specialist}}),
		"supplier":   access.Person(access.NewPersonID(), access.NewSessionID(), seat(access.Supplier)),
		"officer":    access.Person(access.NewPersonID(), access.NewSessionID(), seat(access.Officer)),
		"stranger":   access.Person(access.NewPersonID(), access.NewSessionID(), access.Seat{Roles: []access.Role{access.Recipient, access.Specialist}}),
		"visitor":    access.Visitor(),
		"timekeeper": access.System("clock", access.Timekeeper),
	}
	want := map[string]string{
		"recipient/waiting": "withdraw", "recipient/on-execution": "end-work cancel",
		"specialist/waiting": "confirm decline", "specialist/on-execution": "end-work cancel-worker",
		"supplier/waiting": "confirm decline", "supplier/on-execution": "end-work cancel-worker",
	}
	for name, by := range people {
		for _, s := range orders.Statuses() {
			o := orders.Order{Recipient: recipient, Worker: worker, Organisation: firm, Unit: unit, Status: s}
			if got := actionsOf(by, o); got != want[name+"/"+string(s)] {
				t.Errorf("%s at %s may %q, want %q", name, s, got, want[name+"/"+string(s)])
			}
			o.WorkEndedAt = calendar.MustDate("2026-11-23").Begins()
			if got := actionsOf(by, o); strings.Contains(got, "end-work") {
				t.Errorf("%s may end the work of an order twice", name)
			}
		}
	}
}

func actionsOf(by access.Actor, o orders.Order) string {
	var all []string
	for _, m := range orders.Allowed(by, o) {
		all = append(all, string(m.Action))
	}
	return strings.Join(all, " ")
}
