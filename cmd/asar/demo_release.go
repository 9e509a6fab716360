//go:build release

package main

// demoCommands are none: a release build has no demo town and no authority of its own.
type demoCommands struct{}
