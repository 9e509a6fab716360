package fields

import (
	"asar/internal/acts"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// Act is an act's status; which status has which colour is decided here once.
func Act(v *web.Visit, s acts.Status) ui.TagProps {
	tone := ui.ToneNeutral
	switch s {
	case acts.Formed:
		tone = ui.ToneActive
	case acts.Sent, acts.Delivered:
		tone = ui.ToneWaiting
	case acts.Accepted:
		tone = ui.ToneTeal
	case acts.Returned:
		tone = ui.ToneLate
	case acts.Paid:
		tone = ui.ToneDone
	case acts.Void, acts.Corrected:
	}
	return ui.TagProps{Text: v.Say(s.Text()), Tone: tone}
}

// ActNumber is an act's number as a title.
func ActNumber(v *web.Visit, number string) string {
	return v.Say("fields.act-number", map[string]any{"Number": number})
}
