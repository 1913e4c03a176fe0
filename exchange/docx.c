#include "exchange/docx.h"

#include "base/i18n.h"
#include "exchange/kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE 256

/* The parts of the document, by their relations (ECMA-376 part 2, 9.3); where there are none, the usual names. */
struct parts {
    char document[PATH_SIZE], styles[PATH_SIZE], numbering[PATH_SIZE], footnotes[PATH_SIZE], endnotes[PATH_SIZE];
    char folder[PATH_SIZE]; /* that targets are relative to, with its slash */
};

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

/* FOLDER/TARGET without "..", or TARGET from the root where it begins with a slash. */
static void resolve(const char *folder, const char *target, char out[PATH_SIZE])
{
    char base[PATH_SIZE];
    snprintf(base, sizeof base, "%s", target[0] == '/' ? "" : folder);
    while (*target == '/')
        target++;
    while (strncmp(target, "../", 3) == 0) {
        target += 3;
        if (base[0])
            base[strlen(base) - 1] = 0;
        char *slash = strrchr(base, '/');
        base[slash ? slash + 1 - base : 0] = 0;
    }
    snprintf(out, PATH_SIZE, "%.120s%.120s", base, target);
}

static bool relation_start(void *ctx, const struct xml_element *el)
{
    struct parts *parts = ctx;
    const struct {
        const char *type;
        char *path;
    } known[] = {{"/officeDocument", parts->document},
                 {"/styles", parts->styles},
                 {"/numbering", parts->numbering},
                 {"/footnotes", parts->footnotes},
                 {"/endnotes", parts->endnotes}};
    char type[128], target[PATH_SIZE / 2], mode[16];
    if (strcmp(el->name, "rel:Relationship") != 0)
        return true;
    xml_attribute(el, "Type", type, sizeof type);
    xml_attribute(el, "TargetMode", mode, sizeof mode);
    if (strcmp(mode, "External") == 0 || !xml_attribute(el, "Target", target, sizeof target))
        return true; /* what lies outside of the file is not fetched */
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ends_with(type, known[i].type))
            resolve(parts->folder, target, known[i].path);
    return true;
}

static enum err_code may_be_missing(enum err_code code)
{
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static enum err_code find_parts(struct zip *z, struct parts *parts, struct err *e)
{
    static const struct xml_handler handler = {.start = relation_start};
    *parts = (struct parts){"word/document.xml",  "word/styles.xml",   "word/numbering.xml",
                            "word/footnotes.xml", "word/endnotes.xml", ""};
    enum err_code code = may_be_missing(xml_read(z, "_rels/.rels", &handler, parts, e));
    if (code != ERR_OK)
        return code;
    const char *slash = strrchr(parts->document, '/'), *name = slash ? slash + 1 : parts->document;
    char relations[2 * PATH_SIZE + 16], document[PATH_SIZE];
    memcpy(document, parts->document, sizeof document);
    snprintf(parts->folder, sizeof parts->folder, "%.*s", (int)(name - parts->document), parts->document);
    snprintf(relations, sizeof relations, "%s_rels/%s.rels", parts->folder, name);
    code = may_be_missing(xml_read(z, relations, &handler, parts, e));
    memcpy(parts->document, document, sizeof document);
    return code;
}

static enum err_code read_parts(struct docx *d, struct extract *out, struct err *e)
{
    struct parts parts;
    enum err_code code = find_parts(&d->zip, &parts, e);
    if (code == ERR_OK)
        code = may_be_missing(docx_styles_read(&d->styles, &d->zip, parts.styles, e));
    if (code == ERR_OK)
        code = may_be_missing(docx_numbers_read(&d->numbers, &d->zip, parts.numbering, e));
    if (code == ERR_OK)
        code = may_be_missing(docx_notes_read(d, parts.footnotes, false, e));
    if (code == ERR_OK)
        code = may_be_missing(docx_notes_read(d, parts.endnotes, true, e));
    if (code == ERR_OK)
        code = docx_body_read(d, parts.document, out, e);
    if (code == ERR_NOT_FOUND)
        code = err_set(e, ERR_INPUT, _("it is no whole Word document: its main part %s is missing"), parts.document);
    return code;
}

enum err_code docx_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e)
{
    if (n >= 4 && memcmp(p, "\xD0\xCF\x11\xE0", 4) == 0)
        return err_set(e, ERR_INPUT, _("it is locked with a password; save it without one and import that"));
    struct docx d = {.limit = limits->text};
    zip_begin(&d.zip, p, n, limits);
    enum err_code code = read_parts(&d, out, e);
    docx_styles_clear(&d.styles);
    docx_numbers_clear(&d.numbers);
    for (size_t i = 0; i < d.note_count; i++)
        extract_clear(&d.notes[i].words);
    free(d.notes);
    return code;
}
