package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"asar/internal/documents/blob"
)

// each runs a test on both kinds of store; spoil changes a stored content behind its back.
func each(t *testing.T, test func(t *testing.T, s blob.Store, spoil func(digest string))) {
	t.Run("folder", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, "file://"+dir)
		test(t, s, func(d string) {
			if err := os.WriteFile(filepath.Join(dir, d[:2], d[2:]), []byte("spoilt"), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	})
	t.Run("s3", func(t *testing.T) {
		s, storage := bucket(t)
		test(t, s, func(d string) { storage.objects[d[:2]+"/"+d[2:]] = []byte("spoilt") })
	})
}

func open(t *testing.T, address string) blob.Store {
	t.Helper()
	s, err := blob.OpenStore(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func bucket(t *testing.T) (blob.Store, *objectStorage) {
	t.Helper()
	storage := &objectStorage{objects: map[string][]byte{}}
	server := httptest.NewServer(storage)
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "test-key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test-secret")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return open(t, "s3://scans?region=kz&use_path_style=true&endpoint="+url.QueryEscape(server.URL)), storage
}

func TestWhatIsPutCanBeOpened(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(string)) {
		ctx := context.Background()
		for _, content := range [][]byte{{}, []byte("акт"), bytes.Repeat([]byte{0, 1, 2}, 1_000_000)} {
			d := blob.Digest(content)
			for range 2 { // the second time is harmless
				if err := s.Put(ctx, d, content); err != nil {
					t.Fatal(err)
				}
			}
			got, err := s.Open(ctx, d)
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("opened %d bytes of %d: %v", len(got), len(content), err)
			}
			if there, err := s.Has(ctx, d); !there || err != nil {
				t.Errorf("has: %v, %v", there, err)
			}
		}
	})
}

func TestContentMustMatchItsDigest(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, spoil func(string)) {
		ctx, content := context.Background(), []byte("scan")
		d := blob.Digest(content)
		if err := s.Put(ctx, d, []byte("other")); !errors.Is(err, blob.ErrDigest) {
			t.Errorf("put under a wrong digest: %v", err)
		}
		if err := s.Put(ctx, d, content); err != nil {
			t.Fatal(err)
		}
		spoil(d)
		if _, err := s.Open(ctx, d); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("spoilt content was opened: %v", err)
		}
		if err := s.Put(ctx, d, content); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Open(ctx, d); err != nil {
			t.Errorf("putting again does not mend: %v", err)
		}
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(string)) {
		for _, d := range []string{blob.Digest([]byte("x")), "", "../../etc/passwd", strings.Repeat("A", 64), "ab/" + strings.Repeat("0", 61)} {
			if _, err := s.Open(context.Background(), d); !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("%q: %v", d, err)
			}
			if there, err := s.Has(context.Background(), d); there || err != nil {
				t.Errorf("has %q: %v, %v", d, there, err)
			}
		}
	})
}

func TestListNamesEachContentOnceInOrder(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(string)) {
		var want []string
		for i := range 7 {
			content := fmt.Appendf(nil, "scan %d", i)
			want = append(want, blob.Digest(content))
			if err := s.Put(context.Background(), want[i], content); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(want)
		var got []string
		if err := s.List(context.Background(), func(d string) error { got = append(got, d); return nil }); err != nil || !slices.Equal(got, want) {
			t.Errorf("listed %v, %v", got, err)
		}
		stop := errors.New("enough")
		if err := s.List(context.Background(), func(string) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("the caller's error is lost: %v", err)
		}
	})
}

func TestSameContentFromManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(string)) {
		content := bytes.Repeat([]byte("a"), 100_000)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := s.Put(context.Background(), blob.Digest(content), content); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if _, err := s.Open(context.Background(), blob.Digest(content)); err != nil {
			t.Error(err)
		}
	})
}

func TestUnfinishedFilesAreNoContent(t *testing.T) {
	dir := t.TempDir()
	s := open(t, "file://"+dir)
	d := blob.Digest([]byte("x"))
	if err := s.Put(context.Background(), d, []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{d[:2] + "/." + d[2:] + ".1.0", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	if err := s.List(context.Background(), func(string) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("listed %d, %v", n, err)
	}
	if err := os.WriteFile(filepath.Join(dir, d[:2], d[2:]), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, d[:2])); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may read the folder: %v, %v", info.Mode(), err)
	}
}

func TestStorageThatIsDownIsNotMistakenForEmpty(t *testing.T) {
	s, storage := bucket(t)
	storage.down = true
	d := blob.Digest([]byte("x"))
	if _, err := s.Open(context.Background(), d); err == nil || errors.Is(err, blob.ErrNotFound) {
		t.Errorf("open: %v", err)
	}
	if _, err := s.Has(context.Background(), d); err == nil {
		t.Error("has: no error")
	}
	if err := s.Put(context.Background(), d, []byte("x")); err == nil {
		t.Error("put: no error")
	}
}

func TestAddressesThatAreNoStore(t *testing.T) {
	for _, a := range []string{"", "/dir", "dir", "file://host/dir", "http://a", "s3://", "mem://", "file:dir", "%zz"} {
		if _, err := blob.OpenStore(context.Background(), a); err == nil {
			t.Errorf("%q was opened", a)
		}
	}
}
