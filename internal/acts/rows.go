package acts

import (
	"context"

	"asar/internal/access"
	"asar/internal/calendar"
	"asar/internal/documents"
	"asar/internal/orders"
	"asar/internal/store"
)

const columns = `a.id, a.number, a.order_id, a.month, a.edition, a.status, a.minutes, a.digest, a.code, a.sealed_at, a.ends_work, a.formed_at, a.scan_file_id, a.scan_code,
	a.sent_at, a.answered_at, a.return_reason, s.id, s.person_id, s.signer, s.serial, s.made_at, r.id, r.person_id, r.signer, r.serial, r.made_at`

const tables = ` FROM act a LEFT JOIN signature s ON s.id = a.worker_signature_id LEFT JOIN signature r ON r.id = a.recipient_signature_id `

// into are the places columns are scanned into.
func (a *Act) into() []any {
	s, r := &a.Specialist, &a.Recipient
	return []any{&a.ID, &a.Number, &a.Order, &a.Month, &a.Edition, store.Into(&a.Status), &a.Minutes, &a.Digest, &a.Code, &a.SealedAt, &a.EndsWork, &a.FormedAt, &a.Scan, store.Into(&a.ScanCode),
		&a.SentAt, &a.AnsweredAt, &a.ReturnReason, &s.ID, &s.Person, store.Into(&s.Signer), store.Into(&s.Serial), &s.At, &r.ID, &r.Person, store.Into(&r.Signer), store.Into(&r.Serial), &r.At}
}

func scan(r store.Row) (a Act, err error) {
	err = r.Scan(a.into()...)
	return a, err
}

// owners say whose an act under the alias a is; they are its order's and never change,
// and stand in the act so that lists of what was sent walk one index.
var owners = access.Columns{Recipient: "a.recipient_id", Specialist: "a.worker_id", Organisation: "a.organisation_id", Unit: "a.unit_id"}

// within returns an act a scope opens, NotFound otherwise.
func within(ctx context.Context, q store.Querier, scope access.Scope, which ID) (Act, error) {
	where, args := scope.Where(owners, 2)
	return store.One(ctx, q, scan, `SELECT `+columns+tables+`WHERE a.id = $1 AND `+where, append([]any{which}, args...)...)
}

// livingOf returns the one living act of a month; its id is zero when there is none.
func livingOf(ctx context.Context, q store.Querier, o orders.ID, m calendar.Month) (Act, error) {
	a, _, err := store.Maybe(ctx, q, scan, `SELECT `+columns+tables+`WHERE a.order_id = $1 AND a.month = $2 AND a.status NOT IN ('void', 'corrected')`, o, m)
	return a, err
}

func contentText(ctx context.Context, q store.Querier, which ID) (string, error) {
	return store.One(ctx, q, store.Value[string], `SELECT content FROM act WHERE id = $1`, which)
}

func lastEdition(ctx context.Context, q store.Querier, o orders.ID, m calendar.Month) (int, error) {
	return store.One(ctx, q, store.Value[int], `SELECT COALESCE(max(edition), 0) FROM act WHERE order_id = $1 AND month = $2`, o, m)
}

func insert(tx *store.Tx, a Act, o orders.Order, content string) error {
	_, err := tx.Exec(`INSERT INTO act (id, number, order_id, month, edition, status, minutes, digest, code, content, ends_work, formed_at, scan_code, answer_seq, return_reason,
			recipient_id, worker_id, organisation_id, unit_id)
		VALUES ($1, $2, $3, $4, $5, 'formed', $6, $7, $8, $9, FALSE, $10, '', 0, '', $11, $12, $13, $14)`,
		a.ID, a.Number, a.Order, a.Month, a.Edition, a.Minutes, a.Digest, a.Code, content, a.FormedAt, o.Recipient, o.Worker, o.Organisation, o.Unit)
	return err
}

func insertFile(tx *store.Tx, a ID, f form, file documents.FileID) error {
	_, err := tx.Exec(`INSERT INTO act_file (act_id, kind, locale, file_id) VALUES ($1, $2, $3, $4)`, a, f.kind, f.locale, file)
	return err
}

func setStatus(tx *store.Tx, a ID, s Status) error {
	_, err := tx.Exec(`UPDATE act SET status = $1 WHERE id = $2`, s, a)
	return err
}
