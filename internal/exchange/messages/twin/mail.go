package twin

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"asar/internal/calendar"
)

// lineTime is how long one command may take.
const lineTime = time.Minute

// ServeMail is the mail server: as much of RFC 5321 as taking a letter needs. It serves
// until the context is done.
func (g *Gateways) ServeMail(ctx context.Context, on net.Listener) error {
	stop := context.AfterFunc(ctx, func() { _ = on.Close() })
	defer stop()
	for {
		conn, err := on.Accept()
		if errors.Is(err, net.ErrClosed) && ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		go func() {
			end := context.AfterFunc(ctx, func() { _ = conn.Close() })
			defer end()
			g.talk(conn)
		}()
	}
}

// letter is what a connection has told so far.
type letter struct{ from, to string }

func (g *Gateways) talk(conn net.Conn) {
	c := textproto.NewConn(conn)
	defer func() { _ = c.Close() }()
	_ = c.PrintfLine("220 messages-simulator")
	var l letter
	for {
		_ = conn.SetDeadline(calendar.System().Now().Time().Add(lineTime))
		line, err := c.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		if g.answer(c, &l, strings.ToUpper(verb), rest) != nil || strings.EqualFold(verb, "QUIT") {
			return
		}
	}
}

func (g *Gateways) answer(c *textproto.Conn, l *letter, verb, rest string) error {
	switch verb {
	case "HELO", "EHLO":
		return c.PrintfLine("250 messages-simulator")
	case "MAIL":
		if g.now().Down {
			return c.PrintfLine("451 try again later")
		}
		*l = letter{from: addressIn(rest)}
		return c.PrintfLine("250 ok")
	case "RCPT":
		if g.now().Refuse {
			return c.PrintfLine("550 no such mailbox")
		}
		l.to = addressIn(rest)
		return c.PrintfLine("250 ok")
	case "DATA":
		return g.take(c, l)
	case "RSET", "NOOP":
		*l = letter{}
		return c.PrintfLine("250 ok")
	case "QUIT":
		return c.PrintfLine("221 bye")
	}
	return c.PrintfLine("502 not known here")
}

func (g *Gateways) take(c *textproto.Conn, l *letter) error {
	if l.from == "" || l.to == "" {
		return c.PrintfLine("503 from whom and to whom?")
	}
	if err := c.PrintfLine("354 go on"); err != nil {
		return err
	}
	m, err := mail.ReadMessage(io.LimitReader(c.DotReader(), mostBody))
	if err != nil {
		return c.PrintfLine("554 not a letter")
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return c.PrintfLine("554 unclear subject")
	}
	body := m.Body
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "base64") {
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return c.PrintfLine("554 unclear letter")
	}
	g.keep(Message{Kind: "mail", ID: m.Header.Get("Message-Id"), To: l.to, Subject: subject, Text: string(text)})
	return c.PrintfLine("250 taken")
}

// addressIn is what stands between < and >.
func addressIn(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}
