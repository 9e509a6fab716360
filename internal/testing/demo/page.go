package demo

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/a-h/templ"

	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
)

// Where the demo's own files are served: key files below KeysPath, and the script of the
// buttons. Neither exists in a release build, which does not contain this package.
const (
	KeysPath   = "/demo/keys/"
	ScriptPath = "/demo/keys.js"
)

//go:embed keys.js
var script []byte

// Plain serves the key files of the people who live here, and nothing else of the folder.
func (f *Folder) Plain(people []Inhabitant) map[string]http.Handler {
	files := map[string]string{}
	for _, p := range people {
		for _, file := range []string{p.AuthKey, p.SignKey, p.GOSTKey} {
			if file != "" {
				files[href(p, file)] = file
			}
		}
	}
	serve := func(w http.ResponseWriter, r *http.Request) {
		file, known := files[r.URL.Path]
		b, err := os.ReadFile(file)
		if !known || err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/x-pkcs12")
		w.Header().Set("Content-Disposition", "attachment; filename="+filepath.Base(file))
		_, _ = w.Write(b)
	}
	return map[string]http.Handler{"GET " + KeysPath: http.HandlerFunc(serve), "GET " + ScriptPath: http.HandlerFunc(serveScript)}
}

func serveScript(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "keys.js", time.Time{}, bytes.NewReader(script))
}

func href(p Inhabitant, file string) string { return path.Join(KeysPath, p.Key, filepath.Base(file)) }

// words are the demo's own: texts of package lang would be in a release build.
type words struct{ Title, Lead, Password, Files, Auth, Sign, GOST string }

var wordsOf = map[lang.Locale]words{
	lang.KK: {"Көрсетілім қаласының кілттері", "Бұл адамдар жоқ. Адамның кілтін бір рет басып алыңыз немесе файлды жүктеп алыңыз.", "Барлық файлдың құпиясөзі:", "файлдары:", "кіру", "құжаттар", "МЕМСТ: кіру және құжаттар"},
	lang.RU: {"Ключи жителей демонстрационного города", "Этих людей не существует. Возьмите ключ человека одним нажатием или скачайте файл.", "Пароль всех файлов:", "файлы:", "вход", "документы", "ГОСТ: вход и документы"},
	lang.EN: {"Keys of the people of the demo town", "These people do not exist. Take a person's key with one click, or download the file.", "Password of all files:", "files:", "signing in", "documents", "GOST: signing in and documents"},
}

var roleWords = map[string]map[lang.Locale]string{
	world.Recipient:       {lang.KK: "қызмет алушы", lang.RU: "получатель", lang.EN: "recipient"},
	world.SecondRecipient: {lang.KK: "екінші қызмет алушы", lang.RU: "второй получатель", lang.EN: "second recipient"},
	world.ThirdRecipient:  {lang.KK: "Медеу ауданының қызмет алушысы", lang.RU: "получатель из Медеуского района", lang.EN: "recipient of another district"},
	world.Assistant:       {lang.KK: "жеке көмекші", lang.RU: "индивидуальный помощник", lang.EN: "individual assistant"},
	world.SignLanguage:    {lang.KK: "ымдау тілі маманы", lang.RU: "специалист жестового языка", lang.EN: "sign-language specialist"},
	world.Supplier:        {lang.KK: "«Қамқор» ЖШС қызметкері", lang.RU: "сотрудник ТОО «Қамқор»", lang.EN: "employee of Qamqor LLP"},
	world.Worker:          {lang.KK: "«Қамқор» ЖШС маманы", lang.RU: "специалист ТОО «Қамқор»", lang.EN: "specialist of Qamqor LLP"},
	world.SecondWorker:    {lang.KK: "«Қамқор» ЖШС маманы", lang.RU: "специалист ТОО «Қамқор»", lang.EN: "specialist of Qamqor LLP"},
	world.Officer:         {lang.KK: "Бостандық ауданының жауапты маманы", lang.RU: "ответственный специалист Бостандыкского района", lang.EN: "officer of Bostandyk district"},
	world.OtherOfficer:    {lang.KK: "Медеу ауданының жауапты маманы", lang.RU: "ответственный специалист Медеуского района", lang.EN: "officer of Medeu district"},
	world.Administrator:   {lang.KK: "әкімші", lang.RU: "администратор", lang.EN: "administrator"},
	world.Auditor:         {lang.KK: "аудитор", lang.RU: "аудитор", lang.EN: string(access.Auditor)},
}

// keysList is shown on the demo's sign-in page. The buttons are shown by the page's
// script, which takes the key as if it had been chosen from the disk; the links work
// without.
var keysList = template.Must(template.New("keys").Parse(`<section class="asar-demo" aria-labelledby="demo-keys">
<h2 class="govuk-heading-m" id="demo-keys">{{.Words.Title}}</h2>
<p class="govuk-body">{{.Words.Lead}} {{.Words.Password}} <span class="asar-digest">{{.Password}}</span></p>
<ul class="govuk-list">{{range .People}}
<li class="asar-demo__person"><button type="button" class="govuk-button govuk-button--secondary asar-button--small" data-demo-key="{{.Auth}}" data-demo-sign="{{.Sign}}" data-demo-password="{{$.Password}}" hidden>{{.Name}}</button>
<span>{{.Name}} – </span>{{.Role}}, {{$.Words.Files}} <a class="govuk-link" href="{{.Auth}}" download>{{$.Words.Auth}}<span class="govuk-visually-hidden">, {{.Name}}</span></a>, <a class="govuk-link" href="{{.Sign}}" download>{{$.Words.Sign}}<span class="govuk-visually-hidden">, {{.Name}}</span></a>{{if .GOST}}, <a class="govuk-link" href="{{.GOST}}" download>{{$.Words.GOST}}<span class="govuk-visually-hidden">, {{.Name}}</span></a>{{end}}</li>{{end}}
</ul><script type="module" src="{{.Script}}"></script></section>`))

type keyRow struct{ Name, Role, Auth, Sign, GOST string }

// Whose are those with a name, everybody when nobody is signed in: a document is signed
// with one's own key.
func Whose(people []Inhabitant, name string) []Inhabitant {
	if name == "" {
		return people
	}
	return slices.DeleteFunc(slices.Clone(people), func(p Inhabitant) bool { return p.Name != name })
}

// Keys lists their keys in the reader's language.
func Keys(people []Inhabitant, l lang.Locale) templ.Component {
	data := struct {
		Words            words
		Password, Script string
		People           []keyRow
	}{wordsOf[l], devca.Password, ScriptPath, nil}
	for _, p := range people {
		row := keyRow{Name: p.Name, Role: roleWords[p.Key][l], Auth: href(p, p.AuthKey), Sign: href(p, p.SignKey)}
		if p.GOSTKey != "" {
			row.GOST = href(p, p.GOSTKey)
		}
		data.People = append(data.People, row)
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return keysList.Execute(w, data) })
}

// Tell writes who lives here and where the keys are, for the terminal.
func (f *Folder) Tell(to io.Writer, people []Inhabitant) {
	for _, p := range people {
		_, _ = fmt.Fprintf(to, "  %-16s %-34s %s\n", p.Key, p.Name, roleWords[p.Key][lang.RU])
	}
	_, _ = fmt.Fprintf(to, "key files  %s/<person>/*.p12 (AUTH_RSA256… to sign in, RSA256… for documents, GOST512… for both)\npassword   %s\nlist       %s\n", f.Keys(), devca.Password, f.path("people.json"))
	f.tellSilence(to)
}
