// Package esobes talks with E-Sobes, the payer of acts: it hands acts over and hears the
// answers. The contract is ours until the payer publishes one (facts.md: none found); see
// docs/runbooks/esobes.md.
//
//	PUT    /acts/{number}      an act; the same again is 200, a first is 201, another content 409
//	GET    /answers            answers not yet taken, at most 100
//	DELETE /answers/{message}  an answer is taken
//
// Every step may be repeated: a lost reply to PUT is mended by another PUT, an answer whose
// taking was lost comes again and is known by its message id.
package esobes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"asar/internal/acts"
	"asar/internal/calendar"
)

// Act is an act as the payer receives it.
type Act struct {
	Number   string           `json:"number"`
	Edition  int              `json:"edition"`
	Order    string           `json:"order"`
	Month    calendar.Month   `json:"month"`
	Minutes  int              `json:"minutes"`
	Digest   string           `json:"digest"` // SHA-256 of the act's content
	EndsWork bool             `json:"ends_work"`
	SentAt   calendar.Instant `json:"sent_at"`
}

// Answer is what the payer says about an act.
type Answer struct {
	Message string           `json:"message"`
	Number  string           `json:"number"`
	Seq     int64            `json:"seq"`
	Kind    string           `json:"kind"`
	Reason  string           `json:"reason,omitempty"`
	SaidAt  calendar.Instant `json:"said_at"`
}

// ErrUnclear is a reply that is not as the contract says.
var ErrUnclear = errors.New("esobes: a reply that is not as agreed")

// mostReply is how many bytes of a reply are read.
const mostReply = 1 << 20

// DecodeAnswers reads the reply of GET /answers. Unknown fields are passed over, for the
// payer may add some; anything else that is not as agreed is ErrUnclear. Each answer is
// checked only in form here: package acts decides what it means.
func DecodeAnswers(r io.Reader) ([]Answer, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostReply+1))
	if err != nil {
		return nil, fmt.Errorf("esobes: reading answers: %w", err)
	}
	if len(text) > mostReply {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrUnclear, mostReply)
	}
	var reply struct {
		Answers []Answer `json:"answers"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&reply); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnclear, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: more than one value", ErrUnclear)
	}
	return reply.Answers, nil
}

func (a Answer) meant() acts.Answer {
	return acts.Answer{MessageID: a.Message, Number: a.Number, Seq: a.Seq, Kind: acts.Status(a.Kind), Reason: a.Reason, SaidAt: a.SaidAt}
}
