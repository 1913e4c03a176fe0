#include "base/relation.h"

#include "base/i18n.h"

enum relation relation_of(enum tag from, enum tag to)
{
    if (from == TAG_CAUSE && to == TAG_MANIFESTATION)
        return RELATION_EXPLAINS;
    return from == TAG_REMEDY && (to == TAG_MANIFESTATION || to == TAG_CAUSE) ? RELATION_ADDRESSES : RELATION_NONE;
}

const char *relation_name(enum relation relation)
{
    static const char *const names[] = {"", "explains", "addresses"};
    return relation <= RELATION_ADDRESSES ? names[relation] : "";
}

const char *relation_label(enum relation relation)
{
    return relation == RELATION_EXPLAINS ? _("explains") : relation == RELATION_ADDRESSES ? _("addresses") : "";
}

const char *relation_label_back(enum relation relation)
{
    return relation == RELATION_EXPLAINS ? _("explained by") : relation == RELATION_ADDRESSES ? _("addressed by") : "";
}
