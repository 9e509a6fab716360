// Command asar is the portal of social services in one program: it serves the pages, does
// the work behind them, and keeps the database in order. `asar --help` explains each
// command, `asar COMMAND --help` its settings.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commandLine is the command line; each command lies in a file of its own.
type commandLine struct {
	Serve       serveCommand       `cmd:"" help:"Serve the pages, until told to stop. Any number of processes may serve one PostgreSQL."`
	Work        workCommand        `cmd:"" help:"Do the work behind the pages: send acts and messages, close what is overdue, seal the history."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database to this program's schema. Run it once after each update, before the new program serves."`
	Audit       auditCommand       `cmd:"" help:"Prove the history."`
	Regulation  regulationCommand  `cmd:"" help:"The law as data: export it, hold it against itself, compare editions."`
	Calendar    calendarCommand    `cmd:"" help:"Count terms by the calendar of Kazakhstan and working hours."`
	Check       checkCommand       `cmd:"" help:"Print the settings with secrets hidden and say what is wrong with them."`
	Backup      backupCommand      `cmd:"" help:"Write everything, rows and files, into one archive."`
	Restore     restoreCommand     `cmd:"" help:"Fill an empty database, of either kind, from an archive and prove that it is the same."`
	Eds         edsCommand         `cmd:"" help:"Check and explain electronic signatures, certificates and revocation lists."`
	IntakeChild intakeChildCommand `cmd:"" help:"Check one uploaded file from standard input. The portal starts this by itself, once for each file."`
	Version     versionCommand     `cmd:"" help:"Print which version this is."`
	demoCommands
}

// about is what `asar --help` begins with.
const about = `Asar: the portal of social services of a city.

Settings are flags or environment variables; a flag wins. Every setting has a value that works on one machine, except ASAR_SECRET, ASAR_TRUST and ASAR_BASE. ` +
	"`asar check` says what is missing."

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// surroundings are what a command meets: its streams, and the stop from outside in ctx.
type surroundings struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
}

// errSaid ends a command that has already said what is wrong.
var errSaid = errors.New("said")

// errUnread ends a command with status 2: it could not read what it was asked about.
var errUnread = errors.New("could not be read")

func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) (status int) {
	parser, err := kong.New(&commandLine{}, kong.Name("asar"), kong.Description(about), kong.UsageOnError(),
		kong.Writers(out, errs), kong.Exit(func(code int) { panic(exit(code)) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	if err != nil {
		_, _ = fmt.Fprintln(errs, "asar:", err)
		return 2
	}
	defer func() {
		switch left := recover().(type) {
		case nil:
		case exit:
			status = int(left)
		default: // a fault of ours must not look like a good end
			panic(left)
		}
	}()
	command, err := parser.Parse(args)
	if err != nil {
		_, _ = fmt.Fprintln(errs, "asar:", err, "(asar --help explains the commands)")
		return 2
	}
	err = command.Run(&surroundings{ctx: ctx, in: in, out: out, err: errs})
	if err != nil && !errors.Is(err, errSaid) {
		_, _ = fmt.Fprintln(errs, "asar:", err)
	}
	switch {
	case errors.Is(err, errUnread):
		return 2
	case err != nil:
		return 1
	}
	return 0
}

// exit is how kong ends the program after printing help.
type exit int
