package eds_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// family is one kind of attack. What it needs beyond a signature, a certificate and lists
// is tried where that lives: held names those tests, "folder TestName".
type family struct {
	number, title string
	vectors       int // at least so many here
	held          []string
}

// families are all kinds of attack on signatures that are known here.
var families = []family{
	{"01", "one bit flipped", 19, []string{"internal/eds TestOneBit", "internal/eds TestEveryByte", "internal/eds TestGOSTBytes"}},
	{"02", "signature over other bytes than shown", 26, nil},
	{"03", "a signature sent again", 0, []string{"internal/signing TestASignatureIsUsedOnce", "internal/web TestAnEntryIsForOneBrowserAndOnce"}},
	{"04", "signing-in signature as a document's, and the reverse", 3, nil},
	{"05", "no signer, several, a bad one", 16, nil},
	{"06", "signer's certificate absent, doubled, exchanged", 22, nil},
	{"07", "another person's key", 14, nil},
	{"08", "wrong kind of key", 60, nil},
	{"09", "self-signed, other root, false authority", 32, nil},
	{"10", "dates of the key", 14, nil},
	{"11", "revoked, on hold", 12, nil},
	{"12", "answers about revocation", 0, []string{"internal/eds TestAnswers", "internal/eds TestAnswerAgain", "internal/eds TestAnswerAndTime", "internal/exchange/authority TestFaults"}},
	{"13", "revocation lists", 25, nil},
	{"14", "no answer about revocation", 0, []string{"internal/eds TestNoAnswerButList", "internal/carrying TestASignatureWaitsAndEndsRight", "internal/carrying TestSilenceIsNotWaitedOutForEver", "internal/carrying TestSignInStaysRefused"}},
	{"15", "weak algorithms and forged values", 42, nil},
	{"16", "algorithms that do not belong together", 25, nil},
	{"17", "attributes, encodings, mix-ups", 55, nil},
	{"18", "unsigned attributes and time stamps", 0, []string{"internal/eds TestTimeStamps", "internal/eds TestStampEvidence", "internal/eds TestEveryByte"}},
	{"19", "claimed time", 2, nil},
	{"20", "XML: wrapping, transforms, references", 0, []string{"internal/eds TestForgedLettersAreRefused", "internal/eds TestEveryLetterOfASignedLetterCounts"}},
	{"21", "PDF: bytes added, ranges, overlays", 0, []string{"internal/documents/seal TestChangedFilesAreRefused", "internal/documents/seal TestEveryBitOfTheSealCounts"}},
	{"22", "subject's fields", 48, nil},
	{"23", "depth and size", 13, []string{"internal/eds TestLimits"}},
	{"24", "two checks at once, one that is stopped", 0, []string{"internal/eds TestTogether", "internal/signing TestASignatureIsUsedOnce", "internal/signing TestACheckIsStopped", "internal/carrying TestARaceHasOneEffect"}},
}

// The numbers that are due.
const (
	dueVectors  = 300
	dueGood     = 60
	dueFamilies = 24
)

// tally counts what came of the vectors.
type tally struct {
	good, refused, taken int // good ones, those of them refused; bad ones taken
	bad                  map[string]int
}

func (n *tally) count(v vector, err error) {
	switch {
	case v.key == "" && err != nil:
		n.refused++
		fallthrough
	case v.key == "":
		n.good++
	default:
		n.bad[v.name[:2]]++
		if err == nil {
			n.taken++
		}
	}
}

// prove prints the families and fails when one of them, or all together, are too few.
func (n *tally) prove(t *testing.T) {
	t.Helper()
	total := n.good
	for _, f := range families {
		have := n.bad[f.number]
		total += have
		delete(n.bad, f.number)
		t.Logf("family %s %-55s %3d vectors %s", f.number, f.title, have, strings.Join(f.held, ", "))
		if have < f.vectors && !testing.Short() || have == 0 && len(f.held) == 0 {
			t.Errorf("family %s: %d vectors, %d are due", f.number, have, f.vectors)
		}
		for _, name := range f.held {
			if !testExists(t, name) {
				t.Errorf("family %s: the test %s is gone", f.number, name)
			}
		}
	}
	t.Logf("%d families, %d vectors; %d bad, %d of them taken; %d good, %d of them refused", len(families), total, total-n.good, n.taken, n.good, n.refused)
	if len(n.bad) > 0 || len(families) < dueFamilies || total < dueVectors || n.good < dueGood || n.taken+n.refused > 0 {
		t.Errorf("%d families of %d, %d vectors of %d, %d good of %d; without a family: %v", len(families), dueFamilies, total, dueVectors, n.good, dueGood, n.bad)
	}
}

// testExists looks for a test by the folder it lives in and its name.
func testExists(t *testing.T, name string) bool {
	t.Helper()
	folder, test, _ := strings.Cut(name, " ")
	dir, err := os.Getwd()
	check(t, err)
	files, err := filepath.Glob(filepath.Join(dir, "..", "..", filepath.FromSlash(folder), "*_test.go"))
	check(t, err)
	declared := regexp.MustCompile(fmt.Sprintf(`(?m)^func %s\(`, test))
	return slices.ContainsFunc(files, func(file string) bool {
		source, err := os.ReadFile(file)
		check(t, err)
		return declared.Match(source)
	})
}
