package main

import (
	"asar/internal/regulation"
)

type regulationCommand struct {
	Export regulationExport `cmd:"" help:"Print the regulations for other programs."`
	Schema regulationSchema `cmd:"" help:"Print the JSON Schema of an edition's file, or of the export."`
}

type regulationExport struct {
	Format string `help:"The only form there is." enum:"json" default:"json"`
}

// Run prints the services as they were when the decree lost force.
func (c regulationExport) Run(s *surroundings) error {
	law, err := regulation.Load()
	if err != nil {
		return err
	}
	return law.Export().WriteJSON(s.out)
}

type regulationSchema struct {
	Of string `arg:"" help:"data or export." enum:"data,export" default:"data" optional:""`
}

// Run prints one of the two schemas that docs/ publishes.
func (c regulationSchema) Run(s *surroundings) error {
	draw := regulation.DataSchema
	if c.Of == "export" {
		draw = regulation.ExportSchema
	}
	b, err := draw()
	if err == nil {
		_, err = s.out.Write(b)
	}
	return err
}
