package orders

// Status is where an order stands; the same words as the constraint orders_status. Its
// name in the interface is the text "orders.status.<status>", in the manual's words.
type Status string

// The statuses.
const (
	Waiting               Status = "waiting"
	OnExecution           Status = "on-execution"
	Completed             Status = "completed"
	Declined              Status = "declined"
	CancelledByRecipient  Status = "cancelled-by-recipient"
	CancelledBySpecialist Status = "cancelled-by-specialist"
	Withdrawn             Status = "withdrawn"
	Lapsed                Status = "lapsed"
)

// Statuses lists every status, in the order a list of them is shown.
func Statuses() []Status {
	return []Status{Waiting, OnExecution, Completed, Declined, CancelledByRecipient, CancelledBySpecialist, Withdrawn, Lapsed}
}

// ParseStatus reads a status's name.
func ParseStatus(s string) (Status, bool) {
	for _, known := range Statuses() {
		if string(known) == s {
			return known, true
		}
	}
	return "", false
}

// Live tells whether the order still waits for somebody or is worked on.
func (s Status) Live() bool { return s == Waiting || s == OnExecution }

// Cancelled tells whether work was given up after it had begun.
func (s Status) Cancelled() bool { return s == CancelledByRecipient || s == CancelledBySpecialist }

// HasReason tells whether somebody gave a reason for the order's end.
func (s Status) HasReason() bool { return s == Declined || s.Cancelled() }

// Text is the key of the status's name.
func (s Status) Text() string { return "orders.status." + string(s) }
