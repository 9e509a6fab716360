package ui

import "github.com/a-h/templ"

func signPage() shown {
	props := frame("Проверьте и подпишите ответ", "")
	props.Back = back("Назад")
	return shown{props: props, body: templ.Join(
		PageHeader(PageHeaderProps{Caption: "Заказ № 2026-004518", Title: "Проверьте и подпишите ответ"}),
		SignText(SignTextProps{
			Heading: "Текст, который вы подпишете", Lang: "ru", DigestLabel: "Контрольная сумма текста:", Digest: "3f9a 11c0 7be2 · 0d54.",
			Text:     "Подтверждаю заказ услуги № 2026-004518 от 21 ноября 2026.\nУслуга: индивидуальный помощник, 60 часов.\nПолучатель: Сейтова Айгүл Маратқызы. Исполнитель: Ахметов Нұрлан.",
			Download: Link{Text: "Скачать подписываемый текст", Href: "/text"},
		}),
		WarningText(WarningTextProps{Word: "Внимание", Text: "После подтверждения отказаться можно только после отправки акта"}),
		with(Section("Как подписать"),
			with(Way(WayProps{ID: "way-file", Title: "Файл ключа на этом компьютере", Hint: "Ключ и пароль не покидают ваш компьютер", Open: true}),
				FileUpload(FileUploadProps{Field: Field{Name: "key", Label: "Выберите ЭЦП", LabelSize: SizeS, Hint: "Файл .p12, который начинается с GOST512 или RSA"}, Accept: ".p12"}),
				PasswordInput(PasswordInputProps{Field: Field{Name: "password", Label: "Пароль", LabelSize: SizeS}, Words: PasswordWords{Show: "Показать", ShowLabel: "Показать пароль"}}),
				Live(LiveProps{ID: "said"}), Live(LiveProps{ID: "failed", Urgent: true}),
				with(KeyCard(KeyCardProps{ID: "key-data", Title: "Данные ключа", Lines: []KeyLine{{Label: "Владелец", Value: "АХМЕТОВ НҰРЛАН"}, {Label: "ИИН", Value: "•••••••• 4518"}, {ID: "until", Label: "Действителен до", Value: "14 мая 2027"}}})),
				Button(ButtonProps{Text: "Подписать", Type: "button"})),
			with(Way(WayProps{ID: "way-nca", Title: "NCALayer", Hint: "Программа на вашем компьютере", NeedsCode: true}), Paragraphs("Браузер спросит разрешение.")),
			with(Way(WayProps{ID: "way-cms", Title: "Загрузить готовый файл подписи", Hint: "Скачайте текст, подпишите его любой программой и загрузите файл .cms"}),
				FileUpload(FileUploadProps{Field: Field{Name: "cms", Label: "Файл подписи"}}), Button(ButtonProps{Text: "Отправить подпись"}))),
	)}
}

func actSteps() templ.Component {
	return Steps("Путь акта", []Step{
		{Text: "Сформирован", State: StepDone, Word: "выполнено", Note: "1 декабря"}, {Text: "Подписан", State: StepDone, Word: "выполнено", Note: "2 декабря"},
		{Text: "Отправлен", State: StepDone, Word: "выполнено", Note: "2 декабря"}, {Text: "Доставлен", State: StepNow, Word: "сейчас", Note: "ждёт с 2 декабря"},
		{Text: "Принят", State: StepAhead, Word: "впереди"}, {Text: "Оплачен", State: StepAhead, Word: "впереди"},
	})
}

func actPage() shown {
	props := frame("Акт за ноябрь 2026", "")
	props.Crumbs = &BreadcrumbsProps{Label: "Путь", Items: []Link{{Text: "Заказы услуг", Href: "/orders"}, {Text: "Заказ № 2026-004201", Href: "/orders/1"}, {Text: "Акт"}}}
	return shown{props: props, desk: true, body: templ.Join(
		PageHeader(PageHeaderProps{
			Caption: "Заказ № 2026-004201", Title: "Акт за ноябрь 2026", Tag: &TagProps{Text: "Доставлен", Tone: ToneActive}, Intro: "48 часов, 10 записей.",
			Actions: []ButtonProps{{Text: "Скачать акт", Kind: ButtonSecondary, Href: "/file"}, {Text: "Отправить", Href: "/send"}},
		}),
		sections(2), identity(), actSteps(),
		Steps("Путь возвращённого акта", []Step{{Text: "Отправлен", State: StepDone, Word: "выполнено"}, {Text: "Возвращён", State: StepFailed, Word: "исправьте", Note: "сумма не совпала"}}),
		with(Section("Подписи"), with(Columns(),
			SignatureBlock(SignatureProps{Side: "Исполнитель", Tag: TagProps{Text: "Подписан", Tone: ToneDone}, Lines: []SummaryRow{Fact("Кто", "Ахметов Нұрлан"), Fact("Когда", "2 декабря 2026, 10:15"), Fact("Сертификат", "5f 3a 00 91 c2")}, Links: []Link{{Text: "Скачать подпись", Hidden: "исполнителя", Href: "/p7s"}}}),
			SignatureBlock(SignatureProps{Side: "Получатель", Tag: TagProps{Text: "Ждёт подписи", Tone: ToneWaiting}}))),
		with(Section("Данные акта"), SummaryList(SummaryListProps{Rows: []SummaryRow{
			Fact("Номер", "А-2026-000118"), {Key: "Месяц", Value: Text("Ноябрь 2026"), Actions: []Link{{Text: "Изменить", Hidden: "месяц", Href: "/m"}}},
			{Key: "Файл", Value: Text("akt-noyabr.pdf, 2 страницы"), Actions: []Link{{Text: "Посмотреть", Hidden: "файл", Href: "/f"}, {Text: "Заменить", Hidden: "файл", Href: "/r"}}},
			{Key: "Қызмет", Value: Text("Жеке көмекші"), Lang: "kk"},
		}})),
		SummaryList(SummaryListProps{Card: &SummaryCardProps{Title: "Лист сопровождения", Actions: []Link{{Text: "Скачать", Href: "/d"}, {Text: "Удалить", Href: "/x"}}, Tag: &TagProps{Text: "Готов", Tone: ToneDone}}, Rows: []SummaryRow{Fact("Записей", "10"), Fact("Часов", "48")}}),
		with(Section("История"), Timeline(TimelineProps{Label: "История акта", Level: 3, Events: []Event{
			{Title: "Акт отправлен", By: "Ахметов Нұрлан, специалист", When: "2 декабря 2026, 10:20", Stamp: "2026-12-02T10:20:00+05:00", Body: Text("Передан в АИС «Е-Собес».")},
			{Title: "Акт подписан", By: "Ахметов Нұрлан, специалист", When: "2 декабря 2026, 10:15", Stamp: "2026-12-02T10:15:00+05:00", Links: []Link{{Text: "Подпись", Href: "/p"}}},
			{Title: "Акт сформирован", By: "Ахметов Нұрлан, специалист", When: "1 декабря 2026, 9:00"},
		}})),
	)}
}

func cabinetPage() shown {
	return shown{props: frame("Главная", "/cabinet"), desk: true, body: templ.Join(
		PageHeader(PageHeaderProps{Title: "Кабинет получателя", Intro: "Здесь ваши услуги, заказы и всё, что ждёт вашего ответа."}),
		with(Section("Ждёт вашего действия"), NoticeList("Ждёт вашего действия", []NoticeItem{
			{Text: "Новый заказ услуги № 2026-00451812. Рассмотрите его и ответьте.", Href: "/o", When: "21 ноября 2026, 14:05", Stamp: "2026-11-21T14:05:00+05:00", Tag: &TagProps{Text: "Ждёт вас", Tone: ToneWaiting}, Unread: true},
			{Text: "Вы вошли на портал.", When: "20 ноября 2026, 9:00", Stamp: "2026-11-20T09:00:00+05:00"},
		})),
		NotificationBanner(NotificationBannerProps{Title: "Готово", Success: true, Content: Text("Запись сохранена"), TitleID: "done"}),
		Cards([]CardLink{
			{Title: "Мои услуги", Text: "Сколько часов назначено и осталось", Href: "/my-services"}, {Title: "Мои заказы", Text: "Что заказано и кто помогает", Href: "/my-orders", Badge: BadgeProps{Count: 3, Word: "ждут ответа"}},
			{Title: "Найти специалиста", Text: "Реестр помощников и специалистов жестового языка", Href: "/specialists"}, {Title: "Кабинет специалиста – Заказы услуг", Href: "/orders"},
		}),
		with(Section("Объёмы услуг"), with(Columns(),
			with(PersonCard(PersonCardProps{Role: "Услуга", Name: "Индивидуальный помощник", Level: 3, Rows: []SummaryRow{Fact("Срок", "до 31 декабря 2026")}}), Meter(MeterProps{Label: "Использовано", Words: "48 из 60 ч, осталось 6 ч", Note: "6 ч зарезервировано", Used: 48, Reserved: 6, Total: 60})),
			with(PersonCard(PersonCardProps{Role: "Специалист", Name: "Ахметов Нұрлан", Level: 3, Tag: &TagProps{Text: "Принимает заказы", Tone: ToneDone}, Rows: []SummaryRow{Fact("Район", "Бостандыкский"), Fact("Телефон", "+7 700 000-00-00")}, Links: []Link{{Text: "Разместить заказ", Hidden: "у специалиста Ахметов Нұрлан", Href: "/place"}}}), Meter(MeterProps{Words: "больше назначенного на 2 ч", Used: 62, Total: 60, Over: true})))),
		EmptyState(EmptyStateProps{Title: "Заказов нет", Text: "Проверьте, что вы в реестре специалистов.", Action: &ButtonProps{Text: "Вступить в реестр", Href: "/register"}, Links: []Link{{Text: "Как это сделать", Href: "/help"}}}),
	)}
}

func partsPage() shown {
	tones := []TagProps{}
	for _, tone := range []Tone{ToneNeutral, ToneActive, ToneWaiting, ToneDone, ToneSoon, ToneLate, ToneTeal} {
		tones = append(tones, TagProps{Text: "Состояние " + string(tone), Tone: tone})
	}
	return shown{props: frame("Части", ""), body: templ.Join(
		PageHeader(PageHeaderProps{Title: "Части"}), TagList("Состояния", tones),
		with(Section("Слова"), InsetText(Text("Вставка: важное рядом с главным.")), Details(DetailsProps{ID: "why", Summary: "Почему так", Content: Text("Потому что так сказано в правилах."), Open: true}),
			Details(DetailsProps{Summary: "Закрыто", Content: Text("Скрыто.")}), Bullets("Первое", "Второе"), raw(`<p class="govuk-body">`), Number("№ 2026-004518"), Foreign("kk", " · Қызметтер"), raw(`</p>`)),
		with(Section("Кнопки"), with(ButtonGroup(), Button(ButtonProps{Text: "Главная"}), Button(ButtonProps{Text: "Вторая", Kind: ButtonSecondary}), Button(ButtonProps{Text: "Отменить заказ", Kind: ButtonWarning}), Button(ButtonProps{Text: "Нельзя", Disabled: true})),
			Button(ButtonProps{Text: "Начать", Href: "/start", Start: true}), LinkButton(PostAction{Action: "/read", Text: "Отметить прочитанным", Hidden: []Hidden{{"id", "1"}}})),
		with(Section("Сроки"), with(Columns(), Deadline(DeadlineProps{Date: "Просрочен 3 дня", Label: "акт за октябрь", Tone: ToneLate}), Deadline(DeadlineProps{Date: "24 ноября", Label: "ответить", Tone: ToneSoon}), Deadline(DeadlineProps{Date: "5 декабря", Label: "акт", Tone: ToneDone}))),
		with(Section("Короткая таблица"), Table(TableProps{Plain: true, Caption: "Часы по месяцам", CaptionSize: SizeS, Columns: []Column{{Text: "Месяц"}, {Text: "Часы", Numeric: true}}, Rows: []Row{{Cells: []Cell{Words("Октябрь"), Words("52")}}, {Cells: []Cell{{Rich: Text("Қараша"), Lang: "kk"}, Words("48,5")}}}})),
		Diagram("Диаграмма: через портал", raw(`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="1600" height="120" viewBox="0 0 1600 120"><title>Шаги</title><rect x="20" y="20" width="1500" height="80" fill="#ffffff" stroke="#1d5d8f"/></svg>`)),
		Pagination(PaginationProps{Label: "Соседние", Previous: &PageStep{Text: "Назад", Hidden: "страница", Label: "Октябрь 2026", Href: "/o"}, Next: &PageStep{Text: "Вперёд", Label: "Декабрь 2026", Href: "/d"}}),
		with(Prose(), raw(`<h2>Доступность</h2><p>Портал работает с клавиатуры. <a href="/x">Подробнее</a>.</p><ul><li>Первое</li></ul>`)),
		with(Filter(FilterProps{Title: "Закрытый отбор", Action: "/f", Apply: "Найти"}), Select(SelectProps{Field: Field{Name: "s", Label: "Статус"}, Options: []Option{{Text: "Любой"}}})),
	)}
}

func fieldsPage() shown {
	wrong := FieldError{Word: "Ошибка", Text: "Выберите причину"}
	reasons := []Choice{{Value: "a", Text: "Переезд", Hint: "Получатель живёт в другом городе"}, {Value: "b", Text: "Болезнь", Checked: true}, {Divider: "или"}, {Value: "c", Text: "Другая", Disabled: true}}
	plain := []Choice{{Value: "a", Text: "Да"}, {Value: "b", Text: "Нет", Checked: true}}
	props := frame("Поля", "")
	props.Errors = Errors{Title: "Проверьте данные", Word: "Ошибка", Items: []ErrorItem{{Field: "reason", Text: "Выберите причину"}, {Text: "Форма устарела"}}}
	return shown{props: props, body: templ.Join(
		PageHeader(PageHeaderProps{Title: "Поля"}),
		with(Form(FormProps{Action: "/fields", Files: true}),
			Radios(ChoicesProps{Name: "reason", Legend: Legend{Text: "Причина отказа", Size: SizeM}, Hint: "Её увидит получатель", Error: wrong, Choices: reasons}),
			Radios(ChoicesProps{Name: "inline", Legend: Legend{Text: "Работа завершена", Size: SizeS}, Choices: plain, Inline: true}),
			Radios(ChoicesProps{Name: "small", Legend: Legend{Text: "Мелкие", Size: SizeS}, Choices: plain, Small: true}),
			Checkboxes(ChoicesProps{Name: "days", Legend: Legend{Text: "Удобные дни", Size: SizeS}, Choices: plain}),
			Checkboxes(ChoicesProps{Name: "one", Choices: []Choice{{Value: "y", Text: "Я проверил данные"}}}),
			with(Fieldset(FieldsetProps{Legend: Legend{Text: "Человек", Size: SizeM}}), TextInput(TextInputProps{Field: Field{Name: "iin", Label: "ИИН", Hint: "12 цифр"}, InputMode: "numeric", Autocomplete: "off", Width: Width20}),
				TextInput(TextInputProps{Field: Field{Name: "price", Label: "Сумма"}, Prefix: "₸", Width: Width10, Disabled: true})),
			Textarea(TextareaProps{Field: Field{Name: "note", Label: "Пояснение", Error: FieldError{Word: "Ошибка", Text: "Напишите пояснение"}}}),
			TextareaCount(TextareaCountProps{TextareaProps: TextareaProps{Field: Field{Name: "text", Label: "Текст", LabelSize: SizeS}, Rows: 3}, Max: 500, Words: "Не больше 500 знаков"}),
			Select(SelectProps{Field: Field{Name: "district", Label: "Район", Error: FieldError{Word: "Ошибка", Text: "Выберите район"}}, Options: []Option{{Text: "Выберите"}, {Value: "1", Text: "Бостандыкский"}}}),
			DateInput(DateInputProps{ID: "birth", Legend: Legend{Text: "Дата рождения", Size: SizeS}, Error: FieldError{Word: "Ошибка", Text: "Такого месяца нет"}, Day: DatePart{Label: "День", Value: "31"}, Month: DatePart{Label: "Месяц", Value: "13", Wrong: true}, Year: DatePart{Label: "Год", Value: "1980"}}),
			FileUpload(FileUploadProps{Field: Field{Name: "scan", Label: "Скан акта", Hint: "PDF, JPEG или PNG до 10 МБ", Error: FieldError{Word: "Ошибка", Text: "Файл больше 10 МБ"}}}),
			Button(ButtonProps{Text: "Сохранить"})),
	)}
}

func donePage() shown {
	props := frame("Заказ размещён", "")
	return shown{props: props, body: templ.Join(
		Panel(PanelProps{Title: "Заказ размещён", Content: Text("Номер заказа 2026-004518")}),
		Paragraphs("Специалист ответит до 24 ноября. Мы сообщим вам в уведомлениях."), Bullets("распечатайте эту страницу", "проверьте телефон"),
		TextLink(Link{Text: "К моим заказам", Href: "/my-orders"}),
	)}
}
