/* Who is here: FILE-live, a file of slots beside the database. A session holds one with a lock on the slot's bytes that
 * belongs to its open file (F_OFD_SETLK), which the kernel drops when the process ends, however it ends, and writes its
 * record there now and then. A heartbeat in the database would cost a commit, and wake everybody.
 *
 * What others wrote is not believed: every field is looked at, and the name comes from the table of reviewers. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SLOTS 256
#define SLOT_SIZE 128
#define MAGIC 0x7a68706c /* "zhpl" */
#define FORMAT 1
#define STALE_MS 10000                     /* a session that is stopped or frozen beats no more */
#define LAST_TIME INT64_C(253402300799999) /* the end of the year 9999 */

/* All on one host, so in its byte order. */
struct record {
    uint32_t magic, format;
    int64_t reviewer, document, position;
    int64_t since, active; /* wall clock */
    int64_t beat;          /* clock_monotonic_ms, which is the same for all of one host */
    char session[UUID_SIZE];
    char unused[SLOT_SIZE - 2 * 4 - 6 * 8 - UUID_SIZE - 8 - 3];
    uint64_t sum;
};

_Static_assert(sizeof(struct record) == SLOT_SIZE, "a record fills its slot");

/* FNV-1a of what stands before it: a record that is read while it is written, or that is none. */
static uint64_t sum_of(const struct record *r)
{
    const unsigned char *p = (const void *)r;
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < offsetof(struct record, sum); i++)
        h = (h ^ p[i]) * UINT64_C(1099511628211);
    return h;
}

static struct flock bytes_of(int slot, short type)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = (off_t)slot * SLOT_SIZE, .l_len = SLOT_SIZE};
}

static char *live_path(const struct store *s)
{
    struct str path = {0};
    str_addf(&path, "%s-live", s->real);
    return str_take(&path);
}

/* The file as others find it: one that was cleaned away is made again, and what stood in it is made again by all who
 * are here. */
static enum err_code open_file(struct store *s, struct err *e)
{
    struct live *l = &s->live;
    char *path = live_path(s);
    enum err_code code = ERR_OK;
    if (l->open && !side_still_there(l->fd, path))
        store_leave(s);
    if (!l->open) {
        code = side_open(s, path, &l->fd, e);
        l->open = !code;
        l->slot = -1;
    }
    free(path);
    return code;
}

static void claim(struct live *l)
{
    for (int i = 0; i < SLOTS && l->slot < 0; i++) {
        struct flock lock = bytes_of(i, F_WRLCK);
        if (fcntl(l->fd, F_OFD_SETLK, &lock) == 0)
            l->slot = i;
    }
}

enum err_code store_here(struct store *s, int64_t document, int64_t position, int64_t active, struct err *e)
{
    struct live *l = &s->live;
    if (s->look || !s->lock_path)
        return ERR_OK;
    enum err_code code = open_file(s, e);
    if (code)
        return code;
    if (l->slot < 0)
        claim(l);
    if (l->slot < 0) /* everybody is here already: then this one is not shown */
        return ERR_OK;
    if (l->since == 0)
        l->since = clock_now_ms();
    struct record r = {.magic = MAGIC,
                       .format = FORMAT,
                       .reviewer = s->reviewer,
                       .document = document,
                       .position = position,
                       .since = l->since,
                       .active = active,
                       .beat = clock_monotonic_ms()};
    memcpy(r.session, s->session, UUID_SIZE);
    r.sum = sum_of(&r);
    if (pwrite(l->fd, &r, sizeof r, (off_t)l->slot * SLOT_SIZE) != (ssize_t)sizeof r)
        return err_set(e, errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_FULL : ERR_IO,
                       _("%s: cannot tell the others that you are here: %s"), s->path, strerror(errno));
    return ERR_OK;
}

void store_leave(struct store *s)
{
    static const struct record nobody;
    struct live *l = &s->live;
    if (!l->open)
        return;
    ssize_t n = l->slot < 0 ? 0 : pwrite(l->fd, &nobody, sizeof nobody, (off_t)l->slot * SLOT_SIZE);
    (void)n; /* without the lock nobody looks at the slot */
    close(l->fd);
    l->open = false;
}

/* ---- the others ---- */

static bool is_uuid(const char s[UUID_SIZE])
{
    for (int i = 0; i < UUID_SIZE - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool digit = (s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'f');
        if (dash ? s[i] != '-' : !digit)
            return false;
    }
    return s[UUID_SIZE - 1] == '\0';
}

static bool is_time(int64_t ms)
{
    return ms >= 0 && ms <= LAST_TIME;
}

static bool is_sound(const struct record *r, int64_t now)
{
    return r->magic == MAGIC && r->format == FORMAT && r->sum == sum_of(r) && r->reviewer > 0 && r->document >= 0 &&
           r->position >= 0 && is_time(r->since) && is_time(r->active) && r->beat <= now && r->beat > now - STALE_MS &&
           is_uuid(r->session);
}

/* Whether somebody else holds the slot. */
static bool is_held(const struct live *l, int slot)
{
    struct flock lock = bytes_of(slot, F_WRLCK);
    return fcntl(l->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/* Look up who and where. False where the file has no such reviewer; a place that is in no document is the list. */
static enum err_code look_up(struct store *s, const struct record *r, struct presence *p, bool *known, struct err *e)
{
    sqlite3_stmt *st;
    *known = false;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT r.name, d.id, d.length FROM reviewer r LEFT JOIN document d ON d.id = ?2 "
                                   "WHERE r.id = ?1",
                                   "ii", r->reviewer, r->document);
    if (!code)
        code = stmt_step(s, st, known, e);
    if (*known) {
        int64_t length = sqlite3_column_int64(st, 2);
        *p = (struct presence){.reviewer = r->reviewer,
                               .reviewer_name = mem_dup(stmt_text(st, 0)),
                               .document = sqlite3_column_int64(st, 1),
                               .position = r->position < length ? r->position : length,
                               .since = r->since,
                               .active = r->active > r->since ? r->active : r->since};
        memcpy(p->session, r->session, UUID_SIZE);
    }
    stmt_close(s, st);
    return code;
}

static int by_name(const void *a, const void *b)
{
    const struct presence *x = a, *y = b;
    int order = strcmp(x->reviewer_name, y->reviewer_name);
    return order ? order : strcmp(x->session, y->session);
}

/* Read once, then ask for the locks of those slots only in which something recent stands. */
static enum err_code collect(struct store *s, struct presence out[SLOTS], size_t *n, struct err *e)
{
    const struct live *l = &s->live;
    struct record *all = mem_zero(SLOTS, sizeof *all);
    enum err_code code = ERR_OK;
    ssize_t got = pread(l->fd, all, SLOTS * sizeof *all, 0);
    size_t slots = got > 0 ? (size_t)got / sizeof *all : 0;
    int64_t now = clock_monotonic_ms();
    for (size_t i = 0; i < slots && !code; i++) {
        bool known = false;
        if ((int)i == l->slot || !is_sound(&all[i], now) || !is_held(l, (int)i))
            continue;
        code = look_up(s, &all[i], &out[*n], &known, e);
        *n += known;
    }
    free(all);
    return code;
}

enum err_code store_present(struct store *s, store_presence_fn *fn, void *ctx, struct err *e)
{
    if (!s->lock_path)
        return ERR_OK;
    enum err_code code = open_file(s, e);
    if (code)
        return code;
    size_t n = 0;
    struct presence *all = mem_zero(SLOTS, sizeof *all);
    code = collect(s, all, &n, e);
    qsort(all, n, sizeof *all, by_name);
    s->listing++;
    for (size_t i = 0; i < n && !code && fn(ctx, &all[i]); i++)
        continue;
    s->listing--;
    for (size_t i = 0; i < n; i++)
        free((char *)all[i].reviewer_name);
    free(all);
    return code;
}
