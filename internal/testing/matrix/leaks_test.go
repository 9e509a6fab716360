package matrix

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"asar/internal/testing/world"
	"asar/internal/web"
)

// leaks are whose data was in whose answers: visitor → what → route → states of the order.
type leaks map[string]map[string]map[string][]string

// canaries are what is a person's alone.
func canaries(w world.Who) map[string]string {
	initial := string([]rune(w.Name)[0])
	return map[string]string{"name": w.Surname + " " + initial, "iin": w.IIN, "phone": w.Phone, "email": w.Email, "address": w.Address}
}

func (l leaks) look(state, who string, r web.Route, a answer) {
	for _, w := range world.People() {
		for kind, canary := range canaries(w) {
			if canary != "" && strings.Contains(a.body, canary) && (w.Key != self(who) || kind == "iin") {
				l.note(state, who, w.Key+" "+kind, r.Method+" "+r.Path)
			}
		}
	}
}

func (l leaks) note(state, who, what, route string) {
	if l[who] == nil {
		l[who] = map[string]map[string][]string{}
	}
	if l[who][what] == nil {
		l[who][what] = map[string][]string{}
	}
	l[who][what][route] = append(l[who][what][route], state)
}

// self is whose own data a visitor may see everywhere.
func self(who string) string {
	switch who {
	case "former-officer":
		return world.Auditor
	case "former-supplier":
		return world.Administrator
	}
	return who
}

func (l leaks) table() string {
	var b strings.Builder
	for _, v := range visitors {
		fmt.Fprintf(&b, "%s: %s\n", v.name, v.is)
		for _, what := range slices.Sorted(maps.Keys(l[v.name])) {
			fmt.Fprintf(&b, "  %s\n", what)
			for _, route := range slices.Sorted(maps.Keys(l[v.name][what])) {
				in := strings.Join(l[v.name][what][route], " ")
				if len(l[v.name][what][route]) == len(states) {
					in = "always"
				}
				fmt.Fprintf(&b, "    %-52s %s\n", route, in)
			}
		}
	}
	return b.String()
}

// strangers have nothing to do with Сейтова's order.
var strangers = []string{"visitor", "expired", "signed-out", world.SecondRecipient, world.ThirdRecipient, world.SignLanguage, world.Supplier, world.Worker, world.OtherOfficer, "former-officer", "former-supplier"}

// forbidden is what no review of a table may let through: a whole IIN for anybody; anything
// of the recipient's for who has nothing to do with them; where they live, and how to call
// them, for the specialist of an order that does not run.
func (l leaks) forbidden(t *testing.T) {
	t.Helper()
	for who, all := range l {
		for what, routes := range all {
			person, kind, _ := strings.Cut(what, " ")
			if kind == "iin" || person == world.Recipient && slices.Contains(strangers, who) {
				t.Errorf("%s sees %s at %v", who, what, slices.Sorted(maps.Keys(routes)))
			}
			for route, in := range routes {
				private := person == world.Recipient && who == world.Assistant && kind != "name"
				if private && (slices.Contains(in, "pending") || slices.Contains(in, "cancelled")) {
					t.Errorf("%s sees %s at %s: %v", who, what, route, in)
				}
			}
		}
	}
}
