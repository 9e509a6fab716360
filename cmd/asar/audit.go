package main

import (
	"errors"
	"fmt"

	"asar/internal/access"
	"asar/internal/audit"
)

type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Read the whole history and name every row that was altered, dropped, swapped or back-dated. Keep the printed root where this machine cannot write, and compare."`
}

type auditVerify struct{ storage }

// operator is whoever runs the program's commands on the machine itself.
func operator() access.Actor { return access.System("operator", access.Auditor) }

// Run prints the findings and ends with status 1 when there are any.
func (c auditVerify) Run(s *surroundings) (err error) {
	db, err := c.openMigrated(s.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	report, err := audit.Verify(s.ctx, db, operator())
	if err != nil {
		return err
	}
	for _, f := range report.Findings {
		_, _ = fmt.Fprintln(s.out, f)
	}
	_, _ = fmt.Fprintf(s.out, "entries %d, books %d, seals %d\nroot %x\n", report.Entries, report.Books, report.Seals, report.Root)
	if len(report.Findings) > 0 {
		_, _ = fmt.Fprintf(s.out, "the history was changed in %d places\n", len(report.Findings))
		return errSaid
	}
	_, err = fmt.Fprintln(s.out, "the history is whole")
	return err
}
