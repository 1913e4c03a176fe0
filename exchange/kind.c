#include "exchange/kind.h"

#include "base/i18n.h"
#include "exchange/html_fragment.h"
#include "exchange/zip.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define ZIP "application/zip"
#define OLE "application/msword"

static const struct label {
    const char *type, *label;
} labels[] = {
    {KIND_TEXT, N_("text")},
    {KIND_HTML, N_("web page")},
    {KIND_PDF, N_("PDF")},
    {KIND_DOCX, N_("Word document")},
    {KIND_ODT, N_("OpenDocument text")},
    {OLE, N_("old Office file (.doc, .xls, .ppt)")},
    {ZIP, N_("ZIP archive")},
    {"application/rtf", N_("RTF document")},
    {"application/ofd", N_("OFD document")},
    {"application/postscript", N_("PostScript file")},
    {"application/epub+zip", N_("EPUB book")},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", N_("Excel workbook")},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", N_("PowerPoint presentation")},
    {"application/vnd.oasis.opendocument.spreadsheet", N_("OpenDocument spreadsheet")},
    {"application/vnd.oasis.opendocument.presentation", N_("OpenDocument presentation")},
    {"application/gzip", N_("compressed file")},
    {"application/x-bzip2", N_("compressed file")},
    {"application/x-xz", N_("compressed file")},
    {"application/zstd", N_("compressed file")},
    {"application/x-7z-compressed", N_("7z archive")},
    {"application/vnd.rar", N_("RAR archive")},
    {"application/x-tar", N_("tar archive")},
    {"application/vnd.sqlite3", N_("database")},
    {"application/x-executable", N_("program")},
    {"multipart/related", N_("web archive (.mhtml)")},
    {"image/png", N_("picture")},
    {"image/jpeg", N_("picture")},
    {"image/gif", N_("picture")},
    {"image/tiff", N_("picture")},
    {"image/webp", N_("picture")},
    {"image/heic", N_("picture")},
    {"image/vnd.djvu", N_("DjVu document")},
};

const char *kind_label(const char *type)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].type, type) == 0)
            return i18n_text(labels[i].label);
    return type;
}

/* Bytes at the beginning that no text has there. */
static const struct magic {
    size_t at, n;
    const char *bytes, *type;
} magics[] = {
    {0, 8, "\x89PNG\r\n\x1A\n", "image/png"},
    {0, 3, "\xFF\xD8\xFF", "image/jpeg"},
    {0, 6, "GIF87a", "image/gif"},
    {0, 6, "GIF89a", "image/gif"},
    {0, 4, "II*\0", "image/tiff"},
    {0, 4, "MM\0*", "image/tiff"},
    {8, 8, "WEBPVP8 ", "image/webp"},
    {8, 8, "WEBPVP8L", "image/webp"},
    {8, 8, "WEBPVP8X", "image/webp"},
    {4, 8, "ftypheic", "image/heic"},
    {4, 8, "ftypmif1", "image/heic"},
    {0, 8, "AT&TFORM", "image/vnd.djvu"},
    {0, 3, "\x1F\x8B\x08", "application/gzip"},
    {4, 6, "1AY&SY", "application/x-bzip2"},
    {0, 6, "\xFD\x37zXZ\0", "application/x-xz"},
    {0, 4, "\x28\xB5\x2F\xFD", "application/zstd"},
    {0, 6, "7z\xBC\xAF\x27\x1C", "application/x-7z-compressed"},
    {0, 6, "Rar!\x1A\x07", "application/vnd.rar"},
    {257, 6, "ustar\0", "application/x-tar"},
    {257, 8, "ustar  \0", "application/x-tar"},
    {0, 16, "SQLite format 3\0", "application/vnd.sqlite3"},
    {0, 4,
     "\x7F"
     "ELF",
     "application/x-executable"},
};

static bool holds(const char *p, size_t n, const char *words)
{
    return memmem(p, n, words, strlen(words)) != NULL;
}

/* Beside bytes that somebody could type must stand one that nobody does: "GIF89a is a format" is a text. */
static bool is_typed(const struct magic *m, const char *p, size_t n)
{
    for (size_t i = 0; i < m->n; i++)
        if ((unsigned char)m->bytes[i] < ' ' || (unsigned char)m->bytes[i] >= 0x7F)
            return false;
    return !memchr(p, 0, n < 64 ? n : 64);
}

static const char *by_magic(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *m = &magics[i];
        if (n >= m->at + m->n && memcmp(p + m->at, m->bytes, m->n) == 0 && !is_typed(m, p, n))
            return m->type;
    }
    if (n > 6 && memcmp(p, "{\\rtf1", 6) == 0 && (p[6] == '\\' || isspace((unsigned char)p[6])))
        return "application/rtf";
    return n > 12 && memcmp(p, "%!PS-Adobe-", 11) == 0 && isdigit((unsigned char)p[11]) ? "application/postscript"
                                                                                        : NULL;
}

/* Whether P begins with WORD, in any case, and the word ends there. */
static bool begins(const char *p, size_t n, const char *word)
{
    size_t length = strlen(word);
    return n > length && strncasecmp(p, word, length) == 0 && !isalnum((unsigned char)p[length]) && p[length] != '-';
}

static bool is_version(const char *p)
{
    return isdigit((unsigned char)p[0]) && p[1] == '.' && isdigit((unsigned char)p[2]);
}

/* ISO 32000-1, 7.5.2, and its implementation note 13: the header may stand anywhere in the first 1,024 bytes. There it
 * has to be followed by what makes a PDF, because a text may well say "%PDF-1.7". */
static bool is_pdf(const char *p, size_t n)
{
    size_t window = n < 1024 ? n : 1024;
    const char *found = memmem(p, window, "%PDF-", 5);
    if (!found || (size_t)(p + n - found) < 9 || !is_version(found + 5))
        return false;
    if (found == p && (n < 9 || strchr("\r\n%", found[8])))
        return true;
    return holds(p, n, "endobj") && holds(p, n, "startxref");
}

static bool is_html(const char *p, size_t n)
{
    const char *end = p + n;
    p = html_skip_prologue(p, end);
    n = (size_t)(end - p);
    if (n > 10 && strncasecmp(p, "<!doctype", 9) == 0 && isspace((unsigned char)p[9])) {
        for (p += 9; p < end && isspace((unsigned char)*p); p++)
            ;
        return begins(p, (size_t)(end - p), "html");
    }
    if (begins(p, n, "<html"))
        return true;
    /* A page that leaves <html> out, as it may; a text could show such a line too, but not close what it opens. */
    return (begins(p, n, "<head") && (holds(p, n, "</head>") || holds(p, n, "</HEAD>"))) ||
           (begins(p, n, "<body") && (holds(p, n, "</body>") || holds(p, n, "</BODY>"))) || html_is_fragment(p, n);
}

/* The beginning of UTF-16 with its mark, as ASCII: enough to see a page in it. */
static bool is_html_16(const char *p, size_t n)
{
    char ascii[4096];
    size_t count = 0, low = p[0] == '\xFF' ? 0 : 1;
    for (size_t i = 2; i + 1 < n && count < sizeof ascii; i += 2)
        ascii[count++] = p[i + 1 - low] == 0 ? p[i + low] : '?';
    return is_html(ascii, count);
}

/* Chromium's saved page, RFC 2557. */
static bool is_mhtml(const char *p, size_t n)
{
    size_t window = n < 2048 ? n : 2048;
    return n > 13 && (memcmp(p, "From: <Saved ", 13) == 0 || memcmp(p, "MIME-Version:", 13) == 0) &&
           holds(p, window, "multipart/related");
}

struct names {
    const char *type;
    bool content_types, mimetype, manifest;
};

static bool see_name(void *ctx, const char *name)
{
    static const struct {
        const char *type, *name;
    } parts[] = {
        {KIND_DOCX, "word/document.xml"},
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml"},
        {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/presentation.xml"},
        {"application/ofd", "OFD.xml"},
        {"application/epub+zip", "META-INF/container.xml"},
    };
    struct names *names = ctx;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(name, parts[i].name) == 0)
            names->type = parts[i].type;
    names->content_types = names->content_types || strcmp(name, "[Content_Types].xml") == 0;
    names->mimetype = names->mimetype || strcmp(name, "mimetype") == 0;
    names->manifest = names->manifest || strcmp(name, "META-INF/manifest.xml") == 0;
    return !names->type;
}

/* The type that an OpenDocument file or an EPUB says of itself (ODF 1.2 part 3, 3.3). */
static const char *by_mimetype(struct zip *z)
{
    struct str said = {0};
    const char *type = NULL;
    if (zip_head(z, "mimetype", 100, &said, NULL) == ERR_OK) {
        while (said.len > 0 && isspace((unsigned char)said.p[said.len - 1]))
            str_truncate(&said, said.len - 1);
        static const char variant[] = KIND_ODT "-"; /* template, web, master */
        if (strncmp(str_z(&said), variant, sizeof variant - 1) == 0)
            type = KIND_ODT;
        for (size_t i = 0; i < sizeof labels / sizeof *labels && !type; i++)
            if (strcmp(str_z(&said), labels[i].type) == 0)
                type = labels[i].type;
    }
    str_clear(&said);
    return type;
}

/* Whether the part NAME of Z holds one of the N words. */
static bool part_holds(struct zip *z, const char *name, const char *const *words, size_t n)
{
    struct str part = {0};
    bool found = false;
    if (zip_head(z, name, 1 << 20, &part, NULL) == ERR_OK)
        for (size_t i = 0; i < n && !found; i++)
            found = holds(str_z(&part), part.len, words[i]);
    str_clear(&part);
    return found;
}

/* By the type of the main part, whatever its name (ECMA-376 part 1, 11.3.10), or by the manifest (ODF 1.2 part 3, 4).
 */
static const char *by_list_of_parts(struct zip *z, const struct names *names)
{
    static const char *const word[] = {"wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml",
                                       "ms-word.document.macroEnabled.main+xml"};
    static const char *const text[] = {"\"" KIND_ODT};
    if (names->content_types && part_holds(z, "[Content_Types].xml", word, sizeof word / sizeof *word))
        return KIND_DOCX;
    return names->manifest && part_holds(z, "META-INF/manifest.xml", text, 1) ? KIND_ODT : ZIP;
}

static const char *kind_of_zip(const void *p, size_t n)
{
    struct limits limits = limits_default();
    struct zip z;
    zip_begin(&z, p, n, &limits);
    struct names names = {0};
    if (zip_names(&z, see_name, &names, NULL) != ERR_OK)
        return ZIP;
    const char *said = names.mimetype ? by_mimetype(&z) : NULL;
    if (said || names.type)
        return said ? said : names.type;
    return by_list_of_parts(&z, &names);
}

static const char *kind_of_ole(const char *p, size_t n)
{
    /* [MS-OFFCRYPTO] 2.3.4.4: the stream of an encrypted OOXML file, a name in UTF-16LE. */
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return memmem(p, n, name, sizeof name) ? KIND_DOCX : OLE;
}

const char *kind_of(const void *bytes, size_t n)
{
    const char *p = bytes;
    if (n >= 4 && memcmp(p, "PK\3\4", 4) == 0)
        return kind_of_zip(p, n);
    if (n >= 8 && memcmp(p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
        return kind_of_ole(p, n);
    const char *type = by_magic(p, n);
    if (type)
        return type;
    if (n >= 2 && (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0))
        return is_html_16(p, n) ? KIND_HTML : KIND_TEXT;
    if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        p += 3;
        n -= 3;
    }
    if (is_pdf(p, n))
        return KIND_PDF;
    if (is_html(p, n))
        return KIND_HTML;
    return is_mhtml(p, n) ? "multipart/related" : KIND_TEXT;
}
