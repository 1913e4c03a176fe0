/* Errors as values.
 *
 * A function that can fail returns `enum err_code` (ERR_OK is 0) and takes `struct err *` last. The message is
 * written once, by the one who knows what happened, for the person at the terminal: what happened, to which file or
 * document, what to do now. Callers pass it up. There is no global last error. */
#ifndef ZHUPI_BASE_ERR_H
#define ZHUPI_BASE_ERR_H

#include <stdarg.h>

/* Few codes: those on which a caller acts. */
enum err_code {
    ERR_OK = 0,
    ERR_INPUT,     /* bad input: a document, an argument, a keymap line */
    ERR_NOT_FOUND, /* no such document, annotation, file */
    ERR_EXISTS,    /* it is there already */
    ERR_STALE,     /* changed by somebody else since it was read */
    ERR_DENIED,    /* permission, role, read-only */
    ERR_NEWER,     /* a file made by a newer zhupi */
    ERR_MOVED,     /* the database file was replaced or removed under an open session */
    ERR_FULL,      /* no space left */
    ERR_BUSY,      /* a foreign program holds the file */
    ERR_CORRUPT,   /* the database file is damaged, or not ours */
    ERR_IO         /* any other failure of the system or of SQLite */
};

struct err {
    enum err_code code;
    char msg[1024]; /* UTF-8, one line, no final newline; cut at a code point where too long */
};

/* Fill E with CODE and the formatted message; returns CODE, so that `return err_set(e, …)` works. E may be NULL. */
enum err_code err_set(struct err *e, enum err_code code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The same with a va_list. */
enum err_code err_vset(struct err *e, enum err_code code, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

#ifdef __clang_analyzer__
/* It reads one file at a time, so it has to be told what is returned. */
#define err_set(e, code, ...) ((void)err_set(e, code, __VA_ARGS__), (code))
#endif

/* Put "PREFIX: " before the message already in E (a file name before a reason). Returns E's code. */
enum err_code err_prefix(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
