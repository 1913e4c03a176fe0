/* From what a terminal sends to keys: whole characters, Alt, and nothing of what it only reports.
 *
 * curses knows the keys of the terminal's description. What is left is read here, however a slow line tears it apart:
 * UTF-8, a key that came too late for curses, and reports such as the cursor's position, which must not become keys.
 *
 * A report may be a string (ECMA-48 §5.6): ESC with one of P ] X ^ _, and everything until ST. The same two bytes are a
 * key with Alt; they are the key where no byte that can stand in a string follows at once. */
#ifndef ZHUPI_TUI_TYPED_H
#define ZHUPI_TUI_TYPED_H

#include "keymaps/key.h"

/* The next byte (0 … 255), or a code above that is a key already; negative where there is none. With WAIT: where none
 * comes within the time in which the bytes of one key follow each other. */
typedef int typed_next_fn(void *ctx, bool wait);

/* Milliseconds on a clock that only goes forward. */
typedef int64_t typed_now_fn(void *ctx);

/* A string whose end does not come is over after so many bytes; what follows is typed by somebody. */
#define TYPED_STRING_MAX 65536

/* And after so many milliseconds in which nothing came, and since it began. */
#define TYPED_STRING_PAUSE_MS 1000
#define TYPED_STRING_MS 10000

/* A string that has begun. */
struct typed_string {
    int kind; /* the byte behind ESC; 0: none has begun */
    size_t bytes;
    int rest; /* continuation bytes that the character of UTF-8 still lacks: 9C among them is no ST */
    bool escape;
    int64_t began_ms, paused_ms;
};

struct typed {
    typed_next_fn *next;
    typed_now_fn *now;
    void *ctx;
    int held;     /* was read, and belongs to the next key; negative: nothing */
    bool escape;  /* ESC was read before it */
    char part[4]; /* of a character whose other bytes are still on the way */
    size_t part_bytes;
    struct typed_string string;
};

/* Start reading from NEXT. */
void typed_init(struct typed *t, typed_next_fn *next, typed_now_fn *now, void *ctx);

/* The next key into *OUT; false where nothing is left. A code above 255 comes in *SPECIAL, which is 0 otherwise; *OUT
 * has its modifiers then. */
bool typed_read(struct typed *t, struct key *out, int *special);

#endif
