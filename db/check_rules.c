/* The rules of the file that are one query each. */
#include "base/i18n.h"
#include "db/internal.h"

#define LAST_CHANGE(table, kind) "(SELECT max(seq) FROM change WHERE entity = '" kind "' AND entity_id = " table ".id)"

/* What the import of a document noted. */
#define IMPORT_OF(table)                                                                                               \
    "(SELECT min(seq) FROM change WHERE entity = 'document' AND entity_id = " table ".id AND action = 'import')"

#define STANDING(table) table ".merged_into IS NULL AND " table ".deleted_at IS NULL"
#define DEPTH "16" /* STORE_CODE_DEPTH_MAX */

const struct check_rule check_rules[] = {
    {N_("annotation %lld: its range is not inside the text"),
     "SELECT a.id FROM annotation a LEFT JOIN document d ON d.id = a.document_id "
     "WHERE NOT (a.start >= 0 AND a.end > a.start AND a.end <= coalesce(d.length, 0))"},
    {N_("annotation %lld: there is no such tag"), "SELECT id FROM annotation WHERE tag NOT BETWEEN 1 AND 3"},
    {N_("annotation %lld: the feed does not say who made it"),
     "SELECT a.id FROM annotation a WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'annotation' "
     "AND c.entity_id = a.id AND c.action IN ('create', 'carry'))"},
    {N_("annotation %lld: it is not as the last change in the feed left it"),
     "SELECT a.id FROM annotation a JOIN change c ON c.seq = " LAST_CHANGE(
         "a", "annotation") " WHERE iif(json_valid(c.after), "
                            "(a.start, a.end, (SELECT name FROM tag WHERE id = a.tag), a.note, a.deleted_at IS NOT "
                            "NULL, CASE a.settled WHEN 1 THEN 'accepted' WHEN 2 THEN 'rejected' END, a.settled_by, "
                            "a.code_id) IS NOT (c.after ->> '$.start', c.after ->> '$.end', c.after ->> '$.tag', "
                            "c.after ->> '$.note', c.after ->> '$.deleted', c.after ->> '$.settled', "
                            "c.after ->> '$.settled_by', c.after ->> '$.code'), 0)"},
    {N_("annotation %lld: it is settled by nobody, or not as anything"),
     "SELECT id FROM annotation WHERE (settled IS NULL) <> (settled_by IS NULL) OR settled NOT BETWEEN 1 AND 2"},
    {N_("document %lld: it has no text"),
     "SELECT id FROM document WHERE id NOT IN (SELECT document_id FROM document_text)"},
    {N_("document %lld: the feed does not say who imported it"),
     "SELECT d.id FROM document d WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'document' "
     "AND c.entity_id = d.id AND c.action = 'import')"},
    {N_("document %lld: it is done, or open, otherwise than the feed says"),
     "SELECT d.id FROM document d JOIN change c ON c.seq = " LAST_CHANGE(
         "d", "document") " WHERE iif(json_valid(c.after), (d.done_at IS NOT NULL) IS NOT coalesce(c.after ->> "
                          "'$.done', 0), 0)"},
    {N_("document %lld: its SHA-256 is none"),
     "SELECT id FROM document WHERE length(sha256) <> 64 OR sha256 GLOB '*[^0-9a-f]*'"},
    {N_("change %lld: the one before it is missing"),
     "SELECT seq FROM change c WHERE seq > 1 AND NOT EXISTS (SELECT 1 FROM change p WHERE p.seq = c.seq - 1)"},
    {N_("change %lld: its record is not JSON"), "SELECT seq FROM change WHERE (before IS NOT NULL AND NOT "
                                                "json_valid(before)) OR (after IS NOT NULL AND NOT json_valid(after))"},
    {N_("change %lld: its annotation is missing"),
     "SELECT seq FROM change WHERE entity = 'annotation' AND entity_id NOT IN (SELECT id FROM annotation)"},
    {N_("change %lld: what it is about is missing"),
     "SELECT seq FROM change c WHERE (entity = 'comment' AND NOT EXISTS (SELECT 1 FROM comment WHERE id = "
     "c.entity_id)) "
     "OR (entity = 'code' AND NOT EXISTS (SELECT 1 FROM code WHERE id = c.entity_id)) "
     "OR (entity = 'assignment' AND NOT EXISTS (SELECT 1 FROM assignment WHERE id = c.entity_id)) "
     "OR (entity = 'document' AND NOT EXISTS (SELECT 1 FROM document WHERE id = c.entity_id)) "
     "OR (entity = 'link' AND NOT EXISTS (SELECT 1 FROM link WHERE id = c.entity_id)) "
     "OR (entity = 'filter' AND NOT EXISTS (SELECT 1 FROM filter WHERE id = c.entity_id)) "
     "OR (entity = 'noise' AND NOT EXISTS (SELECT 1 FROM noise WHERE id = c.entity_id)) "
     "OR (entity = 'reviewer' AND NOT EXISTS (SELECT 1 FROM reviewer WHERE id = c.entity_id))"},
    {N_("change %lld: what undo or redo would take next is no such change"),
     "SELECT c.seq FROM change c WHERE (c.undo_next IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change t "
     "WHERE t.seq = c.undo_next AND t.undo_next = t.seq AND t.seq <= c.seq AND t.reviewer_id = c.reviewer_id)) "
     "OR (c.redo_next IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change t WHERE t.seq = c.redo_next AND t.seq <= c.seq "
     "AND t.reviewer_id = c.reviewer_id AND t.action = 'undo'))"},
    {N_("document %lld: a place or mark is outside its text"),
     "SELECT p.document_id FROM place p LEFT JOIN document d ON d.id = p.document_id "
     "WHERE NOT (p.position BETWEEN 0 AND coalesce(d.length, -1))"},

    /* Those of a team, since version 2. */
    {N_("reviewer %lld: there is no such role"), "SELECT id FROM reviewer WHERE role NOT BETWEEN 1 AND 3"},
    {N_("reviewer %lld: the role is not as the last change in the feed left it"),
     "SELECT v.id FROM reviewer v JOIN change c ON c.seq = (SELECT max(seq) FROM change WHERE entity = 'reviewer' "
     "AND entity_id = v.id AND iif(json_valid(after), after ->> '$.role' IS NOT NULL, 0)) "
     "WHERE c.after ->> '$.role' IS NOT (SELECT name FROM role WHERE id = v.role)"},
    {N_("assignment %lld: the feed does not say who made it"),
     "SELECT a.id FROM assignment a WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'assignment' "
     "AND c.entity_id = a.id AND c.action = 'assign' AND c.before IS NULL)"},
    {N_("assignment %lld: it is not as the last change in the feed left it"),
     "SELECT a.id FROM assignment a JOIN change c ON c.seq = " LAST_CHANGE(
         "a", "assignment") " WHERE iif(json_valid(c.after), (a.document_id, a.reviewer_id, a.done_at IS NOT NULL, "
                            "a.deleted_at IS NOT NULL) IS NOT (c.after ->> '$.document', c.after ->> '$.reviewer', "
                            "c.after ->> '$.done', c.after ->> '$.deleted'), 0)"},
    {N_("comment %lld: the feed does not say who made it"),
     "SELECT m.id FROM comment m WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'comment' "
     "AND c.entity_id = m.id AND c.action IN ('create', 'carry'))"},
    {N_("comment %lld: it is not as the last change in the feed left it"),
     "SELECT m.id FROM comment m JOIN change c ON c.seq = " LAST_CHANGE(
         "m", "comment") " WHERE iif(json_valid(c.after), (m.annotation_id, m.thread, m.question, m.body, "
                         "m.resolved_by, m.deleted_at IS NOT NULL) IS NOT (c.after ->> '$.annotation', "
                         "c.after ->> '$.thread', c.after ->> '$.question', c.after ->> '$.body', "
                         "c.after ->> '$.resolved', c.after ->> '$.deleted'), 0)"},
    {N_("comment %lld: its thread was not begun under the same annotation"),
     "SELECT m.id FROM comment m LEFT JOIN comment t ON t.id = m.thread WHERE m.thread IS NOT NULL "
     "AND (t.thread IS NOT NULL OR t.annotation_id IS NOT m.annotation_id)"},
    {N_("comment %lld: it is resolved by nobody, or answers and is resolved"),
     "SELECT id FROM comment WHERE (resolved_at IS NULL) <> (resolved_by IS NULL) "
     "OR (thread IS NOT NULL AND resolved_at IS NOT NULL)"},

    /* Those of documents as they come, since version 3. What is there from before has no such members in the feed. */
    {N_("document %lld: the imported file is missing"),
     "SELECT d.id FROM document d JOIN change c ON c.seq = " IMPORT_OF(
         "d") " WHERE iif(json_valid(c.after), "
              "c.after ->> '$.type' IS NOT NULL, 0) AND NOT EXISTS (SELECT 1 FROM document_source x WHERE "
              "x.document_id = d.id)"},
    {N_("document %lld: its older version is none, or not the one that the feed says"),
     "SELECT d.id FROM document d JOIN change c ON c.seq = " IMPORT_OF(
         "d") " WHERE d.previous_id >= d.id "
              "OR iif(json_valid(c.after), c.after ->> '$.previous' IS NOT d.previous_id, 0)"},
    {N_("document %lld: a heading is not inside its text"),
     "SELECT DISTINCT h.document_id FROM heading h LEFT JOIN document d ON d.id = h.document_id "
     "WHERE NOT (h.start >= 0 AND h.end > h.start AND h.end <= coalesce(d.length, 0) AND h.level BETWEEN 1 AND 9)"},
    {N_("document %lld: the import found other noise than is there"),
     "SELECT d.id FROM document d JOIN change c ON c.seq = " IMPORT_OF(
         "d") " WHERE iif(json_valid(c.after), "
              "coalesce(c.after ->> '$.noise', 0) IS NOT (SELECT count(*) FROM noise n WHERE n.document_id = d.id "
              "AND n.reviewer_id IS NULL), 0)"},
    {N_("noise %lld: its range is not inside the text"),
     "SELECT n.id FROM noise n LEFT JOIN document d ON d.id = n.document_id "
     "WHERE NOT (n.start >= 0 AND n.end > n.start AND n.end <= coalesce(d.length, 0))"},
    {N_("noise %lld: the feed does not say who marked or lifted it"),
     "SELECT n.id FROM noise n WHERE (n.reviewer_id IS NOT NULL OR n.deleted_at IS NOT NULL) AND NOT EXISTS "
     "(SELECT 1 FROM change c WHERE c.entity = 'noise' AND c.entity_id = n.id AND (n.reviewer_id IS NULL "
     "OR (c.action = 'mark' AND c.before IS NULL)))"},
    {N_("noise %lld: it is not as the last change in the feed left it"),
     "SELECT n.id FROM noise n JOIN change c ON c.seq = " LAST_CHANGE(
         "n", "noise") " WHERE iif(json_valid(c.after), (n.document_id, n.start, n.end, n.kind, n.deleted_at IS NOT "
                       "NULL) IS NOT (c.after ->> '$.document', c.after ->> '$.start', c.after ->> '$.end', "
                       "c.after ->> '$.kind', c.after ->> '$.deleted'), 0)"},
    {N_("annotation %lld: it was not carried over from an older version, or not as the feed says"),
     "SELECT a.id FROM annotation a LEFT JOIN annotation o ON o.id = a.carried_from JOIN change c ON c.seq = "
     "(SELECT min(seq) FROM change WHERE entity = 'annotation' AND entity_id = a.id) "
     "WHERE (a.carried_from IS NOT NULL AND NOT coalesce(o.id < a.id AND o.document_id < a.document_id, 0)) "
     "OR iif(json_valid(c.after), c.after ->> '$.carried_from' IS NOT a.carried_from, 0)"},

    /* Those of chains, since version 4. */
    {N_("link %lld: the feed does not say who made it"),
     "SELECT l.id FROM link l WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'link' "
     "AND c.entity_id = l.id AND (c.action = 'carry' OR (c.action = 'create' AND c.reviewer_id = l.reviewer_id)))"},
    {N_("link %lld: it is not as the last change in the feed left it"),
     "SELECT l.id FROM link l JOIN change c ON c.seq = " LAST_CHANGE(
         "l", "link") " WHERE iif(json_valid(c.after), (l.from_id, l.to_id, l.note, l.deleted_at IS NOT NULL) "
                      "IS NOT (c.after ->> '$.from', c.after ->> '$.to', c.after ->> '$.note', "
                      "c.after ->> '$.deleted'), 0)"},
    {N_("link %lld: it links an annotation with itself"), "SELECT id FROM link WHERE from_id = to_id"},

    /* Groups do not overlap: that is asked first, so that no row is looked at twice. */
    {N_("change %lld: what belongs to it is missing, or is not its own"),
     "SELECT g.seq FROM change g WHERE (g.entity = 'group' OR g.parts <> 0) AND CASE WHEN g.entity <> 'group' "
     "OR g.entity_id <> 0 OR g.parts >= g.seq - (SELECT coalesce(max(p.seq), 0) FROM change p WHERE p.entity = 'group' "
     "AND p.entity_id = 0 AND p.seq < g.seq) OR iif(json_valid(g.after), g.after ->> '$.parts' IS NOT g.parts, 0) "
     "THEN 1 ELSE EXISTS (SELECT 1 FROM change p WHERE p.seq >= g.seq - g.parts AND p.seq < g.seq "
     "AND (p.reviewer_id IS NOT g.reviewer_id OR p.session IS NOT g.session OR p.seq IS p.undo_next "
     "OR p.seq IS p.redo_next)) END"},

    /* Those of saved filters. */
    {N_("filter %lld: the feed does not say who saved it"),
     "SELECT f.id FROM filter f WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'filter' "
     "AND c.entity_id = f.id AND c.action = 'save' AND c.before IS NULL)"},
    {N_("filter %lld: it is not as the last change in the feed left it"),
     "SELECT f.id FROM filter f JOIN change c ON c.seq = " LAST_CHANGE(
         "f", "filter") " WHERE iif(json_valid(c.after), (f.name, f.expression, f.reviewer_id, f.deleted_at IS NOT "
                        "NULL) IS NOT (c.after ->> '$.name', c.after ->> '$.expression', c.after ->> '$.reviewer', "
                        "c.after ->> '$.deleted'), 0)"},

    /* Those of the codebook, since version 4. What merges lead to is in check.c. */
    {N_("annotation %lld: its code is none of its tag"),
     "SELECT a.id FROM annotation a LEFT JOIN code c ON c.id = a.code_id WHERE a.code_id IS NOT NULL "
     "AND c.tag IS NOT a.tag"},
    {N_("code %lld: what it stands below is gone, or of another tag"),
     "SELECT c.id FROM code c LEFT JOIN code p ON p.id = c.parent_id WHERE c.parent_id IS NOT NULL "
     "AND (p.tag IS NOT c.tag OR (" STANDING("c") " AND NOT (" STANDING("p") ")))"},
    {N_("code %lld: it stands below itself, or too deep"),
     "WITH RECURSIVE up (top, id, n) AS (SELECT id, parent_id, 1 FROM code UNION ALL SELECT top, c.parent_id, n + 1 "
     "FROM up JOIN code c ON c.id = up.id WHERE n <= " DEPTH ") SELECT DISTINCT t.id FROM up JOIN code t ON t.id = "
     "up.top WHERE up.id = up.top OR (up.n > " DEPTH " AND " STANDING("t") ")"},
    {N_("code %lld: another one in its place has its name"),
     "SELECT max(id) FROM code c WHERE " STANDING("c") " GROUP BY tag, parent_id, name HAVING count(*) > 1"},
    {N_("code %lld: another one of its tag has its key"),
     "SELECT max(id) FROM code c WHERE key <> '' AND " STANDING("c") " GROUP BY tag, key HAVING count(*) > 1"},
    {N_("code %lld: the feed does not say who made it"),
     "SELECT m.id FROM code m WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.entity = 'code' AND c.entity_id = m.id "
     "AND c.action = 'create' AND c.before IS NULL AND c.reviewer_id = m.reviewer_id)"},
    {N_("code %lld: it is not as the last change in the feed left it"),
     "SELECT m.id FROM code m JOIN change c ON c.seq = " LAST_CHANGE(
         "m", "code") " WHERE iif(json_valid(c.after), ((SELECT name FROM tag WHERE id = m.tag), m.parent_id, m.name, "
                      "m.definition, m.example, m.key, m.position, m.merged_into, m.deleted_at IS NOT NULL) IS NOT "
                      "(c.after ->> '$.tag', c.after ->> '$.parent', c.after ->> '$.name', c.after ->> '$.definition', "
                      "c.after ->> '$.example', c.after ->> '$.key', c.after ->> '$.position', "
                      "c.after ->> '$.merged_into', c.after ->> '$.deleted'), 0)"},
    {NULL, NULL},
};
