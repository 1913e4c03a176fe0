#include "exchange/convert.h"

#include "base/i18n.h"
#include "exchange/converter.h"
#include "exchange/kind.h"
#include "exchange/zip.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

static const char own_encoding[] = "UTF-8";

typedef enum err_code importer(const void *p, size_t n, const struct limits *limits, struct extract *out,
                               struct err *e);

static const struct {
    const char *type;
    importer *read;
    bool decoded; /* its characters can be in a wrong encoding */
} importers[] = {
    {KIND_HTML, html_read, true},
    {KIND_DOCX, docx_read, false},
    {KIND_ODT, odt_read, false},
};
#define N_IMPORTERS (sizeof importers / sizeof *importers)

/* Its index, or N_IMPORTERS. */
static size_t find_importer(const char *type)
{
    size_t i = 0;
    while (i < N_IMPORTERS && strcmp(importers[i].type, type) != 0)
        i++;
    return i;
}

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

static enum err_code decode_text(const void *p, size_t n, const struct convert_opts *opts, const struct limits *limits,
                                 struct converted *out, struct err *e)
{
    struct decoded d;
    enum err_code rc = decode(p, n, &(struct decode_opts){opts->encoding, opts->lossy}, &d, e);
    if (rc)
        return rc;
    if (is_blank(d.utf8, d.bytes))
        rc = err_set(e, ERR_INPUT, _("holds no text"));
    else if (d.bytes > limits->text)
        rc = err_set(e, ERR_INPUT, _("holds more than %zu MB of text: %s"), limits->text >> 20,
                     limits_text_advice(limits->text));
    if (rc) {
        decoded_clear(&d);
        return rc;
    }
    out->encoding = d.encoding;
    out->replaced = d.replaced;
    out->text = text_new(d.utf8, d.bytes);
    return ERR_OK;
}

/* ---- what programs write ---- */

/* Whether the directory at the end of a ZIP archive is missing (APPNOTE.TXT 4.3.16: 22 bytes and a comment). */
static bool is_cut_zip(const char *type, const char *p, size_t n)
{
    size_t tail = n < 22 + 65535 ? n : 22 + 65535;
    return strcmp(type, "application/zip") == 0 && !memmem(p + n - tail, tail, "PK\5\6", 4);
}

/* What is in an archive is not known where none can be read. */
static enum err_code no_converter(const char *type, const char *p, size_t n, struct err *e)
{
    if (strcmp(type, "application/zip") == 0 && zip_readable(e))
        return ERR_INPUT;
    if (is_cut_zip(type, p, n))
        return err_set(e, ERR_INPUT,
                       _("it is broken or cut short (a damaged ZIP archive); fetch it again, or open it in "
                         "the program that made it and save it anew"));
    return err_set(e, ERR_INPUT,
                   _("is no file that is read here: %s. A line “%s; COMMAND %%s” in ~/.config/zhupi/converters names a "
                     "program that makes text of it"),
                   kind_label(type), type);
}

static enum err_code run_converter(const char *type, const void *p, size_t n, const struct convert_opts *opts,
                                   const struct limits *limits, struct extract *x, struct err *e)
{
    const struct converter *converter = opts->converters ? converters_find(opts->converters, type) : NULL;
    if (!converter)
        return no_converter(type, p, n, e);
    struct str printed = {0};
    enum err_code rc = converter_run(converter, p, n, limits, &printed, e);
    if (!rc && converter->output == CONVERTER_PAGES)
        rc = pages_read(str_z(&printed), printed.len, x, e);
    else if (!rc && converter->output == CONVERTER_HTML) {
        x->lossy = true; /* as its lines are read: what it writes is not in the person's hands */
        rc = html_read(str_z(&printed), printed.len, limits, x, e);
    } else if (!rc)
        extract_lines(x, str_z(&printed), printed.len);
    str_clear(&printed);
    return rc;
}

/* UTF-8 is what an importer tries first, whatever the file says of itself. */
static enum err_code read_decoded(importer *read, const void *p, size_t n, const struct convert_opts *opts,
                                  const struct limits *limits, struct extract *x, struct converted *out, struct err *e)
{
    struct decoded d;
    enum err_code rc = decode(p, n, &(struct decode_opts){opts->encoding, opts->lossy}, &d, e);
    if (rc)
        return rc;
    out->encoding = d.encoding;
    out->replaced = d.replaced;
    rc = read(d.utf8, d.bytes, limits, x, e);
    decoded_clear(&d);
    return rc;
}

static enum err_code extract_text(const char *type, const void *p, size_t n, const struct convert_opts *opts,
                                  const struct limits *limits, struct converted *out, struct err *e)
{
    struct extract x;
    extract_begin(&x, limits->text);
    x.lossy = opts->lossy;
    out->encoding = own_encoding;
    size_t i = find_importer(type);
    enum err_code rc;
    if (i == N_IMPORTERS)
        rc = run_converter(type, p, n, opts, limits, &x, e);
    else if (importers[i].decoded && opts->encoding)
        rc = read_decoded(importers[i].read, p, n, opts, limits, &x, out, e);
    else
        rc = importers[i].read(p, n, limits, &x, e);
    if (!rc)
        rc = extract_finish(&x, kind_label(type), e);
    if (!rc) {
        size_t bytes = x.text.len;
        out->replaced += x.replaced;
        out->text = text_new(str_take(&x.text), bytes);
        out->noise = x.noise;
        out->headings = x.headings;
        out->heading_count = x.heading_count;
        x = (struct extract){0};
    }
    extract_clear(&x);
    return rc;
}

const char *convert_encoding(const char *type, const struct convert_opts *opts)
{
    if (strcmp(type, KIND_TEXT) == 0)
        return NULL;
    size_t i = find_importer(type);
    return opts->encoding && i < N_IMPORTERS && importers[i].decoded ? NULL : own_encoding;
}

enum err_code convert_text(const char *type, const void *p, size_t n, const struct convert_opts *opts,
                           struct converted *out, struct err *e)
{
    struct limits limits = opts->limits.text ? opts->limits : limits_default();
    *out = (struct converted){0};
    enum err_code rc = strcmp(type, KIND_TEXT) == 0 ? decode_text(p, n, opts, &limits, out, e)
                                                    : extract_text(type, p, n, opts, &limits, out, e);
    if (rc)
        converted_clear(out);
    return rc;
}

void convert_noise(struct converted *c, const struct convert_opts *opts)
{
    if (opts->keep_noise)
        noise_list_clear(&c->noise);
    else
        noise_find(c->text, &c->noise);
}

void converted_clear(struct converted *c)
{
    text_free(c->text);
    noise_list_clear(&c->noise);
    free(c->headings);
    *c = (struct converted){0};
}
