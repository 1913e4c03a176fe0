-- A team in the file of a golden screen, as its programs would have made it: the tester has the number 1.
INSERT INTO reviewer (id, uid, account, name, created, role)
VALUES (2, NULL, 'li', '李明', 1, 2), (3, NULL, 'zhao', 'zhao', 1, 2), (4, NULL, 'chen', '陈晓东', 1, 2),
       (5, NULL, 'sun', 'sun', 1, 3);
-- Everybody reads everything but the last document; 李明 is done with the first, zhao with all of theirs.
INSERT INTO assignment (document_id, reviewer_id, created, updated, done_at)
SELECT d.id, r.id, 1, 1, CASE WHEN r.id = 3 OR (r.id = 2 AND d.id = 1) THEN 2 END
FROM document d, reviewer r WHERE r.id <= 4 AND d.id < (SELECT max(id) FROM document) AND (d.id + r.id) % 4 <> 0;
INSERT INTO place (reviewer_id, document_id, name, position)
SELECT r.id, d.id, 'furthest', d.length * r.id / 7 FROM document d, reviewer r WHERE r.id BETWEEN 2 AND 4;
INSERT INTO annotation (uuid, document_id, start, end, tag, reviewer_id, note, revision, created, updated)
SELECT printf('00000000-0000-4000-8000-%012d', d.id * 10 + r.id), d.id, r.id * 20, r.id * 20 + 15, 1 + r.id % 3, r.id,
       '', 1, 1, 1
FROM document d, reviewer r WHERE r.id BETWEEN 2 AND 4;
INSERT INTO comment (uuid, annotation_id, question, body, reviewer_id, revision, created, updated)
SELECT printf('00000000-0000-4000-9000-%012d', id), id, 1, 'Which one?', 4, 1, 1, 1 FROM annotation WHERE reviewer_id = 2;
UPDATE document SET done_at = 3 WHERE id = 3;
