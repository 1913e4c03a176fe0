#include "tests/exchange_office.h"

#include "tests/exchange_zip_write.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void office_zip(const struct office_part *parts, struct str *out)
{
    struct zip_writer *w = zip_write_begin(out, NULL);
    for (size_t i = 0; parts[i].name; i++)
        zip_write_part(w, parts[i].name, parts[i].xml, strlen(parts[i].xml), i % 2);
    zip_write_end(w);
}

enum err_code office_import(const struct str *bytes, const char *type, const struct limits *limits, struct extract *x,
                            struct err *e)
{
    /* A copy of exactly its size, so that ASan sees a read behind it. */
    char *copy = malloc(bytes->len);
    assert_non_null(copy);
    memcpy(copy, bytes->p, bytes->len);
    assert_string_equal(kind_of(copy, bytes->len), type);
    extract_begin(x, limits->text);
    enum err_code code = (strcmp(type, KIND_DOCX) == 0 ? docx_read : odt_read)(copy, bytes->len, limits, x, e);
    if (code == ERR_OK)
        code = extract_finish(x, kind_label(type), e);
    free(copy);
    return code;
}

/* Libraries of others like to write there. */
static int hush(FILE *to)
{
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    assert_true(kept >= 0);
    assert_true(dup2(fileno(to), STDERR_FILENO) >= 0);
    return kept;
}

void office_is_refused(const struct str *bytes, const char *type, const struct limits *limits, const char *says)
{
    struct extract x;
    struct err e = {0};
    FILE *said = tmpfile();
    assert_non_null(said);
    int kept = hush(said);
    enum err_code code = office_import(bytes, type, limits, &x, &e);
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    extract_clear(&x);
    assert_int_equal(code, ERR_INPUT);
    if (!strstr(e.msg, says))
        fail_msg("\"%s\" does not say \"%s\"", e.msg, says);
    assert_int_equal(lseek(fileno(said), 0, SEEK_END), 0);
    fclose(said);
}

static void is_slice(const struct extract *x, struct span span, const char *words)
{
    const char *p = x->text.p, *start = NULL;
    size_t cp = 0;
    for (;; p++) {
        if (((unsigned char)*p & 0xC0) != 0x80) {
            if (cp == span.start)
                start = p;
            if (cp++ == span.end)
                break;
        }
        assert_true(*p);
    }
    struct str slice = {0};
    str_addn(&slice, start, (size_t)(p - start));
    assert_string_equal(str_z(&slice), words);
    str_clear(&slice);
}

void office_heading_is(const struct extract *x, size_t i, int level, const char *words)
{
    assert_true(i < x->heading_count);
    assert_int_equal(x->headings[i].level, level);
    is_slice(x, x->headings[i].span, words);
}

void office_noise_is(const struct extract *x, size_t i, enum noise_kind kind, const char *words)
{
    assert_true(i < x->noise.count);
    assert_int_equal(x->noise.all[i].kind, kind);
    is_slice(x, x->noise.all[i].span, words);
}
