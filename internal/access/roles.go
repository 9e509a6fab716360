package access

// Role is what a person is in a cabinet. A person may hold several.
type Role string

// The roles. Staff hold theirs by a position: role × unit × period.
const (
	Recipient     Role = "recipient"     // получатель: every signed-in person about themselves
	Specialist    Role = "specialist"    // специалист: somebody in the register of specialists
	Supplier      Role = "supplier"      // поставщик: an employee who acts for an organisation
	Officer       Role = "officer"       // ответственный специалист of a district office
	Administrator Role = "administrator" // people, roles, exchange
	Auditor       Role = "auditor"       // reads the proofs, changes nothing

	// Parts of the program.
	Payer      Role = "payer"      // reports what E-Sobes answered about an act
	Timekeeper Role = "timekeeper" // does what is due: orders that were not answered
	Postman    Role = "postman"    // delivers messages
	Founder    Role = "founder"    // sets up a new installation or the demo town
)

// Roles lists every role, in the order the golden tables show them.
func Roles() []Role {
	return []Role{Recipient, Specialist, Supplier, Officer, Administrator, Auditor, Payer, Timekeeper, Postman, Founder}
}

// Staff tells whether the role is held by a position in a unit, so that the person
// chooses a cabinet.
func (r Role) Staff() bool {
	return r == Officer || r == Administrator || r == Auditor
}

// reach is how far a role's permission goes.
type reach int

const (
	nothing reach = iota
	asRecipient
	asSpecialist
	asSupplier
	own // records that belong to the person, whatever their side
	inUnit
	everything
)

// grants is the whole table of who may do what, and to which records.
var grants = map[Role]map[Permission]reach{
	Recipient: {
		SeeOwnData: own, SeeNotices: own, SeeAllotments: own, SeeRegister: everything,
		SeeOrders: asRecipient, PlaceOrder: asRecipient, WithdrawOrder: asRecipient, CancelOrder: asRecipient, EndWork: asRecipient,
		SeeJournal: asRecipient, SeeActs: asRecipient, SignAct: asRecipient, SeeFiles: asRecipient,
		EnterRegister: own,
	},
	Specialist: {
		SeeOrders: asSpecialist, AnswerOrder: asSpecialist, CancelOrder: asSpecialist, EndWork: asSpecialist,
		SeeJournal: asSpecialist, KeepJournal: asSpecialist,
		SeeActs: asSpecialist, FormAct: asSpecialist, SignAct: asSpecialist, SendAct: asSpecialist, SeeFiles: asSpecialist,
		LeaveRegister: own,
	},
	Supplier: {
		SeeOwnData: own, SeeNotices: own, SeeRegister: everything,
		SeeOrders: asSupplier, AnswerOrder: asSupplier, CancelOrder: asSupplier, EndWork: asSupplier,
		SeeJournal: asSupplier, SeeActs: asSupplier, FormAct: asSupplier, SignAct: asSupplier, SendAct: asSupplier, SeeFiles: asSupplier,
		KeepOrganisation: asSupplier, EnterRegister: own, LeaveRegister: own,
	},
	Officer: {
		SeeOwnData: own, SeeNotices: own,
		SeeRegister: everything, FindPerson: inUnit, SeeAllotments: inUnit, AllotVolume: inUnit,
		DecideRegister: inUnit, SeeOrders: inUnit, SeeJournal: inUnit, SeeActs: inUnit, SeeFiles: inUnit,
	},
	Administrator: {
		SeeOwnData: own, SeeNotices: own,
		SeeRegister: everything, KeepPeople: everything, SeeExchange: everything, KeepExchange: everything, EndSessions: everything,
	},
	Auditor: {
		SeeOwnData: own, SeeNotices: own,
		SeeRegister: everything, SeeAudit: everything, SeeExchange: everything,
	},
	Payer:      {ReportPayment: everything},
	Timekeeper: {LapseOrders: everything, SealAudit: everything, SealActs: everything, CloseSessions: everything, CheckSignatures: everything},
	Postman:    {DeliverMessages: everything},
	Founder:    {KeepPeople: everything, AllotVolume: everything, KeepOrganisation: everything, DecideRegister: everything},
}

func scopeOf(a Actor, p Permission) Scope {
	s := Scope{permission: p}
	for _, r := range a.roles {
		switch grants[r][p] {
		case nothing:
		case asRecipient:
			s.recipient = a.person
		case asSpecialist:
			s.specialist = a.person
		case asSupplier:
			s.organisation = a.organisation
		case own:
			s.person = a.person
		case inUnit:
			s.unit = a.unit
		case everything:
			s.all = true
		}
	}
	return s
}
