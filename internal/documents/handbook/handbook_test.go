package handbook_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"asar/internal/documents/handbook"
	"asar/internal/lang"
	"asar/internal/regulation"
	"asar/internal/regulation/drawing"
)

func laws(t testing.TB) (*regulation.Catalogue, *lang.Texts) {
	t.Helper()
	law, err := regulation.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	return law, texts
}

// oneIn is which share of the lists is drawn: points take long under the race detector, and
// longer than a quick round may.
func oneIn() int {
	if testing.Short() {
		return 17
	}
	return 4
}

// A list of each service or two gives the same picture twice, of the scene's size, and draws
// what the scene holds: the colour of each filled box stands where the box does.
func TestPicturesOfPoints(t *testing.T) {
	law, texts := laws(t)
	for i, e := range law.Last() {
		for k, p := range e.Processes {
			if (i+k)%oneIn() != 0 {
				continue
			}
			w := texts.In(lang.Locales()[(i+k)%3])
			name := fmt.Sprintf("%s %s %s", e.Name(), p.Key, w.Locale())
			scene, err := drawing.SceneOf(e, p.Key, w)
			must(t, err)
			first, err := handbook.PNG(scene)
			must(t, err)
			if again, _ := handbook.PNG(scene); !bytes.Equal(first, again) {
				t.Errorf("%s is not the same twice", name)
			}
			img, err := png.Decode(bytes.NewReader(first))
			must(t, err)
			if img.Bounds() != image.Rect(0, 0, 2*scene.Width, 2*scene.Height) {
				t.Errorf("%s is %v", name, img.Bounds())
			}
			for _, shape := range scene.Shapes {
				switch v := shape.(type) {
				case drawing.Box:
					if v.Round > 0 { // a step: nothing lies on the middle of its upper padding
						sees(t, name, img, 2*v.X+v.W, 2*v.Y+8, v.Fill)
						sees(t, name, img, 2*v.X, 2*v.Y+v.H, v.Stroke)
					}
				case drawing.Words:
					if v.Bold && !dark(img, v) {
						t.Errorf("%s: %q is not drawn", name, v.Text)
					}
				}
			}
		}
	}
}

func sees(t *testing.T, name string, img image.Image, x, y int, want drawing.Color) {
	t.Helper()
	r, g, b, _ := img.At(x, y).RGBA()
	wr, wg, wb := want.RGB()
	if uint8(r>>8) != wr || uint8(g>>8) != wg || uint8(b>>8) != wb {
		if dashedOff := wr < 0x40 && r>>8 > 0xc0; dashedOff { // a gap of a dashed edge
			return
		}
		t.Errorf("%s: at %d,%d is %x%x%x, want %s", name, x, y, r>>8, g>>8, b>>8, want)
	}
}

// dark tells whether something is written where words stand.
func dark(img image.Image, w drawing.Words) bool {
	from := 2 * w.X
	if w.Middle {
		from -= 40
	}
	for x := from; x < from+80; x++ {
		for y := 2 * (w.Y - w.Size); y < 2*w.Y; y++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r>>8 < 0x60 && g>>8 < 0x60 && b>>8 < 0x60 {
				return true
			}
		}
	}
	return false
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The handbook of all services is the same bytes twice, has every step's text that a reader
// not ours can copy, and a page for each of the 34 pictures.
func TestTheHandbookOnPaperHoldsEveryStep(t *testing.T) {
	law, texts := laws(t)
	w := texts.In(lang.KK)
	first, err := handbook.PDF(law.Last(), w)
	must(t, err)
	if again, _ := handbook.PDF(law.Last(), w); !bytes.Equal(first, again) {
		t.Error("the handbook is not the same twice")
	}
	pages := read(t, first)
	pictures, all := 0, folded(strings.Join(pages, " "))
	for _, e := range law.Last() {
		for _, p := range e.Processes {
			if p.Key == regulation.ByProviderAgain {
				continue
			}
			pictures++
			scene, err := drawing.SceneOf(e, p.Key, w)
			must(t, err)
			if !strings.Contains(all, folded(scene.Title)) {
				t.Errorf("annex %d has no picture %q", e.Annex, scene.Title)
			}
			for _, s := range p.Steps {
				if !holds(pages, s.TextRU) {
					t.Errorf("annex %d, %s, step %d is not on paper", e.Annex, p.Key, s.N)
				}
			}
		}
	}
	if got := bytes.Count(first, []byte("/S /Figure")); got != pictures || got != 34 {
		t.Errorf("%d pictures for %d lists, the lists but the repetitions in point 8 are 34", got, pictures)
	}
}

// holds tells whether pages have a text, which one page or two neighbours may share: between
// its halves stand the foot of one and the head of the other.
func holds(pages []string, text string) bool {
	text = folded(text)
	if strings.Contains(folded(strings.Join(pages, " ")), text) {
		return true
	}
	for i := range pages[1:] {
		a, b := folded(pages[i]), folded(pages[i+1])
		for cut := range text {
			if strings.Contains(a, text[:cut]) && strings.Contains(b, text[cut:]) {
				return true
			}
		}
	}
	return false
}

func folded(s string) string { return strings.Join(strings.Fields(s), " ") }

var (
	letter = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]{4})>\n`)
	shown  = regexp.MustCompile(`/F(\d) [\d.]+ Tf .*<([0-9A-F]+)> Tj`)
)

// read is the text of each page as the file's own maps of letters say it.
func read(t *testing.T, file []byte) (pages []string) {
	t.Helper()
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.Offline = true
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(file), conf)
	must(t, err)
	for n := 1; n <= ctx.PageCount; n++ {
		page, _, inherited, err := ctx.PageDict(n, false)
		must(t, err)
		content, err := ctx.PageContent(page, n)
		must(t, err)
		maps := map[string]map[string]string{}
		fonts, err := ctx.DereferenceDict(inherited.Resources["Font"])
		must(t, err)
		for name := range fonts {
			f, err := ctx.DereferenceDict(fonts[name])
			must(t, err)
			stream, _, err := ctx.DereferenceStreamDict(f["ToUnicode"])
			must(t, err)
			must(t, stream.Decode())
			maps[name] = map[string]string{}
			for _, m := range letter.FindAllStringSubmatch(string(stream.Content), -1) {
				r, _ := strconv.ParseUint(m[2], 16, 32)
				maps[name][m[1]] = string(rune(r))
			}
		}
		var text strings.Builder
		for _, m := range shown.FindAllStringSubmatch(string(content), -1) {
			for at := 0; at < len(m[2]); at += 4 {
				text.WriteString(maps["F"+m[1]][m[2][at:at+4]])
			}
		}
		pages = append(pages, text.String())
	}
	return pages
}
