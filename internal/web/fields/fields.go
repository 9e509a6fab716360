// Package fields makes the fields that several pages ask for, with what was typed and what
// is wrong with it: services, districts, languages, dates. It knows words, not rules.
package fields

import (
	"slices"

	"asar/internal/lang"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// Asked makes the fields of one form. Form is what was typed and may be nil, Given what
// stands in the fields before anybody types.
type Asked struct {
	V     *web.Visit
	Form  *web.Form
	Wrong ui.Errors
	Given map[string]string
}

// Value is what stands in a field.
func (a Asked) Value(name string) string {
	if a.Form != nil {
		return a.Form.Text(name)
	}
	return a.Given[name]
}

// Field is the part every field has; hint is a key or "".
func (a Asked) Field(name, label, hint string) ui.Field {
	f := ui.Field{Name: name, Label: a.V.Say(label), LabelSize: ui.SizeS, Error: a.Wrong.At(name)}
	if hint != "" {
		f.Hint = a.V.Say(hint)
	}
	return f
}

// Line asks for one line.
func (a Asked) Line(name, label, hint string, w ui.Width) ui.TextInputProps {
	return ui.TextInputProps{Field: a.Field(name, label, hint), Value: a.Value(name), Width: w}
}

// IIN asks for an identification number, which no browser should keep.
func (a Asked) IIN(name, label, hint string) ui.TextInputProps {
	line := a.Line(name, label, hint, ui.Width20)
	line.InputMode, line.Autocomplete, line.Spellcheck = "numeric", "off", ui.SpellcheckNo
	return line
}

// Number asks for a number.
func (a Asked) Number(name, label, hint string) ui.TextInputProps {
	line := a.Line(name, label, hint, ui.Width5)
	line.InputMode = "decimal"
	return line
}

// Lines asks for several lines.
func (a Asked) Lines(name, label, hint string, rows int) ui.TextareaProps {
	return ui.TextareaProps{Field: a.Field(name, label, hint), Value: a.Value(name), Rows: rows}
}

// Date asks for a day; Form.Date reads it.
func (a Asked) Date(name, legend, hint string) ui.DateInputProps {
	part := func(which, label string) ui.DatePart {
		return ui.DatePart{Label: a.V.Say(label), Value: a.Value(name + "-" + which)}
	}
	d := ui.DateInputProps{ID: name, Prefix: name, Legend: ui.Legend{Text: a.V.Say(legend), Size: ui.SizeS}, Error: a.Wrong.At(name),
		Day: part("day", "fields.day"), Month: part("month", "fields.month"), Year: part("year", "fields.year")}
	if hint != "" {
		d.Hint = a.V.Say(hint)
	}
	return d
}

// ToDates leads the lines of the summary about dates to their first part.
func ToDates(wrong ui.Errors, names ...string) ui.Errors {
	for i, item := range wrong.Items {
		if slices.Contains(names, item.Field) {
			wrong.Items[i].Href = "#" + item.Field + "-day"
		}
	}
	return wrong
}

// Known are the facts that have a value.
func Known(rows ...ui.SummaryRow) []ui.SummaryRow {
	return slices.DeleteFunc(rows, func(r ui.SummaryRow) bool { return !r.Value.Any() })
}

// Services asks for one of the services.
func (a Asked) Services(name, legend string, offered []registry.Service) ui.ChoicesProps {
	c := ui.ChoicesProps{Name: name, Legend: ui.Legend{Text: a.V.Say(legend), Size: ui.SizeS}, Error: a.Wrong.At(name)}
	for _, s := range offered {
		c.Choices = append(c.Choices, ui.Choice{Value: string(s), Text: Service(a.V, s), Checked: a.Value(name) == string(s)})
	}
	return c
}

// ServiceList is Services as a list with a line for any.
func (a Asked) ServiceList(name, label string) ui.SelectProps {
	s := ui.SelectProps{Field: a.Field(name, label, ""), Value: a.Value(name), Options: []ui.Option{{Text: a.V.Say("fields.any")}}}
	for _, one := range registry.Services() {
		s.Options = append(s.Options, ui.Option{Value: string(one), Text: Service(a.V, one)})
	}
	return s
}

// Units asks for one of the units of a kind; empty names the line that chooses none, and a
// kind of "" offers all.
func (a Asked) Units(name, label, empty, kind string, units []registry.Unit) ui.SelectProps {
	s := ui.SelectProps{Field: a.Field(name, label, ""), Value: a.Value(name), Options: []ui.Option{{Text: a.V.Say(empty)}}}
	for _, u := range units {
		if kind == "" || u.Kind == kind {
			s.Options = append(s.Options, ui.Option{Value: u.ID.String(), Text: u.Name.In(a.V.Locale)})
		}
	}
	return s
}

// Languages asks which languages somebody speaks.
func (a Asked) Languages(name, legend string, chosen []string) ui.ChoicesProps {
	if a.Form != nil {
		chosen = a.Form.All(name)
	}
	c := ui.ChoicesProps{Name: name, Legend: ui.Legend{Text: a.V.Say(legend), Size: ui.SizeS}, Error: a.Wrong.At(name)}
	for _, l := range lang.Locales() {
		c.Choices = append(c.Choices, ui.Choice{Value: string(l), Text: a.V.Say("registry.language." + string(l)), Checked: slices.Contains(chosen, string(l))})
	}
	return c
}

// LanguageList asks for one language or any.
func (a Asked) LanguageList(name, label string) ui.SelectProps {
	s := ui.SelectProps{Field: a.Field(name, label, ""), Value: a.Value(name), Options: []ui.Option{{Text: a.V.Say("fields.any")}}}
	for _, l := range lang.Locales() {
		s.Options = append(s.Options, ui.Option{Value: string(l), Text: a.V.Say("registry.language." + string(l))})
	}
	return s
}

// Service is a service's name.
func Service(v *web.Visit, s registry.Service) string { return v.Say("registry.service." + string(s)) }

// Amount is an amount of a service in words: hours, or days.
func Amount(v *web.Visit, s registry.Service, amount int) string {
	if s.CountsHours() {
		return v.Words.Hours(amount)
	}
	return v.Words.Count("fields.days", amount)
}

// Entry is an entry's status; which status has which colour is decided here once.
func Entry(v *web.Visit, s registry.EntryStatus) ui.TagProps {
	tone := map[registry.EntryStatus]ui.Tone{registry.Active: ui.ToneDone, registry.Suspended: ui.ToneSoon, registry.Left: ui.ToneNeutral}[s]
	return ui.TagProps{Text: v.Say("registry.entry-status." + string(s)), Tone: tone}
}

// Application is an application's status.
func Application(v *web.Visit, s registry.ApplicationStatus) ui.TagProps {
	tone := map[registry.ApplicationStatus]ui.Tone{registry.Waiting: ui.ToneWaiting, registry.Approved: ui.ToneDone, registry.Refused: ui.ToneLate, registry.Withdrawn: ui.ToneNeutral}[s]
	return ui.TagProps{Text: v.Say("registry.application-status." + string(s)), Tone: tone}
}

// SpokenBy are the names of somebody's languages.
func SpokenBy(v *web.Visit, tags []string) string {
	var names string
	for i, t := range tags {
		if i > 0 {
			names += ", "
		}
		names += v.Say("registry.language." + t)
	}
	return names
}

// Free is what a provider can still take, in words.
func Free(v *web.Visit, e registry.Entry) string {
	if minutes, limited := e.Free(); limited {
		return v.Words.Hours(minutes)
	}
	return v.Say("registry.no-limit")
}

// UnitName is the name of one of the units.
func UnitName(v *web.Visit, units []registry.Unit, u registry.UnitID) string {
	for _, one := range units {
		if one.ID == u {
			return one.Name.In(v.Locale)
		}
	}
	return ""
}
