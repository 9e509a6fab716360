package regulation

import "asar/internal/calendar"

// Edition is one wording of one regulation, and the period in which it holds.
type Edition struct {
	Annex        int           `yaml:"annex"`
	Key          string        `yaml:"key"`
	Since        Act           `yaml:"since"`
	Until        Act           `yaml:"until"`
	Acts         []Amendment   `yaml:"acts"`
	Unknown      []Unknown     `yaml:"unknown,omitempty"`
	Title        Title         `yaml:"title"`
	Provider     *Provider     `yaml:"provider,omitempty"`
	Channels     []Channel     `yaml:"channels,omitempty"`
	Form         Form          `yaml:"form"`
	Result       *Result       `yaml:"result,omitempty"`
	Grounds      *Clause       `yaml:"grounds,omitempty"`
	Participants []Participant `yaml:"participants"`
	Sections     []string      `yaml:"sections"`
	Points       []Point       `yaml:"points"`
	Appendices   []Appendix    `yaml:"appendices"`
	Processes    []Process     `yaml:"processes,omitempty"`
	Readings     []Reading     `yaml:"readings"`
	Reference    Reference     `yaml:"reference"`

	file string
}

// Name is how an edition is asked for: its file without the ending.
func (e *Edition) Name() string { return e.file[:len(e.file)-len(ending)] }

// Process finds one list of steps by its key.
func (e *Edition) Process(key ProcessKey) (p *Process, found bool) {
	for i := range e.Processes {
		if e.Processes[i].Key == key {
			return &e.Processes[i], true
		}
	}
	return nil, false
}

// Act is a decree of the akimat by its number and day. The day it comes into force is ten
// days after a publication whose day is not in the text; the act's own day stands for it.
type Act struct {
	Number string        `yaml:"number" json:"number"`
	Date   calendar.Date `yaml:"date" json:"date"`
}

// Amendment is an act that gave the regulation its wording, or changed clauses of it.
type Amendment struct {
	Number  string        `yaml:"number"`
	Date    calendar.Date `yaml:"date"`
	Scope   Scope         `yaml:"scope"`
	Clauses []string      `yaml:"clauses,omitempty"`
}

// Unknown is a clause whose wording in this edition is not in the text that is held.
type Unknown struct {
	Clause    string `yaml:"clause"`
	ChangedBy Act    `yaml:"changed_by"`
	Why       string `yaml:"why"`
}

// Title is the service's name: the law's in Russian, ours in English, and in Kazakh with
// how sure it is.
type Title struct {
	RU           string     `yaml:"ru"`
	KK           string     `yaml:"kk"`
	KKConfidence Confidence `yaml:"kk_confidence"`
	EN           string     `yaml:"en"`
}

// Provider is who gives the service, and at which level.
type Provider struct {
	Clause string `yaml:"clause"`
	Level  Place  `yaml:"level"`
	RU     string `yaml:"ru"`
}

// Channel is a way in and out, with the restriction the law puts on it.
type Channel struct {
	Key           ChannelKey `yaml:"key" json:"key"`
	Clause        string     `yaml:"clause" json:"clause"`
	RU            string     `yaml:"ru" json:"ru"`
	RestrictionRU string     `yaml:"restriction_ru,omitempty" json:"restriction_ru,omitempty"`
}

// Form is the form of the service.
type Form struct {
	Clause     string     `yaml:"clause" json:"clause"`
	RU         string     `yaml:"ru" json:"ru"`
	Electronic Automation `yaml:"electronic" json:"electronic"`
	Paper      bool       `yaml:"paper" json:"paper"`
}

// Result is what the service ends with.
type Result struct {
	Clause string `yaml:"clause" json:"clause"`
	RU     string `yaml:"ru" json:"ru"`
	FormRU string `yaml:"form_ru" json:"form_ru"`
}

// Clause is a piece of the law and where it stands.
type Clause struct {
	Clause string `yaml:"clause" json:"clause"`
	RU     string `yaml:"ru" json:"ru"`
}

// Participant is a department or worker that point 7 names.
type Participant struct {
	Clause string `yaml:"clause" json:"clause"`
	RU     string `yaml:"ru" json:"ru"`
	Role   Role   `yaml:"role" json:"role"`
	At     Place  `yaml:"at" json:"at"`
}

// Point is a numbered point: its words before the list it holds, and those after.
type Point struct {
	N       int      `yaml:"n"`
	RU      string   `yaml:"ru"`
	AfterRU []string `yaml:"after_ru,omitempty"`
}

// Appendix is a diagram or handbook the regulation names. The pictures are lost.
type Appendix struct {
	N         int          `yaml:"n,omitempty"`
	LabelRU   string       `yaml:"label_ru,omitempty"`
	Kind      AppendixKind `yaml:"kind"`
	HeadingRU string       `yaml:"heading_ru"`
	Picture   Picture      `yaml:"picture"`
}

// Process is one ordered list of steps.
type Process struct {
	Key       ProcessKey `yaml:"key"`
	Clause    string     `yaml:"clause"`
	VariantRU string     `yaml:"variant_ru,omitempty"`
	Steps     []Step     `yaml:"steps"`
}

// Step is one item of a list, with the law's whole text of it.
type Step struct {
	N            int      `yaml:"n"`
	Clause       string   `yaml:"clause"`
	Mark         string   `yaml:"mark,omitempty"` // «процесс 3», «условие 1»
	ActorRU      string   `yaml:"actor_ru"`       // as written; empty where the law names none
	Role         Role     `yaml:"role"`
	At           Place    `yaml:"at"`
	With         []Actor  `yaml:"with,omitempty"` // who else acts in the same step
	Kind         Kind     `yaml:"kind"`
	Also         []Kind   `yaml:"also,omitempty"`
	TextRU       string   `yaml:"text_ru"`
	Duration     Duration `yaml:"duration"`
	ResultRU     string   `yaml:"result_ru,omitempty"`
	To           *HandOn  `yaml:"to,omitempty"`
	Branches     []Branch `yaml:"branches,omitempty"`
	Systems      []System `yaml:"systems,omitempty"`
	Signs        *Holder  `yaml:"signs,omitempty"`
	Next         []Next   `yaml:"next,omitempty"` // empty: the step that follows in the list
	ParallelWith int      `yaml:"parallel_with,omitempty"`
	Ends         Ending   `yaml:"ends,omitempty"`
	MayRefuse    bool     `yaml:"may_refuse,omitempty"`
	OnlyAfter    string   `yaml:"only_after,omitempty"` // the branch that leads here
}

// Actor is a further actor of a step.
type Actor struct {
	ActorRU string `yaml:"actor_ru" json:"actor_ru"`
	Role    Role   `yaml:"role" json:"role"`
	At      Place  `yaml:"at" json:"at"`
}

// Holder is a role in a place.
type Holder struct {
	Role Role  `yaml:"role" json:"role"`
	At   Place `yaml:"at" json:"at"`
}

// HandOn is to whom a step hands the case, in the law's words.
type HandOn struct {
	Role Role   `yaml:"role" json:"role"`
	At   Place  `yaml:"at" json:"at"`
	RU   string `yaml:"ru" json:"ru"`
}

// Duration is a limit of time. From is empty where the law is silent: then it runs from
// the end of the step before.
type Duration struct {
	Value     *int      `yaml:"value,omitempty" json:"value"`
	Unit      Unit      `yaml:"unit" json:"unit"`
	Qualifier Qualifier `yaml:"qualifier,omitempty" json:"qualifier"`
	Base      Unit      `yaml:"base,omitempty" json:"base,omitempty"` // of what, before an event
	From      Event     `yaml:"from,omitempty" json:"from,omitempty"`
	FromRU    string    `yaml:"from_ru,omitempty" json:"from_ru,omitempty"`
}

// Branch is what a step may lead to besides its main way: an extension, a notice, papers
// that lack, a person who does not come.
type Branch struct {
	Kind      BranchKind `yaml:"kind" json:"kind"`
	TextRU    string     `yaml:"text_ru" json:"text_ru"`
	WhenRU    string     `yaml:"when_ru,omitempty" json:"when_ru,omitempty"`
	Duration  *Duration  `yaml:"duration,omitempty" json:"duration,omitempty"`
	Role      Role       `yaml:"role,omitempty" json:"role,omitempty"`
	At        Place      `yaml:"at,omitempty" json:"at,omitempty"`
	To        *HandOn    `yaml:"to,omitempty" json:"to,omitempty"`
	Reroutes  BranchKind `yaml:"reroutes,omitempty" json:"reroutes,omitempty"` // to the branch of a later step
	Whole     bool       `yaml:"whole,omitempty" json:"whole,omitempty"`       // its term replaces that of the service
	MayRefuse bool       `yaml:"may_refuse,omitempty" json:"may_refuse,omitempty"`
}

// Next is a way out of a step, and when it is taken.
type Next struct {
	Step int  `yaml:"step" json:"step"`
	When When `yaml:"when" json:"when"`
}

// Reading is how the program takes a place where the law is silent or contradicts itself.
type Reading struct {
	Code    string   `yaml:"code" json:"code"`
	Clauses []string `yaml:"clauses" json:"clauses"`
	LawRU   string   `yaml:"law_ru,omitempty" json:"law_ru,omitempty"`
	Taken   string   `yaml:"taken" json:"taken"`
	Why     string   `yaml:"why" json:"why"`
}

// Reference is what the Standard says in points 4, 9 and 10, as far as it is known. Every
// row names its source; none has been verified against the Standard itself.
type Reference struct {
	Terms   []Term     `yaml:"terms,omitempty"`
	Papers  []Remember `yaml:"papers,omitempty"`
	Grounds []Remember `yaml:"grounds,omitempty"`
}

// Term is a term of the service. For is "whole", a process, or the kind of a branch.
type Term struct {
	For        string     `yaml:"for"`
	Value      int        `yaml:"value"`
	Unit       Unit       `yaml:"unit"`
	Source     string     `yaml:"source"`
	Confidence Confidence `yaml:"confidence"`
	Verified   bool       `yaml:"verified"`
	Use        bool       `yaml:"use"` // whether the decree is held against it
	Note       string     `yaml:"note,omitempty"`
}

// Remember is a paper to bring or a ground to refuse.
type Remember struct {
	What       string     `yaml:"what"`
	Source     string     `yaml:"source"`
	Confidence Confidence `yaml:"confidence"`
	Verified   bool       `yaml:"verified"`
}
