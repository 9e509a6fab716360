package web

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"asar/internal/lang"
	"asar/internal/web/assets"
	"asar/internal/web/ui"
)

// frame puts a screen into its layout: header, menu, languages, footer.
func (v *Visit) frame(s Screen) templ.Component {
	props := v.props(s)
	body := v.withBanner(s)
	layout := ui.Page(props)
	if s.Wide {
		layout = ui.DeskPage(props)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return layout.Render(templ.WithChildren(ctx, body), w)
	})
}

func (v *Visit) props(s Screen) ui.PageProps {
	props := ui.PageProps{
		Lang: string(v.Locale), Title: s.Title, Service: v.Say("portal.name"), Home: v.home(), Skip: v.Say("ui.skip"),
		Errors: s.Errors, Account: v.account(), Nav: v.nav(s.Active), Languages: v.languages(), Footer: v.footer(),
		View: v.view(), Files: v.files(), RefreshSec: s.RefreshSec, Public: s.Indexed, HeadData: v.timing(),
	}
	if s.Back != "" {
		props.Back = &ui.BackLinkProps{Label: v.Say("ui.back"), Link: ui.Link{Text: v.Say("ui.back"), Href: v.Path(s.Back)}}
	}
	return props
}

// home is where the portal's name leads: the person's own main page, or the start.
func (v *Visit) home() string {
	if v.By.SignedIn() {
		return v.Path(v.cabinet().main)
	}
	return v.Path("/")
}

func (v *Visit) account() ui.AccountProps {
	a := ui.AccountProps{LowVision: v.lowVisionSwitch()}
	if !v.By.SignedIn() {
		return a
	}
	a.Person = v.Session.PersonName
	a.Cabinet = v.Say(v.cabinet().name)
	a.SignOut = &ui.PostAction{Action: v.Path("/sign-out"), Text: v.Say("session.sign-out")}
	return a
}

func (v *Visit) languages() ui.LanguageNavigationProps {
	nav := ui.LanguageNavigationProps{Label: v.Say("ui.languages")}
	for _, l := range lang.Locales() {
		item := ui.Language{Tag: string(l), Text: v.Say("ui.language." + string(l)), Current: l == v.Locale}
		if !item.Current {
			item.Href = v.elsewhere(l)
		}
		nav.Items = append(nav.Items, item)
	}
	return nav
}

func (v *Visit) footer() ui.FooterProps {
	f := ui.FooterProps{Title: v.Say("ui.footer"), Owner: v.Say("portal.owner")}
	for _, page := range []string{"help", "check", "accessibility", "privacy", "cookies"} {
		f.Links = append(f.Links, ui.Link{Text: v.Say("info.link." + page), Href: v.Path("/" + page)})
	}
	f.Links = append(f.Links, ui.Link{Text: v.Say("view.title"), Href: v.Path("/view")})
	return f
}

// files are what a page loads. Only the font of the page's own letters is preloaded.
func (v *Visit) files() ui.Files {
	f := ui.Files{CSS: assets.URL("app.css"), JS: []string{assets.URL("app.js")}, Icon: assets.URL("icon.svg")}
	if v.route.Signs {
		f.JS = append(f.JS, assets.URL("sign.js"))
	}
	for _, font := range fontsOf[v.Locale] {
		f.Preload = append(f.Preload, assets.URL(font))
	}
	return f
}

// fontsOf are the files with the letters of a language.
var fontsOf = map[lang.Locale][]string{lang.KK: {"golos-ru.woff2", "golos-kk.woff2"}, lang.RU: {"golos-ru.woff2"}, lang.EN: {"golos-latin.woff2"}}

// withBanner shows on top what was just done, once, when a page redirected here to say it.
func (v *Visit) withBanner(s Screen) templ.Component {
	key := "done." + v.Query("said")
	if v.Query("said") == "" || !v.Words.Has(key) || s.Errors.Any() {
		return s.Body
	}
	banner := ui.NotificationBanner(ui.NotificationBannerProps{Title: v.Say("ui.done"), Content: ui.Text(v.Say(key)), Success: true, TitleID: "said"})
	return templ.Join(banner, s.Body)
}

// timing tells the script when the session will end, so that it can offer more time.
func (v *Visit) timing() templ.Attributes {
	if !v.By.SignedIn() {
		return nil
	}
	return templ.Attributes{
		"data-session-idle": "1800", "data-session-url": v.Path("/session"), "data-session-title": v.Say("session.ends-title"),
		"data-session-text": v.Say("session.ends-text"), "data-session-extend": v.Say("session.extend"),
	}
}
