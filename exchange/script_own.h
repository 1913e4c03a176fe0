/* What the files of script.h share, and nobody else uses. */
#ifndef ZHUPI_EXCHANGE_SCRIPT_OWN_H
#define ZHUPI_EXCHANGE_SCRIPT_OWN_H

#include "db/store.h"
#include "exchange/script.h"

struct script {
    struct store *store;
    int64_t document; /* whose text is kept; 0: none */
    struct text *text;
};

/* The annotation UUID, to be cleared. ERR_NOT_FOUND where it is deleted, too. */
enum err_code script_annotation(struct script *sc, const char *uuid, struct annotation *out, struct err *e);

/* ---- script_code.c ---- */

enum err_code script_annotation_code(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e);
enum err_code script_code_add(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e);

/* ---- script_link.c ---- */

enum err_code script_link_add(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e);
enum err_code script_link_note(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e);
enum err_code script_link_remove(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e);

#endif
