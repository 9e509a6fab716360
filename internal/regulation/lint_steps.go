package regulation

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// limits finds days without a kind and steps without a time.
func (l *linter) limits() {
	l.lists(func(p Process) {
		for _, s := range p.Steps {
			if s.Duration.Unit == Day {
				l.say(Notable, "day-kind", "days, without saying of which kind", []string{at(p, s)}, []string{limitWord.FindString(s.TextRU)})
			}
			for _, b := range s.Branches {
				if b.Duration != nil && b.Duration.Unit == Day {
					l.say(Notable, "day-kind", "days, without saying of which kind ("+string(b.Kind)+")", []string{at(p, s)}, []string{limitWord.FindString(b.TextRU)})
				}
			}
			if s.Duration.Unit == NoLimit && s.Role != Recipient {
				l.say(Notable, "no-term", "a step of the staff without a time", []string{at(p, s)}, []string{s.TextRU})
			}
		}
	})
	portal, found := l.e.Process(ByPortal)
	if !found {
		return
	}
	for _, s := range portal.Steps {
		if s.Role == ProviderItself && s.Duration.Unit == NoLimit {
			l.say(Notable, "no-term", "work of the provider without a time, in a list that has none", []string{s.Clause}, []string{s.TextRU})
		}
	}
}

var (
	limitWord  = regexp.MustCompile(`\d+ ?(?:\([а-я ]+\) ?)?(?:минут|час|рабоч|календарн|дней|дня|месяц)[а-я]*(?: дн[а-я]+)?`)
	inBrackets = regexp.MustCompile(`(в течени[еи] )?(\d+) ?\(([а-я ]+)\) ?([а-я]+(?: дн[а-я]+)?)`)
	noWord     = regexp.MustCompile(`\d+ (?:минут|час|рабоч|дней|дня)[а-я]*`)
	noNumeral  = regexp.MustCompile(`(?:^|[ (])((?:двух|трех|пяти|десяти|тридцати) (?:минут|рабоч[а-я]+ дн[а-я]+|дней))`)
	misspelt   = regexp.MustCompile(`в течении \d+`)
)

// days tells whether a limit is counted in days of any kind or longer.
func (d Duration) days() bool {
	return d.Unit == WorkingDay || d.Unit == CalendarDay || d.Unit == Day || d.Unit == Month
}

// starts finds steps that are counted from the filing or the registration although steps
// of days lie between: read by the letter they run beside those steps.
func (l *linter) starts() {
	l.lists(func(p Process) {
		for i, s := range p.Steps {
			if s.Duration.From != Filing && s.Duration.From != "registration" {
				continue
			}
			for _, before := range p.Steps[:i] {
				if before.Duration.days() {
					l.say(Notable, "start-overlap", "counted from the "+string(s.Duration.From)+", though a step of days stands before it",
						[]string{at(p, s), before.Clause}, []string{s.Duration.FromRU, limitWord.FindString(before.TextRU)})
					break
				}
			}
		}
	})
}

// brackets finds texts in which a bracket is not closed: then it is open what a limit
// stands for.
func (l *linter) brackets() {
	for _, t := range l.inOrder() {
		if open, closed := strings.Count(t.RU, "("), strings.Count(t.RU, ")")-len(listMark.FindAllString(t.RU, -1)); open != closed {
			l.say(Slight, "brackets", fmt.Sprintf("%d brackets are opened and %d closed", open, closed), []string{t.Clause}, []string{t.RU})
		}
	}
}

// listMark is the closing bracket of an item's number.
var listMark = regexp.MustCompile(`(?:^|[ ;])\d{1,2}\)`)

// numbersInWords are the numerals of the decree as it spells them; the nominative stands
// where the sentence does not want it.
var (
	numbersInWords = map[string]int{
		"одного": 1, "одной": 1, "один": 1, "двух": 2, "трех": 3, "три": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8,
		"девяти": 9, "десяти": 10, "пятнадцати": 15, "восемнадцати": 18, "двадцати": 20, "двадцати пяти": 25, "тридцати": 30, "тридцать": 30,
		"сорока пяти": 45,
	}
	nominative = []string{"тридцать", "двадцать", "десять"}
)

// numerals holds each numeral against the word in brackets, and both against the unit.
func (l *linter) numerals() {
	for _, p := range l.e.Processes {
		for _, s := range p.Steps {
			l.numeralsIn(at(p, s), s.TextRU)
		}
	}
}

func (l *linter) numeralsIn(clause, text string) {
	where := []string{clause}
	for _, m := range inBrackets.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[2])
		word, known := numbersInWords[m[3]]
		switch {
		case !known || word != n:
			l.say(Grave, "numeral", "the numeral and the word in brackets are not the same number", where, []string{m[0]})
		case m[1] != "" && slices.Contains(nominative, m[3]):
			l.say(Slight, "numeral-case", "the word in brackets is not in the case of the sentence", where, []string{m[0]})
		case n > 1 && (m[4] == "рабочего дня" || m[4] == "дня" && n > 4):
			l.say(Notable, "numeral-unit", "more than one, and a unit in the singular", where, []string{m[0]})
		case n == 1 && strings.HasPrefix(m[4], "рабочих"):
			l.say(Notable, "numeral-unit", "one, and a unit in the plural", where, []string{m[0]})
		}
	}
	for _, m := range noWord.FindAllString(text, -1) {
		l.say(Slight, "numeral-bare", "a numeral without its word", where, []string{m})
	}
	for _, m := range noNumeral.FindAllStringSubmatch(text, -1) {
		l.say(Slight, "numeral-bare", "a number in words only", where, []string{m[1]})
	}
	if m := misspelt.FindString(text); m != "" {
		l.say(Slight, "spelling", "«в течении» for «в течение»", where, []string{m})
	}
}

// participants holds the actors of the lists against point 7.
func (l *linter) participants() {
	acts, missing := map[Holder]bool{}, newTally()
	l.lists(func(p Process) {
		note := func(s Step, a Actor) {
			h := Holder{a.Role, a.At}
			acts[h] = acts[h] || p.Key != ByCorporation
			if !l.mayBeUnnamed(p, h) {
				missing.add(h, at(p, s), a.ActorRU)
			}
		}
		for _, s := range p.Steps {
			note(s, Actor{s.ActorRU, s.Role, s.At})
			for _, w := range s.With {
				note(s, w)
			}
		}
	})
	for _, h := range missing.order {
		l.say(Notable, "participant-missing", fmt.Sprintf("%s of %s acts and is not among the participants", h.Role, h.At),
			append(missing.clauses[h], l.participantsClause()), []string{missing.words[h]})
	}
	for _, p := range l.e.Participants {
		if !acts[Holder{p.Role, p.At}] {
			l.say(Notable, "participant-idle", "a participant that has no step in point 5", []string{p.Clause}, []string{p.RU})
		}
	}
}

// mayBeUnnamed tells whether somebody who acts is named by point 7, or need not be: the
// recipient, and in point 9 the State Corporation and the systems.
func (l *linter) mayBeUnnamed(p Process, h Holder) bool {
	return h.Role == Recipient || p.Key == ByCorporation && (h.At == Corporation || h.At == Machine) ||
		slices.ContainsFunc(l.e.Participants, func(p Participant) bool { return p.Role == h.Role && p.At == h.At })
}

// tally gathers where each holder of a role was met, in the order of meeting.
type tally struct {
	order   []Holder
	clauses map[Holder][]string
	words   map[Holder]string
}

func newTally() *tally { return &tally{clauses: map[Holder][]string{}, words: map[Holder]string{}} }

func (t *tally) add(h Holder, clause, words string) {
	if t.clauses[h] == nil {
		t.order, t.words[h] = append(t.order, h), words
	}
	t.clauses[h] = append(t.clauses[h], clause)
}

func (l *linter) participantsClause() string {
	if len(l.e.Participants) == 0 {
		return "п.7"
	}
	clause, _, _ := strings.Cut(l.e.Participants[0].Clause, " ")
	return clause
}

// handOvers holds to whom a step hands the case against who acts next.
func (l *linter) handOvers() {
	l.lists(func(p Process) {
		for i, s := range p.Steps {
			l.handOver(p, i, s)
			for _, b := range s.Branches {
				if b.To != nil && b.To.At != Corporation && !actsLater(p.Steps[i+1:], b.To) {
					l.say(Notable, "hand-over-nowhere", "a branch hands to somebody who has no step after it", []string{at(p, s)}, []string{b.To.RU})
				}
			}
		}
	})
}

func (l *linter) handOver(p Process, i int, s Step) {
	if s.To == nil || s.To.Role == Recipient || s.To.At == Corporation || s.To.At == Machine {
		return
	}
	if i+1 == len(p.Steps) {
		l.say(Notable, "hand-over-nowhere", fmt.Sprintf("handed to %s of %s, who has no step after it", s.To.Role, s.To.At), []string{at(p, s)}, []string{s.To.RU})
		return
	}
	next := p.Steps[i+1]
	if next.At != s.To.At || next.Role != s.To.Role && s.To.Role != AnyoneThere {
		l.say(Notable, "hand-over", fmt.Sprintf("handed to %s of %s, and the next step is done by %s of %s", s.To.Role, s.To.At, next.Role, next.At),
			[]string{at(p, s), next.Clause}, []string{s.To.RU, next.ActorRU})
	}
}

func actsLater(later []Step, to *HandOn) bool {
	return slices.ContainsFunc(later, func(s Step) bool { return s.Role == to.Role && s.At == to.At })
}

// meant tells for the nouns of point 6 which kinds of step they can be the result of.
var meant = []struct {
	noun  *regexp.Regexp
	kinds []Kind
}{
	{regexp.MustCompile(`регистрац|запись|прием|принятие документов`), []Kind{Register}},
	{regexp.MustCompile(`виза|резолюци|определение|отписани`), []Kind{Assign}},
	{regexp.MustCompile(`(направление|передача).*ответственному специалисту`), []Kind{Assign}},
	{regexp.MustCompile(`провер|сверк`), []Kind{Review}},
	{regexp.MustCompile(`рассмотрени`), []Kind{Review, Conclude, PlaceOnAgenda}},
	{regexp.MustCompile(`подготовк|проект|оформлени|продление`), []Kind{Prepare, Conclude, Survey}},
	{regexp.MustCompile(`подписан`), []Kind{Sign}},
	{regexp.MustCompile(`направл|передача|отправлени`), []Kind{HandOver, PlaceOnAgenda, Notify, Issue, Post}},
	{regexp.MustCompile(`принятие решения|решение`), []Kind{Decide, Conclude}},
	{regexp.MustCompile(`заключени`), []Kind{Conclude, Survey}},
	{regexp.MustCompile(`рекомендац`), []Kind{Conclude}},
	{regexp.MustCompile(`извещени`), []Kind{Notify}},
	{regexp.MustCompile(`выдач|выданн`), []Kind{Issue, Notify}},
	{regexp.MustCompile(`предоставлени`), []Kind{Submit, HandOver}},
	{regexp.MustCompile(`внесени`), []Kind{PlaceOnAgenda}},
	{regexp.MustCompile(`размещ`), []Kind{Publish}},
	{regexp.MustCompile(`расчет`), []Kind{Calculate}},
}

// results holds the results of point 6 against the steps they are to be results of, and
// against point 3.
func (l *linter) results() {
	l.staff(func(p Process) {
		if p.Key == ByProviderAgain {
			return
		}
		for i, s := range p.Steps {
			where := []string{at(p, s), fmt.Sprintf("п.6 пп.%d", s.N)}
			if s.ResultRU == "" {
				l.say(Notable, "result-missing", "point 6 gives no result", where, []string{s.TextRU})
				continue
			}
			if !fits(s) {
				l.say(Notable, "result-misfit", "the result of point 6 is not what the step does", where, []string{s.TextRU, s.ResultRU})
			}
			if s.Kind == Issue || s.Kind == Sign && i+1 < len(p.Steps) && p.Steps[i+1].Kind == Issue {
				l.notPromised(s.ResultRU, append([]string{"п.3"}, where...), s.ResultRU)
			}
		}
	})
	if portal, found := l.e.Process(ByPortal); found {
		for _, s := range portal.Steps {
			if s.Kind == Receive {
				inside := regexp.MustCompile(`\(.*?\)`).FindString(s.TextRU)
				l.notPromised(inside, []string{"п.3", s.Clause}, inside)
			}
		}
	}
}

func fits(s Step) bool {
	for _, m := range meant {
		if !m.noun.MatchString(s.ResultRU) {
			continue
		}
		for _, k := range m.kinds {
			if s.Kind == k || slices.Contains(s.Also, k) {
				return true
			}
		}
	}
	return false
}

// products are what a service can end with.
var products = regexp.MustCompile(`уведомлени|направление(?: на| для)|разрешени|справк|решени[ея]|удостоверени`)

// notPromised finds a product that is not among the results of point 3.
func (l *linter) notPromised(text string, where []string, shown string) {
	if l.e.Result == nil {
		return
	}
	named := products.FindAllString(text, -1)
	promised := strings.ToLower(l.e.Result.RU)
	if len(named) > 0 && !slices.ContainsFunc(named, func(n string) bool { return strings.Contains(promised, n) }) {
		l.say(Notable, "result-3", "the product is not among the results of point 3", where, []string{l.e.Result.RU, shown})
	}
}
