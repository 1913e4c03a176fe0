/* A chain as a picture: boxes for what is wrong, why, and what is done about it, from left to right, and arrows with
 * what each is to the next. It takes its colours from the style of the page (classes box, m, c, r, open, edge). */
#ifndef ZHUPI_EXCHANGE_CHAIN_SVG_H
#define ZHUPI_EXCHANGE_CHAIN_SVG_H

#include "exchange/ledger_entry.h"

#include <stdio.h>

#define CHAIN_SVG_BOXES 24 /* that are drawn; a note says how many more there are */

/* Draw ENTRY as an inline <svg>, each box a link to "#i-<row>-<item>". */
void chain_svg(FILE *out, const struct entry *entry);

#endif
