package register

import (
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

func notFound() error { return problem.New(problem.NotFound, "problem.not-found") }

// firmView is an organisation's specialists and bed places.
type firmView struct {
	header       ui.PageHeaderProps
	workersTitle string
	workers      ui.TableProps
	workersNone  ui.EmptyStateProps
	addTitle     string
	addForm      ui.FormProps
	iin          ui.TextInputProps
	service      ui.ChoicesProps
	add          string
	bedsTitle    string
	beds         ui.TableProps
	bedsNone     ui.EmptyStateProps
	bedTitle     string
	bedForm      ui.FormProps
	label        ui.TextInputProps
	addBed       string
}

func (p pages) showFirm(v *web.Visit) error { return p.firm(v, nil, ui.Errors{}) }

func (p pages) firm(v *web.Visit, form *web.Form, wrong ui.Errors) error {
	workers, err := p.reg.Workers(v.Context(), v.By)
	if err != nil {
		return err
	}
	beds, err := p.reg.Beds(v.Context(), v.By)
	if err != nil {
		return err
	}
	ask := fields.Asked{V: v, Form: form, Wrong: wrong}
	page := firmView{
		header:       ui.PageHeaderProps{Title: v.Say("menu.workers")},
		workersTitle: v.Say("register-pages.workers"), workers: workersTable(v, workers), workersNone: ui.EmptyStateProps{Title: v.Say("register-pages.workers-none"), Text: v.Say("register-pages.workers-none-why")},
		addTitle: v.Say("register-pages.add-worker"), addForm: ui.FormProps{Action: v.Path("/register/workers")}, iin: ask.IIN("iin", "fields.iin", "register-pages.worker-iin-why"),
		service: ask.Services("service", "fields.service", []registry.Service{registry.Assistant, registry.SignLanguage}), add: v.Say("register-pages.add"),
		bedsTitle: v.Say("register-pages.beds"), beds: bedsTable(v, beds), bedsNone: ui.EmptyStateProps{Title: v.Say("register-pages.beds-none"), Text: v.Say("register-pages.beds-none-why")},
		bedTitle: v.Say("register-pages.add-bed"), bedForm: ui.FormProps{Action: v.Path("/register/beds")}, label: ask.Line("label", "register-pages.bed-label", "register-pages.bed-label-why", ui.Width10), addBed: v.Say("register-pages.add"),
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: firmPage(page), Active: "/register/workers", Wide: true, Errors: wrong})
}

func workersTable(v *web.Visit, all []registry.Worker) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("register-pages.workers"), CaptionHidden: true, RowHeaders: true, Columns: []ui.Column{
		{Text: v.Say("fields.full-name"), Wide: true}, {Text: v.Say("fields.service")}, {Text: v.Say("register-pages.since")}, {Text: v.Say("fields.actions"), Actions: true}}}
	for _, w := range all {
		name := w.Person.FullName()
		end := ui.PostAction{Action: v.Path("/register/workers/" + w.ID.String() + "/end"), Text: v.Say("register-pages.end-worker")}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Words(name), ui.Words(fields.Service(v, w.Service)), ui.Nowrap(v.Words.ShortDate(w.From)), ui.Holds(ui.LinkButton(end))}})
	}
	return t
}

func bedsTable(v *web.Visit, all []registry.Bed) ui.TableProps {
	t := ui.TableProps{Caption: v.Say("register-pages.beds"), CaptionHidden: true, RowHeaders: true, Columns: []ui.Column{
		{Text: v.Say("register-pages.bed-label"), Wide: true}, {Text: v.Say("register-pages.today")}, {Text: v.Say("fields.actions"), Actions: true}}}
	for _, b := range all {
		state, action := ui.TagProps{Text: v.Say("register-pages.bed-free"), Tone: ui.ToneDone}, ui.Holds(ui.LinkButton(ui.PostAction{Action: v.Path("/register/beds/" + b.ID.String() + "/close"), Text: v.Say("register-pages.close-bed")}))
		if b.Occupied {
			state, action = ui.TagProps{Text: v.Say("register-pages.bed-taken"), Tone: ui.ToneActive}, ui.Cell{Empty: true}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.Words(b.Label), ui.Holds(ui.Tag(state)), action}})
	}
	return t
}

func (p pages) addWorker(v *web.Visit) error {
	form, err := v.Form("iin", "service")
	if err != nil {
		return err
	}
	number, err := registry.ParseIIN(form.Text("iin"))
	if err == nil {
		_, err = p.reg.AddWorker(v.Context(), v.By, v.By.OrganisationID(), number, registry.Service(form.Text("service")))
	}
	if wrong, again := v.Wrong(err); again {
		return p.firm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/register/workers", "done.worker-added")
}

func (p pages) endWorker(v *web.Visit) error {
	var id registry.WorkerID
	return p.press(v, "worker", &id, func() error { return p.reg.EndWorker(v.Context(), v.By, id) }, "done.worker-ended")
}

func (p pages) addBed(v *web.Visit) error {
	form, err := v.Form("label")
	if err != nil {
		return err
	}
	if err = form.Problem(); err == nil {
		_, err = p.reg.AddBed(v.Context(), v.By, v.By.OrganisationID(), form.Text("label"))
	}
	if wrong, again := v.Wrong(err); again {
		return p.firm(v, form, wrong)
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/register/workers", "done.bed-added")
}

func (p pages) closeBed(v *web.Visit) error {
	var id registry.BedID
	return p.press(v, "bed", &id, func() error { return p.reg.CloseBed(v.Context(), v.By, id) }, "done.bed-closed")
}

// press does what a button without fields does on the organisation's page.
func (p pages) press(v *web.Visit, name string, id interface{ UnmarshalText(b []byte) error }, do func() error, done string) error {
	if _, err := v.Form(); err != nil {
		return err
	}
	if err := idIn(v, name, id); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return v.GoSaying("/register/workers", done)
}
