package matrix

import (
	"time"

	"asar/internal/access"
	"asar/internal/registry"
	"asar/internal/testing/town"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// visitors are everybody who opens every route. Short is the head of their column.
var visitors = []struct{ name, short, is string }{
	{"visitor", "none", "nobody is signed in"},
	{"expired", "expi", "Сейтова, 31 minutes after her last request"},
	{"signed-out", "gone", "Сейтова, after signing out"},
	{world.Recipient, "reci", "Сейтова, whose order it is"},
	{world.SecondRecipient, "rec2", "another recipient of the same district"},
	{world.ThirdRecipient, "rec3", "a recipient of another district"},
	{world.Assistant, "assi", "Ахметов, from whom it was ordered"},
	{world.SignLanguage, "sign", "another specialist"},
	{world.Supplier, "supp", "an employee of an organisation"},
	{world.Worker, "work", "a specialist of that organisation"},
	{world.Officer, "offi", "the officer of the order's district"},
	{world.OtherOfficer, "off2", "an officer of another district"},
	{world.Administrator, "admi", "the administrator"},
	{world.Auditor, "audi", "the auditor"},
	{"former-officer", "ex-o", "an officer of the district dismissed a moment ago"},
	{"former-supplier", "ex-s", "an employee dismissed a moment ago"},
}

// enterAll signs everybody in. Those whose session is over come first, and the clock goes on.
func (s *stage) enterAll(site *visited.Site) {
	s.t.Helper()
	s.tokens["expired"] = site.Browser(world.Recipient).Token
	s.town.Clock.Advance(31 * time.Minute)
	s.tokens["signed-out"] = site.Browser(world.Recipient).Token
	by, _, err := site.Sessions.Find(s.t.Context(), s.tokens["signed-out"])
	must(s.t, err)
	must(s.t, site.Sessions.End(s.t.Context(), by))
	s.tokens["former-officer"] = s.former(site, world.Auditor, registry.Position{Role: access.Officer, Unit: s.town.Units[world.Bostandyk]})
	s.tokens["former-supplier"] = s.former(site, world.Administrator, registry.Position{Role: access.Supplier, Organisation: s.town.Organisation})
	for _, v := range visitors {
		if s.town.People[v.name] != nil {
			s.tokens[v.name] = site.Browser(v.name).Token
		}
	}
}

// former seats somebody in a position and ends it while they sit there.
func (s *stage) former(site *visited.Site, who string, p registry.Position) string {
	s.t.Helper()
	p.Person = s.town.People[who].ID
	held, err := s.town.Registry.GivePosition(s.t.Context(), town.Founder(), p)
	must(s.t, err)
	by, _, err := site.Sessions.Find(s.t.Context(), site.Browser(who).Token)
	must(s.t, err)
	token, _, err := site.Sessions.Sit(s.t.Context(), by, held.String())
	must(s.t, err)
	must(s.t, s.town.Registry.EndPosition(s.t.Context(), town.Founder(), held))
	return token
}
