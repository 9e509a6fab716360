package pdf

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"asar/internal/calendar"
)

// Seal signs the whole file when it is finished, as readers of PDF show it: a signature
// field nobody sees on the page, which a screen reader names (PAdES, EN 319 142-1, B-B).
type Seal struct {
	Name    string // of the field, for a screen reader
	Signer  string // whose seal it is
	Reason  string
	Contact string // where the document can be checked
	At      calendar.Instant
	Room    int // bytes kept for the signature; one that needs more is an error
	// Sign returns a detached CMS signature over content, in DER.
	Sign func(content []byte) ([]byte, error)
}

var errRoom = errors.New("pdf: the signature is larger than the room kept for it")

// field is the signature's field: an element of the tree, and two objects after all others.
type field struct{ number, first int }

func (f *field) dictionary() int { return f.first }
func (f *field) widget() int     { return f.first + 1 }

// field puts the signature's field at the end of the tree.
func (d *Doc) field() {
	e := d.root.add("Form")
	e.alt = clean(d.o.Seal.Name)
	d.seal = &field{}
	e.field = d.seal
}

// catalog are the entries that make it a form with a signature after which nothing may change.
func (f *field) catalog() string {
	return fmt.Sprintf(" /AcroForm <</Fields [%d 0 R] /SigFlags 3>> /Perms <</DocMDP %d 0 R>>", f.widget(), f.dictionary())
}

// place is what the element in the tree stands for.
func (f *field) place() string {
	return fmt.Sprintf(" /K [<</Type /OBJR /Obj %d 0 R /Pg %d 0 R>>] /Pg %d 0 R", f.widget(), objFree, objFree)
}

// A hole is written first and filled when all around it is known.
const (
	rangeRoom = 10 // digits of a number
	beginHole = " /Contents <"
)

// sealed finishes the file and signs all of it but the room for the signature itself.
func (d *Doc) sealed(w *writer) ([]byte, error) {
	s := d.o.Seal
	blank := strings.Repeat(" ", rangeRoom)
	w.object(d.seal.dictionary(), "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 "+blank+" "+blank+" "+blank+"]"+
		beginHole+strings.Repeat("0", 2*s.Room)+"> /M ("+pdfDate(s.At)+") /Name "+textString(s.Signer)+" /Reason "+textString(s.Reason)+
		" /ContactInfo ("+escape(s.Contact)+") /Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]>>")
	w.object(d.seal.widget(), fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /T (seal) /TU %s /Contents %s /F 132 /Rect [0 0 0 0] /P %d 0 R /StructParent %d /V %d 0 R>>",
		textString(s.Name), textString(s.Name), objFree, len(d.pages), d.seal.dictionary()))
	from := w.offsets[d.seal.dictionary()]
	w.finish()
	out := w.out.Bytes()
	hole := from + bytes.Index(out[from:], []byte(beginHole)) + len(beginHole) - 1
	end := hole + 2*s.Room + 2
	fill := bytes.Index(out[from:], []byte("/ByteRange [0 "))
	copy(out[from+fill+len("/ByteRange [0 "):], fmt.Sprintf("%-10d %-10d %-10d", hole, end, len(out)-end))
	signature, err := s.Sign(append(append([]byte{}, out[:hole]...), out[end:]...))
	if err != nil {
		return nil, err
	}
	if len(signature) > s.Room {
		return nil, errRoom
	}
	hex.Encode(out[hole+1:], signature)
	return out, nil
}

// escape is ASCII text inside round brackets.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\n", " ", "\r", " ").Replace(s)
}

// Faults of a signed file. Each says what was found; to a person they are one sentence.
var (
	ErrUnsigned = errors.New("pdf: the file carries no signature of ours")
	ErrChanged  = errors.New("pdf: the signature does not cover the whole file as it is")
)

// Signed takes a file apart that Seal signed: what is covered, and the signature. The
// rules are those of one file written at once: one table of objects, one end, one range of
// bytes that covers all but the signature's own digits. Whatever was added later, be it
// lawful in PDF, breaks one of them. That the signature is good is for the caller to check.
func Signed(file []byte) (covered, signature []byte, err error) {
	if !bytes.Contains(file, []byte("/ByteRange")) {
		return nil, nil, ErrUnsigned
	}
	if !bytes.HasPrefix(file, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(file, []byte("\n%%EOF\n")) {
		return nil, nil, fmt.Errorf("%w: something before or after it", ErrChanged)
	}
	for _, once := range []string{"/ByteRange", "%%EOF", "startxref", "\nxref\n", "\ntrailer\n"} {
		if n := bytes.Count(file, []byte(once)); n != 1 {
			return nil, nil, fmt.Errorf("%w: %q is there %d times", ErrChanged, once, n)
		}
	}
	hole, end, err := rangeOf(file)
	if err != nil {
		return nil, nil, err
	}
	if signature, err = digitsOf(file[hole+1 : end-1]); err != nil {
		return nil, nil, err
	}
	return append(append([]byte{}, file[:hole]...), file[end:]...), signature, nil
}

// rangeOf wants the range to leave out exactly the digits after it, from < to >.
func rangeOf(file []byte) (hole, end int, err error) {
	_, after, _ := bytes.Cut(file, []byte("/ByteRange ["))
	inside, rest, closed := bytes.Cut(after, []byte("]"))
	numbers := strings.Fields(string(inside[:min(len(inside), 60)]))
	if !closed || len(numbers) != 4 || !bytes.HasPrefix(rest, []byte(beginHole)) {
		return 0, 0, fmt.Errorf("%w: no range before the signature", ErrChanged)
	}
	var n [4]int
	for i, text := range numbers {
		if n[i], err = strconv.Atoi(text); err != nil || n[i] < 0 {
			return 0, 0, fmt.Errorf("%w: range", ErrChanged)
		}
	}
	hole = len(file) - len(rest) + len(beginHole) - 1
	length := bytes.IndexByte(rest, '>')
	end = len(file) - len(rest) + length + 1
	if n[0] != 0 || n[1] != hole || length < 0 || n[2] != end || n[3] != len(file)-end {
		return 0, 0, fmt.Errorf("%w: the range leaves something out", ErrChanged)
	}
	return hole, end, nil
}

// digitsOf reads the signature and wants nothing but zeros behind it.
func digitsOf(digits []byte) ([]byte, error) {
	raw := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(raw, digits); err != nil || hex.EncodeToString(raw) != string(digits) {
		return nil, fmt.Errorf("%w: digits of the signature", ErrChanged)
	}
	if len(raw) < 4 || raw[0] != 0x30 || raw[1] != 0x82 { // a signature has 256 bytes to 64 KB
		return nil, fmt.Errorf("%w: no signature", ErrChanged)
	}
	size := 4 + int(raw[2])<<8 + int(raw[3])
	if size > len(raw) || len(bytes.Trim(raw[size:], "\x00")) > 0 {
		return nil, fmt.Errorf("%w: something behind the signature", ErrChanged)
	}
	return raw[:size], nil
}
