package jobs

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"asar/internal/calendar"
	"asar/internal/id"
	"asar/internal/store"
)

type job struct{}

// ID names a job.
type ID = id.ID[job]

// Status is where a job stands.
type Status string

// The statuses.
const (
	Waiting Status = "waiting"
	Done    Status = "done"
	Failed  Status = "failed"
	Stopped Status = "stopped"
)

// Job is work to be done once.
type Job struct {
	Kind    string // chooses the handler: "esobes.act"
	Key     string // with the kind, what makes the job one: adding it again does nothing
	Subject string // the book of the record it is about
	Payload any    // what the handler needs; no personal data
	Due     calendar.Instant
}

// Task is a job in a handler's hands.
type Task struct {
	ID       ID
	Kind     string
	Key      string
	Subject  string
	Attempts int // with this one
	MadeAt   calendar.Instant
	payload  string
	fence    int64
}

// Payload reads what Job.Payload was.
func (t Task) Payload(into any) error { return json.Unmarshal([]byte(t.payload), into) }

// Add puts a job into the outbox as part of the transaction. A job with the same kind and
// key is there already: nothing is added.
func Add(tx *store.Tx, j Job) error {
	payload, err := json.Marshal(j.Payload)
	if err != nil {
		return fmt.Errorf("jobs: %s: %w", j.Kind, err)
	}
	due := j.Due
	if due.IsZero() {
		due = tx.Now()
	}
	_, err = tx.Exec(`INSERT INTO job (id, kind, key, subject, payload, status, due_at, made_at, attempts, fence, last_error)
		VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, 0, 0, '') ON CONFLICT (kind, key) DO NOTHING`,
		id.New[job](), j.Kind, j.Key, j.Subject, string(payload), due, tx.Now())
	return err
}

// Refused marks an error that trying again cannot mend: the job goes to the desk at once.
func Refused(err error) error { return refusal{err} }

type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

// Later says that a job's time has not come yet: it is tried again after the pause, however
// long that goes on. The job itself decides when to give up.
func Later(why error, pause time.Duration) error { return postponed{why, pause} }

type postponed struct {
	error
	pause time.Duration
}

func (p postponed) Unwrap() error { return p.error }

const (
	firstPause   = 10 * time.Second
	longestPause = 15 * time.Minute
	patience     = 72 * time.Hour
)

// pause is how long to wait after so many attempts: doubling, with a little chance so that
// all waiting jobs do not come back at once. chance is from 0 to 1.
func pause(attempts int, chance float64) time.Duration {
	p := firstPause << min(max(attempts-1, 0), 12)
	p = min(p, longestPause)
	return p + time.Duration(chance*0.2*float64(p))
}

// outcome decides what a try leads to.
func outcome(failure error, now, firstFailed calendar.Instant) Status {
	var refused refusal
	switch {
	case failure == nil:
		return Done
	case errors.As(failure, &refused):
		return Failed
	case !firstFailed.IsZero() && now.Since(firstFailed) > patience:
		return Failed
	}
	return Waiting
}
