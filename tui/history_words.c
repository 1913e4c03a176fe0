#include "tui/history_words.h"

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/role.h"
#include "base/tag.h"
#include "text/glyph.h"
#include "tui/sheet.h"

#include <stdlib.h>
#include <string.h>

#define QUOTE_CELLS 24  /* of the passage in a sentence */
#define PASSAGE_MAX 400 /* in full */

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

static void know_passage(struct history_row *row, struct store *s)
{
    struct str quote = {0};
    char *words = NULL;
    struct err e;
    if (row->end <= row->start ||
        store_document_quote(s, row->change.document, row->start, row->end, QUOTE_CELLS + 1, &words, &e))
        return;
    sheet_one_line(&quote, words);
    size_t bytes = 0, cells = 0;
    while (bytes < quote.len) {
        struct glyph gl;
        glyph_first(quote.p + bytes, quote.len - bytes, false, &gl);
        if ((cells += (size_t)gl.cells) > QUOTE_CELLS)
            break;
        bytes += gl.bytes;
    }
    if (bytes < quote.len) {
        str_truncate(&quote, bytes);
        str_add(&quote, "…");
    }
    row->quote = str_take(&quote);
    free(words);
}

void history_know(struct history_row *row, struct store *s)
{
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
    know_passage(row, s);
}

/* ---- sentences ---- */

static const char *quote_of(const struct history_row *row)
{
    return row->quote ? row->quote : "";
}

static const char *tag_words(const char *image)
{
    struct str name = {0};
    enum tag tag = TAG_NONE;
    add_member(image, "tag", &name);
    bool known = tag_parse(str_z(&name), &tag);
    str_clear(&name);
    return known ? tag_label(tag) : "?";
}

static void say_note(const struct history_row *row, struct str *out)
{
    struct str before = {0}, after = {0}, line = {0};
    add_member(row->change.before, "note", &before);
    add_member(row->change.after, "note", &after);
    sheet_one_line(&line, str_z(&after));
    if (!after.len)
        str_addf(out, _("removed the note of “%s”"), quote_of(row));
    else if (!before.len)
        str_addf(out, _("wrote a note on “%s”: %s"), quote_of(row), str_z(&line));
    else
        str_addf(out, _("changed the note on “%s”: %s"), quote_of(row), str_z(&line));
    str_clear(&before);
    str_clear(&after);
    str_clear(&line);
}

static void say_verdict(const struct history_row *row, struct str *out)
{
    struct str verdict = {0};
    add_member(row->change.after, "settled", &verdict);
    if (strcmp(str_z(&verdict), "accepted") == 0)
        str_addf(out, _("accepted “%s”"), quote_of(row));
    else if (strcmp(str_z(&verdict), "rejected") == 0)
        str_addf(out, _("rejected “%s”"), quote_of(row));
    else
        str_addf(out, _("opened “%s” again"), quote_of(row));
    str_clear(&verdict);
}

static void say_annotation(const struct history_row *row, struct str *out)
{
    const struct change *c = &row->change;
    if (made(row))
        str_addf(out, _("tagged “%s” as %s"), quote_of(row), tag_words(c->after));
    else if (differs(row, "deleted"))
        str_addf(out, is_true(c->after, "deleted") ? _("deleted “%s” (%s)") : _("brought back “%s” (%s)"),
                 quote_of(row), tag_words(c->after));
    else if (differs(row, "tag"))
        str_addf(out, _("changed the tag of “%s” from %s to %s"), quote_of(row), tag_words(c->before),
                 tag_words(c->after));
    else if (differs(row, "start") || differs(row, "end"))
        str_addf(out, _("moved the ends of “%s”"), quote_of(row));
    else if (differs(row, "settled"))
        say_verdict(row, out);
    else
        say_note(row, out);
}

/* QUOTE is the passage, BODY the comment. */
static void say_made(const struct history_row *row, const char *quote, const char *body, struct str *out)
{
    const char *after = row->change.after;
    if (json_member(after, "thread").kind == JSON_NUMBER)
        str_addf(out, _("answered about “%s”: %s"), quote, body);
    else if (is_true(after, "question"))
        str_addf(out, _("asked about “%s”: %s"), quote, body);
    else
        str_addf(out, _("commented on “%s”: %s"), quote, body);
}

static void say_comment_changed(const struct history_row *row, const char *quote, const char *body, struct str *out)
{
    const char *after = row->change.after;
    bool deleted = is_true(after, "deleted"), resolved = json_member(after, "resolved").kind == JSON_NUMBER;
    if (differs(row, "deleted"))
        str_addf(out, deleted ? _("deleted the comment on “%s”: %s") : _("brought back the comment on “%s”: %s"), quote,
                 body);
    else if (differs(row, "resolved"))
        str_addf(out, resolved ? _("resolved on “%s”: %s") : _("opened again on “%s”: %s"), quote, body);
    else
        str_addf(out, _("changed the comment on “%s”: %s"), quote, body);
}

static void say_comment(const struct history_row *row, struct str *out)
{
    struct str body = {0}, line = {0};
    add_member(row->change.after, "body", &body);
    sheet_one_line(&line, str_z(&body));
    (made(row) ? say_made : say_comment_changed)(row, quote_of(row), str_z(&line), out);
    str_clear(&body);
    str_clear(&line);
}

static void say_assignment(const struct history_row *row, const struct roster *names, struct str *out)
{
    const char *after = row->change.after;
    const char *name = roster_name(names, number(after, "reviewer"));
    bool off = is_true(after, "deleted");
    if (made(row) || differs(row, "deleted"))
        str_addf(out, off ? _("took the document back from %s") : _("assigned the document to %s"), name);
    else
        str_add(out, is_true(after, "done") ? _("is done with the document") : _("is not done with the document yet"));
}

static void say_document(const struct history_row *row, struct str *out)
{
    if (made(row))
        str_add(out, _("imported the document"));
    else
        str_add(out, is_true(row->change.after, "done") ? _("closed the document") : _("opened the document again"));
}

static void say_reviewer(const struct history_row *row, struct str *out)
{
    struct str before = {0}, name = {0}, role = {0};
    enum role r;
    add_member(row->change.before, "name", &before);
    add_member(row->change.after, "name", &name);
    add_member(row->change.after, "role", &role);
    if (made(row))
        str_addf(out, _("%s is new here"), str_z(&name));
    else if (differs(row, "name"))
        str_addf(out, _("changed the name %s to %s"), str_z(&before), str_z(&name));
    else
        str_addf(out, _("made %s a %s"), str_z(&name), role_parse(str_z(&role), &r) ? role_label(r) : str_z(&role));
    str_clear(&before);
    str_clear(&name);
    str_clear(&role);
}

void history_words(const struct history_row *row, const struct roster *names, struct str *out)
{
    const char *action = row->change.action;
    if (is(row, "annotation"))
        say_annotation(row, out);
    else if (is(row, "comment"))
        say_comment(row, out);
    else if (is(row, "assignment"))
        say_assignment(row, names, out);
    else if (is(row, "document"))
        say_document(row, out);
    else if (is(row, "reviewer"))
        say_reviewer(row, out);
    else
        str_addf(out, "%s %s", row->change.entity, action);
    if (strcmp(action, "undo") == 0)
        str_add(out, _(" (undo)"));
    else if (strcmp(action, "redo") == 0)
        str_add(out, _(" (redo)"));
}

/* ---- the two sides in full ---- */

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
