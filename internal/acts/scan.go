package acts

import (
	"context"
	"errors"

	"asar/internal/access"
	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/documents"
	"asar/internal/documents/forms"
	"asar/internal/documents/intake"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/store"
)

// Upload is a file somebody sent. Its name is only shown again.
type Upload struct {
	Name    string
	Content []byte
}

// Limits of a scan, to be told before it is chosen.
func Limits() intake.Limits { return intake.Usual }

// AttachScan keeps the scan of the paper both sides signed by hand (manual, steps 15 and
// 17); the next one takes its place until the act is sent. It asks for access.SendAct.
// Invalid at "file" for a file that cannot be taken (the keys of package intake), and for
// one whose QR code names another act, month or order, or an older edition. On CodeUnread
// it was taken, and the page notes that no code could be read.
func (a *Acts) AttachScan(ctx context.Context, by access.Actor, which ID, u Upload) (ScanCode, error) {
	scope, err := access.Ask(by, access.SendAct)
	if err != nil {
		return "", err
	}
	var s standing
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		s, err = a.permitted(ctx, q, by, scope, which, AttachScan)
		return err
	})
	if err != nil {
		return "", err
	}
	checked, code, err := a.look(ctx, s.Act, u)
	if err != nil {
		return "", err
	}
	stored, err := a.Shelf.Put(ctx, checked.Content, string(checked.Media))
	if err != nil {
		return "", err
	}
	err = a.db.Write(ctx, by, func(ctx context.Context, tx *store.Tx) error {
		if s, err = a.permitted(ctx, tx, by, scope, which, AttachScan); err != nil {
			return err
		}
		return keepScan(tx, s.Act, stored, checked, code)
	})
	return code, err
}

// look checks a file by its content, and whose paper it shows.
func (a *Acts) look(ctx context.Context, found Act, u Upload) (checked intake.Checked, code ScanCode, err error) {
	if len(u.Content) == 0 {
		return checked, "", problem.Fields(problem.At("file", "acts.file-needed"))
	}
	checked, err = a.Intake.Check(ctx, u.Name, u.Content, Limits())
	if p, _ := problem.Of(err); p != nil && p.Kind == problem.Invalid {
		return checked, "", atField("file", p)
	}
	if err != nil {
		return checked, "", err
	}
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		code, err = whose(ctx, q, found, checked.QR)
		return err
	})
	return checked, code, err
}

// atField puts a problem at a field of the form, with its cause.
func atField(name string, p *problem.Error) error {
	return errors.Join(problem.Fields(problem.At(name, p.Key, p.Args)), p.Unwrap())
}

// whose looks at every code of ours on a scan: all must name this act.
func whose(ctx context.Context, q store.Querier, found Act, codes []string) (ScanCode, error) {
	code := CodeUnread
	for _, text := range codes {
		number, digest, ours := forms.ReadQR(text)
		if !ours {
			continue
		}
		if number == found.Number && digest == found.Digest {
			code = CodeRead
			continue
		}
		other, _, err := store.Maybe(ctx, q, scanNamed, `SELECT id, order_id, month, digest FROM act WHERE number = $1`, number)
		if err != nil {
			return "", err
		}
		return "", misplaced(found, other, digest)
	}
	return code, nil
}

// named is another act as a code on a paper names it.
type named struct {
	id     ID
	order  orders.ID
	month  calendar.Month
	digest string
}

func scanNamed(r store.Row) (n named, err error) {
	err = r.Scan(&n.id, &n.order, &n.month, &n.digest)
	return n, err
}

// misplaced says in words whose paper it is. Of another order nothing more is said.
func misplaced(found Act, other named, digest string) error {
	key, args := "acts.scan-unknown", problem.Args{}
	switch {
	case other.id.IsZero() || other.digest != digest:
	case other.order != found.Order:
		key = "acts.scan-other-order"
	case other.month != found.Month:
		key, args = "acts.scan-other-month", problem.Args{"Month": other.month, "Wanted": found.Month}
	default:
		key = "acts.scan-older-edition"
	}
	return problem.Fields(problem.At("file", key, args))
}

func keepScan(tx *store.Tx, found Act, stored documents.Stored, checked intake.Checked, code ScanCode) error {
	file, err := stored.Record(tx, "scan-"+found.Number+extension[checked.Media], checked.Pages)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE act SET scan_file_id = $1, scan_code = $2 WHERE id = $3`, file, code, found.ID); err != nil {
		return err
	}
	return audit.Record(tx, audit.Event{Book: found.Book(), Action: "acts.attach-scan", Details: map[string]any{
		"act": found.ID, "number": found.Number, "month": found.Month, "file": file, "digest": stored.Digest, "media": stored.Media, "code": code}})
}

var extension = map[intake.Media]string{intake.PDF: ".pdf", intake.JPEG: ".jpg", intake.PNG: ".png"}
