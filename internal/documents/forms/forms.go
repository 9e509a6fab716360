package forms

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"rsc.io/qr"

	"asar/internal/documents/pdf"
	"asar/internal/documents/seal"
)

// ErrContent is a content that cannot be printed: no number, no month or no date of making.
var ErrContent = errors.New("forms: content needs a number, a month and the time it was made")

// ErrSeal is a form that was to be sealed by keys that may not sign then.
var ErrSeal = errors.New("forms: the portal's keys may not seal at this moment")

// Act is the act of services rendered for a month as a PDF in a locale, "kk" or "ru".
// The same content and locale give the same bytes.
func Act(c ActContent, locale string) ([]byte, error) {
	return compose(c, locale, "act", (*sheet).actBody)
}

// EscortSheet is the escort sheet for the same month: each day with the places visited in
// both languages, and room for the recipient's signature and the mark of the place.
func EscortSheet(c ActContent, locale string) ([]byte, error) {
	return compose(c, locale, "sheet", (*sheet).escortBody)
}

// sheet is a form being filled.
type sheet struct {
	vocabulary
	*pdf.Doc
	c ActContent
}

func compose(c ActContent, locale, kind string, body func(*sheet)) ([]byte, error) {
	v, err := wordsOf(locale)
	if err != nil {
		return nil, err
	}
	if c.Number == "" || c.Month.IsZero() || c.Made.IsZero() {
		return nil, ErrContent
	}
	digest := Digest(c)
	title := v.say(kind, "number", c.Number)
	s := &sheet{vocabulary: v, c: c}
	stamp, err := s.stamp(title, digest)
	if err != nil {
		return nil, err
	}
	s.Doc = pdf.New(pdf.Options{
		Title: title, Language: locale, Made: c.Made, Seal: stamp,
		Foot: v.say("foot", "number", c.Number, "digest", digest[:16]),
		Page: func(page, pages int) string {
			return v.say("page", "page", strconv.Itoa(page), "pages", strconv.Itoa(pages))
		},
	})
	s.Heading(1, title)
	if err := s.head(digest); err != nil {
		return nil, err
	}
	body(s)
	return s.Bytes()
}

// stamp is the portal's seal of the form, nil when it is not sealed.
func (s *sheet) stamp(title, digest string) (*pdf.Seal, error) {
	if s.c.SealedAt.IsZero() {
		return nil, nil //nolint:nilnil // a form need not be sealed
	}
	made := s.c.Keys.On(s.c.SealedAt, s.say("seal"), s.say("seal-reason", "title", title), s.address(digest))
	if made == nil {
		return nil, ErrSeal
	}
	return made, nil
}

// address is where the form can be checked: with the signed code, or else with the digest.
func (s *sheet) address(digest string) string {
	if s.c.Code != "" {
		return seal.Address(s.c.CheckBase, s.c.Code)
	}
	return CheckURL(s.c.CheckBase, s.c.Number, digest)
}

// head is the code and, beside it, what the form is about.
func (s *sheet) head(digest string) error {
	code, err := qr.Encode(s.address(digest), qr.M)
	if err != nil {
		return fmt.Errorf("forms: QR code: %w", err)
	}
	figure := pdf.Code{Size: code.Size, Black: code.Black, Alt: s.say("qr-alt", "number", s.c.Number)}
	s.Beside(figure, func() {
		when := s.say("for-month", "month", s.month(s.c.Month))
		if s.c.Version > 1 {
			when += ". " + s.say("version", "version", strconv.Itoa(s.c.Version))
		}
		s.Strong(when)
		s.Paragraph(s.say("order", "number", s.c.OrderNumber, "date", date(s.c.OrderDate)) + "\n" +
			s.say("service", "service", s.c.Service.In(s.locale)))
		s.Note(s.say("digest", "digest", digest) + "\n" + s.checkWords())
		s.Note(s.say("provisional"))
	})
	return nil
}

func (s *sheet) checkWords() string {
	host := s.c.CheckBase
	if u, err := url.Parse(host); err == nil && u.Host != "" {
		host = u.Host
	}
	return s.say("check-host", "host", host+"/check")
}

func (s *sheet) actBody() {
	s.Heading(2, s.say("sides"))
	s.Table(pdf.Table{Widths: []float64{1, 3}, Rows: s.sides()})
	s.Heading(2, s.say("done"))
	s.entries(s.actColumns())
	if s.c.VolumeMinutes > 0 {
		left := s.c.VolumeMinutes - s.c.UsedBeforeMinutes - s.c.TotalMinutes()
		s.Paragraph(s.say("volume", "volume", hours(s.c.VolumeMinutes), "before", hours(s.c.UsedBeforeMinutes),
			"total", hours(s.c.TotalMinutes()), "left", hours(left)))
	}
	s.Paragraph(s.say("accepted"))
	s.signatures()
}

func (s *sheet) escortBody() {
	s.Heading(2, s.say("sides"))
	s.Table(pdf.Table{Widths: []float64{1, 3}, Rows: s.sides()})
	s.Heading(2, s.say("done"))
	s.entries(s.escortColumns())
	s.signatures()
}

// sides are the rows about who worked for whom; what is unknown has no row.
func (s *sheet) sides() [][]pdf.Cell {
	var rows [][]pdf.Cell
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, []pdf.Cell{{Text: s.say(key), Head: true}, {Text: value}})
		}
	}
	add("customer", s.c.Customer.In(s.locale))
	add("specialist", s.person(s.c.Specialist))
	if name := s.c.Organisation.Name.In(s.locale); name != "" {
		add("organisation", s.say("company", "name", name, "bin", s.c.Organisation.BIN))
	}
	add("register-no", s.c.RegisterNo)
	add("recipient", s.person(s.c.Recipient))
	return rows
}

func (s *sheet) person(p Person) string {
	if p.IIN == "" {
		return p.Name
	}
	return s.say("person", "name", p.Name, "iin", p.IIN)
}

func (s *sheet) signatures() {
	const block, byHand = 190, 40 // points: the whole of it on one page; room for a pen
	s.Keep(block)
	s.Heading(2, s.say("signatures"))
	a, b := s.c.SpecialistSignature, s.c.RecipientSignature
	row := func(key, one, two string, height float64) []pdf.Cell {
		return []pdf.Cell{{Text: s.say(key), Head: true}, {Text: one, Height: height}, {Text: two}}
	}
	rows := [][]pdf.Cell{row("name", s.c.Specialist.Name, s.c.Recipient.Name, 0)}
	height := 0.0
	if a == nil || b == nil {
		height = byHand
	}
	rows = append(rows, row("signature", s.signed(a), s.signed(b), height))
	if a != nil || b != nil {
		rows = append(rows, row("certificate", serial(a), serial(b), 0))
	}
	rows = append(rows, row("signed-at", signedAt(a), signedAt(b), 0))
	s.Table(pdf.Table{Widths: []float64{2, 3, 3}, Rows: rows,
		Head: []pdf.Cell{{Text: s.say("side")}, {Text: s.say("specialist")}, {Text: s.say("recipient")}}})
	if !s.c.SealedAt.IsZero() {
		s.Note(s.say("sealed", "name", s.c.Keys.SealerName(), "when", moment(s.c.SealedAt)))
	}
}

func (s *sheet) signed(g *Signature) string {
	if g == nil {
		return ""
	}
	return s.say("signed", "signer", g.Signer)
}

func serial(g *Signature) string {
	if g == nil {
		return ""
	}
	return g.Serial
}

func signedAt(g *Signature) string {
	if g == nil {
		return ""
	}
	return moment(g.At)
}
