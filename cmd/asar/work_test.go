package main

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"asar/internal/audit"
	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/jobs"
	"asar/internal/store"
	"asar/internal/testing/devca"
	"asar/internal/testing/program"
	"asar/internal/testing/testdb"
)

// The program itself, for tests that need a process of it.
func TestMain(m *testing.M) {
	if os.Getenv("ASAR_TEST_AS_PROGRAM") != "" {
		main()
	}
	program.Main(m)
}

// runnerOf is what `asar work` runs over a test's database.
func runnerOf(t *testing.T, town testdb.Town, out partners) *jobs.Runner {
	t.Helper()
	nobody, err := eds.NewTrust(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := assemble(t.Context(), town.DB, storage{Files: "file://" + t.TempDir()}, secret{Secret: strings.Repeat("01", 32)}, "http://portal.test", nobody, asking{})
	if err != nil {
		t.Fatal(err)
	}
	runner, err := newRunner(parts, out, "http://portal.test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return runner
}

func TestWorkSealsTheHistory(t *testing.T) {
	testdb.Each(t, func(t *testing.T, town testdb.Town) {
		files := folder(t)
		someTown(t, town.DB, files)
		runner := runnerOf(t, town, partners{})
		for range 2 { // the second time it is not due
			if _, err := runner.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		report, err := audit.Verify(t.Context(), town.DB, operator())
		if err != nil || report.Seals != 1 || len(report.Findings) > 0 {
			t.Errorf("%+v, %v", report, err)
		}
	})
}

func TestWorkStopsWhenItIsToldTo(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "asar.db")
	db, err := store.Open(t.Context(), store.Settings{URL: database})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	ca, err := devca.New(calendar.System())
	if err != nil {
		t.Fatal(err)
	}
	trust := t.TempDir()
	if err := ca.Trust(trust); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	program := exec.CommandContext(ctx, os.Args[0], "work", "--database", database, "--base", "http://portal.test", "--trust", trust)
	program.Env = []string{"ASAR_TEST_AS_PROGRAM=1", "ASAR_SECRET=" + strings.Repeat("01", 32), "PATH=" + os.Getenv("PATH")}
	said, err := program.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	buffer := make([]byte, 4096)
	for !strings.Contains(log.String(), `"working"`) {
		n, err := said.Read(buffer)
		log.Write(buffer[:n])
		if err != nil {
			t.Fatalf("%v: %s", err, log.String())
		}
	}
	if err := program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for {
		n, err := said.Read(buffer)
		log.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	if err := program.Wait(); err != nil || !strings.Contains(log.String(), `"stopped"`) {
		t.Errorf("%v: %s", err, log.String())
	}
}

func TestAJobWithoutAHandlerIsKept(t *testing.T) {
	town := testdb.SQLite(t)
	err := town.DB.Housekeep(t.Context(), "test", func(_ context.Context, tx *store.Tx) error {
		return jobs.Add(tx, jobs.Job{Kind: "of-a-newer-version", Key: "1"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // also with gateways for other kinds
		if _, err := runnerOf(t, town, partners{SMS: "http://127.0.0.1:1"}).Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		town.Clock.Advance(100 * time.Hour)
	}
	counts, _, err := jobs.Count(t.Context(), town.DB, operator())
	if err != nil || counts[jobs.Waiting] != 1 {
		t.Errorf("%v, %v", counts, err)
	}
}
