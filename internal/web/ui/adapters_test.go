package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// adapter makes our component from the options of the kit's macro.
type adapter func(o options) templ.Component

var adapters = map[string]adapter{
	"back-link": func(o options) templ.Component {
		return backLink(Link{Text: o.or("text", "Back"), Href: o.or("href", "#")})
	},
	"breadcrumbs":     adaptBreadcrumbs,
	"button":          adaptButton,
	"character-count": adaptCount,
	"checkboxes":      func(o options) templ.Component { return Checkboxes(o.choices()) },
	"date-input":      adaptDate,
	"details":         adaptDetails,
	"error-message":   adaptErrorMessage,
	"error-summary":   adaptErrorSummary,
	"fieldset":        adaptFieldset,
	"file-upload":     adaptFile,
	"generic-header":  adaptHeader,
	"hint": func(o options) templ.Component {
		return Hint(HintProps{ID: o.str("id"), Text: o.str("text"), Class: o.str("classes")})
	},
	"input":               adaptInput,
	"inset-text":          func(o options) templ.Component { return InsetText(o.rich("text", "html")) },
	"label":               func(o options) templ.Component { return Label(o.label()) },
	"language-navigation": adaptLanguages,
	"notification-banner": adaptBanner,
	"pagination":          adaptPagination,
	"panel":               adaptPanel,
	"password-input":      adaptPassword,
	"radios":              func(o options) templ.Component { return Radios(o.choices()) },
	"select":              adaptSelect,
	"skip-link": func(o options) templ.Component {
		return SkipLink(SkipLinkProps{Text: o.str("text"), Href: o.or("href", "#content")})
	},
	"summary-list": adaptSummary,
	"table":        adaptTable,
	"tag":          adaptTag,
	"task-list":    adaptTasks,
	"textarea":     func(o options) templ.Component { return Textarea(o.textarea()) },
	"warning-text": func(o options) templ.Component {
		return WarningText(WarningTextProps{Word: o.or("iconFallbackText", "Warning"), Text: o.str("text")})
	},
}

func (o options) or(key, otherwise string) string {
	if v := o.str(key); v != "" {
		return v
	}
	return otherwise
}

// rich reads words or markup.
func (o options) rich(text, markup string) Rich {
	if s := o.str(markup); s != "" {
		o.str(text)
		return Body(templ.Raw(s))
	}
	return Text(o.str(text))
}

func (o options) number(key string) int {
	delete(o.unread, o.at(key))
	switch v := o.values[key].(type) {
	case float64:
		return int(v)
	case string:
		n, err := strconv.Atoi(v)
		if err != nil {
			o.leave(key + " that is no number")
		}
		return n
	}
	return 0
}

func (o options) size(key, base string) Size {
	v := o.oneOf(key, base+"--s", base+"--m", base+"--l", base+"--xl")
	return Size(strings.TrimPrefix(v, base+"--"))
}

func (o options) label() LabelProps {
	return LabelProps{Text: o.str("text"), For: o.str("for"), Size: o.size("classes", "govuk-label"), PageHeading: o.yes("isPageHeading"), Class: ""}
}

func (o options) mistake() FieldError {
	e := o.in("errorMessage")
	if len(e.values) == 0 {
		return FieldError{}
	}
	return FieldError{Word: e.or("visuallyHiddenText", "Error"), Text: e.str("text")}
}

func (o options) field() Field {
	label := o.in("label").label()
	return Field{
		ID: o.str("id"), Name: o.str("name"), Label: label.Text, LabelSize: label.Size, PageHeading: label.PageHeading,
		Hint: o.in("hint").str("text"), Error: o.mistake(), DescribedBy: o.str("describedBy"),
	}
}

func (o options) legend() Legend {
	return Legend{Text: o.str("text"), Size: o.size("classes", "govuk-fieldset__legend"), PageHeading: o.yes("isPageHeading")}
}

func (o options) spellcheck() Spellcheck {
	if !o.set("spellcheck") {
		return ""
	}
	if o.yes("spellcheck") {
		return SpellcheckYes
	}
	return SpellcheckNo
}

func (o options) choices() ChoicesProps {
	f := o.in("fieldset")
	out := ChoicesProps{
		Name: o.str("name"), ID: o.str("idPrefix"), Legend: f.in("legend").legend(), Hint: o.in("hint").str("text"),
		Error: o.mistake(), DescribedBy: o.str("describedBy") + f.str("describedBy"),
	}
	switch o.oneOf("classes", "govuk-radios--inline", "govuk-radios--small", "govuk-checkboxes--small") {
	case "govuk-radios--inline":
		out.Inline = true
	case "govuk-radios--small", "govuk-checkboxes--small":
		out.Small = true
	}
	if f.values != nil && out.Legend.Text == "" {
		o.leave("fieldset without a legend")
	}
	value := o.str("value")
	o.full("items")
	for _, i := range o.list("items") {
		c := Choice{Value: i.str("value"), Text: i.str("text"), Hint: i.in("hint").str("text"), ID: i.str("id"), Checked: i.yes("checked"), Disabled: i.yes("disabled"), Divider: i.str("divider")}
		c.Checked = c.Checked || value != "" && value == c.Value && !i.set("checked")
		out.Choices = append(out.Choices, c)
	}
	return out
}

// full leaves out fixtures whose lists hold nothing in places: our lists are typed.
func (o options) full(key string) {
	items, _ := o.values[key].([]any)
	if len(o.list(key)) < len(items) {
		o.leave("a list with holes")
	}
}

// tone reads a tag's colour.
func (o options) tone() Tone {
	for _, tone := range []Tone{ToneNeutral, ToneActive, ToneWaiting, ToneDone, ToneSoon, ToneLate, ToneTeal} {
		if o.oneOf("classes", "govuk-tag--"+string(tone)) != "" {
			return tone
		}
	}
	if o.set("classes") {
		o.leave("a colour that means nothing here")
	}
	return ""
}

func adaptBreadcrumbs(o options) templ.Component {
	out := BreadcrumbsProps{Label: o.or("labelText", "Breadcrumb")}
	for _, i := range o.list("items") {
		out.Items = append(out.Items, Link{Text: i.str("text"), Href: i.str("href")})
	}
	return Breadcrumbs(out)
}

func adaptButton(o options) templ.Component {
	if o.set("preventDoubleClick") && !o.yes("preventDoubleClick") {
		o.leave("said false")
	}
	kind := ButtonKind(o.oneOf("classes", string(ButtonSecondary), string(ButtonWarning)))
	return Button(ButtonProps{
		Text: o.str("text"), Kind: kind, Href: o.str("href"), Type: o.str("type"), Name: o.str("name"), Value: o.str("value"),
		ID: o.str("id"), Start: o.yes("isStartButton"), Disabled: o.yes("disabled"), Once: o.yes("preventDoubleClick"),
	})
}

func (o options) textarea() TextareaProps {
	return TextareaProps{
		Field: o.field(), Value: o.str("value"), Rows: o.number("rows"), Autocomplete: o.str("autocomplete"), Spellcheck: o.spellcheck(), Disabled: o.yes("disabled"),
	}
}

func (o options) forms(key string) map[string]string {
	out := map[string]string{}
	for form := range o.in(key).values {
		out[form] = o.in(key).str(form)
	}
	return out
}

func adaptCount(o options) templ.Component {
	out := TextareaCountProps{
		TextareaProps: o.textarea(), Max: o.number("maxlength"), Left: o.forms("charactersUnderLimitText"),
		Over: o.forms("charactersOverLimitText"), AtLimit: o.str("charactersAtLimitText"),
	}
	out.Words = "You can enter up to " + itoa(out.Max) + " characters"
	if words := o.str("textareaDescriptionText"); words != "" {
		out.Words = strings.ReplaceAll(words, "%{count}", itoa(out.Max))
	}
	if out.Max == 0 {
		o.leave("no maxlength")
	}
	return TextareaCount(out)
}

func adaptDate(o options) templ.Component {
	out := DateInputProps{
		ID: o.str("id"), Prefix: o.str("namePrefix"), Legend: o.in("fieldset").in("legend").legend(), Hint: o.in("hint").str("text"),
		Error: o.mistake(), DescribedBy: o.in("fieldset").str("describedBy"),
	}
	out.Day, out.Month, out.Year = o.part("day", "Day", out.Prefix), o.part("month", "Month", out.Prefix), o.part("year", "Year", out.Prefix)
	items := o.list("items")
	if o.set("items") && len(items) != 3 {
		o.leave("a date without its three fields")
		return DateInput(out)
	}
	for i, part := range []*DatePart{&out.Day, &out.Month, &out.Year}[:len(items)] {
		items[i].intoDate(part, []string{"day", "month", "year"}[i])
	}
	return DateInput(out)
}

// part reads one field of a date given by its name.
func (o options) part(key, label, prefix string) DatePart {
	if o.set(key) && o.values[key] == false {
		o.leave("a date without its three fields")
	}
	name := key
	if prefix != "" {
		name = prefix + "-" + key
	}
	p := o.in(key)
	if _, said := p.values["error"]; said && !p.yes("error") {
		o.leave("an error that marks no field")
	}
	return DatePart{Label: p.or("label", label), Value: o.in("values").str(name), Wrong: p.yes("error")}
}

// intoDate reads one field of a date given as a list.
func (o options) intoDate(part *DatePart, name string) {
	if o.str("name") != name {
		o.leave("a date's field by another name")
	}
	width := map[string]string{"day": "govuk-input--width-2", "month": "govuk-input--width-2", "year": "govuk-input--width-4"}[name]
	if _, said := o.values["error"]; said && !o.yes("error") {
		o.leave("an error that marks no field")
	}
	wrong := o.yes("error")
	switch classes := o.str("classes"); classes {
	case width:
	case width + " govuk-input--error":
		wrong = true
	default:
		o.leave("a date's field of another look")
	}
	if value := o.str("value"); value != "" {
		part.Value = value
	}
	part.Wrong = wrong
}

func adaptDetails(o options) templ.Component {
	return Details(DetailsProps{ID: o.str("id"), Summary: o.str("summaryText"), Content: o.rich("text", "html"), Open: o.yes("open")})
}

func adaptErrorMessage(o options) templ.Component {
	word := "Error"
	if o.set("visuallyHiddenText") {
		word = o.str("visuallyHiddenText")
	}
	return ErrorMessage(FieldError{ID: o.str("id"), Word: word, Text: o.str("text")})
}

func adaptErrorSummary(o options) templ.Component {
	if o.set("disableAutoFocus") {
		o.leave("disableAutoFocus")
	}
	out := Errors{Title: o.str("titleText")}
	for _, i := range o.list("errorList") {
		out.Items = append(out.Items, ErrorItem{Href: i.str("href"), Text: i.str("text")})
	}
	return ErrorSummary(out)
}

func adaptFieldset(o options) templ.Component {
	return with(Fieldset(FieldsetProps{Legend: o.in("legend").legend(), DescribedBy: o.str("describedBy"), Role: o.str("role"), Class: o.str("classes")}), templ.Raw(o.str("html")))
}

func adaptFile(o options) templ.Component {
	return FileUpload(FileUploadProps{Field: o.field(), Accept: o.in("attributes").str("accept"), Disabled: o.yes("disabled")})
}

func adaptHeader(o options) templ.Component {
	return GenericHeader(GenericHeaderProps{Name: o.str("logoText"), Href: o.or("url", "/"), ContainerClass: o.str("containerClasses")})
}

func adaptInput(o options) templ.Component {
	return TextInput(TextInputProps{
		Field: o.field(), Value: o.str("value"), Type: o.str("type"), InputMode: o.str("inputmode"), Autocomplete: o.str("autocomplete"),
		Autocapitalize: o.str("autocapitalize"), Pattern: o.str("pattern"), Spellcheck: o.spellcheck(),
		Width:    Width(o.oneOf("classes", string(Width2), string(Width3), string(Width4), string(Width5), string(Width10), string(Width20), string(Width30))),
		Disabled: o.yes("disabled"), Prefix: o.in("prefix").str("text"), Suffix: o.in("suffix").str("text"),
	})
}

func adaptLanguages(o options) templ.Component {
	out := LanguageNavigationProps{Label: o.or("ariaLabel", "Language")}
	for _, i := range o.list("items") {
		out.Items = append(out.Items, Language{Tag: i.str("lang"), Text: i.str("text"), Href: i.str("href"), Current: i.yes("current")})
	}
	return LanguageNavigation(out)
}

func adaptBanner(o options) templ.Component {
	if o.set("disableAutoFocus") {
		o.leave("disableAutoFocus")
	}
	out := NotificationBannerProps{Title: o.str("titleText"), Content: o.rich("text", "html"), Success: o.oneOf("type", "success") != "", TitleID: o.str("titleId")}
	if out.Title == "" {
		out.Title = map[bool]string{true: "Success", false: "Important"}[out.Success]
	}
	return NotificationBanner(out)
}

func adaptPagination(o options) templ.Component {
	step := func(key, text string) *PageStep {
		if !o.set(key) {
			return nil
		}
		s := o.in(key)
		out := &PageStep{Text: s.str("text"), Label: s.str("labelText"), Href: s.or("href", "#")}
		if out.Text == "" {
			out.Text, out.Hidden = text, "page"
		}
		return out
	}
	out := PaginationProps{Label: o.or("landmarkLabel", "Pagination"), Previous: step("previous", "Previous"), Next: step("next", "Next")}
	for _, i := range o.list("items") {
		number := i.str("number")
		out.Pages = append(out.Pages, PageItem{Number: number, Href: i.or("href", "#"), Label: i.or("visuallyHiddenText", "Page "+number), Current: i.yes("current"), Dots: i.yes("ellipsis")})
	}
	return Pagination(out)
}

func adaptPanel(o options) templ.Component {
	return Panel(PanelProps{Title: o.str("titleText"), Content: o.rich("text", "html")})
}

func adaptPassword(o options) templ.Component {
	words := PasswordWords{
		Show: o.str("showPasswordText"), Hide: o.str("hidePasswordText"), ShowLabel: o.str("showPasswordAriaLabelText"),
		HideLabel: o.str("hidePasswordAriaLabelText"), Shown: o.str("passwordShownAnnouncementText"), Hidden: o.str("passwordHiddenAnnouncementText"),
	}
	if words.Show == "" {
		o.leave("the kit's English words")
	}
	return PasswordInput(PasswordInputProps{Field: o.field(), Autocomplete: o.str("autocomplete"), Words: words})
}

func adaptSelect(o options) templ.Component {
	out := SelectProps{Field: o.field(), Value: o.str("value"), Disabled: o.yes("disabled")}
	for _, i := range o.list("items") {
		switch i.values["value"].(type) {
		case string, float64:
		default:
			o.leave("an option without a value")
		}
		one := Option{Value: i.str("value"), Text: i.str("text"), Disabled: i.yes("disabled")}
		if i.yes("selected") {
			out.Value = one.Value
		} else if i.set("selected") && one.Value == out.Value {
			o.leave("a value that is not selected")
		}
		out.Options = append(out.Options, one)
	}
	return Select(out)
}

func (o options) links(key string) []Link {
	out := []Link{}
	for _, i := range o.list(key) {
		out = append(out, Link{Text: i.str("text"), Hidden: i.str("visuallyHiddenText"), Href: i.or("href", "#")})
	}
	return out
}

func adaptSummary(o options) templ.Component {
	out := SummaryListProps{NoBorder: o.oneOf("classes", "govuk-summary-list--no-border") != ""}
	if o.set("card") {
		title := o.in("card").in("title")
		out.Card = &SummaryCardProps{Title: title.str("text"), Level: title.number("headingLevel"), Actions: o.in("card").in("actions").links("items")}
		if out.Card.Title == "" {
			o.leave("card without a title")
		}
	}
	for _, r := range o.list("rows") {
		out.Rows = append(out.Rows, SummaryRow{Key: r.in("key").str("text"), Value: r.in("value").rich("text", "html"), Actions: r.in("actions").links("items")})
	}
	return SummaryList(out)
}

func adaptTable(o options) templ.Component {
	out := TableProps{Plain: true, Caption: o.str("caption"), CaptionSize: o.size("captionClasses", "govuk-table__caption"), RowHeaders: o.yes("firstCellIsHeader")}
	for _, h := range o.list("head") {
		out.Columns = append(out.Columns, Column{Text: h.str("text"), Numeric: h.str("format") == "numeric"})
	}
	noHead := len(out.Columns) == 0
	rows, _ := o.values["rows"].([]any)
	for _, r := range rows {
		row := Row{}
		for i, cell := range (options{path: "", values: map[string]any{"rows[]": r}, unread: o.unread}).list("rows[]") {
			numeric := cell.str("format") == "numeric"
			if i >= len(out.Columns) {
				out.Columns = append(out.Columns, Column{})
			}
			if noHead && numeric {
				out.Columns[i].Numeric = true
			} else if numeric != out.Columns[i].Numeric {
				o.leave("a cell unlike its column")
			}
			row.Cells = append(row.Cells, Cell{Rich: cell.rich("text", "html")})
		}
		if len(row.Cells) > 0 {
			out.Rows = append(out.Rows, row)
		}
	}
	out.headless = noHead
	return Table(out)
}

func adaptTag(o options) templ.Component {
	return Tag(TagProps{Text: o.str("text"), Tone: o.tone()})
}

func adaptTasks(o options) templ.Component {
	out := TaskListProps{ID: o.str("idPrefix")}
	o.full("items")
	for _, i := range o.list("items") {
		status := i.in("status")
		task := Task{Title: i.in("title").str("text"), Href: i.str("href"), Hint: i.in("hint").str("text"), Status: TaskStatus{Text: status.str("text")}}
		if status.set("tag") {
			task.Status.Tag = &TagProps{Text: status.in("tag").str("text"), Tone: status.in("tag").tone()}
		}
		task.Status.CannotStart = status.oneOf("classes", "govuk-task-list__status--cannot-start-yet") != ""
		out.Tasks = append(out.Tasks, task)
	}
	return TaskList(out)
}
