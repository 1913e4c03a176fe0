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
};

const struct look *style_look(enum ink ink)
{
    return &looks[(unsigned)ink < INK_COUNT ? ink : INK_TEXT];
}

style style_attributes(style s)
{
    return (style)((s & 0xFF00) | style_look(style_ink(s))->attributes);
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
