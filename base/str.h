/* A growing string of bytes. `struct str s = {0}` is empty; `s.p` is NUL-terminated whenever it is not NULL. */
#ifndef ZHUPI_BASE_STR_H
#define ZHUPI_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    char *p;
    size_t len; /* bytes, without the NUL */
    size_t cap;
};

void str_clear(struct str *s);              /* free everything; S is empty again */
void str_truncate(struct str *s, size_t n); /* keep the first N bytes and the memory */
void str_add(struct str *s, const char *z);
void str_addn(struct str *s, const char *p, size_t n);
void str_addc(struct str *s, char c);
char *str_room(struct str *s, size_t n); /* where N bytes more may be put: add to S->len what was, and the NUL behind */
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_add_utf8(struct str *s, uint32_t c);                       /* one code point, U+FFFD where invalid */
void str_add_shell(struct str *s, const char *word);                /* a word that a shell reads back as it is */
void str_insert(struct str *s, size_t at, const char *p, size_t n); /* N bytes before byte AT */
void str_remove(struct str *s, size_t at, size_t n);                /* N bytes from byte AT on */
char *str_take(struct str *s);                                      /* the string (never NULL); the caller frees */
static inline const char *str_z(const struct str *s)
{
    return s->p ? s->p : "";
}

/* Add the N bytes at P as a JSON string with its quotes (RFC 8259 §7). P is valid UTF-8. */
void str_add_json(struct str *s, const char *p, size_t n);

#endif
