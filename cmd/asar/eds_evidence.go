package main

import (
	"errors"
	"fmt"

	"asar/internal/eds"
	"asar/internal/signing"
)

type edsEvidence struct {
	storage
	Trust string `env:"ASAR_TRUST" required:"" placeholder:"FOLDER" help:"The trust folder, of which only the pinned roots are used."`
	ID    string `arg:"" optional:"" name:"signature" help:"One signature; all when it is left out."`
}

// Run prints the findings. It ends with 1 when there are any, 2 when nothing could be read.
func (c edsEvidence) Run(s *surroundings) (err error) {
	roots, err := eds.LoadRoots(c.Trust)
	if err != nil {
		return unread(err)
	}
	var one signing.ID
	if c.ID != "" {
		if err := one.UnmarshalText([]byte(c.ID)); err != nil {
			return unread(fmt.Errorf("%q is no name of a signature", c.ID))
		}
	}
	db, err := c.openMigrated(s.ctx, nil)
	if err != nil {
		return unread(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	report, err := signing.VerifyStored(s.ctx, db, operator(), eds.NewVerifier(roots), one)
	if err != nil {
		return unread(err)
	}
	for _, f := range report.Findings {
		_, _ = fmt.Fprintf(s.out, "%s  %s\n", f.Signature, f.Why)
	}
	_, _ = fmt.Fprintf(s.out, "signatures %d, pieces of evidence %d\n", report.Signatures, report.Pieces)
	if len(report.Findings) > 0 {
		_, _ = fmt.Fprintf(s.out, "%d signatures cannot be proved\n", len(report.Findings))
		return errSaid
	}
	_, err = fmt.Fprintln(s.out, "every signature stands")
	return err
}
