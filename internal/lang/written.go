package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"asar/internal/calendar"
)

// months are names as they stand in a date and alone, and cut short.
type monthNames struct{ inDate, alone, short [12]string }

var monthsOf = map[Locale]monthNames{
	KK: {
		inDate: [12]string{"қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"},
		alone:  [12]string{"қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"},
		short:  [12]string{"қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел."},
	},
	RU: {
		inDate: [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
		alone:  [12]string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
		short:  [12]string{"янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек."},
	},
	EN: {
		inDate: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		alone:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		short:  [12]string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"},
	},
}

var weekdaysOf = map[Locale][7]string{ // Sunday first, as time.Weekday counts
	KK: {"жексенбі", "дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі"},
	RU: {"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
	EN: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

var shortWeekdaysOf = map[Locale][7]string{
	KK: {"жс", "дс", "сс", "ср", "бс", "жм", "сб"},
	RU: {"вс", "пн", "вт", "ср", "чт", "пт", "сб"},
	EN: {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
}

const nbsp = "\u00a0"

// Date is a day in full: «23 ноября 2026», «2026 ж. 23 қараша».
func (w *Words) Date(d calendar.Date) string { return w.date(d, monthsOf[w.locale].inDate) }

// ShortDate is a day for tables: «23 нояб. 2026».
func (w *Words) ShortDate(d calendar.Date) string { return w.date(d, monthsOf[w.locale].short) }

func (w *Words) date(d calendar.Date, names [12]string) string {
	if d.IsZero() {
		return ""
	}
	day, month, year := strconv.Itoa(d.Day), names[d.Month-1], strconv.Itoa(d.Year)
	if w.locale == KK {
		return year + nbsp + "ж." + nbsp + day + nbsp + month
	}
	return day + nbsp + month + nbsp + year
}

// DayMonth is a day of a known year: «23 ноября».
func (w *Words) DayMonth(d calendar.Date) string {
	return strconv.Itoa(d.Day) + nbsp + monthsOf[w.locale].inDate[d.Month-1]
}

// Time is a time of day in the city: 18:05.
func (w *Words) Time(i calendar.Instant) string { return i.Local().Format("15:04") }

// DateTime is a moment in the city: «23 ноября 2026, 18:05».
func (w *Words) DateTime(i calendar.Instant) string {
	if i.IsZero() {
		return ""
	}
	return w.Date(i.Date()) + "," + nbsp + w.Time(i)
}

// Month is a month by itself: «ноябрь 2026», «2026 ж. қараша».
func (w *Words) Month(m calendar.Month) string {
	name := monthsOf[w.locale].alone[m.Month-1]
	if w.locale == KK {
		return strconv.Itoa(m.Year) + nbsp + "ж." + nbsp + name
	}
	return name + nbsp + strconv.Itoa(m.Year)
}

// MonthName is a month's name by itself.
func (w *Words) MonthName(m time.Month) string { return monthsOf[w.locale].alone[m-1] }

// Weekday is a day of the week.
func (w *Words) Weekday(d time.Weekday) string { return weekdaysOf[w.locale][d] }

// ShortWeekday is a day of the week in two or three letters.
func (w *Words) ShortWeekday(d time.Weekday) string { return shortWeekdaysOf[w.locale][d] }

var units = map[Locale][2]string{KK: {"сағ", "мин"}, RU: {"ч", "мин"}, EN: {"h", "min"}}

// Hours is a length of work given in minutes: «4 ч 30 мин».
func (w *Words) Hours(minutes int) string {
	u := units[w.locale]
	h, m := minutes/60, minutes%60
	switch {
	case m == 0:
		return w.Number(h) + nbsp + u[0]
	case h == 0:
		return strconv.Itoa(m) + nbsp + u[1]
	}
	return w.Number(h) + nbsp + u[0] + nbsp + strconv.Itoa(m) + nbsp + u[1]
}

// Number is a whole number with its thousands parted.
func (w *Words) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	gap := nbsp
	if w.locale == EN {
		gap = ","
	}
	if len(s) <= 4 && w.locale != EN {
		return sign + s
	}
	var b strings.Builder
	for i, digit := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(gap)
		}
		b.WriteRune(digit)
	}
	return sign + b.String()
}

// Money is a sum in tenge, given in tiyn: «12 345,50 ₸»; whole tenge have no fraction.
func (w *Words) Money(tiyn int64) string {
	whole, rest := tiyn/100, tiyn%100
	sign := ""
	if tiyn < 0 {
		sign, whole, rest = "−", -whole, -rest
	}
	s := sign + w.Number(int(whole))
	if rest != 0 {
		point := ","
		if w.locale == EN {
			point = "."
		}
		s += fmt.Sprintf("%s%02d", point, rest)
	}
	return s + nbsp + "₸"
}

// Size is a file's size for people: «1,2 МБ».
func (w *Words) Size(bytes int64) string {
	names := map[Locale][2]string{KK: {"КБ", "МБ"}, RU: {"КБ", "МБ"}, EN: {"KB", "MB"}}[w.locale]
	if bytes < 1<<20 {
		return strconv.FormatInt(max(1, bytes>>10), 10) + nbsp + names[0]
	}
	s := fmt.Sprintf("%.1f", float64(bytes)/(1<<20))
	if w.locale != EN {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s + nbsp + names[1]
}
