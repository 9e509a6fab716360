package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/orders"
)

// search is one search of the list of orders.
type search struct {
	name   string
	filter orders.Filter
}

func searches() []search {
	return []search{
		{"no search", orders.Filter{}},
		{"status", orders.Filter{Status: orders.Completed}},
		{"dates", orders.Filter{From: calendar.MustDate("2025-01-01"), To: calendar.MustDate("2026-06-30")}},
		{"surname", orders.Filter{Surname: surnames[4]}},
		{"surname and name", orders.Filter{Surname: surnames[4], Name: givenNames[0]}},
	}
}

// listByHand is the list's SQL as a person would write it who knows the indexes: the page,
// how many are found (to 1,001), how many are in each status.
type listByHand struct {
	page, count, tabs *sql.Stmt
	args              []any
	worker            any
}

func newListByHand(ctx context.Context, p *place, s search) (h *listByHand, err error) {
	worker := p.worker[p.busy()].String()
	h = &listByHand{args: []any{worker}, worker: worker}
	where := "worker_id = $1"
	and := func(condition string, arg any) {
		h.args = append(h.args, arg)
		where += fmt.Sprintf(" AND "+condition, len(h.args))
	}
	if f := s.filter; f.Status != "" {
		and("status = $%d", string(f.Status))
	}
	if !s.filter.From.IsZero() {
		and("placed_at >= $%d", p.value(s.filter.From.Begins()))
		and("placed_at <= $%d", p.value(s.filter.To.Ends()))
	}
	for column, typed := range map[string]string{"surname_key": s.filter.Surname, "name_key": s.filter.Name} {
		if typed != "" {
			and(column+" >= $%d", lang.Fold(typed))
			and(column+" < $%d", lang.Fold(typed)+"\U0010ffff")
		}
	}
	keys, from := "SELECT id, placed_at FROM orders WHERE "+where, "orders WHERE "+where
	with := ""
	if s.filter.Surname != "" { // sorted after it was found: the average specialist has ten orders
		with = "WITH named AS MATERIALIZED (" + keys + ") "
		keys, from = "SELECT id, placed_at FROM named", "named"
	}
	if h.page, err = p.hand.PrepareContext(ctx, with+pageOf(keys)); err != nil {
		return nil, err
	}
	if h.count, err = p.hand.PrepareContext(ctx, with+"SELECT count(*) FROM (SELECT 1 FROM "+from+" LIMIT 1001) AS capped"); err != nil {
		return nil, err
	}
	var tabs []string
	for _, status := range statusNames {
		tabs = append(tabs, fmt.Sprintf("SELECT '%s', count(*) FROM (SELECT 1 FROM orders WHERE worker_id = $1 AND status = '%s' LIMIT 1001) AS t", status, status))
	}
	h.tabs, err = p.hand.PrepareContext(ctx, strings.Join(tabs, " UNION ALL "))
	return h, err
}

func pageOf(keys string) string {
	const order = " ORDER BY placed_at DESC, id DESC"
	return "SELECT o.id, o.number, o.service, o.allotment_id, o.entry_id, o.unit_id, o.recipient_id, o.worker_id, o.organisation_id, o.bed_id, o.amount, o.used, o.unsent, o.promised, " +
		"o.from_date, o.to_date, o.status, o.placed_at, o.answer_by, o.answered_at, o.work_ended_at, o.closed_at, o.reason, o.reason_text, " +
		"r.surname, r.name, r.patronymic, w.surname, w.name, w.patronymic, g.name_kk, g.name_ru, g.name_en " +
		"FROM (" + keys + order + " LIMIT 26) AS k JOIN orders o ON o.id = k.id JOIN person r ON r.id = o.recipient_id " +
		"LEFT JOIN person w ON w.id = o.worker_id LEFT JOIN organisation g ON g.id = o.organisation_id ORDER BY k.placed_at DESC, k.id DESC"
}

const pageColumns = 33

// value is a moment as the driver takes it.
func (p *place) value(i calendar.Instant) any {
	if p.name == "SQLite" {
		return forSQLite(i)
	}
	return forPostgres(i)
}

// run asks everything the page shows and reads it into plain variables.
func (h *listByHand) run(ctx context.Context) error {
	full, err := read(ctx, h.page, pageColumns, h.args)
	if err != nil {
		return err
	}
	if full < orders.PageSize {
		return fmt.Errorf("a page of %d rows is not full", full)
	}
	if _, err := read(ctx, h.count, 1, h.args); err != nil {
		return err
	}
	_, err = read(ctx, h.tabs, 2, []any{h.worker})
	return err
}

func read(ctx context.Context, s *sql.Stmt, width int, args []any) (n int, err error) {
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	values, into := make([]any, width), make([]any, width)
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

// searched searches as a person does and returns where the list is then shown.
func (s *site) searched(ctx context.Context, q search) (string, error) {
	if q.filter == (orders.Filter{}) {
		return "/ru/orders", nil
	}
	form := url.Values{"surname": {q.filter.Surname}, "name": {q.filter.Name}, "status": {string(q.filter.Status)}}
	for name, d := range map[string]calendar.Date{"from": q.filter.From, "to": q.filter.To} {
		for part, n := range map[string]int{"day": d.Day, "month": int(d.Month), "year": d.Year} {
			value := ""
			if n != 0 {
				value = strconv.Itoa(n)
			}
			form.Set(name+"-"+part, value)
		}
	}
	a, err := s.ask(ctx, s.busy(), "/ru/orders", form, "identity")
	if err == nil && a.status != http.StatusSeeOther {
		err = fmt.Errorf("searching: %d\n%s", a.status, a.page)
	}
	return a.location, err
}

// full tells whether a page of the list has all its rows.
func (s *site) full(ctx context.Context, path string) error {
	a, err := s.ask(ctx, s.busy(), path, nil, "identity")
	if rows := bytes.Count(a.page, []byte("asar-row-link")); err == nil && rows != orders.PageSize {
		err = fmt.Errorf("%s: %d rows instead of a full page", path, rows)
	}
	return err
}

// lists measures every search of the busy specialist's list, on databases of different
// sizes in turn, so that what differs between them is not the hour.
func lists(ctx context.Context, sites []*site, long time.Duration, r *report) error {
	for _, q := range searches() {
		var ways []way
		for _, s := range sites {
			both, err := s.list(ctx, q)
			if err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
			ways = append(ways, both...)
		}
		got, err := takeTurns(long, ways...)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		for i, s := range sites {
			f := figures{what: whatList, place: s.place, name: q.name, pair: pair{got[2*i], got[2*i+1]}}
			f.ratio = f.byMiddle()
			r.add(f)
		}
	}
	return nil
}

// list is a search through the portal, and by hand.
func (s *site) list(ctx context.Context, q search) ([]way, error) {
	h, err := newListByHand(ctx, s.place, q)
	if err != nil {
		return nil, err
	}
	path, err := s.searched(ctx, q)
	if err == nil {
		err = s.full(ctx, path)
	}
	return []way{func() error { return s.page(ctx, s.busy(), path) }, func() error { return h.run(ctx) }}, err
}
