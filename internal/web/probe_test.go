package web_test

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/a-h/templ"

	"asar/internal/access"
	"asar/internal/problem"
	"asar/internal/web"
	"asar/internal/web/ui"
)

// probe is a room with one page for each thing the frame does.
func probe() web.Area {
	return web.Area{Routes: []web.Route{
		web.Get("/probe", web.Public, showProbe),
		web.Post("/probe", web.Public, takeProbe),
		web.Post("/probe/sub/act", web.Public, takeProbe),
		web.Get("/probe/{record}", web.May(access.KeepPeople), showProbe),
		web.Post("/probe/{record}/do", web.SignedIn, takeProbe),
		web.Post("/probe/file", web.Public, takeFile).Uploading(),
		web.Get("/probe/crash", web.Public, func(*web.Visit) error { panic("the name of Сейтова") }),
		web.Get("/probe/fault", web.Public, func(*web.Visit) error { return errors.New("probe: a fault") }),
		web.Get("/probe/half", web.Public, showHalf),
		web.Get("/probe/half-crash", web.Public, showHalfPanic),
		web.Get("/probe/large", web.Public, showLarge),
		web.Get("/probe/download", web.Public, func(v *web.Visit) error {
			return v.Download("акт\r\nX-Evil: 1 № 5.pdf", "application/pdf", []byte(strings.Repeat("x", 5000)))
		}),
		web.Get("/probe/late", web.Public, func(v *web.Visit) error {
			if err := v.Download("a.txt", "text/plain; charset=utf-8", []byte("whole")); err != nil {
				return err
			}
			return errors.New("probe: too late")
		}),
		web.Get("/probe/problem/{kind}", web.Public, func(v *web.Visit) error {
			return problem.New(problem.Kind(v.In("kind")), "problem.denied")
		}),
	}}
}

func showProbe(v *web.Visit) error { return probePage(v, "", ui.Errors{}) }

func probePage(v *web.Visit, typed string, wrong ui.Errors) error {
	body := templ.Join(ui.PageHeader(ui.PageHeaderProps{Title: "Probe"}), ui.TextInput(ui.TextInputProps{Field: ui.Field{Name: "word", Label: "word", Error: wrong.At("word")}, Value: typed}))
	return v.Show(web.Screen{Title: "Probe", Body: body, Errors: wrong})
}

func takeProbe(v *web.Visit) error {
	form, err := v.Form("word", "many*", "date-day", "date-month", "date-year", "hours", "number")
	if err != nil {
		return err
	}
	form.Date("date")
	form.Minutes("hours")
	form.Number("number")
	if wrong, again := v.Wrong(form.Problem()); again {
		return probePage(v, form.Text("word"), wrong)
	}
	return v.Go("/probe")
}

func takeFile(v *web.Visit) error {
	if _, err := v.Form("word"); err != nil {
		return err
	}
	_, content, err := v.Upload("file")
	if err != nil {
		return err
	}
	return v.Download("back.bin", "application/octet-stream", content)
}

func part(text string, err error) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if _, werr := io.WriteString(w, text); werr != nil {
			return werr
		}
		return err
	})
}

func showHalf(v *web.Visit) error {
	return v.Show(web.Screen{Title: "Half", Body: part("HALFWRITTEN", errors.New("probe: broke off"))})
}

func showHalfPanic(v *web.Visit) error {
	return v.Show(web.Screen{Title: "Half", Body: templ.Join(part("HALFWRITTEN", nil), templ.ComponentFunc(func(context.Context, io.Writer) error { panic("broke off") }))})
}

func showLarge(v *web.Visit) error {
	return v.Show(web.Screen{Title: "Large", Body: part(strings.Repeat("<p>Қызмет</p>", 2000), nil)})
}
