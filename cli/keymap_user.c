#include "cli/keymap_user.h"

#include "base/i18n.h"
#include "base/str.h"
#include "exchange/file.h"

#include <stdlib.h>

/* The path of the user's own keymap; false where the environment does not say. A relative XDG_CONFIG_HOME is to be
 * ignored (XDG Base Directory Specification). */
static bool user_path(struct str *out)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && config[0] == '/')
        str_addf(out, "%s/zhupi/keymap", config);
    else if (home && home[0] == '/')
        str_addf(out, "%s/.config/zhupi/keymap", home);
    return out->len > 0;
}

static void read_user_file(struct keymap *km, keymap_report_fn *fn, void *ctx)
{
    struct str path = {0};
    if (user_path(&path)) {
        char *text;
        size_t n;
        struct err e;
        enum err_code rc = file_read(str_z(&path), KEYMAP_MAX_BYTES, &text, &n, &e);
        if (!rc)
            keymap_read(km, str_z(&path), text, n, fn, ctx);
        else if (rc != ERR_NOT_FOUND)
            fn(ctx, e.msg);
        free(text);
    }
    str_clear(&path);
}

enum err_code keymap_user_load(const char *name, keymap_report_fn *fn, void *ctx, struct keymap **out, struct err *e)
{
    size_t n;
    const char *shipped = name ? name : keymap_shipped_names()[0];
    const char *text = keymap_shipped(shipped, &n);
    if (!text)
        return err_set(e, ERR_NOT_FOUND, _("there is no keymap “%s”: use vi, emacs or plain"), name);
    *out = keymap_new();
    keymap_read(*out, shipped, text, n, fn, ctx);
    read_user_file(*out, fn, ctx);
    return ERR_OK;
}
