package registry

import (
	"strings"
	"time"

	"asar/internal/calendar"
	"asar/internal/problem"
)

// IIN is a person's identification number (ЖСН, ИИН): 12 digits of which the first six are
// the birth date. ParseIIN makes one of what was typed, CertifiedIIN of what was certified.
type IIN string

// BIN is an organisation's identification number (БСН, БИН). Only ParseBIN makes one.
type BIN string

// ParseIIN reads a number as people write it, with spaces or without. It returns Invalid
// at field "iin".
func ParseIIN(s string) (IIN, error) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\u00a0", "")
	switch {
	case s == "":
		return "", problem.Fields(problem.At("iin", "registry.iin-empty"))
	case !twelveDigits(s):
		return "", problem.Fields(problem.At("iin", "registry.iin-digits"))
	case !bornOn(s) || !checked(s):
		return "", problem.Fields(problem.At("iin", "registry.iin-wrong"))
	}
	return IIN(s), nil
}

// CertifiedIIN takes the number of a certificate that was verified: what the authority signed
// is whose key it is. Its own test numbers break the rules of what people may type.
func CertifiedIIN(s string) (IIN, error) {
	if !twelveDigits(s) {
		return "", problem.Fields(problem.At("iin", "registry.iin-digits"))
	}
	return IIN(s), nil
}

// ParseBIN reads a number as people write it. It returns Invalid at field "bin".
func ParseBIN(s string) (BIN, error) {
	s = strings.ReplaceAll(s, " ", "")
	if !twelveDigits(s) || !checked(s) || s[4] < '4' || s[4] > '6' {
		return "", problem.Fields(problem.At("bin", "registry.bin-wrong"))
	}
	return BIN(s), nil
}

// Masked shows the last two digits only: with a birth date known, four would give the
// whole number away.
func (i IIN) Masked() string {
	if len(i) != 12 {
		return ""
	}
	return "••••••••••" + string(i[10:])
}

func twelveDigits(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// bornOn tells whether the first seven digits are a birth date: century and sex in the
// seventh, 1 and 2 for 18.., 3 and 4 for 19.., 5 and 6 for 20...
func bornOn(s string) bool {
	century := int(s[6]-'0'+1) / 2
	if century < 1 || century > 3 {
		return false
	}
	number := func(from int) int { return int(s[from]-'0')*10 + int(s[from+1]-'0') }
	_, err := calendar.On(1700+100*century+number(0), time.Month(number(2)), number(4))
	return err == nil
}

// checked compares the last digit with the sum of the others: weights 1 to 11 modulo 11,
// and when that is 10, weights 3 to 11, 1, 2.
func checked(s string) bool {
	sum := func(shift int) (n int) {
		for i := range 11 {
			n += int(s[i]-'0') * ((i+shift)%11 + 1)
		}
		return n % 11
	}
	control := sum(0)
	if control == 10 {
		control = sum(2)
	}
	return control != 10 && control == int(s[11]-'0')
}
