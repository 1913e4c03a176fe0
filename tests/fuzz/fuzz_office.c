#include "tests/fuzz/fuzz_office.h"

#include <zlib.h>

/* The laws of extract.h. */
static void law_text(const struct extract *x, size_t limit)
{
    const char *p = x->text.p;
    size_t n = x->text.len, points = 0, last = 0;
    LAW(n > 0 && n <= limit && fuzz_is_utf8(p, n));
    LAW(p[0] != '\n' && p[n - 1] != '\n' && !strstr(p, "\n\n"));
    for (size_t i = 0; i < n; i++) {
        points += ((unsigned char)p[i] & 0xC0) != 0x80;
        LAW((unsigned char)p[i] >= ' ' || p[i] == '\n' || p[i] == '\t');
    }
    LAW(points == x->length);
    for (size_t i = 0; i < x->heading_count; i++) {
        struct outline_given h = x->headings[i];
        LAW(h.span.start < h.span.end && h.span.end <= points && h.level >= 1 && h.level <= 9);
        LAW(i == 0 || x->headings[i - 1].span.end <= h.span.start);
    }
    for (size_t i = 0; i < x->noise.count; i++) {
        struct span s = x->noise.all[i].span;
        LAW(last <= s.start && s.start < s.end && s.end <= points);
        last = s.end;
    }
}

static void add_number(struct str *s, uint32_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        str_addc(s, (char)(value & 0xFF));
}

/* APPNOTE.TXT 4.3.7 and 4.3.12, behind their signatures and versions: a stored part. */
static void add_header(struct str *s, uint32_t sum, uint32_t size, const char *name)
{
    add_number(s, 0, 8); /* flags, method, time, date */
    add_number(s, sum, 4);
    add_number(s, size, 4);
    add_number(s, size, 4);
    add_number(s, (uint32_t)strlen(name), 2);
    add_number(s, 0, 2);
}

static void add_part(struct str *zip, struct str *directory, const char *name, const uint8_t *p, size_t n)
{
    uint32_t sum = (uint32_t)crc32(crc32(0, NULL, 0), p, (unsigned)n), at = (uint32_t)zip->len;
    str_addn(zip, "PK\3\4\24\0", 6);
    add_header(zip, sum, (uint32_t)n, name);
    str_add(zip, name);
    str_addn(zip, (const char *)p, n);
    str_addn(directory, "PK\1\2\24\0\24\0", 8);
    add_header(directory, sum, (uint32_t)n, name);
    add_number(directory, 0, 10); /* comment, disk, attributes */
    add_number(directory, at, 4);
    str_add(directory, name);
}

static void pack(struct str *zip, const char *const *parts, const uint8_t *data, size_t size)
{
    struct str directory = {0};
    const uint8_t *end = data + size;
    uint32_t count = 0;
    for (; *parts; parts++, count++) {
        const uint8_t *stop = data < end ? memchr(data, 0xFF, (size_t)(end - data)) : NULL;
        stop = stop ? stop : end;
        add_part(zip, &directory, *parts, data, (size_t)(stop - data));
        if (stop == end) {
            count++;
            break;
        }
        data = stop + 1;
    }
    uint32_t at = (uint32_t)zip->len;
    str_addn(zip, str_z(&directory), directory.len);
    str_addn(zip, "PK\5\6\0\0\0\0", 8); /* 4.3.16 */
    add_number(zip, count, 2);
    add_number(zip, count, 2);
    add_number(zip, (uint32_t)directory.len, 4);
    add_number(zip, at, 4);
    add_number(zip, 0, 2);
    str_clear(&directory);
}

void fuzz_office(fuzz_importer *import, const char *const *parts, const uint8_t *data, size_t size)
{
    struct str zip = {0};
    struct limits limits = limits_default();
    struct extract x;
    struct err e = {0};
    bool whole = size >= 2 && memcmp(data, "PK", 2) == 0;
    limits.text = (size_t)1 << 20;
    if (!whole)
        pack(&zip, parts, data, size);
    const void *p = whole ? (const void *)data : zip.p;
    size_t n = whole ? size : zip.len;
    LAW(kind_of(p, n) != NULL);
    extract_begin(&x, limits.text);
    enum err_code code = import(p, n, &limits, &x, &e);
    if (code == ERR_OK)
        code = extract_finish(&x, "file", &e);
    if (code == ERR_OK)
        law_text(&x, limits.text);
    else
        fuzz_law_error(code, &e);
    LAW(code == ERR_OK || code == ERR_INPUT);
    extract_clear(&x);
    str_clear(&zip);
}
