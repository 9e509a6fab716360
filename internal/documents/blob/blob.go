// Package blob keeps files outside the database, each under the SHA-256 of its content, in
// a folder or in S3-compatible storage.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Store keeps content under its digest: 64 lower-case hexadecimal digits of SHA-256.
// Content never changes: putting it again is harmless.
type Store interface {
	// Put keeps content durably before it returns; ErrDigest if the digest is not the content's.
	Put(ctx context.Context, digest string, content []byte) error
	// Open is the content, verified against the digest; ErrNotFound, or ErrDamaged.
	Open(ctx context.Context, digest string) ([]byte, error)
	// Has tells whether the content is kept, without reading it.
	Has(ctx context.Context, digest string) (bool, error)
	// List calls f for every digest kept, in order, until f returns an error, which comes back.
	List(ctx context.Context, f func(digest string) error) error
}

// What may be wrong with stored content. Nobody outside meets these: they are faults of ours.
var (
	ErrNotFound = errors.New("blob: no such content")
	ErrDamaged  = errors.New("blob: content is not what its digest says")
	ErrDigest   = errors.New("blob: not the digest of this content")
)

// OpenStore opens the store at an address: file:///dir, which is made if need be, or
// s3://bucket?endpoint=https://host&region=…&use_path_style=true&prefix=…, with the keys in
// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
func OpenStore(ctx context.Context, address string) (Store, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("blob: the store's address is not an address") // not wrapped: it may hold a secret
	}
	switch {
	case u.Scheme == "file" && u.Host == "" && strings.HasPrefix(u.Path, "/"):
		return openFolder(u.Path)
	case u.Scheme == "s3" && u.Host != "":
		return openBucket(ctx, address)
	}
	return nil, errors.New("blob: the store's address must be file:///folder or s3://bucket?…")
}

// Digest is the name content is kept under.
func Digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// valid tells whether a name is a digest, and so safe in a path.
func valid(digest string) bool {
	return len(digest) == 2*sha256.Size && strings.Trim(digest, "0123456789abcdef") == ""
}

// place is where a digest lies below the root: two levels, so that no folder is too full.
func place(digest string) string { return digest[:2] + "/" + digest[2:] }

// digestAt undoes place; ok is false for what is no content of ours.
func digestAt(place string) (digest string, ok bool) {
	first, rest, _ := strings.Cut(place, "/")
	digest = first + rest
	return digest, len(first) == 2 && valid(digest)
}

func checkPut(digest string, content []byte) error {
	if Digest(content) != digest {
		return ErrDigest
	}
	return nil
}

func checkRead(digest string, content []byte) ([]byte, error) {
	if Digest(content) != digest {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, digest)
	}
	return content, nil
}
