-- +goose Up
-- Certificates, answers, revocation lists and time stamps that checks of signatures stood
-- on. Each is kept once: a list of a megabyte stands behind thousands of signatures.
CREATE TABLE evidence (
    digest {{bytes}} NOT NULL PRIMARY KEY,
    content {{bytes}} NOT NULL,
    first_at {{instant}} NOT NULL
){{strict}};

CREATE TABLE signature_evidence (
    signature_id {{uuid}} NOT NULL REFERENCES signature (id),
    place {{int}} NOT NULL,
    kind {{text}} NOT NULL CONSTRAINT signature_evidence_kind CHECK (kind IN ('certificate', 'answer', 'list', 'token')),
    digest {{bytes}} NOT NULL REFERENCES evidence (digest),
    PRIMARY KEY (signature_id, place)
){{strict}};

-- As of when the check was made, and the sum over all it stood on.
ALTER TABLE signature ADD COLUMN checked_as_of {{instant}};
ALTER TABLE signature ADD COLUMN evidence_sum {{bytes}};
