package regulation

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the golden files and the schemas again")

// golden compares with a reviewed file; -update writes it.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(want, got) {
		t.Errorf("%s is not what the program makes; see `go test ./internal/regulation -update` and read the difference", path)
	}
}

func compiled(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("asar.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("asar.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSchemasArePublished(t *testing.T) {
	data, err := DataSchema()
	if err != nil {
		t.Fatal(err)
	}
	export, err := ExportSchema()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "../../docs/regulation.schema.json", data)
	golden(t, "../../docs/regulation-export.schema.json", export)
}

// An independent reader of schemas agrees that the files and the export are as described,
// and refuses a file with a field or word that is not.
func TestTheSchemasDescribeWhatIsWritten(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	drawn, _ := DataSchema()
	schema := compiled(t, drawn)
	for _, e := range c.Editions {
		doc := asJSON(t, e)
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
		doc.(map[string]any)["form"].(map[string]any)["electronic"] = "hardly"
		if schema.Validate(doc) == nil {
			t.Errorf("%s: a word outside the vocabulary was taken", e.Name())
		}
	}
	var out bytes.Buffer
	if err := c.Export(c.Last()).WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(&out)
	if err != nil {
		t.Fatal(err)
	}
	drawn, _ = ExportSchema()
	if err := compiled(t, drawn).Validate(doc); err != nil {
		t.Error(err)
	}
}

func asJSON(t *testing.T, e *Edition) any {
	t.Helper()
	b, err := built.ReadFile("data/" + e.file)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = yaml.YAMLToJSON(b); err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The contract other programs rely on, field by field.
func TestTheExportKeepsItsContract(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.Export(c.Last()).WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var x struct {
		Decree struct {
			Number, Date string
			RepealedBy   struct{ Number, Date string } `json:"repealed_by"`
		}
		Services []struct {
			Annex     int
			Key       string
			Title     struct{ RU, KK, EN string }
			Channels  []any
			Form      any
			Processes []struct {
				Key, Clause string
				Steps       []struct {
					N                  int
					Clause, Role, Kind string
					ActorRU            *string `json:"actor_ru"`
					TextRU             string  `json:"text_ru"`
					Duration           map[string]any
					ResultRU           *string `json:"result_ru"`
					Branches           []any
				}
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &x); err != nil {
		t.Fatal(err)
	}
	if x.Decree.Number != "3/539" || x.Decree.Date != "2015-09-09" || x.Decree.RepealedBy.Number != "4/438" || x.Decree.RepealedBy.Date != "2020-10-20" {
		t.Errorf("the decree: %+v", x.Decree)
	}
	for _, s := range x.Services {
		if s.Title.RU == "" || s.Title.KK == "" || s.Title.EN == "" || s.Channels == nil || s.Form == nil {
			t.Errorf("annex %d lacks something: %+v", s.Annex, s.Title)
		}
		for _, p := range s.Processes {
			for i, step := range p.Steps {
				_, value := step.Duration["value"]
				_, qualifier := step.Duration["qualifier"]
				if step.N != i+1 || step.ActorRU == nil || step.TextRU == "" || step.Role == "" || step.Kind == "" || !value || !qualifier || step.Branches == nil {
					t.Errorf("annex %d, %s, step %d: %+v", s.Annex, p.Key, step.N, step)
				}
			}
		}
	}
}
