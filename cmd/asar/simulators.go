//go:build !release

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// simulators are programs of their own that a demo town talks to, and ends with itself.
type simulators struct {
	partners partners
	told     []string // for the terminal
	running  []*exec.Cmd
}

// startSimulators starts both and learns where they listen; without a folder there are none.
func startSimulators(ctx context.Context, folder, data string, log *slog.Logger) (all *simulators, err error) {
	all = &simulators{}
	if folder == "" {
		return all, nil
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, all.stop())
		}
	}()
	said, err := all.start(ctx, filepath.Join(folder, "esobes-simulator"), "-listen", "127.0.0.1:0", "-keep", filepath.Join(data, "esobes.json"), "-answer-every", "10s")
	if err != nil {
		return all, err
	}
	all.partners.ESobes = said["ready"]
	said, err = all.start(ctx, filepath.Join(folder, "messages-simulator"), "-listen", "127.0.0.1:0", "-smtp", "127.0.0.1:0")
	if err != nil {
		return all, err
	}
	all.partners.Mail, all.partners.MailFrom, all.partners.SMS = said["smtp"], "portal@town.invalid", said["ready"]+"/sms"
	all.told = []string{"E-Sobes    " + all.partners.ESobes + "/simulator", "messages   " + said["ready"] + "/messages"}
	log.Info("simulators", "esobes", all.partners.ESobes, "messages", said["ready"])
	return all, nil
}

// start starts a simulator and reads what it says before "ready …": lines "name value".
func (s *simulators) start(ctx context.Context, program string, args ...string) (map[string]string, error) {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), program, args...) //nolint:gosec // programs of this repository
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the terminal's Ctrl+C is for the demo, which ends them itself
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w: build the simulators with `make build`", err)
	}
	s.running = append(s.running, cmd)
	said := map[string]string{}
	for lines := bufio.NewScanner(out); said["ready"] == "" && lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = value
	}
	if said["ready"] == "" {
		return nil, fmt.Errorf("%s did not say where it listens", program)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return said, nil
}

// goodbye is how long a simulator may take to end.
const goodbye = 10 * time.Second

// stop ends the simulators by their own ids.
func (s *simulators) stop() (err error) {
	for _, cmd := range s.running {
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}
	for _, cmd := range s.running {
		late := time.AfterFunc(goodbye, func() { _ = cmd.Process.Kill() })
		if ended := cmd.Wait(); ended != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", filepath.Base(cmd.Path), ended))
		}
		late.Stop()
	}
	s.running = nil
	return err
}

func (s *simulators) tell(to io.Writer) {
	for _, line := range s.told {
		_, _ = fmt.Fprintln(to, line)
	}
}
