package browser_test

import (
	"testing"

	"github.com/a-h/templ"

	"asar/internal/city/pages"
	"asar/internal/testing/browser"
	"asar/internal/testing/demo"
	"asar/internal/testing/devca"
	"asar/internal/testing/world"
	"asar/internal/web"
)

// TestADemoKeyIsTakenWithOnePress: on the pages of signing of the demo, for signing in and
// for documents.
func TestADemoKeyIsTakenWithOnePress(t *testing.T) {
	o := open(t, func(o *town, set *pages.Settings) {
		folder, err := demo.Open(t.TempDir())
		must(t, err)
		var people []demo.Inhabitant
		for _, who := range []string{world.Recipient, world.Assistant} {
			k := o.of(who)
			people = append(people, demo.Inhabitant{Key: who, Name: personOf(who).FullName(), AuthKey: o.file(k.Auth), SignKey: o.file(k.Sign), Password: devca.Password})
		}
		set.Demo.Extra = func(v *web.Visit) templ.Component { return demo.Keys(demo.Whose(people, v.Session.FullName), v.Locale) }
		set.Demo.Areas = append(set.Demo.Areas, web.Area{Plain: folder.Plain(people)})
	})
	tab := browser.Start(t).Tab(browser.Width(390))
	tab.Open(o.server.Base + "/ru/sign-in")
	tab.See(".asar-demo", "Этих людей не существует")
	tab.Axe()
	tab.Sideways()
	tab.Shot("demo-ru-390")
	tab.Click(`[data-demo-key*="/assistant/"]`)
	tab.See("#key-owner", "АХМЕТОВ НҰРЛАН")
	tab.Click("#key-sign")
	tab.At("/ru/cabinet")
	tab.Open(o.server.Base + o.document(world.Assistant, "ru"))
	tab.Unseen(`[data-demo-key*="/recipient/"]`) // a document is signed with one's own
	tab.Click(`[data-demo-key*="/assistant/"]`)
	tab.See("#key-purpose", "Подписание документов")
	tab.Click("#key-sign")
	tab.At("/ru/me")
}
