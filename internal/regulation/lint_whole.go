package regulation

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// languages finds names that lack in a language.
func (l *linter) languages() {
	for lang, text := range map[string]string{"ru": l.e.Title.RU, "kk": l.e.Title.KK, "en": l.e.Title.EN} {
		if strings.TrimSpace(text) == "" {
			l.say(Grave, "language", "the title lacks in "+lang, []string{"title"}, []string{l.e.Title.RU})
		}
	}
}

var quotation = regexp.MustCompile(`услуги? "(.*)"`)

// titles holds the name of the service against the decree's own list and the labels of
// the appendices.
func (l *linter) titles() {
	for _, a := range l.decree.Approved {
		if a.Annex == l.e.Annex && !same(a.TitleRU, l.e.Title.RU) || a.Annex == l.e.Annex && a.TitleRU != l.e.Title.RU {
			l.say(Slight, "title", "the decree approves it under another name", []string{fmt.Sprintf("decree п.1 пп.%d", a.Annex), "title"}, differing(a.TitleRU, l.e.Title.RU))
		}
	}
	for _, a := range l.e.Appendices {
		m := quotation.FindStringSubmatch(a.LabelRU)
		if m != nil && !same(m[1], l.e.Title.RU) {
			l.say(Slight, "title", "an appendix is labelled with another name", []string{appendixName(a), "title"}, differing(m[1], l.e.Title.RU))
		}
	}
}

func appendixName(a Appendix) string {
	if a.N > 0 {
		return fmt.Sprintf("приложение %d", a.N)
	}
	return "приложение"
}

// numbering finds points and steps that are not numbered 1, 2, 3.
func (l *linter) numbering() {
	for i, p := range l.e.Points {
		if p.N != i+1 && (i == 0 || p.N != l.e.Points[i-1].N+1) {
			texts := []string{p.RU}
			if i > 0 {
				texts = []string{l.e.Points[i-1].RU, p.RU}
			}
			l.say(Notable, "numbering", "the point does not follow the one before", []string{fmt.Sprintf("п.%d", p.N)}, texts)
		}
	}
	for _, p := range l.e.Processes {
		l.marks(p)
		for i, s := range p.Steps {
			if s.N != i+1 {
				l.say(Notable, "numbering", fmt.Sprintf("step %d stands where %d is due", s.N, i+1), []string{at(p, s)}, []string{s.TextRU})
			}
			if want := fmt.Sprintf("%s пп.%d", p.Clause, s.N); s.Clause != want && (s.Clause != p.Clause || len(p.Steps) > 1) {
				l.say(Notable, "numbering", "the clause of the step is not its place", []string{s.Clause, want}, []string{s.TextRU})
			}
		}
	}
}

// marks finds processes and conditions of a portal's list that are not numbered in order.
func (l *linter) marks(p Process) {
	next := map[string]int{}
	for _, s := range p.Steps {
		word, number, marked := strings.Cut(s.Mark, " ")
		if !marked {
			continue
		}
		next[word]++
		if number != strconv.Itoa(next[word]) {
			l.say(Notable, "numbering", fmt.Sprintf("%s stands where number %d is due", s.Mark, next[word]), []string{at(p, s)}, []string{s.TextRU})
		}
	}
}

// channels holds the channels of point 1 against the lists.
func (l *linter) channels() {
	lists := map[ChannelKey]ProcessKey{FromChannel: ByCorporation, "portal": ByPortal}
	for _, channel := range []ChannelKey{FromChannel, "portal"} {
		offered := slices.ContainsFunc(l.e.Channels, func(c Channel) bool { return c.Key == channel })
		_, described := l.e.Process(lists[channel])
		if offered && !described {
			l.say(Grave, "channel", "point 1 offers a channel that no list describes", []string{"п.1"}, []string{string(channel)})
		}
		if !offered && described {
			l.say(Grave, "channel", "a list describes a channel that point 1 does not offer", []string{"п.1"}, []string{string(channel)})
		}
	}
}

// providerLevel finds steps of a provider that point 1 places lower.
func (l *linter) providerLevel() {
	if l.e.Provider == nil || l.e.Provider.Level != District {
		return
	}
	l.staff(func(p Process) {
		var where []string
		words := ""
		for _, s := range p.Steps {
			if s.At == Department {
				where, words = append(where, s.Clause), s.ActorRU
			}
		}
		if where != nil {
			l.say(Notable, "provider-level", "point 1 makes the district offices the provider, and the steps are done above them under the same word", append(where, "п.1"),
				[]string{l.e.Provider.RU, words})
		}
	})
}

// refusal finds services whose results and steps know no refusal.
func (l *linter) refusal() {
	if l.e.Result == nil {
		return
	}
	no := regexp.MustCompile(`отказ|отсутстви`)
	known := no.MatchString(l.e.Result.RU)
	var decides []string
	l.staff(func(p Process) {
		for _, s := range p.Steps {
			known = known || no.MatchString(s.TextRU)
			if s.MayRefuse && p.Key != ByProviderAgain {
				decides = append(decides, s.Clause)
			}
		}
	})
	if !known {
		l.say(Notable, "refusal-silent", "no result and no step knows a refusal", append([]string{"п.3"}, decides...), []string{l.e.Result.RU})
	}
}

var referred = regexp.MustCompile(`приложени(?:ю|ям|и) ?(\d+)?(?:-(\d+))? к настоящему [Рр]егламенту`)

// appendices holds what the text refers to against what is there.
func (l *linter) appendices() {
	labelled := map[int]bool{}
	var lost, headings []string
	for _, a := range l.e.Appendices {
		if a.LabelRU != "" {
			labelled[a.N] = true
		}
		if a.Picture == Lost {
			lost, headings = append(lost, appendixName(a)), append(headings, a.HeadingRU)
		}
	}
	if lost != nil {
		l.say(Notable, "picture-lost", "named, and without its picture in the text", lost, headings)
	}
	for _, p := range l.e.Points {
		for _, text := range append([]string{p.RU}, p.AfterRU...) {
			for _, m := range referred.FindAllStringSubmatch(text, -1) {
				from, _ := strconv.Atoi(m[1])
				to, _ := strconv.Atoi(m[2])
				var lacking []string
				for n := from; n <= max(from, to); n++ {
					if !labelled[n] {
						lacking = append(lacking, appendixName(Appendix{N: n}))
					}
				}
				if lacking != nil {
					l.say(Notable, "appendix-missing", "the text refers to appendices, and none is so labelled", append([]string{fmt.Sprintf("п.%d", p.N)}, lacking...), []string{m[0]})
				}
			}
		}
	}
}

// defined are the terms that need a definition, and what defines them.
var defined = []struct {
	term      string
	use, said *regexp.Regexp
}{
	{"ИИН", abbreviation("ИИН"), definition("ИИН")}, {"БИН", abbreviation("БИН"), definition("БИН")},
	{"ЭЦП", abbreviation("ЭЦП"), definition("ЭЦП")}, {"ШЭП", abbreviation("ШЭП"), definition("ШЭП")},
	{"ИС", abbreviation("ИС"), definition(`(?:ИС|ИС "Е-собес")`)}, {"ГБД", abbreviation("ГБД"), definition("ГБД .*?")},
	{"Правила", regexp.MustCompile(`(?:требованиям|соответствие) Правил(?: |$)`), definition("Правила")},
	{"отрывной талон заявления", regexp.MustCompile(`\(далее ?[–-] ?отрывной талон`), definition("отрывной талон заявления")},
	{"копии необходимых документов", regexp.MustCompile(`\(далее ?[–-] ?копии`), definition("копии необходимых документов")},
	{"Стандарт", regexp.MustCompile(`[СC]тандарт(?:а|у)?(?: |$|[.,;)])`), definition("Стандарт")},
	{"Центр", regexp.MustCompile(`Центр(?:а|ом)?(?: [^з]|$|[.,;)])`), definition("Центр")},
	{"Государственная корпорация", regexp.MustCompile(`Государственн(?:ую|ой) корпораци(?:ю|и|ей)(?: [^"]|$)`),
		regexp.MustCompile(`\(далее ?[–-] ?Государственная корпорация\)|Государственной корпорацией "Правительство для граждан"`)},
}

func abbreviation(a string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^А-Яа-я])` + a + `(?:[^А-Яа-я]|$)`)
}

func definition(a string) *regexp.Regexp {
	return regexp.MustCompile(`\(далее ?[–-] ?` + a + `\)`)
}

// terms finds abbreviations used before they are explained, and those explained twice.
func (l *linter) terms() {
	texts := l.inOrder()
	for _, d := range defined {
		var explained []string
		missed := false
		for _, t := range texts {
			use, said := d.use.FindStringIndex(t.RU), d.said.FindStringIndex(t.RU)
			if use != nil && explained == nil && said == nil && !missed {
				missed = true
				l.say(Notable, "term-undefined", d.term+" is not explained before it is used", []string{t.Clause}, []string{around(t.RU, use)})
			}
			if said != nil {
				explained = append(explained, t.Clause)
			}
		}
		if len(explained) > 1 && d.term != "Государственная корпорация" {
			l.say(Slight, "term-twice", d.term+" is explained more than once", explained, []string{d.term})
		}
	}
}

// sectionTwo is how many points the first section has in every annex.
const sectionTwo = 3

// inOrder are the texts of an edition as they are read: point by point. The repetition in
// point 8 explains again what point 5 explained, so it is read as well.
func (l *linter) inOrder() (texts []Clause) {
	done := map[string]bool{}
	for i, p := range l.e.Points {
		if i == sectionTwo {
			for _, heading := range l.e.Sections {
				texts = append(texts, Clause{"headings", heading})
			}
		}
		clause := fmt.Sprintf("п.%d", p.N)
		texts = append(texts, Clause{clause, p.RU})
		if !done[clause] {
			for _, list := range l.e.Processes {
				if list.Clause == clause {
					for _, s := range list.Steps {
						texts = append(texts, Clause{at(list, s), s.TextRU})
					}
				}
			}
		}
		done[clause] = true
		for _, after := range p.AfterRU {
			texts = append(texts, Clause{clause, after})
		}
	}
	return texts
}

// around is what stands about a place in a text, in whole words.
func around(text string, place []int) string {
	from, to := max(place[0]-60, 0), min(place[1]+30, len(text))
	if i := strings.IndexByte(text[from:], ' '); from > 0 && i >= 0 {
		from += i + 1
	}
	if i := strings.LastIndexByte(text[:to], ' '); to < len(text) && i > from {
		to = i
	}
	return text[from:to]
}

// letters finds words written with letters of two alphabets, which no search finds.
func (l *linter) letters() {
	for _, t := range l.inOrder() {
		for _, w := range strings.FieldsFunc(t.RU, func(r rune) bool { return !isLetter(r) }) {
			if strings.ContainsFunc(w, isCyrillic) && strings.ContainsFunc(w, isLatin) {
				l.say(Slight, "letters", "a word with Latin and Cyrillic letters", []string{t.Clause}, []string{w})
			}
		}
	}
}
