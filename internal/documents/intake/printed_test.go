package intake_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"image/png"

	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/documents/intake"
	"asar/internal/documents/seal"
	"asar/internal/testing/devca"
)

// An act goes to paper and comes back as a scan: askew, upside down, darker. Its code must
// still say which act it is.
func TestPrintedActIsKnownFromItsScan(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is not installed")
	}
	c := forms.ActContent{Number: "АУ-2026-000317", Month: calendar.MustMonth("2026-11"), Made: calendar.MustDate("2026-11-30").Clock(9, 0), CheckBase: "https://aleumet.example.kz"}
	withCode := c
	withCode.Code = codeOf(t, c)
	for name, c := range map[string]forms.ActContent{"digest": c, "signed code": withCode} {
		paper := printed(t, c)
		for turned, degrees := range map[string]float64{"straight": 0, "askew": 2.5, "askew the other way": -4, "upside down": 181} {
			t.Run(name+" "+turned, func(t *testing.T) {
				got, err := intake.InProcess().Check(context.Background(), "", asJPEG(scanned(paper, degrees)), intake.Usual)
				if err != nil || len(got.QR) != 1 {
					t.Fatalf("read %q, %v", got.QR, err)
				}
				if number, digest, ok := forms.ReadQR(got.QR[0]); !ok || number != c.Number || digest != forms.Digest(c) || seal.CodeIn(got.QR[0]) != c.Code {
					t.Errorf("the scan is of %q %q", number, digest)
				}
			})
		}
	}
}

// codeOf is the portal's signed code of a content.
func codeOf(t *testing.T, c forms.ActContent) string {
	t.Helper()
	folder := t.TempDir()
	if err := devca.Shared(t).System(folder, devca.SharedFrom); err != nil {
		t.Fatal(err)
	}
	keys, err := seal.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	code, err := keys.Code(seal.Claim{Number: c.Number, Edition: 1, Month: c.Month, FormedAt: c.Made, Digest: forms.Digest(c)})
	if err != nil || code == "" {
		t.Fatal(err)
	}
	return code
}

func printed(t *testing.T, c forms.ActContent) image.Image {
	t.Helper()
	file, err := forms.Act(c, "kk")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "act.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-gray", "-png", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// scanned turns a page and makes it grey and uneven, as a cheap scanner does.
func scanned(paper image.Image, degrees float64) image.Image {
	b := paper.Bounds()
	out := image.NewGray(b)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	middleX, middleY := float64(b.Dx())/2, float64(b.Dy())/2
	for y := range b.Dy() {
		for x := range b.Dx() {
			dx, dy := float64(x)-middleX, float64(y)-middleY
			from := image.Pt(int(middleX+dx*cos+dy*sin), int(middleY-dx*sin+dy*cos))
			v := 255
			if from.In(b) {
				v = int(color.GrayModel.Convert(paper.At(from.X, from.Y)).(color.Gray).Y)
			}
			out.SetGray(x, y, color.Gray{Y: uint8(30 + v*190/255 + (x*31+y*17)%20)})
		}
	}
	return out
}
