package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the commit the program was built from, when the builder noted it.
func (versionCommand) Run(s *surroundings) error {
	_, err := fmt.Fprintln(s.out, versionLine())
	return err
}

func versionLine() string {
	commit, when, changed := "unknown", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				commit = s.Value
			case "vcs.time":
				when = " of " + s.Value
			case "vcs.modified":
				if s.Value == "true" {
					changed = ", changed since"
				}
			}
		}
	}
	return fmt.Sprintf("asar %s%s%s (%s, %s/%s)", commit, when, changed, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
