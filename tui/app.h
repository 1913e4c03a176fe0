/* The running program: one loop that reads keys, carries out commands, takes in the feed and draws. */
#ifndef ZHUPI_TUI_APP_H
#define ZHUPI_TUI_APP_H

#include "keymaps/keymap.h"
#include "tui/codes.h"
#include "tui/crew.h"
#include "tui/follow.h"
#include "tui/frontend.h"
#include "tui/hint_keys.h"
#include "tui/layer.h"
#include "tui/linking.h"
#include "tui/prompt.h"
#include "tui/view.h"

struct surveyed;

#define APP_MAX_VIEWS 8
#define APP_MAX_KEYS 4 /* in a sequence */

/* Keys that have been typed and are no whole command yet. */
struct pending {
    struct key keys[APP_MAX_KEYS];
    size_t n;
    int count;
    struct command_line asking; /* its next key is its argument */
};

/* The chain that is walked along: where it begins, and where one is in it; 0: nowhere. */
struct chain_walk {
    int64_t begin, at;
};

/* Places that were left for another document, oldest first. */
#define APP_ELSEWHERE 16
struct elsewhere {
    struct {
        int64_t document, position;
    } places[APP_ELSEWHERE];
    size_t count;
};

struct app {
    struct store *store;
    const struct keymap *keymap;
    struct hint_keys hint_keys;
    struct frontend *frontend;
    struct grid *grid;
    struct view *views[APP_MAX_VIEWS];
    size_t view_count;
    struct prompt prompt;
    struct pending pending;
    struct command_line repeat;    /* the last tag, change or deletion */
    const struct command *blocked; /* undo or redo, where that was the last command and something stood in its way */
    char message[1024];
    bool message_is_error;
    char notice[1024]; /* what came from others while something was being typed; said behind that */
    int64_t feed_seq;  /* up to here the views know the feed */
    int64_t saved_ms;  /* when the views saved their places last */
    int64_t ticked_ms;
    int64_t woken_ms;       /* when another session's commit woke this one last */
    char gone[1024];        /* why nothing can be written any more: the file was replaced, …; "" while it can */
    struct crew crew;       /* who else is here */
    struct layer layer;     /* whose annotations are shown */
    struct codes codes;     /* the codebook, as it is now */
    struct follow follow;   /* whom the screen follows */
    struct linking linking; /* the link that is being made */
    struct chain_walk chain_walk;
    struct elsewhere elsewhere;
    struct surveyed *surveyed; /* what ledger and figures are made of; NULL: nothing yet */
    bool news;                 /* the feed brought something that the top view shows */
    bool strip_hidden;         /* no document shows where its tags lie */
    bool noise_folded;         /* noise is folded away in all documents */
    bool restricted;           /* nothing may be started but what is in the program */
    bool working;              /* the view on top has more to do */
    int64_t worked_ms;         /* when what it had done was drawn last */
    bool dirty;                /* the screen shows less than is known */
    bool pasting;              /* between the marks of a paste */
    bool quit;
};

/* Free the views, the grid and all that is remembered; give the front end back. */
void app_close(struct app *app);

/* ---- views ---- */

static inline struct view *app_view(const struct app *app)
{
    return app->views[app->view_count - 1];
}

/* Wait until the frontend knows how wide ambiguous characters are: before the first row is laid out. */
void app_learn_width(struct app *app);

/* Put V on top; takes ownership. For a view too many the lowest one above the list is closed. */
void app_push(struct app *app, struct view *v);

/* Let every view save what is to be found again. */
void app_save(struct app *app);

/* Open document ID in place of the one that is open, on top of the list. */
enum err_code app_open(struct app *app, int64_t id, struct err *e);

/* Close what lies above the topmost view whose table is OPS. False, and nothing is done, where there is none. */
bool app_back_to(struct app *app, const struct view_ops *ops);

/* The view of the table OPS, which OPEN makes, on top; nothing where it is there. */
typedef enum err_code app_open_fn(struct app *app, struct view **out, struct err *e);
enum err_code app_show(struct app *app, const struct view_ops *ops, app_open_fn *open, struct err *e);

/* Take the top view away; from the last one, quit. */
void app_pop(struct app *app);

/* The top view where its table is OPS, else NULL. */
struct view *app_top(const struct app *app, const struct view_ops *ops);

/* The document, and the reviewer, that a command without an argument is about now; 0: none. */
int64_t app_document(const struct app *app);
int64_t app_reviewer(const struct app *app);

/* The annotation under the cursor of the view on top. */
struct subject app_subject(const struct app *app);

/* Whether C would change what this reviewer may not change: anything, for a reader; what is a lead's; in a document
 * that is closed, its annotations. ERR_DENIED with the store's own sentence, before anything is typed for it. */
enum err_code app_refuses(const struct app *app, const struct command *c, struct err *e);

/* Whether C, bound in the view on top, would do something to what is under the cursor there: the bottom line offers
 * only that. */
bool app_offers(const struct app *app, const struct command *c);

/* The contexts in which a command may work now (enum context, or-ed). */
unsigned app_contexts(const struct app *app);

/* ---- messages ---- */

void app_say(struct app *app, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void app_fail(struct app *app, const struct err *e);

/* Say what others did to this reviewer: at once, or when nothing is being typed any more. */
void app_notice(struct app *app, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Say what was kept, where nothing else is said and nothing typed. */
void app_say_kept(struct app *app);

/* ---- running commands ---- */

/* Handle one key (dispatch.c). */
void app_key(struct app *app, struct key k);

/* Carry out a command where it is allowed now; an error is shown. */
void app_run(struct app *app, const struct command_line *line, int count, struct key key);

/* Let "repeat" do LINE again from now on, which is copied. */
void app_remember(struct app *app, const struct command_line *line);

/* Parse LINE and carry it out. */
void app_run_line(struct app *app, const char *line);

/* The handlers that work in every view, by command id; and those of them that stand in a file of their own. */
extern handler_fn *const app_handlers[CMD_COUNT];
handler_fn cmd_layer, cmd_layers; /* cmd_layer.c */
handler_fn cmd_follow, cmd_people;
handler_fn cmd_codebook; /* cmd_code.c */

/* The handler of ID in view V, or NULL. */
handler_fn *app_handler(const struct view *v, enum command_id id);

/* The text of a prompt that was accepted, left, or changed by a key (cmd_prompt.c). */
void app_prompt_accept(struct app *app);
void app_prompt_cancel(struct app *app);
void app_prompt_changed(struct app *app);
void app_prompt_complete(struct app *app);

/* Keep LINE, which was typed in a prompt of KIND and could not be taken, and say in E how to have it back, behind the
 * reason that is there. Returns RC. */
enum err_code app_keep_typed(struct app *app, enum prompt_kind kind, const char *line, enum err_code rc, struct err *e);

/* ---- the feed ---- */

/* What change C means for this reviewer, whatever is on the screen: a document was assigned to them, they have another
 * role (team.c). */
void app_team_changed(struct app *app, const struct change *c);

/* Bring every change behind feed_seq to the views: this session's own and everybody else's. */
enum err_code app_sync(struct app *app, struct err *e);

/* ---- the others (live.c) ---- */

/* Look for what others changed, and whether the file is still there. The screen is to be drawn again where that is
 * seen on it, and else not. */
void app_look(struct app *app);

/* What is due four times a second: tell where this session is, look who is here, let marks vanish, save places. */
void app_tick(struct app *app);

/* Let the view on top go on with its work; with ALL to the end. */
void app_work(struct app *app, bool all);

/* Where this session is: the document of the reader in the stack and its cursor, or 0 and 0. */
void app_place(const struct app *app, int64_t *document, int64_t *position);

/* Read keys, carry out, look around and draw, until the program ends. */
enum err_code app_loop(struct app *app, struct err *e);

/* ---- drawing ---- */

void app_draw(struct app *app);                        /* the whole screen into the grid */
void app_draw_status(struct app *app, struct grid *g); /* status.c: its first row */
void app_draw_bottom(struct app *app, struct grid *g); /* and its last */

#endif
