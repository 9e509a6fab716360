-- +goose Up
CREATE TABLE unit (
    id {{uuid}} NOT NULL PRIMARY KEY,
    key {{text}} NOT NULL UNIQUE,
    kind {{text}} NOT NULL CONSTRAINT unit_kind CHECK (kind IN ('department', 'district', 'centre', 'corporation')),
    name_kk {{text}} NOT NULL,
    name_ru {{text}} NOT NULL,
    name_en {{text}} NOT NULL
){{strict}};

-- The IIN is kept sealed, and found by a keyed digest: a plain digest of an IIN is no pseudonym.
CREATE TABLE person (
    id {{uuid}} NOT NULL PRIMARY KEY,
    iin_mac {{bytes}} NOT NULL UNIQUE,
    iin_sealed {{bytes}} NOT NULL,
    surname {{text}} NOT NULL,
    name {{text}} NOT NULL,
    patronymic {{text}} NOT NULL,
    surname_key {{text}} NOT NULL,
    name_key {{text}} NOT NULL,
    sort_key {{text}} NOT NULL,
    phone {{text}} NOT NULL,
    email {{text}} NOT NULL,
    address {{text}} NOT NULL,
    locale {{text}} NOT NULL CONSTRAINT person_locale CHECK (locale IN ('kk', 'ru', 'en')),
    unit_id {{uuid}} REFERENCES unit (id),
    created_at {{instant}} NOT NULL
){{strict}};

CREATE TABLE organisation (
    id {{uuid}} NOT NULL PRIMARY KEY,
    bin {{text}} NOT NULL UNIQUE,
    name_kk {{text}} NOT NULL,
    name_ru {{text}} NOT NULL,
    name_en {{text}} NOT NULL,
    unit_id {{uuid}} NOT NULL REFERENCES unit (id),
    address {{text}} NOT NULL,
    phone {{text}} NOT NULL,
    email {{text}} NOT NULL,
    created_at {{instant}} NOT NULL
){{strict}};

-- A position is role × unit (or organisation) × period.
CREATE TABLE person_position (
    id {{uuid}} NOT NULL PRIMARY KEY,
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    role {{text}} NOT NULL CONSTRAINT position_role CHECK (role IN ('supplier', 'officer', 'administrator', 'auditor')),
    unit_id {{uuid}} REFERENCES unit (id),
    organisation_id {{uuid}} REFERENCES organisation (id),
    from_date {{date}} NOT NULL,
    to_date {{date}},
    CONSTRAINT position_place CHECK ((role = 'supplier') = (organisation_id IS NOT NULL) AND (role = 'supplier') = (unit_id IS NULL))
){{strict}};
CREATE INDEX person_position_person ON person_position (person_id);

-- An allotted volume: minutes of a service of hours, days of a bed place.
CREATE TABLE allotment (
    id {{uuid}} NOT NULL PRIMARY KEY,
    recipient_id {{uuid}} NOT NULL REFERENCES person (id),
    unit_id {{uuid}} NOT NULL REFERENCES unit (id),
    service {{text}} NOT NULL CONSTRAINT allotment_service CHECK (service IN ('assistant', 'sign-language', 'bed-place')),
    amount {{int}} NOT NULL,
    reserved {{int}} NOT NULL,
    used {{int}} NOT NULL,
    from_date {{date}} NOT NULL,
    to_date {{date}} NOT NULL,
    ground {{text}} NOT NULL,
    entered_at {{instant}} NOT NULL,
    ended_at {{instant}},
    CONSTRAINT allotment_period CHECK (from_date <= to_date),
    CONSTRAINT allotment_within CHECK (amount > 0 AND reserved >= 0 AND used >= 0 AND reserved + used <= amount)
){{strict}};
CREATE INDEX allotment_recipient ON allotment (recipient_id, service);
CREATE INDEX allotment_unit ON allotment (unit_id, entered_at);
