package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"

	"asar/internal/problem"
)

// document checks a PDF: whole by its ends, readable, then every object in it.
func document(content []byte, l Limits) (Checked, error) {
	if err := ends(content); err != nil {
		return Checked{}, err
	}
	ctx, err := read(content)
	if err != nil {
		return Checked{}, err
	}
	pictures, err := inspect(ctx, l)
	if err != nil {
		return Checked{}, err
	}
	if err := validate.XRefTable(ctx); err != nil {
		return Checked{}, damaged(err)
	}
	if err := ctx.EnsurePageCount(); err != nil {
		return Checked{}, damaged(err)
	}
	switch pages := ctx.PageCount; {
	case pages < 1:
		return Checked{}, refuse("no-pages")
	case pages > l.Pages:
		return Checked{}, refuse("too-many-pages", problem.Args{"Pages": pages, "Limit": l.Pages})
	}
	codes, err := codesOf(pictures, l)
	if err != nil {
		return Checked{}, err
	}
	return Checked{Media: PDF, Pages: ctx.PageCount, QR: codes, Content: content}, nil
}

// spaces may follow the mark of the end; anything else there is another file in hiding.
const spaces = " \t\r\n\x00"

var startxref = regexp.MustCompile(`startxref\s+\d{1,10}\s+$`)

// ends checks the last lines: a reader that repairs files would accept one cut in half.
func ends(content []byte) error {
	at := bytes.LastIndex(content, []byte("%%EOF"))
	if alsoSomethingElse(content) {
		return refuse("two-in-one")
	}
	if at < 0 || !startxref.Match(content[max(0, at-40):at]) {
		return damaged(errors.New("intake: no end of file"))
	}
	if len(bytes.Trim(content[at+5:], spaces)) > 0 {
		return refuse("two-in-one")
	}
	return nil
}

func read(content []byte) (ctx *model.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = damaged(fmt.Errorf("intake: reader gave up: %v", r))
		}
	}()
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	ctx, err = api.ReadContext(bytes.NewReader(content), conf)
	switch {
	case err != nil && strings.Contains(strings.ToLower(err.Error()), "crypt"), err != nil && strings.Contains(err.Error(), "password"),
		err == nil && ctx.Encrypt != nil:
		return nil, refuse("encrypted")
	case err != nil:
		return nil, damaged(err)
	}
	return ctx, nil
}

// inspect walks every object of the file, used or not, and gathers its pictures.
func inspect(ctx *model.Context, l Limits) ([]*types.StreamDict, error) {
	if len(ctx.Table) > 200_000 {
		return nil, refuse("too-complex")
	}
	numbers := make([]int, 0, len(ctx.Table))
	for n := range ctx.Table {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	in := inspector{limits: l, text: 64 << 20, pixels: 16 * l.Pixels}
	for _, n := range numbers {
		entry := ctx.Table[n]
		if entry == nil || entry.Free || entry.Object == nil {
			continue
		}
		if err := in.object(entry.Object, 0); err != nil {
			return nil, err
		}
	}
	return in.pictures, nil
}

// inspector goes through objects with what may still be unpacked.
type inspector struct {
	limits   Limits
	text     int64 // bytes that all streams but pictures may unpack to
	pixels   int   // that all pictures together may have
	pictures []*types.StreamDict
}

func (in *inspector) object(o types.Object, depth int) error {
	if depth > 100 {
		return refuse("too-complex")
	}
	switch v := o.(type) {
	case types.Dict:
		return in.dict(v, depth)
	case types.Array:
		for _, each := range v {
			if err := in.object(each, depth+1); err != nil {
				return err
			}
		}
	case types.StreamDict:
		return in.stream(&v, depth)
	case *types.StreamDict:
		return in.stream(v, depth)
	case types.ObjectStreamDict:
		return in.unpack(&v.StreamDict)
	case types.XRefStreamDict:
		return in.unpack(&v.StreamDict)
	}
	return nil
}

// acting are names of what a PDF can do by itself, as keys or as the kind of an action.
var acting = map[string]bool{
	"JavaScript": true, "JS": true, "Launch": true, "SubmitForm": true, "ImportData": true, "GoToR": true, "GoToE": true,
	"Rendition": true, "RichMedia": true, "RichMediaExecute": true, "Movie": true, "Sound": true, "3D": true, "Screen": true,
}

func (in *inspector) dict(d types.Dict, depth int) error {
	for _, key := range slices.Sorted(mapKeys(d)) {
		switch key {
		case "XFA":
			return refuse("form")
		case "EmbeddedFiles", "EF", "Collection":
			return refuse("attachments")
		case "JavaScript", "JS", "AA":
			return refuse("acting")
		}
		if err := in.object(d[key], depth+1); err != nil {
			return err
		}
	}
	for _, key := range []string{"S", "Subtype", "Type"} {
		name := d.NameEntry(key)
		switch {
		case name == nil:
		case *name == "EmbeddedFile" || *name == "FileAttachment":
			return refuse("attachments")
		case acting[*name] && (key != "Type" || *name == "3D"):
			return refuse("acting")
		}
	}
	return nil
}

func mapKeys(d types.Dict) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range d {
			if !yield(k) {
				return
			}
		}
	}
}

func (in *inspector) stream(s *types.StreamDict, depth int) error {
	if err := in.dict(s.Dict, depth); err != nil {
		return err
	}
	if name := s.NameEntry("Subtype"); name == nil || *name != "Image" {
		return in.unpack(s)
	}
	width, height := s.IntEntry("Width"), s.IntEntry("Height")
	if width == nil || height == nil {
		return damaged(errors.New("intake: picture without a size"))
	}
	if err := size(*width, *height, in.limits); err != nil {
		return err
	}
	if in.pixels -= *width * *height; in.pixels < 0 {
		return refuse("too-many-pixels", problem.Args{"Megapixels": in.limits.Pixels / 1_000_000, "Side": in.limits.Side})
	}
	most := int64(*width)*int64(*height)*8 + 1<<16 // 16 bits of four parts
	if _, err := inflated(s, most); err != nil {
		return err
	}
	in.pictures = append(in.pictures, s)
	return nil
}

func (in *inspector) unpack(s *types.StreamDict) error {
	n, err := inflated(s, in.text)
	in.text -= n
	return err
}

// inflated is how much a deflated stream unpacks to, through all its layers, counted
// without keeping it; refused as a bomb beyond most. What ends early or is no deflated
// data is left to whoever draws it.
func inflated(s *types.StreamDict, most int64) (int64, error) {
	var r io.Reader = bytes.NewReader(s.Raw)
	layers := 0
	for _, f := range s.FilterPipeline {
		if f.Name != "FlateDecode" {
			break
		}
		layers++
		r = inflater(r)
	}
	if len(s.FilterPipeline) > 3 {
		return 0, refuse("too-complex")
	}
	if layers == 0 {
		return 0, nil
	}
	n, err := io.Copy(io.Discard, io.LimitReader(r, most+1))
	if n > most {
		return n, problem.Wrap(err, problem.Invalid, "intake.bomb")
	}
	return n, nil
}
