package intake

import "context"

// Media is a kind of file that may be kept.
type Media string

// The three kinds of file people may send.
const (
	PDF  Media = "application/pdf"
	JPEG Media = "image/jpeg"
	PNG  Media = "image/png"
)

// Limits bound what a file may cost.
type Limits struct {
	Bytes  int // of the file
	Pages  int // of a PDF
	Pixels int // width × height of one picture
	Side   int // of a picture, pixels
}

// Usual are the limits of a scan: 10 MB, 20 pages, 40 megapixels, 10,000 pixels a side.
var Usual = Limits{Bytes: 10_000_000, Pages: 20, Pixels: 40_000_000, Side: 10_000}

// Checked is what is known of a file that was accepted.
type Checked struct {
	Media   Media    `json:"media"`
	Pages   int      `json:"pages"`   // of a PDF; 1 for a picture
	QR      []string `json:"qr"`      // texts of the QR codes seen, without repeats
	Content []byte   `json:"content"` // what to keep: a picture without its metadata, a PDF as it came
}

// Checker looks at a file somebody sent.
type Checker interface {
	// Check accepts a file or says what is wrong with it: Invalid with a key intake.* for a
	// file that cannot be taken, Busy when the check could not be finished in its time.
	// The name is not trusted and not looked at; it is there for the sentence alone.
	Check(ctx context.Context, name string, content []byte, limits Limits) (Checked, error)
}
