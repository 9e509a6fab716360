-- +goose Up
CREATE TABLE job (
    id {{uuid}} NOT NULL PRIMARY KEY,
    kind {{text}} NOT NULL,
    key {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    payload {{text}} NOT NULL,
    status {{text}} NOT NULL CONSTRAINT job_status CHECK (status IN ('waiting', 'done', 'failed', 'stopped')),
    due_at {{instant}} NOT NULL,
    made_at {{instant}} NOT NULL,
    attempts {{int}} NOT NULL,
    lease_until {{instant}},
    fence {{int}} NOT NULL,
    last_error {{text}} NOT NULL,
    first_failed_at {{instant}},
    done_at {{instant}},
    CONSTRAINT job_kind_key_key UNIQUE (kind, key)
){{strict}};
CREATE INDEX job_due ON job (due_at) WHERE status = 'waiting';
CREATE INDEX job_status_made ON job (status, made_at);
CREATE INDEX job_subject ON job (subject);

-- Work done again and again: who does it now, and from when it may be done next.
CREATE TABLE job_turn (
    name {{text}} NOT NULL PRIMARY KEY,
    next_at {{instant}} NOT NULL,
    cursor {{text}} NOT NULL
){{strict}};
