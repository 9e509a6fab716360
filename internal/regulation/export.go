package regulation

import (
	"encoding/json"
	"io"
)

// Exported is the decree as other programs read it: one wording of each service, the last
// that was in force. docs/regulation-export.schema.json describes it.
type Exported struct {
	Decree   ExportedDecree    `json:"decree"`
	Services []ExportedService `json:"services"`
}

// ExportedDecree is the act and the act that ended it.
type ExportedDecree struct {
	Number     string `json:"number"`
	Date       string `json:"date"`
	RepealedBy Act    `json:"repealed_by"`
}

// ExportedService is one regulation.
type ExportedService struct {
	Annex        int               `json:"annex"`
	Key          string            `json:"key"`
	Title        ExportedTitle     `json:"title"`
	Since        Act               `json:"since"`
	Until        Act               `json:"until"`
	Provider     ExportedProvider  `json:"provider"`
	Channels     []Channel         `json:"channels"`
	Form         Form              `json:"form"`
	Result       Result            `json:"result"`
	Grounds      Clause            `json:"grounds"`
	Participants []Participant     `json:"participants"`
	Processes    []ExportedProcess `json:"processes"`
	Readings     []Reading         `json:"readings"`
}

// ExportedTitle is the name in three languages, and how sure the Kazakh one is.
type ExportedTitle struct {
	RU           string     `json:"ru"`
	KK           string     `json:"kk"`
	EN           string     `json:"en"`
	KKConfidence Confidence `json:"kk_confidence"`
}

// ExportedProvider is who gives the service.
type ExportedProvider struct {
	Clause string `json:"clause"`
	Level  Place  `json:"level"`
	RU     string `json:"ru"`
}

// ExportedProcess is one ordered list.
type ExportedProcess struct {
	Key       ProcessKey     `json:"key"`
	Clause    string         `json:"clause"`
	VariantRU string         `json:"variant_ru,omitempty"`
	Steps     []ExportedStep `json:"steps"`
}

// ExportedStep is one step. ResultRU is null where point 6 gives none.
type ExportedStep struct {
	N            int      `json:"n"`
	Clause       string   `json:"clause"`
	Mark         string   `json:"mark,omitempty"`
	ActorRU      string   `json:"actor_ru"`
	Role         Role     `json:"role"`
	At           Place    `json:"at"`
	With         []Actor  `json:"with,omitempty"`
	TextRU       string   `json:"text_ru"`
	Duration     Duration `json:"duration"`
	ResultRU     *string  `json:"result_ru"`
	Kind         Kind     `json:"kind"`
	Also         []Kind   `json:"also,omitempty"`
	To           *HandOn  `json:"to,omitempty"`
	Branches     []Branch `json:"branches"`
	Systems      []System `json:"systems"`
	Signs        *Holder  `json:"signs,omitempty"`
	Next         []Next   `json:"next,omitempty"`
	ParallelWith int      `json:"parallel_with,omitempty"`
	Ends         Ending   `json:"ends,omitempty"`
	MayRefuse    bool     `json:"may_refuse,omitempty"`
	OnlyAfter    string   `json:"only_after,omitempty"`
}

// Export is what other programs read of the editions given: those in use.
func (c *Catalogue) Export(editions []*Edition) Exported {
	d := c.Decree
	x := Exported{Decree: ExportedDecree{Number: d.Number, Date: d.Date.String(), RepealedBy: d.RepealedBy}}
	for _, e := range editions {
		x.Services = append(x.Services, exportService(e))
	}
	return x
}

// WriteJSON writes the export, the same bytes for the same data.
func (x Exported) WriteJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(x)
}

func exportService(e *Edition) ExportedService {
	s := ExportedService{
		Annex: e.Annex, Key: e.Key, Since: e.Since, Until: e.Until, Form: e.Form, Channels: e.Channels,
		Title:        ExportedTitle{RU: e.Title.RU, KK: e.Title.KK, EN: e.Title.EN, KKConfidence: e.Title.KKConfidence},
		Provider:     ExportedProvider(*e.Provider),
		Result:       *e.Result,
		Grounds:      *e.Grounds,
		Participants: e.Participants,
		Readings:     e.Readings,
	}
	for _, p := range e.Processes {
		x := ExportedProcess{Key: p.Key, Clause: p.Clause, VariantRU: p.VariantRU}
		for _, step := range p.Steps {
			x.Steps = append(x.Steps, exportStep(step))
		}
		s.Processes = append(s.Processes, x)
	}
	return s
}

func exportStep(s Step) ExportedStep {
	x := ExportedStep{
		N: s.N, Clause: s.Clause, Mark: s.Mark, ActorRU: s.ActorRU, Role: s.Role, At: s.At, With: s.With, TextRU: s.TextRU,
		Duration: s.Duration, Kind: s.Kind, Also: s.Also, To: s.To, Branches: s.Branches, Systems: s.Systems, Signs: s.Signs,
		Next: s.Next, ParallelWith: s.ParallelWith, Ends: s.Ends, MayRefuse: s.MayRefuse, OnlyAfter: s.OnlyAfter,
	}
	if s.ResultRU != "" {
		x.ResultRU = &s.ResultRU
	}
	if x.Branches == nil {
		x.Branches = []Branch{}
	}
	if x.Systems == nil {
		x.Systems = []System{}
	}
	return x
}
