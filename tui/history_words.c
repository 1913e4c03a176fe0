#include "tui/history_words.h"

#include "base/i18n.h"
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

/* Whether the member says something else before and after. */
static bool differs(const struct history_row *row, struct store *s, const char *member)
{
    return store_json_differs(s, row->change.before, row->change.after, member);
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
        row->start = store_json_int(s, image, "start");
        row->end = store_json_int(s, image, "end");
    } else if (is(row, "comment") || is(row, "link")) {
        row->annotation = store_json_int(s, image, is(row, "link") ? "from" : "annotation");
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

static const char *tag_words(struct store *s, const char *image)
{
    struct str name = {0};
    enum tag tag = TAG_NONE;
    store_json_text(s, image, "tag", &name);
    bool known = tag_parse(str_z(&name), &tag);
    str_clear(&name);
    return known ? tag_label(tag) : "?";
}

static void add_passage(const struct history_row *row, const char *image, struct store *s, struct str *out)
{
    char *words = NULL;
    struct err e;
    if (!store_quote(s, row->change.document, store_json_int(s, image, "start"), store_json_int(s, image, "end"),
                     PASSAGE_MAX, &words, &e))
        str_addf(out, "“%s”", words);
    free(words);
}

static void add_tagged(const struct history_row *row, const char *image, struct store *s, struct str *out)
{
    str_addf(out, "%s ", tag_words(s, image));
    add_passage(row, image, s, out);
}

static void add_verdict(struct store *s, const char *image, struct str *out)
{
    struct str verdict = {0};
    store_json_text(s, image, "settled", &verdict);
    if (strcmp(str_z(&verdict), "accepted") == 0)
        str_add(out, _("accepted"));
    else if (strcmp(str_z(&verdict), "rejected") == 0)
        str_add(out, _("rejected"));
    else
        str_add(out, _("left open"));
    str_clear(&verdict);
}

/* One end of a link, as it is now. */
static void add_end(int64_t annotation, struct store *s, struct str *out)
{
    char *words = NULL;
    struct annotation a;
    struct err e;
    if (store_annotation_get(s, annotation, &a, &e))
        return;
    if (!store_quote(s, a.document, a.start, a.end, PASSAGE_MAX, &words, &e))
        str_addf(out, "%s “%s”", tag_label(a.tag), words);
    free(words);
    annotation_clear(&a);
}

static void add_link(const struct history_row *row, const char *image, struct store *s, struct str *out)
{
    if (!made(row) && !differs(row, s, "deleted")) {
        store_json_text(s, image, "note", out);
        return;
    }
    add_end(store_json_int(s, image, "from"), s, out);
    str_add(out, " → ");
    add_end(store_json_int(s, image, "to"), s, out);
}

/* What changed of an annotation, as it is in IMAGE. */
static void add_side(const struct history_row *row, const char *image, struct store *s, struct str *out)
{
    if (!image || store_json_int(s, image, "deleted"))
        return;
    if (is(row, "comment")) {
        store_json_text(s, image, "body", out);
    } else if (is(row, "annotation")) {
        if (made(row) || differs(row, s, "deleted"))
            add_tagged(row, image, s, out);
        else if (differs(row, s, "tag"))
            str_add(out, tag_words(s, image));
        else if (differs(row, s, "start") || differs(row, s, "end"))
            add_passage(row, image, s, out);
        else if (differs(row, s, "settled"))
            add_verdict(s, image, out);
        else
            store_json_text(s, image, "note", out);
    } else if (is(row, "link")) {
        add_link(row, image, s, out);
    } else if (is(row, "noise")) {
        add_passage(row, image, s, out);
    } else if (is(row, "reviewer")) {
        store_json_text(s, image, differs(row, s, "name") ? "name" : "role", out);
    } else {
        store_json_text(s, image, "name", out);
    }
}

void history_know_sides(struct history_row *row, struct store *s)
{
    struct str before = {0}, after = {0};
    if (row->was)
        return;
    add_side(row, row->change.before, s, &before);
    add_side(row, row->change.after, s, &after);
    row->was = str_take(&before);
    row->is = str_take(&after);
}
