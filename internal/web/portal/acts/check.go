package acts

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/documents/seal"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// checkView is the public check of a printed act (screen 46): one field, and what anybody
// who holds the paper may know. No names.
type checkView struct {
	header ui.PageHeaderProps
	form   ui.FormProps
	number ui.TextInputProps
	submit string
	found  *foundView
	notes  []string // what the portal cannot do now
	more   ui.Link  // to the checker that works without network
}

type foundView struct {
	title string
	facts ui.SummaryListProps
	hint  string
}

// OfflinePath is the address of the checker that works without network.
const OfflinePath = "/check/offline"

// How often one network address may ask.
const (
	mostChecks  = 20
	checkWindow = time.Hour
)

// toLanguage leads from the address of a QR code to the page in the reader's language.
func toLanguage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Language")
	to := url.URL{Path: "/" + string(lang.Prefer(r.Header.Get("Accept-Language"))) + "/check/" + r.PathValue("number"), RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

func (p pages) showCheck(v *web.Visit) error { return p.checkForm(v, "", nil, ui.Errors{}, 0) }

func (p pages) checkForm(v *web.Visit, typed string, found *foundView, wrong ui.Errors, status int) error {
	page := checkView{header: ui.PageHeaderProps{Title: v.Say("info.link.check"), Intro: v.Say("act-pages.check-intro")}, form: ui.FormProps{Action: v.Path("/check")}, submit: v.Say("act-pages.check"), found: found}
	page.more = ui.Link{Text: v.Say("act-pages.check-offline"), Href: OfflinePath}
	if !p.acts.Seals() {
		page.notes = append(page.notes, v.Say("act-pages.check-no-keys"))
	}
	page.number = fields.Asked{V: v, Wrong: wrong, Given: map[string]string{"number": typed}}.Line("number", "act-pages.check-number", "act-pages.check-number-hint", ui.Width20)
	page.number.Autocomplete, page.number.Spellcheck = "off", ui.SpellcheckNo
	return v.Show(web.Screen{Title: page.header.Title, Body: checkPage(page), Errors: wrong, Status: status, Indexed: typed == ""})
}

var numberForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{8}$`)

// number cleans a number as people copy it: with a sign before it, spaces, another dash.
func number(typed string) string {
	return strings.NewReplacer("№", "", " ", "", "\u00a0", "", "–", "-", "—", "-", "−", "-").Replace(typed)
}

func (p pages) askCheck(v *web.Visit) error {
	form, err := v.Form("number")
	if err != nil {
		return err
	}
	if code := seal.CodeIn(form.Text("number")); code != "" {
		return v.Go("/check/" + code)
	}
	clean := number(form.Text("number"))
	if !numberForm.MatchString(clean) {
		form.Wrong("number", "act-pages.check-number-wrong")
	}
	if wrong, again := v.Wrong(form.Problem()); again {
		return p.checkForm(v, form.Text("number"), nil, wrong, 0)
	}
	return v.Go("/check/" + clean)
}

// check tells what is known of an act: by its number and the digest of its QR code, or by
// the number alone, and then the reader compares the head of the digest with the paper.
func (p pages) check(v *web.Visit) error {
	if err := v.Limit("check", mostChecks, checkWindow); err != nil {
		return err
	}
	if seal.CodeIn(v.In("number")) != "" {
		return p.checkCode(v)
	}
	asked, digest := v.In("number"), v.Query("d")
	var a acts.Public
	var err error
	if digest == "" {
		a, err = p.acts.CheckNumber(v.Context(), asked)
	} else {
		a, err = p.acts.Check(v.Context(), asked, digest)
	}
	if problem.Is(err, problem.NotFound) {
		key := "act-pages.check-none"
		if digest != "" {
			key = "act-pages.check-differs"
		}
		wrong, _ := v.Wrong(problem.Fields(problem.At("number", key)))
		return p.checkForm(v, asked, nil, wrong, http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	return p.checkForm(v, asked, checked(v, a, digest != ""), ui.Errors{}, 0)
}

// checkCode tells what a signed code says, who signed it, and what the portal holds.
func (p pages) checkCode(v *web.Visit) error {
	c, err := p.acts.CheckCode(v.Context(), v.In("number"))
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if err != nil || c.Found == nil && c.Fault != nil {
		wrong, _ := v.Wrong(problem.Fields(problem.At("number", "act-pages.check-differs")))
		return p.checkForm(v, c.Claim.Number, nil, wrong, http.StatusNotFound)
	}
	f := &foundView{title: v.Say("act-pages.check-unheld"), hint: v.Say("act-pages.check-unheld-hint"), facts: ui.SummaryListProps{Rows: claimed(v, c.Claim)}}
	if c.Found != nil {
		f = checked(v, *c.Found, true)
	}
	signed := ""
	if c.Fault == nil {
		signed = v.Say("act-pages.check-code-by", lang.Args{"Key": c.Key.ID()})
	} else { // the act was found all the same
		signed = v.Say(faults[c.Fault])
		f.title, f.hint = v.Say("act-pages.check-found"), v.Say("act-pages.check-code-bad")
	}
	f.facts.Rows = append(f.facts.Rows, ui.Fact(v.Say("act-pages.check-code"), signed))
	return p.checkForm(v, c.Claim.Number, f, ui.Errors{}, 0)
}

// faults are the words for a code whose signature is not good.
var faults = map[error]string{seal.ErrKey: "act-pages.code-unknown-key", seal.ErrForged: "act-pages.code-forged",
	seal.ErrDates: "act-pages.code-dates", seal.ErrWithdrawn: "act-pages.code-withdrawn"}

// claimed is what a good code says of an act the portal does not hold.
func claimed(v *web.Visit, c seal.Claim) []ui.SummaryRow {
	return []ui.SummaryRow{ui.Fact(v.Say("act-pages.act"), "№ "+c.Number), ui.Fact(v.Say("act-pages.month"), v.Words.Month(c.Month)),
		ui.Fact(v.Say("act-pages.hours"), v.Words.Hours(c.Minutes)), ui.Fact(v.Say("act-pages.formed-at"), v.Words.DateTime(c.FormedAt)), ui.Fact(v.Say("act-pages.edition"), v.Words.Number(c.Edition))}
}

// sealed says whether the files of an act carry the portal's seal.
func sealed(v *web.Visit, at calendar.Instant) string {
	if at.IsZero() {
		return v.Say("act-pages.unsealed")
	}
	return v.Say("act-pages.sealed-at", lang.Args{"At": v.Words.DateTime(at)})
}

func checked(v *web.Visit, a acts.Public, byCode bool) *foundView {
	f := &foundView{title: v.Say("act-pages.check-found"), hint: v.Say("act-pages.check-compare"), facts: ui.SummaryListProps{Rows: []ui.SummaryRow{
		ui.Fact(v.Say("act-pages.act"), "№ "+a.Number), {Key: v.Say("fields.status"), Value: ui.Body(ui.Tag(fields.Act(v, a.Status)))},
		ui.Fact(v.Say("act-pages.month"), v.Words.Month(a.Month)), ui.Fact(v.Say("act-pages.hours"), v.Words.Hours(a.Minutes)),
		ui.Fact(v.Say("act-pages.formed-at"), v.Words.DateTime(a.FormedAt)), ui.Fact(v.Say("act-pages.edition"), v.Words.Number(a.Edition)), ui.Fact(v.Say("act-pages.digest-head"), a.Head), ui.Fact(v.Say("act-pages.sealed"), sealed(v, a.SealedAt))}}}
	if byCode {
		f.title, f.hint = v.Say("act-pages.check-genuine"), v.Say("act-pages.check-genuine-hint")
	}
	return f
}
