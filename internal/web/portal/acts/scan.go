package acts

import (
	"asar/internal/acts"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// scanView takes the scan of the signed paper (screen 23, manual step 15), and shows the
// one that is attached.
type scanView struct {
	header ui.PageHeaderProps
	note   string // why none can be attached now
	kept   *keptView
	title  string
	form   *ui.FormProps
	file   ui.FileUploadProps
	submit ui.ButtonProps
}

// keptView is an attached scan: is this the right one?
type keptView struct {
	question string
	facts    ui.SummaryListProps
	unread   string // a note: no code of ours could be read on it
	download ui.Link
	yes      ui.ButtonProps
}

const accepted = "application/pdf,image/jpeg,image/png"

func limits(v *web.Visit) string {
	l := acts.Limits()
	return v.Say("act-pages.limits", lang.Args{"Megabytes": l.Bytes / 1_000_000, "Pages": l.Pages})
}

func fileField(v *web.Visit, wrong ui.Errors, hint string) ui.FileUploadProps {
	return ui.FileUploadProps{Field: ui.Field{Name: "file", Label: v.Say("act-pages.file"), LabelSize: ui.SizeS, Hint: hint, Error: wrong.At("file")}, Accept: accepted}
}

func (p pages) showScan(v *web.Visit) error { return p.scanForm(v, ui.Errors{}) }

func (p pages) scanForm(v *web.Visit, wrong ui.Errors) error {
	a, err := p.find(v)
	if err != nil {
		return err
	}
	if !provides(a.Side) {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	option, may := a.Option(acts.AttachScan)
	if !may {
		return v.Go(a.Link()) // it was sent: its page says so
	}
	page := scanView{header: ui.PageHeaderProps{Caption: fields.ActNumber(v, a.Number), Title: v.Say("act-pages.scan-title"), Intro: v.Say("act-pages.scan-intro")}}
	if option.WhyNot != nil {
		page.note = v.Words.Problem(option.WhyNot)
	} else {
		page.form = &ui.FormProps{Action: v.Path(a.Link() + "/scan"), Files: true}
		page.title, page.submit = v.Say("act-pages.scan-choose"), ui.ButtonProps{Text: v.Say("act-pages.scan-attach"), Once: true}
		page.file = fileField(v, wrong, limits(v))
	}
	if a.Scanned() {
		if page.kept, err = p.kept(v, a); err != nil {
			return err
		}
		page.title, page.submit.Kind = v.Say("act-pages.scan-replace"), ui.ButtonSecondary
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: scanPage(page), Back: a.Link(), Active: "/orders", Errors: wrong})
}

// kept describes the attached scan.
func (p pages) kept(v *web.Visit, a acts.View) (*keptView, error) {
	f, err := p.acts.AttachedScan(v.Context(), v.By, a.ID)
	if err != nil {
		return nil, err
	}
	k := &keptView{question: v.Say("act-pages.scan-right"), facts: ui.SummaryListProps{Rows: []ui.SummaryRow{
		ui.Fact(v.Say("act-pages.file-name"), f.Name), ui.Fact(v.Say("act-pages.file-size"), v.Words.Size(int64(f.Size))),
		ui.Fact(v.Say("act-pages.file-pages"), v.Words.Number(f.Pages)), ui.Fact(v.Say("act-pages.file-at"), v.Words.DateTime(f.MadeAt))}},
		download: ui.Link{Text: v.Say("act-pages.scan-see"), Href: fileLink(v, a.Act, acts.ScanFile).Href}, yes: ui.ButtonProps{Text: v.Say("act-pages.scan-yes"), Href: v.Path(a.Link())}}
	if a.ScanCode == acts.CodeUnread {
		k.unread = v.Say("act-pages.scan-unread")
	}
	return k, nil
}

func (p pages) scan(v *web.Visit) error {
	which, err := acts.ParseID(v.In("act"))
	if err != nil {
		return err
	}
	upload, err := taken(v)
	if err == nil {
		if upload == nil {
			upload = &acts.Upload{} // the rule says what is missing
		}
		_, err = p.acts.AttachScan(v.Context(), v.By, which, *upload)
	}
	if wrong, again := v.Wrong(err); again {
		return p.scanForm(v, atFile(wrong))
	}
	if err != nil {
		return err
	}
	return v.GoSaying("/acts/"+which.String()+"/scan", "done.scan-attached")
}

// taken is the file of a form without other fields; nil when none was chosen.
func taken(v *web.Visit, others ...string) (*acts.Upload, error) {
	if _, err := v.Form(others...); err != nil {
		return nil, err
	}
	name, content, err := v.Upload("file")
	if err != nil || len(content) == 0 && name == "" {
		return nil, err
	}
	return &acts.Upload{Name: name, Content: content}, nil
}

// atFile puts what is wrong with the whole form at the file: it is what was sent.
func atFile(wrong ui.Errors) ui.Errors {
	for i, item := range wrong.Items {
		if item.Field == "" {
			wrong.Items[i].Field = "file"
		}
	}
	return wrong
}
