package blob_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// objectStorage is as much of S3 as the store uses: PUT, GET, HEAD and LIST by pages of two,
// so that the tests see more than one.
type objectStorage struct {
	sync.Mutex
	objects map[string][]byte
	down    bool
}

type listed struct {
	XMLName               xml.Name `xml:"ListBucketResult"`
	IsTruncated           bool
	NextContinuationToken string `xml:",omitempty"`
	Contents              []listedObject
}

type listedObject struct {
	Key          string
	Size         int
	ETag         string
	LastModified string
}

func (s *objectStorage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	key, found := strings.CutPrefix(r.URL.Path, "/scans/")
	switch {
	case s.down:
		http.Error(w, "down", http.StatusForbidden)
	case !strings.Contains(r.Header.Get("Authorization"), "Credential=test-key/"):
		http.Error(w, "who?", http.StatusForbidden)
	case r.Method == http.MethodGet && (!found || key == ""):
		s.list(w, r)
	case r.Method == http.MethodPut:
		content, _ := io.ReadAll(r.Body)
		s.objects[key] = unchunked(r, content)
		w.Header().Set("ETag", etag(s.objects[key]))
	default:
		s.read(w, r, key)
	}
}

func (s *objectStorage) read(w http.ResponseWriter, r *http.Request, key string) {
	content, ok := s.objects[key]
	if !ok {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusNotFound)
		if r.Method == http.MethodGet {
			fmt.Fprint(w, "<Error><Code>NoSuchKey</Code></Error>")
		}
		return
	}
	w.Header().Set("ETag", etag(content))
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	w.Header().Set("Last-Modified", "Mon, 23 Nov 2026 05:00:00 GMT")
	if r.Method == http.MethodGet {
		_, _ = w.Write(content)
	}
}

func (s *objectStorage) list(w http.ResponseWriter, r *http.Request) {
	after := r.URL.Query().Get("continuation-token")
	keys := []string{}
	for k := range s.objects {
		if k > after {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var out listed
	if len(keys) > 2 {
		keys, out.IsTruncated, out.NextContinuationToken = keys[:2], true, keys[1]
	}
	for _, k := range keys {
		out.Contents = append(out.Contents, listedObject{Key: k, Size: len(s.objects[k]), ETag: etag(s.objects[k]), LastModified: "2026-11-23T05:00:00Z"})
	}
	w.Header().Set("Content-Type", "application/xml")
	_ = xml.NewEncoder(w).Encode(out)
}

// unchunked takes the content out of a signed stream of chunks, when it comes as one.
func unchunked(r *http.Request, body []byte) []byte {
	if !strings.Contains(r.Header.Get("Content-Encoding"), "aws-chunked") {
		return body
	}
	var out []byte
	for len(body) > 0 {
		line, rest, _ := strings.Cut(string(body), "\r\n")
		var n int
		if _, err := fmt.Sscanf(line, "%x", &n); err != nil || n == 0 {
			break
		}
		out = append(out, rest[:n]...)
		body = []byte(rest[n+2:])
	}
	return out
}

func etag(content []byte) string {
	sum := md5.Sum(content)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}
