package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/a-h/templ"
	"github.com/prometheus/client_golang/prometheus"

	"asar/internal/carrying"
	"asar/internal/lang"
	"asar/internal/notices"
	"asar/internal/sessions"
	"asar/internal/signing"
	"asar/internal/store"
	"asar/internal/web/assets"
)

// Settings are what a site is made of.
type Settings struct {
	// Base is the portal's public address, for example https://portal.example.kz. Over
	// plain http (a demo on one's own machine) cookies cannot be marked Secure.
	Base     string
	DB       *store.DB
	Texts    *lang.Texts
	Sessions *sessions.Sessions
	Notices  *notices.Notices
	Signing  *signing.Desk
	Carrying *carrying.Carrying
	Log      *slog.Logger
	Metrics  prometheus.Registerer
	// NCALayer is the address of the reader's own signing program; the usual one when empty.
	NCALayer string
	// Proxies are the addresses and networks whose X-Forwarded-For is believed, comma-separated.
	Proxies string
	// Ways are further ways to sign, for example eGov Mobile; none unless an operator has one.
	Ways []Way
	// Extra is shown on the pages of signing; the demo town offers its keys there.
	Extra func(v *Visit) templ.Component
}

// Site is the portal as an http.Handler.
type Site struct {
	Settings
	secure  bool
	host    string
	proxies []netip.Prefix
	log     *slog.Logger
	metrics *metrics
	routes  []Route
	handler http.Handler
	// mux and byPattern find the route of an address, for leading people back to it.
	mux       *http.ServeMux
	byPattern map[string]Route
}

// Area is a part of the site: its routes.
type Area struct {
	Routes []Route
	// Plain are handlers outside the languages, for example files of the demo town.
	Plain map[string]http.Handler
}

// New builds the site of its areas. It panics when a route is open by mistake, and
// returns an error when the front-end was not built.
func New(set Settings, areas ...Area) (*Site, error) {
	if err := assets.Check(); err != nil {
		return nil, err
	}
	base, err := url.Parse(set.Base)
	if err != nil || base.Host == "" {
		return nil, errors.New("web: the portal's public address must look like https://portal.example.kz")
	}
	s := &Site{Settings: set, secure: base.Scheme == "https", host: base.Host, log: set.Log,
		metrics: newMetrics(set.Metrics), mux: http.NewServeMux(), byPattern: map[string]Route{}}
	if s.proxies, err = readProxies(set.Proxies); err != nil {
		return nil, err
	}
	s.assemble(append([]Area{s.frameArea()}, areas...))
	return s, nil
}

func (s *Site) assemble(areas []Area) {
	mux := s.mux
	for _, area := range areas {
		for path, h := range area.Plain {
			mux.Handle(path, h)
		}
		for _, r := range area.Routes {
			s.add(mux, r)
		}
	}
	s.plainRoutes(mux)
	s.handler = s.observe(s.protect(ownDocuments(s.sameSite(compress(mux)))))
}

func (s *Site) add(mux *http.ServeMux, r Route) {
	r.check()
	s.routes = append(s.routes, r)
	for _, l := range lang.Locales() {
		mux.Handle(r.pattern(string(l)), s.serve(r, l))
		s.byPattern[r.pattern(string(l))] = r
	}
}

// Routes is the route table, for the golden tables under review.
func (s *Site) Routes() []Route { return s.routes }

// ServeHTTP answers a request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
