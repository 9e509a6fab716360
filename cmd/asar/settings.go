package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"asar/internal/calendar"
	"asar/internal/documents/blob"
	"asar/internal/documents/seal"
	"asar/internal/store"
)

// storage is where rows and files are kept.
type storage struct {
	Database string `env:"ASAR_DATABASE" default:"sqlite:data/asar.db" placeholder:"ADDRESS" help:"The database: sqlite:PATH, or postgres://user:password@host/name."`
	Files    string `env:"ASAR_FILES" placeholder:"ADDRESS" help:"Where files are kept: file:///PATH, or s3://bucket?endpoint=https://host&region=… with the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. A folder beside the SQLite file when empty."`
}

// open opens the database as it is; clock may be nil for the machine's.
func (s storage) open(ctx context.Context, clock calendar.Clock) (*store.DB, error) {
	if path, ok := strings.CutPrefix(s.Database, "sqlite:"); ok {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
	}
	return store.Open(ctx, store.Settings{URL: s.Database, Clock: clock})
}

// openMigrated refuses a database of another schema than the program's.
func (s storage) openMigrated(ctx context.Context, clock calendar.Clock) (*store.DB, error) {
	db, err := s.open(ctx, clock)
	if err != nil {
		return nil, err
	}
	pending, err := db.Pending(ctx)
	if err == nil && pending > 0 {
		err = fmt.Errorf("the database lacks %d migrations: run `asar migrate` first", pending)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// filesAddress is the setting, or the folder beside the SQLite file.
func (s storage) filesAddress() (string, error) {
	if s.Files != "" {
		return s.Files, nil
	}
	dir := "data"
	if path, ok := strings.CutPrefix(s.Database, "sqlite:"); ok {
		dir = filepath.Dir(path)
	}
	full, err := filepath.Abs(filepath.Join(dir, "files"))
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(full)}).String(), err
}

func (s storage) openFiles(ctx context.Context) (blob.Store, error) {
	address, err := s.filesAddress()
	if err != nil {
		return nil, err
	}
	return blob.OpenStore(ctx, address)
}

// secret is what must not lie beside the database.
type secret struct {
	Secret     string `env:"ASAR_SECRET" hidden:"" help:"32 bytes in hexadecimal: seals identification numbers."`
	SecretFile string `env:"ASAR_SECRET_FILE" placeholder:"PATH" help:"File with the secret that seals identification numbers, 32 bytes in hexadecimal; or put the secret itself into ASAR_SECRET. Keep it apart from the database: without it sealed numbers cannot be read. Make one with: openssl rand -hex 32"`
	System     string `env:"ASAR_SYSTEM" placeholder:"FOLDER" help:"Folder with the portal's own keys: seal.key and seal.crt (RSA, of the organisation's information system) seal PDFs, code.key and code.crt (P-256) sign the codes on printed documents; past/ and withdrawn/ hold certificates of earlier keys. When empty, documents are not sealed. See docs/runbooks/keys.md."`
}

// keys are the portal's own, nil when no folder is named.
func (s secret) keys() (*seal.Keys, error) {
	k, err := seal.Open(s.System)
	if err != nil {
		return nil, fmt.Errorf("ASAR_SYSTEM: %w", err)
	}
	return k, nil
}

func (s secret) bytes() ([]byte, error) {
	text := s.Secret
	if text == "" && s.SecretFile != "" {
		b, err := os.ReadFile(s.SecretFile)
		if err != nil {
			return nil, err
		}
		text = strings.TrimSpace(string(b))
	}
	if text == "" {
		return nil, errors.New("ASAR_SECRET is not set; make one with: openssl rand -hex 32")
	}
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != 32 {
		return nil, errors.New("ASAR_SECRET must be 32 bytes in hexadecimal, 64 digits")
	}
	return b, nil
}

// portalSettings say which portal this is and whose signatures it believes.
type portalSettings struct {
	Base     string `env:"ASAR_BASE" placeholder:"URL" help:"The portal's public address, for example https://social.example.kz. It stands in signed texts and on printed forms."`
	Trust    string `env:"ASAR_TRUST" placeholder:"FOLDER" help:"Folder with the pinned root certificates, issuing authorities and revocation lists of the certification authority. Lists are read again every ten minutes."`
	Profile  string `name:"eds-profile" env:"ASAR_EDS_PROFILE" enum:",nca,nca-test,dev" default:"" help:"Whose authorities the folder must hold: nca for real, nca-test for the national authority's tests, dev for development. A folder of another profile, or of two, is refused; empty takes what is there, and the log names it."`
	NCALayer string `name:"ncalayer" env:"ASAR_NCALAYER" placeholder:"URL" help:"Address of NCALayer on the reader's own machine; the usual one when empty."`
}

// baseURL is the public address, checked.
func (s portalSettings) baseURL() (*url.URL, error) {
	u, err := url.Parse(s.Base)
	if s.Base == "" || err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("ASAR_BASE must be the portal's public address, for example https://social.example.kz")
	}
	return u, nil
}

// door is where pages and metrics are served.
type door struct {
	Listen      string `env:"ASAR_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to serve."`
	Metrics     string `env:"ASAR_METRICS" placeholder:"HOST:PORT" help:"Where to serve Prometheus metrics, for operators only; nowhere when empty."`
	Proxies     string `env:"ASAR_PROXIES" placeholder:"ADDRESSES" help:"Addresses whose X-Forwarded-For is believed, comma-separated; none when empty."`
	Regulations string `env:"ASAR_REGULATIONS" placeholder:"NAMES" help:"The editions of the regulations the city works by, comma-separated, as asar regulation list names them; those in force when the decree lost force when empty."`
}

// logging says how much is logged.
type logging struct {
	Log string `env:"ASAR_LOG" default:"info" enum:"debug,info,warn,error" help:"What is logged, as lines of JSON on standard error: debug, info, warn or error."`
}
