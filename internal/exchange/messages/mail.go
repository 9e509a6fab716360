package messages

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"strings"
	"time"

	"asar/internal/calendar"
	"asar/internal/jobs"
)

// Mail hands e-mail to a mail server (RFC 5321). A password is only told over TLS.
type Mail struct {
	server *url.URL
	from   *mail.Address
	clock  calendar.Clock
}

// NewMail makes a client of a server's address, smtp://user:password@host:port (which
// becomes TLS where the server offers it) or smtps://, for messages from an address.
func NewMail(server, from string, clock calendar.Clock) (*Mail, error) {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("messages: the mail server must look like smtp://host:25") // not wrapped: it may hold a password
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, errors.New("messages: whom e-mail is from must be an address, for example portal@example.kz")
	}
	return &Mail{server: u, from: sender, clock: clock}, nil
}

// Letter is one e-mail. Repeated with the same id it is the same letter.
type Letter struct{ ID, To, Subject, Text string }

// Send hands a letter over. An address that is none, or a reply that trying again cannot
// mend, is jobs.Refused. Errors hold neither the address nor the text.
func (m *Mail) Send(ctx context.Context, l Letter) error {
	to, err := mail.ParseAddress(l.To)
	if err != nil || l.ID == "" || l.Text == "" {
		return jobs.Refused(errors.New("messages: no address, text or id"))
	}
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	client, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	if err := m.hand(client, to.Address, m.written(l, to)); err != nil {
		return replied(err)
	}
	_ = client.Quit() // the letter is taken: how the server says goodbye does not matter
	return nil
}

// open connects, takes TLS where it is there, and says who we are.
func (m *Mail) open(ctx context.Context) (*smtp.Client, error) {
	host, _, _ := net.SplitHostPort(m.address())
	conn, err := m.dial(ctx, host)
	if err != nil {
		return nil, errors.New("messages: the mail server does not answer") // not wrapped: it names the address
	}
	if until, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(until)
	}
	client, err := smtp.NewClient(conn, host)
	if err != nil {
		_ = conn.Close()
		return nil, replied(err)
	}
	if err := m.introduce(client, host); err != nil {
		_ = client.Close()
		return nil, replied(err)
	}
	return client, nil
}

func (m *Mail) address() string {
	if m.server.Port() != "" {
		return m.server.Host
	}
	if m.server.Scheme == "smtps" {
		return net.JoinHostPort(m.server.Hostname(), "465")
	}
	return net.JoinHostPort(m.server.Hostname(), "25")
}

func (m *Mail) dial(ctx context.Context, host string) (net.Conn, error) {
	if m.server.Scheme == "smtps" {
		return (&tls.Dialer{Config: secured(host)}).DialContext(ctx, "tcp", m.address())
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", m.address())
}

func secured(host string) *tls.Config {
	return &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
}

func (m *Mail) introduce(client *smtp.Client, host string) error {
	if ok, _ := client.Extension("STARTTLS"); ok {
		if err := client.StartTLS(secured(host)); err != nil {
			return err
		}
	}
	password, set := m.server.User.Password()
	if !set {
		return nil
	}
	return client.Auth(smtp.PlainAuth("", m.server.User.Username(), password, host)) // refuses to speak without TLS
}

func (m *Mail) hand(client *smtp.Client, to string, letter []byte) error {
	if err := client.Mail(m.from.Address); err != nil {
		return err
	}
	if err := client.Rcpt(to); err != nil {
		return err
	}
	w, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(letter); err != nil {
		return err
	}
	return w.Close()
}

// written is the letter with its headers. Base64 keeps lines short in any language.
func (m *Mail) written(l Letter, to *mail.Address) []byte {
	_, host, _ := strings.Cut(m.from.Address, "@")
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"From", m.from.String()}, {"To", (&mail.Address{Address: to.Address}).String()}, {"Subject", mime.QEncoding.Encode("utf-8", oneLine(l.Subject))},
		{"Date", m.clock.Now().Time().Format(time.RFC1123Z)}, {"Message-ID", "<" + oneLine(l.ID) + "@" + host + ">"}, {"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"}, {"Content-Type", "text/plain; charset=utf-8"}, {"Content-Transfer-Encoding", "base64"},
	} {
		_, _ = fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
	for text := base64.StdEncoding.EncodeToString([]byte(l.Text)); text != ""; {
		n := min(len(text), 76)
		b.WriteString(text[:n] + "\r\n")
		text = text[n:]
	}
	return b.Bytes()
}

// oneLine keeps a header a header.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// replied tells whether trying again can mend what a server said; its words stay out, for
// they may hold the address.
func replied(err error) error {
	var said *textproto.Error
	if !errors.As(err, &said) {
		return errors.New("messages: the mail server broke off")
	}
	failure := fmt.Errorf("messages: mail status %d", said.Code)
	if said.Code >= 500 {
		return jobs.Refused(failure)
	}
	return failure
}
