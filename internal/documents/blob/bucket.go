package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/s3blob" // s3:// addresses
	"gocloud.dev/gcerrors"
)

// bucket keeps each content as an object of S3-compatible storage, which is durable when
// it has answered.
type bucket struct{ objects *blob.Bucket }

func openBucket(ctx context.Context, address string) (Store, error) {
	objects, err := blob.OpenBucket(ctx, plainSums(address))
	if err != nil {
		return nil, fmt.Errorf("blob: open the bucket: %w", err)
	}
	return &bucket{objects: objects}, nil
}

// plainSums leaves out Amazon's own checksums unless the address asks for them: much
// compatible storage does not know them, and each content is verified by its digest.
func plainSums(address string) string {
	for _, p := range []string{"request_checksum_calculation", "response_checksum_validation"} {
		if !strings.Contains(address, p+"=") {
			joint := "&"
			if !strings.Contains(address, "?") {
				joint = "?"
			}
			address += joint + p + "=when_required"
		}
	}
	return address
}

// Put writes the object unless it is there.
func (s *bucket) Put(ctx context.Context, digest string, content []byte) error {
	if err := checkPut(digest, content); err != nil {
		return err
	}
	if _, err := s.Open(ctx, digest); err == nil {
		return nil
	}
	if err := s.objects.WriteAll(ctx, place(digest), content, &blob.WriterOptions{ContentType: "application/octet-stream"}); err != nil {
		return fmt.Errorf("blob: write: %w", err)
	}
	return nil
}

// Open reads and verifies.
func (s *bucket) Open(ctx context.Context, digest string) ([]byte, error) {
	if !valid(digest) {
		return nil, ErrNotFound
	}
	content, err := s.objects.ReadAll(ctx, place(digest))
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("blob: read: %w", err)
	}
	return checkRead(digest, content)
}

// Has asks for the object's head.
func (s *bucket) Has(ctx context.Context, digest string) (bool, error) {
	if !valid(digest) {
		return false, nil
	}
	there, err := s.objects.Exists(ctx, place(digest))
	if err != nil {
		return false, fmt.Errorf("blob: look: %w", err)
	}
	return there, nil
}

// List goes through the objects in order, page by page.
func (s *bucket) List(ctx context.Context, f func(digest string) error) error {
	objects := s.objects.List(nil)
	for {
		o, err := objects.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("blob: list: %w", err)
		}
		if digest, ok := digestAt(o.Key); ok {
			if err := f(digest); err != nil {
				return err
			}
		}
	}
}
