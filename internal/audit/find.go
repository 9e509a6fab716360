package audit

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/problem"
	"asar/internal/store"
)

const columns = `book, n, at, actor, action, request, details, details_digest, prev, hash`

func scanEntry(r store.Row) (e Entry, err error) {
	var details string
	err = r.Scan(&e.Book, &e.N, &e.At, &e.Actor, &e.Action, &e.Request, &details, &e.digest, &e.prev, &e.hash)
	e.Details = []byte(details)
	return e, err
}

// Of returns a book, newest entry first. The caller has found the record the book
// belongs to through its own scope.
func Of(ctx context.Context, q store.Querier, book string) ([]Entry, error) {
	return store.All(ctx, q, scanEntry, `SELECT `+columns+` FROM audit_entry WHERE book = $1 ORDER BY n DESC`, book)
}

// Filter narrows the auditor's view. Zero values narrow nothing.
type Filter struct {
	From, To calendar.Date
	Book     string
	Action   string // "orders.confirm"; with a dot at the end every action of an area: "orders."
	Actor    string // as AuditName writes it
	Request  string
	After    string // Page.After of the page before; "" begins
}

// Page is a part of what was found, the newest first.
type Page struct {
	Entries []Entry
	After   string // asks for the next page; "" on the last
}

// onPage is how many entries an auditor is shown at once.
const onPage = 50

// longestPeriod is how many days are searched for what no index finds; the history of a
// city is read by the day.
const longestPeriod = 92

// check refuses a period that ends before it begins, and one too long to be searched.
func (f Filter) check() error {
	if !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
		return problem.Fields(problem.At("to", "audit.period-backwards"))
	}
	narrow := f.Action != "" || f.Actor != "" || f.Request != ""
	if f.Book == "" && narrow && (f.From.IsZero() || f.days() > longestPeriod) {
		return problem.Fields(problem.At("from", "audit.period-long", problem.Args{"Days": longestPeriod}))
	}
	return nil
}

// days is how long the period is; one without an end runs until today.
func (f Filter) days() int { return f.From.DaysUntil(f.To) + 1 }

// Find returns entries for an auditor, the newest first. It asks for access.SeeAudit;
// Invalid is a period that cannot be searched, NotFound an After that Find did not give.
func Find(ctx context.Context, db *store.DB, by access.Actor, f Filter) (p Page, err error) {
	if _, err := access.Ask(by, access.SeeAudit); err != nil {
		return p, err
	}
	if f.To.IsZero() {
		f.To = db.Now().Date()
	}
	if err := f.check(); err != nil {
		return p, err
	}
	where, args, err := f.where()
	if err != nil {
		return p, err
	}
	err = db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		p.Entries, err = store.All(ctx, q, scanEntry, `SELECT `+columns+` FROM audit_entry WHERE `+where+` ORDER BY at DESC, book DESC, n DESC LIMIT 51`, args...)
		return err
	})
	if len(p.Entries) > onPage {
		p.Entries = p.Entries[:onPage]
		p.After = cursorOf(p.Entries[onPage-1])
	}
	return p, err
}

// where writes only the conditions that are asked for, so that each question has its plan.
func (f Filter) where() (string, []any, error) {
	var parts []string
	var args []any
	add := func(condition string, values ...any) {
		numbers := make([]any, len(values))
		for i := range values {
			numbers[i] = len(args) + i + 1
		}
		parts, args = append(parts, fmt.Sprintf(condition, numbers...)), append(args, values...)
	}
	add("at <= $%d", f.To.Ends())
	if !f.From.IsZero() {
		add("at >= $%d", f.From.Begins())
	}
	for _, exact := range [][2]string{{"book = $%d", f.Book}, {"actor = $%d", f.Actor}, {"request = $%d", f.Request}} {
		if exact[1] != "" {
			add(exact[0], exact[1])
		}
	}
	if area, whole := strings.CutSuffix(f.Action, "."); whole {
		add("action >= $%d AND action < $%d", area+".", area+"/") // "/" is the sign after "."
	} else if f.Action != "" {
		add("action = $%d", f.Action)
	}
	if f.After != "" {
		last, err := readCursor(f.After)
		if err != nil {
			return "", nil, err
		}
		add("at <= $%[1]d AND (at, book, n) < ($%[1]d, $%[2]d, $%[3]d)", last.At, last.Book, last.N)
	}
	return strings.Join(parts, " AND "), args, nil
}

// cursorOf names the place after an entry.
func cursorOf(e Entry) string {
	return base64.RawURLEncoding.EncodeToString([]byte(e.At.String() + " " + strconv.FormatInt(e.N, 10) + " " + e.Book))
}

func readCursor(s string) (e Entry, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.SplitN(string(raw), " ", 3)
	if err != nil || len(parts) != 3 {
		return e, problem.New(problem.NotFound, "problem.not-found")
	}
	at, wrongTime := calendar.ParseInstant(parts[0])
	n, wrongNumber := strconv.ParseInt(parts[1], 10, 64)
	if wrongTime != nil || wrongNumber != nil || strings.ContainsRune(parts[2], 0) {
		return e, problem.New(problem.NotFound, "problem.not-found")
	}
	return Entry{At: at, N: n, Book: parts[2]}, nil
}
