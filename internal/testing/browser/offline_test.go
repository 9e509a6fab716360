package browser_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"asar/internal/acts"
	"asar/internal/city/pages"
	"asar/internal/documents/seal"
	"asar/internal/journal"
	"asar/internal/testing/browser"
	"asar/internal/testing/placed"
	"asar/internal/testing/testdb"
	"asar/internal/testing/visited"
	"asar/internal/testing/world"
)

// paper is an act both sides signed, its sealed file, and the QR of it as a picture.
type paper struct {
	act    acts.Act
	sealed []byte
	dir    string
}

func signedPaper(t *testing.T, town *placed.Town) paper {
	t.Helper()
	o := town.Running(world.Recipient, 1800)
	today := town.Clock.Now().Date()
	_, err := town.Journal.Save(t.Context(), town.As(world.Assistant), o, journal.Draft{Day: today, Minutes: 240, PlacesKK: "Емхана", PlacesRU: "Поликлиника № 5"})
	must(t, err)
	a, err := town.Acts.Form(t.Context(), town.As(world.Assistant), o, today.InMonth())
	must(t, err)
	must(t, town.SignAct(t.Context(), world.Assistant, a.ID))
	must(t, town.SignAct(t.Context(), world.Recipient, a.ID))
	d, err := town.Acts.Download(t.Context(), town.As(world.Recipient), a.ID, acts.ActKK)
	must(t, err)
	return paper{act: a, sealed: d.Content, dir: t.TempDir()}
}

func (p paper) file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(p.dir, name)
	must(t, os.WriteFile(path, content, 0o600))
	return path
}

// picture is the first page as a printer would put it on paper.
func (p paper) picture(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		browser.Missing(t, "pdftoppm is not installed")
	}
	out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", p.file(t, "act.pdf", p.sealed)).Output()
	must(t, err)
	return p.file(t, "act.png", out)
}

// TestADocumentIsCheckedWithoutNetwork: the page is kept as a file and opened from the disk.
func TestADocumentIsCheckedWithoutNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	town := placed.New(t, testdb.SQLite(t))
	folder := town.Sealing()
	server := browser.Serve(t, func(base string) http.Handler { return visited.WholeWith(t, town, pages.Settings{Base: base}).Handler })
	p := signedPaper(t, town)
	kept := p.file(t, "check.html", fetchedPage(t, server.Base+"/check/offline"))
	chromium := browser.Start(t)
	tab := chromium.Tab(browser.Width(1280))
	server.Forget()
	tab.Open("file://" + kept)
	tab.Click("[data-lang=ru]")
	tab.See("h1", "Проверка документа без интернета")
	tab.Click("#by-code .do")
	tab.See("#code-error", "Введите текст QR-кода")
	paste(t, tab, "https://egov.kz/")
	tab.Click("#by-code .do")
	tab.See("#code-error", "не подписанный код")
	paste(t, tab, strings.ToLower(seal.Address(town.Acts.Base, p.act.Code)))
	tab.Click("#by-code .do")
	tab.See("#answer .good", "QR-код подписан порталом")
	tab.See("#answer", "№ "+p.act.Number)
	tab.See("#answer", p.act.Digest)
	tab.Axe()
	tab.Shot("offline-code-ru-1280")
	last := map[byte]string{'A': "B"}[p.act.Code[150]]
	if last == "" {
		last = "A"
	}
	paste(t, tab, p.act.Code[:150]+last+p.act.Code[151:])
	tab.Click("#by-code .do")
	tab.See("#answer .bad", "QR-код не подтверждён")
	tab.Choose("#picture", p.picture(t))
	tab.See("#answer .good", "QR-код подписан порталом")
	checkFiles(t, tab, p)
	tab.Resize(320)
	tab.Click("[data-lang=kk]")
	tab.See("#answer .good", "порталдың мөрімен бекітілген")
	tab.Sideways()
	tab.Axe()
	tab.Resize(390)
	tab.Shot("offline-file-kk-390")
	keysChange(t, town, folder, server, p, tab)
	quiet := chromium.Tab(browser.NoScript())
	quiet.Open("file://" + kept)
	quiet.See("noscript", "JavaScript")
	quiet.Unseen("main")
	if strays := chromium.Strays(); len(strays) > 0 || len(tab.Faults()) > 0 {
		t.Errorf("the page asked %v, faults %v", strays, tab.Faults())
	}
	for _, r := range server.Sent() {
		if r.Path != "/check/offline" {
			t.Errorf("the page asked the portal for %s", r.Path)
		}
	}
}

// paste puts a code into its field.
func paste(t *testing.T, tab *browser.Tab, code string) {
	t.Helper()
	_ = browser.Ask[string](tab, fmt.Sprintf("document.getElementById('code').value = %q", code))
}

// checkFiles is family 21 in the page: the file itself last.
func checkFiles(t *testing.T, tab *browser.Tab, p paper) {
	t.Helper()
	swap := func(old, new string) []byte { return bytes.Replace(p.sealed, []byte(old), []byte(new), 1) }
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"longer":   {append(bytes.Clone(p.sealed), '\n'), "изменён после"},
		"overlay":  {append(bytes.Clone(p.sealed), "14 0 obj\n<<>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 99 /Root 1 0 R>>\nstartxref\n1\n%%EOF\n"...), "изменён после"},
		"range":    {swap("/ByteRange [0 ", "/ByteRange [1 "), "изменён после"},
		"title":    {swap("/Title <FEFF", "/Title <FEFE"), "изменён после"},
		"unsealed": {swap("/ByteRange", "/Bytes    "), "нет печати портала"},
		"text":     {[]byte("hello"), "нет печати портала"},
	} {
		tab.Choose("#document", p.file(t, name+".pdf", c.content))
		tab.See("#answer", name+".pdf")
		tab.See("#answer .bad", "Файл не подтверждён")
		tab.See("#answer", c.says)
	}
	tab.Choose("#document", p.file(t, "whole.pdf", p.sealed))
	tab.See("#answer .good", "Файл скреплён печатью портала")
	tab.See("#answer", "№ "+p.act.Number)
	tab.Shot("offline-file-ru-1280")
}

// keysChange opens the page of the day after the portal's keys were stolen.
func keysChange(t *testing.T, town *placed.Town, folder string, server *browser.Server, p paper, tab *browser.Tab) {
	t.Helper()
	gone := filepath.Join(folder, seal.Gone)
	must(t, os.MkdirAll(gone, 0o700))
	for _, name := range []string{seal.CodeCert, seal.SealCert} {
		raw, err := os.ReadFile(filepath.Join(folder, name))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(gone, name), raw, 0o600))
	}
	town.TakeKeys(folder)
	later := visited.WholeWith(t, town, pages.Settings{Base: server.Base})
	tab.Open("file://" + p.file(t, "later.html", []byte(later.Visitor().Get("/check/offline").Body)))
	tab.Click("[data-lang=en]")
	tab.Choose("#document", filepath.Join(p.dir, "whole.pdf"))
	tab.See("#answer .bad", "The file is not confirmed")
	tab.See("#answer", "The key was withdrawn")
	paste(t, tab, p.act.Code)
	tab.Click("#by-code .do")
	tab.See("#answer .bad", "The QR code is not confirmed")
}

func fetchedPage(t *testing.T, address string) []byte {
	t.Helper()
	answer, err := http.Get(address)
	must(t, err)
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	must(t, err)
	if policy := answer.Header.Get("Content-Security-Policy"); answer.StatusCode != http.StatusOK || !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Fatalf("%d %s", answer.StatusCode, policy)
	}
	return content
}
