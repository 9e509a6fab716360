package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// edsFixtures is the folder of the national authority's own data; see the same of package eds.
func edsFixtures(t *testing.T) string {
	t.Helper()
	named := os.Getenv("ASAR_NCA_FIXTURES")
	dir := named
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "eds", "fixtures")
	}
	if _, err := os.Stat(filepath.Join(dir, "MANIFEST.md")); err != nil {
		if named != "" || os.Getenv("CI") == "true" {
			t.Fatal("the authority's own data: ", err)
		}
		t.Skip("SKIPPED, the authority's own data is not here: name its folder in ASAR_NCA_FIXTURES")
	}
	return dir
}

// edsRow is a line of the manifest: a file and what a right verifier says of it.
type edsRow struct{ file, line string }

func edsRows(t *testing.T, dir string) (all []edsRow) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "MANIFEST.md"))
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		cells := strings.Split(lines.Text(), "|")
		if len(cells) < 4 {
			continue
		}
		file := strings.TrimSpace(cells[1])
		if info, err := os.Stat(filepath.Join(dir, file)); file == "" || err != nil || info.IsDir() || strings.HasPrefix(file, "p12/") || strings.HasSuffix(file, ".json") {
			continue
		}
		all = append(all, edsRow{file, lines.Text()})
	}
	return all
}

var (
	edsDates = regexp.MustCompile(`(20\d\d-\d\d-\d\d) ?\.\. ?(20\d\d-\d\d-\d\d)`)
	edsToday = "2026-11-21T12:00:00Z" // the manifest's "now"
)

// TestTheManifest asks the command about every file of the manifest that is here, in its
// days and on the manifest's, and wants the manifest's verdict.
func TestTheManifest(t *testing.T) {
	dir := edsFixtures(t)
	rows := edsRows(t, dir)
	for _, row := range rows {
		ask := func(at string) edsVerdict {
			t.Helper()
			profile := "nca-test"
			if strings.Contains(row.file, "/prod/") {
				profile = "nca"
			}
			trust := filepath.Join(dir, "ca", map[string]string{"nca": "prod", "nca-test": "test"}[profile])
			var out, errs bytes.Buffer
			status := run(t.Context(), []string{"eds", "verify", "--profile", profile, "--trust", trust, "--crl", filepath.Join(dir, "crl"),
				"--at", at, "--format", "json", "--lang", "en", filepath.Join(dir, row.file)}, strings.NewReader(""), &out, &errs)
			var v edsVerdict
			if err := json.Unmarshal(out.Bytes(), &v); err != nil || len(v.Signers) == 0 || status != map[bool]int{true: 0, false: 1}[v.Valid] {
				t.Errorf("%s: status %d, %s%s", row.file, status, out.String(), errs.String())
				return edsVerdict{Signers: make([]edsSigner, 1)}
			}
			return v
		}
		row.judge(t, ask)
	}
	if len(rows) < 48 {
		t.Errorf("%d files of the manifest are here", len(rows))
	}
}

// then is a moment in the days of a file.
func (r edsRow) then(dates []string) string {
	switch {
	case strings.HasPrefix(r.file, "ca/") && dates[2] > edsToday[:10]:
		return edsToday // one authority is older than its root
	case dates != nil:
		return dates[1] + "T23:59:59Z"
	case strings.Contains(r.file, "/2020/"):
		return "2020-09-10T12:00:00Z" // when the messages of 2020 were signed
	}
	return "2022-09-27T12:00:00Z" // and the others
}

func (r edsRow) judge(t *testing.T, ask func(at string) edsVerdict) {
	t.Helper()
	dates := edsDates.FindStringSubmatch(r.line)
	then, now := ask(r.then(dates)), ask(edsToday)
	foreign := strings.Contains(r.line, "NOT FOUND")
	for _, s := range then.Signers {
		if (s.Signature == "ok" && s.Chain == "ok") == foreign {
			t.Errorf("%s: signature %s, chain %s: %q", r.file, s.Signature, s.Chain, s.Reasons)
		}
	}
	has := func(v edsVerdict, word string) bool {
		return strings.Contains(strings.Join(v.Signers[len(v.Signers)-1].Reasons, "\n"), word)
	}
	kind, _, _ := strings.Cut(r.file, "/")
	switch {
	case kind == "crl" && !then.Valid:
		t.Errorf("%s: not valid in its days: %q", r.file, then.Signers[0].Reasons)
	case (kind == "crl") && now.Valid != (dates[2] > edsToday[:10]):
		t.Errorf("%s: valid now: %t", r.file, now.Valid)
	case kind == "ocsp" && strings.Contains(r.line, "| good") != then.Valid:
		t.Errorf("%s: valid: %t", r.file, then.Valid)
	case kind == "ocsp" && !then.Valid && then.Signers[0].Revocation != "unknown":
		t.Errorf("%s: the certificate nobody knows is %s", r.file, then.Signers[0].Revocation)
	case (kind == "cms" || kind == "certs" || kind == "xml") && strings.Contains(strings.ToLower(r.line), "expired") && (now.Valid || !has(now, "expired on")):
		t.Errorf("%s: it has expired: %q", r.file, now.Signers[0].Reasons)
	case strings.Contains(r.file, "AUTH") && (then.Signers[0].KeyUse != "auth" || !has(then, "key for signing in")):
		t.Errorf("%s: an AUTH key is %s on a document: %q", r.file, then.Signers[0].KeyUse, then.Signers[0].Reasons)
	case kind == "certs" && strings.Contains(r.line, "REVOKED") && then.Signers[0].Revocation != "revoked" && then.Signers[0].Revocation != "hold":
		t.Errorf("%s: it is %s", r.file, then.Signers[0].Revocation)
	}
	if kind == "tsp" && !strings.Contains(r.line, then.Signers[0].ValidAt.String()[:19]) {
		t.Errorf("%s: as of %s", r.file, then.Signers[0].ValidAt)
	}
}
