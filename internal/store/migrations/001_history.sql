-- +goose Up
-- The history: append-only, one hash chain per book (a book is one record's history).
CREATE TABLE audit_entry (
    book {{text}} NOT NULL,
    n {{int}} NOT NULL,
    at {{instant}} NOT NULL,
    actor {{text}} NOT NULL,
    action {{text}} NOT NULL,
    request {{text}} NOT NULL,
    details {{text}} NOT NULL,
    details_digest {{bytes}} NOT NULL,
    prev {{bytes}} NOT NULL,
    hash {{bytes}} NOT NULL,
    PRIMARY KEY (book, n)
){{strict}};
CREATE INDEX audit_entry_at ON audit_entry (at);

CREATE TABLE audit_book (
    book {{text}} NOT NULL PRIMARY KEY,
    n {{int}} NOT NULL,
    at {{instant}} NOT NULL,
    hash {{bytes}} NOT NULL
){{strict}};

-- A seal binds the heads of all books that changed since the seal before it.
CREATE TABLE audit_seal (
    n {{int}} NOT NULL PRIMARY KEY,
    at {{instant}} NOT NULL,
    root {{bytes}} NOT NULL,
    prev {{bytes}} NOT NULL,
    hash {{bytes}} NOT NULL
){{strict}};

CREATE TABLE audit_seal_head (
    seal {{int}} NOT NULL REFERENCES audit_seal (n),
    book {{text}} NOT NULL,
    n {{int}} NOT NULL,
    hash {{bytes}} NOT NULL,
    PRIMARY KEY (seal, book)
){{strict}};
CREATE INDEX audit_seal_head_book ON audit_seal_head (book, n);

-- only sqlite
-- +goose StatementBegin
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
-- +goose StatementEnd
-- end only
-- only postgres
-- +goose StatementBegin
CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history is append-only'; END; $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_history_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
-- end only
