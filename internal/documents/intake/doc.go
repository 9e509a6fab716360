// Package intake decides whether a file a person sent may be kept: PDF, JPEG or PNG by
// content, whole, within limits, and with nothing in it that acts by itself.
//
// Decoders never run in the program that serves pages. A checker starts a child of the
// same program (subcommand intake-child), which lowers its own limits of memory, time and
// files before it reads the first byte; what it says comes back as JSON, and what it costs
// ends with it.
package intake
