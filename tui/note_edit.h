/* Several lines that are typed: the built-in editor of notes and comments, for everybody who set no editor, and where
 * none may be started. A view over the whole screen. */
#ifndef ZHUPI_TUI_NOTE_EDIT_H
#define ZHUPI_TUI_NOTE_EDIT_H

#include "tui/app.h"

/* What the text belongs to, by ids: what they stand for may change, or be gone, between two keys. */
struct note_edit_ids {
    int64_t subject;  /* the annotation, or what else is written about */
    int64_t revision; /* of it, that was seen */
    int64_t other;    /* whatever DONE needs besides */
    bool keep;        /* DONE is for the writer alone, and can be undone: call it also when the line breaks */
};

/* Take the TEXT (without line ends behind the last line), which differs from the one that was opened, or is not empty
 * where that was. After ERR_OK the editor is closed. After an error it stays open with what was typed, and the message
 * is shown; IDS may be changed then, for the next try. */
typedef enum err_code note_edit_done_fn(struct app *app, struct note_edit_ids *ids, const char *text, struct err *e);

/* Let the reviewer write, beginning with TEXT. TITLE says whose it is and about which passage. ERR_INPUT where another
 * editor is open. */
enum err_code note_edit_open(struct app *app, const char *title, const char *text, note_edit_done_fn *done,
                             const struct note_edit_ids *ids, struct err *e);

/* Whether something is being written: what would close the views has to wait. */
bool note_edit_is_open(const struct app *app);

/* The line broke: keep what was being written, where it is to be kept. */
void note_edit_hang_up(struct app *app);

#endif
