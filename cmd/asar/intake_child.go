package main

import (
	"os"

	"asar/internal/documents/intake"
)

type intakeChildCommand struct{}

// Run checks one file with limits of its own and ends the process.
func (intakeChildCommand) Run(s *surroundings) error {
	os.Exit(intake.Child(s.in, s.out))
	return nil
}
