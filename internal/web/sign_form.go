package web

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"asar/internal/calendar"
	"asar/internal/lang"
	"asar/internal/signing"
	"asar/internal/web/assets"
	"asar/internal/web/ui"
)

// The ways to sign, as forms name them; the page's script names "file" and "ncalayer".
const wayUpload = "upload"

// signForm is the page of signing: the text, and the ways to sign it.
type signForm struct {
	Title, Lead string
	Notice      string // why the page is shown instead of another one
	TextHref    string // where the text can be had as a file
	Action      string // where the signature is sent
	Hidden      []ui.Hidden
	Wrong       ui.Errors
	text        signing.Text
	script      templ.Attributes
	say         func(key string) string
}

// signPage begins the page of signing a text; kind is "entry" or "document".
func (v *Visit) signPage(text signing.Text, kind string, wrong ui.Errors) signForm {
	say := func(key string) string { return v.Say(key) }
	script := templ.Attributes{
		"data-kind": kind, "data-whose": v.whoseKey(kind), "data-content": base64.StdEncoding.EncodeToString(text.Content),
		"data-now": strconv.FormatInt(v.site.DB.Now().Time().UnixMilli(), 10), "data-worker": assets.URL("sign-worker.js"),
		"data-ncalayer": v.ncalayer(), "data-words": asJSON(v.scriptWords()), "data-dates": asJSON(v.datePatterns()),
	}
	return signForm{text: text, Wrong: wrong, script: script, say: say}
}

// whoseKey is whose key is due, as far as it can be said before signing.
func (v *Visit) whoseKey(kind string) string {
	switch {
	case kind == "entry":
		return "any"
	case v.By.OrganisationID().IsZero():
		return "person"
	}
	return "firm"
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts are always JSON
	}
	return string(b)
}

// scriptWords are the sentences the script says. The portal's own refusals are among them
// word for word: a key is refused in the same words whoever sees it first.
func (v *Visit) scriptWords() map[string]string {
	words := map[string]string{}
	for _, key := range []string{
		"no-file", "no-password", "wrong-password", "broken", "no-key", "gost-old", "no-worker", "opening", "opened", "signing", "sending",
		"for-entry", "for-document", "for-both", "for-other", "nca-waiting", "nca-slow", "nca-cancelled", "nca-absent", "nca-denied", "nca-closed",
		"nca-no-module", "nca-refused", "nca-strange",
	} {
		words[key] = v.Say("sign.say." + key)
	}
	words["expired"] = v.Say("eds.expired", lang.Args{"NotAfter": "{date}"})
	words["not-yet-valid"] = v.Say("eds.not-yet-valid", lang.Args{"NotBefore": "{date}"})
	for _, key := range []string{"auth-key-for-document", "sign-key-for-entry", "wrong-key-kind", "no-iin", "organisation-key", "personal-key", "gost-not-supported", "unknown-method"} {
		words[key] = v.Say("eds." + key)
	}
	return words
}

// datePatterns are the months of a year, each a date in words with {d} and {y} in place of
// its day and year.
func (v *Visit) datePatterns() (patterns []string) {
	for m := time.January; m <= time.December; m++ {
		date, _ := calendar.On(2027, m, 15) // exists in every month
		patterns = append(patterns, strings.NewReplacer("15", "{d}", "2027", "{y}").Replace(v.Words.Date(date)))
	}
	return patterns
}

// show is the text as it is shown: all of it, with the number that makes it unmistakable.
func (p signForm) show() ui.SignTextProps {
	return ui.SignTextProps{
		Heading: p.say("sign.text"), Lang: p.text.Locale, Text: strings.TrimSuffix(string(p.text.Content), "\n"), DigestLabel: p.say("sign.digest"),
		Digest: digestHead(p.text.Digest()), Download: ui.Link{Text: p.say("sign.download"), Href: p.TextHref},
	}
}

// digestHead is enough of a digest to compare by eye: three groups of its head, one of its end.
func digestHead(hex string) string {
	return hex[:4] + " " + hex[4:8] + " " + hex[8:12] + " … " + hex[len(hex)-4:]
}

func (p signForm) keyFile() ui.FileUploadProps {
	return ui.FileUploadProps{Accept: ".p12,.pfx", Field: ui.Field{ID: "key-file", Label: p.say("sign.key.file"), LabelSize: ui.SizeS, Hint: p.say("sign.key.file-hint")}}
}

func (p signForm) password() ui.PasswordInputProps {
	return ui.PasswordInputProps{
		Field: ui.Field{ID: "key-password", Label: p.say("sign.key.password"), LabelSize: ui.SizeS}, Autocomplete: "off",
		Words: ui.PasswordWords{
			Show: p.say("sign.password.show"), Hide: p.say("sign.password.hide"), ShowLabel: p.say("sign.password.show-label"),
			HideLabel: p.say("sign.password.hide-label"), Shown: p.say("sign.password.shown"), Hidden: p.say("sign.password.hidden"),
		},
	}
}

// card is whose key was opened; script fills it.
func (p signForm) card() ui.KeyCardProps {
	card := ui.KeyCardProps{ID: "key-card", Title: p.say("sign.key.data"), Hidden: true}
	for _, line := range []string{"owner", "iin", "organisation", "until", "purpose"} {
		card.Lines = append(card.Lines, ui.KeyLine{ID: "key-" + line, Label: p.say("sign.key." + line)})
	}
	return card
}

// upload is the way that needs no script: the signature was made elsewhere.
func (p signForm) upload() ui.FileUploadProps {
	return ui.FileUploadProps{Accept: ".cms,.p7s,.sig,.sign", Field: ui.Field{
		Name: "file", Label: p.say("sign.file"), LabelSize: ui.SizeS, Hint: p.say("sign.file-hint"), Error: p.Wrong.At("file"),
	}}
}

func (p signForm) uploadForm() ui.FormProps {
	return ui.FormProps{Action: p.Action, Hidden: append([]ui.Hidden{{Name: "way", Value: wayUpload}}, p.Hidden...), Files: true}
}

// scriptForm is what the script sends when it has a signature.
func (p signForm) scriptForm() ui.FormProps {
	return ui.FormProps{Action: p.Action, Hidden: append([]ui.Hidden{{Name: "way"}, {Name: "cms"}}, p.Hidden...), Attrs: templ.Attributes{"id": "sign-form"}}
}
