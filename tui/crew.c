#include "tui/crew.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define TELL_MS 2000
#define LOOK_MS 250
#define LOOK_MEMBER_MS 40 /* more for each member: what a look costs grows with them */
#define SIGN_NAMES 3

static void clear_members(struct member *m, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(m[i].name);
    free(m);
}

void crew_clear(struct crew *c)
{
    clear_members(c->members, c->count);
    *c = (struct crew){0};
}

void crew_tell(struct crew *c, struct store *s, int64_t document, int64_t position, int64_t now)
{
    struct err e;
    bool moved = document != c->told_document || position != c->told_position;
    if (!moved && c->told_ms && now - c->told_ms < TELL_MS)
        return;
    if (!c->active)
        c->active = clock_now_ms();
    c->told_ms = now;
    c->told_document = document;
    c->told_position = position;
    enum err_code rc = store_here(s, document, position, c->active, &e);
    (void)rc; /* nobody sees this session then, and that is all */
}

/* ---- looking ---- */

static bool add_member(void *ctx, const struct presence *p)
{
    struct crew *c = ctx;
    c->members = mem_grow(c->members, &c->capacity, c->count + 1, sizeof *c->members);
    struct member *m = &c->members[c->count++];
    *m = (struct member){.reviewer = p->reviewer,
                         .name = mem_dup(p->reviewer_name),
                         .document = p->document,
                         .position = p->position,
                         .since = p->since,
                         .active = p->active};
    memcpy(m->session, p->session, sizeof m->session);
    return true;
}

static unsigned differences(const struct crew *a, const struct crew *b)
{
    unsigned out = 0;
    if (a->count != b->count)
        return CREW_WHO | CREW_WHERE;
    for (size_t i = 0; i < a->count; i++) {
        const struct member *x = &a->members[i], *y = &b->members[i];
        if (strcmp(x->session, y->session) != 0 || strcmp(x->name, y->name) != 0 || x->document != y->document)
            return CREW_WHO | CREW_WHERE;
        if (x->position != y->position)
            out |= CREW_WHERE;
    }
    return out;
}

unsigned crew_look(struct crew *c, struct store *s, bool urgent, int64_t now)
{
    int64_t pause = LOOK_MS + (urgent ? 0 : LOOK_MEMBER_MS * (int64_t)c->count);
    struct crew seen = {0};
    struct err e;
    if (c->looked_ms && now - c->looked_ms < pause - LOOK_MS / 2) /* asked at each tick: the nearest one */
        return 0;
    c->looked_ms = now;
    if (store_present(s, add_member, &seen, &e)) { /* who was here stays until it can be said again */
        crew_clear(&seen);
        return 0;
    }
    unsigned changed = differences(c, &seen);
    clear_members(c->members, c->count);
    c->members = seen.members;
    c->count = seen.count;
    c->capacity = seen.capacity;
    return changed;
}

const struct member *crew_find(const struct crew *c, const char *session)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->members[i].session, session) == 0)
            return &c->members[i];
    return NULL;
}

/* ---- words ---- */

/* Members are sorted by name, so that two sessions of one reviewer stand side by side, unless two share a name. */
static bool is_again(const struct crew *c, size_t i, int64_t document)
{
    for (size_t k = 0; k < i; k++)
        if (c->members[k].reviewer == c->members[i].reviewer && (!document || c->members[k].document == document))
            return true;
    return false;
}

/* The sign with SHOWN names of the PEOPLE here. */
static void spell(const struct crew *c, const size_t people[], size_t n, size_t shown, size_t elsewhere, bool wide,
                  struct str *out)
{
    if (n) {
        str_add(out, wide ? "*" : "●");
        for (size_t i = 0; i < shown; i++)
            str_addf(out, "%s %s", i ? "," : "", c->members[people[i]].name);
        if (shown < n)
            str_addf(out, !shown ? " %zu" : wide ? " ~%zu" : " …%zu", n - shown);
    }
    if (elsewhere) {
        str_add(out, n ? "  " : "");
        str_addf(out, i18n_plural("%zu elsewhere", "%zu elsewhere", (unsigned long)elsewhere), elsewhere);
    }
}

void crew_sign(const struct crew *c, int64_t self, int64_t document, int cells, bool wide, struct str *out)
{
    size_t *people = mem_alloc(c->count + 1, sizeof *people), n = 0, elsewhere = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct member *m = &c->members[i];
        bool here = !document || m->document == document;
        if (m->reviewer == self || is_again(c, i, here ? document : 0))
            continue;
        if (here)
            people[n++] = i;
        else
            elsewhere++;
    }
    struct str words = {0};
    for (size_t shown = n < SIGN_NAMES ? n : SIGN_NAMES;; shown--) {
        str_truncate(&words, 0);
        spell(c, people, n, shown, elsewhere, wide, &words);
        if (!shown || (int)glyph_cells(str_z(&words), words.len, wide) <= cells)
            break;
    }
    if ((int)glyph_cells(str_z(&words), words.len, wide) > cells) {
        str_truncate(&words, 0);
        spell(c, people, n, 0, 0, wide, &words);
    }
    str_add(out, str_z(&words));
    str_clear(&words);
    free(people);
}

void crew_initials(const char *name, bool wide, struct str *out)
{
    for (int words = 0; words < 2 && *name; words++) {
        struct glyph gl;
        glyph_first(name, strlen(name), wide, &gl);
        str_add(out, gl.mark ? "?" : gl.text);
        name += strcspn(name, " ");
        name += strspn(name, " ");
    }
}
