/* All that was said about one annotation, to be read and answered. */
#ifndef ZHUPI_TUI_THREAD_H
#define ZHUPI_TUI_THREAD_H

#include "tui/app.h"

extern const struct view_ops thread_ops;

/* The threads of ANNOTATION, the cursor on comment COMMENT (0: on the first that is open). */
enum err_code thread_open(struct app *app, int64_t annotation, int64_t comment, struct view **out, struct err *e);

/* The revision of the comment under the cursor that was shown. ERR_NOT_FOUND where there is none. */
enum err_code thread_revision(const struct view *v, int64_t *id, int64_t *revision, struct err *e);

/* Put the cursor on comment ID, once it is known: it was just made. */
void thread_choose(struct view *v, int64_t id);

#endif
