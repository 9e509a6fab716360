-- +goose Up
-- The register of specialists and organisations: one entry per provider and service.
CREATE TABLE register_entry (
    id {{uuid}} NOT NULL PRIMARY KEY,
    number {{text}} NOT NULL UNIQUE,
    person_id {{uuid}} REFERENCES person (id),
    organisation_id {{uuid}} REFERENCES organisation (id),
    service {{text}} NOT NULL CONSTRAINT register_service CHECK (service IN ('assistant', 'sign-language', 'bed-place')),
    status {{text}} NOT NULL CONSTRAINT register_status CHECK (status IN ('active', 'suspended', 'left')),
    unit_id {{uuid}} NOT NULL REFERENCES unit (id),
    sort_key {{text}} NOT NULL,
    name_key {{text}} NOT NULL,
    languages {{text}} NOT NULL,
    about_kk {{text}} NOT NULL,
    about_ru {{text}} NOT NULL,
    capacity {{int}} NOT NULL,
    taken {{int}} NOT NULL,
    entered_at {{instant}} NOT NULL,
    left_at {{instant}},
    CONSTRAINT register_whose CHECK ((person_id IS NULL) <> (organisation_id IS NULL)),
    CONSTRAINT register_taken CHECK (capacity >= 0 AND taken >= 0 AND (capacity = 0 OR taken <= capacity)),
    CONSTRAINT register_entry_person_id_service_key UNIQUE (person_id, service),
    CONSTRAINT register_entry_organisation_id_service_key UNIQUE (organisation_id, service)
){{strict}};
CREATE INDEX register_entry_open ON register_entry (status, service, sort_key);

CREATE TABLE register_application (
    id {{uuid}} NOT NULL PRIMARY KEY,
    kind {{text}} NOT NULL CONSTRAINT application_kind CHECK (kind IN ('enter', 'leave')),
    service {{text}} NOT NULL,
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    organisation_id {{uuid}} REFERENCES organisation (id),
    unit_id {{uuid}} NOT NULL REFERENCES unit (id),
    status {{text}} NOT NULL CONSTRAINT application_status CHECK (status IN ('waiting', 'approved', 'refused', 'withdrawn')),
    languages {{text}} NOT NULL,
    about_kk {{text}} NOT NULL,
    about_ru {{text}} NOT NULL,
    capacity {{int}} NOT NULL,
    reason {{text}} NOT NULL,
    filed_at {{instant}} NOT NULL,
    decided_at {{instant}},
    decided_by {{uuid}} REFERENCES person (id),
    signature_id {{uuid}} REFERENCES signature (id)
){{strict}};
CREATE UNIQUE INDEX register_application_person_id_service_key ON register_application (person_id, service)
    WHERE status = 'waiting' AND organisation_id IS NULL;
CREATE UNIQUE INDEX register_application_organisation_id_service_key ON register_application (organisation_id, service)
    WHERE status = 'waiting';
CREATE INDEX register_application_unit ON register_application (unit_id, status, filed_at);

-- Who works for an organisation, in which service.
CREATE TABLE organisation_worker (
    id {{uuid}} NOT NULL PRIMARY KEY,
    organisation_id {{uuid}} NOT NULL REFERENCES organisation (id),
    person_id {{uuid}} NOT NULL REFERENCES person (id),
    service {{text}} NOT NULL,
    from_date {{date}} NOT NULL,
    to_date {{date}}
){{strict}};
CREATE INDEX organisation_worker_person ON organisation_worker (person_id);
CREATE UNIQUE INDEX organisation_worker_organisation_id_person_id_service_key
    ON organisation_worker (organisation_id, person_id, service) WHERE to_date IS NULL;

CREATE TABLE bed (
    id {{uuid}} NOT NULL PRIMARY KEY,
    organisation_id {{uuid}} NOT NULL REFERENCES organisation (id),
    label {{text}} NOT NULL,
    closed_at {{instant}},
    CONSTRAINT bed_organisation_id_label_key UNIQUE (organisation_id, label)
){{strict}};
