package main

import (
	"fmt"
	"strings"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/lang"
)

type edsShow struct {
	Lang string `help:"The language of the explanation." enum:"kk,ru,en" default:"ru"`
	File string `arg:"" help:"The file to explain."`
}

// Run says what a file is and what it says of itself.
func (c edsShow) Run(s *surroundings) error {
	texts, err := lang.Load()
	if err != nil {
		return err
	}
	raw, err := readLimited(c.File)
	if err != nil {
		return unread(err)
	}
	w := texts.In(lang.Locale(c.Lang))
	format, der := eds.Tell(raw)
	told, err := shown(w, format, der)
	if err != nil {
		return unread(inWords(err, w))
	}
	lines := append([]string{w.Say("eds-show.kind."+string(format)) + ", " + w.Size(int64(len(der))), w.Say("eds-show.unchecked")}, told...)
	_, err = fmt.Fprintln(s.out, strings.Join(lines, "\n"))
	return err
}

// shown is what a file says of itself, believing nothing of it.
func shown(w *lang.Words, format eds.Format, der []byte) ([]string, error) {
	switch format {
	case eds.FormatList:
		return shownList(w, der)
	case eds.FormatAnswer:
		return shownAnswer(w, der)
	case eds.FormatOther:
		return nil, errUnknownFormat
	case eds.FormatMessage, eds.FormatXML, eds.FormatToken, eds.FormatCertificate:
	}
	nobody, err := eds.NewTrust(nil, nil)
	if err != nil {
		return nil, err
	}
	v, now := eds.NewVerifier(nobody), calendar.System().Now()
	var found []eds.Verdict
	var lines []string
	switch format {
	case eds.FormatXML:
		found, err = v.ExamineXML(der, eds.Document, now)
	case eds.FormatToken:
		var one eds.Verdict
		one, err = v.ExamineStamp(nil, der, now)
		found, lines = []eds.Verdict{one}, []string{w.Say("eds-show.moment", lang.Args{"At": w.DateTime(one.At)})}
	case eds.FormatCertificate:
		cert, wrong := eds.ReadCertificate(der)
		if wrong != nil {
			return nil, wrong
		}
		found = []eds.Verdict{v.ExamineCertificate(cert, eds.Document, now)}
	default:
		found, err = v.Examine(nil, der, eds.Document, now)
		lines = []string{shownContent(w, der)}
	}
	if err != nil {
		return nil, err
	}
	for i, d := range found {
		lines = append(lines, shownSigner(w, i+1, d)...)
	}
	return lines, nil
}

func shownContent(w *lang.Words, der []byte) string {
	content, err := eds.Content(der)
	if err != nil {
		return w.Say("eds-show.detached")
	}
	return w.Say("eds-show.attached", lang.Args{"Size": w.Size(int64(len(content)))})
}

func shownSigner(w *lang.Words, number int, d eds.Verdict) []string {
	p := d.Signer
	lines := []string{
		fmt.Sprintf("%d. %s", number, orDash(subjectOf(p))),
		w.Say("eds-show.numbers", lang.Args{"IIN": orDash(p.IIN), "BIN": orDash(p.BIN)}),
		w.Say("eds-show.key", lang.Args{"Algorithm": p.Algorithm, "Use": w.Say("eds-show.use." + d.KeyUse)}),
	}
	var roles []string
	for _, r := range d.Roles {
		roles = append(roles, w.Say("eds-show.role."+r))
	}
	if len(roles) > 0 {
		lines = append(lines, w.Say("eds-show.roles", lang.Args{"Roles": strings.Join(roles, ", ")}))
	}
	lines = append(lines, w.Say("eds-show.issuer", lang.Args{"Issuer": p.Issuer, "Serial": p.Serial}),
		w.Say("eds-show.dates", lang.Args{"From": w.DateTime(p.NotBefore), "Until": w.DateTime(p.NotAfter)}))
	if !p.SignedAt.IsZero() {
		lines = append(lines, w.Say("eds-show.claimed", lang.Args{"At": w.DateTime(p.SignedAt)}))
	}
	return lines
}

func shownList(w *lang.Words, der []byte) ([]string, error) {
	info, err := eds.ReadList(der)
	if err != nil {
		return nil, err
	}
	kind := "eds-show.whole"
	if info.Delta {
		kind = "eds-show.changes"
	}
	return []string{
		w.Say(kind, lang.Args{"Issuer": info.Issuer}),
		w.Say("eds-show.dates", lang.Args{"From": w.DateTime(info.From), "Until": w.DateTime(info.Until)}),
		w.Say("eds-show.revoked", lang.Args{"Count": info.Revoked}),
	}, nil
}

func shownAnswer(w *lang.Words, der []byte) ([]string, error) {
	all, err := eds.ReadAnswer(der)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, a := range all {
		lines = append(lines, w.Say("eds-show.about", lang.Args{"Serial": a.Serial}), w.Say("eds-show.standing."+a.Standing()),
			w.Say("eds-show.moment", lang.Args{"At": w.DateTime(a.From)}))
	}
	return lines, nil
}
