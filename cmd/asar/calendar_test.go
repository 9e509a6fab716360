package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheCommandsOfTheCalendar(t *testing.T) {
	var out, errs bytes.Buffer
	question := `{"start":"2026-11-24T10:00:00+05:00","value":10,"unit":"working_day","profile":"almaty_district"}`
	if run(t.Context(), []string{"calendar", "due", "--batch"}, strings.NewReader(question), &out, &errs) != 0 || !strings.HasPrefix(out.String(), `{"due":"2026-12-08T18:00:00+05:00","passport":{`) {
		t.Errorf("the batch: %s %s", out.String(), errs.String())
	}
	said, _ := ran(t, 0, "calendar", "due", "--start", "2026-11-24T10:00:00+05:00", "--value", "1", "--lang", "en")
	if !strings.Contains(said, "Term: 1 working day, until 25") {
		t.Errorf("one question: %s", said)
	}
	ran(t, 1, "calendar", "due", "--start", "2026-11-24T10:00:00+05:00", "--value", "1", "--unit", "fortnight")

	table := filepath.Join(t.TempDir(), "days.csv")
	if err := os.WriteFile(table, []byte("date,kind,name_kk,name_ru,basis\n2026-11-26,moved_day_off,а,б,в\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open := `{"name":"case 1","start":"2026-11-24T10:00:00+05:00","value":2,"unit":"working_day","profile":"almaty_district"}
{"name":"case 2","start":"2026-11-24T10:00:00+05:00","value":1,"unit":"working_day","profile":"almaty_district"}`
	out.Reset()
	if run(t.Context(), []string{"calendar", "preview", "--table", table}, strings.NewReader(open), &out, &errs) != 0 || strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), `"name":"case 1"`) {
		t.Errorf("the preview: %s %s", out.String(), errs.String())
	}
}
