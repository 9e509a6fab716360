// Package offline is the checker of documents that works without network: one page that
// carries its words in three languages, the portal's public keys and its script, and can be
// kept as a file (docs/adr/0028).
package offline

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"asar/internal/calendar"
	"asar/internal/documents/seal"
	"asar/internal/lang"
	"asar/internal/web"
	"asar/internal/web/assets"
	"asar/internal/web/portal/acts"
)

//go:embed page.html
var page string

//go:embed page.css
var style string

// said are the texts the page carries.
var said = []string{"title", "intro", "how", "save", "no-keys", "by-code", "code", "code-hint", "code-needed", "code-wrong", "check", "picture", "picture-hint",
	"picture-wrong", "picture-unread", "picture-foreign", "by-file", "document", "document-hint", "document-large", "keys", "keys-hint", "key-codes", "key-seals",
	"key-withdrawn", "code-good", "code-good-hint", "code-bad", "file-good", "file-good-hint", "file-bad", "only-portal", "other-paper", "file", "sealed-at", "key",
	"key-dates", "number", "month", "hours", "edition", "formed", "digest", "fault-no-code", "fault-version", "fault-unknown-key", "fault-forged", "fault-dates",
	"fault-withdrawn", "fault-unsigned", "fault-changed"}

// key is a published key as the page carries it.
type key struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Codes       bool   `json:"codes"`
	Public      string `json:"public"`      // base64 of its SubjectPublicKeyInfo
	Certificate string `json:"certificate"` // SHA-256, hexadecimal
	From        int64  `json:"from"`        // milliseconds
	Until       int64  `json:"until"`
	Withdrawn   bool   `json:"withdrawn"`
}

// Area serves the page of a portal with these keys at acts.OfflinePath. It is the same for
// everybody until the keys change, which is at a start of the program.
func Area(keys *seal.Keys, texts *lang.Texts, base string) web.Area {
	file, policy, err := compose(keys.Known(), texts, base)
	if err != nil {
		panic("offline: " + err.Error()) // made of parts of the program: a test makes it
	}
	return web.Area{Plain: map[string]http.Handler{"GET " + acts.OfflinePath: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", policy+"; frame-ancestors 'none'")
		h.Set("Content-Length", strconv.Itoa(len(file)))
		if r.URL.Query().Has("download") {
			h.Set("Content-Disposition", `attachment; filename="check.html"`)
		}
		_, _ = w.Write(file)
	})}}
}

var errScript = errors.New("the script would end its own element")

// compose makes the page and its policy: only its own script and style, and no network.
func compose(known []seal.Known, texts *lang.Texts, base string) (file []byte, policy string, err error) {
	script := string(bytes.TrimSpace(assets.Content("offline.js")))
	if strings.Contains(strings.ToLower(script), "</script") || strings.Contains(script, "<!--") {
		return nil, "", errScript
	}
	carried, err := json.Marshal(map[string]any{"keys": published(known), "words": words(texts), "months": months(texts)})
	if err != nil {
		return nil, "", fmt.Errorf("words: %w", err)
	}
	policy = "default-src 'none'; script-src '" + digest(script) + "'; style-src '" + digest(style) +
		"'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	portal := base
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		portal = u.Host
	}
	made := strings.NewReplacer("{policy}", policy, "{title}", html.EscapeString(texts.In(lang.KK).Say("offline.title")), "{portal}", html.EscapeString(portal),
		"{style}", style, "{noscript}", noscript(texts), "{carried}", string(carried), "{script}", script).Replace(page)
	return []byte(made), policy, nil
}

func digest(inline string) string {
	sum := sha256.Sum256([]byte(inline))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func words(texts *lang.Texts) map[lang.Locale]map[string]string {
	all := map[lang.Locale]map[string]string{}
	for _, l := range []lang.Locale{lang.KK, lang.RU, lang.EN} {
		all[l] = map[string]string{}
		for _, name := range said {
			all[l][name] = texts.In(l).Say("offline." + name)
		}
	}
	return all
}

// months are the months of a year in each language, as {year} may be.
func months(texts *lang.Texts) map[lang.Locale][]string {
	all := map[lang.Locale][]string{}
	for _, l := range []lang.Locale{lang.KK, lang.RU, lang.EN} {
		for m := calendar.MustMonth("2026-01"); m.Year == 2026; m = m.Plus(1) {
			all[l] = append(all[l], strings.Replace(texts.In(l).Month(m), "2026", "{year}", 1))
		}
	}
	return all
}

// noscript says in each language what to do without script.
func noscript(texts *lang.Texts) string {
	var b strings.Builder
	for _, l := range []lang.Locale{lang.KK, lang.RU, lang.EN} {
		w := texts.In(l)
		fmt.Fprintf(&b, "<section lang=\"%s\"><h1>%s</h1><p>%s</p></section>\n", l, html.EscapeString(w.Say("offline.title")), html.EscapeString(w.Say("offline.noscript")))
	}
	return b.String()
}

func published(known []seal.Known) []key {
	all := []key{}
	for _, k := range known {
		sum := sha256.Sum256(k.Raw)
		all = append(all, key{ID: k.ID(), Name: k.Subject.CommonName, Codes: k.Codes(), Public: base64.StdEncoding.EncodeToString(k.RawSubjectPublicKeyInfo),
			Certificate: hex.EncodeToString(sum[:]), From: k.NotBefore.UnixMilli(), Until: k.NotAfter.UnixMilli(), Withdrawn: k.Withdrawn})
	}
	return all
}
