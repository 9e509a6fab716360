package lang_test

import (
	"regexp"
	"slices"

	"asar/internal/access"
)

// fileNames end like this.
var fileNames = regexp.MustCompile(`\.(txt|templ|js|css|svg|json|pdf|cms|db|go)$`)

// notKeys are strings that read like keys and are not: names of things done, in the history.
var notKeys = map[string]bool{}

func isPermission(s string) bool { return slices.Contains(access.Permissions(), access.Permission(s)) }
