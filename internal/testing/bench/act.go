package main

import (
	"bytes"
	"fmt"
	"runtime"
	"time"

	"asar/internal/calendar"
	"asar/internal/documents/forms"
)

// act is a month of an assistant with an entry each working day.
func act() forms.ActContent {
	c := forms.ActContent{
		Number: "АУ-2026-000317", Version: 1, OrderNumber: "2026-48201933", OrderDate: calendar.MustDate("2026-09-14"), Month: calendar.MustMonth("2026-11"),
		Service:    forms.Words{KK: "Жеке көмекшінің қызметтері", RU: "Услуги индивидуального помощника"},
		Customer:   forms.Words{KK: "Әуезов ауданының жұмыспен қамту бөлімі", RU: "Отдел занятости Ауэзовского района"},
		Recipient:  forms.Person{Name: "Қуанышбекұлы Әділғазы Өмірзақұлы", IIN: "810314300012"},
		Specialist: forms.Person{Name: "Нұрғалиева Гүлһаным Іңкәрқызы", IIN: "900607400123"}, RegisterNo: "2026-000042",
		VolumeMinutes: 400 * 60, UsedBeforeMinutes: 120*60 + 30, Made: calendar.MustDate("2026-11-30").Clock(18, 5), CheckBase: "https://asar.example.kz",
	}
	places := forms.Words{KK: "Алматы қаласы, № 12 емхана; Абай даңғылы, 44, «Қазпошта» бөлімшесі", RU: "Поликлиника № 12 города Алматы; проспект Абая, 44, отделение «Казпочты»"}
	for _, d := range c.Month.Days() {
		if day := d.Weekday(); day != time.Saturday && day != time.Sunday {
			c.Entries = append(c.Entries, forms.Entry{Day: d, Minutes: 240, Places: places})
		}
	}
	return c
}

// actPages measures how many pages of acts are made a second on one core, with the
// collector of rubbish on the same core.
func actPages(long time.Duration, r *report) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	content, pages := act(), 0
	var took []time.Duration
	began := time.Now()
	for n := 0; time.Since(began) < long || n < 40; n++ {
		from := time.Now()
		file, err := forms.Act(content, []string{"kk", "ru"}[n%2])
		if err != nil {
			return err
		}
		took = append(took, time.Since(from))
		if n == 0 {
			pages = bytes.Count(file, []byte("/Type /Page "))
		}
	}
	if pages == 0 {
		return fmt.Errorf("an act has no pages that can be counted")
	}
	r.act, r.actPages = figureOf(took), pages
	return nil
}
