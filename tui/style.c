#include "tui/style.h"

static const struct look looks[ROLE_COUNT] = {
    [ROLE_TEXT] = {-1, -1, 0},
    [ROLE_STATUS] = {-1, -1, STYLE_REVERSE},
    [ROLE_KEY] = {-1, -1, STYLE_BOLD},
    [ROLE_DIM] = {-1, -1, STYLE_DIM},
    [ROLE_MARK] = {175, 5, STYLE_REVERSE},
    [ROLE_MANIFESTATION] = {166, 3, STYLE_UNDERLINE},
    [ROLE_CAUSE] = {32, 4, STYLE_BOLD},
    [ROLE_REMEDY] = {36, 2, STYLE_ITALIC},
    [ROLE_MATCH] = {214, 3, STYLE_REVERSE},
    [ROLE_SELECTION] = {-1, -1, STYLE_REVERSE},
    [ROLE_CURRENT] = {-1, -1, STYLE_REVERSE},
    [ROLE_ERROR] = {-1, -1, STYLE_REVERSE | STYLE_BOLD},
    [ROLE_TITLE] = {-1, -1, STYLE_BOLD},
};

const struct look *style_look(enum role role)
{
    return &looks[(unsigned)role < ROLE_COUNT ? role : ROLE_TEXT];
}

style style_attributes(style s)
{
    return (style)((s & 0xFF00) | style_look(style_role(s))->attributes);
}

enum role style_of_tag(enum tag tag)
{
    switch (tag) {
    case TAG_MANIFESTATION:
        return ROLE_MANIFESTATION;
    case TAG_CAUSE:
        return ROLE_CAUSE;
    case TAG_REMEDY:
        return ROLE_REMEDY;
    case TAG_NONE:
        break;
    }
    return ROLE_TEXT;
}
