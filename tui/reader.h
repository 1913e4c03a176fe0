/* The document beside its annotations: what is read, where the cursor is, what is selected.
 *
 * Positions are code points and always on grapheme boundaries; annotations are known by their ids, because another
 * reviewer may change the list between two keys. */
#ifndef ZHUPI_TUI_READER_H
#define ZHUPI_TUI_READER_H

#include "exchange/reading.h"
#include "text/find.h"
#include "text/unit.h"
#include "tui/annset.h"
#include "tui/app.h"
#include "tui/arrival.h"
#include "tui/gist.h"
#include "tui/linkset.h"
#include "tui/reviewers.h"
#include "tui/rows.h"
#include "tui/strip.h"
#include "tui/threads.h"

#define READER_GUTTER 4        /* cells: one for each tag, one for the sentence under the cursor */
#define READER_MARGIN_FROM 100 /* columns; below, the panel folds under the text */
#define READER_STRIP_FROM 30   /* rows; below, the strip takes no row of its own */
#define READER_STRIP_COLS 60   /* columns; below, the border of the panel has no room for it */
#define READER_JUMPS 64
#define READER_MAX_ROWS 1000

/* Where things stand on the screen: cells and rows. */
struct reader_shape {
    int rows;        /* of text */
    int text_cols;   /* cells of a row of text */
    int margin_col;  /* the border of the margin; 0: none */
    int margin_cols; /* cells behind the border */
    int panel_rows;  /* of the panel under the text, with its border; 0: none */
    int strip_col;   /* where the strip stands, in the row below the text */
    int strip_cols;  /* and its cells; 0: there is none */
    bool wide;       /* ambiguous characters take two cells */
};

struct selection {
    bool active;
    enum unit unit;
    size_t anchor;    /* a grapheme of the end that stays */
    int64_t editing;  /* the annotation whose ends are moved, or 0 */
    int64_t revision; /* and the revision that was seen */
};

struct reader {
    struct view view;
    struct document document;
    struct reading reading;
    struct rows *rows;
    bool put_off;       /* what is still to be read, until what is there was painted */
    bool looked_at;     /* only shown, beside the outline: it is neither read nor the place to come back to */
    bool noise_changed; /* the reading is to be read again before it is shown */
    struct annset notes;
    size_t notes_read;      /* how often NOTES was read as a whole */
    struct threads threads; /* what was said about them */
    struct linkset links;   /* and what they are linked with, */
    struct gists *gists;    /* which may be in other documents */
    int64_t links_seq;      /* the newest change that was about them */
    struct reviewers names;
    const struct codes *codes; /* the program's */
    int64_t unfolded;          /* the annotation whose resolved threads are shown whole, or 0 */
    struct reader_shape shape;
    size_t cursor;
    int goal;       /* the cell that row-down and row-up keep to; -1: the cursor's */
    struct row top; /* the first row on the screen */
    struct selection selection;
    int64_t current;   /* the annotation that the panel is tied to, or 0 */
    int64_t panel_top; /* the first annotation in the panel under the text, or 0 */
    bool in_panel, panel_hidden;
    struct strip strip;
    struct arrivals arrivals;
    uint64_t places;   /* where the others are on the screen: places_seen when it was drawn */
    struct find *find; /* NULL: nothing was searched */
    bool show_matches;
    size_t search_origin;
    struct str search_missed;   /* what was typed there and not found */
    size_t jumps[READER_JUMPS]; /* places before jumps, oldest first */
    size_t jump_count, jump_at;
    int64_t note_of, note_revision; /* whose note is being typed */
    size_t saved_cursor;
    int64_t read_to; /* as it was saved last */
};

extern const struct view_ops reader_ops;

/* Open document ID where this reviewer left it. Of a big one only what the first screen shows is read then, with some
 * text behind it (reading.h); view_ops.work reads the rest, or the first key. */
enum err_code reader_open(struct app *app, int64_t id, struct reader **out, struct err *e);

/* Open document ID on top of what is open, to come back to that, at ANNOTATION, with the panel tied to it; where that
 * is 0 or not shown, at POSITION (-1: where this reviewer left it). From the thread view above the document itself, go
 * back there. The keys are those of the text then. */
enum err_code reader_visit(struct app *app, int64_t id, int64_t annotation, int64_t position, struct err *e);

/* Go to ANNOTATION of document ID: in the reader on top, or with that document in place of the one that is open there.
 */
enum err_code reader_switch(struct app *app, int64_t id, int64_t annotation, struct err *e);

/* Go back to the place that reader_switch left last for another document. ERR_NOT_FOUND where there is none. */
enum err_code reader_switch_back(struct app *app, struct err *e);

/* The reader on top of the stack, or NULL; the one that lies somewhere in it. */
struct reader *reader_of(const struct app *app);
struct reader *reader_in(const struct app *app);

/* ---- what is not read yet (reader_open.c) ---- */

/* Before a key, and before command ID is carried out: read what of the document on top it wants. False where that
 * failed: the document is closed then, and the message says why. */
bool reader_ready_for_key(struct app *app);
bool reader_ready_for(struct app *app, enum command_id id);

/* Read what has to be there to show CP; all of the text and its flow. What is on the screen stays. */
void reader_reach(struct reader *r, size_t cp);
enum err_code reader_read_text(struct reader *r, struct app *app, struct err *e);

/* The view's. */
bool reader_work(struct view *v, struct app *app);
void reader_resize(struct view *v, struct app *app);
void reader_free(struct view *v);

/* ---- places ---- */

/* Where the cursor stands for CP: as in rows.h. */
size_t reader_stand(const struct reader *r, size_t cp);

/* Put the cursor there. */
void reader_go(struct reader *r, size_t cp);

/* The same, and remember the present place on the jump list; or the place FROM there. */
void reader_jump(struct reader *r, size_t cp);
void reader_remember_jump(struct reader *r, size_t from);

/* The last code point that the cursor may stand on (0 in an empty document). */
size_t reader_last(const struct reader *r);

/* "grapheme", "clause", "sentence", "paragraph": as commands spell it, never translated. */
const char *reader_unit_name(enum unit unit);

/* What a tag would be put on: the selection, or the sentence under the cursor, which may go on across noise. Empty in
 * an empty document, and on noise that is in no sentence. */
struct span reader_target(const struct reader *r);
struct span reader_selection(const struct reader *r);

/* The annotation under the cursor: the one the panel is tied to, or NULL. */
const struct annotation *reader_current(const struct reader *r);

/* While the ends of an annotation move nothing else is changed, because it would make them stale: ERR_INPUT. */
enum err_code reader_need_fixed_ends(const struct reader *r, struct err *e);

/* The same, where it has to be there (ERR_NOT_FOUND), and this reviewer's own (ERR_DENIED). The store asks again; this
 * is for what would have to be typed first. */
enum err_code reader_need_own(const struct app *app, const struct annotation **out, struct err *e);

/* Before a command: tie the panel to what is under the cursor by now. What others do there between two keys does not,
 * so that nothing moves under the one who reads. */
void reader_meet(struct reader *r);

/* Tie the panel to annotation INDEX of the notes and go there; nothing where there is none. */
void reader_tie(struct reader *r, size_t index);

/* The rows on the screen from the top on into ROWS (READER_MAX_ROWS of them); how many the document has there. */
size_t reader_rows(const struct reader *r, struct row *rows);

/* The row behind *ROW; the empty one behind the line end that ends a file is none: false, and *ROW unchanged. */
bool reader_next_row(const struct reader *r, struct row *row);

/* Whether the cursor is on noise; then *OUT (which may be NULL) is what noise that is. */
bool reader_on_noise(const struct reader *r, struct noise *out);

/* Scroll the top by ROWS (negative: up), as far as the document goes. Returns the rows done. */
int reader_scroll(struct reader *r, int rows);

/* Scroll so that the row of the cursor is row WHERE of the screen, as near as the document's start allows. */
void reader_place_cursor(struct reader *r, int where);

/* Scroll as little as shows the cursor; after a far jump, put it in the upper third. */
void reader_show_cursor(struct reader *r);

/* The document position at column X, row Y of the screen, of the text. False outside of it. */
bool reader_at_mouse(const struct reader *r, int x, int y, size_t *cp);

/* The same of the strip. */
bool reader_at_strip(const struct reader *r, int x, int y, size_t *cp);

/* What the screen shows, before the flow that it stands on is another one; and to show the same on the new one, with
 * the cursor in its row of the screen. */
struct reader_place {
    size_t top;
    int where; /* the cursor's row on the screen; -1: it is not there */
};
struct reader_place reader_place(struct reader *r);
void reader_stand_on(struct reader *r, struct app *app, const struct reader_place *was);

/* Take in what noise is now, where that has changed, and whether it is folded away (app->noise_folded). The cursor
 * stays in its row of the screen. */
void reader_follow_noise(struct reader *r, struct app *app);

/* Read the annotations again, those that app->layer shows. */
enum err_code reader_load_notes(struct reader *r, const struct app *app, struct err *e);

/* ---- drawing (reader_draw.c, margin.c, panel.c, places.c) ---- */

void reader_draw(struct view *v, struct app *app, struct grid *g);
void reader_status(struct view *v, struct app *app, struct str *left, struct str *right);
struct hints reader_hints(const struct view *v);
/* The first annotation in the panel under the text. It stays until the current annotation, or the next behind the
 * cursor, is not among those shown; then it is the first of that one's page of the list. */
size_t panel_first(const struct reader *r);
void panel_draw(const struct reader *r, struct grid *g, int row);

/* The index of the annotation that stands in the panel's row ROW (0: the one below its title), or of none. */
size_t panel_index_at(const struct reader *r, int row);

/* What is said in short about A, with how many LINKS it has, right of its words: drawn to end before column END, in at
 * most ROOM cells. Returns the cells with the blank behind them, 0 for nothing. */
int panel_marks(const struct reader *r, struct grid *g, int row, int end, int room, const struct annotation *a,
                bool links);

/* The whole note of the annotation that the panel is on, over the rows at the bottom (detail.c). After the cursor is
 * placed. */
void detail_draw(const struct reader *r, struct grid *g);

/* How the words of A look there. */
style panel_ink(const struct reader *r, const struct annotation *a);

/* The words of annotation A for the panel: "quote", with LFs as spaces, at most about CELLS cells, added to OUT. */
void panel_quote(const struct reader *r, const struct annotation *a, int cells, struct str *out);

/* The last name on the path of A's code, drawn from column COL of ROW on in at most CELLS cells, with what parts it
 * from the quote behind it. Returns the cells taken, 0 where it has none. */
int panel_code(const struct reader *r, struct grid *g, int row, int col, int cells, const struct annotation *a);

/* A reviewer's NAME, or its initials where that takes more than CELLS; added to OUT. Returns its cells. */
int panel_name(const char *name, int cells, bool wide, struct str *out);

/* What stands in the margin beside one row. */
struct margin_line {
    size_t index; /* in notes; SIZE_MAX: nothing */
    int line;     /* of that annotation's block: 0 is its head */
    int talk;     /* which line of what was said it is, from 1; 0: none */
    int lines;    /* of what was said in that block */
    int link;     /* which line of its links it is, from 1; 0: none */
    int links;    /* lines of links in that block */
    size_t more;  /* annotations that found no room down to here */
};

/* What stands beside the N rows from R's top on (of which ROWS holds the first COUNT, those that the document has).
 * It follows from the document alone, not from where the screen is, so that text and margin scroll together. */
void margin_lay(struct reader *r, const struct row *rows, size_t count, struct margin_line *out, size_t n);
void margin_draw(const struct reader *r, struct grid *g, int row, const struct margin_line *line);

/* Draw the strip, where there is room for it (strip.h). */
void reader_draw_strip(struct reader *r, struct grid *g, const struct row *rows, size_t count);

/* The sign of the others whose cursors are in ROW, drawn in row Y of the screen over what is drawn there. */
void places_draw(const struct reader *r, const struct app *app, struct grid *g, int y, const struct row *row);

/* A number that is another one when somebody came to another row of this screen. */
uint64_t places_seen(const struct reader *r, const struct app *app);

/* ---- commands, by file ---- */

#define READER_HANDLER(name) enum err_code name(struct app *app, const struct invocation *inv, struct err *e)
/* cmd_move.c */
READER_HANDLER(cmd_left);
READER_HANDLER(cmd_right);
READER_HANDLER(cmd_rows);
READER_HANDLER(cmd_row_start);
READER_HANDLER(cmd_row_end);
READER_HANDLER(cmd_unit);
READER_HANDLER(cmd_pages);
READER_HANDLER(cmd_scroll);
READER_HANDLER(cmd_screen);
READER_HANDLER(cmd_document_start);
READER_HANDLER(cmd_document_end);
READER_HANDLER(cmd_center);
/* cmd_jump.c */
READER_HANDLER(cmd_annotation_next);
READER_HANDLER(cmd_annotation_previous);
READER_HANDLER(cmd_untagged_next);
READER_HANDLER(cmd_jump_back);
READER_HANDLER(cmd_jump_forward);
READER_HANDLER(cmd_mark_set);
READER_HANDLER(cmd_mark_go);
/* cmd_section.c */
READER_HANDLER(cmd_outline);
READER_HANDLER(cmd_section_next);
READER_HANDLER(cmd_section_previous);
/* cmd_select.c */
READER_HANDLER(cmd_select);
READER_HANDLER(cmd_swap);
READER_HANDLER(cmd_ends);
READER_HANDLER(cmd_accept);
READER_HANDLER(cmd_reader_cancel);
READER_HANDLER(cmd_mouse_cursor);
READER_HANDLER(cmd_mouse_select);
READER_HANDLER(cmd_mouse_sentence);
/* cmd_tag.c */
READER_HANDLER(cmd_tag);
READER_HANDLER(cmd_retag);
READER_HANDLER(cmd_delete);
READER_HANDLER(cmd_note);
READER_HANDLER(cmd_note_editor);
READER_HANDLER(cmd_repeat);
/* cmd_link.c: for the document and its links; cmd_chain.c */
READER_HANDLER(cmd_link);
READER_HANDLER(cmd_links);
READER_HANDLER(cmd_chain);
/* cmd_code.c */
READER_HANDLER(cmd_code);
/* cmd_talk.c: for the document, the thread view and the agenda */
READER_HANDLER(cmd_agenda);
READER_HANDLER(cmd_comment_delete);
READER_HANDLER(cmd_resolve);
READER_HANDLER(cmd_settle);
READER_HANDLER(cmd_talk);
READER_HANDLER(cmd_thread);
READER_HANDLER(cmd_fold);
/* cmd_noise.c */
READER_HANDLER(cmd_noise);
READER_HANDLER(cmd_noise_fold);
READER_HANDLER(cmd_noise_next);
/* cmd_search.c */
READER_HANDLER(cmd_search);
READER_HANDLER(cmd_search_next);
READER_HANDLER(cmd_search_previous);
/* cmd_view.c */
READER_HANDLER(cmd_focus);
READER_HANDLER(cmd_panel);
READER_HANDLER(cmd_strip);

/* The incremental search: show what the pattern typed so far finds; forget it and go back to where it began. */
void reader_search_preview(struct reader *r, const char *pattern);
void reader_search_abandon(struct reader *r);

#endif
