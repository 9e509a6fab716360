package access

// Permission names one thing that can be done. The sentence beside it is what an
// administrator is shown.
type Permission string

// The permissions.
const (
	SeeOwnData       Permission = "own-data.see"      // see one's own data and sessions
	SeeNotices       Permission = "notices.see"       // read one's notices
	SeeRegister      Permission = "register.see"      // read the register of specialists
	EnterRegister    Permission = "register.enter"    // apply to enter the register
	LeaveRegister    Permission = "register.leave"    // apply to leave the register
	DecideRegister   Permission = "register.decide"   // decide applications to enter or leave
	KeepOrganisation Permission = "organisation.keep" // keep an organisation's specialists and bed places
	FindPerson       Permission = "person.find"       // find one person by IIN, with a reason
	KeepPeople       Permission = "people.keep"       // keep people, positions and units
	SeeAllotments    Permission = "allotments.see"    // see allotted volumes
	AllotVolume      Permission = "allotments.enter"  // enter an allotted volume by a decision
	SeeOrders        Permission = "orders.see"        // see orders and their history
	PlaceOrder       Permission = "orders.place"      // place an order
	WithdrawOrder    Permission = "orders.withdraw"   // withdraw an order that was not answered
	AnswerOrder      Permission = "orders.answer"     // confirm or decline an order
	CancelOrder      Permission = "orders.cancel"     // cancel an order after work was ended
	EndWork          Permission = "orders.end-work"   // say that joint work has ended
	LapseOrders      Permission = "orders.lapse"      // lapse orders whose answer is overdue
	SeeJournal       Permission = "journal.see"       // read the journal of hours
	KeepJournal      Permission = "journal.keep"      // write the journal of hours
	SeeActs          Permission = "acts.see"          // see acts and what was sent
	FormAct          Permission = "acts.form"         // form the act and escort sheet of a month
	SignAct          Permission = "acts.sign"         // sign an act
	SendAct          Permission = "acts.send"         // send an act to the payer, and correct a returned one
	SealActs         Permission = "acts.seal"         // seal the files of acts both sides signed
	ReportPayment    Permission = "acts.report"       // report what the payer answered
	SeeFiles         Permission = "files.see"         // download files of orders and acts
	SeeExchange      Permission = "exchange.see"      // see messages to other systems
	KeepExchange     Permission = "exchange.keep"     // retry or stop a failed message
	DeliverMessages  Permission = "messages.deliver"  // deliver e-mail and SMS
	SeeAudit         Permission = "audit.see"         // read the history and its proofs
	SealAudit        Permission = "audit.seal"        // seal the history
	EndSessions      Permission = "sessions.end"      // end another person's sessions
	CloseSessions    Permission = "sessions.close"    // close sessions that are over
	CheckSignatures  Permission = "signatures.check"  // check signatures that wait, and end their wait
)

// Permissions lists every permission, in the order the golden tables show them.
func Permissions() []Permission {
	return []Permission{
		SeeOwnData, SeeNotices, SeeRegister, EnterRegister, LeaveRegister, DecideRegister, KeepOrganisation,
		FindPerson, KeepPeople, SeeAllotments, AllotVolume, SeeOrders, PlaceOrder, WithdrawOrder, AnswerOrder,
		CancelOrder, EndWork, LapseOrders, SeeJournal, KeepJournal, SeeActs, FormAct, SignAct, SendAct,
		SealActs, ReportPayment, SeeFiles, SeeExchange, KeepExchange, DeliverMessages, SeeAudit, SealAudit, EndSessions, CloseSessions, CheckSignatures,
	}
}
