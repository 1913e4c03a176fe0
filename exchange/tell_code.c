#include "base/i18n.h"
#include "db/code.h"
#include "exchange/tell.h"
#include "exchange/tell_own.h"

#include <stdlib.h>

static bool differs(struct store *s, const struct change *c, const char *member)
{
    return store_json_differs(s, c->before, c->after, member);
}

/* The path that code ID has by now, in quotes; the caller frees. */
static char *path(struct store *s, int64_t id)
{
    struct str out = {0};
    if (store_code_path(s, id, &out, NULL) != ERR_OK) {
        str_truncate(&out, 0);
        str_add(&out, "?");
    }
    char *quoted = tell_quoted(str_z(&out), TELL_BODY);
    str_clear(&out);
    return quoted;
}

static char *member(struct store *s, const char *json, const char *name)
{
    struct str out = {0};
    store_json_text(s, json, name, &out);
    char *quoted = tell_quoted(str_z(&out), TELL_BODY);
    str_clear(&out);
    return quoted;
}

void tell_recode(struct store *s, const struct change *c, const char *passage, struct str *out)
{
    int64_t was = store_json_int(s, c->before, "code"), is = store_json_int(s, c->after, "code");
    char *code = path(s, is ? is : was);
    str_addf(out, is ? _("gave %s the code %s") : _("took from %s the code %s"), passage, code);
    free(code);
}

static void tell_place(struct store *s, const struct change *c, const char *name, struct str *out)
{
    int64_t parent = store_json_int(s, c->after, "parent");
    char *above = parent ? path(s, parent) : NULL;
    if (!differs(s, c, "parent"))
        str_addf(out, _("moved the code %s among its siblings"), name);
    else if (parent)
        str_addf(out, _("moved the code %s below %s"), name, above);
    else
        str_addf(out, _("moved the code %s right below its tag"), name);
    free(above);
}

static void tell_merge(struct store *s, const struct change *c, const char *name, struct str *out)
{
    int64_t into = store_json_int(s, c->after, "merged_into");
    char *other = path(s, into ? into : store_json_int(s, c->before, "merged_into"));
    str_addf(out, into ? _("merged the code %s into %s") : _("took the code %s out of %s again"), name, other);
    free(other);
}

static void tell_name(struct store *s, const struct change *c, const char *name, struct str *out)
{
    char *was = member(s, c->before, "name");
    str_addf(out, _("renamed the code %s, which was %s"), name, was);
    free(was);
}

static void tell_key(struct store *s, const struct change *c, const char *name, struct str *out)
{
    struct str is = {0};
    bool given = store_json_text(s, c->after, "key", &is) && is.len > 0;
    char *key = member(s, given ? c->after : c->before, "key");
    str_addf(out, given ? _("gave the code %s the key %s") : _("cleared the key of the code %s, which was %s"), name,
             key);
    free(key);
    str_clear(&is);
}

/* One edit changes several things at once, and each of them is told. */
static bool tell_edit(struct store *s, const struct change *c, const char *name, struct str *out)
{
    static const char *const members[] = {"name", "definition", "example", "key"};
    size_t begin = out->len;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!differs(s, c, members[i]))
            continue;
        str_add(out, out->len > begin ? _("; ") : "");
        if (i == 0)
            tell_name(s, c, name, out);
        else if (i == 1)
            str_addf(out, _("changed the definition of the code %s"), name);
        else if (i == 2)
            str_addf(out, _("changed the example of the code %s"), name);
        else
            tell_key(s, c, name, out);
    }
    return out->len > begin;
}

void tell_code(struct store *s, const struct change *c, struct str *out)
{
    char *name = member(s, c->after, "name");
    if (!c->before)
        str_addf(out, _("added the code %s to %s"), name, tell_tag(s, c->after));
    else if (differs(s, c, "deleted"))
        str_addf(out, store_json_int(s, c->after, "deleted") ? _("deleted the code %s") : _("brought the code %s back"),
                 name);
    else if (differs(s, c, "merged_into"))
        tell_merge(s, c, name, out);
    else if (!tell_edit(s, c, name, out))
        tell_place(s, c, name, out);
    free(name);
}
