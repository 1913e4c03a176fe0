#include "tui/history_words.h"

#include "base/i18n.h"
#include "base/json.h"
#include "base/tag.h"

#include <stdlib.h>
#include <string.h>

#define PASSAGE_MAX 400 /* code points */

/* ---- the two sides of a change ---- */

static bool is(const struct history_row *row, const char *entity)
{
    return strcmp(row->change.entity, entity) == 0;
}

static const char *last_image(const struct history_row *row)
{
    return row->change.after ? row->change.after : row->change.before;
}

static void add_member(const char *image, const char *name, struct str *out)
{
    struct json_value v = json_member(image, name);
    json_add_text(&v, out);
}

static int64_t number(const char *image, const char *name)
{
    return json_member(image, name).number;
}

static bool is_true(const char *image, const char *name)
{
    return json_member(image, name).kind == JSON_TRUE;
}

/* Whether the member says something else before and after. */
static bool differs(const struct history_row *row, const char *name)
{
    struct json_value a = json_member(row->change.before, name), b = json_member(row->change.after, name);
    struct str x = {0}, y = {0};
    json_add_text(&a, &x);
    json_add_text(&b, &y);
    bool same = a.kind == b.kind && a.number == b.number && strcmp(str_z(&x), str_z(&y)) == 0;
    str_clear(&x);
    str_clear(&y);
    return !same;
}

static bool made(const struct history_row *row)
{
    return !row->change.before;
}

/* ---- what it is about ---- */

void history_know(struct history_row *row, struct store *s, struct tell *tell)
{
    struct str words = {0};
    struct annotation a;
    struct err e;
    const char *image = last_image(row);
    if (row->known)
        return;
    row->known = true;
    if (is(row, "annotation")) {
        row->annotation = row->change.entity_id;
        row->start = number(image, "start");
        row->end = number(image, "end");
    } else if (is(row, "comment")) {
        row->annotation = number(image, "annotation");
        if (!store_annotation_get(s, row->annotation, &a, &e)) {
            row->start = a.start;
            row->end = a.end;
            annotation_clear(&a);
        }
    }
    tell_change(tell, &row->change, &words);
    row->words = str_take(&words);
}

/* ---- the two sides in full ---- */

static const char *tag_words(const char *image)
{
    struct str name = {0};
    enum tag tag = TAG_NONE;
    add_member(image, "tag", &name);
    bool known = tag_parse(str_z(&name), &tag);
    str_clear(&name);
    return known ? tag_label(tag) : "?";
}

static void add_passage(const struct history_row *row, const char *image, struct store *s, struct str *out)
{
    char *words = NULL;
    struct err e;
    if (!store_document_quote(s, row->change.document, number(image, "start"), number(image, "end"), PASSAGE_MAX,
                              &words, &e))
        str_addf(out, "“%s”", words);
    free(words);
}

static void add_tagged(const struct history_row *row, const char *image, struct store *s, struct str *out)
{
    str_addf(out, "%s ", tag_words(image));
    add_passage(row, image, s, out);
}

static void add_verdict(const char *image, struct str *out)
{
    struct str verdict = {0};
    add_member(image, "settled", &verdict);
    if (strcmp(str_z(&verdict), "accepted") == 0)
        str_add(out, _("accepted"));
    else if (strcmp(str_z(&verdict), "rejected") == 0)
        str_add(out, _("rejected"));
    else
        str_add(out, _("open"));
    str_clear(&verdict);
}

/* What changed of an annotation, as it is in IMAGE. */
static void add_side(const struct history_row *row, const char *image, struct store *s, struct str *out)
{
    if (!image || is_true(image, "deleted"))
        return;
    if (is(row, "comment")) {
        add_member(image, "body", out);
    } else if (is(row, "annotation")) {
        if (made(row) || differs(row, "deleted"))
            add_tagged(row, image, s, out);
        else if (differs(row, "tag"))
            str_add(out, tag_words(image));
        else if (differs(row, "start") || differs(row, "end"))
            add_passage(row, image, s, out);
        else if (differs(row, "settled"))
            add_verdict(image, out);
        else
            add_member(image, "note", out);
    } else if (is(row, "reviewer")) {
        add_member(image, differs(row, "name") ? "name" : "role", out);
    } else {
        add_member(image, "name", out);
    }
}

void history_before(const struct history_row *row, struct store *s, struct str *out)
{
    add_side(row, row->change.before, s, out);
}

void history_after(const struct history_row *row, struct store *s, struct str *out)
{
    add_side(row, row->change.after, s, out);
}
