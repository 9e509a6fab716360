// Package program runs the built programs as processes, over a town that lives by the
// machine's clock, and people who use them over HTTP. Never in the product.
package program

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a process may take to say or do what it is waited for.
const patience = 60 * time.Second

// builtIn is where the programs lie; "" when none was built.
var builtIn string

var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "asar-bin-")
	if err != nil {
		return "", err
	}
	builtIn = dir
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", dir+"/", "./cmd/...")
	build.Dir = strings.TrimSpace(string(root))
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// Main is the TestMain of a package that runs programs: what was built is taken away.
func Main(m *testing.M) {
	status := m.Run()
	if builtIn != "" {
		_ = os.RemoveAll(builtIn)
	}
	os.Exit(status)
}

// Build builds all programs, once for a test program, and returns their folder.
func Build(t testing.TB) string {
	t.Helper()
	dir, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Process is a running program and what it has said.
type Process struct {
	cmd   *exec.Cmd
	t     testing.TB
	mu    sync.Mutex
	said  strings.Builder
	more  chan struct{} // closed and made anew with each line
	over  chan struct{}
	ended error
}

// Start starts one of the built programs. It is killed at the end of the test if it runs
// still. The environment is only what is given.
func Start(t testing.TB, name string, env []string, args ...string) *Process {
	t.Helper()
	p := &Process{t: t, more: make(chan struct{}), over: make(chan struct{})}
	p.cmd = exec.CommandContext(context.Background(), filepath.Join(Build(t), name), args...)
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}, env...)
	p.cmd.Dir = t.TempDir()
	r, w := io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = w, w
	p.cmd.WaitDelay = patience
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.listen(r)
	go func() {
		p.ended = p.cmd.Wait()
		_ = w.Close()
		close(p.over)
	}()
	t.Cleanup(p.Kill)
	return p
}

func (p *Process) listen(r io.Reader) {
	for lines := bufio.NewReader(r); ; {
		line, err := lines.ReadString('\n')
		p.mu.Lock()
		p.said.WriteString(line)
		close(p.more)
		p.more = make(chan struct{})
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Said is everything the program has written so far.
func (p *Process) Said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// Until waits for a line that holds the text, and returns it.
func (p *Process) Until(text string) string {
	p.t.Helper()
	late := time.After(patience)
	for {
		p.mu.Lock()
		said, more := p.said.String(), p.more
		p.mu.Unlock()
		for line := range strings.Lines(said) {
			if strings.Contains(line, text) && strings.HasSuffix(line, "\n") {
				return strings.TrimSpace(line)
			}
		}
		select {
		case <-more:
		case <-p.over:
			if said == p.Said() {
				p.t.Fatalf("the program ended (%v) and did not say %q:\n%s", p.ended, text, said)
			}
		case <-late:
			p.t.Fatalf("the program did not say %q:\n%s", text, said)
		}
	}
}

// Address waits until `asar serve` serves, and returns where.
func (p *Process) Address() string {
	p.t.Helper()
	var line struct{ Address string }
	if err := json.Unmarshal([]byte(p.Until(`"msg":"serving"`)), &line); err != nil {
		p.t.Fatal(err)
	}
	return "http://" + line.Address
}

// Signal sends a signal to the process.
func (p *Process) Signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// Wait waits for the end and returns how it ended.
func (p *Process) Wait() error {
	p.t.Helper()
	select {
	case <-p.over:
	case <-time.After(patience):
		p.t.Fatalf("the program did not end:\n%s", p.Said())
	}
	return p.ended
}

// Stop tells the program to stop and wants it to end well.
func (p *Process) Stop() {
	p.t.Helper()
	p.Signal(syscall.SIGTERM)
	if err := p.Wait(); err != nil {
		p.t.Fatalf("%v:\n%s", err, p.Said())
	}
}

// Kill kills the process (kill -9) and waits for its end.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.over
}
