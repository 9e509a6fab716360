package office

import (
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// firmsView is the list of organisations.
type firmsView struct {
	header ui.PageHeaderProps
	table  ui.TableProps
	empty  ui.EmptyStateProps
}

func (p people) organisations(v *web.Visit) error {
	all, err := p.reg.Organisations(v.Context(), v.By)
	if err != nil {
		return err
	}
	units, err := p.reg.Units(v.Context())
	if err != nil {
		return err
	}
	page := firmsView{header: ui.PageHeaderProps{Title: v.Say("menu.organisations"), Actions: []ui.ButtonProps{{Text: v.Say("office-people.add-organisation"), Href: v.Path("/office/organisations/new")}}},
		empty: ui.EmptyStateProps{Title: v.Say("office-people.organisations-none"), Text: v.Say("office-people.organisations-none-why")},
		table: ui.TableProps{Caption: v.Say("menu.organisations"), CaptionHidden: true, RowHeaders: true, Dense: true, Columns: []ui.Column{
			{Text: v.Say("office-people.organisation"), Wide: true}, {Text: v.Say("fields.bin")}, {Text: v.Say("fields.district")}, {Text: v.Say("fields.phone")}}}}
	for _, o := range all {
		page.table.Rows = append(page.table.Rows, ui.Row{Cells: []ui.Cell{ui.Words(o.Name.In(v.Locale)), ui.Nowrap(string(o.BIN)), ui.Words(fields.UnitName(v, units, o.Unit)), ui.Nowrap(o.Phone)}})
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: firmsPage(page), Active: "/office/organisations", Wide: true})
}

func (p people) showNewOrganisation(v *web.Visit) error {
	return p.organisationForm(v, nil, ui.Errors{})
}

func (p people) organisationForm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	units, err := p.reg.Units(v.Context())
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	page := newView{header: ui.PageHeaderProps{Title: v.Say("office-people.add-organisation")}, form: ui.FormProps{Action: v.Path("/office/organisations/new")}, submit: v.Say("office-people.add"),
		lines: []ui.TextInputProps{ask.IIN("bin", "fields.bin", "office-people.bin-why"), ask.Line("name-kk", "office-people.name-kk", "", ""), ask.Line("name-ru", "office-people.name-ru", "", ""),
			ask.Line("name-en", "office-people.name-en", "", ""), ask.Line("phone", "fields.phone", "", ui.Width20), ask.Line("email", "fields.email", "", ""), ask.Line("address", "fields.address", "", "")},
		unit: ask.Units("unit", "fields.district", "fields.choose", "district", units)}
	return v.Show(web.Screen{Title: page.header.Title, Body: newPage(page), Back: "/office/organisations", Active: "/office/organisations", Errors: wrong})
}

func (p people) addOrganisation(v *web.Visit) error {
	form, err := v.Form("bin", "name-kk", "name-ru", "name-en", "phone", "email", "address", "unit")
	if err != nil {
		return err
	}
	o := registry.Organisation{Name: registry.Named{KK: form.Text("name-kk"), RU: form.Text("name-ru"), EN: form.Text("name-en")},
		Phone: form.Text("phone"), Email: form.Text("email"), Address: form.Text("address")}
	_ = o.Unit.UnmarshalText([]byte(form.Text("unit"))) // none is refused below
	o.BIN, err = registry.ParseBIN(form.Text("bin"))
	if err == nil {
		if err = form.Problem(); err == nil {
			_, err = p.reg.AddOrganisation(v.Context(), v.By, o)
		}
	}
	if wrong, again := v.Wrong(err); again {
		return p.organisationForm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/office/organisations", "done.organisation-added")
}
