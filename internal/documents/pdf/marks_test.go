package pdf_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// reading is a file opened by a reader that is not ours.
type reading struct {
	*testing.T
	ctx     *model.Context
	pages   []types.Dict
	numbers []int
}

func opened(t *testing.T, file []byte) *reading {
	t.Helper()
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationStrict
	conf.Offline = true
	ctx, err := api.ReadContext(bytes.NewReader(file), conf)
	if err != nil {
		t.Fatalf("another reader cannot read it: %v", err)
	}
	if err := api.ValidateContext(ctx); err != nil {
		t.Fatalf("another reader finds it invalid: %v", err)
	}
	r := &reading{T: t, ctx: ctx}
	kids := r.dict(*r.catalog().IndirectRefEntry("Pages")).ArrayEntry("Kids")
	for _, k := range kids {
		ref := k.(types.IndirectRef)
		r.pages, r.numbers = append(r.pages, r.dict(ref)), append(r.numbers, ref.ObjectNumber.Value())
	}
	return r
}

func (r *reading) catalog() types.Dict {
	d, err := r.ctx.Catalog()
	if err != nil {
		r.Fatal(err)
	}
	return d
}

func (r *reading) dict(o types.Object) types.Dict {
	r.Helper()
	d, err := r.ctx.DereferenceDict(o)
	if err != nil || d == nil {
		r.Fatalf("no dictionary at %v: %v", o, err)
	}
	return d
}

func (r *reading) stream(o types.Object) []byte {
	r.Helper()
	s, _, err := r.ctx.DereferenceStreamDict(o)
	if err != nil || s == nil {
		r.Fatalf("no stream at %v: %v", o, err)
	}
	if err := s.Decode(); err != nil {
		r.Fatal(err)
	}
	return s.Content
}

func (r *reading) name(d types.Dict, key string) string {
	if n := d.NameEntry(key); n != nil {
		return *n
	}
	return ""
}

// mark is a piece of marked content: its page and number.
type mark struct{ page, mcid int }

var (
	begins  = regexp.MustCompile(`^/(\w+) <<(.*)>> BDC$`)
	number  = regexp.MustCompile(`^/MCID (\d+)$`)
	shown   = regexp.MustCompile(`/F(\d) [\d.]+ Tf .*<([0-9A-F]+)> Tj`)
	paints  = regexp.MustCompile(`(^| )(Tj|TJ|f|S|B|Do|re)$| re | f `)
	allowed = map[string]string{"H1": "", "H2": "", "H3": "", "P": "", "TH": "", "TD": "", "Figure": ""}
)

// marked reads the pages: all that is painted is in exactly one marked sequence, which is an
// artifact or has a number used once. It returns the tag of each number.
func (r *reading) marked() map[mark]string {
	tags := map[mark]string{}
	for i, p := range r.pages {
		open := ""
		for line := range strings.SplitSeq(strings.TrimSpace(string(r.stream(p["Contents"]))), "\n") {
			switch m := begins.FindStringSubmatch(line); {
			case m != nil && open != "":
				r.Errorf("page %d: %s begins inside %s", i, m[1], open)
			case m != nil:
				open = m[1]
				if n := number.FindStringSubmatch(m[2]); n != nil {
					id, _ := strconv.Atoi(n[1])
					if _, twice := tags[mark{i, id}]; twice {
						r.Errorf("page %d: number %d is used twice", i, id)
					}
					tags[mark{i, id}] = open
				} else if open != "Artifact" {
					r.Errorf("page %d: %s has no number", i, open)
				}
			case line == "EMC":
				open = ""
			case open == "" && paints.MatchString(line):
				r.Errorf("page %d: painted outside of any mark: %.60s", i, line)
			}
		}
		if open != "" {
			r.Errorf("page %d: %s does not end", i, open)
		}
	}
	return tags
}

// node is an element of the tree as read.
type node struct {
	tag, scope string
	span       int
	alt, box   bool
	kids       []*node
	marks      []mark
	widget     types.Dict // of a signature's field
}

// tree reads the structure tree, and holds each mark against the table of parents.
func (r *reading) tree() *node {
	root := r.dict(r.catalog()["StructTreeRoot"])
	parents := map[mark]int{}
	nums := r.dict(root["ParentTree"]).ArrayEntry("Nums")
	for i := 0; i < len(nums); i += 2 {
		if ref, single := nums[i+1].(types.IndirectRef); single { // of the signature's field
			parents[mark{int(nums[i].(types.Integer)), -1}] = ref.ObjectNumber.Value()
			continue
		}
		for id, ref := range nums[i+1].(types.Array) {
			parents[mark{int(nums[i].(types.Integer)), id}] = ref.(types.IndirectRef).ObjectNumber.Value()
		}
	}
	top := r.node(root["K"], root, parents)
	if len(parents) != 0 {
		r.Errorf("the table of parents has %d marks that no element has", len(parents))
	}
	return top
}

func (r *reading) node(o types.Object, parent types.Dict, parents map[mark]int) *node {
	self := o.(types.IndirectRef).ObjectNumber.Value()
	d := r.dict(o)
	n := &node{tag: r.name(d, "S"), span: 1}
	_, n.alt = d.Find("Alt")
	if attrs := d.DictEntry("A"); attrs != nil {
		n.scope = r.name(attrs, "Scope")
		n.box = attrs.ArrayEntry("BBox") != nil
		if s := attrs.IntEntry("ColSpan"); s != nil {
			n.span = *s
		}
	}
	if up := r.dict(d["P"]); fmt.Sprint(up) != fmt.Sprint(parent) {
		r.Errorf("%s names another parent", n.tag)
	}
	for _, k := range d.ArrayEntry("K") {
		switch v := k.(type) {
		case types.IndirectRef:
			n.kids = append(n.kids, r.node(v, d, parents))
		case types.Integer:
			n.marks = append(n.marks, mark{r.pageOf(d), int(v)})
		case types.Dict:
			if r.name(v, "Type") == "OBJR" {
				widget := r.dict(v["Obj"])
				n.marks = append(n.marks, mark{*widget.IntEntry("StructParent"), -1})
				n.widget = widget
				continue
			}
			n.marks = append(n.marks, mark{r.pageOf(v), *v.IntEntry("MCID")})
		}
	}
	for _, m := range n.marks {
		if parents[m] != self {
			r.Errorf("%s has mark %v, but the table of parents says object %d", n.tag, m, parents[m])
		}
		delete(parents, m)
	}
	return n
}

func (r *reading) pageOf(d types.Dict) int {
	want := d.IndirectRefEntry("Pg").ObjectNumber.Value()
	for i, n := range r.numbers {
		if n == want {
			return i
		}
	}
	r.Fatalf("no page %d", want)
	return 0
}

func (n *node) walk(f func(*node)) {
	f(n)
	for _, k := range n.kids {
		k.walk(f)
	}
}
