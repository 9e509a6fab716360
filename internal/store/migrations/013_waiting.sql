-- +goose Up
-- From when the signature of a text waits for the word about its key.
ALTER TABLE signing_text ADD COLUMN received_at {{instant}};

-- Signatures that are right in every other respect, and how their wait ended.
CREATE TABLE signature_waiting (
    text_id {{uuid}} NOT NULL PRIMARY KEY REFERENCES signing_text (id),
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    organisation_id {{uuid}} REFERENCES organisation (id),
    purpose {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    cms {{bytes}} NOT NULL,
    serial {{text}} NOT NULL,
    status {{text}} NOT NULL CONSTRAINT signature_waiting_status CHECK (status IN ('waiting', 'accepted', 'refused', 'overtaken')),
    refusal {{text}} NOT NULL,
    received_at {{instant}} NOT NULL,
    ended_at {{instant}}
){{strict}};
CREATE UNIQUE INDEX signature_waiting_one ON signature_waiting (person_id, subject) WHERE status = 'waiting';
