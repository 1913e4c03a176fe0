/* A long note in the reviewer's own editor: $VISUAL, else $EDITOR. */
#ifndef ZHUPI_TUI_EDITOR_H
#define ZHUPI_TUI_EDITOR_H

#include "tui/frontend.h"

struct edited {
    char *text; /* what the editor left, without the last line end */
    bool changed;
    char path[64]; /* of the temporary file, still there */
};

/* Whether one of them is set; otherwise note_edit.h is the editor. */
bool editor_is_set(void);

/* Let the reviewer edit TEXT. ERR_INPUT where the result is no valid UTF-8 or too long: the message names the file
 * that keeps it. */
enum err_code editor_run(struct frontend *f, const char *text, struct edited *out, struct err *e);

/* Remove the temporary file and free the text. After a failure (RC, with its message in E) the file stays, and the
 * message says where. */
void editor_finish(struct edited *edited, enum err_code rc, struct err *e);

#endif
