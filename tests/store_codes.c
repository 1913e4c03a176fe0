#include "tests/unit.h"

#include "tests/store_codes.h"

#include "base/str.h"

#include <string.h>

struct pair open_pair(const struct fixture *f)
{
    struct pair p = {.lead = fixture_open(f, NULL), .wang = fixture_open(f, "wang")};
    p.d = fixture_document(p.lead, "报告.txt", TEXT);
    return p;
}

void close_pair(struct pair *p)
{
    store_close(&p->lead);
    store_close(&p->wang);
}

void is_ok(enum err_code code, const struct err *e)
{
    if (code)
        fail_msg("%s", e->msg);
}

int64_t add(struct store *s, enum tag tag, int64_t parent, const char *name)
{
    struct err e = {0};
    struct code c = {0};
    is_ok(store_code_add(s, &(struct code_new){.tag = tag, .parent = parent, .name = name}, &c, &e), &e);
    int64_t id = c.id;
    code_clear(&c);
    return id;
}

int64_t revision(struct store *s, int64_t id)
{
    struct err e = {0};
    struct code c;
    is_ok(store_code_get(s, id, &c, &e), &e);
    int64_t now = c.revision;
    code_clear(&c);
    return now;
}

struct annotation tagged(struct store *s, int64_t d, enum tag tag, int64_t start)
{
    struct err e = {0};
    struct annotation a;
    is_ok(store_annotate(s, d, start, start + 3, tag, NULL, &a, &e), &e);
    struct annotation copy = a;
    annotation_clear(&a);
    copy.note = copy.reviewer_name = NULL;
    return copy;
}

struct annotation see(struct store *s, int64_t id)
{
    struct err e = {0};
    struct annotation a;
    is_ok(store_annotation_get(s, id, &a, &e), &e);
    struct annotation copy = a;
    annotation_clear(&a);
    copy.note = copy.reviewer_name = NULL;
    return copy;
}

void give(struct store *s, int64_t id, int64_t code)
{
    struct err e = {0};
    is_ok(store_recode(s, id, see(s, id).revision, code, &e), &e);
}

static bool add_line(void *ctx, const struct code *c)
{
    struct str *out = ctx;
    str_addf(out, "%s:%s<%lld%s ", tag_name(c->tag), c->name, (long long)c->parent,
             c->deleted       ? " gone"
             : c->merged_into ? " merged"
                              : "");
    return true;
}

/* The codebook in one line. */
void shows(struct store *s, bool gone, const char *want)
{
    struct err e = {0};
    struct str out = {0};
    is_ok(store_codes(s, TAG_NONE, gone, add_line, &out, &e), &e);
    assert_string_equal(str_z(&out), want);
    str_clear(&out);
}

void sound(struct store *s)
{
    int64_t n = fixture_sql(store_path(s), "SELECT count(*) FROM annotation WHERE deleted_at IS NULL");
    fixture_sound(s, 1, n);
}

void undo(struct store *s)
{
    struct err e = {0};
    is_ok(store_undo(s, NULL, &e), &e);
}

void redo(struct store *s)
{
    struct err e = {0};
    is_ok(store_redo(s, NULL, &e), &e);
}

static bool add_count(void *ctx, int64_t code, int64_t annotations)
{
    str_addf(ctx, "%lld:%lld ", (long long)code, (long long)annotations);
    return true;
}

void counts(struct store *s, const char *want)
{
    struct err e = {0};
    struct str out = {0};
    is_ok(store_code_counts(s, add_count, &out, &e), &e);
    assert_string_equal(str_z(&out), want);
    str_clear(&out);
}
