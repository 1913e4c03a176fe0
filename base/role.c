#include "base/role.h"

#include "base/i18n.h"

#include <string.h>
#include <strings.h>

static const char *const names[] = {
    [ROLE_LEAD] = N_("lead"), [ROLE_REVIEWER] = N_("reviewer"), [ROLE_READER] = N_("reader")};

static bool known(enum role role)
{
    return role >= ROLE_LEAD && role <= ROLE_READER;
}

const char *role_name(enum role role)
{
    return known(role) ? names[role] : "";
}

const char *role_label(enum role role)
{
    return known(role) ? _(names[role]) : "";
}

bool role_parse(const char *s, enum role *out)
{
    for (enum role r = ROLE_LEAD; r <= ROLE_READER; r++) {
        if (strcasecmp(s, names[r]) == 0 || strcmp(s, _(names[r])) == 0) {
            *out = r;
            return true;
        }
    }
    return false;
}
