#include "exchange/tell.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/relation.h"
#include "exchange/tell_own.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

struct name {
    int64_t id;
    char *name;
};

struct names {
    struct name *all;
    size_t count, cap;
};

#define KNOWN_DOCUMENTS 256

struct tell {
    struct store *store;
    struct names reviewers;
    struct name documents[KNOWN_DOCUMENTS]; /* each at its id modulo their number */
    int64_t document, start, end;           /* of the passage shown last */
    char *quote;
};

struct tell *tell_new(struct store *s)
{
    struct tell *t = MEM_NEW(struct tell);
    t->store = s;
    return t;
}

static void names_clear(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->all[i].name);
    free(n->all);
    *n = (struct names){0};
}

void tell_free(struct tell **t)
{
    if (*t) {
        for (size_t i = 0; i < KNOWN_DOCUMENTS; i++)
            free((*t)->documents[i].name);
        names_clear(&(*t)->reviewers);
        free((*t)->quote);
    }
    free(*t);
    *t = NULL;
}

/* ---- names ---- */

static const char *names_find(const struct names *n, int64_t id)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->all[i].id == id)
            return n->all[i].name;
    return NULL;
}

const char *tell_document(struct tell *t, int64_t id)
{
    char *name;
    int64_t length;
    struct name *known = &t->documents[(uint64_t)id % KNOWN_DOCUMENTS];
    if (known->name && known->id == id)
        return known->name;
    if (store_document_title(t->store, id, &name, &length, NULL) != ERR_OK)
        return "?";
    free(known->name);
    *known = (struct name){id, name};
    return known->name;
}

static bool add_reviewer(void *ctx, const struct reviewer *r)
{
    struct names *n = ctx;
    n->all = mem_grow(n->all, &n->cap, n->count + 1, sizeof *n->all);
    n->all[n->count++] = (struct name){r->id, mem_dup(r->name)};
    return true;
}

/* Whoever is not known came since they were read. */
static const char *reviewer(struct tell *t, int64_t id)
{
    const char *name = names_find(&t->reviewers, id);
    if (!name) {
        names_clear(&t->reviewers);
        store_reviewers(t->store, add_reviewer, &t->reviewers, NULL);
        name = names_find(&t->reviewers, id);
    }
    return name ? name : "?";
}

/* ---- what others wrote ---- */

char *tell_quoted(const char *utf8, size_t max)
{
    size_t n = strnlen(utf8, (max + 1) * 4);
    while (n > 0 && (utf8[n] & 0xC0) == 0x80)
        n--;
    struct text *text = text_new(mem_ndup(utf8, n), n);
    size_t end = text_length(text) > max ? text_grapheme_floor(text, max) : text_length(text), bytes;
    const char *p = text_slice(text, 0, end ? end : max, &bytes);
    struct str out = {0};
    str_add(&out, "“");
    for (size_t i = 0; i < bytes; i++)
        str_addc(&out, strchr("\t\n\v\f\r", p[i]) && p[i] ? ' ' : p[i]);
    str_add(&out, utf8[bytes] ? "…”" : "”");
    text_free(text);
    return str_take(&out);
}

/* The passage, in quotes; borrowed until the next one. */
static const char *quote(struct tell *t, int64_t document, int64_t start, int64_t end)
{
    char *utf8 = NULL;
    if (t->quote && t->document == document && t->start == start && t->end == end)
        return t->quote;
    free(t->quote);
    t->quote = NULL;
    if (store_quote(t->store, document, start, end, TELL_QUOTE + 1, &utf8, NULL) == ERR_OK)
        t->quote = tell_quoted(utf8, TELL_QUOTE);
    free(utf8);
    t->document = document, t->start = start, t->end = end;
    t->quote = t->quote ? t->quote : mem_dup("?");
    return t->quote;
}

/* ---- members of the images ---- */

/* The caller frees. */
static char *string(const struct tell *t, const char *json, const char *member)
{
    struct str out = {0};
    store_json_text(t->store, json, member, &out);
    return str_take(&out);
}

static bool is_empty(const struct tell *t, const char *json, const char *member)
{
    char *text = string(t, json, member);
    bool empty = *text == '\0';
    free(text);
    return empty;
}

static char *body(const struct tell *t, const char *json, const char *member)
{
    char *text = string(t, json, member), *out = tell_quoted(text, TELL_BODY);
    free(text);
    return out;
}

/* Whether the change made something else of a member: old files have fewer of them. */
static bool differs(const struct tell *t, const struct change *c, const char *member)
{
    return store_json_differs(t->store, c->before, c->after, member);
}

const char *tell_tag(struct store *s, const char *json)
{
    enum tag tag;
    struct str word = {0};
    store_json_text(s, json, "tag", &word);
    const char *label = tag_parse(str_z(&word), &tag) ? tag_label(tag) : "?";
    str_clear(&word);
    return label;
}

static const char *tag(const struct tell *t, const char *json)
{
    return tell_tag(t->store, json);
}

/* ---- annotations ---- */

static void tell_note(struct tell *t, const struct change *c, const char *passage, struct str *out)
{
    char *was = body(t, c->before, "note"), *is = body(t, c->after, "note");
    if (is_empty(t, c->before, "note"))
        str_addf(out, _("wrote a note about %s: %s"), passage, is);
    else if (is_empty(t, c->after, "note"))
        str_addf(out, _("cleared the note about %s, which was %s"), passage, was);
    else
        str_addf(out, _("changed the note about %s from %s to %s"), passage, was, is);
    free(was);
    free(is);
}

static void tell_new_annotation(struct tell *t, const struct change *c, const char *passage, struct str *out)
{
    str_addf(out, _("tagged %s as %s"), passage, tag(t, c->after));
    if (!is_empty(t, c->after, "note")) {
        char *note = body(t, c->after, "note");
        str_addf(out, _(", with the note %s"), note);
        free(note);
    }
}

static void tell_verdict(struct tell *t, const struct change *c, const char *passage, struct str *out)
{
    enum settled settled;
    char *word = string(t, c->after, "settled");
    if (!settled_parse(word, &settled))
        settled = SETTLED_NONE;
    free(word);
    str_addf(out,
             settled == SETTLED_ACCEPTED   ? _("accepted %s, tagged as %s")
             : settled == SETTLED_REJECTED ? _("rejected %s, tagged as %s")
                                           : _("left %s open, tagged as %s"),
             passage, tag(t, c->after));
}

/* As the document is called that it comes from; "?" where that is not known any more. */
static void tell_carried(struct tell *t, const struct change *c, const char *passage, struct str *out)
{
    struct annotation old;
    const char *from = "?";
    if (store_annotation_get(t->store, store_json_int(t->store, c->after, "carried_from"), &old, NULL) == ERR_OK) {
        from = tell_document(t, old.document);
        annotation_clear(&old);
    }
    str_addf(out, _("carried %s over from “%s”, tagged as %s"), passage, from, tag(t, c->after));
}

static void tell_annotation(struct tell *t, const struct change *c, struct str *out)
{
    const char *passage =
        quote(t, c->document, store_json_int(t->store, c->after, "start"), store_json_int(t->store, c->after, "end"));
    if (strcmp(c->action, "carry") == 0) {
        tell_carried(t, c, passage, out);
    } else if (!c->before) {
        tell_new_annotation(t, c, passage, out);
    } else if (differs(t, c, "deleted")) {
        str_addf(out,
                 store_json_int(t->store, c->after, "deleted") ? _("deleted %s, tagged as %s")
                                                               : _("brought %s back, tagged as %s"),
                 passage, tag(t, c->after));
    } else if (differs(t, c, "settled")) {
        tell_verdict(t, c, passage, out);
    } else if (differs(t, c, "tag")) {
        str_addf(out, _("tagged %s as %s instead of %s"), passage, tag(t, c->after), tag(t, c->before));
    } else if (differs(t, c, "note")) {
        tell_note(t, c, passage, out);
    } else if (differs(t, c, "code")) {
        tell_recode(t->store, c, passage, out);
    } else {
        char *to = mem_dup(passage);
        passage = quote(t, c->document, store_json_int(t->store, c->before, "start"),
                        store_json_int(t->store, c->before, "end"));
        str_addf(out, _("moved the ends of %s, now %s"), passage, to);
        free(to);
    }
}

/* ---- comments ---- */

static const char *commented_passage(struct tell *t, const struct change *c)
{
    struct annotation a;
    if (store_annotation_get(t->store, store_json_int(t->store, c->after, "annotation"), &a, NULL) != ERR_OK)
        return "?";
    const char *passage = quote(t, a.document, a.start, a.end);
    annotation_clear(&a);
    return passage;
}

static const char *comment_format(struct tell *t, const struct change *c)
{
    if (strcmp(c->action, "carry") == 0)
        return _("carried over what was said about %s: %s");
    if (!c->before)
        return store_json_int(t->store, c->after, "thread")     ? _("replied about %s: %s")
               : store_json_int(t->store, c->after, "question") ? _("asked about %s: %s")
                                                                : _("commented on %s: %s");
    if (differs(t, c, "deleted"))
        return store_json_int(t->store, c->after, "deleted") ? _("deleted what was said about %s: %s")
                                                             : _("brought back what was said about %s: %s");
    return store_json_int(t->store, c->after, "resolved") ? _("resolved the thread about %s: %s")
                                                          : _("opened the thread about %s again: %s");
}

static void tell_comment(struct tell *t, const struct change *c, struct str *out)
{
    const char *passage = commented_passage(t, c);
    char *is = body(t, c->after, "body");
    if (c->before && differs(t, c, "body")) {
        char *was = body(t, c->before, "body");
        str_addf(out, _("changed what was said about %s from %s to %s"), passage, was, is);
        free(was);
    } else {
        str_addf(out, comment_format(t, c), passage, is);
    }
    free(is);
}

/* ---- links and groups ---- */

/* The passage that annotation ID is about and what it is tagged as; the caller frees. */
static char *tagged(struct tell *t, int64_t id)
{
    struct annotation a;
    struct str out = {0};
    if (store_annotation_get(t->store, id, &a, NULL) != ERR_OK)
        return mem_dup("?");
    str_addf(&out, _("%s (%s)"), quote(t, a.document, a.start, a.end), tag_label(a.tag));
    annotation_clear(&a);
    return str_take(&out);
}

/* What the one is to the other, as things are now. */
static const char *relation(struct tell *t, int64_t from, int64_t to)
{
    struct annotation a = {0}, b = {0};
    bool both = store_annotation_get(t->store, from, &a, NULL) == ERR_OK &&
                store_annotation_get(t->store, to, &b, NULL) == ERR_OK;
    const char *label = both ? relation_label(relation_of(a.tag, b.tag)) : "";
    annotation_clear(&a);
    annotation_clear(&b);
    return *label ? label : "?";
}

static void tell_link_note(struct tell *t, const struct change *c, const char *from, const char *to, struct str *out)
{
    char *is = body(t, c->after, "note");
    if (is_empty(t, c->after, "note"))
        str_addf(out, _("cleared the note of the link from %s to %s"), from, to);
    else
        str_addf(out, _("wrote a note of the link from %s to %s: %s"), from, to, is);
    free(is);
}

static void tell_link(struct tell *t, const struct change *c, struct str *out)
{
    int64_t a = store_json_int(t->store, c->after, "from"), b = store_json_int(t->store, c->after, "to");
    char *from = tagged(t, a), *to = tagged(t, b);
    if (c->before && !differs(t, c, "deleted"))
        tell_link_note(t, c, from, to, out);
    else if (store_json_int(t->store, c->after, "deleted"))
        str_addf(out, _("took away the link from %s to %s: %s"), from, to, relation(t, a, b));
    else
        str_addf(out, c->before ? _("brought back the link from %s to %s: %s") : _("linked %s with %s: %s"), from, to,
                 relation(t, a, b));
    free(from);
    free(to);
}

static void tell_group(struct tell *t, const struct change *c, struct str *out)
{
    char *action = string(t, c->after, "action");
    unsigned long n = (unsigned long)c->parts;
    const char *format =
        strcmp(action, "split") == 0   ? i18n_plural("split a code (%lld change)", "split a code (%lld changes)", n)
        : strcmp(action, "merge") == 0 ? i18n_plural("merged codes (%lld change)", "merged codes (%lld changes)", n)
        : strcmp(action, "import") == 0
            ? i18n_plural("took in a codebook (%lld change)", "took in a codebook (%lld changes)", n)
        : strcmp(action, "code-add") == 0 ? i18n_plural("added codes (%lld change)", "added codes (%lld changes)", n)
                                          : i18n_plural("%lld change in one", "%lld changes in one", n);
    str_addf(out, format, (long long)c->parts);
    free(action);
}

/* ---- the rest ---- */

static void tell_assignment(struct tell *t, const struct change *c, struct str *out)
{
    const char *document = tell_document(t, c->document), *who;
    who = reviewer(t, store_json_int(t->store, c->after, "reviewer"));
    if (!c->before || differs(t, c, "deleted"))
        str_addf(out,
                 store_json_int(t->store, c->after, "deleted") ? _("took “%s” back from %s") : _("assigned “%s” to %s"),
                 document, who);
    else
        str_addf(out, store_json_int(t->store, c->after, "done") ? _("has read “%s”") : _("has not read “%s” yet"),
                 document);
}

static void tell_of_document(struct tell *t, const struct change *c, struct str *out)
{
    const char *document = tell_document(t, c->document);
    if (!c->before)
        str_addf(out, _("imported “%s”"), document);
    else
        str_addf(out, store_json_int(t->store, c->after, "done") ? _("closed “%s”") : _("opened “%s” again"), document);
}

static void tell_noise(struct tell *t, const struct change *c, struct str *out)
{
    const char *passage =
        quote(t, c->document, store_json_int(t->store, c->after, "start"), store_json_int(t->store, c->after, "end"));
    str_addf(out,
             store_json_int(t->store, c->after, "deleted") ? _("lifted %s: it is text again") : _("marked %s as noise"),
             passage);
}

static void tell_filter(struct tell *t, const struct change *c, struct str *out)
{
    char *name = string(t, c->after, "name"), *expression = body(t, c->after, "expression");
    str_addf(out,
             store_json_int(t->store, c->after, "deleted") ? _("took away the filter @%s, which was %s")
                                                           : _("saved the filter @%s: %s"),
             name, expression);
    free(name);
    free(expression);
}

static void tell_reviewer(struct tell *t, const struct change *c, struct str *out)
{
    enum role role;
    char *name = string(t, c->after, "name"), *word = string(t, c->after, "role");
    if (c->before)
        str_addf(out, _("gave %s the role %s"), name, role_parse(word, &role) ? role_label(role) : "?");
    else if (strcmp(c->action, "rename") == 0)
        str_addf(out, _("is called %s now"), name);
    else if (c->entity_id == c->reviewer)
        str_add(out, _("came for the first time"));
    else
        str_addf(out, _("added %s"), name);
    free(name);
    free(word);
}

/* One line, whatever stands in a name. */
static void flatten(struct str *out, size_t from)
{
    for (size_t i = from; i < out->len; i++)
        if (strchr("\t\n\v\f\r", out->p[i]))
            out->p[i] = ' ';
}

bool tell_names_document(const struct change *c)
{
    return strcmp(c->entity, "assignment") == 0 || strcmp(c->entity, "document") == 0;
}

void tell_change(struct tell *t, const struct change *c, struct str *out)
{
    size_t from = out->len;
    if (strcmp(c->action, "undo") == 0)
        str_add(out, _("undo: "));
    else if (strcmp(c->action, "redo") == 0)
        str_add(out, _("redo: "));
    if (strcmp(c->entity, "annotation") == 0)
        tell_annotation(t, c, out);
    else if (strcmp(c->entity, "comment") == 0)
        tell_comment(t, c, out);
    else if (strcmp(c->entity, "assignment") == 0)
        tell_assignment(t, c, out);
    else if (strcmp(c->entity, "document") == 0)
        tell_of_document(t, c, out);
    else if (strcmp(c->entity, "link") == 0)
        tell_link(t, c, out);
    else if (strcmp(c->entity, "group") == 0)
        tell_group(t, c, out);
    else if (strcmp(c->entity, "code") == 0)
        tell_code(t->store, c, out);
    else if (strcmp(c->entity, "filter") == 0)
        tell_filter(t, c, out);
    else if (strcmp(c->entity, "noise") == 0)
        tell_noise(t, c, out);
    else if (strcmp(c->entity, "reviewer") == 0)
        tell_reviewer(t, c, out);
    else
        str_addf(out, "%s %s %lld", c->action, c->entity, (long long)c->entity_id);
    flatten(out, from);
}
