package orders_test

import (
	"slices"
	"testing"
	"time"

	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

func numbers(rows []orders.Row) (all []orders.Number) {
	for _, r := range rows {
		all = append(all, r.Number)
	}
	return all
}

func list(t *testing.T, town *placed.Town, who string, q orders.Query) orders.Page {
	t.Helper()
	p, err := town.Orders.List(t.Context(), town.As(who), q)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheListIsSearched(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		first := town.Place(world.Recipient, "assistant/assistant", 60, soon) // Сейтова Айгүл
		town.Clock.Advance(24 * time.Hour)
		second := town.Place(world.SecondRecipient, "assistant/assistant", 60, soon) // Әбдірахманов Ғалымжан
		town.Clock.Advance(24 * time.Hour)
		third := town.Place(world.ThirdRecipient, "assistant/assistant", 60, soon) // Петренко Людмила
		town.Confirm(world.Assistant, second, orders.Who{})
		if err := town.Decline(world.Assistant, third, orders.Reason{Code: "illness"}); err != nil {
			t.Fatal(err)
		}
		number := map[string]orders.Number{"1": town.Order(first).Number, "2": town.Order(second).Number, "3": town.Order(third).Number}
		for name, c := range map[string]struct {
			query orders.Query
			want  string
		}{
			"all, the newest first":  {orders.Query{}, "321"},
			"waiting":                {orders.Query{Tab: orders.TabWaiting}, "1"},
			"on execution":           {orders.Query{Tab: orders.TabRunning}, "2"},
			"closed":                 {orders.Query{Tab: orders.TabClosed}, "3"},
			"a status":               {orders.Query{Filter: orders.Filter{Status: orders.Declined}}, "3"},
			"from a day":             {orders.Query{Filter: orders.Filter{From: start.PlusDays(1)}}, "32"},
			"to a day":               {orders.Query{Filter: orders.Filter{To: start.PlusDays(1)}}, "21"},
			"a surname":              {orders.Query{Filter: orders.Filter{Surname: "сейт"}}, "1"},
			"Kazakh letters folded":  {orders.Query{Filter: orders.Filter{Surname: "АБДИРАХМАНОВ"}}, "2"},
			"a name":                 {orders.Query{Filter: orders.Filter{Name: "галым"}}, "2"},
			"a surname and a status": {orders.Query{Tab: orders.TabClosed, Filter: orders.Filter{Surname: "Пет", Name: "Л"}}, "3"},
			"nobody":                 {orders.Query{Filter: orders.Filter{Surname: "Ким"}}, ""},
			"a wildcard is a letter": {orders.Query{Filter: orders.Filter{Surname: "%"}}, ""},
			"from the other side":    {orders.Query{Side: orders.AsRecipient}, ""},
			"from no side":           {orders.Query{Side: "everybody"}, ""},
		} {
			if c.query.Side == "" {
				c.query.Side = orders.AsSpecialist
			}
			var want []orders.Number
			for _, n := range c.want {
				want = append(want, number[string(n)])
			}
			p := list(t, town, world.Assistant, c.query)
			if !slices.Equal(numbers(p.Rows), want) || p.Found != len(want) || p.HasMore {
				t.Errorf("%s: %v (found %d), want %v", name, numbers(p.Rows), p.Found, want)
			}
		}
		counts, err := town.Orders.Tabs(t.Context(), town.As(world.Assistant), orders.AsSpecialist)
		if err != nil || counts[orders.TabAll] != 3 || counts[orders.TabWaiting] != 1 || counts[orders.TabRunning] != 1 || counts[orders.TabClosed] != 1 {
			t.Errorf("tabs: %v, %v", counts, err)
		}
		row := list(t, town, world.Assistant, orders.Query{Side: orders.AsSpecialist, Filter: orders.Filter{Surname: "Сейтова"}}).Rows[0]
		if row.RecipientName.FullName() != "Сейтова Айгүл Маратқызы" || row.WorkerName.FullName() != "Ахметов Нұрлан Серікұлы" {
			t.Errorf("names: %q, %q", row.RecipientName.FullName(), row.WorkerName.FullName())
		}
	})
}

// TestEveryListShowsOnlyItsOwn looks at one order from every side of everybody.
func TestEveryListShowsOnlyItsOwn(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		town.Running(world.Recipient, 60)
		sees := map[string]orders.Side{world.Recipient: orders.AsRecipient, world.Assistant: orders.AsSpecialist, world.Officer: orders.AsOfficer}
		for _, w := range world.People() {
			for _, side := range []orders.Side{orders.AsRecipient, orders.AsSpecialist, orders.AsOrganisation, orders.AsOfficer} {
				p, err := town.Orders.List(t.Context(), town.As(w.Key), orders.Query{Side: side})
				if problem.Is(err, problem.Denied) {
					continue
				}
				if want := sees[w.Key] == side; err != nil || (len(p.Rows) == 1) != want {
					t.Errorf("%s as %s sees %d orders, %v", w.Key, side, len(p.Rows), err)
				}
			}
		}
	})
}

func TestPagesFollowOneAnotherWithoutGapsOrRepetition(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		var want []orders.Number
		for n := range orders.PageSize*2 + 3 {
			if n%3 == 0 { // several orders of one moment
				town.Clock.Advance(time.Minute)
			}
			want = append(want, town.Order(town.Place(world.Recipient, "assistant/assistant", 60, soon)).Number)
		}
		for _, filter := range []orders.Filter{{}, {Status: orders.Waiting}, {Surname: "Сейтова"}, {Surname: "сей", Status: orders.Waiting}, {From: start, To: start}} {
			var got []orders.Number
			query := orders.Query{Side: orders.AsSpecialist, Filter: filter}
			for {
				p := list(t, town, world.Assistant, query)
				got = append(got, numbers(p.Rows)...)
				if p.Found != len(want) {
					t.Errorf("found %d of %d", p.Found, len(want))
				}
				if query.After = p.Next; !p.HasMore {
					break
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%+v: %d of %d orders", filter, len(got), len(want))
			}
		}
		p := list(t, town, world.Assistant, orders.Query{Side: orders.AsSpecialist, After: "'; DROP TABLE orders; --"})
		if len(p.Rows) != orders.PageSize {
			t.Errorf("an address somebody made up shows %d rows", len(p.Rows))
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add("2026-11-23T05:00:00.000000Z_0190f5a3-0000-7000-8000-000000000001")
	f.Add("_")
	f.Fuzz(func(t *testing.T, s string) {
		at, o, ok := orders.ParseCursor(s)
		if ok && (at.IsZero() || o.IsZero()) {
			t.Errorf("%q is a place in the list", s)
		}
		if ok {
			if at2, o2, ok2 := orders.ParseCursor(orders.Cursor(at, o)); !ok2 || at2 != at || o2 != o {
				t.Errorf("%q does not come back", s)
			}
		}
	})
}
