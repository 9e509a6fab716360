package orders

import (
	"context"
	"strings"

	"asar/internal/access"
	"asar/internal/store"
)

var columnNames = []string{"id", "number", "service", "allotment_id", "entry_id", "unit_id", "recipient_id", "worker_id", "organisation_id", "bed_id",
	"amount", "used", "unsent", "promised", "from_date", "to_date", "status", "placed_at", "answer_by", "answered_at", "work_ended_at", "closed_at", "reason", "reason_text"}

// Columns are an order's columns under an alias, in the order Into reads them: for
// questions of the packages above that join an order with their own rows.
func Columns(alias string) string { return alias + "." + strings.Join(columnNames, ", "+alias+".") }

// Into are the places Columns are scanned into.
func (o *Order) Into() []any {
	return []any{&o.ID, store.Into(&o.Number), store.Into(&o.Service), &o.Allotment, &o.Entry, &o.Unit, &o.Recipient, &o.Worker, &o.Organisation, &o.Bed,
		&o.Amount, &o.Used, &o.Unsent, &o.Promised, &o.From, &o.To, store.Into(&o.Status), &o.PlacedAt, &o.AnswerBy, &o.AnsweredAt, &o.WorkEndedAt, &o.ClosedAt,
		store.Into(&o.Reason), &o.ReasonText}
}

// Owners say whose an order under an alias is: for questions of the packages above.
func Owners(alias string) access.Columns {
	return access.Columns{Recipient: alias + ".recipient_id", Specialist: alias + ".worker_id", Organisation: alias + ".organisation_id", Unit: alias + ".unit_id"}
}

func scan(r store.Row) (o Order, err error) {
	err = r.Scan(o.Into()...)
	return o, err
}

var byID = `SELECT ` + Columns("o") + ` FROM orders o WHERE o.id = $1`

// Load returns an order. It is a piece for the packages above and asks nothing.
func (s *Orders) Load(ctx context.Context, q store.Querier, o ID) (Order, error) {
	return store.One(ctx, q, scan, byID, o)
}

// Within returns an order a scope opens, NotFound otherwise. It is a piece: the caller asked.
func (s *Orders) Within(ctx context.Context, q store.Querier, scope access.Scope, o ID) (Order, error) {
	where, args := scope.Where(Owners("o"), 2)
	return store.One(ctx, q, scan, byID+` AND `+where, append([]any{o}, args...)...)
}

// ForWriting is Within inside an action: the transaction is serialisable, so what was read
// still holds when it commits.
func (s *Orders) ForWriting(ctx context.Context, tx *store.Tx, scope access.Scope, o ID) (Order, error) {
	return s.Within(ctx, tx, scope, o)
}

func insert(tx *store.Tx, o Order, surnameKey, nameKey string) error {
	_, err := tx.Exec(`INSERT INTO orders (id, number, service, allotment_id, entry_id, unit_id, recipient_id, worker_id, organisation_id, amount, used, unsent, promised,
			from_date, to_date, status, placed_at, answer_by, reason, reason_text, surname_key, name_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, $11, $12, $13, $14, $15, $16, '', '', $17, $18)`,
		o.ID, o.Number, o.Service, o.Allotment, o.Entry, o.Unit, o.Recipient, o.Worker, o.Organisation, o.Amount, o.Promised,
		o.From, o.To, o.Status, o.PlacedAt, o.AnswerBy, surnameKey, nameKey)
	return err
}

// update keeps everything of an order that moves change.
func update(tx *store.Tx, o Order) error {
	_, err := tx.Exec(`UPDATE orders SET worker_id = $1, bed_id = $2, used = $3, unsent = $4, status = $5, answered_at = $6, work_ended_at = $7, closed_at = $8,
			reason = $9, reason_text = $10, promised = $11 WHERE id = $12`,
		o.Worker, o.Bed, o.Used, o.Unsent, o.Status, o.AnsweredAt, o.WorkEndedAt, o.ClosedAt, o.Reason, o.ReasonText, o.Promised, o.ID)
	return err
}
