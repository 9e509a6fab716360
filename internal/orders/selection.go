package orders

import (
	"fmt"
	"strings"

	"asar/internal/access"
	"asar/internal/lang"
)

// selection is the SQL of a list. It is written so that both databases walk one index and
// stop: keys of one page are chosen first, and only those are joined with names. Several
// statuses are several walks, put together; a surname is looked up in its own index
// before anything is sorted, so that neither database sorts a busy specialist's thousands
// of orders because the average specialist has ten.
type selection struct {
	where    []string // of a single index walk
	args     []any
	statuses []Status
	surname  bool
}

// owners is the one column a side is found by; an OR of several would spoil the walk.
func owners(side Side) access.Columns {
	switch side {
	case AsRecipient:
		return access.Columns{Recipient: "recipient_id"}
	case AsSpecialist:
		return access.Columns{Specialist: "worker_id"}
	case AsOrganisation:
		return access.Columns{Organisation: "organisation_id"}
	case AsOfficer:
		return access.Columns{Unit: "unit_id"}
	}
	return access.Columns{}
}

func newSelection(scope access.Scope, q Query) *selection {
	s := &selection{statuses: q.Tab.statuses()}
	where, args := scope.Where(owners(q.Side), 1)
	s.where, s.args = []string{where}, args
	f := q.Filter
	if f.Status != "" {
		s.statuses = []Status{f.Status}
	}
	if !f.From.IsZero() {
		s.and("placed_at >= $%d", f.From.Begins())
	}
	if !f.To.IsZero() {
		s.and("placed_at <= $%d", f.To.Ends())
	}
	s.surname = s.begins("surname_key", f.Surname)
	s.begins("name_key", f.Name)
	return s
}

func (s *selection) and(condition string, arg any) {
	s.args = append(s.args, arg)
	s.where = append(s.where, fmt.Sprintf(condition, len(s.args)))
}

// begins narrows to names that begin as typed. Signs that are no letters of a name are in
// nobody's name.
func (s *selection) begins(column, typed string) bool {
	key := lang.Fold(typed)
	switch {
	case strings.TrimSpace(typed) == "":
		return false
	case key == "":
		s.where = append(s.where, "FALSE")
		return false
	}
	s.and(column+" >= $%d", key)
	s.and(column+" < $%d", key+"\U0010ffff")
	return true
}

// page is the question for one page of rows, one more than are shown.
func (s *selection) page(after string) (string, []any) {
	limit := fmt.Sprintf(" ORDER BY placed_at DESC, id DESC LIMIT %d", PageSize+1)
	args := s.args
	var beyond string
	if at, o, ok := parseCursor(after); ok {
		args = append(append([]any{}, args...), at, o)
		beyond = fmt.Sprintf(" AND (placed_at, id) < ($%d, $%d)", len(args)-1, len(args))
	}
	keys, first := s.keys("id, placed_at", beyond, limit)
	return first + `SELECT ` + Columns("o") + `, r.surname, r.name, r.patronymic, w.surname, w.name, w.patronymic, g.name_kk, g.name_ru, g.name_en
		FROM (SELECT id, placed_at FROM (` + keys + `) AS found` + limit + `) AS k
		JOIN orders o ON o.id = k.id JOIN person r ON r.id = o.recipient_id
		LEFT JOIN person w ON w.id = o.worker_id LEFT JOIN organisation g ON g.id = o.organisation_id
		ORDER BY k.placed_at DESC, k.id DESC`, args
}

// count is the question for how many are found, at most Capped.
func (s *selection) count() (string, []any) {
	keys, first := s.keys("1", "", fmt.Sprintf(" LIMIT %d", Capped))
	return first + `SELECT count(*) FROM (SELECT 1 FROM (` + keys + fmt.Sprintf(`) AS found LIMIT %d) AS capped`, Capped), s.args
}

// keys are the walks of the selection, and the WITH they need.
func (s *selection) keys(columns, beyond, limit string) (walks, with string) {
	table, where := "orders", strings.Join(s.where, " AND ")
	if s.surname {
		with = "WITH named AS MATERIALIZED (SELECT id, placed_at, status FROM orders WHERE " + where + ") "
		table, where = "named", "TRUE"
	}
	walk := func(n int, status string) string {
		return fmt.Sprintf("SELECT * FROM (SELECT %s FROM %s WHERE %s%s%s%s) AS walk%d", columns, table, where, status, beyond, limit, n)
	}
	if len(s.statuses) == 0 {
		return walk(0, ""), with
	}
	var all []string
	for n, status := range s.statuses {
		all = append(all, walk(n, fmt.Sprintf(" AND status = '%s'", status)))
	}
	return strings.Join(all, " UNION ALL "), with
}

// byStatus is the question for how many there are in each status, at most TabCapped each.
func (s *selection) byStatus() (string, []any) {
	where := strings.Join(s.where, " AND ")
	var all []string
	for n, status := range Statuses() {
		all = append(all, fmt.Sprintf("SELECT '%s', count(*) FROM (SELECT 1 FROM orders WHERE %s AND status = '%s' LIMIT %d) AS walk%d", status, where, status, TabCapped, n))
	}
	return strings.Join(all, " UNION ALL "), s.args
}
