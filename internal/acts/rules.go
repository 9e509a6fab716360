package acts

import "slices"

// Status is where an act stands; the same words as the constraint act_status.
type Status string

// The statuses. Void and Corrected acts no longer live: another may be formed for the month.
const (
	Formed    Status = "formed"
	Void      Status = "void"
	Sent      Status = "sent"
	Delivered Status = "delivered"
	Accepted  Status = "accepted"
	Returned  Status = "returned"
	Corrected Status = "corrected"
	Paid      Status = "paid"
)

// Living tells whether the act is the one of its order and month.
func (s Status) Living() bool { return s != Void && s != Corrected }

// answered lists from where an answer of the payer moves an act. Each answer may run ahead
// of those before it; nothing comes after payment, nor after a return: a corrected act is
// another act, with another number.
var answered = map[Status][]Status{
	Delivered: {Sent},
	Accepted:  {Sent, Delivered},
	Returned:  {Sent, Delivered, Accepted},
	Paid:      {Sent, Delivered, Accepted},
}

// effect is what an answer does with an act that stands in a status and has heard answers
// up to a number. moves is false when the answer is only kept: it came late, or the act
// can no longer go there.
func effect(now Status, heard int64, a Answer) (next Status, moves bool) {
	if a.Seq <= heard || !slices.Contains(answered[a.Kind], now) {
		return now, false
	}
	return a.Kind, true
}
