package registry

import "asar/internal/access"

// ApplicationStatus is where an application stands.
type ApplicationStatus string

// The statuses of an application.
const (
	Waiting   ApplicationStatus = "waiting"
	Approved  ApplicationStatus = "approved"
	Refused   ApplicationStatus = "refused"
	Withdrawn ApplicationStatus = "withdrawn"
)

// EntryStatus is where an entry of the register stands.
type EntryStatus string

// The statuses of an entry.
const (
	Active    EntryStatus = "active"
	Suspended EntryStatus = "suspended" // takes no new orders, works the old ones off
	Left      EntryStatus = "left"
)

// Move is a step from one status to another, and who may take it.
type Move[S ~string] struct {
	Name     string
	From, To S
	Action   string // its name in the history
	Need     access.Permission
	Source   string // the clause or the manual's step it comes from
}

// ApplicationMoves is the whole table of an application's moves. Who filed an application
// may not decide it.
func ApplicationMoves() []Move[ApplicationStatus] {
	return []Move[ApplicationStatus]{
		{Name: "approve", From: Waiting, To: Approved, Action: "registry.approve", Need: access.DecideRegister, Source: "manual: note to step 7"},
		{Name: "refuse", From: Waiting, To: Refused, Action: "registry.refuse", Need: access.DecideRegister, Source: "manual: note to step 7"},
		{Name: "withdraw", From: Waiting, To: Withdrawn, Action: "registry.withdraw", Need: access.EnterRegister, Source: "assumed"},
	}
}

// EntryMoves is the whole table of an entry's moves. Leaving needs an approved application
// and no live orders; coming back needs a new application.
func EntryMoves() []Move[EntryStatus] {
	return []Move[EntryStatus]{
		{Name: "suspend", From: Active, To: Suspended, Action: "registry.suspend", Need: access.DecideRegister, Source: "assumed"},
		{Name: "resume", From: Suspended, To: Active, Action: "registry.resume", Need: access.DecideRegister, Source: "assumed"},
		{Name: "leave", From: Active, To: Left, Action: "registry.leave", Need: access.DecideRegister, Source: "manual: note to step 7"},
		{Name: "leave", From: Suspended, To: Left, Action: "registry.leave", Need: access.DecideRegister, Source: "manual: note to step 7"},
		{Name: "enter", From: Left, To: Active, Action: "registry.enter", Need: access.DecideRegister, Source: "manual: note to step 7"},
	}
}

// allowed are the moves out of a status that the actor may take.
func allowed[S ~string](by access.Actor, from S, table []Move[S]) (may []Move[S]) {
	for _, m := range table {
		if m.From == from && by.May(m.Need) {
			may = append(may, m)
		}
	}
	return may
}

// move finds the move of this name out of a status.
func move[S ~string](name string, from S, table []Move[S]) (found Move[S], ok bool) {
	for _, m := range table {
		if m.Name == name && m.From == from {
			return m, true
		}
	}
	return found, false
}
