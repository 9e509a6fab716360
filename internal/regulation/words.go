package regulation

import "slices"

// vocabulary is a type whose values are a closed list. The loader refuses any other word,
// and the schema names them.
type vocabulary interface{ words() []string }

func list[T ~string](words ...T) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

// Role is what a person, a commission or a system is in a step.
type Role string

// The roles of the decree.
const (
	Recipient         Role = "recipient"
	Specialist        Role = "specialist"
	Responsible       Role = "responsible_specialist"
	Executor          Role = "executor"
	Head              Role = "head"
	DeputyHead        Role = "deputy_head"
	DivisionHead      Role = "division_head"
	Chancellery       Role = "chancellery"
	Migration         Role = "migration_specialist"
	SocialWorker      Role = "social_worker"
	SectionCommission Role = "section_commission"
	SpecialCommission Role = "special_commission"
	HomeCommission    Role = "home_care_commission"
	CareCommission    Role = "institution_commission"
	LabourCommission  Role = "foreign_labour_commission"
	Operator          Role = "operator"
	Accumulation      Role = "accumulation"
	Courier           Role = "courier"
	ProviderItself    Role = "provider"
	Authorised        Role = "authorised_person"
	Portal            Role = "portal"
	Machinery         Role = "information_system"
	AnyoneThere       Role = "unit" // a case is handed to a unit, and not to somebody in it
)

// Place is where a role is held.
type Place string

// The places. A district office or the Centre: the case stays where it was filed.
const (
	Person           Place = "person"
	District         Place = "district"
	Department       Place = "department"
	Centre           Place = "centre"
	DistrictOrCentre Place = "district_or_centre"
	Corporation      Place = "corporation"
	Commission       Place = "commission"
	Machine          Place = "system"
)

// Units are the kinds of unit a place stands for.
func (p Place) Units() []Place {
	if p == DistrictOrCentre {
		return []Place{District, Centre}
	}
	return []Place{p}
}

// holders tells in which places each role exists in a city.
var holders = map[Role][]Place{
	Recipient:         {Person},
	Specialist:        {District, Centre, Corporation},
	Responsible:       {District, Department, Centre},
	Executor:          {District, Department},
	Head:              {District, Department, Centre},
	DeputyHead:        {Department},
	DivisionHead:      {Department},
	Chancellery:       {Department},
	Migration:         {Department},
	SocialWorker:      {District},
	SectionCommission: {Commission},
	SpecialCommission: {Commission},
	HomeCommission:    {Commission},
	CareCommission:    {Commission},
	LabourCommission:  {Commission},
	Operator:          {Corporation},
	Accumulation:      {Corporation},
	Courier:           {Corporation},
	ProviderItself:    {District, Department, Centre},
	Authorised:        {District, Department, Centre},
	Portal:            {Machine},
	Machinery:         {Machine},
	AnyoneThere:       {District, Department, Centre, Corporation},
}

// Places are where the role exists in a city.
func (r Role) Places() []Place { return slices.Clone(holders[r]) }

// held tells whether a role exists in every unit a place stands for.
func held(r Role, at Place) bool {
	for _, u := range at.Units() {
		if !slices.Contains(holders[r], u) {
			return false
		}
	}
	return true
}

// Kind is what is done in a step. These words drive the pages of a case.
type Kind string

// The kinds of work, then those of the portal's lists.
const (
	Submit        Kind = "submit"
	Register      Kind = "register"
	Assign        Kind = "assign"
	Review        Kind = "review"
	RequestPapers Kind = "request_papers"
	Survey        Kind = "survey"
	Calculate     Kind = "calculate"
	Conclude      Kind = "conclude"
	PlaceOnAgenda Kind = "place_on_agenda"
	Decide        Kind = "decide"
	Prepare       Kind = "prepare"
	Sign          Kind = "sign"
	Notify        Kind = "notify"
	HandOver      Kind = "hand_over"
	Issue         Kind = "issue"
	Post          Kind = "post"
	Pay           Kind = "pay"
	Publish       Kind = "publish"
	Enrol         Kind = "enrol"
	SignIn        Kind = "sign_in"
	Examine       Kind = "check"
	Refuse        Kind = "refuse"
	Fill          Kind = "fill"
	Send          Kind = "send"
	Receive       Kind = "receive"
)

// Unit is what a limit is counted in. Day is a day the decree gives no kind for.
type Unit string

// The units.
const (
	Minute      Unit = "minute"
	Hour        Unit = "hour"
	WorkingDay  Unit = "working_day"
	CalendarDay Unit = "calendar_day"
	Day         Unit = "day"
	Month       Unit = "month"
	SameDay     Unit = "same_day"
	BeforeEvent Unit = "before_event"
	AfterEvent  Unit = "after_event"
	NoLimit     Unit = "none"
)

// Qualifier is how a limit is meant; empty is "within".
type Qualifier string

// MarshalJSON writes null for "within".
func (q Qualifier) MarshalJSON() ([]byte, error) {
	if q == "" {
		return []byte("null"), nil
	}
	return []byte(`"` + string(q) + `"`), nil
}

// Event is where a limit starts, or what it is counted back from.
type Event string

// ProcessKey names a list of steps.
type ProcessKey string

// The lists: points 5, 8 and 9, the portal; in annex 5 the six variants of point 5.
const (
	ByProvider      ProcessKey = "provider"
	ByProviderAgain ProcessKey = "provider_p8"
	ByCorporation   ProcessKey = "state_corporation"
	ByPortal        ProcessKey = "portal"
	PermitIssue     ProcessKey = "issue"
	PermitReissue   ProcessKey = "reissue"
	PermitExtend    ProcessKey = "extend"
	ICTIssue        ProcessKey = "ict_issue"
	ICTReissue      ProcessKey = "ict_reissue"
	ICTExtend       ProcessKey = "ict_extend"
)

// The remaining closed lists.
type (
	// Scope is what an act did.
	Scope string
	// Confidence is how sure a thing not in the decree is.
	Confidence string
	// ChannelKey names a way in and out.
	ChannelKey string
	// Automation is how far a service is electronic.
	Automation string
	// AppendixKind is a diagram or a handbook.
	AppendixKind string
	// Picture is whether an appendix's picture is held.
	Picture string
	// BranchKind is what a branch is for.
	BranchKind string
	// System is an information system a step uses.
	System string
	// Ending is how a list ends at a step.
	Ending string
	// When is the condition of a way out of a step.
	When string
)

// Words that the rules ask for by name.
const (
	WholeText   Scope      = "whole"
	Lost        Picture    = "lost"
	Served      Ending     = "served"
	Refused     Ending     = "refused"
	Late        BranchKind = "late_decision"
	Extension   BranchKind = "extension"
	NoShow      BranchKind = "no_show"
	ToPost      BranchKind = "to_post"
	TermEnd     Event      = "term_end"
	Filing      Event      = "filing"
	WholeTerm              = "whole"
	NotLater    Qualifier  = "not_later_than"
	FromChannel ChannelKey = "state_corporation"
)

func (Role) words() []string {
	all := make([]string, 0, len(holders))
	for r := range holders {
		all = append(all, string(r))
	}
	slices.Sort(all)
	return all
}

func (Place) words() []string {
	return list(Person, District, Department, Centre, DistrictOrCentre, Corporation, Commission, Machine)
}

func (Kind) words() []string {
	return list(Submit, Register, Assign, Review, RequestPapers, Survey, Calculate, Conclude, PlaceOnAgenda, Decide, Prepare, Sign, Notify,
		HandOver, Issue, Post, Pay, Publish, Enrol, SignIn, Examine, Refuse, Fill, Send, Receive)
}

func (Unit) words() []string {
	return list(Minute, Hour, WorkingDay, CalendarDay, Day, Month, SameDay, BeforeEvent, AfterEvent, NoLimit)
}

func (Qualifier) words() []string {
	return []string{"at_least", string(NotLater), "not_more_than", "up_to", "extended_by", "after_expiry", "same_day", "on_the_date_in_the_receipt"}
}

func (Event) words() []string {
	return []string{string(Filing), "receipt", "registration", "decision", "session", string(TermEnd), "request", "signing", "date_in_receipt"}
}

func (ProcessKey) words() []string {
	return list(ByProvider, ByProviderAgain, ByCorporation, ByPortal, PermitIssue, PermitReissue, PermitExtend, ICTIssue, ICTReissue, ICTExtend)
}

func (Scope) words() []string { return list(WholeText, "changes") }

func (Confidence) words() []string {
	return []string{"source", "memory_high", "memory_medium", "memory_low"}
}

func (ChannelKey) words() []string {
	return list(FromChannel, "provider", "chancellery", "portal", "centre")
}

func (Automation) words() []string   { return []string{"full", "partial", "none"} }
func (AppendixKind) words() []string { return []string{"diagram", "handbook"} }
func (Picture) words() []string      { return list(Lost) }
func (Ending) words() []string       { return list(Served, Refused) }
func (When) words() []string         { return []string{"holds", "fails", "no_show"} }

func (BranchKind) words() []string {
	return list(Extension, "notice", "missing_papers", "lost_papers", Late, "certificate", "duplicate", "compensation", "payment",
		"to_corporation", "fee_papers", NoShow, ToPost, "same_day_hand_over")
}

func (System) words() []string {
	return []string{"portal", "e_sobes", "gateway", "e_licensing", "gbd_fl", "corporation_workplace", "social_assistance", "e_queue",
		"personal_cabinet", "internet_resource", "state_systems"}
}
