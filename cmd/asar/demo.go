//go:build !release

package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"

	"github.com/a-h/templ"

	"asar/internal/calendar"
	"asar/internal/city"
	"asar/internal/city/pages"
	"asar/internal/eds"
	"asar/internal/jobs"
	"asar/internal/store"
	"asar/internal/testing/demo"
	"asar/internal/web"
)

// demoCommands are not in a release build.
type demoCommands struct {
	Demo demoCommand `cmd:"" help:"Make a town of named people with keys of its own authority, start the simulators, and serve it. For looking and trying; not in a release build."`
}

type demoCommand struct {
	Data       string `default:"demo" placeholder:"FOLDER" help:"Where the town is kept. Starting again takes it up."`
	Listen     string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to serve."`
	Simulators string `placeholder:"FOLDER" help:"Folder with esobes-simulator and messages-simulator; without it acts and messages wait."`
	NCALayer   string `name:"ncalayer" placeholder:"PERSON" help:"Play NCALayer with the keys of this person of people.json, for trying that way to sign; not played when empty."`
	Metrics    string `placeholder:"HOST:PORT" help:"Where to serve Prometheus metrics; nowhere when empty."`
	logging
}

// Run serves and works in one process until it is told to stop.
func (c demoCommand) Run(s *surroundings) error {
	on, err := listen(s.ctx, c.Listen)
	if err != nil {
		return err
	}
	folder, err := c.town(s.ctx, on.Addr())
	if err != nil {
		return errors.Join(err, on.Close())
	}
	log, end, err := c.logTo(folder)
	if err != nil {
		return errors.Join(err, on.Close())
	}
	return errors.Join(c.run(s, folder, on, log), end())
}

// town takes the town up, or makes it.
func (c demoCommand) town(ctx context.Context, at net.Addr) (*demo.Folder, error) {
	folder, err := demo.Open(c.Data)
	if err != nil {
		return nil, err
	}
	if !folder.Whole() {
		if err := folder.Settle(ctx, "http://"+host(at), calendar.System().Now()); err != nil {
			return nil, err
		}
	}
	ca, err := folder.Authority(calendar.System())
	if err != nil {
		return nil, err
	}
	return folder, folder.Renew(ca, calendar.System().Now())
}

// host is what browsers on this machine call the address.
func host(at net.Addr) string {
	tcp, ok := at.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", fmt.Sprint(tcp.Port))
	}
	return at.String()
}

// logTo keeps the log beside the town, so that the terminal tells only what one needs.
func (c demoCommand) logTo(folder *demo.Folder) (log *slog.Logger, end func() error, err error) {
	f, err := os.OpenFile(filepath.Join(folder.Dir(), "asar.log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, err
	}
	return c.logger(f), f.Close, nil
}

func (c demoCommand) run(s *surroundings, folder *demo.Folder, on net.Listener, log *slog.Logger) (err error) {
	people, err := folder.People()
	if err != nil {
		return errors.Join(err, on.Close())
	}
	gateways, err := startSimulators(s.ctx, c.Simulators, folder.Dir(), log)
	if err != nil {
		return errors.Join(err, on.Close())
	}
	defer func() { err = errors.Join(err, gateways.stop()) }()
	serve, err := c.asServe(folder, on.Addr())
	if err != nil {
		return errors.Join(err, on.Close())
	}
	responder, end, err := playResponder(s.ctx, folder)
	if err != nil {
		return errors.Join(err, on.Close())
	}
	defer func() { _ = end() }() // a question that is open has nothing to lose
	serve.OCSP, serve.log = responder, log
	if c.NCALayer != "" {
		address, stop, err := demo.PlayLayer(people, c.NCALayer)
		if err != nil {
			return errors.Join(err, on.Close())
		}
		defer func() { _ = stop() }() // a socket that is open has nothing to lose
		serve.NCALayer = address
	}
	shown := pages.Demo{
		Extra: func(v *web.Visit) templ.Component { return demo.Keys(demo.Whose(people, v.Session.FullName), v.Locale) },
		Areas: []web.Area{{Plain: folder.Plain(people)}},
	}
	return serve.both(s.ctx, on, log, gateways.partners, shown, silenced(folder), func() {
		folder.Tell(s.out, people)
		gateways.tell(s.out)
		_, _ = fmt.Fprintln(s.out, "OCSP       "+responder+"/simulator")
		_, _ = fmt.Fprintln(s.out, "ready http://"+host(on.Addr()))
	})
}

// silenced lets the town's authority be made silent by hand.
func silenced(folder *demo.Folder) func(*city.Settings) error {
	return func(set *city.Settings) error {
		ca, err := folder.Authority(calendar.System())
		if err != nil {
			return err
		}
		product, ok := set.Check.(*eds.Verifier)
		if !ok {
			return fmt.Errorf("demo: signatures are checked by %T", set.Check)
		}
		set.Check, err = folder.Hears(ca, product)
		return err
	}
}

// asServe are the settings of `asar serve` for the town.
func (c demoCommand) asServe(folder *demo.Folder, at net.Addr) (serveCommand, error) {
	key, err := folder.Secret()
	return serveCommand{
		storage: storage{Database: folder.Database(), Files: folder.Files()}, secret: secret{Secret: hex.EncodeToString(key), System: folder.System()},
		portalSettings: portalSettings{Base: "http://" + host(at), Trust: folder.Trust()}, door: door{Metrics: c.Metrics}, logging: c.logging,
	}, err
}

// both serves and works in one process. ready is called when pages are served.
func (c serveCommand) both(ctx context.Context, on net.Listener, log *slog.Logger, out partners, shown pages.Demo, tune func(*city.Settings) error, ready func()) (err error) {
	db, err := c.open(ctx, nil)
	if err != nil {
		return errors.Join(err, on.Close())
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	site, runner, err := c.openBoth(ctx, db, log, out, shown, tune)
	if err != nil {
		return errors.Join(err, on.Close())
	}
	ctx, stop := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() { runner.Run(ctx) })
	defer working.Wait()
	defer stop()
	ready()
	return serveHTTP(ctx, log, on, site)
}

// openBoth brings the town's database to this program's schema and opens both sides of it.
func (c serveCommand) openBoth(ctx context.Context, db *store.DB, log *slog.Logger, out partners, shown pages.Demo, tune func(*city.Settings) error) (*web.Site, *jobs.Runner, error) {
	if err := db.Migrate(ctx); err != nil {
		return nil, nil, err
	}
	trust, err := c.trusted()
	if err != nil {
		return nil, nil, err
	}
	metrics := newMetrics(db)
	parts, err := assemble(ctx, db, c.storage, c.secret, c.Base, trust, c.asking, tune)
	if err != nil {
		return nil, nil, err
	}
	site, err := c.pagesOf(parts, log, metrics, shown)
	if err != nil {
		return nil, nil, err
	}
	runner, err := newRunner(parts, out, c.Base, log)
	if err != nil {
		return nil, nil, err
	}
	runner.Count = tries(metrics)
	return site, runner, serveMetrics(ctx, log, c.Metrics, metrics)
}
