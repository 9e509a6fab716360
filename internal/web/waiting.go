package web

import (
	"strings"

	"github.com/a-h/templ"

	"asar/internal/signing"
	"asar/internal/web/ui"
)

// waitingView tells how it stands with a signature that had to wait for the word about its
// key: what was signed, when, and what came of it.
type waitingView struct {
	header   ui.PageHeaderProps
	lead     []string
	why      string // of what ended without being carried out
	facts    ui.SummaryListProps
	textHead string
	lang     string
	text     string
	next     []ui.Link
}

func (v *Visit) showWaiting(w signing.Waiting) error {
	text, err := v.site.Signing.Past(v.Context(), v.By, w.Text)
	if err != nil {
		return err
	}
	page := waitingView{
		header: ui.PageHeaderProps{Title: v.Say("waiting.title." + string(w.Standing))},
		lead:   []string{v.Say("waiting.lead." + string(w.Standing)), v.Say("waiting.what." + string(w.Standing))},
		facts:  ui.SummaryListProps{Rows: []ui.SummaryRow{ui.Fact(v.Say("waiting.received"), v.Words.DateTime(w.ReceivedAt))}},
		// the number that made the text unmistakable is of no use here
		textHead: v.Say("waiting.text"), lang: text.Locale, text: readable(text),
		next: []ui.Link{{Text: v.Say("menu.notices"), Href: v.Path("/notifications")}, {Text: v.Say("waiting.main"), Href: v.Path("/cabinet")}},
	}
	if !w.EndedAt.IsZero() {
		page.facts.Rows = append(page.facts.Rows, ui.Fact(v.Say("waiting.ended"), v.Words.DateTime(w.EndedAt)))
	}
	if w.Refusal != nil {
		page.why = v.Words.Problem(w.Refusal)
	}
	switch w.Standing {
	case signing.BeingChecked:
		page.next = append([]ui.Link{{Text: v.Say("waiting.again"), Href: v.Path("/sign/" + w.Text.String())}}, page.next...)
	case signing.Accepted:
		where, err := v.site.Carrying.Where(text)
		if err != nil {
			return err
		}
		page.next = append([]ui.Link{{Text: v.Say("waiting.record"), Href: v.Path(where)}}, page.next...)
	case signing.Refused, signing.Overtaken:
	}
	return v.Show(Screen{Title: page.header.Title, Body: waitingPage(page), Active: "/notifications", Back: "/notifications"})
}

// readable is a text without its last line, which only makes it unmistakable.
func readable(text signing.Text) string {
	body := strings.TrimSuffix(string(text.Content), "\n")
	if end := strings.LastIndex(body, "\n\n"); end > 0 {
		return body[:end]
	}
	return body
}

// beingChecked says on top of a record's page that a signature under it waits.
func (v *Visit) beingChecked(about []string) (shown []templ.Component, err error) {
	waits, err := v.site.Carrying.About(v.Context(), v.By, about...)
	for _, w := range waits {
		content := ui.Body(waitingNote(v.Say("waiting.note", map[string]any{"At": v.Words.DateTime(w.ReceivedAt)}), ui.Link{Text: v.Say("waiting.note-more"), Href: v.Path("/sign/" + w.Text.String())}))
		shown = append(shown, ui.NotificationBanner(ui.NotificationBannerProps{Title: v.Say("waiting.title.waiting"), Content: content, TitleID: "waits-" + w.Text.String()}))
	}
	return shown, err
}
