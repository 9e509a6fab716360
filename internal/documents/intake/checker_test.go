package intake_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"asar/internal/documents/forms"
	"asar/internal/documents/intake"
	"asar/internal/problem"
	"asar/internal/testing/program"
)

func child() intake.Checker { return intake.NewChecker([]string{os.Args[0], "intake-child"}) }

// built is the program's own child: a test's is watched for races, which costs it a
// multiple of the time and memory it is allowed.
func built(t *testing.T) intake.Checker {
	t.Helper()
	return intake.NewChecker([]string{filepath.Join(program.Build(t), "asar"), "intake-child"})
}

func TestChildGivesTheSameVerdicts(t *testing.T) {
	check := child()
	names := []string{"photo.jpg", "our-own-act.pdf", "photo.png", "script.pdf", "21-pages.pdf", "bomb-stream.pdf", "wrong-sum.png", "encrypted-rc4.pdf", "zip-behind.png", "says-65535.jpg", "empty.pdf"}
	for _, s := range corpus() {
		if slices.Contains(names, s.name) {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				verdict(t, check, s)
			})
		}
	}
}

func TestRefusalKeepsItsNumbersThroughTheChild(t *testing.T) {
	_, err := child().Check(context.Background(), "", pages(21), intake.Usual)
	p, ok := problem.Of(err)
	if !ok || p.Args["Pages"] != 21 || p.Args["Limit"] != 20 || p.Kind != problem.Invalid {
		t.Errorf("refused with %+v", p)
	}
}

// A file may kill its child; the person gets a refusal, and the next file its check.
func TestChildThatDiesRefusesItsFileOnly(t *testing.T) {
	dies := intake.NewChecker([]string{"/bin/sh", "-c", "kill -9 $$"})
	if _, err := dies.Check(context.Background(), "", asPNG(picture(9, 9)), intake.Usual); !problem.HasKey(err, "intake.too-complex") {
		t.Errorf("killed child: %v", err)
	}
	panics := intake.NewChecker([]string{"/bin/sh", "-c", "exit 2"})
	if _, err := panics.Check(context.Background(), "", asPNG(picture(9, 9)), intake.Usual); !problem.HasKey(err, "intake.too-complex") {
		t.Errorf("panicking child: %v", err)
	}
}

func TestFaultsOfOursAreNotBlamedOnTheFile(t *testing.T) {
	for name, command := range map[string][]string{
		"missing": {"/nonexistent/asar"}, "cannot begin": {"/bin/sh", "-c", "exit 3"}, "nonsense": {"/bin/sh", "-c", "cat >/dev/null; echo hello"},
	} {
		_, err := intake.NewChecker(command).Check(context.Background(), "", asPNG(picture(9, 9)), intake.Usual)
		if _, ok := problem.Of(err); ok || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCheckStopsWithItsCaller(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	started := time.Now()
	_, err := intake.NewChecker([]string{"/bin/sh", "-c", "exec sleep 60"}).Check(ctx, "", asPNG(picture(9, 9)), intake.Usual)
	if err == nil || time.Since(started) > 20*time.Second {
		t.Errorf("went on after its caller left: %v", err)
	}
}

func TestCodesOfScansAreRead(t *testing.T) {
	grey := page(address, 1240, 1754, 4, qr.M) // A4 at 150 dots an inch
	fine := page(address, 2480, 3508, 7, qr.M) // at 300
	pixels := deflated(grey.Pix)
	for name, content := range map[string][]byte{
		"png": asPNG(grey), "jpeg": asJPEG(grey), "jpeg at 300 dpi": asJPEG(fine),
		"jpeg in pdf":  withImage("/Width 1240 /Height 1754 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", asJPEG(grey)),
		"flate in pdf": withImage("/Width 1240 /Height 1754 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", pixels),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := intake.InProcess().Check(context.Background(), name, content, intake.Usual)
			if err != nil || !slices.Equal(got.QR, []string{address}) {
				t.Fatalf("read %q, %v", got.QR, err)
			}
			if number, digest, ok := forms.ReadQR(got.QR[0]); !ok || number != "A-2026-000317" || len(digest) != 64 {
				t.Errorf("the code says %s %s %v", number, digest, ok)
			}
		})
	}
}

func TestTurnOfAPhotoIsKeptAndNothingElse(t *testing.T) {
	for _, order := range []string{"MM", "II"} {
		got, err := intake.InProcess().Check(context.Background(), "", jpegWith(0xE1, exifOf(order, 6)+strings.Repeat("SECRET PLACE", 9)), intake.Usual)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(got.Content, []byte(exifOf("MM", 6))) || bytes.Contains(got.Content, []byte("SECRET")) {
			t.Errorf("%s: the turn is lost or more than the turn is kept", order)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range corpus() {
		if len(s.content) < 50_000 {
			f.Add(s.content)
		}
	}
	limits := intake.Limits{Bytes: 100_000, Pages: 5, Pixels: 1_000_000, Side: 2000}
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := intake.InProcess().Check(context.Background(), "", content, limits)
		if err != nil {
			if _, ok := problem.Of(err); !ok {
				t.Errorf("a fault of ours: %v", err)
			}
			return
		}
		if got.Pages < 1 || got.Pages > limits.Pages || len(got.Content) == 0 {
			t.Errorf("accepted with %d pages, %d bytes", got.Pages, len(got.Content))
		}
	})
}

// The reader unpacks a table of objects before anybody can look at it: only the child's
// own limit of memory stands against that.
func TestChildDiesBeforeTheMachineDoes(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks gigabytes")
	}
	_, err := built(t).Check(context.Background(), "", tableBomb(800), intake.Usual)
	if !problem.Is(err, problem.Invalid) {
		t.Errorf("verdict %v", err)
	}
	t.Log(err)
}
