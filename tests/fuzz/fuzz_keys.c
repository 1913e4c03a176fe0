/* Files of keys for the headless reviewer: every key that was read has a name, and the names are read again as the same
 * keys. The same bytes as a terminal would send them: whatever is torn apart, reading ends, and a key is a key.
 * Input: the file. */
#include "tests/fuzz/fuzz.h"

#include "base/str.h"
#include "keymaps/key.h"
#include "tui/frontend.h"
#include "tui/typed.h"

static struct frontend *open_keys(const char *keys, size_t n, struct err *e)
{
    struct frontend *f = NULL;
    enum err_code code = headless_open(keys, n, 80, 24, false, &f, e);
    if (code) {
        fuzz_law_error(code, e);
        LAW(!f);
        return NULL;
    }
    return f;
}

/* A name a line: # and " alone in a line are keys. */
static size_t read_all(struct frontend *f, struct str *names)
{
    size_t n = 0;
    for (struct key k; (k = f->ops->read(f, 0)).code != KEYSYM_HANGUP; n++) {
        LAW(k.code != KEYSYM_NONE && k.code != KEYSYM_RESIZE && k.code < KEYSYM_COUNT);
        size_t at = names->len;
        key_add_name(k, names);
        LAW(strcmp(str_z(names) + at, "None") != 0);
        struct key again;
        LAW(key_parse(str_z(names) + at, names->len - at, &again) && key_same(again, k));
        LAW(again.x == k.x && again.y == k.y);
        str_addc(names, '\n');
    }
    LAW(f->ops->read(f, 0).code == KEYSYM_HANGUP);
    f->ops->close(f);
    return n;
}

/* The bytes of a terminal; now and then the next one is late. */
struct sent {
    const uint8_t *p;
    size_t n, at, late;
    int64_t ms;
};

static int next_sent(void *ctx, bool wait)
{
    struct sent *s = ctx;
    if (s->at == s->n)
        return -1;
    if (s->late == s->at && s->at % 3 == 0) {
        s->ms += s->p[s->at] * 10;
        s->late += wait ? 0 : 1;
        return -1;
    }
    s->late = s->at + 1;
    return s->p[s->at++];
}

static int64_t sent_now(void *ctx)
{
    return ((const struct sent *)ctx)->ms;
}

static void read_sent(const uint8_t *data, size_t n)
{
    struct sent s = {.p = data, .n = n};
    struct typed t;
    typed_init(&t, next_sent, sent_now, &s);
    for (size_t calls = 0, idle = 0; idle < 3; calls++) {
        struct key k;
        int special;
        LAW(calls < 3 * n + 8);
        if (typed_read(&t, &k, &special))
            LAW(!special && k.code != KEYSYM_NONE && k.code < KEYSYM_COUNT);
        else
            idle = s.at == n ? idle + 1 : 0;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = {0};
    struct str names = {0}, again = {0};
    struct frontend *f = open_keys((const char *)data, size, &e);
    if (f) {
        size_t n = read_all(f, &names);
        f = open_keys(str_z(&names), names.len, &e);
        LAW(f != NULL);
        LAW(read_all(f, &again) == n && strcmp(str_z(&names), str_z(&again)) == 0);
    }
    str_clear(&names);
    str_clear(&again);
    read_sent(data, size);
    return 0;
}
