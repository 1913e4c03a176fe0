/* Operations at random. */
#include "tests/unit.h"

#include "tests/model_acts.h"

#include <string.h>

#define VERSIONS 6 /* newer versions that are imported at most */

static struct model *model(struct world *w)
{
    return &w->model;
}

/* ---- undo ---- */

bool ops_undo(struct world *w, int who, bool undo)
{
    enum outcome o = model_undo(model(w), who, undo, false);
    hand_type(w, who, undo ? "Esc u" : "Esc C-r"); /* another key before it: this one goes past nothing */
    const struct app *app = &w->seat[who]->app;
    w->blocked += o == UNDO_BLOCKED;
    enum outcome said = app->message_is_error                              ? UNDO_BLOCKED
                        : strstr(app->message, "there is nothing") != NULL ? UNDO_NOTHING
                                                                           : UNDO_DONE;
    if (said != o)
        world_fail(w, "%s is outcome %d, and the program says “%s”", undo ? "undo" : "redo", (int)o, app->message);
    return o == UNDO_DONE;
}

bool ops_undo_past(struct world *w, int who, bool undo)
{
    if (!w->seat[who]->app.blocked)
        return false;
    hand_type(w, who, undo ? "u" : "C-r");
    return model_undo(model(w), who, undo, true) == UNDO_DONE;
}

/* Mostly several times, so that it comes to what the other has touched meanwhile. */
static void undo_some(struct world *w, int who)
{
    bool undo = world_draw(w, 100) < 62;
    if (!w->again && world_draw(w, 2))
        w->again = 2 + world_draw(w, 8);
    if (!ops_undo(w, who, undo) && world_draw(w, 2))
        ops_undo_past(w, who, undo);
}

/* ---- in each other's way ---- */

static void give_this(struct world *w, int who, const struct thing *code)
{
    struct thing *a = act_some(w, ANNOTATION, who);
    for (int i = 0; a && a->now.tag != code->now.tag && i < 20; i++)
        a = act_some(w, ANNOTATION, who);
    if (a && code->a)
        act_give_this(w, who, a, code);
}

/* What the other one changed last is changed by this one, too, or something is hung on it. */
static void meddle(struct world *w, int who)
{
    const struct stack *s = &model(w)->undo[who ? 3 - who : 0];
    if (!s->count || !s->steps[s->count - 1].count)
        return;
    const struct step *last = &s->steps[s->count - 1];
    struct thing *t = &model(w)->things[last->parts[last->count - 1].thing];
    if (t->kind == COMMENT) {
        struct thing *first = model_get(model(w), COMMENT, t->b ? t->b : t->id);
        act_resolve_one(w, who, first, !first->now.resolved);
    } else if (t->kind == NOISE)
        act_turn_noise(w, who, t);
    else if (t->kind == CODE)
        give_this(w, who, t);
    else if (t->kind == ANNOTATION && !t->now.deleted)
        act_link_these(w, who, t, act_some(w, ANNOTATION, who));
}

/* ---- which ---- */

static void open_another(struct world *w, int who)
{
    hand_open(w, who, act_any_document(w));
}

static void restart(struct world *w, int who)
{
    hand_restart(w, who);
}

static void import_again(struct world *w, int who)
{
    bool changed = model(w)->document_count < 3 + VERSIONS && world_draw(w, 3) == 0;
    hand_import(w, who, world_draw(w, (unsigned)model(w)->document_count), changed);
}

static const struct {
    void (*run)(struct world *w, int who);
    unsigned often;
} table[] = {
    {act_tag_by_key, 24}, {act_tag_by_words, 8}, {act_move_by_words, 4}, {act_move_by_keys, 5}, {act_retag, 7},
    {act_note, 6},        {act_comment, 7},      {act_reply, 5},         {act_resolve, 5},      {act_edit_comment, 4},
    {act_link_two, 10},   {act_edit_link, 6},    {act_add_code, 3},      {act_give_code, 7},    {act_mark_noise, 4},
    {act_lift_noise, 3},  {act_delete, 14},      {open_another, 3},      {restart, 1},          {import_again, 1},
    {undo_some, 16},      {meddle, 30},
};

/* One of the first N of the table. */
static void run(struct world *w, int who, size_t n)
{
    unsigned all = 0;
    size_t i = 0;
    for (size_t j = 0; j < n; j++)
        all += table[j].often;
    for (unsigned at = world_draw(w, all); at >= table[i].often; i++)
        at -= table[i].often;
    table[i].run(w, who);
}

int ops_one(struct world *w)
{
    if (w->again) {
        w->again--;
        undo_some(w, w->who);
    } else {
        w->who = 1 + (int)world_draw(w, 2);
        run(w, w->who, sizeof table / sizeof *table);
    }
    return w->who;
}

/* Everything but deletions, undo, restarts and imports: what is there before is nobody's to take back. */
void ops_prepare(struct world *w)
{
    run(w, 0, sizeof table / sizeof *table - 6);
}
