/* zhupi filter: the filters that were given a name. */
#include "db/filter.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/listing.h"

enum { REMOVE, FORCE };

static const struct cli_option options[] = {
    {"remove", 0, "NAME", N_("take away the saved filter NAME")},
    CLI_FORCE_OPTION,
    {0},
};

static const struct listing_column columns[] = {
    {"name", N_("NAME"), LISTING_TEXT},
    {"filter", N_("FILTER"), LISTING_TEXT},
    {"reviewer", N_("REVIEWER"), LISTING_TEXT},
    {"updated", N_("CHANGED"), LISTING_TIME},
};

static bool collect(void *ctx, const struct saved_filter *f)
{
    struct str *cell = listing_add(ctx);
    char time[CLOCK_TEXT_SIZE];
    str_add(&cell[0], f->name);
    str_add(&cell[1], f->expression);
    str_add(&cell[2], f->reviewer_name);
    str_add(&cell[3], clock_format(f->updated, time));
    return true;
}

static enum cli_status list(struct store *s)
{
    struct err e;
    struct listing rows = {.columns = columns, .n_columns = sizeof columns / sizeof *columns};
    enum err_code rc = store_filters(s, collect, &rows, &e);
    if (!rc)
        listing_print(&rows);
    listing_clear(&rows);
    return rc ? cli_fail(&e) : CLI_OK;
}

static enum cli_status save(struct store *s, const char *name, const char *expression)
{
    struct err e;
    struct filter *f;
    enum err_code rc = cli_filter(s, expression, &f, &e);
    filter_free(&f);
    if (rc)
        return cli_fail_filter(rc, &e);
    rc = store_filter_save(s, name, expression, NULL, &e);
    if (rc)
        return cli_fail_filter(rc, &e);
    cli_say(_("Saved: @%s stands for it in every filter."), name);
    return CLI_OK;
}

static enum cli_status take_away(struct store *s, const char *name)
{
    struct err e;
    if (store_filter_remove(s, name, &e))
        return cli_fail(&e);
    cli_say(_("@%s was taken away; undo brings it back."), name);
    return CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    bool force = a->value[FORCE] != NULL, writes = a->argc > 1 || a->value[REMOVE];
    if (a->value[REMOVE] && a->argc > 1)
        return cli_no_place(a->command, a->argv[1]);
    if (a->argc == 2)
        return cli_usage(a->command, _("say what @%s is to stand for: zhupi filter FILE.db NAME EXPR"), a->argv[1]);
    if (writes ? cli_open(a, force, &s, &e) : cli_look(a, force, &s, &e))
        return cli_fail(&e);
    enum cli_status status = a->value[REMOVE] ? take_away(s, a->value[REMOVE])
                             : a->argc > 1    ? save(s, a->argv[1], a->argv[2])
                                              : list(s);
    store_close(&s);
    return status;
}

const struct cli_command cli_filters = {
    .name = "filter",
    .arguments = "FILE.db [NAME EXPR]",
    .summary = N_("List the saved filters, save one under a name, or take one away."),
    .details = N_("A filter says which annotations are meant: “cause & !linked & by:anna”.\n"
                  "\n"
                  "  manifestation cause remedy   its tag\n"
                  "  linked unanswered            it has a link; what it calls for is missing\n"
                  "  explains addresses           it does so to another one,\n"
                  "  explained addressed          or another one to it\n"
                  "  coded noted mine question    it has a code, a note; is yours; is asked about\n"
                  "  settled accepted rejected    a lead has decided about it\n"
                  "  by:NAME in:DOCUMENT tag:TAG code:PATH date:2026-11 date>7d\n"
                  "  text:WORD quote:WORD note:WORD, or WORD alone: it stands in quote or note\n"
                  "  @NAME                        a saved filter\n"
                  "\n"
                  "Side by side or with & all are to hold, with | one of them; ! turns round, ( )\n"
                  "group, commas part values, quotes keep blanks and signs. The manual says more."),
    .min_arguments = 1,
    .max_arguments = 3,
    .options = options,
    .run = run,
};
