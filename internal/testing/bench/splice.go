package main

import (
	"bytes"
	"strings"
)

// splice puts the parts of a page that were measured anew into the page that is there, each
// in the place of the old one or at the end. What stands before the first part stays.
func splice(page, fresh []byte) []byte {
	before, old := parts(page)
	_, made := parts(fresh)
	for _, part := range made {
		head, _, _ := strings.Cut(part, "\n")
		found := false
		for i := range old {
			if strings.HasPrefix(old[i], head+"\n") {
				old[i], found = part, true
			}
		}
		if !found {
			old = append(old, part)
		}
	}
	var b bytes.Buffer
	b.WriteString(strings.TrimRight(before, "\n") + "\n")
	for _, part := range old {
		b.WriteString("\n" + strings.TrimRight(part, "\n") + "\n")
	}
	return b.Bytes()
}

// parts are the text before the first heading of the second order, and each with its text.
func parts(page []byte) (before string, all []string) {
	pieces := strings.Split("\n"+string(page), "\n## ")
	for _, p := range pieces[1:] {
		all = append(all, "## "+p)
	}
	return strings.TrimPrefix(pieces[0], "\n"), all
}
