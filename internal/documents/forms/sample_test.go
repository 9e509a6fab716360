package forms_test

import (
	"time"

	"asar/internal/calendar"
	"asar/internal/documents/forms"
)

// month is an assistant's whole November: every working day, with places in both languages.
func month() forms.ActContent {
	c := forms.ActContent{
		Number: "АУ-2026-000317", Version: 1, OrderNumber: "З-2026-000142", OrderDate: calendar.MustDate("2026-09-14"),
		Month:      calendar.MustMonth("2026-11"),
		Service:    forms.Words{KK: "Жеке көмекшінің қызметтері", RU: "Услуги индивидуального помощника"},
		Customer:   forms.Words{KK: "Әуезов ауданының жұмыспен қамту бөлімі", RU: "Отдел занятости Ауэзовского района"},
		Recipient:  forms.Person{Name: "Қуанышбекұлы Әділғазы Өмірзақұлы", IIN: "810314300012"},
		Specialist: forms.Person{Name: "Нұрғалиева Гүлһаным Іңкәрқызы", IIN: "900607400123"}, RegisterNo: "ИП-0042",
		VolumeMinutes: 400 * 60, UsedBeforeMinutes: 120*60 + 30,
		Made: calendar.MustDate("2026-11-30").Clock(18, 5), CheckBase: "https://asar.example.kz",
	}
	places := []forms.Words{
		{KK: "Алматы қаласы, № 12 емхана; Абай даңғылы, 44, «Қазпошта» бөлімшесі", RU: "Поликлиника № 12 города Алматы; проспект Абая, 44, отделение «Казпочты»"},
		{KK: "Әуезов ауданының әкімдігі", RU: "Акимат Ауэзовского района"},
		{KK: "Республикалық кітапхана, оқу залы", RU: "Республиканская библиотека, читальный зал"},
	}
	for i, d := range c.Month.Days() {
		if wd := d.Weekday(); wd != time.Saturday && wd != time.Sunday {
			c.Entries = append(c.Entries, forms.Entry{Day: d, Minutes: 120 + 30*(i%9), Places: places[i%3]})
		}
	}
	return c
}
