// Package assets holds what pages load: the style sheet, the scripts, the fonts and the
// icon, each under a name with the hash of its content, so that a browser keeps it for
// good. They are built from css/ and js/ by tools/assets (`make assets`) into dist/, which
// is not committed.
package assets
