/* The ledger as a web page: figures, the documents, and for each problem its passage, a picture of its chain and the
 * same in words. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "exchange/chain_svg.h"
#include "exchange/html_write.h"
#include "exchange/ledger_writer.h"

#include <inttypes.h>
#include <string.h>

/* <TAG class="CLASS">Z</TAG>; nothing where Z is empty. */
static void put_element(FILE *out, const char *tag, const char *class, const char *z)
{
    if (!*z)
        return;
    fprintf(out, "<%s class=\"%s\">", tag, class);
    html_text_z(out, z);
    fprintf(out, "</%s>\n", tag);
}

static char class_of(enum tag tag)
{
    return tag == TAG_MANIFESTATION ? 'm' : tag == TAG_CAUSE ? 'c' : 'r';
}

/* The day of MS, as 2026-01-31. */
static void put_day(FILE *out, int64_t ms)
{
    char time[CLOCK_TEXT_SIZE];
    fprintf(out, "<time datetime=\"%s\">%.10s</time>", clock_format(ms, time), time);
}

/* ---- the head of the page ---- */

static void put_figure(FILE *out, const char *class, size_t number, const char *label)
{
    fprintf(out, "<div%s><dd>%zu</dd><dt>", class, number);
    html_text_z(out, label);
    fputs("</dt></div>\n", out);
}

static void put_figures(FILE *out, const struct ledger_summary *m)
{
    fputs("<dl class=\"figures\">\n", out);
    if (m->view == LEDGER_PROBLEMS)
        put_figure(out, "", m->rows, _("problems"));
    put_figure(out, m->open ? " class=\"open\"" : "", m->open,
               m->view == LEDGER_PROBLEMS ? _("of them with open ends") : _("unanswered"));
    put_figure(out, " class=\"m\"", m->counts[TAG_MANIFESTATION], _("manifestations"));
    put_figure(out, " class=\"c\"", m->counts[TAG_CAUSE], _("causes"));
    put_figure(out, " class=\"r\"", m->counts[TAG_REMEDY], _("remedies"));
    put_figure(out, m->questions ? " class=\"open\"" : "", m->questions, _("open questions"));
    put_figure(out, "", m->part_count, _("documents concerned"));
    put_figure(out, "", m->reviewers, _("reviewers"));
    fputs("</dl>\n", out);
}

static void put_contents(FILE *out, const struct ledger_summary *m)
{
    if (m->part_count < 2)
        return;
    fputs("<nav><h2>", out);
    html_text_z(out, _("Documents"));
    fputs("</h2>\n<ol>\n", out);
    for (size_t i = 0; i < m->part_count; i++) {
        const struct ledger_part *part = &m->parts[i];
        fprintf(out, "<li><a href=\"#d-%" PRId64 "\">", part->document);
        html_text_z(out, part->name);
        fprintf(out, "</a> <span class=\"count\">%zu</span>", part->rows);
        if (part->open && m->view == LEDGER_PROBLEMS) {
            fputs(" <span class=\"lacks\">", out);
            fprintf(out, _("%zu with open ends"), part->open);
            fputs("</span>", out);
        }
        fputs("</li>\n", out);
    }
    fputs("</ol></nav>\n", out);
}

static const char *heading_of(const struct ledger_summary *m)
{
    return m->view == LEDGER_PROBLEMS ? _("Problem ledger") : _("Unanswered");
}

static void begin(struct ledger_out *o)
{
    const struct ledger_summary *m = o->summary;
    struct str title = {0};
    str_addf(&title, "%s – %s", heading_of(m), m->file);
    html_begin(o->out, str_z(&title), ledger_style);
    str_clear(&title);
    fputs("<header>\n<h1>", o->out);
    html_text_z(o->out, heading_of(m));
    fputs("</h1>\n<p class=\"source\">", o->out);
    html_text_z(o->out, m->file);
    fputs(" · ", o->out);
    put_day(o->out, m->time);
    if (m->filter) {
        fputs(" · ", o->out);
        html_text_z(o->out, _("filter"));
        fputs(" <code>", o->out);
        html_text_z(o->out, m->filter);
        fputs("</code>", o->out);
    }
    fputs("</p>\n", o->out);
    put_figures(o->out, m);
    fputs("</header>\n", o->out);
    put_contents(o->out, m);
    fputs("<main>\n", o->out);
    if (m->rows == 0)
        put_element(o->out, "p", "none",
                    m->view == LEDGER_PROBLEMS ? _("There are no problems here.") : _("Nothing is unanswered."));
}

static void part_begin(struct ledger_out *o, const struct ledger_part *part)
{
    fprintf(o->out, "<section class=\"document\" id=\"d-%" PRId64 "\">\n<h2>", part->document);
    html_text_z(o->out, part->name);
    fputs("</h2>\n", o->out);
}

static void part_end(struct ledger_out *o, const struct ledger_part *part)
{
    (void)part;
    fputs("</section>\n", o->out);
}

/* ---- an annotation ---- */

static void put_chip(FILE *out, enum tag tag)
{
    fprintf(out, "<span class=\"chip %c\"><b>%c</b> ", class_of(tag), tag_letter(tag));
    html_text_z(out, tag_label(tag));
    fputs("</span>\n", out);
}

/* The passage where it stands. */
static void put_passage(FILE *out, const struct entry_item *item)
{
    const struct excerpt *p = &item->passage;
    fprintf(out, "<blockquote class=\"%c\"><p>", class_of(item->tag));
    if (*p->before || p->more_before) {
        fputs(p->more_before ? "<span class=\"around\">…" : "<span class=\"around\">", out);
        html_text_z(out, p->before);
        fputs("</span>", out);
    }
    fputs("<mark>", out);
    html_text_z(out, p->quote);
    fputs(p->cut ? "…</mark>" : "</mark>", out);
    if (*p->after || p->more_after) {
        fputs("<span class=\"around\">", out);
        html_text_z(out, p->after);
        fputs(p->more_after ? "…</span>" : "</span>", out);
    }
    fputs("</p></blockquote>\n", out);
}

/* What stands beside a tag: the code, a verdict, who tagged it and when. */
static void put_facts(FILE *out, const struct entry_item *item)
{
    const struct annotation *a = &item->annotation;
    put_element(out, "span", "code", item->code);
    if (a->settled != SETTLED_NONE)
        put_element(out, "span", "verdict", a->settled == SETTLED_ACCEPTED ? _("accepted") : _("rejected"));
    put_element(out, "span", "reviewer", a->reviewer_name);
    put_day(out, a->created);
    fputc('\n', out);
}

static void put_note(FILE *out, const char *label, const char *reviewer, const char *note)
{
    if (!*note)
        return;
    fputs("<p class=\"note\"><span class=\"by\">", out);
    html_text_z(out, label);
    if (*reviewer) {
        fputs(" · ", out);
        html_text_z(out, reviewer);
    }
    fputs("</span> ", out);
    html_text_z(out, note);
    fputs("</p>\n", out);
}

static void put_comments(FILE *out, const struct entry_item *item)
{
    if (item->comment_count == 0)
        return;
    fputs("<ul class=\"talk\">\n", out);
    for (size_t i = 0; i < item->comment_count; i++) {
        const struct comment *c = &item->comments[i];
        bool began = c->thread == c->id;
        fprintf(out, "<li class=\"%s%s\"><span class=\"by\">", began ? "began" : "answer",
                c->question && began && !c->resolved ? " open" : "");
        html_text_z(out, c->question ? (c->resolved || !began ? _("question") : _("open question")) : _("comment"));
        fputs(" · ", out);
        html_text_z(out, c->reviewer_name);
        fputs(" · ", out);
        put_day(out, c->created);
        fputs("</span> ", out);
        html_text_z(out, c->body);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

/* ---- a row ---- */

/* Where it stands: in another document, below headings, or in an earlier row of the page. */
static void put_place(FILE *out, const struct entry *entry, const struct entry_item *item)
{
    if (item->document != entry->items[0].document) {
        fputs("<span class=\"place\">", out);
        html_text_z(out, _("in"));
        if (item->listed)
            fprintf(out, " <a href=\"#d-%" PRId64 "\">", item->document);
        else
            fputs(" <b>", out);
        html_text_z(out, item->document_name);
        fputs(item->listed ? "</a></span>\n" : "</b></span>\n", out);
    }
    if (item->shown) {
        fprintf(out, "<a class=\"also\" href=\"#p-%zu\">", item->shown);
        fprintf(out, _("also in %zu"), item->shown);
        fputs("</a>\n", out);
    }
}

static const char *lack_of(enum tag tag)
{
    return tag == TAG_MANIFESTATION ? _("no cause yet")
           : tag == TAG_CAUSE       ? _("no remedy yet")
                                    : _("answers nothing yet");
}

/* What it is to what it hangs on. */
static void put_relation(FILE *out, const struct entry *entry, const struct entry_item *item)
{
    const struct entry_item *over = &entry->items[item->over];
    fputs("<span class=\"relation\">", out);
    html_text_z(out, relation_label(relation_of(item->tag, over->tag)));
    fprintf(out, " <a href=\"#i-%zu-%u\">%c</a></span>\n", entry->number, over->same, tag_letter(over->tag));
}

static void put_item(FILE *out, const struct entry *entry, uint32_t i)
{
    const struct entry_item *item = &entry->items[i];
    fprintf(out, "<li class=\"item depth%d\" id=\"i-%zu-%u\">\n<div class=\"facts\">", item->depth < 2 ? 1 : 2,
            entry->number, i);
    put_chip(out, item->tag);
    put_relation(out, entry, item);
    if (item->same != i) {
        fprintf(out, "<a class=\"also\" href=\"#i-%zu-%u\">", entry->number, item->same);
        html_text_z(out, _("the same as above"));
        fputs("</a></div>\n", out);
        put_element(out, "p", "again", item->passage.quote);
        put_note(out, _("link"), item->link_reviewer, item->link_note);
        fputs("</li>\n", out);
        return;
    }
    put_place(out, entry, item);
    put_facts(out, item);
    if (item->unanswered)
        put_element(out, "span", "lacks", lack_of(item->tag));
    fputs("</div>\n", out);
    put_element(out, "p", "path", item->section);
    put_passage(out, item);
    put_note(out, _("note"), "", item->annotation.note);
    put_note(out, _("link"), item->link_reviewer, item->link_note);
    put_comments(out, item);
    fputs("</li>\n", out);
}

static void put_chain(FILE *out, const struct entry *entry)
{
    fputs("<div class=\"picture\" tabindex=\"0\">\n", out);
    chain_svg(out, entry);
    fputs("</div>\n<ul class=\"chain\">\n", out);
    for (uint32_t i = 1; i < entry->count; i++)
        put_item(out, entry, i);
    if (entry->left_out) {
        fputs("<li class=\"item depth1\">", out);
        fprintf(out, _("and %zu more"), entry->left_out);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void put_row(struct ledger_out *o, const struct entry *entry)
{
    FILE *out = o->out;
    const struct entry_item *first = entry->items;
    fprintf(out, "<article id=\"p-%zu\">\n<h3 class=\"facts\" id=\"i-%zu-0\"><span class=\"number\">%zu</span>\n",
            entry->number, entry->number, entry->number);
    put_chip(out, first->tag);
    put_facts(out, first);
    put_element(out, "span", entry->status == ENTRY_CLOSED ? "closed" : "lacks", entry_status_label(entry->status));
    fputs("</h3>\n", out);
    put_element(out, "p", "path", first->section);
    put_passage(out, first);
    put_note(out, _("note"), "", first->annotation.note);
    put_comments(out, first);
    if (entry->count > 1)
        put_chain(out, entry);
    fputs("</article>\n", out);
}

static void end(struct ledger_out *o)
{
    fputs("</main>\n<footer>", o->out);
    html_text_z(o->out, _("written by zhupi; this page asks for nothing from the network"));
    fputs("</footer>\n", o->out);
    html_end(o->out);
}

const struct ledger_writer ledger_html = {
    .talk = true, .begin = begin, .part_begin = part_begin, .part_end = part_end, .entry = put_row, .end = end};
