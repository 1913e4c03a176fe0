#include "base/tag.h"

#include "base/i18n.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    const char *chinese; /* understood in every language: scripts go from one machine to another */
    char letter;
} tags[] = {
    [TAG_NONE] = {"", "", ' '},
    [TAG_MANIFESTATION] = {N_("manifestation"), "表现", 'M'},
    [TAG_CAUSE] = {N_("cause"), "原因", 'C'},
    [TAG_REMEDY] = {N_("remedy"), "对策", 'R'},
};

static bool known(enum tag tag)
{
    return tag >= TAG_MANIFESTATION && tag <= TAG_REMEDY;
}

const char *tag_name(enum tag tag)
{
    return known(tag) ? tags[tag].name : "";
}

const char *tag_label(enum tag tag)
{
    return known(tag) ? _(tags[tag].name) : "";
}

char tag_letter(enum tag tag)
{
    return known(tag) ? tags[tag].letter : ' ';
}

bool tag_parse(const char *s, enum tag *out)
{
    for (enum tag t = TAG_MANIFESTATION; t <= TAG_REMEDY; t++) {
        const char letter[2] = {tags[t].letter, '\0'};
        if (strcasecmp(s, tags[t].name) == 0 || strcasecmp(s, letter) == 0 || strcmp(s, tags[t].chinese) == 0 ||
            strcmp(s, tag_label(t)) == 0) {
            *out = t;
            return true;
        }
    }
    return false;
}
