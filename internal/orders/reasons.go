package orders

import (
	"slices"
	"strings"

	"asar/internal/problem"
)

// ReasonCode is a reason from the list; its words are the text "orders.reason.<code>".
type ReasonCode string

// Other is the reason that must be told in words.
const Other ReasonCode = "other"

// longestReason is how much may be written, in characters.
const longestReason = 1000

// Which reasons may be chosen is not said in the manual (assumed): the lists are the most
// frequent ones, and "other" takes what they lack.
var reasons = map[Action][]ReasonCode{
	Decline:            {"no-free-hours", "too-far", "illness", "schedule", "needs-other-skills", Other},
	CancelAsRecipient:  {"not-needed", "moved", "hospital", "dissatisfied", "schedule", "agreed", Other},
	CancelAsSpecialist: {"illness", "schedule", "moved", "unsafe", "recipient-absent", "agreed", Other},
}

// ReasonCodes lists the reasons an action may have.
func ReasonCodes(a Action) []ReasonCode { return slices.Clone(reasons[a]) }

// Text is the key of the reason's words.
func (c ReasonCode) Text() string { return "orders.reason." + string(c) }

// Reason is why an order was declined or cancelled.
type Reason struct {
	Code ReasonCode
	Text string
}

// check returns Invalid at "reason" or "reason-text".
func (r Reason) check(a Action) error {
	var wrong []problem.Field
	switch text := strings.TrimSpace(r.Text); {
	case !slices.Contains(reasons[a], r.Code):
		wrong = append(wrong, problem.At("reason", "orders.reason-needed"))
	case r.Code == Other && text == "":
		wrong = append(wrong, problem.At("reason-text", "orders.reason-text-needed"))
	case len([]rune(text)) > longestReason:
		wrong = append(wrong, problem.At("reason-text", "orders.reason-too-long", problem.Args{"Limit": longestReason}))
	}
	return problem.Fields(wrong...)
}
