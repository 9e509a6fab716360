-- +goose Up
-- The exact bytes a person was shown and asked to sign.
CREATE TABLE signing_text (
    id {{uuid}} NOT NULL PRIMARY KEY,
    purpose {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    person_id {{uuid}} REFERENCES person (id),
    binding {{bytes}} NOT NULL,
    locale {{text}} NOT NULL,
    content {{bytes}} NOT NULL,
    digest {{bytes}} NOT NULL,
    payload {{text}} NOT NULL,
    made_at {{instant}} NOT NULL,
    expires_at {{instant}} NOT NULL,
    used_at {{instant}}
){{strict}};
CREATE INDEX signing_text_expires ON signing_text (expires_at);

CREATE TABLE signature (
    id {{uuid}} NOT NULL PRIMARY KEY,
    text_id {{uuid}} NOT NULL UNIQUE REFERENCES signing_text (id),
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    purpose {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    cms {{bytes}} NOT NULL,
    certificate {{bytes}} NOT NULL,
    serial {{text}} NOT NULL,
    issuer {{text}} NOT NULL,
    algorithm {{text}} NOT NULL,
    signer {{text}} NOT NULL,
    verdict {{text}} NOT NULL,
    made_at {{instant}} NOT NULL
){{strict}};
CREATE INDEX signature_subject ON signature (subject);
