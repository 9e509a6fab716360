package acts_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"testing"
	"time"

	"rsc.io/qr"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/testing/placed"
	"asar/internal/testing/world"
)

// sheet is a scanned page that carries the codes of acts.
func sheet(t *testing.T, codes ...string) []byte {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, 900, 1200))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.Gray{Y: 240}), image.Point{}, draw.Src)
	for i, text := range codes {
		code, err := qr.Encode(text, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		const dot = 4
		for y := range code.Size {
			for x := range code.Size {
				if code.Black(x, y) {
					at := image.Pt(80+dot*x, 80+dot*y+i*500)
					draw.Draw(page, image.Rectangle{Min: at, Max: at.Add(image.Pt(dot, dot))}, image.Black, image.Point{}, draw.Src)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, page, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func codeOf(a acts.Act) string { return forms.CheckURL("https://portal.test", a.Number, a.Digest) }

func attach(t *testing.T, town *placed.Town, a acts.ID, content []byte) (acts.ScanCode, error) {
	t.Helper()
	return town.Acts.AttachScan(t.Context(), town.As(world.Assistant), a, acts.Upload{Name: "акт.jpg", Content: content})
}

func TestAScanGoesInsteadOfSignatures(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		a := form(t, town, o)
		_, err := town.Acts.Ready(t.Context(), town.As(world.Assistant), acts.Sending{Order: o, Month: november})
		refused(t, err, problem.Invalid, "acts.needs-signatures-or-scan")
		content := sheet(t, codeOf(a), codeOf(a), "https://egov.kz")
		ready, err := town.Acts.Ready(t.Context(), town.As(world.Assistant), acts.Sending{Order: o, Month: november, Scan: &acts.Upload{Name: "x", Content: content}})
		if err != nil || ready.ScanCode != acts.CodeRead || !ready.Scanned() {
			t.Fatalf("ready: %v %v", ready.ScanCode, err)
		}
		if d := download(t, town, world.Recipient, a.ID, acts.ScanFile); d.Media != "image/jpeg" || d.Name != "scan-"+a.Number+".jpg" {
			t.Errorf("the scan is %s, %s", d.Name, d.Media)
		}
		if code, err := attach(t, town, a.ID, paper); err != nil || code != acts.CodeUnread {
			t.Errorf("a scan without a code: %s, %v", code, err)
		}
		kept, err := town.Acts.AttachedScan(t.Context(), town.As(world.Recipient), a.ID)
		if err != nil || kept.Pages != 1 || kept.Size == 0 || kept.Name == "" {
			t.Errorf("the attached scan: %+v, %v", kept, err)
		}
		_, err = town.Acts.AttachedScan(t.Context(), town.As(world.SecondRecipient), a.ID)
		refused(t, err, problem.NotFound, "problem.not-found")
		if err := town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false); err != nil {
			t.Fatal(err)
		}
		_, err = attach(t, town, a.ID, paper)
		refused(t, err, problem.Conflict, "acts.stands-elsewhere.sent")
	})
}

func TestAScanOfAnotherPaperIsRefused(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o, other := worked(t, town), town.Running(world.SecondRecipient, 600)
		write(t, town, other, town.Clock.Now().Date(), 120)
		older := form(t, town, o)
		write(t, town, o, town.Clock.Now().Date(), 300)
		a, foreign := form(t, town, o), form(t, town, other)
		town.Clock.Set(calendar.MustDate("2026-12-02").Clock(10, 0))
		write(t, town, o, calendar.MustDate("2026-12-01"), 60)
		next, err := town.Acts.Form(t.Context(), town.As(world.Assistant), o, december)
		if err != nil {
			t.Fatal(err)
		}
		forged := a
		forged.Digest = older.Digest
		unknown := a
		unknown.Number = "2026-00000000"
		for _, c := range []struct {
			name, key string
			content   []byte
		}{
			{"another order", "acts.scan-other-order", sheet(t, codeOf(foreign))},
			{"another month", "acts.scan-other-month", sheet(t, codeOf(next))},
			{"an older edition", "acts.scan-older-edition", sheet(t, codeOf(older))},
			{"another content", "acts.scan-unknown", sheet(t, codeOf(forged))},
			{"no act of ours", "acts.scan-unknown", sheet(t, codeOf(unknown))},
			{"the right sheet and a wrong one", "acts.scan-other-month", sheet(t, codeOf(a), codeOf(next))},
			{"nothing", "acts.file-needed", nil},
			{"a web page", "intake.web-page", []byte("<html></html>")},
			{"a cut picture", "intake.damaged", paper[:len(paper)-9]},
		} {
			_, err := attach(t, town, a.ID, c.content)
			refused(t, err, problem.Invalid, c.key)
			if p, _ := problem.Of(err); p != nil && (len(p.Fields) != 1 || p.Fields[0].Name != "file") {
				t.Errorf("%s is not said at the file", c.name)
			}
		}
		if find(t, town, world.Assistant, a.ID).Scanned() {
			t.Error("a refused scan was attached")
		}
		_, err = town.Acts.AttachScan(t.Context(), town.As(world.Recipient), a.ID, acts.Upload{Content: paper})
		refused(t, err, problem.Denied, "problem.denied")
	})
}

func TestReadySaysWhatIsWrongAtTheField(t *testing.T) {
	each(t, func(t *testing.T, town *placed.Town) {
		o := worked(t, town)
		ready := func(s acts.Sending) error {
			s.Order = o
			_, err := town.Acts.Ready(t.Context(), town.As(world.Assistant), s)
			return err
		}
		at := func(err error, field, key string) {
			t.Helper()
			refused(t, err, problem.Invalid, key)
			if p, _ := problem.Of(err); p != nil && (len(p.Fields) != 1 || p.Fields[0].Name != field) {
				t.Errorf("%s is not said at %s", key, field)
			}
		}
		scan := &acts.Upload{Name: "scan.png", Content: paper}
		at(ready(acts.Sending{Month: november, Scan: scan}), "month", "acts.form-first")
		a := form(t, town, o)
		at(ready(acts.Sending{Month: november}), "file", "acts.needs-signatures-or-scan")
		write(t, town, o, town.Clock.Now().Date(), 60)
		at(ready(acts.Sending{Month: november, Scan: scan}), "month", "acts.journal-changed")
		write(t, town, o, town.Clock.Now().Date(), 240)
		town.Clock.Advance(9 * 24 * time.Hour)
		write(t, town, o, calendar.MustDate("2026-12-01"), 90)
		at(ready(acts.Sending{Month: november, Scan: scan, EndsWork: true}), "ends-work", "acts.other-months-unsent")
		refused(t, town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false), problem.Invalid, "acts.needs-signatures-or-scan")
		if err := ready(acts.Sending{Month: november, Scan: scan}); err != nil {
			t.Fatal(err)
		}
		refused(t, town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, true), problem.Invalid, "acts.other-months-unsent")
		if err := town.Acts.Send(t.Context(), town.As(world.Assistant), a.ID, false); err != nil {
			t.Fatal(err)
		}
		at(ready(acts.Sending{Month: november, Scan: scan}), "month", "acts.stands-elsewhere.sent")
		if _, err := town.Acts.Ready(t.Context(), town.As(world.SignLanguage), acts.Sending{Order: o, Month: november}); !problem.Is(err, problem.NotFound) {
			t.Errorf("another specialist sends: %v", err)
		}
		if got := town.Order(o); got.Status != orders.OnExecution || got.WorkEnded() || got.Unsent != 90 {
			t.Errorf("the order: %+v", got)
		}
	})
}
