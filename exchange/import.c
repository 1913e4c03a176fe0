#include "exchange/import.h"

#include "base/i18n.h"
#include "exchange/file.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(const char *p, size_t n)
{
    static const char ideographic_space[] = "\xE3\x80\x80";
    size_t i = 0;
    while (i < n) {
        if (strchr(" \t\n\f\v", p[i]))
            i++;
        else if (n - i >= 3 && memcmp(p + i, ideographic_space, 3) == 0)
            i += 3;
        else
            return false;
    }
    return true;
}

/* The last component of PATH as UTF-8; the caller frees. */
static enum err_code document_name(const char *path, char **name, struct err *e)
{
    const char *slash = strrchr(path, '/');
    const char *last = slash ? slash + 1 : path;
    struct decoded d;
    enum err_code rc = decode(last, strlen(last), &(struct decode_opts){.encoding = "UTF-8", .lossy = true}, &d, e);
    *name = rc ? NULL : d.utf8;
    return rc;
}

/* Only to be told: the document is stored by now, so a failure to read this is none of the import. */
static int64_t find_twin(struct store *s, int64_t document)
{
    struct document twin;
    if (store_document_twin(s, document, &twin, NULL))
        return 0;
    int64_t id = twin.id;
    document_clear(&twin);
    return id;
}

static enum err_code add_document(struct store *s, const char *path, const char *bytes, size_t n,
                                  const struct decoded *d, struct imported *out, struct err *e)
{
    char *name;
    enum err_code rc = document_name(path, &name, e);
    if (rc)
        return rc;
    struct document_new document = {
        .name = name,
        .encoding = d->encoding,
        .source = bytes,
        .source_bytes = n,
        .text = d->utf8,
        .text_bytes = d->bytes,
    };
    rc = store_document_add(s, &document, &out->document, e);
    free(name);
    if (rc == ERR_EXISTS) {
        out->kind = IMPORT_THERE;
        return ERR_OK;
    }
    if (!rc)
        out->twin = find_twin(s, out->document);
    bool of_this_file = rc == ERR_INPUT || rc == ERR_FULL; /* a smaller one may find room */
    out->kind = rc == ERR_OK ? IMPORT_ADDED : of_this_file ? IMPORT_REFUSED : IMPORT_FAILED;
    return rc;
}

static enum err_code import_bytes(struct store *s, const char *path, const char *bytes, size_t n,
                                  const struct import_opts *opts, struct imported *out, struct err *e)
{
    struct decoded d;
    enum err_code rc = decode(bytes, n, &(struct decode_opts){opts->encoding, opts->lossy}, &d, e);
    if (rc)
        return rc;
    if (is_blank(d.utf8, d.bytes)) {
        rc = err_set(e, ERR_INPUT, _("holds no text"));
    } else {
        out->encoding = d.encoding;
        out->replaced = d.replaced;
        rc = add_document(s, path, bytes, n, &d, out, e);
    }
    decoded_clear(&d);
    return rc;
}

enum err_code import_file(struct store *s, const char *path, const struct import_opts *opts, struct imported *out,
                          struct err *e)
{
    *out = (struct imported){.kind = IMPORT_REFUSED};
    if (file_is_store(s, path))
        return err_set(e, ERR_INPUT, _("%s: belongs to the database that is imported into"), path);
    char *bytes;
    size_t n;
    enum err_code rc = file_read(path, opts->limit ? opts->limit : IMPORT_LIMIT, &bytes, &n, e);
    if (rc)
        return rc;
    rc = import_bytes(s, path, bytes, n, opts, out, e);
    free(bytes);
    if (rc)
        err_prefix(e, "%s", path);
    return rc;
}
