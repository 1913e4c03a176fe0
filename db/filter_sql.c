/* From a tree to a condition of SQL. What was typed never gets into the text of a statement: each value is bound.
 *
 * Columns are written with a + before them, so that no index is chosen for them: the statements around go through an
 * index already, in the order of their rows, and a condition that is cheap to ask of each row must not undo that. Every
 * condition is true or false, never NULL, so that "not" is the opposite. */
#include "base/mem.h"
#include "db/filter_tree.h"

#include <string.h>

#define BOUND_MAX 8              /* ?1 to ?8 are the statement's own */
#define WORDS_AT (BOUND_MAX + 1) /* the words to look for; the values follow */

struct build {
    struct store *s;
    struct str out;
    const char *documents;
    bool all; /* all annotations of the file are asked */
    struct filter_words *words;
    int64_t *values;
    size_t count, cap;
};

/* Bind VALUE; the number of the parameter. */
static int add_value(struct build *b, int64_t value)
{
    b->values = mem_grow(b->values, &b->cap, b->count + 1, sizeof *b->values);
    b->values[b->count++] = value;
    return WORDS_AT + (int)b->count;
}

/* ---- words of the language ---- */

#define LINK(from, to, pair)                                                                                           \
    "EXISTS (SELECT 1 FROM link l JOIN annotation b ON b.id = l." to "_id WHERE l." from "_id = a.id "                 \
    "AND l.deleted_at IS NULL AND b.deleted_at IS NULL AND " pair ")"

/* A link holds where it points from a higher tag to a lower one (relation_of). */
#define OUT LINK("from", "to", "a.tag > b.tag")
#define IN LINK("to", "from", "b.tag > a.tag")
#define EXPLAINED LINK("to", "from", "b.tag = 2 AND a.tag = 1")
#define ADDRESSED LINK("to", "from", "b.tag = 3 AND a.tag < 3")

static const char *const words[FILTER_WORDS] = {
    [WORD_MANIFESTATION] = "+a.tag = 1",
    [WORD_CAUSE] = "+a.tag = 2",
    [WORD_REMEDY] = "+a.tag = 3",
    [WORD_LINKED] = "(" OUT " OR " IN ")",
    [WORD_UNANSWERED] =
        "((+a.tag = 1 AND NOT " EXPLAINED ") OR (+a.tag = 2 AND NOT " ADDRESSED ") OR (+a.tag = 3 AND NOT " OUT "))",
    [WORD_EXPLAINS] = "(+a.tag = 2 AND " OUT ")",
    [WORD_ADDRESSES] = "(+a.tag = 3 AND " OUT ")",
    [WORD_EXPLAINED] = EXPLAINED,
    [WORD_ADDRESSED] = ADDRESSED,
    [WORD_CODED] = "+a.code_id IS NOT NULL",
    [WORD_NOTED] = "a.note <> ''",
    [WORD_MINE] = NULL, /* build_word binds who that is */
    [WORD_QUESTION] = "EXISTS (SELECT 1 FROM comment c WHERE c.annotation_id = a.id AND c.question = 1 "
                      "AND c.thread IS NULL AND c.resolved_at IS NULL AND c.deleted_at IS NULL)",
    [WORD_ACCEPTED] = "+a.settled IS 1",
    [WORD_REJECTED] = "+a.settled IS 2",
    [WORD_SETTLED] = "+a.settled IS NOT NULL",
};

static void build_word(struct build *b, const struct filter *f)
{
    if (f->word == WORD_MINE)
        str_addf(&b->out, "+a.reviewer_id = ?%d", add_value(b, b->s->reviewer));
    else
        str_add(&b->out, words[f->word]);
}

/* ---- values ---- */

static size_t pattern(struct build *b, const char *text, size_t n)
{
    if (!b->words)
        b->words = filter_words_new(b->s);
    return filter_words_add(b->words, text, n);
}

static void build_found(struct build *b, size_t number, const char *column)
{
    str_addf(&b->out, "filter_found(?%d, %zu, %s)", WORDS_AT, number, column);
}

/* The notes do not stand in the index that rows come from. To look each up by itself costs more than to read all of
 * them in the order of the file, once. */
static void build_note(struct build *b, size_t number)
{
    str_add(&b->out, b->all ? "a.id IN (SELECT n.id FROM annotation n NOT INDEXED WHERE " : "");
    build_found(b, number, b->all ? "n.note" : "a.note");
    str_add(&b->out, b->all ? ")" : "");
}

static void build_text(struct build *b, const char *text, bool quote, bool note)
{
    size_t number = pattern(b, text, strlen(text));
    str_add(&b->out, "(");
    if (quote)
        str_addf(&b->out, "filter_quoted(?%d, %zu, a.document_id, a.start, a.end)", WORDS_AT, number);
    str_add(&b->out, quote && note ? " OR " : "");
    if (note)
        build_note(b, number);
    str_add(&b->out, ")");
}

/* All words of TEXT, which blanks are between, in the name of document d. */
static void build_name(struct build *b, const char *text)
{
    static const char blanks[] = " \t\r\n\f\v";
    const char *sep = "";
    for (const char *p = text + strspn(text, blanks); *p; p += strspn(p, blanks), sep = " AND ") {
        size_t n = strcspn(p, blanks);
        str_add(&b->out, sep);
        build_found(b, pattern(b, p, n), "d.name");
        p += n;
    }
    if (!*sep)
        str_add(&b->out, "0");
}

static void build_in(struct build *b, const struct filter_value *v)
{
    if (v->id) {
        str_addf(&b->out, "a.document_id = ?%d", add_value(b, v->id));
        return;
    }
    str_addf(&b->out, "a.document_id IN (SELECT d.id FROM document d WHERE %s%s", b->documents,
             *b->documents ? " AND " : "");
    build_name(b, v->text);
    str_add(&b->out, ")");
}

/* The code, those below it, and those that were merged into one of these. Circles in a damaged file end by UNION. */
static void build_code(struct build *b, const struct filter_value *v)
{
    str_addf(&b->out,
             "coalesce(+a.code_id IN (WITH RECURSIVE below (id) AS (SELECT ?%d UNION SELECT c.id FROM below, code c "
             "WHERE c.merged_into = below.id OR (c.parent_id = below.id AND c.merged_into IS NULL)) "
             "SELECT id FROM below), 0)",
             add_value(b, v->id));
}

static void build_date(struct build *b, const struct filter *f, const struct filter_value *v)
{
    int64_t from = 0, to = 0;
    filter_date(v->text, f->sign != SIGN_IS, &from, &to);
    switch (f->sign) {
    case SIGN_IS:
        str_addf(&b->out, "(a.updated >= ?%d", add_value(b, from));
        str_addf(&b->out, " AND a.updated < ?%d)", add_value(b, to));
        break;
    case SIGN_LESS:
    case SIGN_LESS_IS:
        str_addf(&b->out, "a.updated < ?%d", add_value(b, f->sign == SIGN_LESS ? from : to));
        break;
    case SIGN_MORE:
    case SIGN_MORE_IS:
        str_addf(&b->out, "a.updated >= ?%d", add_value(b, f->sign == SIGN_MORE ? to : from));
        break;
    }
}

static void build_value(struct build *b, const struct filter *f, const struct filter_value *v)
{
    switch (f->field) {
    case FIELD_BY:
        str_addf(&b->out, "+a.reviewer_id = ?%d", add_value(b, v->id));
        break;
    case FIELD_IN:
        build_in(b, v);
        break;
    case FIELD_TAG:
        str_addf(&b->out, "+a.tag = ?%d", add_value(b, v->id));
        break;
    case FIELD_CODE:
        build_code(b, v);
        break;
    case FIELD_DATE:
        build_date(b, f, v);
        break;
    default:
        build_text(b, v->text, f->field != FIELD_NOTE, f->field != FIELD_QUOTE);
    }
}

static void build_field(struct build *b, const struct filter *f)
{
    str_add(&b->out, f->value_count > 1 ? "(" : "");
    for (size_t i = 0; i < f->value_count; i++) {
        str_add(&b->out, i ? " OR " : "");
        build_value(b, f, &f->values[i]);
    }
    str_add(&b->out, f->value_count > 1 ? ")" : "");
}

/* ---- the tree ---- */

static void build(struct build *b, const struct filter *f);

static void build_parts(struct build *b, const struct filter *f, const char *sign)
{
    str_add(&b->out, "(");
    for (size_t i = 0; i < f->part_count; i++) {
        str_add(&b->out, i ? sign : "");
        build(b, f->parts[i]);
    }
    str_add(&b->out, ")");
}

static void build(struct build *b, const struct filter *f)
{
    switch (f->kind) {
    case FILTER_AND:
    case FILTER_OR:
        build_parts(b, f, f->kind == FILTER_AND ? " AND " : " OR ");
        break;
    case FILTER_NOT:
        str_add(&b->out, "NOT ");
        build(b, f->parts[0]);
        break;
    case FILTER_WORD:
        build_word(b, f);
        break;
    case FILTER_FIELD:
        build_field(b, f);
        break;
    case FILTER_TEXT:
        build_text(b, f->values[0].text, true, true);
        break;
    case FILTER_SAVED:
        if (f->part_count > 0)
            build(b, f->parts[0]);
        else /* an empty one, in a file that was tampered with */
            str_add(&b->out, "1");
        break;
    }
}

/* Whether F holds in some documents only, which are found without asking all annotations. */
static bool narrows_down(const struct filter *f)
{
    if (f->kind == FILTER_FIELD)
        return f->field == FIELD_IN;
    bool narrow = false;
    for (size_t i = 0; i < f->part_count && (f->kind == FILTER_AND || f->kind == FILTER_SAVED); i++)
        narrow = narrow || narrows_down(f->parts[i]);
    return narrow;
}

/* What a statement is compiled from: SQL with the condition in it. */
static char *put_in(const struct build *b, const char *sql)
{
    struct str whole = {0};
    const char *here = strstr(sql, FILTER_HERE);
    str_addn(&whole, sql, (size_t)(here - sql));
    str_add(&whole, str_z(&b->out));
    str_add(&whole, here + strlen(FILTER_HERE));
    return str_take(&whole);
}

/* From then on the words are the statement's. */
static int bind_all(struct build *b, sqlite3_stmt *st, const int64_t *bound, size_t n)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; i < n && !rc; i++)
        rc = sqlite3_bind_int64(st, (int)i + 1, bound[i]);
    for (size_t i = 0; i < b->count && !rc; i++)
        rc = sqlite3_bind_int64(st, WORDS_AT + (int)i + 1, b->values[i]);
    if (!b->words || rc)
        return rc;
    rc = sqlite3_bind_pointer(st, WORDS_AT, b->words, FILTER_WORDS_TYPE, filter_words_free);
    b->words = NULL;
    return rc;
}

enum err_code filter_open(struct store *s, const struct filter *f, const char *sql, const char *documents,
                          const int64_t *bound, size_t n, sqlite3_stmt **out, struct err *e)
{
    struct build b = {.s = s, .documents = documents, .all = !*documents && !narrows_down(f)};
    build(&b, f);
    char *whole = put_in(&b, sql);
    enum err_code code = stmt_open_once(s, out, e, whole);
    int rc = code ? SQLITE_OK : bind_all(&b, *out, bound, n);
    if (rc != SQLITE_OK) {
        code = stmt_error(s, rc, e);
        stmt_close(s, *out);
        *out = NULL;
    }
    filter_words_free(b.words);
    str_clear(&b.out);
    free(b.values);
    free(whole);
    return code;
}
