package main

import "testing"

// TestSplice puts a part in its place, adds one that is new, and leaves the rest.
func TestSplice(t *testing.T) {
	got := string(splice([]byte("# Page\n\nIntro\n\n## One\n\n1\n\n## Two\n\n2\n"), []byte("# Page\n\nOther\n\n## Two\n\nnew\n\n## Three\n\n3\n")))
	if want := "# Page\n\nIntro\n\n## One\n\n1\n\n## Two\n\nnew\n\n## Three\n\n3\n"; got != want {
		t.Errorf("%q", got)
	}
}
