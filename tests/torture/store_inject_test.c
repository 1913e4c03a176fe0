/* Memory and disk fail at any call inside a change of the shared file: the change is refused with a reason, or done,
 * and nothing lies between. The same session goes on when they are back. */
#include "db/filter.h"
#include "db/link.h"
#include "tests/torture.h"
#include "tests/torture/inject_scene.h"
#include "tests/unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum err_code work_fn(struct store *s, struct err *e);

/* ---- changes ---- */

static enum err_code tag(struct store *s, struct err *e)
{
    struct annotation a = {0};
    enum err_code code = store_annotate(s, D, 4, 8, TAG_CAUSE, "note", &a, e);
    if (!code)
        assert_int_equal(a.start, 4);
    annotation_clear(&a);
    return code;
}

static enum err_code retag(struct store *s, struct err *e)
{
    return store_retag(s, REMEDY, 1, TAG_CAUSE, e);
}

static enum err_code move(struct store *s, struct err *e)
{
    return store_move(s, SHOWS, 1, 2, 5, e);
}

static enum err_code note(struct store *s, struct err *e)
{
    return store_note(s, SHOWS, 1, "另一条批注", e);
}

static enum err_code delete_one(struct store *s, struct err *e)
{
    return store_delete(s, CAUSE, 2, e);
}

static enum err_code settle(struct store *s, struct err *e)
{
    return store_settle(s, SHOWS, 1, SETTLED_ACCEPTED, e);
}

static enum err_code link_two(struct store *s, struct err *e)
{
    return store_link(s, REMEDY, CAUSE, "因此", NULL, e);
}

static enum err_code link_note(struct store *s, struct err *e)
{
    return store_link_note(s, LINK, 1, "other", e);
}

static enum err_code unlink_two(struct store *s, struct err *e)
{
    return store_unlink(s, LINK, 1, e);
}

static enum err_code comment(struct store *s, struct err *e)
{
    return store_comment(s, SHOWS, 0, true, "为什么？", NULL, e);
}

static enum err_code reply(struct store *s, struct err *e)
{
    return store_comment(s, CAUSE, QUESTION, false, "因为漏水", NULL, e);
}

static enum err_code resolve(struct store *s, struct err *e)
{
    return store_comment_resolve(s, QUESTION, true, e);
}

static enum err_code code_add(struct store *s, struct err *e)
{
    return store_code_add(s, &(struct code_new){.tag = TAG_CAUSE, .parent = CODE, .name = "new"}, NULL, e);
}

static enum err_code code_edit(struct store *s, struct err *e)
{
    return store_code_edit(s, CODE, 1, &(struct code_edit){.name = "other"}, e);
}

static enum err_code code_move(struct store *s, struct err *e)
{
    return store_code_move(s, CODE, 1, INTO, 0, e);
}

static enum err_code code_merge(struct store *s, struct err *e)
{
    return store_code_merge(s, CODE, 1, INTO, e);
}

static enum err_code code_split(struct store *s, struct err *e)
{
    static const int64_t of[] = {CAUSE};
    return store_code_split(s, CODE, 1, &(struct code_new){.tag = TAG_CAUSE, .name = "new"}, of, 1, NULL, e);
}

static enum err_code recode(struct store *s, struct err *e)
{
    return store_recode(s, CAUSE, 2, INTO, e);
}

static enum err_code undo(struct store *s, struct err *e)
{
    return store_undo(s, NULL, e);
}

static enum err_code redo(struct store *s, struct err *e)
{
    return store_redo(s, NULL, e);
}

static enum err_code undo_past(struct store *s, struct err *e)
{
    return store_undo_past(s, NULL, e);
}

static enum err_code group(struct store *s, struct err *e)
{
    enum err_code code = store_group_begin(s, "split", e);
    if (code)
        return code;
    code = store_note(s, SHOWS, 1, "one", e);
    if (!code)
        code = store_group_begin(s, "merge", e);
    if (!code)
        code = store_group_end(s, store_note(s, REMEDY, 1, "two", e), e);
    return store_group_end(s, code, e);
}

static enum err_code import(struct store *s, struct err *e)
{
    struct noise noise = {{0, 1}, NOISE_HAND};
    struct document_added out[2] = {0};
    const struct document_new d[2] = {
        {.name = "b", .source = "b c", .source_bytes = 3, .text = "b c", .text_bytes = 3, .noise = &noise, 1},
        {.name = "d",
         .source = INJECT_TEXT "。",
         .source_bytes = sizeof INJECT_TEXT,
         .text = INJECT_TEXT,
         .text_bytes = sizeof INJECT_TEXT - 1},
    };
    enum err_code code = store_documents_add(s, d, 2, out, e);
    for (int i = 0; !code && i < 2; i++)
        if (out[i].code)
            code = err_set(e, out[i].code, "%s", out[i].e.msg);
    return code;
}

static enum err_code carry(struct store *s, struct err *e)
{
    return store_carry(s, CAUSE, 2, NEWER, 0, 4, true, NULL, e);
}

static enum err_code noise_mark(struct store *s, struct err *e)
{
    return store_noise_mark(s, D, 12, 14, NOISE_HAND, NULL, e);
}

static enum err_code noise_lift(struct store *s, struct err *e)
{
    return store_noise_lift(s, NOISE, e);
}

static enum err_code assign(struct store *s, struct err *e)
{
    return store_assign(s, D, WANG, true, e);
}

static enum err_code done(struct store *s, struct err *e)
{
    return store_document_done(s, OTHER, true, e);
}

static enum err_code role(struct store *s, struct err *e)
{
    return store_role_set(s, WANG, ROLE_READER, e);
}

static enum err_code filter(struct store *s, struct err *e)
{
    return store_filter_save(s, "other", "cause note:漏水", NULL, e);
}

static enum err_code place(struct store *s, struct err *e)
{
    return store_place_set(s, D, "b", 3, e);
}

static const struct change_of {
    const char *name;
    work_fn *work, *before; /* BEFORE is done in peace */
} changes[] = {
    {"tag", tag, NULL},
    {"retag", retag, NULL},
    {"move", move, NULL},
    {"note", note, NULL},
    {"delete", delete_one, NULL},
    {"settle", settle, NULL},
    {"link", link_two, NULL},
    {"link note", link_note, NULL},
    {"unlink", unlink_two, NULL},
    {"comment", comment, NULL},
    {"reply", reply, NULL},
    {"resolve", resolve, NULL},
    {"code add", code_add, NULL},
    {"code edit", code_edit, NULL},
    {"code move", code_move, NULL},
    {"code merge", code_merge, NULL},
    {"code split", code_split, NULL},
    {"recode", recode, NULL},
    {"undo", undo, NULL},
    {"undo of a tag", undo, tag},
    {"undo of a merge", undo, code_merge},
    {"undo past", undo_past, link_two},
    {"redo", redo, undo},
    {"group", group, NULL},
    {"undo of a group", undo, group},
    {"import", import, NULL},
    {"carry", carry, NULL},
    {"undo of a carry", undo, carry},
    {"noise mark", noise_mark, NULL},
    {"noise lift", noise_lift, NULL},
    {"assign", assign, NULL},
    {"done", done, NULL},
    {"role", role, NULL},
    {"filter", filter, NULL},
    {"place", place, NULL},
    {"tag again", tag, tag}, /* with statements that are compiled already */
};

/* ---- one failure ---- */

/* Each commit is brought back into the file at once, so that a failure of that is tried as well. */
static struct store *open_to_checkpoint(const struct scene *c)
{
    struct store *s;
    OK(store_open(c->f.path, &(struct store_opts){.checkpoint_frames = 1}, &s, e));
    return s;
}

/* A fresh session on a fresh file does WORK while T fails; with it no call fails, and *CALLS says how many there are.
 * A change is ROWS rows of the feed. False where no call failed. */
static bool run_try(const struct scene *c, const struct change_of *change, const struct failure *t, int64_t rows,
                    bool *refused)
{
    struct err why = {0};
    long failed;
    scene_put(c, c->bytes, c->n);
    struct store *s = open_to_checkpoint(c);
    if (change->before)
        OK(change->before(s, e));
    int64_t before = scene_head(s);
    uint64_t was = scene_content(c->f.path);
    inject_arm(t->kind, t->n, t->lasting);
    enum err_code code = change->work(s, &why);
    inject_end(&failed);
    *refused = code != ERR_OK;
    MUST(t, !code || failed > 0);
    failure_left_free(t, s, c);
    if (code) {
        failure_says_why(t, code, &why, c->f.path);
        MUST(t, scene_head(s) == before && scene_content(c->f.path) == was);
        OK(change->work(s, e));
    }
    MUST(t, scene_head(s) == before + rows && scene_content(c->f.path) != was);
    if (torture_size(t->n % 4 == 0, 1))
        failure_left_sound(t, s);
    store_close(&s);
    MUST(t, fixture_sql(c->f.path, "SELECT max(seq) FROM change") == before + rows);
    return failed > 0;
}

/* How many calls of KIND the change makes in peace; *ROWS: of the feed. */
static long count_calls(const struct scene *c, const struct change_of *change, enum inject_kind kind, int64_t *rows)
{
    scene_put(c, c->bytes, c->n);
    struct store *s = open_to_checkpoint(c);
    if (change->before)
        OK(change->before(s, e));
    int64_t before = scene_head(s);
    inject_count(kind);
    OK(change->work(s, e));
    long calls = inject_end(NULL);
    *rows = scene_head(s) - before;
    store_close(&s);
    return calls;
}

static void every_change(const struct scene *c, enum inject_kind kind)
{
    long tries = 0, refusals = 0;
    int wrong = 0;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        int64_t rows;
        long n = count_calls(c, &changes[i], kind, &rows);
        for (long at = failure_next(kind, 0, n, i); at <= n; at = failure_next(kind, at, n, i)) {
            struct failure t = {changes[i].name, kind, at, at % 2 == 0, &wrong};
            bool refused;
            tries++;
            MUST(&t, run_try(c, &changes[i], &t, rows, &refused));
            refusals += refused;
        }
    }
    print_message("# %s: %ld failures, %ld refusals\n", inject_names[kind], tries, refusals);
    assert_int_equal(wrong, 0);
    if (kind == INJECT_MEMORY || kind == INJECT_WRITE) /* these are asked for at any size, and never passed over */
        assert_true(tries > 0 && refusals > 0);
}

static void memory_runs_out(void **state)
{
    every_change(*state, INJECT_MEMORY);
}

static void the_disk_fails(void **state)
{
    for (int kind = INJECT_MEMORY + 1; kind < INJECT_KINDS; kind++)
        every_change(*state, (enum inject_kind)kind);
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) /* none of this is about a real disk */
        setenv("TMPDIR", "/dev/shm", 0);
    inject_install(false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_runs_out, scene_set_up, scene_tear_down),
        cmocka_unit_test_setup_teardown(the_disk_fails, scene_set_up, scene_tear_down),
    };
    return cmocka_run_group_tests_name("store_inject", tests, NULL, NULL);
}
