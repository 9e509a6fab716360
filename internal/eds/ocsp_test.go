package eds_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

// asking is one signature, its authority and what the responder says about the key.
type asking struct {
	ca        *devca.Authority
	clock     *calendar.Settable
	responder *devca.Responder
	trust     *eds.Trust
	verifier  *eds.Verifier
	key       *devca.Key
	cms       []byte
}

// newAsking is of a key of either kind. The trust holds no list.
func newAsking(t testing.TB, k devca.Kind) *asking {
	t.Helper()
	a := &asking{clock: calendar.NewSettable(now)}
	var err error
	a.ca, err = devca.Quick(a.clock)
	check(t, err)
	a.responder = a.ca.Responder()
	a.trust, err = eds.NewTrust(
		certs(a.ca.Root(), a.ca.GOSTRoot()), certs(a.ca.Issuing(), a.ca.GOSTIssuing()))
	check(t, err)
	a.verifier = eds.NewVerifier(a.trust)
	a.key, err = a.ca.Issue(aigul, k)
	check(t, err)
	a.cms, err = a.key.Sign(text, now)
	check(t, err)
	return a
}

// ask asks under a fault; accepted is nil when the answer is one to the question.
func (a *asking) ask(t testing.TB, f devca.Fault) (der []byte, accepted error) {
	t.Helper()
	a.responder.Break(f)
	q, err := a.verifier.Question(a.cms)
	check(t, err)
	der, err = a.responder.Answer(q.DER)
	check(t, err)
	return der, q.Accept(der, a.clock.Now())
}

func (a *asking) verify(at calendar.Instant, answers ...[]byte) (eds.Evidence, error) {
	_, e, err := a.verifier.VerifyWith(text, a.cms, forDocument, at, eds.Proofs{Answers: answers})
	return e, err
}

// TestAnswers asks a responder under each fault: what it says with authority is the answer,
// and of everything else nothing counts as good.
func TestAnswers(t *testing.T) {
	for _, k := range []devca.Kind{devca.Sign, devca.GOST} {
		a := newAsking(t, k)
		for _, c := range []struct {
			fault    devca.Fault
			accepted bool
			key      string // of the check with the answer, whether it was accepted or not
		}{
			{devca.NoFault, true, ""}, {devca.SayGood, true, ""}, {devca.ByIssuer, true, ""},
			{devca.SayRevoked, true, "eds.revoked"}, {devca.SayHold, true, "eds.on-hold"},
			{devca.SayUnknown, true, "eds.key-not-known"}, {devca.SayUnknown1970, true, "eds.key-not-known"},
			{devca.Late, false, "eds.cannot-check"}, {devca.PastNext, false, "eds.cannot-check"},
			{devca.Future, false, ""}, {devca.WrongNonce, false, ""}, {devca.NoNonce, false, ""}, // only who asked knows
			{devca.OtherCertificate, false, "eds.cannot-check"}, {devca.OtherIssuer, false, "eds.cannot-check"},
			{devca.WrongSigner, false, "eds.cannot-check"}, {devca.WrongAuthority, false, "eds.cannot-check"}, {devca.NoEKU, false, "eds.cannot-check"},
			{devca.NoNoCheck, false, "eds.cannot-check"}, {devca.OldResponder, false, "eds.cannot-check"},
			{devca.TryLater, false, "eds.cannot-check"}, {devca.InternalError, false, "eds.cannot-check"}, {devca.Unauthorized, false, "eds.cannot-check"},
		} {
			der, err := a.ask(t, c.fault)
			if (err == nil) != c.accepted {
				t.Errorf("%s %q: accepted: %v", k, c.fault, err)
			}
			_, err = a.verify(now, der)
			if c.key == "" && err != nil || c.key != "" && !problem.HasKey(err, c.key) {
				t.Errorf("%s %q: %v, want %q", k, c.fault, err, c.key)
			}
		}
		large := append([]byte{0x30, 0x84, 0, 2, 0, 0}, make([]byte, 128<<10)...)
		if _, err := a.verifier.ExamineAnswer(large); err == nil || !strings.Contains(err.Error(), "too large") {
			t.Errorf("128 KB: %v", err)
		}
		if _, err := a.ask(t, devca.TryLater); !errors.Is(err, eds.ErrNoAnswer) {
			t.Errorf("try later: %v", err)
		}
	}
}

// TestAnswerAgain makes a check again from the answer alone, long after; every piece counts.
func TestAnswerAgain(t *testing.T) {
	for _, k := range []devca.Kind{devca.Sign, devca.GOST} {
		a := newAsking(t, k)
		der, err := a.ask(t, devca.NoFault)
		check(t, err)
		e, err := a.verify(now, der)
		check(t, err)
		if len(e.Answers) != 1 || len(e.Lists) != 0 || len(e.Certificates) != 3 {
			t.Fatalf("%d answers, %d lists", len(e.Answers), len(e.Lists))
		}
		trust, err := eds.NewTrust(certs(a.ca.Root(), a.ca.GOSTRoot()), nil)
		check(t, err)
		v := eds.NewVerifier(trust)
		if _, err := v.Again(text, a.cms, forDocument, e); err != nil {
			t.Error(err)
		}
		for _, piece := range pieces(e) {
			for _, change := range []func([]byte) []byte{func([]byte) []byte { return nil }, func(b []byte) []byte { b[len(b)-9] ^= 1; return b }} {
				if _, err := v.Again(text, a.cms, forDocument, piece(change)); err == nil {
					t.Error("verified again without a piece")
				}
			}
		}
	}
}

// TestAnswerAndTime looks at what an answer says about another moment than its own.
func TestAnswerAndTime(t *testing.T) {
	a := newAsking(t, devca.Sign)
	good, err := a.ask(t, devca.NoFault)
	check(t, err)
	revoked, err := a.ask(t, devca.SayRevoked) // since an hour
	check(t, err)
	for name, c := range map[string]struct {
		at     calendar.Instant
		answer []byte
		key    string
	}{
		"a quarter of an hour old": {now.Plus(15 * time.Minute), good, ""}, "older": {now.Plus(15*time.Minute + time.Second), good, "eds.cannot-check"},
		"given later":                {now.Plus(-4 * time.Minute), good, ""},
		"revoked by then":            {now.Plus(-time.Hour + time.Second), revoked, "eds.not-yet-valid"},
		"revoked at the very moment": {now, revoked, "eds.revoked"},
	} {
		if _, err := a.verify(c.at, c.answer); c.key == "" && err != nil || c.key != "" && !problem.HasKey(err, c.key) {
			t.Errorf("%s: %v, want %q", name, err, c.key)
		}
	}
	if _, err := a.verify(now, revoked, good); !problem.HasKey(err, "eds.revoked") {
		t.Errorf("of two of one moment: %v", err)
	}
	check(t, a.ca.Revoke(a.key.Certificate, now.Plus(time.Minute), 1))
	a.clock.Advance(2 * time.Minute)
	later, err := a.ask(t, devca.NoFault)
	check(t, err)
	if _, err := a.verify(now, later); err != nil {
		t.Errorf("revoked after the moment: %v", err)
	}
	if _, err := a.verify(now.Plus(2*time.Minute), good, later); !problem.HasKey(err, "eds.revoked") {
		t.Errorf("the newer of two: %v", err)
	}
	a.clock.Advance(400 * day)
	over, err := a.ask(t, devca.SayGood)
	check(t, err)
	if _, err := a.verify(now, over); !problem.HasKey(err, "eds.cannot-check") {
		t.Errorf("given after the key's end: %v", err)
	}
}

// TestAnswerAndLists weighs an answer against a list: a newer answer ends a hold, and no
// answer ends a revocation.
func TestAnswerAndLists(t *testing.T) {
	for name, c := range map[string]struct {
		reason int
		newer  bool // the list is newer than the answer
		key    string
	}{
		"on hold, then good":  {6, false, ""},
		"good, then on hold":  {6, true, "eds.on-hold"},
		"revoked, then good":  {1, false, "eds.revoked"},
		"good, then revoked":  {1, true, "eds.revoked"},
		"not on the old list": {-1, false, ""},
	} {
		a := newAsking(t, devca.Sign)
		answer, err := a.ask(t, devca.SayGood)
		check(t, err)
		if !c.newer {
			a.clock.Set(now.Plus(-time.Minute))
		} else {
			a.clock.Advance(time.Minute)
		}
		if c.reason >= 0 {
			check(t, a.ca.Revoke(a.key.Certificate, now.Plus(-2*time.Minute), c.reason))
		}
		list, err := a.ca.CRL()
		check(t, err)
		check(t, a.trust.AddCRL(list))
		if _, err := a.verify(now, answer); c.key == "" && err != nil || c.key != "" && !problem.HasKey(err, c.key) {
			t.Errorf("%s: %v, want %q", name, err, c.key)
		}
	}
}

// TestNoAnswerButList falls back on the list when the answer cannot be believed.
func TestNoAnswerButList(t *testing.T) {
	a := newAsking(t, devca.Sign)
	list, err := a.ca.CRL()
	check(t, err)
	check(t, a.trust.AddCRL(list))
	answer, _ := a.ask(t, devca.WrongSigner)
	e, err := a.verify(now, answer)
	if err != nil || len(e.Lists) != 1 || len(e.Answers) != 0 {
		t.Errorf("%d lists, %d answers, %v", len(e.Lists), len(e.Answers), err)
	}
}

// FuzzAnswer changes an answer: nothing but the responder's own word counts, and what it
// says is one of few things.
func FuzzAnswer(f *testing.F) {
	a := newAsking(f, devca.Sign)
	for _, fault := range append(devca.Faults, devca.NoFault) {
		der, _ := a.ask(f, fault)
		f.Add(der)
	}
	revoked, _ := a.ask(f, devca.SayRevoked)
	v := eds.NewVerifier(a.trust)
	f.Add(revoked)
	f.Fuzz(func(t *testing.T, der []byte) {
		said, err := v.ExamineAnswer(der)
		if err == nil && said.Serial == "" {
			t.Errorf("%+v", said)
		}
		_, err = a.verify(now, der)
		told(t, err)
	})
}
