/* The loop, and what comes from the others while one reads: their changes, and where they are. */
#include "tui/app.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "tui/layers.h"
#include "tui/people.h"
#include "tui/reader.h"
#include "tui/surveyed.h"

#include <stdio.h>
#include <string.h>

#define TICK_MS 250        /* how often is looked around, and for others' changes where nothing woke this session */
#define REST_MS 20         /* between two wake-ups: who changes much and fast is not followed step by step */
#define SHOW_WORK_MS 100   /* between two drawings of what grows */
#define SAVE_EVERY_MS 3000 /* how often places are saved while the reviewer pauses */

/* ---- the feed ---- */

static bool take_in(void *ctx, const struct change *c)
{
    struct app *app = ctx;
    struct view *top = app_view(app);
    app_team_changed(app, c);
    layers_follow(app, c);
    codes_changed(&app->codes, c);
    surveyed_changed(app->surveyed, c);
    for (size_t i = 0; i < app->view_count; i++)
        app->views[i]->ops->changed(app->views[i], app, c);
    app->feed_seq = c->seq;
    app->news = app->news || !top->ops->concerns || top->ops->concerns(top, c);
    return true;
}

enum err_code app_sync(struct app *app, struct err *e)
{
    enum err_code rc = store_feed_since(app->store, app->feed_seq, take_in, app, e);
    if (!rc)
        rc = codes_refresh(&app->codes, app->store, e);
    struct reader *r = reader_in(app);
    if (r)
        reader_follow_noise(r, app);
    return rc;
}

static void complain(struct app *app, const struct err *e)
{
    if (strcmp(app->message, e->msg) != 0) /* four times a second is no news */
        app_fail(app, e);
}

/* The file is not what was opened any more; or it is again. */
static void set_gone(struct app *app, const char *why)
{
    if (strcmp(app->gone, why) == 0)
        return;
    if (*why)
        store_leave(app->store);
    snprintf(app->gone, sizeof app->gone, "%s", why);
    app->dirty = true;
}

void app_look(struct app *app)
{
    bool moved = false;
    struct err e;
    store_wake_clear(app->store);
    enum err_code rc = store_feed_moved(app->store, &moved, &e);
    if (rc == ERR_MOVED || rc == ERR_DENIED) {
        set_gone(app, e.msg);
        return;
    }
    set_gone(app, "");
    app->news = false;
    if (!rc && moved)
        rc = app_sync(app, &e);
    if (rc)
        complain(app, &e);
    if (!app->news)
        return;
    struct view *v = app_view(app);
    if (!v->ops->concerns)
        v->ops->settle(v, app);
    app->dirty = true;
}

/* ---- where everybody is ---- */

void app_place(const struct app *app, int64_t *document, int64_t *position)
{
    const struct reader *r = reader_in(app);
    *document = r ? r->document.id : 0;
    *position = r ? (int64_t)r->cursor : 0;
}

static unsigned look_around(struct app *app, int64_t now)
{
    const struct follow *f = &app->follow;
    int64_t document = f->document, position = f->position;
    if (*app->gone)
        return 0;
    if (!follow_on(f))
        app_place(app, &document, &position);
    crew_tell(&app->crew, app->store, document, position, now);
    return crew_look(&app->crew, app->store, follow_on(f) || app_top(app, &people_ops), now);
}

void app_tick(struct app *app)
{
    int64_t now = app->ticked_ms = clock_monotonic_ms();
    unsigned crew = look_around(app, now);
    follow_step(app);
    struct view *v = app_view(app);
    bool changed = v->ops->tick && v->ops->tick(v, app, crew);
    app->dirty = app->dirty || changed || (crew & CREW_WHO);
    if (now - app->saved_ms >= SAVE_EVERY_MS)
        app_save(app);
}

/* ---- what takes longer ---- */

void app_work(struct app *app, bool all)
{
    bool worked = app->working;
    do {
        struct view *v = app_view(app);
        app->working = v->ops->work && v->ops->work(v, app);
        worked = worked || app->working;
    } while (all && app->working);
    int64_t now = clock_monotonic_ms();
    if (!worked || (app->working && now - app->worked_ms < SHOW_WORK_MS))
        return;
    app->worked_ms = now;
    app->dirty = true;
}

/* ---- the loop ---- */

/* Wait for a key, a wake-up or the next tick, whichever is first. Right after a wake-up the next one has to wait. */
static struct key wait(struct app *app)
{
    struct frontend *f = app->frontend;
    int64_t now = clock_monotonic_ms(), tick = app->ticked_ms + TICK_MS - now, rest = app->woken_ms + REST_MS - now;
    bool resting = rest > 0 && rest < tick;
    int64_t pause = app->working ? 0 : resting ? rest : tick > 0 ? tick : 0;
    f->wake = rest > 0 ? 0 : store_wake_fd(app->store);
    struct key k = f->ops->read(f, (int)pause);
    if (k.code != KEYSYM_NONE || resting)
        return k;
    if (clock_monotonic_ms() < now + pause) /* it was the descriptor */
        app->woken_ms = clock_monotonic_ms();
    app_look(app);
    return k;
}

/* Read what was typed, all of it; then paint once. */
enum err_code app_loop(struct app *app, struct err *e)
{
    struct frontend *f = app->frontend;
    enum err_code rc = ERR_OK;
    app_learn_width(app);
    app_tick(app);
    while (!app->quit && !rc) {
        app_work(app, f->patient);
        if (app->dirty) {
            app_draw(app);
            rc = f->ops->flush(f, app->grid, e);
            app->dirty = false;
        }
        for (struct key k = wait(app); k.code != KEYSYM_NONE && !app->quit; k = f->ops->read(f, 0)) {
            app_key(app, k);
            app->dirty = true;
            if (f->patient)
                app_work(app, true);
        }
        if (!app->quit && clock_monotonic_ms() - app->ticked_ms >= TICK_MS)
            app_tick(app);
    }
    app_save(app);
    return rc;
}
