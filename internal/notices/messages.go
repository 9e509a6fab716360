package notices

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/jobs"
	"asar/internal/store"
)

// The kinds of jobs that tell a person outside the portal. Their payload is Message.
const (
	KindMail = "mail"
	KindSMS  = "sms"
)

// Message says whom to tell, and about which kind of thing. It holds no personal data: the
// address is asked for with Address when the message is sent.
type Message struct {
	Person access.PersonID `json:"person"`
	Notice string          `json:"notice"` // the notice's kind
}

// Address is where a person is told, and in which language. The phone is digits after a
// plus, as E.164 writes it.
type Address struct{ Email, Phone, Locale string }

var asWritten = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "\u00a0", "")

func scanAddress(r store.Row) (a Address, err error) {
	err = r.Scan(&a.Email, &a.Phone, &a.Locale)
	a.Phone = asWritten.Replace(a.Phone)
	return a, err
}

func addressOf(ctx context.Context, q store.Querier, p access.PersonID) (Address, error) {
	return store.One(ctx, q, scanAddress, `SELECT email, phone, locale FROM person WHERE id = $1`, p)
}

// sendOut adds a job for each way the person can be reached.
func sendOut(tx *store.Tx, n Notice) error {
	a, err := addressOf(tx.Context(), tx, n.Person)
	if err != nil {
		return err
	}
	for kind, address := range map[string]string{KindMail: a.Email, KindSMS: a.Phone} {
		if address == "" {
			continue
		}
		job := jobs.Job{Kind: kind, Key: n.ID.String(), Subject: "person:" + n.Person.String(), Payload: Message{Person: n.Person, Notice: n.Kind}}
		if err := jobs.Add(tx, job); err != nil {
			return err
		}
	}
	return nil
}

// Address returns where a person is told. It asks for access.DeliverMessages.
func (s *Notices) Address(ctx context.Context, by access.Actor, p access.PersonID) (a Address, err error) {
	scope, err := access.Ask(by, access.DeliverMessages)
	if err != nil {
		return a, err
	}
	where, args := scope.Where(access.Columns{Person: "id"}, 2)
	err = s.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		a, err = store.One(ctx, q, scanAddress, `SELECT email, phone, locale FROM person WHERE id = $1 AND `+where, append([]any{p}, args...)...)
		return err
	})
	return a, err
}
