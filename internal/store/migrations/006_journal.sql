-- +goose Up
CREATE TABLE journal_entry (
    id {{uuid}} NOT NULL PRIMARY KEY,
    order_id {{uuid}} NOT NULL REFERENCES orders (id),
    recipient_id {{uuid}} NOT NULL REFERENCES person (id),
    worker_id {{uuid}} NOT NULL REFERENCES person (id),
    day {{date}} NOT NULL,
    minutes {{int}} NOT NULL CONSTRAINT journal_minutes CHECK (minutes > 0 AND minutes <= 480 AND minutes % 30 = 0),
    format {{text}} NOT NULL,
    places_kk {{text}} NOT NULL,
    places_ru {{text}} NOT NULL,
    version {{int}} NOT NULL,
    saved_at {{instant}} NOT NULL,
    removed_at {{instant}}
){{strict}};
CREATE UNIQUE INDEX journal_entry_order_id_day_key ON journal_entry (order_id, day) WHERE removed_at IS NULL;
CREATE INDEX journal_entry_worker ON journal_entry (worker_id, day);
CREATE INDEX journal_entry_recipient ON journal_entry (recipient_id, day);

-- What an entry was before; the entry itself holds the newest version.
CREATE TABLE journal_version (
    entry_id {{uuid}} NOT NULL REFERENCES journal_entry (id),
    version {{int}} NOT NULL,
    minutes {{int}} NOT NULL,
    format {{text}} NOT NULL,
    places_kk {{text}} NOT NULL,
    places_ru {{text}} NOT NULL,
    saved_at {{instant}} NOT NULL,
    PRIMARY KEY (entry_id, version)
){{strict}};

-- The 8 hours a day, for either side, over all services and orders, held by a counter.
CREATE TABLE day_hours (
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    side {{text}} NOT NULL CONSTRAINT day_hours_side CHECK (side IN ('recipient', 'worker')),
    day {{date}} NOT NULL,
    minutes {{int}} NOT NULL CONSTRAINT day_hours_limit CHECK (minutes >= 0 AND minutes <= 480),
    PRIMARY KEY (person_id, side, day)
){{strict}};

-- A month of an order: its minutes, and whether its act was sent.
CREATE TABLE journal_month (
    order_id {{uuid}} NOT NULL REFERENCES orders (id),
    month {{month}} NOT NULL,
    minutes {{int}} NOT NULL CONSTRAINT journal_month_minutes CHECK (minutes >= 0),
    closed_at {{instant}},
    reopened_at {{instant}},
    PRIMARY KEY (order_id, month)
){{strict}};
