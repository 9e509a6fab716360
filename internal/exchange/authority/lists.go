package authority

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"asar/internal/eds"
)

// ListsEvery is how often lists are fetched.
const ListsEvery = 15 * time.Minute

// FetchLists brings the lists at the set addresses into the folder of lists below a trust
// folder, where every process of the portal reads them. Only a list that an authority of
// the trust signed is put there, in one step. One that cannot be had does not stop the
// others; all such are in the error.
func (c *Client) FetchLists(ctx context.Context, trust *eds.Trust, folder string) error {
	var left error
	for _, address := range c.settings.Lists {
		if err := c.fetch(ctx, trust, address, filepath.Join(folder, eds.CRLDir)); err != nil {
			left = errors.Join(left, fmt.Errorf("authority: list %s: %w", address, err))
		}
	}
	return left
}

func (c *Client) fetch(ctx context.Context, trust *eds.Trust, address, folder string) error {
	ctx, stop := context.WithTimeout(ctx, listPatience/time.Duration(len(c.settings.Lists)))
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	der, err := c.call(request, "", eds.MaxList)
	if err != nil {
		return err
	}
	if err := trust.AddCRL(der); err != nil {
		return err
	}
	if !trust.Holds(der) {
		return errors.New("it is older than the one held")
	}
	return place(folder, fileName(address), der)
}

// fileName is the same for the same address, and another for another.
func fileName(address string) string {
	sum := sha256.Sum256([]byte(address))
	name := "list"
	if u, err := url.Parse(address); err == nil {
		name = strings.TrimSuffix(path.Base(u.Path), ".crl")
	}
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return -1
	}, name)
	return "fetched-" + clean + "-" + hex.EncodeToString(sum[:4]) + ".crl"
}

// place writes a file so that whoever reads meanwhile sees the old one or the new one.
func place(folder, name string, b []byte) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".fetching-")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(folder, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
