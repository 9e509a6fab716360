package intake

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"

	"asar/internal/problem"
)

// question is the first line a child reads; the content follows it.
type question struct {
	Limits Limits `json:"limits"`
	Size   int    `json:"size"`
}

// answer is all a child writes: a file accepted, or the key of what is wrong.
type answer struct {
	Checked Checked      `json:"checked"`
	Refused string       `json:"refused,omitempty"`
	Args    problem.Args `json:"args,omitempty"`
	Cause   string       `json:"cause,omitempty"` // for the log; holds nothing of the content
}

// Child is the whole of the subcommand intake-child: it lowers its own limits, reads one
// file from stdin, writes the answer to stdout and returns the exit status.
func Child(stdin io.Reader, stdout io.Writer) int {
	debug.SetMemoryLimit(memory * 3 / 4)
	if err := confine(); err != nil {
		return 3
	}
	in := bufio.NewReader(stdin)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return 4
	}
	var q question
	if err := json.Unmarshal(line, &q); err != nil || q.Size < 0 || q.Size > q.Limits.Bytes {
		return 4
	}
	content := make([]byte, q.Size)
	if _, err := io.ReadFull(in, content); err != nil {
		return 4
	}
	if err := json.NewEncoder(stdout).Encode(examine(content, q.Limits)); err != nil {
		return 5
	}
	return 0
}

func examine(content []byte, l Limits) answer {
	checked, err := InProcess().Check(context.Background(), "", content, l)
	if err == nil {
		return answer{Checked: checked}
	}
	p, ok := problem.Of(err)
	if !ok {
		return answer{Refused: "intake.damaged", Cause: err.Error()}
	}
	return answer{Refused: p.Key, Args: p.Args, Cause: p.Error()}
}

type inProcess struct{}

// InProcess is a checker that decodes where it is called: for the child, and for fuzzing.
// Nothing that serves people may use it.
func InProcess() Checker { return inProcess{} }

// Check examines the content without any limit of memory or time.
func (inProcess) Check(_ context.Context, _ string, content []byte, l Limits) (c Checked, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = damaged(fmt.Errorf("intake: decoder gave up: %v", r))
		}
	}()
	media, err := first(content, l)
	if err != nil {
		return Checked{}, err
	}
	if media == PDF {
		return document(content, l)
	}
	return picture(media, content, l)
}

// first is what can be said without decoding: by size and by the first bytes.
func first(content []byte, l Limits) (Media, error) {
	if len(content) == 0 {
		return "", refuse("empty")
	}
	if len(content) > l.Bytes {
		return "", refuse("too-large", problem.Args{"Megabytes": l.Bytes / 1_000_000})
	}
	return sniff(content)
}
