package eds_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/asn1"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
	"asar/internal/testing/devca"
)

var bySHA1 = devca.AlgorithmID(asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, 5, 0)

// stampedBy is a signature by a key that has ended by now, with a token of a moment when it
// had not.
func stampedBy(t *testing.T, w *world, by *devca.Key, at calendar.Instant, change func(*devca.TimeStamp)) []byte {
	t.Helper()
	key := w.key(t, aigul, devca.Sign, devca.Valid(now.Plus(-20*day), now.Plus(-5*day)))
	m := key.NewMessage(text, at)
	m.Signers[0].Stamp = func(signature []byte) ([]byte, error) {
		s := by.NewStamp(signature, at)
		if change != nil {
			change(s)
		}
		if bytes.Equal(s.Digest, bySHA1) {
			sum := sha1.Sum(signature)
			s.Imprint = sum[:]
		}
		return s.Encode()
	}
	cms, err := m.Encode()
	check(t, err)
	return cms
}

// TestTimeStamps asks about a key that ended five days ago: only a good stamp of its days
// makes its signature valid, and each bad one is a reason of its own.
func TestTimeStamps(t *testing.T) {
	for name, w := range map[string]*world{"RSA": theWorld(t), "GOST": gostWorld(t)} {
		in := now.Plus(-10 * day)
		of := func(options ...devca.Option) *devca.Key {
			return w.key(t, devca.Stamps, devca.Stamper, append([]devca.Option{devca.Valid(now.Plus(-25*day), now.Plus(300*day))}, options...)...)
		}
		good, stolen := of(), of()
		check(t, w.ca.Revoke(stolen.Certificate, now.Plus(-day), 1))
		v, err := w.ca.Verifier()
		check(t, err)
		for _, c := range []struct {
			name, key string
			by        *devca.Key
			at        calendar.Instant
			change    func(*devca.TimeStamp)
		}{
			{"good", "", good, in, nil},
			{"imprint by SHA-1, as the authority's own", "", good, in, func(s *devca.TimeStamp) { s.Digest = bySHA1 }},
			{"names its key by SHA-1, as the authority's own", "", good, in, func(s *devca.TimeStamp) { s.Message.Signers[0].Attributes[3] = good.OldSigningCertificate() }},
			{"over other bytes", "eds.stamp-of-other", good, in, func(s *devca.TimeStamp) { s.Imprint[0] ^= 1 }},
			{"after the key's end", "eds.expired", good, now.Plus(-day), nil},
			{"before the key began", "eds.not-yet-valid", good, now.Plus(-21 * day), nil},
			{"of the future", "eds.stamp-wrong", good, now.Plus(time.Hour), nil},
			{"another policy", "eds.stamp-wrong", good, in, func(s *devca.TimeStamp) { s.Policy = asn1.ObjectIdentifier{1, 2, 398, 3, 3, 2, 7} }},
			{"another version", "eds.stamp-wrong", good, in, func(s *devca.TimeStamp) { s.Version = 2 }},
			{"does not name its key", "eds.stamp-wrong", good, in, func(s *devca.TimeStamp) { s.Message.Signers[0].Attributes = s.Message.Signers[0].Attributes[:3] }},
			{"without its certificate", "eds.stamp-wrong", good, in, func(s *devca.TimeStamp) { s.Message.Certificates = nil }},
			{"of a person's key", "eds.stamp-wrong", w.sign, in, nil},
			{"of another authority", "eds.stamp-wrong", of(devca.Foreign()), in, nil},
			{"usage not critical", "eds.stamp-wrong", of(devca.Uses(false, []int{1, 3, 6, 1, 5, 5, 7, 3, 8})), in, nil},
			{"for mail too", "eds.stamp-wrong", of(devca.Uses(true, []int{1, 3, 6, 1, 5, 5, 7, 3, 8}, []int{1, 3, 6, 1, 5, 5, 7, 3, 4})), in, nil},
			{"by a key not yet begun", "eds.stamp-wrong", of(devca.Valid(now.Plus(-9*day), now.Plus(day))), in, nil},
			{"by a key revoked since", "eds.stamp-wrong", stolen, in, nil},
		} {
			cms := stampedBy(t, w, c.by, c.at, c.change)
			found, err := v.Examine(text, cms, eds.Document, now)
			check(t, err)
			d := found[0]
			if d.Valid() != (c.key == "") || c.key != "" && !hasReason(d, c.key) {
				t.Errorf("%s, %s: %v, want %q", name, c.name, d.Reasons, c.key)
			}
			if _, err := v.Verify(text, cms, forDocument, now); (err == nil) != (c.key == "") {
				t.Errorf("%s, %s: the portal says %v", name, c.name, err)
			}
			if believed := d.At == c.at; believed == (c.key == "eds.stamp-wrong" || c.key == "eds.stamp-of-other") {
				t.Errorf("%s, %s: judged as of %s", name, c.name, d.At)
			}
		}
	}
}

func hasReason(d eds.Verdict, key string) bool {
	for _, err := range d.Reasons {
		if problem.HasKey(err, key) {
			return true
		}
	}
	return false
}

// TestStampEvidence makes a check with a time stamp again from its evidence alone.
func TestStampEvidence(t *testing.T) {
	w := theWorld(t)
	by := w.key(t, devca.Stamps, devca.Stamper, devca.Valid(now.Plus(-25*day), now.Plus(300*day)), devca.Of(devca.GOST512))
	v, err := w.ca.Verifier()
	check(t, err)
	cms := stampedBy(t, w, by, now.Plus(-10*day), nil)
	_, e, err := v.VerifyWith(text, cms, forDocument, now, eds.Proofs{})
	check(t, err)
	if e.At != now.Plus(-10*day) || len(e.Token) == 0 || len(e.Certificates) != 5 {
		t.Fatalf("the evidence is of %s, with %d certificates and a token of %d bytes", e.At, len(e.Certificates), len(e.Token))
	}
	if _, err := v.Again(text, cms, forDocument, e); err != nil {
		t.Errorf("again: %v", err)
	}
	e.Token = nil
	if _, err := v.Again(text, cms, forDocument, e); !problem.HasKey(err, "eds.evidence-changed") {
		t.Errorf("again without the token: %v", err)
	}
}

// TestRealToken reads a token of the authority's own service for tests, whose imprint and
// whose name of its certificate are by SHA-1; each byte of it counts.
func TestRealToken(t *testing.T) {
	v, at := eds.NewVerifier(testTrust(t)), calendar.At(time.Date(2022, 9, 18, 13, 20, 14, 0, time.UTC))
	token := fileOf(t, "tsp", "tsp_token.bin")
	d, err := v.ExamineStamp(nil, token, at)
	check(t, err)
	if d.Signature != eds.IsOK || d.Chain != eds.IsOK || d.Revocation != eds.IsUnknown || d.At != at || len(d.Reasons) != 1 {
		t.Errorf("the token: %+v", d)
	}
	for i := range token {
		changed := bytes.Clone(token)
		changed[i] ^= 1
		if d, err := v.ExamineStamp(nil, changed, at); err == nil && d.Signature == eds.IsOK && d.Chain == eds.IsOK && d.At != at {
			t.Errorf("another moment is believed with byte %d changed", i)
		}
	}
}

// TestBER reads a message whose lengths are not said in advance: a person may ask about it,
// the portal does not take it.
func TestBER(t *testing.T) {
	w := theWorld(t)
	cms, err := w.sign.SignAttached(text, now)
	check(t, err)
	ber := devca.Indefinite(cms)
	found, err := w.verifier.Examine(nil, ber, eds.Document, now)
	if err != nil || len(found) != 1 || !found[0].Valid() {
		t.Errorf("in BER: %+v, %v", found, err)
	}
	if _, err := w.verifier.Verify(text, ber, forDocument, now); !problem.HasKey(err, "eds.not-a-signature") {
		t.Errorf("the portal on BER: %v", err)
	}
	for i := range ber {
		if found, err := w.verifier.Examine(text, ber[:i], eds.Document, now); err == nil {
			t.Errorf("the first %d bytes are read: %+v", i, found)
		}
	}
}
