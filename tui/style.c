#include "tui/style.h"

static const struct look looks[INK_COUNT] = {
    [INK_TEXT] = {-1, -1, 0},
    [INK_STATUS] = {-1, -1, STYLE_REVERSE},
    [INK_KEY] = {-1, -1, STYLE_BOLD},
    [INK_DIM] = {-1, -1, STYLE_DIM},
    [INK_MARK] = {175, 5, STYLE_REVERSE},
    [INK_MANIFESTATION] = {166, 3, STYLE_UNDERLINE},
    [INK_CAUSE] = {32, 4, STYLE_BOLD},
    [INK_REMEDY] = {36, 2, STYLE_ITALIC},
    [INK_MATCH] = {214, 3, STYLE_REVERSE},
    [INK_SELECTION] = {-1, -1, STYLE_REVERSE},
    [INK_CURRENT] = {-1, -1, STYLE_REVERSE},
    [INK_ERROR] = {-1, -1, STYLE_REVERSE | STYLE_BOLD},
    [INK_TITLE] = {-1, -1, STYLE_BOLD},
    [INK_REVIEWER] = {74, 6, 0},      /* sky blue */
    [INK_REVIEWER + 1] = {214, 3, 0}, /* orange */
    [INK_REVIEWER + 2] = {36, 2, 0},  /* bluish green */
    [INK_REVIEWER + 3] = {175, 5, 0}, /* reddish purple */
    [INK_REVIEWER + 4] = {166, 1, 0}, /* vermilion */
    [INK_REVIEWER + 5] = {185, 3, 0}, /* yellow */
    [INK_REVIEWER + 6] = {32, 4, 0},  /* blue */
};

const struct look *style_look(enum ink ink)
{
    return &looks[(unsigned)ink < INK_COUNT ? ink : INK_TEXT];
}

style style_attributes(style s)
{
    return (style)((s & 0xFF00) | style_look(style_ink(s))->attributes);
}

enum ink style_of_reviewer(int64_t id)
{
    return (enum ink)(INK_REVIEWER + (uint64_t)id % INK_REVIEWERS);
}

enum ink style_of_tag(enum tag tag)
{
    switch (tag) {
    case TAG_MANIFESTATION:
        return INK_MANIFESTATION;
    case TAG_CAUSE:
        return INK_CAUSE;
    case TAG_REMEDY:
        return INK_REMEDY;
    case TAG_NONE:
        break;
    }
    return INK_TEXT;
}
