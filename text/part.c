#include "text/part.h"

#include "text/cut.h"
#include "text/phrase.h"
#include "text/run_in.h"

#include <uchar.h>

/* Code points. */
#define LINE_MAX 60
#define TITLE_MAX 30
#define ARTICLE_MAX 24

/* Where no blank says that a number begins something, one alone is only spoken of. */
#define TIGHT_MIN 2

/* 第一条规定, 第三条第二款, 第四条和第五条: do the words at P go on speaking of the number? */
static bool is_spoken_of(struct window *w, size_t p)
{
    static const char32_t *const words[] = {
        U"规定", U"規定", U"的",   U"第",   U"、",   U"，",   U",",  U"；", U"。",   U"款", U"项", U"項",
        U"是",   U"中的", U"中规", U"中規", U"所称", U"所稱", U"所", U"和", U"及第", U"至", U"到", U"与第",
        U"與第", U"或",   U"以及", U"之",   U"”",    U"」",   U"》", U"）", U")",    U"：", U":",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (phrase_starts(w, p, words[i]))
            return !phrase_starts(w, p, U"所有") && !phrase_starts(w, p, U"所属") && !phrase_starts(w, p, U"所屬");
    return false;
}

/* 第一节课, 第二节车厢: things that are counted, no sections. */
static bool is_counted(struct window *w, size_t p)
{
    uint32_t c = window_char(w, p);
    return c == U'课' || c == U'課' || c == U'车' || c == U'車';
}

/* An article is shown with the first words of its text. */
static bool article(struct window *w, struct span line, size_t start, const struct item *it, struct heading_mark *out)
{
    size_t mark = start + it->length, words = phrase_skip_space(w, mark, line.end);
    if (words == mark && mark < line.end && is_spoken_of(w, words))
        return false;
    size_t end = words < line.end ? run_in_lead(w, line, words, ARTICLE_MAX) : mark;
    if (!heading_set(w, out, (struct span){start, end}, RANK_ARTICLE, it))
        return false;
    out->least = words == mark && mark < line.end ? TIGHT_MIN : 1;
    return true;
}

bool part_of_line(struct window *w, struct span line, const struct item *it, struct heading_mark *out)
{
    size_t mark = line.start + it->length;
    bool space = mark == line.end || cut_is_space(window_char(w, mark));
    bool title = line.end - line.start <= TITLE_MAX;
    for (size_t p = mark; title && p < line.end; p++)
        title = !phrase_is_end(window_char(w, p)) && !phrase_is_pause(window_char(w, p));
    if (it->kind == ITEM_ARTICLE && (!space || !title))
        return article(w, line, line.start, it, out);
    if (!space && (!title || (it->kind == ITEM_SUBCHAPTER && (is_spoken_of(w, mark) || is_counted(w, mark)))))
        return false;
    uint32_t last = phrase_last(w, line);
    if (line.end - line.start > LINE_MAX || phrase_is_end(last) || phrase_is_pause(last))
        return false;
    if (!heading_set(w, out, line, RANK_PART + (int)it->kind - ITEM_PART, it))
        return false;
    out->least = !space && it->kind == ITEM_SUBCHAPTER ? TIGHT_MIN : 1;
    return true;
}

bool part_inside(struct window *w, struct span line, size_t cp, const struct item *it, struct heading_mark *out)
{
    size_t mark = cp + it->length, end = phrase_skip_space(w, mark, line.end);
    bool space = end > mark;
    if (end == line.end)
        return false;
    if (it->kind == ITEM_ARTICLE)
        return article(w, line, cp, it, out);
    size_t words = end;
    for (; end < line.end && end - words < TITLE_MAX; end++) {
        uint32_t c = window_char(w, end);
        enum item_kind kind = c == U'第' ? item_at(w, end, line.end).kind : ITEM_NONE;
        if (phrase_is_pause(c) || phrase_is_end(c))
            return false;
        if ((space && cut_is_space(c)) || (kind >= ITEM_PART && kind <= ITEM_ARTICLE))
            return end > words &&
                   heading_set(w, out, (struct span){cp, end}, RANK_PART + (int)it->kind - ITEM_PART, it);
    }
    return false;
}
