package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"

	"asar/internal/calendar"
	"asar/internal/documents/pdf"
	"asar/internal/documents/seal"
	"asar/internal/testing/devca"
)

var made = calendar.MustDate("2026-11-30").Clock(9, 0)

// folder is a folder of keys as an operator makes it.
func folder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "system")
	must(t, devca.Shared(t).System(dir, devca.SharedFrom))
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t *testing.T) *seal.Keys {
	t.Helper()
	k, err := seal.Open(folder(t))
	must(t, err)
	return k
}

func sealed(t *testing.T, k *seal.Keys) []byte {
	t.Helper()
	d := pdf.New(pdf.Options{Title: "Акт", Language: "ru", Made: made,
		Seal: k.On(made.Plus(time.Hour), "Печать информационной системы", "Документ сформирован", "https://portal.example/check")})
	d.Heading(1, "Акт")
	d.Paragraph("Часы")
	file, err := d.Bytes()
	must(t, err)
	return file
}

func TestASealedFileIsKnownWhole(t *testing.T) {
	k := opened(t)
	file := sealed(t, k)
	if by, err := k.CheckDocument(file); err != nil || by.Codes() || by.Withdrawn {
		t.Fatalf("%v, %v", by.ID(), err)
	}
	if !bytes.Equal(file, sealed(t, k)) {
		t.Error("the same document, moment and key gave other bytes")
	}
	if _, err := opened(t).CheckDocument(file); err == nil {
		t.Error("a portal with other keys takes it for its own")
	}
}

// TestChangedFilesAreRefused is family 21: what is lawful in PDF and changes what is read.
func TestChangedFilesAreRefused(t *testing.T) {
	k := opened(t)
	file := sealed(t, k)
	from := bytes.LastIndex(file, []byte("startxref"))
	at := strings.Fields(string(file[from:]))[1]
	later := func(objects string) []byte {
		return fmt.Appendf(bytes.Clone(file), "%sxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 99 /Root 1 0 R /Prev %s>>\nstartxref\n%d\n%%%%EOF\n", objects, at, len(file)+len(objects))
	}
	swap := func(old, new string) []byte { return bytes.Replace(file, []byte(old), []byte(new), 1) }
	hole := bytes.Index(file, []byte("/Contents <3082")) + len("/Contents <")
	end := hole + bytes.IndexByte(file[hole:], '>')
	put := func(i int, b ...byte) []byte { f := bytes.Clone(file); copy(f[i:], b); return f }
	for name, forged := range map[string][]byte{
		"a byte behind":              append(bytes.Clone(file), '\n'),
		"words behind":               append(bytes.Clone(file), "% more\n%%EOF\n"...),
		"a byte before":              append([]byte("\n"), file...),
		"a page laid over":           later("14 0 obj\n<</Type /Page /Parent 2 0 R /Contents 98 0 R>>\nendobj\n"),
		"a field laid over":          later("97 0 obj\n<</Type /Annot /Subtype /FreeText /Rect [0 0 600 800]>>\nendobj\n"),
		"a second table of objects":  later(""),
		"another root":               later("1 0 obj\n<</Type /Catalog /Pages 98 0 R>>\nendobj\n"),
		"cut at the end":             file[:len(file)-1],
		"the range begins later":     swap("/ByteRange [0 ", "/ByteRange [1 "),
		"the range ends before":      swap(fmt.Sprint(len(file)-end-1), fmt.Sprint(len(file)-end-2)),
		"the range begins elsewhere": swap(fmt.Sprint(hole-1), fmt.Sprint(hole-2)),
		"a longer hole":              swap(fmt.Sprint(end+1), fmt.Sprint(end+2)),
		"two ranges":                 swap("/Reason", "/ByteRange [0 1 2 3] /Reason"),
		"digits behind it":           put(end-2, 'A', 'A'),
		"words in the hole":          put(end-4, []byte("ZZZZ")...),
		"another title":              swap("/Title <FEFF0410", "/Title <FEFF0411"),
		"a changed stream":           put(bytes.Index(file, []byte("stream\n"))+40, 0),
		"no signature":               swap("/ByteRange", "/Bytes    "),
		"nothing":                    nil,
	} {
		if by, err := k.CheckDocument(forged); err == nil {
			t.Errorf("%s: taken as sealed by %s", name, by.ID())
		} else if bytes.Equal(forged, file) {
			t.Errorf("%s: nothing was changed", name)
		}
	}
	if _, err := k.CheckDocument(file); err != nil {
		t.Errorf("the file itself: %v", err)
	}
}

func TestEveryBitOfTheSealCounts(t *testing.T) {
	k := opened(t)
	file := sealed(t, k)
	step := 211
	if testing.Short() {
		step = 2111
	}
	for i := 0; i < len(file); i += step {
		changed := bytes.Clone(file)
		changed[i] ^= 1
		if _, err := k.CheckDocument(changed); err == nil {
			t.Fatalf("a bit changed at %d of %d, and nobody saw", i, len(file))
		}
	}
}

// TestOthersTakeTheSeal asks programs that are not ours.
func TestOthersTakeTheSeal(t *testing.T) {
	keys := folder(t)
	k, err := seal.Open(keys)
	must(t, err)
	file := sealed(t, k)
	chain, err := os.ReadFile(filepath.Join(keys, seal.SealCert))
	must(t, err)
	covered, cms, err := pdf.Signed(file)
	must(t, err)
	m, err := pkcs7.Parse(cms)
	must(t, err)
	m.Content = covered
	must(t, m.Verify())
	dir := t.TempDir()
	for name, content := range map[string][]byte{"a.pdf": file, "a.cms": cms, "a.bin": covered, "chain.pem": chain} {
		must(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	for tool, args := range map[string][]string{
		"openssl": {"cms", "-verify", "-cades", "-CAfile", "chain.pem", "-purpose", "any", "-no_check_time", "-inform", "DER", "-in", "a.cms", "-content", "a.bin", "-binary", "-out", "a.out"},
		"pdfsig":  {"-nocert", "a.pdf"},
	} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Logf("%s is not installed", tool)
			continue
		}
		c := exec.Command(tool, args...)
		c.Dir = dir
		out, err := c.CombinedOutput()
		if err != nil || tool == "pdfsig" && (!strings.Contains(string(out), "Signature is Valid") || !strings.Contains(string(out), "Total document signed") || !strings.Contains(string(out), "ETSI.CAdES.detached")) {
			t.Errorf("%s: %v\n%s", tool, err, out)
		}
	}
}

var claim = seal.Claim{Number: "2026-48201933", Edition: 2, Month: calendar.MustMonth("2026-11"), Minutes: 2730, FormedAt: made, Digest: strings.Repeat("0f", 32)}

func TestACodeSaysWhatWasSigned(t *testing.T) {
	k := opened(t)
	code, err := k.Code(claim)
	must(t, err)
	if again, _ := k.Code(claim); again != code {
		t.Error("one claim has two codes")
	}
	address := seal.Address("https://aleumet.example.kz/", code)
	for _, text := range []string{code, address, strings.ToLower(address), "https://aleumet.example.kz/kk/check/" + code, " " + code[:50] + " \n" + strings.ReplaceAll(code[50:], "O", "0")} {
		found := seal.CodeIn(text)
		if found != code {
			t.Fatalf("of %q: %q", text, found)
		}
		got, by, err := k.CheckCode(found)
		if err != nil || got != claim || !by.Codes() {
			t.Fatalf("%+v %v", got, err)
		}
	}
	for _, text := range []string{"", "2026-48201933", "https://aleumet.example.kz/check/2026-48201933?d=" + claim.Digest, "HTTPS://X.KZ/D/" + code, code[:90], code + "ИИ"} {
		if found := seal.CodeIn(text); found != "" {
			t.Errorf("%q has the code %q", text, found)
		}
	}
}

// TestACodePrintedOnceIsReadForever: the layout of a code may never change; a new one has
// another version. The scripts of the page read the same two files.
func TestACodePrintedOnceIsReadForever(t *testing.T) {
	dir := folder(t)
	must(t, os.Mkdir(filepath.Join(dir, seal.Past), 0o700))
	public, err := os.ReadFile("testdata/printed.crt")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, seal.Past, "printed.crt"), public, 0o600))
	code, err := os.ReadFile("testdata/printed.txt")
	must(t, err)
	k, err := seal.Open(dir)
	must(t, err)
	if got, _, err := k.CheckCode(seal.CodeIn(string(code))); err != nil || got != claim {
		t.Errorf("%+v %v", got, err)
	}
}

func TestAFalseCodeIsRefused(t *testing.T) {
	dir := folder(t)
	k, err := seal.Open(dir)
	must(t, err)
	code, err := k.Code(claim)
	must(t, err)
	file := sealed(t, k)
	for i := range code {
		for _, c := range []byte("AQ7") {
			changed := []byte(code)
			if changed[i] == c {
				continue
			}
			changed[i] = c
			if _, _, err := k.CheckCode(string(changed)); err == nil {
				t.Fatalf("letter %d changed to %c, and nobody saw", i, c)
			}
		}
	}
	foreign, err := opened(t).Code(claim)
	must(t, err)
	if _, _, err := k.CheckCode(foreign); !errors.Is(err, seal.ErrKey) {
		t.Errorf("another portal's code: %v", err)
	}
	// The keys are changed, then the old ones turn out to be stolen.
	for _, name := range []string{seal.CodeCert, seal.SealCert} {
		old, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		for _, to := range []string{seal.Past, "kept"} {
			must(t, os.MkdirAll(filepath.Join(dir, to), 0o700))
			must(t, os.WriteFile(filepath.Join(dir, to, "2026-"+name), old, 0o600))
		}
	}
	must(t, devca.Shared(t).System(dir, devca.SharedFrom))
	k, err = seal.Open(dir)
	must(t, err)
	if _, by, err := k.CheckCode(code); err != nil || by.Withdrawn {
		t.Errorf("after the change of keys: %v", err)
	}
	if _, err := k.CheckDocument(file); err != nil {
		t.Errorf("a file, after the change of keys: %v", err)
	}
	must(t, os.Rename(filepath.Join(dir, "kept"), filepath.Join(dir, seal.Gone)))
	k, err = seal.Open(dir)
	must(t, err)
	if _, _, err := k.CheckCode(code); !errors.Is(err, seal.ErrWithdrawn) {
		t.Errorf("after the theft: %v", err)
	}
	if _, err := k.CheckDocument(file); !errors.Is(err, seal.ErrWithdrawn) {
		t.Errorf("a file, after the theft: %v", err)
	}
}

func TestKeysOutsideTheirDatesSignNothing(t *testing.T) {
	k := opened(t)
	late := claim
	late.FormedAt = made.Plus(20 * 365 * 24 * time.Hour)
	if code, err := k.Code(late); code != "" || err != nil {
		t.Errorf("%q %v", code, err)
	}
	if k.On(late.FormedAt, "", "", "") != nil || k.Wrong(late.FormedAt) == nil || k.Wrong(made) != nil {
		t.Error("ended keys seal, or nothing is said of them")
	}
	var none *seal.Keys
	if code, err := none.Code(claim); code != "" || err != nil || none.On(made, "", "", "") != nil || none.Wrong(made) != nil || none.Known() != nil {
		t.Error("no keys do something")
	}
}

func TestAFolderSaysWhatIsWrong(t *testing.T) {
	swap := func(dir, a, b string) error {
		if err := os.Rename(filepath.Join(dir, a), filepath.Join(dir, "x")); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(dir, b), filepath.Join(dir, a)); err != nil {
			return err
		}
		return os.Rename(filepath.Join(dir, "x"), filepath.Join(dir, b))
	}
	for name, c := range map[string]struct {
		spoil func(dir string) error
		says  string
	}{
		"read by others": {func(d string) error { return os.Chmod(filepath.Join(d, seal.SealKey), 0o640) }, "chmod 600"},
		"no key":         {func(d string) error { return os.Remove(filepath.Join(d, seal.CodeKey)) }, seal.CodeKey},
		"no certificate": {func(d string) error { return os.Remove(filepath.Join(d, seal.SealCert)) }, seal.SealCert},
		"another's":      {func(d string) error { return swap(d, seal.CodeCert, seal.SealCert) }, "is not that of"},
		"not PEM":        {func(d string) error { return os.WriteFile(filepath.Join(d, seal.CodeKey), []byte("key"), 0o600) }, "PKCS #8"},
		"wrong kinds": {func(d string) error {
			return errors.Join(swap(d, seal.CodeCert, seal.SealCert), swap(d, seal.CodeKey, seal.SealKey))
		}, "RSA"},
		"a key in past": {func(d string) error {
			return errors.Join(os.Mkdir(filepath.Join(d, seal.Past), 0o700), os.WriteFile(filepath.Join(d, seal.Past, "a.crt"), []byte("x"), 0o600))
		}, "no certificate"},
	} {
		dir := folder(t)
		must(t, c.spoil(dir))
		if _, err := seal.Open(dir); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if k, err := seal.Open(""); k != nil || err != nil {
		t.Error("no folder is something")
	}
}

func FuzzCode(f *testing.F) {
	f.Add("HTTPS://A.KZ/C/AEAV6AQAAEAPA2YDZBIGEB4LBLC3EEWQ4IWCDH77L2PUZOMUPOTJWRCHYN3RQECGAROW5RYNGIYDENRNHE4TCNBYGU2DJQJIDJ4NSWWLO6N7COKOYVZ5HQVLO2PJIW24BIIEJPSVUXR3Q6WFZNHUV7O3WFFTJDN2W3U3EDHBSNU4UWHJILWEJSUTWYFNQH62HVPUCKHIXI")
	f.Fuzz(func(t *testing.T, text string) {
		code := seal.CodeIn(text)
		c, err := seal.Claims(code)
		if err == nil && (c.Number == "" || len(c.Digest) != 64 || code == "" || seal.CodeIn(code) != code) {
			t.Errorf("%q: %+v", text, c)
		}
		var none *seal.Keys
		if _, _, err := none.CheckCode(code); err == nil {
			t.Errorf("%q is good without keys", text)
		}
	})
}
