/* zhupi carry: what becomes of the annotations of older versions, and carrying them over. */
#include "exchange/carry.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/listing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ACCEPT, CSV, FORCE };

static const struct cli_option options[] = {
    {"accept", 'a', "WHAT", N_("carry over what is the same, also what moved, also what changed (or all)")},
    {"csv", 0, NULL, N_("the rows as CSV")},
    CLI_FORCE_OPTION,
    {0},
};

#define WORDS_SAID 24   /* code points of a passage in a message, */
#define WORDS_SHOWN 240 /* and in a row on a terminal, which cuts it to its width */

static const struct listing_column columns[] = {
    {"state", N_("STATE"), LISTING_WORD},
    {"tag", N_("TAG"), LISTING_WORD},
    {"reviewer", N_("REVIEWER"), LISTING_TEXT},
    {"likeness", N_("LIKENESS"), LISTING_NUMBER},
    {"old", N_("OLDER WORDS"), LISTING_PASSAGE},
    {"new", N_("NEWER WORDS"), LISTING_PASSAGE},
    {"start", NULL, LISTING_NUMBER},
    {"end", NULL, LISTING_NUMBER},
    {"uuid", NULL, LISTING_TEXT},
};

/* The first MOST code points of a passage in one line where a person reads them, and all of them elsewhere (0). */
static void add_words(struct str *out, const char *s, size_t n, size_t most)
{
    size_t from = out->len, count = 0, i = 0;
    for (; i < n && (!most || count < most); i++)
        count += i + 1 == n || (s[i + 1] & 0xC0) != 0x80;
    str_addn(out, s, i);
    if (i < n)
        str_add(out, "…");
    for (; most && from < out->len; from++)
        if (out->p[from] == '\n')
            out->p[from] = ' ';
}

static void add_row(struct listing *t, const struct carry *c, const struct carry_row *row, bool all)
{
    struct str *cell = listing_add(t);
    size_t n;
    const char *words;
    str_add(&cell[0], carry_state_name(row->state));
    str_add(&cell[1], tag_name(row->note.tag));
    str_add(&cell[2], row->note.reviewer_name);
    if (row->likeness)
        str_addf(&cell[3], "%d", row->likeness);
    words = carry_old_words(c, row, &n);
    add_words(&cell[4], words, n, all ? 0 : WORDS_SHOWN);
    words = carry_new_words(c, row, &n);
    add_words(&cell[5], words, n, all ? 0 : WORDS_SHOWN);
    if (row->span.start < row->span.end) {
        str_addf(&cell[6], "%zu", row->span.start);
        str_addf(&cell[7], "%zu", row->span.end);
    }
    str_add(&cell[8], row->note.uuid);
}

/* ---- printing ---- */

static void print_rows(const struct carry *c, bool csv)
{
    struct listing t = {.columns = columns, .n_columns = sizeof columns / sizeof *columns};
    for (size_t i = 0; i < c->count; i++)
        add_row(&t, c, &c->rows[i], csv || !isatty(STDOUT_FILENO));
    if (csv)
        listing_print_csv(&t);
    else
        listing_print(&t);
    listing_clear(&t);
}

static void say_counts(const struct carry *c)
{
    size_t n[CARRY_STATES];
    carry_count(c, n);
    cli_say(_("%zu same, %zu moved, %zu changed, %zu lost, %zu carried over"), n[CARRY_SAME], n[CARRY_MOVED],
            n[CARRY_CHANGED], n[CARRY_LOST], n[CARRY_CARRIED]);
}

/* ---- carrying over ---- */

/* Why a row is not carried over, on a line of its own. */
static void say_left(const struct carry *c, const struct carry_row *row, const char *why)
{
    struct str line = {0};
    size_t n;
    const char *words = carry_old_words(c, row, &n);
    add_words(&line, words, n, WORDS_SAID);
    cli_say(_("not carried over: “%s”: %s"), str_z(&line), why);
    str_clear(&line);
}

static void say_not_ours(const struct carry *c, const struct carry_row *row)
{
    struct str why = {0};
    str_addf(&why, _("of %s, for them or a lead"), row->note.reviewer_name);
    say_left(c, row, str_z(&why));
    str_clear(&why);
}

/* Carry over the rows up to LAST; each that stays is said. An error of the file, or one that all rows would meet, is
 * the end. */
static enum cli_status accept(struct store *s, struct carry *c, enum carry_state last)
{
    size_t done = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct carry_row *row = &c->rows[i];
        struct err e;
        if (row->state == CARRY_CARRIED)
            continue;
        if (row->state > last) {
            say_left(c, row, carry_state_label(row->state));
            continue;
        }
        if (!carry_is_ours(s, row)) {
            say_not_ours(c, row);
            continue;
        }
        enum err_code rc = carry_accept(s, c, i, &e);
        if (rc == ERR_NOT_FOUND || rc == ERR_EXISTS || rc == ERR_STALE)
            say_left(c, row, e.msg);
        else if (rc)
            return cli_fail(&e);
        done += rc == ERR_OK;
    }
    cli_say(i18n_plural("%zu annotation carried over", "%zu annotations carried over", (unsigned long)done), done);
    return CLI_OK;
}

static enum cli_status carry(const struct cli_args *a, struct store *s, const struct document *d, enum carry_state last)
{
    struct carry c;
    struct err e;
    enum cli_status status = CLI_OK;
    if (!d->previous) {
        cli_say(_("“%s” has no older version"), d->name);
        return CLI_OK;
    }
    if (carry_list(s, d->id, &c, &e))
        return cli_fail(&e);
    if (carry_find(s, &c, &e)) {
        carry_clear(&c);
        return cli_fail(&e);
    }
    if (a->value[ACCEPT])
        status = accept(s, &c, last);
    print_rows(&c, a->value[CSV] != NULL);
    say_counts(&c);
    carry_clear(&c);
    return status;
}

static bool parse_accept(const char *word, enum carry_state *out)
{
    bool all = strcmp(word, "all") == 0;
    *out = CARRY_CHANGED;
    return all || (carry_state_parse(word, out) && *out <= CARRY_CHANGED);
}

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    struct document d;
    enum carry_state last = CARRY_SAME;
    const char *word = a->value[ACCEPT];
    if (word && !parse_accept(word, &last))
        return cli_usage(a->command, _("“%s” cannot be carried over: write same, moved, changed or all"), word);
    bool force = a->value[FORCE] != NULL;
    if (word ? cli_open(a, force, &s, &e) : cli_look(a, force, &s, &e))
        return cli_fail(&e);
    enum cli_status status = CLI_FAILED;
    if (store_document_find(s, a->argv[1], &d, &e)) {
        cli_fail(&e);
    } else {
        status = carry(a, s, &d, last);
        document_clear(&d);
    }
    store_close(&s);
    return status;
}

const struct cli_command cli_carry = {
    .name = "carry",
    .arguments = "FILE.db DOCUMENT",
    .summary = N_("List what becomes of the annotations of older versions, or carry them over."),
    .details = N_("Each annotation of an older version is looked for in DOCUMENT: it is the same, has\n"
                  "moved, has changed, or is lost. Nothing is carried over without --accept, and with\n"
                  "it what is not is listed too. Carried over are one's own, as a lead everybody's.\n"
                  "Columns: state, tag, reviewer, likeness (percent), old, new, start, end, uuid."),
    .min_arguments = 2,
    .max_arguments = 2,
    .options = options,
    .run = run,
};
