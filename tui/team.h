/* The commands of a team: who reads what, what is done, who may do what. They work in every view that says which
 * document or reviewer it is about (view.h). */
#ifndef ZHUPI_TUI_TEAM_H
#define ZHUPI_TUI_TEAM_H

#include "tui/app.h"

/* What is left for this reviewer to do. */
struct team_todo {
    int64_t next;    /* the document to go on with in the order of the list, round the end; 0: none */
    size_t left;     /* documents to do */
    size_t assigned; /* documents that are theirs, done and closed ones too */
};

/* Look behind document AFTER (0: from the start), or from it on where FROM_IT. One query. */
enum err_code team_todo(struct app *app, int64_t after, bool from_it, struct team_todo *out, struct err *e);

/* Add the first key of COMMAND in the view on top to OUT: "+"; where there is none, the command's name. */
void team_add_key(const struct app *app, enum command_id command, struct str *out);

#define TEAM_HANDLER(name) enum err_code name(struct app *app, const struct invocation *inv, struct err *e)
TEAM_HANDLER(cmd_assign);
TEAM_HANDLER(cmd_done);
TEAM_HANDLER(cmd_role);
TEAM_HANDLER(cmd_todo_next);

#endif
