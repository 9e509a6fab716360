-- +goose Up
CREATE TABLE notice (
    id {{uuid}} NOT NULL PRIMARY KEY,
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    kind {{text}} NOT NULL,
    args {{text}} NOT NULL,
    link {{text}} NOT NULL,
    waits {{bool}} NOT NULL,
    at {{instant}} NOT NULL,
    read_at {{instant}},
    settled_at {{instant}}
){{strict}};
CREATE INDEX notice_person ON notice (person_id, at DESC, id DESC);
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL;
