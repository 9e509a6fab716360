package main

import (
	"io"
	"log/slog"
)

// logger writes lines of JSON. Levels are checked by the command line.
func (l logging) logger(to io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.Log)); err != nil {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: level}))
}
