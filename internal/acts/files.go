package acts

import (
	"context"
	"fmt"

	"asar/internal/access"
	"asar/internal/documents"
	"asar/internal/documents/forms"
	"asar/internal/orders"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/store"
)

// File is something that can be downloaded of an act; its words are the text
// "acts.file.<file>".
type File string

// The files of an act. A signature's .cms is checked over the text beside it.
const (
	ActKK               File = "act-kk"
	ActRU               File = "act-ru"
	SheetKK             File = "escort-sheet-kk"
	SheetRU             File = "escort-sheet-ru"
	ScanFile            File = "scan"
	SpecialistSignature File = "specialist-signature"
	SpecialistText      File = "specialist-text"
	RecipientSignature  File = "recipient-signature"
	RecipientText       File = "recipient-text"
)

// Text is the key of the file's words.
func (f File) Text() string { return "acts.file." + string(f) }

var formOf = map[File]form{ActKK: printed[0], ActRU: printed[1], SheetKK: printed[2], SheetRU: printed[3]}

// filesOf lists what there is of an act.
func filesOf(a Act) []File {
	all := []File{ActRU, ActKK, SheetRU, SheetKK}
	if a.Scanned() {
		all = append(all, ScanFile)
	}
	if a.Specialist.Done() {
		all = append(all, SpecialistSignature, SpecialistText)
	}
	if a.Recipient.Done() {
		all = append(all, RecipientSignature, RecipientText)
	}
	return all
}

// Downloaded is a file to be handed out.
type Downloaded struct {
	Name, Media string
	Content     []byte
}

// Download returns a file of an act: a printed form, with the electronic signatures made
// so far printed on it; the attached scan; a signature and the text it signs. It asks for
// access.SeeFiles; NotFound for an act that is not the actor's own and for a file it does
// not have. The same act in the same state gives the same bytes.
func (a *Acts) Download(ctx context.Context, by access.Actor, which ID, f File) (d Downloaded, err error) {
	scope, err := access.Ask(by, access.SeeFiles)
	if err != nil {
		return d, err
	}
	if err := a.sealFor(ctx, scope, which, f); err != nil {
		return d, err
	}
	// Read and not Snapshot: no connection is held while files are fetched and printed.
	err = a.db.Read(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err := within(ctx, q, scope, which)
		if err != nil {
			return err
		}
		d, err = a.file(ctx, q, found, f)
		return err
	})
	return d, err
}

func (a *Acts) file(ctx context.Context, q store.Querier, found Act, f File) (Downloaded, error) {
	if which, printed := formOf[f]; printed {
		return a.printedForm(ctx, q, found, which)
	}
	switch {
	case f == ScanFile && found.Scanned():
		return a.kept(ctx, q, found.Scan)
	case f == SpecialistSignature && found.Specialist.Done(), f == SpecialistText && found.Specialist.Done():
		return signatureFile(ctx, q, found, found.Specialist, f)
	case f == RecipientSignature && found.Recipient.Done(), f == RecipientText && found.Recipient.Done():
		return signatureFile(ctx, q, found, found.Recipient, f)
	}
	return Downloaded{}, problem.New(problem.NotFound, "problem.not-found")
}

func (a *Acts) kept(ctx context.Context, q store.Querier, f documents.FileID) (Downloaded, error) {
	content, meta, err := a.Shelf.Open(ctx, q, f)
	return Downloaded{Name: meta.Name, Media: meta.Media, Content: content}, err
}

// AttachedScan is what is known of the scan attached to an act: its name, size and pages. It
// asks for access.SeeFiles; NotFound when none is attached.
func (a *Acts) AttachedScan(ctx context.Context, by access.Actor, which ID) (f documents.File, err error) {
	scope, err := access.Ask(by, access.SeeFiles)
	if err != nil {
		return f, err
	}
	err = a.db.Snapshot(ctx, func(ctx context.Context, q *store.Reader) error {
		found, err := within(ctx, q, scope, which)
		if err != nil {
			return err
		}
		_, f, err = a.Shelf.Open(ctx, q, found.Scan)
		return err
	})
	return f, err
}

// printedForm is the file kept when the act was formed, which is what lies on paper; once
// somebody has signed electronically, the same content with the signatures on it; and with
// both signatures the file the portal sealed, which never changes again.
func (a *Acts) printedForm(ctx context.Context, q store.Querier, found Act, f form) (d Downloaded, err error) {
	if !found.SealedAt.IsZero() {
		file, err := store.One(ctx, q, store.Value[documents.FileID], `SELECT file_id FROM act_seal WHERE act_id = $1 AND kind = $2 AND locale = $3`, found.ID, f.kind, f.locale)
		if err != nil {
			return d, err
		}
		return a.kept(ctx, q, file)
	}
	if !found.Specialist.Done() && !found.Recipient.Done() {
		file, err := store.One(ctx, q, store.Value[documents.FileID], `SELECT file_id FROM act_file WHERE act_id = $1 AND kind = $2 AND locale = $3`, found.ID, f.kind, f.locale)
		if err != nil {
			return d, err
		}
		return a.kept(ctx, q, file)
	}
	content, err := a.signedContent(ctx, q, found)
	if err != nil {
		return d, err
	}
	d = Downloaded{Name: fileName(f, found.Number), Media: documents.PDF}
	d.Content, err = f.bytes(content)
	return d, err
}

// signedContent is what an act says, as it was formed, with its signatures.
func (a *Acts) signedContent(ctx context.Context, q store.Querier, found Act) (c forms.ActContent, err error) {
	o, err := a.Orders.Load(ctx, q, found.Order)
	if err != nil {
		return c, err
	}
	text, err := contentText(ctx, q, found.ID)
	if err != nil {
		return c, err
	}
	if c, err = read(text); err != nil {
		return c, err
	}
	if c, err = a.named(ctx, c, found.Number, found.Edition, o); err != nil {
		return c, err
	}
	if forms.Digest(c) != found.Digest {
		return c, fmt.Errorf("acts: the content of %s is not what was formed", found.ID)
	}
	c.Made, c.CheckBase, c.Code = found.FormedAt, a.Base, found.Code
	c.SpecialistSignature, c.RecipientSignature = found.Specialist.printed(), found.Recipient.printed()
	return c, nil
}

func (s Signed) printed() *forms.Signature {
	if !s.Done() {
		return nil
	}
	return &forms.Signature{Signer: s.Signer, Serial: s.Serial, At: s.At}
}

func signatureFile(ctx context.Context, q store.Querier, a Act, s Signed, f File) (Downloaded, error) {
	found, err := signing.Find(ctx, q, s.ID)
	if err != nil {
		return Downloaded{}, err
	}
	if f == SpecialistText || f == RecipientText {
		return Downloaded{Name: "act-" + a.Number + "-" + string(f) + ".txt", Media: "text/plain; charset=utf-8", Content: found.Content}, nil
	}
	return Downloaded{Name: "act-" + a.Number + "-" + string(f) + ".cms", Media: "application/pkcs7-signature", Content: found.CMS}, nil
}

// sideName is how a side signs: the recipient, or the provider's side.
func sideName(s orders.Side) string {
	if s == orders.AsRecipient {
		return "recipient"
	}
	return "specialist"
}
