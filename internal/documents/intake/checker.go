package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"asar/internal/problem"
)

const (
	patience = 30 * time.Second // for one check from asking to answer, waiting included
	atOnce   = 2                // children at a time: each may take half a gigabyte
)

// checker starts a child for every file.
type checker struct {
	command []string
	places  chan struct{}
}

// NewChecker makes a checker that runs the command (this program with intake-child) for
// every file, at most two at a time.
func NewChecker(childCommand []string) Checker {
	return &checker{command: childCommand, places: make(chan struct{}, atOnce)}
}

// Check asks a child. A child that dies or takes too long has met a file built to do that:
// the file is refused as too complex. It is Busy when no child became free in time.
func (c *checker) Check(ctx context.Context, _ string, content []byte, l Limits) (Checked, error) {
	if _, err := first(content, l); err != nil {
		return Checked{}, err
	}
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	select {
	case c.places <- struct{}{}:
		defer func() { <-c.places }()
	case <-ctx.Done():
		return Checked{}, problem.Wrap(ctx.Err(), problem.Busy, "intake.busy")
	}
	out, err := c.run(ctx, content, l)
	if err != nil {
		return Checked{}, err
	}
	return answered(out)
}

// run feeds one child and takes its answer; the child is killed by its own id when time is up.
func (c *checker) run(ctx context.Context, content []byte, l Limits) ([]byte, error) {
	line, err := json.Marshal(question{Limits: l, Size: len(content)})
	if err != nil {
		return nil, fmt.Errorf("intake: question: %w", err)
	}
	cmd := exec.CommandContext(ctx, c.command[0], c.command[1:]...) //nolint:gosec // the program itself, named at its start
	cmd.Stdin = bytes.NewReader(append(append(line, '\n'), content...))
	cmd.Env, cmd.Dir = []string{"GOMAXPROCS=1"}, "/"
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout = &out
	err = cmd.Run()
	var died *exec.ExitError
	switch {
	case err == nil:
		return out.Bytes(), nil
	case errors.As(err, &died) && died.ExitCode() >= 3:
		return nil, fmt.Errorf("intake: child could not begin: %w", err)
	case errors.As(err, &died):
		return nil, problem.Wrap(err, problem.Invalid, "intake.too-complex")
	}
	return nil, fmt.Errorf("intake: child: %w", err)
}

// answered is the one answer of a child as the checker's own.
func answered(out []byte) (Checked, error) {
	var a answer
	if err := json.Unmarshal(out, &a); err != nil {
		return Checked{}, fmt.Errorf("intake: answer of the child: %w", err)
	}
	if a.Refused == "" {
		return a.Checked, nil
	}
	for k, v := range a.Args {
		if n, ok := v.(float64); ok { // JSON knows no whole numbers
			a.Args[k] = int(n)
		}
	}
	return Checked{}, problem.Wrap(errors.New(a.Cause), problem.Invalid, a.Refused, a.Args)
}
