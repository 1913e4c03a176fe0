/* The ledger as Markdown: a heading for each document and each problem, the passage as a quotation, what hangs on it as
 * a list in a list. */
#include "base/clock.h"
#include "base/i18n.h"
#include "exchange/ledger_writer.h"
#include "exchange/md_write.h"
#include "exchange/visible.h"

#include <string.h>

#define TITLE_CELLS 60 /* of the words in the heading of a problem */
#define INDENT 2       /* blanks a level of a list */

static void put_count(FILE *out, const char *label, size_t number)
{
    fputs("- ", out);
    md_line_z(out, label);
    fprintf(out, ": %zu\n", number);
}

static void begin(struct ledger_out *o)
{
    const struct ledger_summary *m = o->summary;
    char time[CLOCK_TEXT_SIZE];
    fputs("# ", o->out);
    md_line_z(o->out, m->view == LEDGER_PROBLEMS ? _("Problem ledger") : _("Unanswered"));
    fputs(" – ", o->out);
    md_line_z(o->out, m->file);
    fprintf(o->out, "\n\n%.10s", clock_format(m->time, time));
    if (m->filter) {
        fprintf(o->out, " · %s ", _("filter"));
        md_line_z(o->out, m->filter);
    }
    fputs("\n\n", o->out);
    if (m->view == LEDGER_PROBLEMS)
        put_count(o->out, _("problems"), m->rows);
    put_count(o->out, m->view == LEDGER_PROBLEMS ? _("of them with open ends") : _("unanswered"), m->open);
    put_count(o->out, _("causes"), m->counts[TAG_CAUSE]);
    put_count(o->out, _("remedies"), m->counts[TAG_REMEDY]);
    put_count(o->out, _("open questions"), m->questions);
}

static void part_begin(struct ledger_out *o, const struct ledger_part *part)
{
    fputs("\n## ", o->out);
    md_line_z(o->out, part->name);
    fputc('\n', o->out);
}

/* A line of its own at the indentation: LABEL, and REVIEWER, then the lines of WORDS. */
static void put_said(FILE *out, const char *indent, const char *label, const char *reviewer, const char *words)
{
    if (!*words)
        return;
    fprintf(out, "\n%s%s", indent, label);
    if (*reviewer) {
        fputs(" · ", out);
        md_line_z(out, reviewer);
    }
    fputs(":\\\n", out);
    md_lines(out, indent, "", words);
}

static void put_comments(FILE *out, const char *indent, const struct entry_item *item)
{
    for (size_t i = 0; i < item->comment_count; i++) {
        const struct comment *c = &item->comments[i];
        bool open = c->question && c->thread == c->id && !c->resolved;
        put_said(out, indent,
                 open          ? _("open question")
                 : c->question ? _("question")
                               : _("comment"),
                 c->reviewer_name, c->body);
    }
}

/* A paragraph of a quotation: what stands before or after a passage, in one line. */
static void put_around(FILE *out, const char *prefix, const char *words, bool more_before, bool more_after)
{
    fprintf(out, "%s%s", prefix, more_before ? "… " : "");
    md_line_z(out, words);
    fputs(more_after ? " …\n" : "\n", out);
}

/* The passage, with what stands around it in paragraphs of its own: emphasis ends only beside blanks for sure. */
static void put_passage(FILE *out, const char *indent, const struct entry_item *item)
{
    const struct excerpt *p = &item->passage;
    char prefix[64];
    snprintf(prefix, sizeof prefix, "%s> ", indent);
    fputc('\n', out);
    if (*p->before) {
        put_around(out, prefix, p->before, p->more_before, false);
        fprintf(out, "%s>\n", indent);
    }
    md_lines(out, prefix, "**", p->quote);
    if (*p->after) {
        fprintf(out, "%s>\n", indent);
        put_around(out, prefix, p->after, false, p->more_after);
    }
}

/* Code, verdict, reviewer, day: behind what the line says already. */
static void put_facts(FILE *out, const struct entry_item *item)
{
    char time[CLOCK_TEXT_SIZE];
    const char *verdict = item->annotation.settled == SETTLED_ACCEPTED   ? _("accepted")
                          : item->annotation.settled == SETTLED_REJECTED ? _("rejected")
                                                                         : "";
    const char *const facts[] = {item->section, item->code, verdict, item->annotation.reviewer_name};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (*facts[i]) {
            fputs(" · ", out);
            md_line_z(out, facts[i]);
        }
    }
    fprintf(out, " · %.10s", clock_format(item->annotation.created, time));
}

static void put_item(FILE *out, const struct entry *entry, uint32_t i)
{
    const struct entry_item *item = &entry->items[i], *over = &entry->items[item->over];
    char indent[32], inner[40];
    int level = item->depth > 1 ? item->depth - 1 : 0;
    snprintf(indent, sizeof indent, "%*s", level < 8 ? level * INDENT : 8 * INDENT, "");
    snprintf(inner, sizeof inner, "%s%*s", indent, INDENT, "");
    fprintf(out, "\n%s- **%c %s** (%s %c)", indent, tag_letter(item->tag), tag_label(item->tag),
            relation_label(relation_of(item->tag, over->tag)), tag_letter(over->tag));
    if (item->document != entry->items[0].document) {
        fprintf(out, " · %s ", _("in"));
        md_line_z(out, item->document_name);
    }
    if (item->same != i) {
        fprintf(out, " · %s\\\n", _("the same as above"));
        md_lines(out, inner, "", item->passage.quote);
    } else {
        put_facts(out, item);
        fprintf(out, "%s%s\n", item->unanswered ? " · " : "",
                !item->unanswered        ? ""
                : item->tag == TAG_CAUSE ? _("no remedy yet")
                                         : _("answers nothing yet"));
        put_passage(out, inner, item);
        put_said(out, inner, _("note"), "", item->annotation.note);
    }
    put_said(out, inner, _("link"), item->link_reviewer, item->link_note);
    put_comments(out, inner, item);
}

/* The first words of the passage, as a heading. */
static void put_title(FILE *out, const struct entry_item *item)
{
    const char *z = item->passage.quote;
    size_t n = strlen(z), at = 0, cells = 0;
    struct visible v;
    while (at < n) {
        visible_first(z + at, n - at, &v);
        cells += (size_t)v.cells;
        if (cells > TITLE_CELLS)
            break;
        at += v.bytes;
    }
    md_line(out, z, at);
    fputs(at < n ? "…\n" : "\n", out);
}

static void put_row(struct ledger_out *o, const struct entry *entry)
{
    const struct entry_item *first = entry->items;
    fprintf(o->out, "\n### %zu. ", entry->number);
    put_title(o->out, first);
    fprintf(o->out, "\n**%c %s** · %s", tag_letter(first->tag), tag_label(first->tag),
            entry_status_label(entry->status));
    put_facts(o->out, first);
    fputc('\n', o->out);
    put_passage(o->out, "", first);
    put_said(o->out, "", _("note"), "", first->annotation.note);
    put_comments(o->out, "", first);
    for (uint32_t i = 1; i < entry->count; i++)
        put_item(o->out, entry, i);
    if (entry->left_out) {
        fputs("\n- ", o->out);
        fprintf(o->out, _("and %zu more"), entry->left_out);
        fputc('\n', o->out);
    }
}

const struct ledger_writer ledger_markdown = {.talk = true, .begin = begin, .part_begin = part_begin, .entry = put_row};
