package web

import (
	"asar/internal/carrying"
	"asar/internal/problem"
	"asar/internal/signing"
	"asar/internal/web/ui"
)

func (v *Visit) ncalayer() string {
	if v.site.NCALayer != "" {
		return v.site.NCALayer
	}
	return ncalayer
}

// textOf reads the text's number from the address.
func (v *Visit) textOf() (t signing.TextID, err error) {
	if err := t.UnmarshalText([]byte(v.In("text"))); err != nil {
		return t, problem.New(problem.NotFound, "problem.not-found")
	}
	return t, nil
}

// showSign shows exactly what a person is about to sign, and the three ways to sign it; or
// how it stands with the signature, when that had to wait.
func showSign(v *Visit) error {
	t, err := v.textOf()
	if err != nil {
		return err
	}
	w, waited, err := v.site.Carrying.Find(v.Context(), v.By, t)
	if err != nil {
		return err
	}
	if waited {
		return v.showWaiting(w)
	}
	return v.documentPage(ui.Errors{})
}

func (v *Visit) documentPage(wrong ui.Errors) error {
	t, err := v.textOf()
	if err != nil {
		return err
	}
	text, err := v.site.Signing.Text(v.Context(), v.By, t)
	if err != nil {
		return err
	}
	page := v.signPage(text, "document", wrong)
	page.Title, page.Lead, page.Action = v.Say("sign.title"), v.Say("sign.lead"), v.Path("/sign/"+t.String())
	page.TextHref = v.Path("/sign/" + t.String() + "/text")
	return v.Show(Screen{Title: page.Title, Body: signView(page, v.offered(text), v.extra()), Errors: wrong})
}

// documentText gives the text as a file, for signing with another program.
func documentText(v *Visit) error {
	t, err := v.textOf()
	if err != nil {
		return err
	}
	text, err := v.site.Signing.Text(v.Context(), v.By, t)
	if err != nil {
		return err
	}
	return v.Download("document.txt", "text/plain; charset=utf-8", text.Content)
}

// sign checks the signature and carries out what was signed.
func sign(v *Visit) error {
	t, err := v.textOf()
	if err != nil {
		return err
	}
	form, err := v.Form("cms", "way")
	if err != nil {
		return err
	}
	done, err := v.carryOut(t, form)
	if wrong, again := v.wrongSignature(err); again && v.stillOpen(t) {
		return v.documentPage(wrong)
	}
	switch {
	case err != nil:
		return err
	case done.Waits:
		return v.GoSign(t)
	}
	return v.GoSaying(done.Where, done.Said)
}

func (v *Visit) carryOut(t signing.TextID, form *Form) (carrying.Done, error) {
	cms, err := v.signature(form)
	if err != nil {
		return carrying.Done{}, err
	}
	return v.site.Carrying.Sign(v.Context(), v.By, t, cms)
}

// stillOpen tells whether the text can be signed after all, with another key.
func (v *Visit) stillOpen(t signing.TextID) bool {
	_, err := v.site.Signing.Text(v.Context(), v.By, t)
	return err == nil
}
