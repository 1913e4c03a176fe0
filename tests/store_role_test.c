/* Roles are kept in the shared file's own functions: every one that writes, tried by somebody with too small a role and
 * by somebody whose role is just enough. A function of the header that stands in neither list fails the test. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"
#include "db/filter.h"
#include "db/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT "第一种是责任不清，原因在于制度。"

/* A file in which WHO owns something of each kind; the functions are tried in WHO's session. */
struct scene {
    struct store *lead, *who;
    int64_t d, assigned;
    int64_t annotation, revision, comment, comment_revision;
    int64_t newer, noise;        /* a newer version of D, and what is noise in D */
    int64_t manifestation, link; /* not linked with ANNOTATION yet; made by WHO, from a remedy to it */
    int64_t code, code_into;     /* of causes; made by WHO, and by the lead */
};

typedef enum err_code writer_fn(struct store *s, const struct scene *c, struct err *e);

static enum err_code document_add(struct store *s, const struct scene *c, struct err *e)
{
    int64_t id;
    struct document_new d = {.name = "b", .source = "b", .source_bytes = 1, .text = "b", .text_bytes = 1};
    (void)c;
    return store_document_add(s, &d, &id, e);
}

static enum err_code documents_add(struct store *s, const struct scene *c, struct err *e)
{
    struct document_added out;
    struct document_new d = {.name = "b", .source = "b", .source_bytes = 1, .text = "b", .text_bytes = 1};
    (void)c;
    return store_documents_add(s, &d, 1, &out, e);
}

static enum err_code noise_mark(struct store *s, const struct scene *c, struct err *e)
{
    return store_noise_mark(s, c->d, 4, 6, NOISE_HAND, NULL, e);
}

static enum err_code noise_lift(struct store *s, const struct scene *c, struct err *e)
{
    return store_noise_lift(s, c->noise, e);
}

static enum err_code carry(struct store *s, const struct scene *c, struct err *e)
{
    return store_carry(s, c->annotation, c->revision, c->newer, 0, 4, true, NULL, e);
}

static enum err_code document_done(struct store *s, const struct scene *c, struct err *e)
{
    return store_document_done(s, c->d, true, e);
}

static enum err_code role_set(struct store *s, const struct scene *c, struct err *e)
{
    return store_role_set(s, store_reviewer(c->lead), ROLE_READER, e);
}

static enum err_code reviewer_add(struct store *s, const struct scene *c, struct err *e)
{
    int64_t id;
    (void)c;
    return store_reviewer_add(s, "zhao", -1, &id, e);
}

static enum err_code assign(struct store *s, const struct scene *c, struct err *e)
{
    return store_assign(s, c->d, store_reviewer(c->lead), true, e);
}

static enum err_code assignment_done(struct store *s, const struct scene *c, struct err *e)
{
    return store_assignment_done(s, c->d, true, e);
}

static enum err_code annotate(struct store *s, const struct scene *c, struct err *e)
{
    return store_annotate(s, c->d, 0, 4, TAG_CAUSE, "n", NULL, e);
}

static enum err_code retag(struct store *s, const struct scene *c, struct err *e)
{
    return store_retag(s, c->annotation, c->revision, TAG_REMEDY, e);
}

static enum err_code move(struct store *s, const struct scene *c, struct err *e)
{
    return store_move(s, c->annotation, c->revision, 4, 6, e);
}

static enum err_code note(struct store *s, const struct scene *c, struct err *e)
{
    return store_note(s, c->annotation, c->revision, "other", e);
}

static enum err_code delete (struct store *s, const struct scene *c, struct err *e) {
    return store_delete(s, c->annotation, c->revision, e);
}

static enum err_code settle(struct store *s, const struct scene *c, struct err *e)
{
    return store_settle(s, c->annotation, c->revision, SETTLED_ACCEPTED, e);
}

static enum err_code comment(struct store *s, const struct scene *c, struct err *e)
{
    return store_comment(s, c->annotation, 0, true, "why?", NULL, e);
}

static enum err_code comment_edit(struct store *s, const struct scene *c, struct err *e)
{
    return store_comment_edit(s, c->comment, c->comment_revision, "how?", e);
}

static enum err_code comment_delete(struct store *s, const struct scene *c, struct err *e)
{
    return store_comment_delete(s, c->comment, c->comment_revision, e);
}

static enum err_code comment_resolve(struct store *s, const struct scene *c, struct err *e)
{
    return store_comment_resolve(s, c->comment, true, e);
}

static enum err_code undo(struct store *s, const struct scene *c, struct err *e)
{
    (void)c;
    return store_undo(s, NULL, e);
}

static enum err_code redo(struct store *s, const struct scene *c, struct err *e)
{
    (void)c;
    return store_redo(s, NULL, e);
}

static enum err_code undo_past(struct store *s, const struct scene *c, struct err *e)
{
    (void)c;
    return store_undo_past(s, NULL, e);
}

static enum err_code redo_past(struct store *s, const struct scene *c, struct err *e)
{
    (void)c;
    return store_redo_past(s, NULL, e);
}

static enum err_code link_two(struct store *s, const struct scene *c, struct err *e)
{
    return store_link(s, c->annotation, c->manifestation, "n", NULL, e);
}

static enum err_code link_note(struct store *s, const struct scene *c, struct err *e)
{
    return store_link_note(s, c->link, 1, "other", e);
}

static enum err_code unlink_two(struct store *s, const struct scene *c, struct err *e)
{
    return store_unlink(s, c->link, 1, e);
}

static enum err_code group(struct store *s, const struct scene *c, struct err *e)
{
    enum err_code code = store_group_begin(s, "split", e);
    return code ? code : store_group_end(s, store_note(s, c->annotation, c->revision, "other", e), e);
}

static enum err_code filter_save(struct store *s, const struct scene *c, struct err *e)
{
    (void)c;
    return store_filter_save(s, "other", "cause", NULL, e);
}

static enum err_code filter_remove(struct store *s, const struct scene *c, struct err *e)
{
    (void)c;
    return store_filter_remove(s, "saved", e);
}

static enum err_code place_set(struct store *s, const struct scene *c, struct err *e)
{
    return store_place_set(s, c->d, "a", 3, e);
}

static enum err_code read_to(struct store *s, const struct scene *c, struct err *e)
{
    return store_read_to(s, c->d, 3, e);
}

static enum err_code code_add(struct store *s, const struct scene *c, struct err *e)
{
    (void)c;
    return store_code_add(s, &(struct code_new){.tag = TAG_CAUSE, .name = "new"}, NULL, e);
}

static enum err_code code_edit(struct store *s, const struct scene *c, struct err *e)
{
    return store_code_edit(s, c->code, 1, &(struct code_edit){.name = "other"}, e);
}

static enum err_code code_move(struct store *s, const struct scene *c, struct err *e)
{
    return store_code_move(s, c->code, 1, c->code_into, 0, e);
}

static enum err_code code_delete(struct store *s, const struct scene *c, struct err *e)
{
    return store_code_delete(s, c->code, 1, e);
}

static enum err_code code_merge(struct store *s, const struct scene *c, struct err *e)
{
    return store_code_merge(s, c->code, 1, c->code_into, e);
}

static enum err_code code_split(struct store *s, const struct scene *c, struct err *e)
{
    return store_code_split(s, c->code, 1, &(struct code_new){.tag = TAG_CAUSE, .name = "new"}, NULL, 0, NULL, e);
}

static enum err_code recode(struct store *s, const struct scene *c, struct err *e)
{
    return store_recode(s, c->annotation, c->revision, c->code, e);
}

/* Where one is and how far one has read is nobody else's: that a reader may note, too. */
static const struct writer {
    const char *name;
    writer_fn *fn;
    enum role least;
} writers[] = {
    {"store_annotate", annotate, ROLE_REVIEWER},
    {"store_assign", assign, ROLE_LEAD},
    {"store_assignment_done", assignment_done, ROLE_REVIEWER},
    {"store_carry", carry, ROLE_REVIEWER},
    {"store_code_add", code_add, ROLE_REVIEWER},
    {"store_code_delete", code_delete, ROLE_REVIEWER},
    {"store_code_edit", code_edit, ROLE_REVIEWER},
    {"store_code_merge", code_merge, ROLE_REVIEWER},
    {"store_code_move", code_move, ROLE_REVIEWER},
    {"store_code_split", code_split, ROLE_REVIEWER},
    {"store_comment", comment, ROLE_REVIEWER},
    {"store_comment_delete", comment_delete, ROLE_REVIEWER},
    {"store_comment_edit", comment_edit, ROLE_REVIEWER},
    {"store_comment_resolve", comment_resolve, ROLE_REVIEWER},
    {"store_delete", delete, ROLE_REVIEWER},
    {"store_document_add", document_add, ROLE_REVIEWER},
    {"store_document_done", document_done, ROLE_LEAD},
    {"store_documents_add", documents_add, ROLE_REVIEWER},
    {"store_group_begin", group, ROLE_REVIEWER},
    {"store_filter_remove", filter_remove, ROLE_REVIEWER},
    {"store_filter_save", filter_save, ROLE_REVIEWER},
    {"store_link", link_two, ROLE_REVIEWER},
    {"store_link_note", link_note, ROLE_REVIEWER},
    {"store_move", move, ROLE_REVIEWER},
    {"store_noise_lift", noise_lift, ROLE_REVIEWER},
    {"store_noise_mark", noise_mark, ROLE_REVIEWER},
    {"store_note", note, ROLE_REVIEWER},
    {"store_place_set", place_set, ROLE_READER},
    {"store_read_to", read_to, ROLE_READER},
    {"store_recode", recode, ROLE_REVIEWER},
    {"store_redo", redo, ROLE_REVIEWER},
    {"store_redo_past", redo_past, ROLE_REVIEWER},
    {"store_retag", retag, ROLE_REVIEWER},
    {"store_reviewer_add", reviewer_add, ROLE_LEAD},
    {"store_role_set", role_set, ROLE_LEAD},
    {"store_settle", settle, ROLE_LEAD},
    {"store_undo", undo, ROLE_REVIEWER},
    {"store_undo_past", undo_past, ROLE_REVIEWER},
    {"store_unlink", unlink_two, ROLE_REVIEWER},
};

static const char *const others[] = {
    "store_code_at",
    "store_code_counts",
    "store_code_find",
    "store_code_get",
    "store_code_path",
    "store_codes",
    "store_codes_recent",
    "store_annotation_find",
    "store_annotation_get",
    "store_annotation_ids",
    "store_annotation_rows",
    "store_annotations",
    "store_backup",
    "store_changes",
    "store_check",
    "store_comment_find",
    "store_comment_get",
    "store_comments",
    "store_document_find",
    "store_document_id",
    "store_document_get",
    "store_document_head",
    "store_document_quote",
    "store_document_latest",
    "store_document_source",
    "store_headings",
    "store_noise",
    "store_document_text",
    "store_document_title",
    "store_documents",
    "store_filter_documents",
    "store_filter_matches",
    "store_filter_parse",
    "store_filters",
    "store_feed_head",
    "store_feed_moved",
    "store_feed_since",
    "store_here",
    "store_is_assigned",
    "store_json_differs",
    "store_json_int",
    "store_json_text",
    "store_keep",
    "store_leave",
    "store_place_get",
    "store_present",
    "store_progress",
    "store_quote",
    "store_reviewer_find",
    "store_reviewers",
    "store_role_refresh",
    "store_wake_clear",
    "store_wake_fd",
    "store_document_known",
    "store_noise_count",
    "store_link_ends",
    "store_link_find",
    "store_link_get",
    "store_links",
    "store_moment_begin",
    "store_moment_end",
    "store_group_end",
    "store_brief",
    "store_briefs",
    "store_questions",
    "store_ties",
    "store_ties_of",
    "store_text_begin",
    "store_text_read",
    "store_titles",
    "store_tie",
};

static bool is_listed(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strlen(writers[i].name) == n && strncmp(writers[i].name, name, n) == 0)
            return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strlen(others[i]) == n && strncmp(others[i], name, n) == 0)
            return true;
    return false;
}

/* How many functions of HEADER take a store; each stands in a list. */
static size_t functions_of(const char *name_of_header)
{
    char path[600];
    size_t n, found = 0;
    snprintf(path, sizeof path, "%s/%s", getenv("srcdir") ? getenv("srcdir") : ".", name_of_header);
    char *header = fixture_bytes(path, &n);
    for (const char *p = header; (p = strstr(p, "(struct store *s")); p++) {
        const char *name = p;
        while (name > header && (name[-1] == '_' || (name[-1] >= 'a' && name[-1] <= 'z')))
            name--;
        found++;
        if (!is_listed(name, (size_t)(p - name)))
            fail_msg("%.*s of %s: does it write?", (int)(p - name), name, name_of_header);
    }
    free(header);
    return found;
}

/* A header that is named here has each of its functions in one of the lists above, and what the writers among them
 * change is a table of dump(). */
static void every_function_of_the_headers_is_listed(void **state)
{
    static const char *const headers[] = {"db/store.h", "db/document_text.h",  "db/code.h",
                                          "db/link.h",  "db/annotation_row.h", "db/filter.h"};
    size_t found = 0;
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        found += functions_of(headers[i]);
    assert_int_equal(found, sizeof writers / sizeof *writers + sizeof others / sizeof *others);
}

/* ---- what stands in the file ---- */

static int add_row(void *out, int n, char **values, char **names)
{
    (void)names;
    for (int i = 0; i < n; i++)
        str_addf(out, "%s|", values[i] ? values[i] : "NULL");
    str_addc(out, '\n');
    return 0;
}

static void dump(const char *path, struct str *out)
{
    static const char *const tables[] = {
        "annotation", "assignment", "change", "comment", "document", "document_text", "document_source", "filter",
        "heading",    "link",       "noise",  "meta",    "place",    "role",          "reviewer",        "tag"};
    sqlite3 *db;
    str_truncate(out, 0);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[i]);
        assert_int_equal(sqlite3_exec(db, sql, add_row, out, NULL), SQLITE_OK);
    }
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int64_t add_newer(struct store *s, int64_t previous)
{
    int64_t id;
    struct err e;
    struct document_new d = {.name = "a", .text = TEXT, .text_bytes = strlen(TEXT), .previous = previous};
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_OK);
    return id;
}

static int64_t tag_in(struct store *s, int64_t document, int64_t start, enum tag tag)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotate(s, document, start, start + 8, tag, NULL, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

static int64_t add_code(struct store *s, const char *name)
{
    struct err e;
    struct code made;
    assert_int_equal(store_code_add(s, &(struct code_new){.tag = TAG_CAUSE, .name = name}, &made, &e), ERR_OK);
    int64_t id = made.id;
    code_clear(&made);
    return id;
}

static struct scene build(const struct fixture *f)
{
    struct err e;
    struct link l;
    struct annotation a;
    struct comment m;
    struct scene c = {.lead = fixture_open(f, NULL), .who = fixture_open(f, "who")};
    c.d = fixture_document(c.lead, "a", TEXT);
    assert_int_equal(store_assign(c.lead, c.d, store_reviewer(c.who), true, &e), ERR_OK);
    assert_int_equal(store_annotate(c.who, c.d, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_comment(c.who, a.id, 0, true, "why?", &m, &e), ERR_OK);
    c.code = add_code(c.who, "code");
    c.code_into = add_code(c.lead, "into");
    c.newer = add_newer(c.lead, c.d);
    assert_int_equal(store_noise_mark(c.lead, c.d, 9, 10, NOISE_HAND, &c.noise, &e), ERR_OK);
    c.manifestation = tag_in(c.lead, c.d, 0, TAG_MANIFESTATION);
    assert_int_equal(store_link(c.who, c.manifestation, tag_in(c.lead, c.d, 4, TAG_REMEDY), NULL, &l, &e), ERR_OK);
    c.link = l.id;
    link_clear(&l);
    assert_int_equal(store_filter_save(c.who, "saved", "mine", NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(c.who, c.d, 8, 9, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(c.who, NULL, &e), ERR_OK); /* something to do again, and below it something to undo */
    c.annotation = a.id;
    c.revision = a.revision;
    c.comment = m.id;
    c.comment_revision = m.revision;
    annotation_clear(&a);
    comment_clear(&m);
    return c;
}

static void try_as(const struct fixture *f, const struct scene *c, const struct writer *w, enum role role)
{
    struct err e = {0};
    struct str before = {0}, after = {0};
    assert_int_equal(store_role_set(c->lead, store_reviewer(c->who), role, &e), ERR_OK);
    dump(f->path, &before);
    enum err_code code = w->fn(c->who, c, &e);
    dump(f->path, &after);
    bool changed = strcmp(str_z(&before), str_z(&after)) != 0;
    if (role <= w->least ? code != ERR_OK || !changed : code != ERR_DENIED || changed)
        fail_msg("%s as %s: %d, %s%s", w->name, role_name(role), code, changed ? "changed something: " : "", e.msg);
    if (role > w->least)
        assert_non_null(strstr(e.msg, role_label(role)));
    str_clear(&before);
    str_clear(&after);
}

static void every_writer_asks_for_the_role(void **state)
{
    struct fixture *f = *state;
    struct err e;
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        struct scene c = build(f);
        for (enum role role = ROLE_READER; role >= writers[i].least; role--)
            try_as(f, &c, &writers[i], role);
        store_close(&c.lead);
        store_close(&c.who);
        assert_int_equal(unlink(f->path), 0);
        assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    }
}

/* The restricted mode's reviewers share the account that owns the file: a key has the rights of its role only. */
static void a_key_is_no_owner(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *key = fixture_open(f, "first");
    assert_int_equal(store_role(key), ROLE_REVIEWER); /* though it came first */
    assert_int_equal(store_role_set(key, store_reviewer(key), ROLE_LEAD, &e), ERR_DENIED);
    struct store *owner = fixture_open(f, NULL);
    assert_int_equal(store_role(owner), ROLE_LEAD);
    assert_int_equal(store_role_set(owner, store_reviewer(key), ROLE_LEAD, &e), ERR_OK);
    assert_int_equal(store_role_set(key, store_reviewer(owner), ROLE_READER, &e), ERR_OK);
    store_close(&owner);
    owner = fixture_open(f, NULL);
    assert_int_equal(store_role(owner), ROLE_READER);
    assert_int_equal(store_role_set(owner, store_reviewer(owner), ROLE_LEAD, &e), ERR_OK);
    store_close(&owner);
    store_close(&key);
}

/* Two names that look alike would be two reviewers. */
static void a_new_name_is_seen(void **state)
{
    static const char *const names[] = {" anna",      "anna ",    "anna\xe3\x80\x80", "an\tna", "anna\xe2\x80\x8b",
                                        "\u202Eanna", "an\033na", "anna\xef\xb8\x8f"};
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL), *none;
    struct err e;
    int64_t id;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(store_reviewer_add(s, names[i], -1, &id, &e), ERR_INPUT);
        assert_non_null(strstr(e.msg, "character that nobody sees"));
        assert_int_equal(store_open(f->path, &(struct store_opts){.as_name = names[i]}, &none, &e), ERR_INPUT);
    }
    assert_int_equal(store_reviewer_add(s, "王 小明 e\xcc\x81", -1, &id, &e), ERR_OK);
    store_close(&s);
}

/* Whoever has such a name already keeps it. */
static void an_old_name_stays(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    fixture_sql(
        f->path,
        "INSERT INTO reviewer (uid, account, name, created, role) VALUES (NULL, ' anna', ' anna', 1, 2) RETURNING id");
    struct store *anna = fixture_open(f, " anna");
    assert_string_equal(store_reviewer_name(anna), " anna");
    store_close(&anna);
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_function_of_the_headers_is_listed),
        T(every_writer_asks_for_the_role),
        T(a_key_is_no_owner),
        T(a_new_name_is_seen),
        T(an_old_name_stays),
    };
    return cmocka_run_group_tests_name("store_role", tests, NULL, NULL);
}
