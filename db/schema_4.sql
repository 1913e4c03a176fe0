-- The shared file, from schema version 3 to 4: from tags to problems. New files pass all steps, so that they are the
-- same as old ones. Columns are added at the end of their tables; what they mean stands in doc/schema.md.

CREATE TABLE code (
    -- The codebook: a tree below each tag. A code that was merged or deleted stays, and so do the annotations that have
    -- it: what they count as is the code at the end of merged_into.
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    tag INTEGER NOT NULL CHECK (tag BETWEEN 1 AND 3),
    parent_id INTEGER REFERENCES code (id), -- a code of the same tag; NULL: it stands right below its tag
    name TEXT NOT NULL,                     -- one among those of the same parent that stand
    definition TEXT NOT NULL,
    example TEXT NOT NULL,
    key TEXT NOT NULL,                      -- the character that chooses it, or ''; one among those of its tag
    position INTEGER NOT NULL,              -- its place among those of the same parent; equal ones by id
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id), -- who made it
    revision INTEGER NOT NULL CHECK (revision >= 1),       -- grows by one with every change
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    merged_into INTEGER REFERENCES code (id), -- NULL: it was not
    deleted_at INTEGER                        -- NULL: it stands
) STRICT;
CREATE INDEX code_parent ON code (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX code_merged ON code (merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE annotation ADD COLUMN code_id INTEGER REFERENCES code (id); -- of its tag; NULL: none
CREATE INDEX annotation_code ON annotation (code_id, deleted_at) WHERE code_id IS NOT NULL AND deleted_at IS NULL;

-- What figures, the ledger and filters ask for is answered from this index alone. (Without its own condition among the
-- columns, SQLite reads each row to see that it holds.)
DROP INDEX annotation_standing;
CREATE INDEX annotation_standing ON annotation (document_id, start, end, tag, reviewer_id, code_id, deleted_at)
    WHERE deleted_at IS NULL;

CREATE TABLE link (
    -- A cause explains a manifestation, a remedy addresses a cause or a manifestation: which of them follows from the
    -- tags. It holds while both ends stand and have tags that make such a pair.
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    from_id INTEGER NOT NULL REFERENCES annotation (id), -- what explains or addresses
    to_id INTEGER NOT NULL REFERENCES annotation (id),   -- what is explained or addressed
    note TEXT NOT NULL,
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id), -- who made it
    revision INTEGER NOT NULL CHECK (revision >= 1),       -- grows by one with every change
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted_at INTEGER -- NULL: it stands
) STRICT;
CREATE UNIQUE INDEX link_pair ON link (from_id, to_id) WHERE deleted_at IS NULL;
CREATE INDEX link_from ON link (from_id); -- of those that stand and those that went: history shows both
CREATE INDEX link_to ON link (to_id);

CREATE TABLE filter (
    -- A filter that was given a name: in another one, @name stands for it.
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    expression TEXT NOT NULL,
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id), -- who named it first
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted_at INTEGER -- NULL: it stands
) STRICT;

-- How many rows right before this one belong to it: they are one change, which is taken back as one.
ALTER TABLE change ADD COLUMN parts INTEGER NOT NULL DEFAULT 0 CHECK (parts >= 0);
