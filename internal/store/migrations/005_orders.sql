-- +goose Up
CREATE TABLE orders (
    id {{uuid}} NOT NULL PRIMARY KEY,
    number {{text}} NOT NULL UNIQUE,
    service {{text}} NOT NULL CONSTRAINT orders_service CHECK (service IN ('assistant', 'sign-language', 'bed-place')),
    allotment_id {{uuid}} NOT NULL REFERENCES allotment (id),
    entry_id {{uuid}} NOT NULL REFERENCES register_entry (id),
    unit_id {{uuid}} NOT NULL REFERENCES unit (id),
    recipient_id {{uuid}} NOT NULL REFERENCES person (id),
    worker_id {{uuid}} REFERENCES person (id),
    organisation_id {{uuid}} REFERENCES organisation (id),
    bed_id {{uuid}} REFERENCES bed (id),
    amount {{int}} NOT NULL,
    used {{int}} NOT NULL,
    unsent {{int}} NOT NULL,
    promised {{int}} NOT NULL,
    from_date {{date}} NOT NULL,
    to_date {{date}} NOT NULL,
    status {{text}} NOT NULL CONSTRAINT orders_status CHECK (status IN ('waiting', 'on-execution', 'completed', 'declined',
        'cancelled-by-recipient', 'cancelled-by-specialist', 'withdrawn', 'lapsed')),
    placed_at {{instant}} NOT NULL,
    answer_by {{date}},
    answered_at {{instant}},
    work_ended_at {{instant}},
    closed_at {{instant}},
    reason {{text}} NOT NULL,
    reason_text {{text}} NOT NULL,
    surname_key {{text}} NOT NULL,
    name_key {{text}} NOT NULL,
    CONSTRAINT orders_within CHECK (amount > 0 AND used >= 0 AND used <= amount),
    CONSTRAINT orders_unsent CHECK (unsent >= 0 AND unsent <= used),
    CONSTRAINT orders_completed CHECK (service = 'bed-place' OR (status = 'completed') = (used = amount)),
    CONSTRAINT orders_period CHECK (from_date <= to_date),
    CONSTRAINT orders_provider CHECK (worker_id IS NOT NULL OR organisation_id IS NOT NULL)
){{strict}};
CREATE INDEX orders_worker ON orders (worker_id, placed_at DESC, id DESC);
CREATE INDEX orders_worker_status ON orders (worker_id, status, placed_at DESC, id DESC);
CREATE INDEX orders_worker_surname ON orders (worker_id, surname_key, name_key, placed_at, id, status);
CREATE INDEX orders_organisation ON orders (organisation_id, placed_at DESC, id DESC);
CREATE INDEX orders_organisation_status ON orders (organisation_id, status, placed_at DESC, id DESC);
CREATE INDEX orders_organisation_surname ON orders (organisation_id, surname_key, name_key, placed_at, id, status);
CREATE INDEX orders_recipient ON orders (recipient_id, placed_at DESC, id DESC);
CREATE INDEX orders_unit ON orders (unit_id, placed_at DESC, id DESC);
CREATE INDEX orders_unit_status ON orders (unit_id, status, placed_at DESC, id DESC);
CREATE INDEX orders_unit_surname ON orders (unit_id, surname_key, name_key, placed_at, id, status);
CREATE INDEX orders_entry ON orders (entry_id);
CREATE INDEX orders_answer_by ON orders (answer_by) WHERE status = 'waiting';

-- One person a bed, one bed a person, by constraint: a row per bed and day.
CREATE TABLE bed_day (
    bed_id {{uuid}} NOT NULL REFERENCES bed (id),
    day {{date}} NOT NULL,
    order_id {{uuid}} NOT NULL REFERENCES orders (id),
    recipient_id {{uuid}} NOT NULL REFERENCES person (id),
    CONSTRAINT bed_day_bed_id_day_key UNIQUE (bed_id, day),
    CONSTRAINT bed_day_recipient_id_day_key UNIQUE (recipient_id, day)
){{strict}};
CREATE INDEX bed_day_order ON bed_day (order_id);
