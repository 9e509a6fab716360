package web

import (
	"net/http"
	"time"

	"asar/internal/web/ui"
)

// sessionLives is the most a session's cookie is kept; the session itself ends earlier
// when nothing is done in it.
const sessionLives = 12 * time.Hour

func (v *Visit) keepToken(token string) {
	http.SetCookie(v.W, v.site.cookie(v.site.cookieName(), token, sessionLives))
}

func signOut(v *Visit) error {
	if err := v.site.Sessions.End(v.Context(), v.By); err != nil {
		return err
	}
	http.SetCookie(v.W, v.site.cookie(v.site.cookieName(), "", -time.Second))
	v.W.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return v.GoSaying("/", "done.signed-out")
}

// showCabinets asks a person with staff positions where they want to work. Everybody else
// works in their own cabinet and is not asked.
func showCabinets(v *Visit) error {
	return v.cabinetsPage(ui.Errors{}, v.site.nextPath(v.Query("next")))
}

func (v *Visit) cabinetsPage(wrong ui.Errors, next string) error {
	seats, err := v.site.Sessions.Seats(v.Context(), v.By)
	if err != nil {
		return err
	}
	choice := v.choices("seat", "cabinet.choose")
	choice.Error, choice.Legend.PageHeading, choice.Legend.Size, choice.Hint = wrong.At("seat"), true, ui.SizeL, v.Say("cabinet.choose-hint")
	for _, s := range seats {
		choice.Choices = append(choice.Choices, ui.Choice{Value: s.Key, Text: v.Say("cabinet." + s.Kind), Hint: s.Place.In(string(v.Locale)), Checked: s.Current})
	}
	page := cabinetChoice{form: ui.FormProps{Action: v.Path("/choose-cabinet"), Hidden: []ui.Hidden{{Name: "next", Value: next}}}, seats: choice, submit: v.Say("ui.continue")}
	return v.Show(Screen{Title: v.Say("cabinet.choose"), Body: cabinetsView(page), Errors: wrong})
}

// cabinetChoice is the page where a cabinet is chosen.
type cabinetChoice struct {
	form   ui.FormProps
	seats  ui.ChoicesProps
	submit string
}

func chooseCabinet(v *Visit) error {
	form, err := v.Form("seat", "next")
	if err != nil {
		return err
	}
	next := v.site.nextPath(form.Text("next"))
	seat := form.Need("seat", "cabinet.choose-one")
	if wrong, again := v.Wrong(form.Problem()); again {
		return v.cabinetsPage(wrong, next)
	}
	token, by, err := v.site.Sessions.Sit(v.Context(), v.By, seat)
	if wrong, again := v.Wrong(err); again {
		return v.cabinetsPage(wrong, next)
	}
	if err != nil {
		return err
	}
	v.keepToken(token)
	v.By = by
	return v.goNext(next)
}

// choices begins a group of radio buttons or checkboxes.
func (v *Visit) choices(name, legend string) ui.ChoicesProps {
	return ui.ChoicesProps{Name: name, Legend: ui.Legend{Text: v.Say(legend), Size: ui.SizeM}}
}
