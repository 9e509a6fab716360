package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"asar/internal/calendar"
	"asar/internal/eds"
	"asar/internal/lang"
	"asar/internal/problem"
)

type edsCommand struct {
	Verify   edsVerify   `cmd:"" help:"Check a signature, a certificate or a revocation list. Ends with 0 when valid, 1 when not, 2 when it could not be read."`
	Show     edsShow     `cmd:"" help:"Explain a signature, a certificate or a revocation list, believing nothing of it."`
	Evidence edsEvidence `cmd:"" help:"Check stored signatures again, all or one, with nothing but the database and the pinned roots. Ends with 0 when every one stands, 1 when not, 2 when nothing could be read."`
	Trust    edsTrust    `cmd:"" help:"The certificates of authorities."`
}

// edsAuthorities are whose signatures are believed.
type edsAuthorities struct {
	Profile string `help:"Whose keys: of the national authority, of its tests, or of development. They are never mixed." enum:"nca,nca-test,dev" default:"nca"`
	Trust   string `help:"The folder of the authorities' certificates; nca-test: ca/test within ASAR_NCA_FIXTURES; dev: a trust folder as for serve." placeholder:"authorities"`
}

func (a edsAuthorities) load() (*eds.Trust, error) {
	dir := a.Trust
	if dir == "" {
		dir = "authorities"
		if a.Profile == string(eds.ProfileNCATest) {
			root := os.Getenv("ASAR_NCA_FIXTURES")
			if root == "" {
				root = filepath.Join("..", "shared", "eds", "fixtures")
			}
			dir = filepath.Join(root, "ca", "test")
		}
	}
	return eds.LoadProfile(eds.Profile(a.Profile), dir)
}

type edsVerify struct {
	edsAuthorities
	CRL     string `help:"A folder of revocation lists, with the folders in it." name:"crl"`
	At      string `help:"The moment to ask about, as 2026-11-24T10:00:00+05:00; empty: now."`
	Content string `help:"The file that was signed, when it is not within the signature." placeholder:"FILE"`
	Purpose string `help:"What the signature is for." enum:"document,entry" default:"document"`
	Format  string `help:"text or json." enum:"text,json" default:"text"`
	Lang    string `help:"The language of the reasons." enum:"kk,ru,en" default:"ru"`
	File    string `arg:"" help:"The file to check; its form is told from its bytes."`
}

// edsVerdict is the answer as programs read it.
type edsVerdict struct {
	Valid   bool        `json:"valid"`
	Signers []edsSigner `json:"signers"`

	kind eds.Format
}

type edsSigner struct {
	IIN        string           `json:"iin"`
	BIN        string           `json:"bin"`
	Subject    string           `json:"subject"`
	Algorithm  string           `json:"algorithm"`
	KeyUse     string           `json:"key_use"`
	Roles      []string         `json:"roles"`
	Signature  string           `json:"signature"`
	Chain      string           `json:"chain"`
	Revocation string           `json:"revocation"`
	ValidAt    calendar.Instant `json:"valid_at"`
	Reasons    []string         `json:"reasons"`
}

// Run checks one file.
func (c edsVerify) Run(s *surroundings) error {
	verdict, err := c.verdict(s)
	if err != nil {
		return unread(err)
	}
	if c.Format == "json" {
		err = writeJSON(s, verdict)
	} else {
		err = verdict.print(s)
	}
	if err == nil && !verdict.Valid {
		return errSaid
	}
	return err
}

func (c edsVerify) verdict(s *surroundings) (edsVerdict, error) {
	texts, err := lang.Load()
	if err != nil {
		return edsVerdict{}, err
	}
	at := calendar.System().Now()
	if c.At != "" {
		if at, err = calendar.ParseInstant(c.At); err != nil {
			return edsVerdict{}, err
		}
	}
	raw, err := readLimited(c.File)
	if err != nil {
		return edsVerdict{}, err
	}
	format, der := eds.Tell(raw)
	found, err := c.examined(s, format, der, at)
	if err != nil {
		return edsVerdict{}, inWords(err, texts.In(lang.Locale(c.Lang)))
	}
	out := edsVerdict{Valid: true, kind: format}
	for _, d := range found {
		out.Valid = out.Valid && d.Valid()
		out.Signers = append(out.Signers, signerOf(d, texts.In(lang.Locale(c.Lang))))
	}
	return out, nil
}

// examined asks twice: with the lists that had begun by the moment, and with all. A list
// that begins later may have dropped an old key, and may tell of a revocation told late.
func (c edsVerify) examined(s *surroundings, format eds.Format, der []byte, at calendar.Instant) ([]eds.Verdict, error) {
	var best []eds.Verdict
	for _, all := range []bool{false, true} {
		trust, err := c.load()
		if err != nil {
			return nil, err
		}
		answers, err := addLists(s, trust, c.CRL, at, all)
		if err != nil {
			return nil, err
		}
		found, err := c.examine(eds.NewVerifier(trust).With(eds.Proofs{Answers: answers}), format, der, at)
		if err != nil {
			return nil, err
		}
		for i := range found {
			if best != nil && weight[best[i].Revocation] >= weight[found[i].Revocation] {
				found[i] = best[i]
			}
		}
		best = found
	}
	return best, nil
}

// weight orders answers about revocation: a bad one stands, and any one is over none.
var weight = map[string]int{eds.IsUnknown: 0, eds.IsGood: 1, eds.IsHeld: 2, eds.IsRevoked: 3}

func (c edsVerify) examine(v *eds.Verifier, format eds.Format, der []byte, at calendar.Instant) ([]eds.Verdict, error) {
	purpose := eds.Purpose(c.Purpose)
	switch format {
	case eds.FormatCertificate:
		cert, err := eds.ReadCertificate(der)
		if err != nil {
			return nil, err
		}
		return []eds.Verdict{v.ExamineCertificate(cert, purpose, at)}, nil
	case eds.FormatXML:
		return v.ExamineXML(der, purpose, at)
	case eds.FormatList:
		found, err := v.ExamineList(der, at)
		return []eds.Verdict{found}, err
	case eds.FormatAnswer:
		found, err := v.VerdictOnAnswer(der, at)
		return []eds.Verdict{found}, err
	case eds.FormatToken:
		content, err := c.content()
		if err != nil {
			return nil, err
		}
		found, err := v.ExamineStamp(content, der, at)
		return []eds.Verdict{found}, err
	case eds.FormatMessage:
		content, err := c.content()
		if err != nil {
			return nil, err
		}
		if _, err = eds.Content(der); content == nil && errors.Is(err, eds.ErrDetached) {
			return nil, errors.New("the signed content is not in this file: name it with --content")
		}
		return v.Examine(content, der, purpose, at)
	case eds.FormatOther:
	}
	return nil, errUnknownFormat
}

// content is the file that was signed, or nil when none is named.
func (c edsVerify) content() ([]byte, error) {
	if c.Content == "" {
		return nil, nil
	}
	b, err := readLimited(c.Content)
	if b == nil {
		b = []byte{}
	}
	return b, err
}

var errUnknownFormat = errors.New("this is neither a signature (CMS or XML), nor a time stamp, nor a certificate, nor a revocation list, nor an OCSP answer")

// addLists takes the lists of a folder that an authority of the trust signed, and gives the
// OCSP answers that lie there too; what is of no authority is left aside, and answers nothing.
func addLists(s *surroundings, trust *eds.Trust, dir string, at calendar.Instant, all bool) (answers [][]byte, err error) {
	if dir == "" {
		return nil, nil
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := readLimited(name)
		if err != nil {
			return err
		}
		format, der := eds.Tell(raw)
		if format == eds.FormatAnswer {
			answers = append(answers, der)
		}
		if format == eds.FormatList {
			err = addList(trust, der, at, all)
		}
		if err != nil {
			_, _ = fmt.Fprintf(s.err, "asar: %s is left aside: %v\n", name, err)
		}
		return nil
	})
	return answers, err
}

func addList(trust *eds.Trust, der []byte, at calendar.Instant, all bool) error {
	info, err := eds.ReadList(der)
	if err == nil && (all || !info.From.After(at)) {
		err = trust.AddCRL(der)
	}
	if errors.Is(err, eds.ErrUnknownAuthority) {
		return nil
	}
	return err
}

// readLimited reads a file that is not larger than anything this command looks at.
func readLimited(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > eds.MaxList {
		err = fmt.Errorf("%s is too large: %d bytes", name, info.Size())
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// inWords says a refusal as a person reads it.
func inWords(err error, w *lang.Words) error {
	if p := new(problem.Error); errors.As(err, &p) {
		return errors.New(w.Problem(p))
	}
	return err
}

func signerOf(d eds.Verdict, w *lang.Words) edsSigner {
	s := d.Signer
	out := edsSigner{IIN: s.IIN, BIN: s.BIN, Subject: subjectOf(s), Algorithm: s.Algorithm, KeyUse: d.KeyUse, Roles: append([]string{}, d.Roles...),
		Signature: d.Signature, Chain: d.Chain, Revocation: d.Revocation, ValidAt: d.At, Reasons: []string{}}
	for _, reason := range d.Reasons {
		out.Reasons = append(out.Reasons, inWords(reason, w).Error())
	}
	return out
}

// subjectOf is a person's name, or the name of what the key is of, and the organisation.
func subjectOf(s eds.Signer) string {
	name := strings.TrimSpace(s.CommonName + " " + s.Patronymic)
	if s.Organisation != "" {
		name += ", " + s.Organisation
	}
	return name
}

func (v edsVerdict) print(s *surroundings) error {
	word := map[bool]string{true: "VALID", false: "NOT VALID"}[v.Valid]
	_, err := fmt.Fprintf(s.out, "%s: %s\n", v.kind, word)
	for i, one := range v.Signers {
		_, err = fmt.Fprintf(s.out, "%d. %s\n   IIN %s, BIN %s\n   key %s, %s, %s\n   signature %s, chain %s, revocation %s, at %s\n", i+1, one.Subject, orDash(one.IIN), orDash(one.BIN),
			one.Algorithm, one.KeyUse, strings.Join(one.Roles, " "), one.Signature, one.Chain, one.Revocation, one.ValidAt)
		for _, reason := range one.Reasons {
			_, err = fmt.Fprintf(s.out, "   - %s\n", reason)
		}
	}
	return err
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

type edsTrust struct {
	Add edsTrustAdd `cmd:"" help:"Put an authority's certificate into a folder, when this program knows its SHA-256."`
}

type edsTrustAdd struct {
	Profile string `help:"Whose authority it is." enum:"nca,nca-test" default:"nca"`
	To      string `help:"The trust folder, for ASAR_TRUST." default:"authorities"`
	File    string `arg:"" help:"The certificate, DER or PEM." type:"existingfile"`
}

// Run refuses every certificate but the pinned ones.
func (c edsTrustAdd) Run(s *surroundings) error {
	raw, err := readLimited(c.File)
	if err != nil {
		return err
	}
	cert, err := eds.ReadCertificate(raw)
	if err != nil {
		return unread(err)
	}
	name, err := eds.AddAuthority(eds.Profile(c.Profile), c.To, cert)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	_, err = fmt.Fprintln(s.out, name)
	return err
}

func unread(err error) error { return fmt.Errorf("%w: %w", errUnread, err) }
