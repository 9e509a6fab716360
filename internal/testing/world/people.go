package world

import (
	"slices"

	"asar/internal/access"
	"asar/internal/lang"
)

// Who is one of the town's named people.
type Who struct {
	Key                       string // how tests, guides and people.json name them
	IIN                       string
	Surname, Name, Patronymic string
	Phone, Email, Address     string
	Locale                    lang.Locale
	Unit                      string      // key of the district that cares for them; "" for staff
	Role                      access.Role // of their position; "" when they have none
	At                        string      // key of the unit or organisation of the position
}

// FullName is surname, name and patronymic.
func (w Who) FullName() string { return w.Surname + " " + w.Name + " " + w.Patronymic }

// Roles are what the person is, in the words of people.json.
func (w Who) Roles() []string {
	roles := []string{string(access.Recipient)}
	if w.Role != "" {
		roles = append(roles, string(w.Role))
	}
	if w.specialist() {
		roles = append(roles, string(access.Specialist))
	}
	return roles
}

// specialist tells whether the person provides services themselves.
func (w Who) specialist() bool {
	return slices.Contains([]string{Assistant, SignLanguage, Worker, SecondWorker}, w.Key)
}

// The keys of the town's people.
const (
	Recipient       = "recipient"
	SecondRecipient = "second-recipient"
	ThirdRecipient  = "third-recipient"
	Assistant       = "assistant"
	SignLanguage    = "sign-language"
	Supplier        = "supplier"
	Worker          = "worker"
	SecondWorker    = "second-worker"
	Officer         = "officer"
	OtherOfficer    = "other-officer"
	Administrator   = "administrator"
	Auditor         = "auditor"
)

// The keys of places.
const (
	Bostandyk  = "bostandyk"
	Medeu      = "medeu"
	Department = "department"
	Qamqor     = "qamqor"
)

// People lists everybody with a name. Nobody of them exists: the numbers are made up, and
// their check digits are right.
func People() []Who {
	return []Who{
		{Key: Recipient, IIN: "850412400121", Surname: "Сейтова", Name: "Айгүл", Patronymic: "Маратқызы", Phone: "+7 701 000 01 01", Email: "aigul@town.invalid",
			Address: "Алматы, ул. Тимирязева, 42, кв. 15", Locale: lang.RU, Unit: Bostandyk},
		{Key: SecondRecipient, IIN: "720930300313", Surname: "Әбдірахманов", Name: "Ғалымжан", Patronymic: "Өмірұлы", Phone: "+7 701 000 01 02", Email: "galymzhan@town.invalid",
			Address: "Алматы, Розыбакиев көшесі, 247, 8-пәтер", Locale: lang.KK, Unit: Bostandyk},
		{Key: ThirdRecipient, IIN: "660101400705", Surname: "Петренко", Name: "Людмила", Patronymic: "Ивановна", Phone: "+7 701 000 01 03",
			Address: "Алматы, ул. Достык, 120, кв. 3", Locale: lang.RU, Unit: Medeu},
		{Key: Assistant, IIN: "900217300454", Surname: "Ахметов", Name: "Нұрлан", Patronymic: "Серікұлы", Phone: "+7 701 000 02 01", Email: "nurlan@town.invalid",
			Address: "Алматы, ул. Жандосова, 58, кв. 70", Locale: lang.RU, Unit: Bostandyk},
		{Key: SignLanguage, IIN: "880705400279", Surname: "Ким", Name: "Виктория", Patronymic: "Андреевна", Phone: "+7 701 000 02 02", Email: "viktoria@town.invalid",
			Address: "Алматы, мкр. Орбита-2, 11, кв. 24", Locale: lang.RU, Unit: Bostandyk},
		{Key: Supplier, IIN: "791121400189", Surname: "Орлова", Name: "Наталья", Patronymic: "Петровна", Phone: "+7 701 000 03 01", Email: "orlova@qamqor.invalid",
			Locale: lang.RU, Unit: Bostandyk, Role: access.Supplier, At: Qamqor},
		{Key: Worker, IIN: "940608300605", Surname: "Жүнісбеков", Name: "Ерлан", Patronymic: "Болатұлы", Phone: "+7 701 000 03 02", Locale: lang.KK, Unit: Bostandyk},
		{Key: SecondWorker, IIN: "970223400337", Surname: "Цой", Name: "Алина", Patronymic: "Сергеевна", Phone: "+7 701 000 03 03", Locale: lang.RU, Unit: Bostandyk},
		{Key: Officer, IIN: "810319400093", Surname: "Қасымова", Name: "Һәнипа", Patronymic: "Тілеуқызы", Phone: "+7 727 000 04 01", Email: "kasymova@town.invalid",
			Locale: lang.RU, Role: access.Officer, At: Bostandyk},
		{Key: OtherOfficer, IIN: "861202400510", Surname: "Ли", Name: "Светлана", Patronymic: "Викторовна", Phone: "+7 727 000 04 02", Email: "li@town.invalid",
			Locale: lang.RU, Role: access.Officer, At: Medeu},
		{Key: Administrator, IIN: "830125300220", Surname: "Төлегенов", Name: "Дәурен", Patronymic: "Асқарұлы", Phone: "+7 727 000 05 01", Email: "tolegenov@town.invalid",
			Locale: lang.RU, Role: access.Administrator, At: Department},
		{Key: Auditor, IIN: "760814400405", Surname: "Беккер", Name: "Ирина", Patronymic: "Владимировна", Phone: "+7 727 000 05 02", Email: "bekker@town.invalid",
			Locale: lang.RU, Role: access.Auditor, At: Department},
	}
}

// Names are a name in three languages.
type Names struct{ KK, RU, EN string }

// Firm is an organisation with workers and bed places.
type Firm struct {
	BIN                   string
	Name                  Names
	Unit                  string // key of the district
	Address, Phone, Email string
}

// Organisation is the town's one organisation.
func Organisation() Firm {
	return Firm{
		BIN: BIN, Name: Names{KK: "«Қамқор» ЖШС", RU: "ТОО «Қамқор»", EN: "Qamqor LLP"}, Unit: Bostandyk,
		Address: "Алматы, ул. Гагарина, 311", Phone: "+7 727 000 06 00", Email: "info@qamqor.invalid",
	}
}

// BIN is the number of ТОО «Қамқор».
const BIN = "120540012342"

// Place is a unit of the town.
type Place struct {
	Key, Kind string
	Name      Names
}

// Places are the department and the eight districts of Almaty, the Employment Centre and
// the State Corporation's branch.
func Places() []Place {
	district := func(key, kk, ru, en string) Place {
		return Place{Key: key, Kind: "district", Name: Names{
			KK: kk + " ауданының жұмыспен қамту және әлеуметтік бағдарламалар бөлімі",
			RU: "Отдел занятости и социальных программ " + ru + " района",
			EN: "Department of Employment and Social Programmes of " + en + " district",
		}}
	}
	return []Place{
		{Key: Department, Kind: "department", Name: Names{KK: "Алматы қаласы Әлеуметтік әл-ауқат басқармасы", RU: "Управление социального благосостояния города Алматы", EN: "Department of Social Welfare of Almaty"}},
		district("alatau", "Алатау", "Алатауского", "Alatau"),
		district("almaly", "Алмалы", "Алмалинского", "Almaly"),
		district("auezov", "Әуезов", "Ауэзовского", "Auezov"),
		district(Bostandyk, "Бостандық", "Бостандыкского", "Bostandyk"),
		district("zhetysu", "Жетісу", "Жетысуского", "Zhetysu"),
		district(Medeu, "Медеу", "Медеуского", "Medeu"),
		district("nauryzbay", "Наурызбай", "Наурызбайского", "Nauryzbay"),
		district("turksib", "Түрксіб", "Турксибского", "Turksib"),
		{Key: "employment", Kind: "centre", Name: Names{KK: "Халықты жұмыспен қамту орталығы", RU: "Центр занятости населения", EN: "Employment Centre"}},
		{Key: "corporation", Kind: "corporation", Name: Names{KK: "«Азаматтарға арналған үкімет» мемлекеттік корпорациясы", RU: "Государственная корпорация «Правительство для граждан»", EN: "State Corporation “Government for Citizens”"}},
	}
}
