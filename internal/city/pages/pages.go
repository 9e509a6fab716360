// Package pages is the whole site over the parts of a city: every area stands here once.
package pages

import (
	"log/slog"

	"github.com/a-h/templ"
	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/city"
	"asar/internal/web"
	"asar/internal/web/desk"
	"asar/internal/web/office"
	"asar/internal/web/portal/acts"
	"asar/internal/web/portal/catalogue"
	"asar/internal/web/portal/journal"
	"asar/internal/web/portal/offline"
	ordering "asar/internal/web/portal/orders"
	"asar/internal/web/portal/register"
)

// Settings are what a site needs beside the parts.
type Settings struct {
	Base     string // the portal's public address
	NCALayer string
	Proxies  string
	Log      *slog.Logger
	Metrics  prometheus.Registerer
	Demo     Demo
	// Regulations names the editions of the regulations the city works by; empty: the last.
	Regulations string
}

// Demo is what a demo town adds: something on the sign-in page, and areas of its own.
type Demo struct {
	Extra func(v *web.Visit) templ.Component
	Areas []web.Area
}

// Open builds the site.
func Open(c *city.City, s Settings) (*web.Site, error) {
	return web.New(Frame(c, s), append(areas(c, s), s.Demo.Areas...)...)
}

// Frame is what package web needs of a city, without any area.
func Frame(c *city.City, s Settings) web.Settings {
	return web.Settings{Base: s.Base, DB: c.DB, Texts: c.Texts, Sessions: c.Sessions, Notices: c.Notices, Signing: c.Desk, Carrying: c.Carrying,
		Log: s.Log, Metrics: s.Metrics, NCALayer: s.NCALayer, Proxies: s.Proxies, Extra: s.Demo.Extra}
}

// areas are the rooms of the house that have pages.
func areas(c *city.City, s Settings) []web.Area {
	return []web.Area{
		ordering.Area(c.Orders, c.Registry),
		acts.Area(c.Acts),
		offline.Area(c.Keys, c.Texts, s.Base),
		journal.Area(c.Journal, c.Acts),
		register.Area(c.Registry, c.Applications),
		catalogue.Area(s.Regulations),
		desk.Area(c.Registry, c.Orders, c.Notices),
		office.Area(c.DB, c.Registry, c.Sessions),
	}
}
