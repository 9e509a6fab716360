package eds_test

import (
	"bytes"
	"testing"
	"time"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/problem"
)

// TestRealAnswers reads what the authority's own responders said, RSA and GOST: one good,
// one "revoked at the beginning of time, on hold", which means that they know no such key.
func TestRealAnswers(t *testing.T) {
	v := eds.NewVerifier(testTrust(t))
	for _, c := range []struct {
		file, serial, standing, key string
		at                          time.Time
		nonce                       []byte
	}{
		{"ocsp_response_individual_sign_2004.bin", "4279390a141f5353a62947b61ed65e81741467d1", eds.IsGood, "", time.Date(2022, 9, 2, 16, 53, 59, 0, time.UTC), []byte{0xb5, 0xe5, 0xc9, 0xb5, 0x52, 0xcb, 0xca, 0xc4}},
		{"ocsp_response_individual_2015.bin", "0ff06211dc82beb00253ffa000f1de84abef454f", eds.IsUnknown, "eds.key-not-known", time.Date(2022, 9, 2, 16, 58, 34, 0, time.UTC), []byte{0xe4, 0x08, 0xff, 0xb7, 0x90, 0x83, 0x4a, 0xf2}},
	} {
		der := fileOf(t, "ocsp", c.file)
		a, err := v.ExamineAnswer(der)
		check(t, err)
		if a.Serial != c.serial || a.Standing() != c.standing || a.From != calendar.At(c.at) || !a.Until.IsZero() || !bytes.Equal(a.Nonce, c.nonce) {
			t.Errorf("%s: %+v, %s", c.file, a, a.Standing())
		}
		if c.key == "" && a.Refusal != nil || c.key != "" && !problem.HasKey(a.Refusal, c.key) {
			t.Errorf("%s: %v, want %q", c.file, a.Refusal, c.key)
		}
		for i := range der {
			if testing.Short() && i%16 > 0 {
				continue
			}
			changed := bytes.Clone(der)
			changed[i] ^= 1
			if got, err := v.ExamineAnswer(changed); err == nil && (got.Serial != a.Serial || got.From != a.From || got.Standing() != a.Standing()) {
				t.Errorf("%s: says something else with byte %d changed", c.file, i)
			}
		}
	}
}
