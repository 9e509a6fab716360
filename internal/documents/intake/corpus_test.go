package intake_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"rsc.io/qr"

	"asar/internal/calendar"
	"asar/internal/documents/forms"
	"asar/internal/documents/intake"
	"asar/internal/problem"
	"asar/internal/testing/program"
)

// TestMain is also the child: the checker under test starts this test program again.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "intake-child" {
		os.Exit(intake.Child(os.Stdin, os.Stdout))
	}
	program.Main(m)
}

// sample is one file of the corpus; want is a key without "intake.", or "" for accepted.
type sample struct {
	name    string
	content []byte
	want    string
}

func corpus() []sample {
	var all []sample
	for _, part := range [][]sample{good(), strangers(), cut(), activePDF(), brokenPDF(), heavy(), twoInOne(), oddPictures()} {
		all = append(all, part...)
	}
	return all
}

const address = "https://asar.example.kz/check/A-2026-000317?d=d4b4536ade0179c145666abf6cfeb77e32edf6af4ccf63cdf180645f7ad8b6f0"

func act() []byte {
	b, err := forms.Act(forms.ActContent{Number: "A-1", Month: calendar.MustMonth("2026-11"), Made: calendar.MustDate("2026-11-30").Clock(9, 0), CheckBase: "https://a.kz"}, "kk")
	if err != nil {
		panic(err)
	}
	return b
}

func good() []sample {
	gray := page("x", 200, 200, 2, qr.L)
	return []sample{
		{"one-page.pdf", scan("", ""), ""},
		{"our-own-act.pdf", act(), ""},
		{"twenty-pages.pdf", pages(20), ""},
		{"spaces-after-the-end.pdf", join(scan("", ""), "\r\n\r\n  \x00"), ""},
		{"photo.jpg", asJPEG(picture(300, 200)), ""},
		{"grey.jpg", asJPEG(gray), ""},
		{"photo.png", asPNG(picture(300, 200)), ""},
		{"grey.png", asPNG(gray), ""},
		{"one-pixel.png", asPNG(picture(1, 1)), ""},
		{"one-pixel.jpg", asJPEG(picture(1, 1)), ""},
		{"png-named.pdf", asPNG(picture(20, 20)), ""},
		{"jpeg-named.png", asJPEG(picture(20, 20)), ""},
		{"pdf-named.jpg", scan("", ""), ""},
		{"act.pdf.exe", scan("", ""), ""},
		{"../../etc/passwd", scan("", ""), ""},
		{"no-extension", asJPEG(picture(20, 20)), ""},
		{"\u202Efdp.exe", asPNG(picture(20, 20)), ""},
		{"link.pdf", scan("", "/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (https://egov.kz)>>>>]"), ""},
		{"open-at-page.pdf", scan("/OpenAction [3 0 R /Fit]", ""), ""},
		{"language.pdf", scan("/Lang (kk)", ""), ""},
		{"jpeg-inside.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", asJPEG(picture(80, 80))), ""},
		{"flate-inside.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", deflated(make([]byte, 6400))), ""},
		{"bits-inside.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode", deflated(make([]byte, 800))), ""},
		{"compressed-page.pdf", scan("", "", stream("/Filter /FlateDecode", deflated([]byte("q Q")))), ""},
		{"jpeg-exif.jpg", jpegWith(0xE1, exifOf("MM", 6)), ""},
		{"jpeg-exif-intel.jpg", jpegWith(0xE1, exifOf("II", 8)), ""},
		{"jpeg-comment.jpg", jpegWith(0xFE, "made by a scanner"), ""},
		{"jpeg-icc.jpg", jpegWith(0xE2, "ICC_PROFILE\x00\x01\x01garbage"), ""},
		{"jpeg-second-picture.jpg", join(asJPEG(picture(40, 40)), asJPEG(picture(10, 10))), ""},
		{"jpeg-zeros-after.jpg", join(asJPEG(picture(40, 40)), make([]byte, 512)), ""},
		{"jpeg-film-after.jpg", join(asJPEG(picture(40, 40)), "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"), ""},
		{"png-text.png", pngWith("tEXt", []byte("Comment\x00hello")), ""},
		{"png-private.png", pngWith("prVt", []byte("anything")), ""},
		{"png-newline-after.png", join(asPNG(picture(9, 9)), "\n"), ""},
	}
}

func strangers() []sample {
	list := []sample{
		{"empty.pdf", nil, "empty"},
		{"spaces.pdf", []byte("   \n\n"), "empty"},
		{"zeros.pdf", make([]byte, 4096), "empty"},
		{"page.pdf", []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), "web-page"},
		{"page-in-capitals.pdf", []byte("  \n<HTML><BODY></BODY></HTML>"), "web-page"},
		{"drawing.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`), "web-page"},
		{"drawing.png", []byte(`<?xml version="1.0"?><svg/>`), "web-page"},
		{"script.pdf", []byte("<?php system($_GET[0]); ?>"), "web-page"},
		{"bom-page.jpg", []byte("\xEF\xBB\xBF<script>x</script>"), "web-page"},
		{"address.pdf", []byte("javascript:alert(1)"), "web-page"},
		{"letter.docx", asZIP("[Content_Types].xml", "word/document.xml"), "office"},
		{"letter.pdf", asZIP("[Content_Types].xml", "word/document.xml"), "office"},
		{"table.xlsx", asZIP("xl/workbook.xml"), "office"},
		{"letter.doc", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old office"), "office"},
		{"letter.rtf", []byte(`{\rtf1\ansi hello}`), "office"},
		{"files.zip", asZIP("a.txt"), "archive"},
		{"program.jar", asZIP("META-INF/MANIFEST.MF", "A.class"), "archive"},
		{"files.rar", []byte("Rar!\x1a\x07\x00 x"), "archive"},
		{"files.7z", []byte("7z\xBC\xAF\x27\x1C x"), "archive"},
		{"scan.pdf.gz", []byte("\x1F\x8B\x08\x00 x"), "archive"},
		{"photo.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "heic"},
		{"photo.jpg", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"), "heic"},
		{"film.mp4", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), "heic"},
		{"photo.gif", asGIF(picture(9, 9)), "other-kind"},
		{"photo.webp", []byte("RIFF\x10\x00\x00\x00WEBPVP8 "), "other-kind"},
		{"photo.tif", []byte("II\x2A\x00\x08\x00\x00\x00"), "other-kind"},
		{"photo.bmp", []byte("BM\x36\x00\x00\x00\x00\x00"), "other-kind"},
		{"program.exe", []byte("MZ\x90\x00\x03\x00\x00\x00"), "other-kind"},
		{"program", []byte("\x7FELF\x02\x01\x01"), "other-kind"},
		{"notes.txt", []byte("Акт за ноябрь"), "other-kind"},
		{"post.ps", []byte("%!PS-Adobe-3.0"), "other-kind"},
		{"key.p12", []byte("\x30\x82\x05\x00\x02\x01\x03"), "other-kind"},
		{"one-byte.pdf", []byte("%"), "other-kind"},
		{"half-mark.pdf", []byte("%PDF"), "other-kind"},
		{"half-mark.jpg", []byte{0xFF, 0xD8}, "other-kind"},
		{"half-mark.png", []byte("\x89PNG\r\n"), "other-kind"},
		{"png-newlines-changed.png", bytes.ReplaceAll(asPNG(picture(9, 9)), []byte("\r\n"), []byte("\n")), "other-kind"},
	}
	return list
}

// cut are good files cut at many places, and with bytes turned.
func cut() []sample {
	var list []sample
	for _, f := range []sample{
		{"scan.pdf", scan("", ""), "damaged"}, {"act.pdf", act(), "damaged"},
		{"photo.jpg", asJPEG(picture(300, 200)), "damaged"}, {"photo.png", asPNG(picture(300, 200)), "damaged"},
	} {
		for _, percent := range []int{10, 25, 50, 75, 90, 99} {
			n := max(16, len(f.content)*percent/100)
			list = append(list, sample{fmt.Sprintf("%d-percent-of-%s", percent, f.name), f.content[:n], "damaged"})
		}
	}
	turned := asPNG(picture(30, 30))
	turned[len(turned)/2] ^= 0xFF
	return append(list,
		sample{"turned-bit.png", turned, "damaged"},
		sample{"only-the-mark.pdf", []byte("%PDF-1.7\n"), "damaged"},
		sample{"only-both-ends.pdf", []byte("%PDF-1.7\nstartxref\n0\n%%EOF\n"), "damaged"},
		sample{"only-the-mark.jpg", []byte{0xFF, 0xD8, 0xFF, 0xE0}, "damaged"},
		sample{"only-both-ends.jpg", []byte{0xFF, 0xD8, 0xFF, 0xD9}, "damaged"},
		sample{"only-the-mark.png", []byte("\x89PNG\r\n\x1a\n"), "damaged"},
		sample{"no-data.png", join("\x89PNG\r\n\x1a\n", chunk("IEND", nil)), "damaged"},
	)
}

func activePDF() []sample {
	action := func(a string) []byte { return scan("/OpenAction "+a, "") }
	annot := func(a string) []byte {
		return scan("", "/Annots [<</Type /Annot /Rect [0 0 9 9] "+a+">>]")
	}
	return []sample{
		{"script.pdf", action("<</S /JavaScript /JS (app.alert\\(1\\))>>"), "acting"},
		{"script-by-name.pdf", scan("/Names <</JavaScript <</Names [(a) 5 0 R]>>>>", "", "<</S /JavaScript /JS (1)>>"), "acting"},
		{"script-in-stream.pdf", scan("/OpenAction <</S /JavaScript /JS 5 0 R>>", "", stream("", []byte("app.alert(1)"))), "acting"},
		{"script-escaped.pdf", action("<</S /Java#53cript /#4aS (1)>>"), "acting"},
		{"script-unused.pdf", scan("", "", "<</S /JavaScript /JS (1)>>"), "acting"},
		{"script-next.pdf", action("<</S /URI /URI (https://a.kz) /Next <</S /JavaScript /JS (1)>>>>"), "acting"},
		{"script-on-page.pdf", scan("", "/AA <</O <</S /JavaScript /JS (1)>>>>"), "acting"},
		{"script-on-close.pdf", scan("/AA <</WC <</S /JavaScript /JS (1)>>>>", ""), "acting"},
		{"program.pdf", action("<</S /Launch /F (cmd.exe)>>"), "acting"},
		{"program-by-link.pdf", annot("/Subtype /Link /A <</S /Launch /Win <</F (cmd.exe)>>>>"), "acting"},
		{"send-form.pdf", annot("/Subtype /Link /A <</S /SubmitForm /F (https://evil.example)>>"), "acting"},
		{"import.pdf", action("<</S /ImportData /F (a.fdf)>>"), "acting"},
		{"remote.pdf", action("<</S /GoToR /F (\\\\\\\\evil\\\\share) /D [0 /Fit]>>"), "acting"},
		{"remote-embedded.pdf", action("<</S /GoToE /D [0 /Fit]>>"), "acting"},
		{"rich-media.pdf", annot("/Subtype /RichMedia"), "acting"},
		{"film.pdf", annot("/Subtype /Movie"), "acting"},
		{"sound.pdf", annot("/Subtype /Sound"), "acting"},
		{"screen.pdf", annot("/Subtype /Screen"), "acting"},
		{"three-d.pdf", annot("/Subtype /3D"), "acting"},
		{"rendition.pdf", action("<</S /Rendition /OP 0>>"), "acting"},
		{"attached.pdf", scan("/Names <</EmbeddedFiles <</Names [(a.exe) 5 0 R]>>>>", "", "<</Type /Filespec /F (a.exe)>>"), "attachments"},
		{"attached-note.pdf", annot("/Subtype /FileAttachment /FS 5 0 R"), "attachments"},
		{"attached-stream.pdf", scan("", "", stream("/Type /EmbeddedFile", []byte("MZ"))), "attachments"},
		{"attached-spec.pdf", scan("", "", "<</Type /Filespec /F (a) /EF <</F 6 0 R>>>>", stream("", []byte("x"))), "attachments"},
		{"portfolio.pdf", scan("/Collection <</View /D>>", ""), "attachments"},
		{"xfa.pdf", scan("/AcroForm <</Fields [] /XFA 5 0 R>>", "", stream("", []byte("<xdp/>"))), "form"},
		{"xfa-array.pdf", scan("/AcroForm <</Fields [] /XFA [(a) 5 0 R]>>", "", stream("", []byte("<xdp/>"))), "form"},
		{"encrypted-rc4.pdf", encrypted(), "encrypted"},
		{"encrypted-unknown.pdf", pdfFile("/Encrypt 4 0 R /ID [<00><00>]", "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
			"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources <<>>>>", "<</Filter /Adobe.PubSec /V 4>>"), "encrypted"},
	}
}

func encrypted() []byte {
	zero := strings.Repeat("00", 32)
	return pdfFile("/Encrypt 4 0 R /ID [<00><00>]", "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources <<>>>>",
		"<</Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <"+zero+"> /U <"+zero+">>>")
}

func brokenPDF() []sample {
	noRoot := replace(scan("", ""), "/Root", "/Toor")
	return []sample{
		{"no-pages.pdf", pages(0), "no-pages"},
		{"21-pages.pdf", pages(21), "too-many-pages"},
		{"500-pages.pdf", pages(500), "too-many-pages"},
		{"no-root.pdf", noRoot, "damaged"},
		{"root-is-a-number.pdf", pdfFile("", "42"), "damaged"},
		{"no-page-tree.pdf", pdfFile("", "<</Type /Catalog>>"), "damaged"},
		{"tree-in-itself.pdf", pdfFile("", "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [2 0 R] /Count 1>>"), "damaged"},
		{"table-before-itself.pdf", loopingTable(), "damaged"},
		{"deep-arrays.pdf", scan("/X "+nested(5000), ""), "*"},
		{"name-without-end.pdf", scan("/X (((((", ""), "damaged"},
		{"stream-without-end.pdf", replace(scan("", ""), "endstream", "endstorm!"), "*"},
		{"length-is-a-loop.pdf", scan("", "", "<</Length 5 0 R>>\nstream\nx\nendstream"), "*"},
		{"no-end-mark.pdf", bytes.TrimSuffix(scan("", ""), []byte("%%EOF\n")), "damaged"},
		{"end-mark-only-inside.pdf", join(scan("", "")[:200], "%%EOF"), "damaged"},
		{"table-far-away.pdf", replace(scan("", ""), "startxref\n", "startxref\t"), ""},
		{"picture-without-size.pdf", withImage("/Filter /FlateDecode", deflated(nil)), "damaged"},
		{"picture-not-there.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", []byte("nonsense")), "*"},
		{"jpeg-inside-cut.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", asJPEG(picture(80, 80))[:300]), "*"},
		{"fax-nonsense.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns 80>>", []byte("nonsense")), "*"},
	}
}

// loopingTable is a file whose tables name each other as the one before.
func loopingTable() []byte {
	b := scan("", "")
	at := bytes.LastIndex(b, []byte("xref\n0"))
	return bytes.Replace(b, []byte("/Root"), fmt.Appendf(nil, "/Prev %d /Root", at), 1)
}

func heavy() []sample {
	l := intake.Usual
	big := uint16(l.Side)
	return []sample{
		{"eleven-megabytes.jpg", join(asJPEG(picture(9, 9)), make([]byte, l.Bytes)), "too-large"},
		{"eleven-megabytes.pdf", join(scan("", ""), bytes.Repeat([]byte(" "), l.Bytes)), "too-large"},
		{"ten-megabytes-and-one.pdf", join("%PDF-", bytes.Repeat([]byte(" "), l.Bytes-4)), "too-large"},
		{"says-100-gigapixels.png", pngSaying(320_000, 320_000, deflated(nil)), "too-many-pixels"},
		{"says-most.png", pngSaying(1<<31-1, 1<<31-1, deflated(nil)), "*"},
		{"says-a-line.png", pngSaying(50_000, 1, deflated(nil)), "too-many-pixels"},
		{"says-a-column.png", pngSaying(1, 50_000, deflated(nil)), "too-many-pixels"},
		{"says-nothing.png", pngSaying(0, 0, deflated(nil)), "damaged"},
		{"says-49-megapixels.png", pngSaying(7000, 7000, deflated(nil)), "too-many-pixels"},
		{"says-65535.jpg", jpegSaying(65535, 65535), "too-many-pixels"},
		{"says-just-too-many.jpg", jpegSaying(big+1, 1), "too-many-pixels"},
		{"says-no-height.jpg", jpegSaying(40, 0), "damaged"},
		{"says-more-than-is-there.jpg", jpegSaying(4000, 4000), "damaged"},
		{"bomb-stream.pdf", scan("", "", stream("/Filter /FlateDecode", zeros(100))), "bomb"},
		{"bomb-twice-packed.pdf", scan("", "", stream("/Filter [/FlateDecode /FlateDecode]", deflated(zeros(100)))), "bomb"},
		{"bomb-in-parts.pdf", scan("", "", stream("/Filter /FlateDecode", zeros(40)), stream("/Filter /FlateDecode", zeros(40))), "bomb"},
		{"bomb-picture.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", zeros(8)), "bomb"},
		{"picture-says-giga.pdf", withImage("/Width 99999 /Height 99999 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", deflated(nil)), "too-many-pixels"},
		{"picture-says-minus.pdf", withImage("/Width -5 /Height 80 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", deflated(nil)), "damaged"},
		{"jpeg-larger-than-said.pdf", withImage("/Width 80 /Height 80 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", jpegSaying(60000, 60000)), "too-many-pixels"},
		{"many-layers.pdf", scan("", "", stream("/Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode]", deflated(deflated(deflated(deflated([]byte("x"))))))), "too-complex"},
	}
}

func twoInOne() []sample {
	list := []sample{
		{"pdf-then-zip.pdf", join(scan("", ""), asZIP("a.class")), "two-in-one"},
		{"pdf-then-page.pdf", join(scan("", ""), "<html><script>1</script>"), "two-in-one"},
		{"pdf-then-program.pdf", join(scan("", ""), "MZ\x90\x00"), "two-in-one"},
		{"pdf-then-words.pdf", join(scan("", ""), "more"), "two-in-one"},
		{"pdf-in-a-comment-of-zip.pdf", join(scan("", "", stream("", asZIP("a"))), ""), "*"},
		{"page-then-pdf.pdf", join("<html><!--", scan("", ""), "-->"), "two-in-one"},
		{"script-then-pdf.js", join("/*\n", scan("", ""), "*/alert(1)"), "two-in-one"},
		{"space-then-pdf.pdf", join("\n", scan("", "")), "two-in-one"},
		{"bom-then-pdf.pdf", join("\xEF\xBB\xBF", scan("", "")), "two-in-one"},
		{"gif-then-pdf.pdf", join("GIF89a", scan("", "")), "two-in-one"},
		{"pdf-with-page-in-head.pdf", scan("/X (<script>alert\\(1\\)</script>)", ""), "two-in-one"},
		{"pdf-with-page-in-comment.pdf", bytes.Replace(scan("", ""), []byte("%\xE2\xE3\xCF\xD3"), []byte("%<svg onload=1"), 1), "two-in-one"},
	}
	for name, picture := range map[string][]byte{"jpg": asJPEG(picture(40, 40)), "png": asPNG(picture(40, 40))} {
		for hidden, content := range map[string][]byte{
			"zip": asZIP("a.class"), "pdf": scan("", ""), "page": []byte("<script>alert(1)</script>"), "php": []byte("<?php echo 1;"),
			"program": []byte("MZ\x90\x00\x03"), "elf": []byte("\x7fELF\x02"), "rar": []byte("Rar!\x1a\x07"), "svg": []byte("<SVG onload=1>"),
			"gif": []byte("GIF89a\x01\x00"), "class": []byte("\xCA\xFE\xBA\xBE\x00"),
		} {
			list = append(list, sample{hidden + "-behind." + name, join(picture, content), "two-in-one"})
		}
	}
	return list
}

func oddPictures() []sample {
	return []sample{
		{"page-in-comment.jpg", jpegWith(0xFE, "<script>alert(1)</script>"), ""},
		{"php-in-comment.jpg", jpegWith(0xFE, "<?php system(1); ?>"), ""},
		{"page-in-exif.jpg", jpegWith(0xE1, "Exif\x00\x00<html><script>1"), ""},
		{"xmp.jpg", jpegWith(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"), ""},
		{"exif-loop.jpg", jpegWith(0xE1, "Exif\x00\x00II\x2A\x00\x08\x00\x00\x00\xFF\xFF"), ""},
		{"exif-far.jpg", jpegWith(0xE1, "Exif\x00\x00II\x2A\x00\xFF\xFF\xFF\x7F"), ""},
		{"exif-odd-turn.jpg", jpegWith(0xE1, exifOf("MM", 200)), ""},
		{"exif-empty.jpg", jpegWith(0xE1, ""), ""},
		{"fake-jfif.jpg", jpegWith(0xE0, "<html>"), ""},
		{"long-adobe.jpg", jpegWith(0xEE, "Adobe\x00\x64\x00\x00\x00\x00\x00<script>"), ""},
		{"page-in-text.png", pngWith("tEXt", []byte("Comment\x00<script>alert(1)</script>")), ""},
		{"page-in-ztext.png", pngWith("zTXt", join("Comment\x00\x00", zeros(50))), ""},
		{"profile-bomb.png", pngWith("iCCP", join("p\x00\x00", zeros(50))), ""},
		{"exif.png", pngWith("eXIf", []byte("MM\x00\x2A")), ""},
		{"animated.png", pngWith("acTL", []byte{0, 0, 0, 9, 0, 0, 0, 0}), ""},
		{"unknown-critical.png", pngWith("ABCD", []byte("x")), ""},
		{"chunk-too-long.png", join(asPNG(picture(9, 9))[:33], "\x7F\xFF\xFF\xFFIDAT"), "damaged"},
		{"wrong-sum.png", replace(asPNG(picture(9, 9)), "IEND\xAE", "IEND\xAF"), "damaged"},
		{"segment-too-short.jpg", []byte{0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x01, 0xFF, 0xD9}, "damaged"},
		{"segments-without-end.jpg", join("\xFF\xD8", strings.Repeat("\xFF\xFE\x00\x02", 1000)), "damaged"},
		{"bare-fill.jpg", join("\xFF\xD8", strings.Repeat("\xFF", 1000)), "damaged"},
	}
}

func TestEveryFileOfTheCorpusHasItsVerdict(t *testing.T) {
	all := corpus()
	if len(all) < 150 {
		t.Fatalf("the corpus has %d files, not 150", len(all))
	}
	check := intake.InProcess()
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) { verdict(t, check, s) })
	}
}

func verdict(t *testing.T, check intake.Checker, s sample) {
	t.Helper()
	got, err := check.Check(context.Background(), s.name, s.content, intake.Usual)
	_, isProblem := problem.Of(err)
	switch {
	case err != nil && !isProblem:
		t.Fatalf("a fault of ours: %v", err)
	case s.want == "*": // either verdict will do, as long as there is one
	case s.want == "" && err != nil:
		t.Fatalf("refused: %v", err)
	case s.want != "" && !problem.HasKey(err, "intake."+s.want):
		t.Fatalf("verdict %v (%s, %d pages), want intake.%s", err, got.Media, got.Pages, s.want)
	}
	if err == nil {
		unharmed(t, s, got)
	}
}

// unharmed checks what is kept of an accepted file.
func unharmed(t *testing.T, s sample, got intake.Checked) {
	t.Helper()
	if got.Pages < 1 || len(got.Content) == 0 || len(got.Content) > len(s.content)+64 {
		t.Errorf("accepted with %d pages and %d bytes of %d", got.Pages, len(got.Content), len(s.content))
	}
	if got.Media == intake.PDF {
		return
	}
	for _, bad := range []string{"<script", "<?php", "<html", "Comment", "xmpmeta", "acTL", "ICC_PROFILE", "ftyp"} {
		if bytes.Contains(got.Content, []byte(bad)) {
			t.Errorf("what is kept of the picture still holds %q", bad)
		}
	}
	if again, err := intake.InProcess().Check(context.Background(), "", got.Content, intake.Usual); err != nil || !bytes.Equal(again.Content, got.Content) {
		t.Errorf("what is kept is not accepted again as it is: %v", err)
	}
}
