-- The shared file, from schema version 2 to 3: documents as they come. New files pass all steps, so that they are the
-- same as old ones. Columns are added at the end of their tables; what they mean stands in doc/schema.md.

ALTER TABLE document ADD COLUMN type TEXT NOT NULL DEFAULT 'text/plain'; -- what the imported bytes are
ALTER TABLE document ADD COLUMN file TEXT;      -- the name of the imported file; name may have a number behind it
UPDATE document SET file = name;
ALTER TABLE document ADD COLUMN previous_id INTEGER REFERENCES document (id); -- the older version, or NULL
CREATE INDEX document_previous ON document (previous_id) WHERE previous_id IS NOT NULL;
CREATE INDEX document_file ON document (file);

CREATE TABLE document_source (
    -- The bytes as they were imported, compressed in the zlib format (RFC 1950). No row: imported before version 3.
    document_id INTEGER PRIMARY KEY NOT NULL REFERENCES document (id),
    bytes BLOB -- NULL: the bytes are those of the text
) STRICT;

CREATE TABLE heading (
    -- What the file itself said is a heading. Other headings are found while reading and not stored.
    document_id INTEGER NOT NULL REFERENCES document (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 9),
    PRIMARY KEY (document_id, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE noise (
    -- Spans of a text that are not the document: dim or folded on the screen, left out of sentences and quotes.
    id INTEGER PRIMARY KEY NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    kind TEXT NOT NULL,     -- 'hand', 'page', 'number', 'running', 'site', 'paywall', 'reading', 'reference'
    reviewer_id INTEGER REFERENCES reviewer (id), -- who marked it; NULL: the import found it
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted_at INTEGER -- NULL: it stands; else it was lifted
) STRICT;
CREATE UNIQUE INDEX noise_span ON noise (document_id, start, end); -- a span that was lifted and is marked again is one

ALTER TABLE annotation ADD COLUMN carried_from INTEGER REFERENCES annotation (id); -- the one in an older version
CREATE INDEX annotation_carried ON annotation (carried_from) WHERE carried_from IS NOT NULL;
