package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// machine says on what the figures were made.
func machine() string {
	return fmt.Sprintf("%s, %d cores, %s GB of memory, %s, modernc.org/sqlite %s", line("/proc/cpuinfo", "model name"), cores(), memory(), runtime.Version(), module("modernc.org/sqlite"))
}

func cores() int { return runtime.NumCPU() }

// line is a value of a file of /proc.
func line(file, name string) string {
	b, _ := os.ReadFile(file) // nothing is said where there is no such file
	for l := range strings.Lines(string(b)) {
		if key, value, found := strings.Cut(l, ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func memory() string {
	kb, err := strconv.Atoi(strings.TrimSuffix(line("/proc/meminfo", "MemTotal"), " kB"))
	if err != nil {
		return "?"
	}
	return strconv.Itoa((kb + 1<<19) >> 20)
}

func module(path string) string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "?"
}

// busy is how many processes wanted the machine's cores lately.
func busy() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "?"
	}
	return strings.Fields(string(b))[0]
}

// version is what the database calls itself.
func (p *place) version(ctx context.Context) (v string, err error) {
	text := "SHOW server_version"
	if p.name == "SQLite" {
		text = "SELECT sqlite_version()"
	}
	err = p.hand.QueryRowContext(ctx, text).Scan(&v)
	return p.name + " " + v, err
}
