-- The shared file, from schema version 1 to 2: a team. New files pass both steps, so that they are the same as old ones.
-- Columns are added at the end of their tables; what they mean stands in doc/schema.md.

CREATE TABLE role (
    -- The names of the numbers in reviewer.role.
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO role (id, name) VALUES (1, 'lead'), (2, 'reviewer'), (3, 'reader');

ALTER TABLE reviewer ADD COLUMN role INTEGER NOT NULL DEFAULT 2 CHECK (role BETWEEN 1 AND 3);
CREATE INDEX reviewer_role ON reviewer (role);
-- Whoever came first made the file.
UPDATE reviewer SET role = 1 WHERE id = (SELECT min(id) FROM reviewer);

ALTER TABLE document ADD COLUMN done_at INTEGER; -- a lead has closed it; NULL: it is open

ALTER TABLE annotation ADD COLUMN settled INTEGER CHECK (settled BETWEEN 1 AND 2); -- 1 accepted, 2 rejected, by a lead
ALTER TABLE annotation ADD COLUMN settled_by INTEGER REFERENCES reviewer (id);
CREATE INDEX annotation_reviewer ON annotation (reviewer_id, document_id) WHERE deleted_at IS NULL;

CREATE TABLE assignment (
    -- Which documents a reviewer is to read. A row stays when the assignment is taken back.
    id INTEGER PRIMARY KEY NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document (id),
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    done_at INTEGER,   -- the reviewer has read it; NULL: to do
    deleted_at INTEGER, -- NULL: it stands
    UNIQUE (document_id, reviewer_id)
) STRICT;
CREATE INDEX assignment_reviewer ON assignment (reviewer_id);

CREATE TABLE comment (
    -- What is said about an annotation: threads, each begun by one comment and answered by others.
    id INTEGER PRIMARY KEY NOT NULL,
    uuid TEXT NOT NULL UNIQUE,
    annotation_id INTEGER NOT NULL REFERENCES annotation (id),
    thread INTEGER REFERENCES comment (id), -- the comment that began the thread; NULL: this one did
    question INTEGER NOT NULL CHECK (question BETWEEN 0 AND 1), -- 1: it waits for an answer
    body TEXT NOT NULL,
    reviewer_id INTEGER NOT NULL REFERENCES reviewer (id),
    revision INTEGER NOT NULL CHECK (revision >= 1), -- grows by one with every change
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    resolved_at INTEGER, -- of the comment that began the thread; NULL: it is open
    resolved_by INTEGER REFERENCES reviewer (id),
    deleted_at INTEGER -- NULL: it stands
) STRICT;
CREATE INDEX comment_annotation ON comment (annotation_id);
CREATE INDEX comment_open ON comment (annotation_id)
    WHERE question = 1 AND thread IS NULL AND resolved_at IS NULL AND deleted_at IS NULL;

CREATE INDEX change_document ON change (document_id);
