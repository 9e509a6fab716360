package audit

import (
	"encoding/hex"
	"encoding/json"
)

// File is the proof as JSON. Times, digests and details are written exactly as they went
// into the hashes: see Entry and doc.go.
func (p Proof) File(book string) ([]byte, error) {
	type entry struct {
		N       int64  `json:"n"`
		At      string `json:"at"`
		Actor   string `json:"actor"`
		Action  string `json:"action"`
		Request string `json:"request"`
		Details string `json:"details"`
		Digest  string `json:"details_sha256"`
		Prev    string `json:"prev"`
		Hash    string `json:"hash"`
	}
	type head struct {
		Book string `json:"book"`
		N    int64  `json:"n"`
		Hash string `json:"hash"`
	}
	var f struct {
		Format  string  `json:"format"`
		Book    string  `json:"book"`
		Entries []entry `json:"entries"`
		Seal    struct {
			N     int64  `json:"n"`
			At    string `json:"at"`
			Root  string `json:"root"`
			Prev  string `json:"prev"`
			Hash  string `json:"hash"`
			Heads []head `json:"heads"`
		} `json:"seal"`
	}
	f.Format, f.Book = "asar/audit/1", book
	for _, e := range p.Entries {
		f.Entries = append(f.Entries, entry{N: e.N, At: e.At.String(), Actor: e.Actor, Action: e.Action, Request: e.Request, Details: string(e.Details),
			Digest: hex.EncodeToString(e.Digest), Prev: hex.EncodeToString(e.Prev), Hash: hex.EncodeToString(e.Hash)})
	}
	f.Seal.N, f.Seal.At, f.Seal.Root = p.Seal.N, p.Seal.At.String(), hex.EncodeToString(p.Seal.Root)
	f.Seal.Prev, f.Seal.Hash = hex.EncodeToString(p.Seal.Prev), hex.EncodeToString(p.Seal.Hash)
	for _, h := range p.Seal.Heads {
		f.Seal.Heads = append(f.Seal.Heads, head{Book: h.Book, N: h.N, Hash: hex.EncodeToString(h.Hash)})
	}
	return json.MarshalIndent(f, "", " ")
}
