package messages

import (
	"context"
	"fmt"

	"asar/internal/access"
	"asar/internal/jobs"
	"asar/internal/lang"
	"asar/internal/notices"
)

// Postman is who delivers messages.
func Postman() access.Actor { return access.System("postman", access.Postman) }

// Words are what messages say: that something awaits in the cabinet, and where the portal
// is. Never what it is about, nor who anybody is: mail and telephones are read by others.
type Words struct {
	Notices *notices.Notices
	Texts   *lang.Texts
	Portal  string // its address
}

// ByMail does jobs of kind notices.KindMail.
func ByMail(w Words, m *Mail) jobs.Handler {
	return w.deliver(func(ctx context.Context, id string, to notices.Address, words *lang.Words) error {
		if to.Email == "" {
			return nil // it was taken away since
		}
		return m.Send(ctx, Letter{ID: id, To: to.Email, Subject: words.Say("messages.subject"), Text: words.Say("messages.mail", lang.Args{"Portal": w.Portal})})
	})
}

// BySMS does jobs of kind notices.KindSMS.
func BySMS(w Words, s *SMS) jobs.Handler {
	return w.deliver(func(ctx context.Context, id string, to notices.Address, words *lang.Words) error {
		if to.Phone == "" {
			return nil
		}
		return s.Send(ctx, id, to.Phone, words.Say("messages.sms", lang.Args{"Portal": w.Portal}))
	})
}

func (w Words) deliver(send func(ctx context.Context, id string, to notices.Address, words *lang.Words) error) jobs.Handler {
	return func(ctx context.Context, t jobs.Task) error {
		var m notices.Message
		if err := t.Payload(&m); err != nil {
			return jobs.Refused(fmt.Errorf("messages: payload: %w", err))
		}
		to, err := w.Notices.Address(ctx, Postman(), m.Person)
		if err != nil {
			return err
		}
		locale, ok := lang.ParseLocale(to.Locale)
		if !ok {
			locale = lang.RU
		}
		return send(ctx, t.ID.String(), to, w.Texts.In(locale))
	}
}
