package twin

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"asar/internal/exchange/esobes"
)

// following is how an act goes on by itself when nobody says otherwise.
var following = map[string]string{"": "delivered", "delivered": "accepted", "accepted": "paid"}

// Advance answers about every act what comes next: delivered, accepted, paid.
func (e *ESobes) Advance() {
	for number, last := range e.lastSaid() {
		if next := following[last]; next != "" {
			_ = e.Say(number, next, "") // the act is there: lastSaid named it
		}
	}
}

func (e *ESobes) lastSaid() map[string]string {
	e.mu.Lock()
	defer e.mu.Unlock()
	last := map[string]string{}
	for number := range e.acts {
		last[number] = ""
	}
	for _, a := range e.say {
		last[a.Number] = a.Kind
	}
	return last
}

// memory is what a twin that was stopped goes on from.
type memory struct {
	Acts  []remembered    `json:"acts"`
	Said  int             `json:"said"`
	Say   []esobes.Answer `json:"answers"`
	Taken []string        `json:"taken"`
}

type remembered struct {
	Body     string `json:"body"`
	Handed   int    `json:"handed"`
	Answered int64  `json:"answered"`
}

// MarshalJSON is everything the twin holds.
func (e *ESobes) MarshalJSON() ([]byte, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	m := memory{Said: e.said, Say: e.say, Taken: slices.Sorted(maps.Keys(e.taken))}
	for _, number := range slices.Sorted(maps.Keys(e.acts)) {
		k := e.acts[number]
		m.Acts = append(m.Acts, remembered{Body: k.body, Handed: k.handed, Answered: k.answered})
	}
	return json.Marshal(m)
}

// UnmarshalJSON goes on from what MarshalJSON wrote.
func (e *ESobes) UnmarshalJSON(b []byte) error {
	var m memory
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("twin: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.said, e.say = m.Said, m.Say
	for _, one := range m.Acts {
		k := kept{body: one.Body, handed: one.Handed, answered: one.Answered}
		if err := json.Unmarshal([]byte(one.Body), &k.act); err != nil {
			return fmt.Errorf("twin: %w", err)
		}
		e.acts[k.act.Number] = k
	}
	for _, message := range m.Taken {
		e.taken[message] = true
	}
	return nil
}
