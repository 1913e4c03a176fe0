/* The commands that name their document and places by words: for zhupi batch and for the ":" prompt of the reviewer.
 *
 * Each is called by the name that the command table gives it and takes its arguments as strings, their number already
 * checked. A function that returned ERR_OK has committed. */
#ifndef ZHUPI_EXCHANGE_SCRIPT_H
#define ZHUPI_EXCHANGE_SCRIPT_H

#include "base/err.h"
#include "base/uuid.h"

struct store;
struct script;

/* Scripts over S, which must outlive them. The text of the document used last is kept. */
struct script *script_new(struct store *s);
void script_free(struct script **sc);

/* One command with its arguments (without its name); the uuid of what it made or changed (an annotation, a code,
 * a comment, a link, a document; of a thread the comment that began it; of undo and redo the annotation) goes to UUID.
 * ERR_INPUT for an argument that makes no sense: a range that is not inside the document or cuts a grapheme cluster is
 * refused, not mended. */
typedef enum err_code script_fn(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e);

/* The function of the command called NAME, or NULL. */
script_fn *script_find(const char *name);

#endif
