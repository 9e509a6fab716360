package regulation

import (
	"strings"
	"testing"
)

func changes(t *testing.T, from, to *Edition) string {
	t.Helper()
	found, err := Diff(from, to)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(found))
	for i, c := range found {
		lines[i] = c.String()
	}
	return strings.Join(lines, "\n")
}

func edition(t *testing.T, name string) *Edition {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	e, found := c.Find(name)
	if !found {
		t.Fatalf("there is no edition %s", name)
	}
	return e
}

// The two pairs the footnotes allow: what changed is known by its clause, and what stood
// before is not.
func TestTheEditionsOfTheFootnotes(t *testing.T) {
	got := changes(t, edition(t, "10-technical-and-hygiene-aids.2018-04-18"), edition(t, "10-technical-and-hygiene-aids"))
	want := `п.1: changed; the wording before is not in the text that is held, by № 2/203 of 2019-04-03
п.3: changed; the wording before is not in the text that is held, by № 2/203 of 2019-04-03`
	if got != want {
		t.Errorf("annex 10:\n%s", got)
	}
	got = changes(t, edition(t, "06-targeted-assistance"), edition(t, "06-targeted-assistance.2019-08-09"))
	want = `п.4: changed; the wording before is not in the text that is held, by № 4/588 of 2019-10-23
п.5: changed; the wording before is not in the text that is held, by № 4/588 of 2019-10-23
п.6: changed; the wording before is not in the text that is held, by № 4/588 of 2019-10-23
п.8: changed; the wording before is not in the text that is held, by № 4/588 of 2019-10-23`
	if got != want {
		t.Errorf("annex 6:\n%s", got)
	}
}

func TestChangesAreToldInLegalWords(t *testing.T) {
	old := edition(t, "09-prosthetic-aid")
	changed := copied(t, old)
	act := Act{Number: "1/1", Date: old.Until.Date}
	changed.Since = act
	changed.Acts = append(changed.Acts, Amendment{Number: "1/1", Date: act.Date, Scope: "changes", Clauses: []string{"п.5"}})
	p, _ := changed.Process(ByProvider)
	*p.Steps[2].Duration.Value = 7
	p.Steps[3].Role, p.Steps[3].ActorRU = DeputyHead, "заместитель"
	p.Steps = p.Steps[:4]
	changed.Channels = changed.Channels[:1]
	got := changes(t, old, changed)
	for _, line := range []string{
		"п.5 пп.3: step 3: 8 working days → 7 working days, by № 1/1 of 2020-10-20",
		"п.5 пп.4: step 4: done by «руководитель услугодателя» → by «заместитель», by № 1/1 of 2020-10-20",
		"п.5 пп.5: step 5 is taken out",
		"п.1 пп.2: the channel provider is closed",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("%q is not told in\n%s", line, got)
		}
	}
	if _, err := Diff(old, edition(t, "10-technical-and-hygiene-aids")); err == nil {
		t.Error("two annexes were compared as editions of one")
	}
}

func TestAnEditionIsFoundByItsDay(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{"2018-04-17": "", "2018-04-18": "10-technical-and-hygiene-aids.2018-04-18", "2019-04-02": "10-technical-and-hygiene-aids.2018-04-18",
		"2019-04-03": "10-technical-and-hygiene-aids", "2020-10-19": "10-technical-and-hygiene-aids", "2020-10-20": ""}
	for day, want := range cases {
		got := ""
		if e, found := c.InForce(10, mustDate(day)); found {
			got = e.Name()
		}
		if got != want {
			t.Errorf("on %s annex 10 is %q, want %q", day, got, want)
		}
	}
}

func TestASettingNamesTheEditionsInUse(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if all, err := c.InUse(""); err != nil || len(all) != 14 {
		t.Errorf("nothing is set: %d editions, %v", len(all), err)
	}
	if two, err := c.InUse("09-prosthetic-aid, 14-home-care"); err != nil || len(two) != 2 || two[1].Annex != 14 {
		t.Errorf("two are set: %v, %v", two, err)
	}
	for setting, want := range map[string]string{"09-nothing": "there is no edition", "06-targeted-assistance.2019-08-09": "п.4 of it is not known",
		"09-prosthetic-aid,09-prosthetic-aid": "named twice"} {
		if _, err := c.InUse(setting); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", setting, err)
		}
	}
}
