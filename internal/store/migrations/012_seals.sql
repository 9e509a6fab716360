-- +goose Up
-- The code the portal signed when the act was formed: it stands in the QR, and stays when the key is changed.
ALTER TABLE act ADD COLUMN code {{text}} NOT NULL DEFAULT '';
-- When the files of an act with both signatures were sealed; they never change again.
ALTER TABLE act ADD COLUMN sealed_at {{instant}};
CREATE INDEX act_unsealed ON act (formed_at, id) WHERE worker_signature_id IS NOT NULL AND recipient_signature_id IS NOT NULL AND sealed_at IS NULL;

CREATE TABLE act_seal (
    act_id {{uuid}} NOT NULL REFERENCES act (id),
    kind {{text}} NOT NULL CONSTRAINT act_seal_kind CHECK (kind IN ('act', 'escort-sheet')),
    locale {{text}} NOT NULL CONSTRAINT act_seal_locale CHECK (locale IN ('kk', 'ru')),
    file_id {{uuid}} NOT NULL REFERENCES file (id),
    PRIMARY KEY (act_id, kind, locale)
){{strict}};
