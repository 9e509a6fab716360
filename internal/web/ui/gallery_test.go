package ui

import (
	"context"
	"io"
	"net/http"
	"sort"

	"github.com/a-h/templ"
)

// The gallery shows every component in all its states, as pages like those it is made for.
// All people in it are invented.

// with gives a component its children.
func with(parent templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return parent.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

// raw is markup written by hand.
func raw(s string) templ.Component { return templ.Raw(s) }

// shown is one page of the gallery.
type shown struct {
	props PageProps
	desk  bool
	body  templ.Component
}

func (s shown) page(view View) templ.Component {
	s.props.View = view
	if view.LowVision {
		s.props.Account.LowVision.Text = "Обычная версия"
	}
	if s.desk {
		return with(DeskPage(s.props), s.body)
	}
	return with(Page(s.props), s.body)
}

// pages are all the gallery's pages by name.
func pages() map[string]shown {
	return map[string]shown{
		"orders": ordersPage(), "journal": journalPage(), "record-error": recordPage(), "sign": signPage(),
		"act": actPage(), "cabinet": cabinetPage(), "parts": partsPage(), "fields": fieldsPage(), "done": donePage(),
	}
}

// views are the ways to see a page.
func views() map[string]View {
	return map[string]View{
		"plain":   {},
		"lv-bw":   {LowVision: true, Percent: 150, Scheme: SchemeBlackOnWhite},
		"lv-wb":   {LowVision: true, Percent: 150, Scheme: SchemeWhiteOnBlack, Line: true},
		"lv-blue": {LowVision: true, Percent: 200, Scheme: SchemeBlue, Spacing: true, NoImages: true},
		"lv-125":  {LowVision: true, Percent: 125},
	}
}

// gallery serves /NAME?view=VIEW and the styles beside it.
func gallery() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /css/", http.StripPrefix("/css/", http.FileServer(http.Dir("../assets/css"))))
	all, seen := pages(), views()
	mux.HandleFunc("GET /{name}", func(w http.ResponseWriter, r *http.Request) {
		one, ok := all[r.PathValue("name")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'")
		if err := one.page(seen[r.URL.Query().Get("view")]).Render(r.Context(), w); err != nil {
			panic(err)
		}
	})
	return mux
}

func names[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// frame is what stands around every page of the gallery.
func frame(title, active string) PageProps {
	places := []NavItem{
		{Text: "Главная", Href: "/cabinet"}, {Text: "Мои услуги", Href: "/my-services"}, {Text: "Мои заказы", Href: "/my-orders"},
		{Text: "Уведомления", Href: "/notifications", Badge: BadgeProps{Count: 2, Word: "непрочитанных"}},
		{Text: "Кабинет специалиста – Заказы услуг", Href: "/orders", Lead: true},
	}
	for i := range places {
		places[i].Current = places[i].Href == active
	}
	out := PageProps{
		Lang: "ru", Title: title, Service: "Социальные услуги Алматы", Home: "/", Skip: "Перейти к содержанию",
		Account: AccountProps{
			Person: "Нұрлан А.", Cabinet: "Кабинет специалиста",
			LowVision: PostAction{Action: "/view", Text: "Версия для слабовидящих"}, SignOut: &PostAction{Action: "/out", Text: "Выйти"},
		},
		Nav: ServiceNavigationProps{Label: "Меню", Menu: "Меню", Items: places},
		Languages: LanguageNavigationProps{Label: "Язык", Items: []Language{
			{Tag: "kk", Text: "Қазақша", Href: "/kk"}, {Tag: "ru", Text: "Русский", Current: true}, {Tag: "en", Text: "English", Href: "/en"},
		}},
		Footer: FooterProps{Title: "Справочные ссылки", Owner: "Управление социального благосостояния города Алматы", Links: []Link{
			{Text: "Помощь", Href: "/help"}, {Text: "Доступность портала", Href: "/accessibility"},
			{Text: "Персональные данные", Href: "/privacy"}, {Text: "Файлы cookie", Href: "/cookies"},
		}},
		Files: Files{CSS: "/css/app.css"},
	}
	return out
}

func back(text string) *BackLinkProps {
	return &BackLinkProps{Label: "Назад", Link: Link{Text: text, Href: "/orders"}}
}

type orderRow struct {
	number, person, service, date, due, label string
	tone                                      Tone
	status                                    TagProps
	action                                    string
	why                                       bool
}

func (o orderRow) row() Row {
	status := Tag(o.status)
	if o.why {
		status = Stack(status, Details(DetailsProps{Summary: "Причины отмены", Hidden: "заказа " + o.number, Content: Text("Получатель переехал в другой город")}))
	}
	cells := []Cell{
		Holds(RowLink(Link{Text: o.number, Href: "/orders/1"})), Words(o.person), Words(o.service), Nowrap(o.date),
		Holds(Deadline(DeadlineProps{Date: o.due, Label: o.label, Tone: o.tone})), Holds(status), {Empty: true},
	}
	if o.action != "" {
		kind := ButtonSecondary
		if o.action == "Ответить" {
			kind = ButtonPrimary
		}
		cells[6] = Holds(Button(ButtonProps{Text: o.action, Hidden: "по заказу " + o.number, Href: "/orders/1", Small: true, Kind: kind}))
	}
	return Row{Tone: o.tone, Cells: cells}
}

func ordersTable() TableProps {
	waits, on := TagProps{Text: "Ожидает вашего ответа", Tone: ToneWaiting}, TagProps{Text: "На исполнении", Tone: ToneActive}
	out := TableProps{
		Caption: "Заказы услуг", CaptionHidden: true, RowHeaders: true, Dense: true,
		Columns: []Column{
			{Text: "Номер заказа"}, {Text: "Получатель"}, {Text: "Услуга и объём"},
			{Text: "Дата заказа", Sortable: true, SortHref: "/orders?sort=date", SortWord: "сортировать"},
			{Text: "Срок", Sortable: true, SortHref: "/orders?sort=due", Sorted: SortUp, SortWord: "сортировать по убыванию"},
			{Text: "Статус"}, {Text: "Действия", Actions: true},
		},
	}
	for _, o := range []orderRow{
		{"№ 2026-004518", "Сейтова Айгүл Маратқызы", "Индивидуальный помощник, 60 ч", "21 нояб. 2026", "Сегодня до 18:00", "ответить", ToneLate, waits, "Ответить", false},
		{"№ 2026-004530", "Ким Виктор", "Жестовый язык, 12 ч", "20 нояб. 2026", "24 ноября", "ответить, 2 раб. дня", ToneSoon, waits, "Ответить", false},
		{"№ 2026-004201", "Әбдірахманов Ғалымжан Өмірұлы", "Индивидуальный помощник, 48 из 60 ч", "2 нояб. 2026", "5 декабря", "акт за ноябрь", ToneDone, on, "Добавить запись", false},
		{"№ 2026-003980", "Жүнісбеков Ерлан", "Жестовый язык, 60 из 60 ч", "1 нояб. 2026", "–", "", ToneNeutral, TagProps{Text: "Выполнен", Tone: ToneDone}, "", false},
		{"№ 2026-003912", "Ли Светлана", "Индивидуальный помощник, 14 из 60 ч", "1 нояб. 2026", "–", "", ToneNeutral, TagProps{Text: "Отменён получателем", Tone: ToneNeutral}, "", true},
	} {
		out.Rows = append(out.Rows, o.row())
	}
	return out
}

func ordersPage() shown {
	date := func(id, legend, day string) templ.Component {
		return DateInput(DateInputProps{
			ID: id, Prefix: id, Legend: Legend{Text: legend}, Hint: "Например, 21 11 2026",
			Day: DatePart{Label: "День", Value: day}, Month: DatePart{Label: "Месяц"}, Year: DatePart{Label: "Год"},
		})
	}
	filter := FilterProps{Title: "Поиск и отбор", Action: "/orders", Apply: "Найти", Clear: Link{Text: "Сбросить отбор", Href: "/orders"}, Open: true, Chosen: []string{"Дата заказа с 1 ноября 2026"}, ChosenLabel: "Отобрано"}
	return shown{props: frame("Заказы услуг", "/orders"), desk: true, body: templ.Join(
		PageHeader(PageHeaderProps{Title: "Заказы услуг"}),
		NotificationBanner(NotificationBannerProps{Title: "Важно", Content: Text("2 заказа ждут вашего ответа. Ответьте на заказ № 2026-004518 сегодня до 18:00.")}),
		Tabs("Списки заказов", []Tab{
			{Text: "Ждут ответа", Href: "/orders?tab=1", Count: "2", Badge: BadgeProps{Count: 1, Word: "новый"}}, {Text: "На исполнении", Href: "/orders?tab=2", Count: "2"},
			{Text: "Завершённые", Href: "/orders?tab=3", Count: "3"}, {Text: "Все", Href: "/orders", Count: "7", Current: true},
		}),
		with(Filter(filter), date("from", "Дата заказа с", "1"), date("to", "Дата заказа по", ""),
			TextInput(TextInputProps{Field: Field{Name: "surname", Label: "Фамилия получателя"}, Spellcheck: SpellcheckNo}),
			TextInput(TextInputProps{Field: Field{Name: "name", Label: "Имя получателя"}, Spellcheck: SpellcheckNo}),
			Select(SelectProps{Field: Field{Name: "status", Label: "Статус заказа"}, Options: []Option{{Text: "Любой"}, {Value: "1", Text: "На исполнении"}}})),
		Found("Найдено 5 заказов. Сначала те, где срок ближе"), Table(ordersTable()),
		Pagination(PaginationProps{Label: "Страницы", Previous: &PageStep{Text: "Назад", Href: "/1"}, Next: &PageStep{Text: "Вперёд", Href: "/3"}, Pages: []PageItem{
			{Number: "1", Href: "/1", Label: "Страница 1"}, {Number: "2", Href: "/2", Label: "Страница 2", Current: true}, {Dots: true}, {Number: "42", Href: "/42", Label: "Страница 42"},
		}}),
	)}
}

var weekdays = [7]string{"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"}

// november is the month of the pictures: its first day is a Sunday.
func november() MonthCalendarProps {
	out := MonthCalendarProps{Label: "Дни месяца, ноябрь 2026", Weekdays: [7]string{"Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"}, First: 7}
	hours := map[int]string{2: "4 ч", 3: "4 ч", 5: "6 ч", 9: "4 ч", 10: "8 ч", 18: "2,5 ч"}
	for d := 1; d <= 30; d++ {
		day := CalendarDay{Number: itoa(d), Stamp: "2026-11-" + string(rune('0'+d/10)) + string(rune('0'+d%10)), Name: itoa(d) + " ноября, " + weekdays[(d+5)%7]}
		switch {
		case d == 1:
			day.Mark, day.WhyNot = DayClosed, "до подтверждения заказа"
		case d > 21:
			day.Mark, day.WhyNot = DayClosed, "ещё не наступил"
		case hours[d] != "":
			day.Hours, day.Actions = hours[d], []Link{{Text: "Изменить", Href: "/edit"}}
		default:
			day.Actions = []Link{{Text: "Добавить", Href: "/add"}}
		}
		if d == 16 {
			day.Mark, day.Notes = DayHoliday, []string{"праздник"}
		} else if d <= 21 && d > 1 && (d+5)%7 > 4 {
			day.Mark = DayWeekend
		}
		if d == 18 {
			day.Detail = "Управление соцблага"
		}
		if d == 21 {
			day.Today, day.Notes = true, []string{"сегодня"}
		}
		out.Days = append(out.Days, day)
	}
	return out
}

func identity() templ.Component {
	return IdentityBar("О заказе", []IdentityItem{
		{Label: "Получатель", Value: Text("Әбдірахманов Ғалымжан Өмірұлы")}, {Label: "Услуга", Value: Text("Индивидуальный помощник")},
		{Label: "Статус", Value: Text("На исполнении с 2 ноября 2026")},
		{Label: "Использовано часов", Value: Body(Meter(MeterProps{Words: "48 из 60 ч, осталось 12 ч", Note: "ещё 6 ч зарезервировано", Used: 48, Reserved: 6, Total: 60}))},
	})
}

func sections(current int) templ.Component {
	tabs := []Tab{{Text: "Обзор", Href: "/1"}, {Text: "Журнал", Href: "/2"}, {Text: "Акты и листы", Href: "/3"}, {Text: "История", Href: "/4"}}
	tabs[current].Current = true
	return Tabs("Разделы заказа", tabs)
}

func journalPage() shown {
	props := frame("Журнал: ноябрь 2026", "")
	props.Back = back("К списку заказов")
	entry := func(date, hours, place string) Row {
		return Row{Cells: []Cell{Nowrap(date), Words(hours), Words(place), Holds(TextLink(Link{Text: "Изменить", Hidden: "запись за " + date, Href: "/edit"}))}}
	}
	return shown{props: props, desk: true, body: templ.Join(
		PageHeader(PageHeaderProps{Caption: "Заказ № 2026-004201", Title: "Журнал: ноябрь 2026"}), sections(1), identity(),
		Paragraphs("Не больше 8 часов в день по всем вашим заказам и по всем услугам получателя. Записи — с 2 ноября по сегодня, 21 ноября."),
		MonthPicker(MonthPickerProps{
			Action: "/journal", Show: "Показать", Before: &Link{Text: "Октябрь 2026", Href: "/october"},
			Month: SelectProps{Field: Field{Name: "m", Label: "Месяц"}, Options: []Option{{Value: "11", Text: "Ноябрь"}}, Value: "11"},
			Year:  SelectProps{Field: Field{Name: "y", Label: "Год"}, Options: []Option{{Value: "2026", Text: "2026"}}, Value: "2026"},
		}),
		with(Section("Дни месяца"), MonthCalendar(november())),
		with(Section("Записи за ноябрь"), Table(TableProps{
			RowHeaders: true, Caption: "Записи за ноябрь", CaptionHidden: true,
			Columns: []Column{{Text: "Дата"}, {Text: "Часы", Numeric: true}, {Text: "Объекты посещения", Wide: true}, {Text: "Действия", Actions: true}},
			Rows:    []Row{entry("2 ноября", "4", "Поликлиника № 5"), entry("10 ноября", "8", "Медицинская комиссия"), entry("18 ноября", "2,5", "Управление соцблага")},
			Foot:    []Cell{Words("Всего за месяц"), Words("48")},
		})),
		with(Section("Акт за ноябрь"), TaskList(TaskListProps{ID: "act", Tasks: []Task{
			{Title: "Сформировать акт и лист сопровождения", Href: "/act", Status: TaskStatus{Tag: &TagProps{Text: "Доступно", Tone: ToneActive}}},
			{Title: "Подписать акт", Hint: "Вы и получатель", Status: TaskStatus{Text: "Пока нельзя", CannotStart: true}},
			{Title: "Отправить акт в АИС «Е-Собес»", Status: TaskStatus{Text: "Пока нельзя", CannotStart: true}},
		}})),
	)}
}

func recordErrors() Errors {
	return Errors{Title: "Проверьте данные", Word: "Ошибка", Items: []ErrorItem{
		{Field: "hours", Text: "За 18 ноября можно записать не больше 4 часов: по заказу № 2026-004177 уже записано 4 часа"},
		{Field: "places-kk", Text: "Укажите объект посещения на казахском языке"},
	}}
}

func recordPage() shown {
	props, wrong := frame("Запись об оказанной услуге", ""), recordErrors()
	props.Back, props.Errors = back("К журналу"), wrong
	return shown{props: props, body: templ.Join(
		PageHeader(PageHeaderProps{Caption: "Заказ № 2026-004201, Әбдірахманов Ғалымжан Өмірұлы", Title: "Запись об оказанной услуге"}),
		with(Form(FormProps{Action: "/save", Hidden: []Hidden{{"version", "3"}}}),
			DateInput(DateInputProps{
				ID: "day", Prefix: "day", Legend: Legend{Text: "Дата", Size: SizeS}, Hint: "Со 2 по 21 ноября 2026",
				Day: DatePart{Label: "День", Value: "18"}, Month: DatePart{Label: "Месяц", Value: "11"}, Year: DatePart{Label: "Год", Value: "2026"},
			}),
			TextInput(TextInputProps{Field: Field{Name: "hours", Label: "Сколько часов", LabelSize: SizeS, Hint: "Целое число или половина, например 2 или 2,5", Error: wrong.At("hours")}, Value: "6", InputMode: "numeric", Width: Width3, Suffix: "ч"}),
			TextInput(TextInputProps{Field: Field{Name: "places-kk", Label: "Объект посещения, на казахском", LabelSize: SizeS, Error: wrong.At("places-kk")}}),
			TextInput(TextInputProps{Field: Field{Name: "places-ru", Label: "Объект посещения, на русском", LabelSize: SizeS}, Value: "Управление социального благосостояния"}),
			with(ButtonGroup(), Button(ButtonProps{Text: "Сохранить запись", Once: true}), TextLink(Link{Text: "Отменить", Href: "/journal"})),
		),
	)}
}
