package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/exchange/authority"
	"asar/internal/jobs"
	"asar/internal/signing"
)

// asking is where the certification authority is asked about keys.
type asking struct {
	OCSP      string `name:"ocsp" env:"ASAR_OCSP" placeholder:"URL" help:"Address of the certification authority's OCSP responder, for example http://ocsp.pki.gov.kz. When empty, revocation lists answer alone."`
	OCSPHosts string `name:"ocsp-hosts" env:"ASAR_OCSP_HOSTS" placeholder:"HOSTS" help:"Without ASAR_OCSP: hosts that may be asked when a certificate names them, comma-separated, for example ocsp.pki.gov.kz. Others that a certificate names are never called."`
	Lists     string `name:"lists" env:"ASAR_LISTS" placeholder:"URLS" help:"Addresses of revocation lists, whole and of changes, comma-separated, for example http://crl.pki.gov.kz/nca_gost_2022.crl. asar work fetches them into ASAR_TRUST every 15 minutes; when empty, the operator puts lists there."`

	log *slog.Logger
}

func (a asking) settings() authority.Settings {
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return authority.Settings{OCSP: a.OCSP, Hosts: split(a.OCSPHosts), Lists: split(a.Lists), Log: a.log}
}

// prover asks, or is nil when there is nobody to ask.
func (a asking) prover(v *eds.Verifier, clock calendar.Clock) (signing.Prover, error) {
	s := a.settings()
	if err := s.Check(); err != nil {
		return nil, errors.Join(errors.New("ASAR_OCSP or ASAR_LISTS"), err)
	}
	if !s.On() {
		return nil, nil //nolint:nilnil // nobody is asked
	}
	return authority.New(s, v, clock), nil
}

// fetching is the turn that fetches lists into a trust folder; none without addresses.
func (a asking) fetching(trust *eds.Trust, folder string, clock calendar.Clock) []jobs.Turn {
	if a.Lists == "" {
		return nil
	}
	client := authority.New(a.settings(), eds.NewVerifier(trust), clock)
	return []jobs.Turn{{Name: "revocation-lists", Every: authority.ListsEvery, Do: func(ctx context.Context) error { return client.FetchLists(ctx, trust, folder) }}}
}

func (a asking) look() []finding {
	s := a.settings()
	only := func(s authority.Settings) string { return said(s.Check()) }
	return []finding{
		{"ASAR_OCSP", a.OCSP, only(authority.Settings{OCSP: s.OCSP})},
		{"ASAR_OCSP_HOSTS", a.OCSPHosts, ""},
		{"ASAR_LISTS", a.Lists, only(authority.Settings{Lists: s.Lists})},
	}
}
