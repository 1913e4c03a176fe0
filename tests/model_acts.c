/* Single things that somebody does, by keys where there are any, each done to the program and to the model. */
#include "tests/unit.h"

#include "tests/model_acts.h"

#include "db/link.h"

#include <stdio.h>
#include <string.h>

static const char *const tag_words[] = {"", "manifestation", "cause", "remedy"};
static const char tag_keys[] = " mcr";

static struct model *model(struct world *w)
{
    return &w->model;
}

/* Words that nobody used before. */
static const char *new_words(struct world *w, char words[MODEL_WORDS])
{
    snprintf(words, MODEL_WORDS, world_draw(w, 2) ? "词%u" : "词%u 又一句。", ++w->words);
    return words;
}

/* Mostly one that the two have open, so that they meet. */
int64_t act_any_document(struct world *w)
{
    return world_draw(w, 3) ? hand_document(w, 1 + (int)world_draw(w, 2))
                            : model(w)->documents[world_draw(w, (unsigned)model(w)->document_count)].id;
}

/* One of WHO's (-1: of anybody's) that stand: one of the last, so that the two meet there, or any. */
struct thing *act_some(struct world *w, enum thing_kind kind, int who)
{
    unsigned all = model_count(model(w), kind, who);
    return all ? model_pick(model(w), kind, who,
                            world_draw(w, 2) ? all + all - 1 - world_draw(w, all < 5 ? all : 5) : world_draw(w, all))
               : NULL;
}

/* Mostly one's own; now and then somebody else's, which the program has to refuse to change. */
static struct thing *any(struct world *w, enum thing_kind kind, int who)
{
    return act_some(w, kind, world_draw(w, 7) ? who : -1);
}

/* Where both ends are words, in one paragraph or in two. */
static void any_span(struct world *w, unsigned from, unsigned to, int64_t *start, int64_t *end)
{
    unsigned words = MODEL_STRIDE - 1;
    *start = (from + world_draw(w, to - from)) * MODEL_STRIDE + world_draw(w, words - 1);
    *end = *start + 1 + world_draw(w, words - (unsigned)(*start % MODEL_STRIDE));
    if (world_draw(w, 4) == 0 && *end + MODEL_STRIDE < to * MODEL_STRIDE)
        *end += MODEL_STRIDE;
    *end -= *end % MODEL_STRIDE == 0;
}

/* ---- annotations ---- */

static bool tagged_already(struct world *w, int who, int64_t document, int64_t start, int64_t end, int tag)
{
    for (size_t i = 0; i < model(w)->count; i++) {
        const struct thing *t = &model(w)->things[i];
        if (t->kind == ANNOTATION && !t->now.deleted && t->document == document && t->now.start == start &&
            t->now.end == end && t->now.tag == tag && t->owner == model(w)->reviewer[who])
            return true;
    }
    return false;
}

/* Search for the number of a paragraph, go to its second sentence or not, and tag the sentence. */
void act_tag_by_key(struct world *w, int who)
{
    unsigned paragraph = world_draw(w, MODEL_QUIET), second = world_draw(w, 2);
    int tag = 1 + (int)world_draw(w, 3);
    int64_t document = hand_document(w, who), start = paragraph * MODEL_STRIDE + (second ? MODEL_FIRST : 0);
    int64_t end = paragraph * MODEL_STRIDE + (second ? MODEL_STRIDE - 1 : MODEL_FIRST);
    hand_type(w, who, "Esc / \"%04u\" Enter %s%c", paragraph, second ? "s " : "", tag_keys[tag]);
    if (!tagged_already(w, who, document, start, end, tag))
        model_annotate(model(w), who, document, start, end, tag);
}

void act_tag_by_words(struct world *w, int who)
{
    int64_t start, end, document = act_any_document(w);
    int tag = 1 + (int)world_draw(w, 3);
    any_span(w, 0, MODEL_PARAGRAPHS, &start, &end);
    if (model_overlaps_noise(model(w), document, start, end))
        return;
    hand_type(w, who, ": \"annotate %lld %lld %lld %s\" Enter", (long long)document, (long long)start, (long long)end,
              tag_words[tag]);
    model_annotate(model(w), who, document, start, end, tag);
}

void act_move_by_words(struct world *w, int who)
{
    struct thing *a = any(w, ANNOTATION, who);
    if (!a)
        return;
    struct state to = a->now;
    any_span(w, 0, MODEL_PARAGRAPHS, &to.start, &to.end);
    if (model_overlaps_noise(model(w), a->document, to.start, to.end))
        return;
    hand_type(w, who, ": \"annotation-move %s %lld %lld\" Enter", a->uuid, (long long)to.start, (long long)to.end);
    model_edit(model(w), who, a, "move", &to);
}

/* Let the end grow or shrink, within its paragraph. */
void act_move_by_keys(struct world *w, int who)
{
    struct thing *a = any(w, ANNOTATION, who);
    if (!a || model_overlaps_noise(model(w), a->document, 0, MODEL_LENGTH))
        return;
    struct state to = a->now;
    int64_t place = (to.end - 1) % MODEL_STRIDE, first = to.start > to.end - 1 - place ? to.start : to.end - 1 - place;
    int by = (int)world_draw(w, 4), room = (int)(MODEL_STRIDE - 2 - place);
    bool grow = world_draw(w, 2);
    by = grow ? (by < room ? by : room) : by < (int)(to.end - 1 - first) ? by : (int)(to.end - 1 - first);
    to.end += grow ? by : -by;
    hand_go(w, who, a);
    hand_type(w, who, "e %s%s%s Enter Esc", by > 0 ? grow ? "l " : "h " : "", by > 1 ? grow ? "l " : "h " : "",
              by > 2 ? grow ? "l" : "h" : "");
    model_edit(model(w), who, a, "move", &to);
}

void act_retag(struct world *w, int who)
{
    struct thing *a = any(w, ANNOTATION, who);
    if (!a)
        return;
    struct state to = a->now;
    to.tag = 1 + (int64_t)world_draw(w, 3);
    if (world_draw(w, 2) && a->owner == model(w)->reviewer[who]) { /* else the second key would be one of its own */
        hand_go(w, who, a);
        hand_type(w, who, "t %c Esc", tag_keys[to.tag]);
    } else {
        hand_type(w, who, ": \"annotation-retag %s %s\" Enter", a->uuid, tag_words[to.tag]);
    }
    model_edit(model(w), who, a, "retag", &to);
}

void act_note(struct world *w, int who)
{
    struct thing *a = any(w, ANNOTATION, who);
    if (!a)
        return;
    struct state to = a->now;
    char words[MODEL_WORDS] = "";
    if (world_draw(w, 5))
        new_words(w, words);
    hand_type(w, who, ": \"annotation-note %s %s\" Enter", a->uuid, words);
    memcpy(to.words, words, sizeof to.words);
    model_edit(model(w), who, a, "note", &to);
}

void act_delete(struct world *w, int who)
{
    struct thing *a = any(w, ANNOTATION, who);
    if (!a)
        return;
    struct state to = a->now;
    to.deleted = true;
    if (world_draw(w, 2)) {
        hand_go(w, who, a);
        hand_type(w, who, "d");
    } else {
        hand_type(w, who, ": \"annotation-delete %s\" Enter", a->uuid);
    }
    model_edit(model(w), who, a, "delete", &to);
}

/* ---- what is said ---- */

void act_comment(struct world *w, int who)
{
    struct thing *a = act_some(w, ANNOTATION, -1);
    bool question = world_draw(w, 2);
    char words[MODEL_WORDS];
    if (!a)
        return;
    hand_go(w, who, a);
    hand_type(w, who, "%s \"%s\" Enter", question ? "?" : "C", new_words(w, words));
    model_say(model(w), who, a, 0, question, words);
}

/* The comment that began the thread which some comment is in. */
static struct thing *any_thread(struct world *w)
{
    const struct thing *c = act_some(w, COMMENT, -1);
    return c ? model_get(model(w), COMMENT, c->b ? c->b : c->id) : NULL;
}

void act_reply(struct world *w, int who)
{
    struct thing *first = any_thread(w);
    char words[MODEL_WORDS];
    if (!first)
        return;
    hand_type(w, who, ": \"comment-reply %s %s\" Enter", first->uuid, new_words(w, words));
    model_say(model(w), who, model_get(model(w), ANNOTATION, first->a), first->id, false, words);
}

void act_resolve_one(struct world *w, int who, struct thing *first, bool resolved)
{
    hand_type(w, who, ": \"comment-%s %s\" Enter", resolved ? "resolve" : "reopen", first->uuid);
    model_resolve(model(w), who, first, resolved);
}

void act_resolve(struct world *w, int who)
{
    struct thing *first = any_thread(w);
    if (first)
        act_resolve_one(w, who, first, world_draw(w, 3));
}

/* There is no command that names a comment to be changed: in the program its thread is shown first. */
void act_edit_comment(struct world *w, int who)
{
    struct thing *c = any(w, COMMENT, who);
    struct store *s = w->seat[who]->app.store;
    struct err e;
    char words[MODEL_WORDS];
    if (!c)
        return;
    snprintf(words, sizeof words, "第%u行\n“引用” \\ \"一\"", ++w->words);
    const char *to = world_draw(w, 3) ? words : NULL;
    str_addf(&w->trail, "  %s %s comment %lld\n", model(w)->name[who], to ? "changes" : "deletes", (long long)c->id);
    if (to)
        (void)store_comment_edit(s, c->id, c->revision, to, &e);
    else
        (void)store_comment_delete(s, c->id, c->revision, &e);
    tui_sync(w->seat[who]);
    model_edit_comment(model(w), who, c, to);
}

/* ---- links ---- */

void act_link_these(struct world *w, int who, struct thing *a, struct thing *b)
{
    char words[MODEL_WORDS] = "";
    if (!a || !b)
        return;
    if (world_draw(w, 2))
        new_words(w, words);
    hand_type(w, who, ": \"link-add %s %s %s\" Enter", a->uuid, b->uuid, words);
    model_link(model(w), who, a, b, words);
}

void act_link_two(struct world *w, int who)
{
    struct thing *a = act_some(w, ANNOTATION, -1);
    act_link_these(w, who, a, act_some(w, ANNOTATION, -1));
}

void act_edit_link(struct world *w, int who)
{
    struct thing *l = any(w, LINK, who);
    char words[MODEL_WORDS] = "";
    if (!l)
        return;
    if (world_draw(w, 2)) {
        hand_type(w, who, ": \"link-note %s %s\" Enter", l->uuid, new_words(w, words));
        model_edit_link(model(w), who, l, words);
    } else {
        hand_type(w, who, ": \"link-remove %s\" Enter", l->uuid);
        model_edit_link(model(w), who, l, NULL);
    }
}

/* ---- codes and noise ---- */

void act_add_code(struct world *w, int who)
{
    static const char *const above[] = {"枝一", "枝二"};
    char name[MODEL_WORDS];
    int tag = 1 + (int)world_draw(w, 3);
    const char *branch = above[world_draw(w, 2)];
    snprintf(name, sizeof name, "叶%u", world_draw(w, 6) ? ++w->words % 1000 : world_draw(w, 20));
    hand_type(w, who, ": \"code-add %s %s/%s\" Enter", tag_words[tag], branch, name);
    model_code_add(model(w), who, tag, branch, name);
}

/* A tag has codes of its own: what is named may be another one there, or none. */
void act_give_this(struct world *w, int who, struct thing *a, const struct thing *code)
{
    struct state to = a->now;
    const struct thing *above = model_get(model(w), CODE, code->a);
    const struct thing *named = model_code_at(model(w), to.tag, above->now.words, code->now.words);
    hand_type(w, who, ": \"annotation-code %s %s/%s\" Enter", a->uuid, above->now.words, code->now.words);
    if (!named)
        return;
    to.code = named->id;
    model_edit(model(w), who, a, "code", &to);
}

void act_give_code(struct world *w, int who)
{
    struct thing *a = any(w, ANNOTATION, who);
    const struct thing *code = act_some(w, CODE, -1);
    if (!a)
        return;
    if (code && code->a && world_draw(w, 4)) {
        act_give_this(w, who, a, code);
        return;
    }
    struct state to = a->now;
    to.code = 0;
    hand_type(w, who, ": \"annotation-code %s\" Enter", a->uuid);
    model_edit(model(w), who, a, "code", &to);
}

void act_mark_noise(struct world *w, int who)
{
    int64_t start, end, document = act_any_document(w);
    any_span(w, MODEL_QUIET, MODEL_PARAGRAPHS, &start, &end);
    if (world_draw(w, 2)) { /* whole paragraphs, so that the same ones are met again */
        start -= start % MODEL_STRIDE;
        end = start + MODEL_STRIDE - 1;
    }
    hand_type(w, who, ": \"noise-mark %lld %lld %lld\" Enter", (long long)document, (long long)start, (long long)end);
    model_noise_mark(model(w), who, document, start, end);
}

/* It is lifted where it stands, and marked again where it was lifted. */
void act_turn_noise(struct world *w, int who, const struct thing *n)
{
    int64_t document = n->document, start = n->now.start, end = n->now.end;
    bool lift = !n->now.deleted;
    hand_type(w, who, ": \"noise-%s %lld %lld %lld\" Enter", lift ? "lift" : "mark", (long long)document,
              (long long)start, (long long)end);
    if (lift)
        model_noise_lift(model(w), who, document, start, end);
    else
        model_noise_mark(model(w), who, document, start, end);
}

void act_lift_noise(struct world *w, int who)
{
    const struct thing *n = act_some(w, NOISE, -1);
    if (n)
        act_turn_noise(w, who, n);
}
