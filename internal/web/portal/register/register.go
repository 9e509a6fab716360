// Package register holds the pages about who provides services and what is left to order:
// allotted volumes, the public list of specialists, entering and leaving the register, an
// organisation's specialists and bed places.
package register

import (
	"asar/internal/access"
	"asar/internal/lang"
	"asar/internal/problem"
	"asar/internal/registry"
	"asar/internal/web"
)

type pages struct {
	reg  *registry.Registry
	apps *registry.Applications
}

// Area is these pages over a register and its applications.
func Area(reg *registry.Registry, apps *registry.Applications) web.Area {
	p := pages{reg: reg, apps: apps}
	return web.Area{
		Routes: []web.Route{
			web.Get("/my-services", web.May(access.SeeAllotments), p.volumes),
			web.Get("/specialists", web.Public, p.list),
			web.Post("/specialists", web.Public, p.search),
			web.Get("/specialists/{entry}", web.Public, p.one),
			web.Get("/register", web.May(access.EnterRegister), p.own),
			web.Get("/register/enter", web.May(access.EnterRegister), p.showEnter),
			web.Post("/register/enter", web.May(access.EnterRegister), p.enter),
			web.Get("/register/leave/{entry}", web.May(access.LeaveRegister), p.showLeave),
			web.Post("/register/leave/{entry}", web.May(access.LeaveRegister), p.leave),
			web.Post("/register/applications/{application}/withdraw", web.May(access.EnterRegister), p.withdraw),
			web.Get("/register/workers", web.May(access.KeepOrganisation), p.showFirm),
			web.Post("/register/workers", web.May(access.KeepOrganisation), p.addWorker),
			web.Post("/register/workers/{worker}/end", web.May(access.KeepOrganisation), p.endWorker),
			web.Post("/register/beds", web.May(access.KeepOrganisation), p.addBed),
			web.Post("/register/beds/{bed}/close", web.May(access.KeepOrganisation), p.closeBed),
		},
	}
}

// idIn reads a record's id from the address.
func idIn(v *web.Visit, name string, into interface{ UnmarshalText(b []byte) error }) error {
	if v.In(name) == "" || into.UnmarshalText([]byte(v.In(name))) != nil {
		return problem.New(problem.NotFound, "problem.not-found")
	}
	return nil
}

// about is what a provider wrote, in the reader's language when there is such.
func about(v *web.Visit, o registry.Offer) (text, language string) {
	if v.Locale == lang.KK && o.AboutKK != "" || o.AboutRU == "" {
		return o.AboutKK, string(lang.KK)
	}
	return o.AboutRU, string(lang.RU)
}
