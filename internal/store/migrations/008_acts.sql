-- +goose Up
CREATE TABLE act (
    id {{uuid}} NOT NULL PRIMARY KEY,
    number {{text}} NOT NULL UNIQUE,
    order_id {{uuid}} NOT NULL REFERENCES orders (id),
    month {{month}} NOT NULL,
    edition {{int}} NOT NULL,
    status {{text}} NOT NULL CONSTRAINT act_status CHECK (status IN ('formed', 'void', 'sent', 'delivered', 'accepted', 'returned', 'corrected', 'paid')),
    minutes {{int}} NOT NULL,
    digest {{text}} NOT NULL,
    content {{text}} NOT NULL,
    ends_work {{bool}} NOT NULL,
    formed_at {{instant}} NOT NULL,
    worker_signature_id {{uuid}} REFERENCES signature (id),
    recipient_signature_id {{uuid}} REFERENCES signature (id),
    scan_file_id {{uuid}} REFERENCES file (id),
    scan_code {{text}} NOT NULL CONSTRAINT act_scan_code CHECK (scan_code IN ('', 'read', 'unread')),
    sent_at {{instant}},
    answered_at {{instant}},
    answer_seq {{int}} NOT NULL,
    return_reason {{text}} NOT NULL,
    recipient_id {{uuid}} NOT NULL REFERENCES person (id),
    worker_id {{uuid}} REFERENCES person (id),
    organisation_id {{uuid}} REFERENCES organisation (id),
    unit_id {{uuid}} NOT NULL REFERENCES unit (id),
    CONSTRAINT act_sent CHECK (status IN ('formed', 'void') = (sent_at IS NULL)),
    CONSTRAINT act_order_id_month_edition_key UNIQUE (order_id, month, edition)
){{strict}};
-- One living act per order and month.
CREATE UNIQUE INDEX act_order_id_month_key ON act (order_id, month) WHERE status NOT IN ('void', 'corrected');
-- What was sent, the newest first, is found by whose it is; these are the order's own and never change.
CREATE INDEX act_recipient ON act (recipient_id, sent_at DESC, id DESC) WHERE sent_at IS NOT NULL;
CREATE INDEX act_worker ON act (worker_id, sent_at DESC, id DESC) WHERE sent_at IS NOT NULL;
CREATE INDEX act_organisation ON act (organisation_id, sent_at DESC, id DESC) WHERE sent_at IS NOT NULL;
CREATE INDEX act_unit ON act (unit_id, sent_at DESC, id DESC) WHERE sent_at IS NOT NULL;

CREATE TABLE act_file (
    act_id {{uuid}} NOT NULL REFERENCES act (id),
    kind {{text}} NOT NULL CONSTRAINT act_file_kind CHECK (kind IN ('act', 'escort-sheet')),
    locale {{text}} NOT NULL CONSTRAINT act_file_locale CHECK (locale IN ('kk', 'ru')),
    file_id {{uuid}} NOT NULL REFERENCES file (id),
    PRIMARY KEY (act_id, kind, locale)
){{strict}};

-- What the payer answered; message_id makes a repeated answer one answer.
CREATE TABLE act_answer (
    message_id {{text}} NOT NULL PRIMARY KEY,
    act_id {{uuid}} NOT NULL REFERENCES act (id),
    seq {{int}} NOT NULL,
    kind {{text}} NOT NULL CONSTRAINT act_answer_kind CHECK (kind IN ('delivered', 'accepted', 'returned', 'paid')),
    reason {{text}} NOT NULL,
    said_at {{instant}} NOT NULL,
    received_at {{instant}} NOT NULL
){{strict}};
CREATE INDEX act_answer_act ON act_answer (act_id, seq);
