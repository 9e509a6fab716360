-- +goose Up
-- The token itself is only in the person's cookie; here is its digest.
CREATE TABLE session (
    id {{uuid}} NOT NULL PRIMARY KEY,
    token_digest {{bytes}} NOT NULL UNIQUE,
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    seat {{text}} NOT NULL,
    serial {{text}} NOT NULL,
    bin {{text}} NOT NULL,
    agent {{text}} NOT NULL,
    begun_at {{instant}} NOT NULL,
    used_at {{instant}} NOT NULL,
    ends_at {{instant}} NOT NULL,
    ended_at {{instant}}
){{strict}};
CREATE INDEX session_person ON session (person_id) WHERE ended_at IS NULL;

-- What a person typed into a search, so that no name stands in an address.
CREATE TABLE session_filter (
    id {{uuid}} NOT NULL PRIMARY KEY,
    session_id {{uuid}} NOT NULL REFERENCES session (id),
    page {{text}} NOT NULL,
    content {{text}} NOT NULL,
    made_at {{instant}} NOT NULL
){{strict}};
CREATE INDEX session_filter_session ON session_filter (session_id);

-- How often something was tried in a window of time; the subject is a keyed digest.
CREATE TABLE try_count (
    name {{text}} NOT NULL,
    subject {{bytes}} NOT NULL,
    window_at {{instant}} NOT NULL,
    tries {{int}} NOT NULL,
    PRIMARY KEY (name, subject, window_at)
){{strict}};
CREATE INDEX try_count_window ON try_count (window_at);

-- Small settings made while running, for example the installation's own name.
CREATE TABLE setting (
    name {{text}} NOT NULL PRIMARY KEY,
    content {{text}} NOT NULL
){{strict}};
