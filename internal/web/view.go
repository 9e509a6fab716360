package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"asar/internal/web/ui"
)

// viewCookie keeps how a person wants to see the portal; it holds no personal data.
const viewCookie = "view"

const viewLives = 365 * 24 * time.Hour

var textSizes = []int{100, 125, 150, 200}

var schemes = []ui.Scheme{"", ui.SchemeBlackOnWhite, ui.SchemeWhiteOnBlack, ui.SchemeBlue}

// view reads the cookie; what is not known there is left at its usual value.
func (v *Visit) view() ui.View {
	c, err := v.R.Cookie(viewCookie)
	if err != nil {
		return ui.View{}
	}
	q, err := url.ParseQuery(c.Value)
	if err != nil {
		return ui.View{}
	}
	view := ui.View{LowVision: q.Get("lv") == "1", Spacing: q.Get("spacing") == "1", Line: q.Get("line") == "1", NoImages: q.Get("noimg") == "1"}
	choose(&view, q.Get("size"), q.Get("scheme"))
	return view
}

// choose takes a size and a scheme that are offered; others leave the usual ones.
func choose(view *ui.View, size, scheme string) {
	if n, err := strconv.Atoi(size); err == nil && slices.Contains(textSizes, n) {
		view.Percent = n
	}
	if s := ui.Scheme(scheme); slices.Contains(schemes, s) {
		view.Scheme = s
	}
}

func (v *Visit) keepView(view ui.View) {
	q := url.Values{}
	for name, on := range map[string]bool{"lv": view.LowVision, "spacing": view.Spacing, "line": view.Line, "noimg": view.NoImages} {
		if on {
			q.Set(name, "1")
		}
	}
	if view.Percent != 0 {
		q.Set("size", strconv.Itoa(view.Percent))
	}
	if view.Scheme != "" {
		q.Set("scheme", string(view.Scheme))
	}
	//nolint:gosec // Secure whenever the portal has https; a demo on one's own machine has not
	http.SetCookie(v.W, &http.Cookie{Name: viewCookie, Value: q.Encode(), Path: "/", HttpOnly: true, Secure: v.site.secure,
		SameSite: http.SameSiteLaxMode, MaxAge: int(viewLives.Seconds())})
}

// lowVisionSwitch is in the header of every page.
func (v *Visit) lowVisionSwitch() ui.PostAction {
	turn, text := "on", "view.low-vision"
	if v.view().LowVision {
		turn, text = "off", "view.ordinary"
	}
	return ui.PostAction{Action: v.Path("/view/switch"), Text: v.Say(text), Hidden: []ui.Hidden{{Name: "turn", Value: turn}}}
}

// switchView turns the low-vision version on or off and stays on the page.
func switchView(v *Visit) error {
	form, err := v.Form("turn")
	if err != nil {
		return err
	}
	view := v.view()
	view.LowVision = form.Text("turn") == "on"
	if view.LowVision && view.Percent == 0 {
		view.Percent, view.Scheme = 150, ui.SchemeBlackOnWhite
	}
	v.keepView(view)
	return v.Go(v.cameFrom())
}

func showView(v *Visit) error {
	return v.Show(Screen{Title: v.Say("view.title"), Body: viewPage(v.viewForm()), Back: "/"})
}

func saveView(v *Visit) error {
	form, err := v.Form("size", "scheme", "more*")
	if err != nil {
		return err
	}
	view := ui.View{LowVision: true}
	choose(&view, form.Text("size"), form.Text("scheme"))
	for _, more := range form.All("more") {
		view.Spacing = view.Spacing || more == "spacing"
		view.Line = view.Line || more == "line"
		view.NoImages = view.NoImages || more == "noimg"
	}
	v.keepView(view)
	return v.GoSaying("/view", "done.view")
}

// viewChoices is the page of the settings.
type viewChoices struct {
	title, action, save    string
	size, scheme, moreKind ui.ChoicesProps
}

func (v *Visit) viewForm() viewChoices {
	view := v.view()
	page := viewChoices{title: v.Say("view.title"), action: v.Path("/view"), save: v.Say("view.save")}
	page.size = v.choices("size", "view.size")
	for _, n := range textSizes {
		value := strconv.Itoa(n)
		page.size.Choices = append(page.size.Choices, ui.Choice{Value: value, Text: value + " %", Checked: n == max(view.Percent, 100)})
	}
	page.scheme = v.choices("scheme", "view.scheme")
	for _, s := range schemes {
		name := string(s)
		if name == "" {
			name = "own"
		}
		page.scheme.Choices = append(page.scheme.Choices, ui.Choice{Value: string(s), Text: v.Say("view.scheme." + name), Checked: s == view.Scheme})
	}
	page.moreKind = v.choices("more", "view.more")
	for _, more := range []struct {
		name string
		on   bool
	}{{"spacing", view.Spacing}, {"line", view.Line}, {"noimg", view.NoImages}} {
		page.moreKind.Choices = append(page.moreKind.Choices, ui.Choice{Value: more.name, Text: v.Say("view.more." + more.name), Checked: more.on})
	}
	return page
}
