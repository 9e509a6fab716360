package messages_test

import (
	"context"
	"log/slog"
	"net"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/exchange/messages"
	"asar/internal/exchange/messages/twin"
	"asar/internal/jobs"
	"asar/internal/notices"
	"asar/internal/store"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/world"
)

// post opens both gateways and returns where they are.
func post(t *testing.T) (g *twin.Gateways, smtp, sms string) {
	t.Helper()
	g = twin.New(calendar.NewSettable(testdb.Start))
	on, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.ServeMail(ctx, on) }()
	server := httptest.NewServer(g)
	t.Cleanup(func() {
		server.Close()
		stop()
		must(t, <-ended)
	})
	return g, "smtp://" + on.Addr().String(), server.URL
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mailTo(t *testing.T, server string) *messages.Mail {
	t.Helper()
	m, err := messages.NewMail(server, "Портал <portal@town.invalid>", calendar.NewSettable(testdb.Start))
	must(t, err)
	return m
}

// again tells whether an error asks to be tried again.
func again(err error) bool {
	return err != nil && reflect.TypeOf(err) != reflect.TypeOf(jobs.Refused(nil))
}

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	g, smtp, _ := post(t)
	m := mailTo(t, smtp)
	text := "Қалың ең жақсы сөз.\n" + strings.Repeat("ұзақ жол ", 40) + "\n.\nсоңы"
	l := messages.Letter{ID: "7", To: "aigul@town.invalid", Subject: "Жаңа\r\nBcc: all@town.invalid хабарлама", Text: text}
	for range 2 {
		must(t, m.Send(t.Context(), l))
	}
	got := g.Messages()
	if len(got) != 1 || got[0].Times != 2 || got[0].Text != text || got[0].To != l.To || got[0].ID != "<7@town.invalid>" {
		t.Fatalf("%+v", got)
	}
	if got[0].Subject != "Жаңа Bcc: all@town.invalid хабарлама" {
		t.Errorf("subject %q", got[0].Subject)
	}
}

func TestWhatAMailServerSaysDecidesWhetherToTryAgain(t *testing.T) {
	g, smtp, _ := post(t)
	letter := messages.Letter{ID: "1", To: "aigul@town.invalid", Subject: "s", Text: "t"}
	cases := map[string]struct {
		faults twin.Faults
		server string
		to     string
		again  bool
	}{
		"down":         {twin.Faults{Down: true}, smtp, letter.To, true},
		"no mailbox":   {twin.Faults{Refuse: true}, smtp, letter.To, false},
		"nobody there": {twin.Faults{}, "smtp://127.0.0.1:1", letter.To, true},
		"two lines":    {twin.Faults{}, smtp, "aigul@town.invalid\r\nRCPT TO:<all@town.invalid>", false},
		"no address":   {twin.Faults{}, smtp, "aigul", false},
		"no TLS":       {twin.Faults{}, strings.Replace(smtp, "smtp://127.0.0.1", "smtps://127.0.0.1", 1), letter.To, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g.Fail(c.faults)
			l := letter
			l.To = c.to
			err := mailTo(t, c.server).Send(t.Context(), l)
			if err == nil || again(err) != c.again {
				t.Errorf("%v, again %v", err, again(err))
			}
			if err != nil && strings.Contains(err.Error(), "aigul") {
				t.Errorf("the error names the address: %v", err)
			}
		})
	}
	if len(g.Messages()) != 0 {
		t.Errorf("%+v", g.Messages())
	}
}

func TestSettingsOfMailThatCannotBeAreRefused(t *testing.T) {
	for _, c := range [][2]string{{"http://mail", "portal@town.invalid"}, {"smtp://user:hunter2@", "portal@town.invalid"}, {"smtp://mail", "portal"}} {
		if _, err := messages.NewMail(c[0], c[1], calendar.System()); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// TestAPersonIsToldWithoutWords runs what a notice leads to: both messages name the portal
// and nothing about the person or the service, in the person's language.
func TestAPersonIsToldWithoutWords(t *testing.T) {
	g, smtp, sms := post(t)
	town := placed.New(t, testdb.SQLite(t))
	must(t, town.DB.Write(t.Context(), access.System("test"), func(_ context.Context, tx *store.Tx) error {
		tx.Told()
		return town.Notices.Tell(tx, notices.Notice{Person: town.People[world.SecondRecipient].ID, Kind: "allotted"})
	}))
	words := messages.Words{Notices: town.Notices, Texts: town.Texts, Portal: "https://portal.test"}
	runner := jobs.Runner{DB: town.DB, Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{
		notices.KindMail: messages.ByMail(words, mailTo(t, smtp)), notices.KindSMS: messages.BySMS(words, messages.NewSMS(sms)),
	}}
	for did := 1; did > 0; {
		var err error
		did, err = runner.Once(t.Context())
		must(t, err)
	}
	w, told := town.People[world.SecondRecipient], 0
	for _, m := range g.Messages() {
		if m.To != w.Email && m.To != "+77010000102" {
			continue
		}
		told++
		all := m.Subject + m.Text
		if !strings.Contains(m.Text, "https://portal.test") || !strings.Contains(all, "хабарлама") {
			t.Errorf("%+v", m)
		}
		for _, secret := range []string{w.Surname, w.Name, w.IIN, w.Address, "көлем", "сурдо", "көмекші"} {
			if strings.Contains(all, secret) {
				t.Errorf("a message holds %q: %+v", secret, m)
			}
		}
	}
	if told < 2 {
		t.Errorf("told %d times: %+v", told, g.Messages())
	}
}
