-- +goose Up
-- A file's bytes lie in the file store under its digest.
CREATE TABLE file (
    id {{uuid}} NOT NULL PRIMARY KEY,
    digest {{text}} NOT NULL,
    size {{int}} NOT NULL,
    media {{text}} NOT NULL CONSTRAINT file_media CHECK (media IN ('application/pdf', 'image/jpeg', 'image/png')),
    name {{text}} NOT NULL,
    pages {{int}} NOT NULL,
    made_at {{instant}} NOT NULL,
    made_by {{text}} NOT NULL
){{strict}};
CREATE INDEX file_digest ON file (digest);
