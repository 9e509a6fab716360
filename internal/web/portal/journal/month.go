package journal

import (
	"fmt"
	"strconv"
	"time"

	"asar/internal/acts"
	"asar/internal/calendar"
	"asar/internal/journal"
	"asar/internal/lang"
	"asar/internal/orders"
	"asar/internal/web"
	"asar/internal/web/fields"
	"asar/internal/web/ui"
)

// monthView is a month of a journal (screen 20).
type monthView struct {
	header    ui.PageHeaderProps
	tabsLabel string
	tabs      []ui.Tab
	barLabel  string
	bar       []ui.IdentityItem
	worked    bool   // the order has hours: there is a calendar
	note      string // why nothing can be written in the whole month
	rule      string
	picker    ui.MonthPickerProps
	daysTitle string
	days      *ui.MonthCalendarProps
	list      entriesView
	filter    ui.FilterProps
	from, to  ui.DateInputProps
	act       actView
}

// monthAsked reads the month of an address: 2026-11, or the two lists of the page. Anything
// else is the present month.
func monthAsked(v *web.Visit) calendar.Month {
	if m, err := calendar.ParseMonth(v.Query("month")); err == nil {
		return m
	}
	number, errMonth := strconv.Atoi(v.Query("month"))
	year, errYear := strconv.Atoi(v.Query("year"))
	if errMonth != nil || errYear != nil {
		return calendar.Month{}
	}
	m, err := calendar.ParseMonth(fmt.Sprintf("%04d-%02d", year, number))
	if err != nil {
		return calendar.Month{}
	}
	return m
}

func (p pages) month(v *web.Visit) error {
	period, err := periodAsked(v)
	if err != nil {
		return err
	}
	return p.showMonth(v, period, nil, ui.Errors{})
}

// shown is the month to show: the one asked for, else the present one, or the nearest in
// which the order has days.
func (p pages) shown(v *web.Visit) (journal.Calendar, error) {
	asked := monthAsked(v)
	c, err := p.monthOf(v, asked)
	if err != nil || !asked.IsZero() {
		return c, err
	}
	first, last := bounds(c)
	switch {
	case c.Month.Before(first.InMonth()):
		return p.monthOf(v, first.InMonth())
	case c.Month.After(last.InMonth()):
		return p.monthOf(v, last.InMonth())
	}
	return c, nil
}

// bounds are the first and the last day entries of an order can lie on.
func bounds(c journal.Calendar) (first, last calendar.Date) {
	first, last = c.Order.From, c.Order.To
	if confirmed := c.Order.AnsweredAt.Date(); !confirmed.IsZero() && confirmed.After(first) {
		first = confirmed
	}
	if c.Today.Before(last) && !c.Today.Before(first) {
		last = c.Today
	}
	return first, last
}

func (p pages) showMonth(v *web.Visit, period period, form *web.Form, wrong ui.Errors) error {
	c, err := p.shown(v)
	if err != nil {
		return err
	}
	page := monthView{tabsLabel: v.Say("fields.order-sections"), tabs: fields.OrderTabs(v, c.Order, fields.SectionJournal), barLabel: v.Say("journal-pages.bar"), bar: bar(v, c)}
	page.header = ui.PageHeaderProps{Caption: fields.OrderNumber(v, c.Order.Number), Title: v.Say("journal-pages.title", lang.Args{"Month": c.Month})}
	page.note = wholeMonth(v, c)
	if page.list, err = p.listed(v, c, period); err != nil {
		return err
	}
	if orderLevel(c) == nil {
		p.fillMonth(v, c, &page)
		page.filter, page.from, page.to = periodFilter(v, c, period, form, wrong)
	}
	if !period.IsZero() {
		page.days = nil
	}
	if page.act, err = p.actOf(v, c); err != nil {
		return err
	}
	return v.Show(web.Screen{Title: page.header.Title, Body: monthPage(page), Back: c.Order.Link(), Active: fields.OrdersMenu(orders.SideOf(v.By, c.Order)), Wide: true, Errors: fields.ToDates(wrong, "from", "to")})
}

// fillMonth adds what only an order that is worked on has.
func (p pages) fillMonth(v *web.Visit, c journal.Calendar, page *monthView) {
	first, last := bounds(c)
	if c.ClosedAt.IsZero() {
		page.rule = v.Say("journal-pages.rule", lang.Args{"From": first, "To": last})
	}
	page.worked, page.picker = true, picker(v, c)
	page.daysTitle = v.Say("journal-pages.days")
	page.days = days(v, c)
	if c.CanWrite {
		page.header.Actions = []ui.ButtonProps{{Text: v.Say("journal-pages.add"), Href: v.Path(home(c.Order.ID)+"/add") + "?day=" + addDay(c).String()}}
	}
}

// addDay is the day a new entry begins with: the latest that is free. When none is, a day
// that says why.
func addDay(c journal.Calendar) (day calendar.Date) {
	for _, d := range c.Days {
		if d.WhyNot == nil && d.Entry == nil {
			day = d.Date
		}
	}
	if !day.IsZero() {
		return day
	}
	day = c.Month.Last()
	if day.After(c.Order.To) {
		day = c.Order.To
	}
	return day
}

func bar(v *web.Visit, c journal.Calendar) []ui.IdentityItem {
	side := orders.SideOf(v.By, c.Order)
	var items []ui.IdentityItem
	if side != orders.AsRecipient {
		items = append(items, ui.IdentityItem{Label: v.Say("fields.recipient"), Value: ui.Text(c.Parties.Recipient.FullName())})
	}
	if side != orders.AsSpecialist {
		items = append(items, ui.IdentityItem{Label: v.Say("fields.specialist"), Value: ui.Text(fields.Provider(v, c.Parties))})
	}
	items = append(items,
		ui.IdentityItem{Label: v.Say("fields.service"), Value: ui.Text(fields.Service(v, c.Order.Service))},
		ui.IdentityItem{Label: v.Say("fields.status"), Value: ui.Body(ui.Tag(fields.Order(v, c.Order.Status)))})
	if c.Order.Service.CountsHours() {
		items = append(items, ui.IdentityItem{Label: v.Say("journal-pages.used"), Value: ui.Body(ui.Meter(meter(v, c)))})
	}
	return items
}

func meter(v *web.Visit, c journal.Calendar) ui.MeterProps {
	o := c.Order
	return ui.MeterProps{Used: o.Used, Total: o.Amount, Note: v.Say("journal-pages.in-month", lang.Args{"Month": c.Month, "Hours": lang.Minutes(c.Minutes)}),
		Words: v.Say("journal-pages.used-of", lang.Args{"Used": lang.Minutes(o.Used), "Amount": lang.Minutes(o.Amount), "Left": lang.Minutes(o.Left())})}
}

// picker is «год, месяц, Найти» (manual, step 13), with the neighbouring months.
func picker(v *web.Visit, c journal.Calendar) ui.MonthPickerProps {
	pick := ui.MonthPickerProps{Action: v.Path(home(c.Order.ID)), Show: v.Say("journal-pages.find")}
	pick.Month = ui.SelectProps{Field: ui.Field{Name: "month", Label: v.Say("fields.month")}, Value: strconv.Itoa(int(c.Month.Month))}
	for m := time.January; m <= time.December; m++ {
		pick.Month.Options = append(pick.Month.Options, ui.Option{Value: strconv.Itoa(int(m)), Text: v.Words.MonthName(m)})
	}
	first, last := bounds(c)
	pick.Year = ui.SelectProps{Field: ui.Field{Name: "year", Label: v.Say("fields.year")}, Value: strconv.Itoa(c.Month.Year)}
	for year := min(first.Year, c.Month.Year); year <= max(c.Order.To.Year, c.Month.Year); year++ {
		pick.Year.Options = append(pick.Year.Options, ui.Option{Value: strconv.Itoa(year), Text: strconv.Itoa(year)})
	}
	if c.Month.After(first.InMonth()) {
		pick.Before = &ui.Link{Text: v.Words.Month(c.Month.Plus(-1)), Href: v.Path(inMonth(c.Order.ID, c.Month.Plus(-1)))}
	}
	if c.Month.Before(last.InMonth()) {
		pick.Next = &ui.Link{Text: v.Words.Month(c.Month.Plus(1)), Href: v.Path(inMonth(c.Order.ID, c.Month.Plus(1)))}
	}
	return pick
}

// actView is what can be done with the month and the order (manual, steps 13, 16, 19, 21).
type actView struct {
	title  string
	act    *ui.SummaryListProps // the month's act, when there is one
	hint   string               // why none can be formed now
	form   *ui.FormProps        // «Сформировать акт и лист сопровождения»
	submit ui.ButtonProps
	links  []ui.ButtonProps
}

func (p pages) actOf(v *web.Visit, c journal.Calendar) (part actView, err error) {
	if orderLevel(c) != nil {
		return part, nil
	}
	m, err := p.acts.OfMonth(v.Context(), v.By, c.Order.ID, c.Month)
	if err != nil {
		return part, err
	}
	part.title = v.Say("journal-pages.act", lang.Args{"Month": c.Month})
	if m.Act != nil {
		part.act = &ui.SummaryListProps{Rows: []ui.SummaryRow{{Key: fields.ActNumber(v, m.Act.Number), Value: ui.Body(ui.Tag(fields.Act(v, m.Act.Status))),
			Actions: []ui.Link{{Text: v.Say("journal-pages.open-act"), Href: v.Path(m.Act.Link())}}}}}
	}
	link := func(text, to string) {
		part.links = append(part.links, ui.ButtonProps{Text: v.Say(text), Href: v.Path(c.Order.Link() + to), Kind: ui.ButtonSecondary})
	}
	if m.MayForm {
		forming(v, m, &part)
		link("journal-pages.send-act", "/send?month="+c.Month.String())
	}
	link("journal-pages.sent", "/sent")
	if orders.May(v.By, c.Order, orders.EndWork) {
		link("journal-pages.end-work", "/end-work")
	}
	return part, nil
}

func forming(v *web.Visit, m acts.Month, part *actView) {
	if m.WhyNot != nil {
		part.hint = v.Words.Problem(m.WhyNot)
		return
	}
	if m.Act != nil && m.Act.Changed {
		part.hint = v.Say("journal-pages.act-changed")
	}
	part.form = &ui.FormProps{Action: v.Path(m.Order.Link() + "/acts"), Hidden: []ui.Hidden{{Name: "month", Value: m.Month.String()}}}
	part.submit = ui.ButtonProps{Text: v.Say("journal-pages.form-act"), Kind: ui.ButtonSecondary, Once: true}
}
