package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"asar/internal/calendar"
	"asar/internal/documents/seal"
	"asar/internal/eds"
	"asar/internal/lang"
	"asar/internal/regulation"
)

type checkCommand struct {
	storage
	secret
	portalSettings
	asking
	door
	partners
}

// finding is one setting with what is wrong with it; wrong is empty when it is right.
type finding struct{ name, value, wrong string }

// Run prints every setting and ends with status 1 when one is wrong.
func (c checkCommand) Run(s *surroundings) error {
	wrong := 0
	for _, f := range c.look(s.ctx) {
		value := f.value
		if value == "" {
			value = "(empty)"
		}
		mark := "ok   "
		if f.wrong != "" {
			wrong, mark = wrong+1, "WRONG"
		}
		_, _ = fmt.Fprintf(s.out, "%s  %-18s %s\n", mark, f.name, value)
		if f.wrong != "" {
			_, _ = fmt.Fprintf(s.out, "       %s\n", f.wrong)
		}
	}
	if wrong > 0 {
		_, _ = fmt.Fprintf(s.out, "%d settings are wrong\n", wrong)
		return errSaid
	}
	_, err := fmt.Fprintln(s.out, "everything is set")
	return err
}

func (c checkCommand) look(ctx context.Context) []finding {
	files, _ := c.filesAddress()
	found := []finding{
		{"ASAR_DATABASE", withoutPassword(c.Database), said(c.checkDatabase(ctx))},
		{"ASAR_FILES", withoutPassword(files), said(c.checkFiles(ctx))},
		{"ASAR_SECRET", c.secretShown(), said(c.checkSecret())},
		{"ASAR_SYSTEM", c.systemShown(), said(c.checkSystem())},
		{"ASAR_BASE", c.Base, said(c.checkBase())},
		{"ASAR_TRUST", c.Trust, said(c.checkTrust())},
		{"ASAR_EDS_PROFILE", c.profileShown(), ""}, // whether it fits is said at ASAR_TRUST
		{"ASAR_NCALAYER", c.NCALayer, said(checkAddress(c.NCALayer, "wss", "ws"))},
		{"ASAR_LISTEN", c.Listen, said(checkListen(c.Listen, false))},
		{"ASAR_METRICS", c.Metrics, said(checkListen(c.Metrics, true))},
		{"ASAR_PROXIES", c.Proxies, said(c.checkProxies())},
		{"ASAR_REGULATIONS", c.Regulations, said(c.checkRegulations())},
	}
	found = append(found, c.asking.look()...)
	found = append(found, c.partners.look()...)
	_, err := lang.Load()
	return append(found, finding{"texts", "kk, ru, en", said(err)})
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func (c checkCommand) checkDatabase(ctx context.Context) error {
	if path, ok := strings.CutPrefix(c.Database, "sqlite:"); ok {
		if _, err := os.Stat(path); err != nil {
			return errors.New("there is no such file yet: run `asar migrate`")
		}
	}
	db, err := c.open(ctx, nil)
	if err != nil {
		return errors.New(withoutPassword(err.Error()))
	}
	defer func() { _ = db.Close() }()
	pending, err := db.Pending(ctx)
	if err == nil && pending > 0 {
		err = fmt.Errorf("%d migrations are missing: run `asar migrate`", pending)
	}
	return err
}

// checkFiles looks, and makes nothing: a folder that is not there yet is made when needed.
func (c checkCommand) checkFiles(ctx context.Context) error {
	address, err := c.filesAddress()
	if err != nil {
		return err
	}
	if path, ok := strings.CutPrefix(address, "file://"); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	files, err := c.openFiles(ctx)
	if err != nil {
		return err
	}
	_, err = files.Has(ctx, strings.Repeat("0", 64))
	return err
}

func (c checkCommand) secretShown() string {
	switch {
	case c.Secret != "":
		return "(hidden)"
	case c.SecretFile != "":
		return "(hidden, in " + c.SecretFile + ")"
	}
	return ""
}

func (c checkCommand) checkSecret() error {
	_, err := c.bytes()
	return err
}

func (c checkCommand) systemShown() string {
	if c.System == "" {
		return "(empty: documents are not sealed, and their codes are not signed)"
	}
	return c.System
}

// checkSystem reads the keys and says what is wrong with their files or dates.
func (c checkCommand) checkSystem() error {
	k, err := seal.Open(c.System)
	if err != nil {
		return err
	}
	return k.Wrong(calendar.System().Now())
}

func (c checkCommand) checkBase() error {
	u, err := c.baseURL()
	if err != nil {
		return err
	}
	if host := u.Hostname(); u.Scheme == "http" && host != "localhost" && !strings.HasPrefix(host, "127.") {
		return errors.New("over plain http cookies travel in the open; use https")
	}
	return nil
}

func (c checkCommand) checkTrust() error {
	if c.Trust == "" {
		return errors.New("ASAR_TRUST must name the folder of the certification authority's certificates")
	}
	trust, err := eds.LoadTrust(c.Trust)
	if err != nil {
		return err
	}
	err = trust.Expect(eds.Profile(c.Profile))
	for _, u := range trust.Unread() {
		err = errors.Join(err, fmt.Errorf("the revocation list %w; take the file away or fetch it again", u))
	}
	return err
}

// profileShown is the setting, and when it is empty what the folder holds.
func (c checkCommand) profileShown() string {
	if c.Profile == "" && c.Trust != "" {
		if t, err := eds.LoadRoots(c.Trust); err == nil {
			return string(t.Profile()) + " (by the folder)"
		}
	}
	return c.Profile
}

func (c checkCommand) checkProxies() error {
	for p := range strings.SplitSeq(c.Proxies, ",") {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if _, err := netip.ParseAddr(p); err != nil {
			return fmt.Errorf("%q is not an address", p)
		}
	}
	return nil
}

func (c checkCommand) checkRegulations() error {
	law, err := regulation.Load()
	if err == nil {
		_, err = law.InUse(c.Regulations)
	}
	return err
}

func checkListen(address string, mayBeEmpty bool) error {
	if address == "" && mayBeEmpty {
		return nil
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil || port == "" {
		return fmt.Errorf("%q must look like 127.0.0.1:8080", address)
	}
	return nil
}

// checkAddress wants an address of one of the schemes; an empty one is no address.
func checkAddress(address string, schemes ...string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err == nil && u.Host != "" {
		for _, s := range schemes {
			if u.Scheme == s {
				return nil
			}
		}
	}
	return fmt.Errorf("must be an address that begins with %s://", strings.Join(schemes, ":// or "))
}

// withoutPassword hides what stands between a user's name and the host.
func withoutPassword(text string) string {
	for _, word := range strings.Fields(text) {
		u, err := url.Parse(strings.Trim(word, `"'`+"`"))
		if err != nil || u.User == nil {
			continue
		}
		if password, set := u.User.Password(); set && password != "" {
			text = strings.ReplaceAll(text, password, "(hidden)")
		}
	}
	if key := os.Getenv("AWS_SECRET_ACCESS_KEY"); key != "" {
		text = strings.ReplaceAll(text, key, "(hidden)")
	}
	return text
}
