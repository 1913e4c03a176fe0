/* The links between annotations as CSV. */
#ifndef ZHUPI_EXCHANGE_EXPORT_LINKS_H
#define ZHUPI_EXCHANGE_EXPORT_LINKS_H

#include "exchange/export_csv.h"

/* Write what export_csv writes of links. One document is held at a time. */
enum err_code export_links(struct store *s, const struct export_csv_opts *opts, FILE *out, struct err *e);

#endif
