-- The shared file, schema version 1: the first step of every file. The build embeds it in the program, and the comments
-- inside the statements stay in the file, where ".schema" of any SQLite shell shows them.
--
-- Positions are code points, [start, end). Times are milliseconds since 1970-01-01 UTC. Nothing is deleted for good.

CREATE TABLE meta (
    -- What is known about the file itself: 'created' (time), 'uuid' (of this file; a copy keeps it).
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    -- The names of the numbers in annotation.tag.
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO tag (id, name) VALUES (1, 'manifestation'), (2, 'cause'), (3, 'remedy');

CREATE TABLE reviewer (
    id INTEGER PRIMARY KEY NOT NULL,
    uid INTEGER UNIQUE,       -- the Unix account, or NULL where a key and not an account says who it is
    account TEXT NOT NULL,    -- the name that the account (or the key) has
    name TEXT NOT NULL UNIQUE, -- as shown: the account, with a number behind where somebody else has the name already
    created INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX reviewer_key ON reviewer (account) WHERE uid IS NULL;

CREATE TABLE document (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),      -- of the bytes as they were imported
    encoding TEXT NOT NULL COLLATE NOCASE,                 -- they were decoded from
    source_bytes INTEGER NOT NULL CHECK (source_bytes >= 0),
    length INTEGER NOT NULL CHECK (length >= 0),           -- code points of the text
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id), -- who imported it
    created INTEGER NOT NULL,
    UNIQUE (sha256, encoding) -- bytes that were decoded wrongly at first can be imported anew
) STRICT;

CREATE TABLE document_text (
    -- The text, never changed once stored; a table of its own, so that a list of documents reads no text.
    document_id INTEGER PRIMARY KEY NOT NULL REFERENCES document (id),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE annotation (
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES document (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    tag INTEGER NOT NULL CHECK (tag BETWEEN 1 AND 3),
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id),
    note TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1), -- grows by one with every change
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted_at INTEGER -- NULL: it stands
) STRICT;
CREATE INDEX annotation_standing ON annotation (document_id, start, end) WHERE deleted_at IS NULL;

CREATE TABLE change (
    -- The feed: one row for every change, written in the same transaction, never updated and never deleted.
    seq INTEGER PRIMARY KEY NOT NULL,
    time INTEGER NOT NULL,
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id),
    session TEXT NOT NULL,   -- a uuid for each run of the program
    entity TEXT NOT NULL,    -- 'annotation', 'document', 'reviewer'
    entity_id INTEGER NOT NULL,
    document_id INTEGER REFERENCES document (id),
    action TEXT NOT NULL,    -- 'create', 'retag', 'move', 'note', 'delete', 'import', 'rename', 'undo', 'redo'
    before TEXT,             -- JSON objects; NULL where there was nothing
    after TEXT,
    origin INTEGER REFERENCES change (seq), -- undo and redo: the first change of the chain, which was neither
    -- The reviewer's two stacks as they are after this row, as links: the row that undo takes back next (its top
    -- then is the undo_next of that reviewer's row just before it), and the undo that redo does again next.
    undo_next INTEGER,
    redo_next INTEGER
) STRICT;
CREATE INDEX change_reviewer ON change (reviewer_id);
CREATE INDEX change_entity ON change (entity, entity_id);

CREATE TABLE place (
    -- Where a reviewer is in a document (name ''), and the marks.
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id),
    document_id INTEGER NOT NULL REFERENCES document (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (reviewer_id, document_id, name)
) STRICT, WITHOUT ROWID;
