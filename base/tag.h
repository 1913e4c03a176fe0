/* The three tags. The numbers are what the database stores; the names are what every file and prompt spells. */
#ifndef ZHUPI_BASE_TAG_H
#define ZHUPI_BASE_TAG_H

#include <stdbool.h>

enum tag { TAG_NONE = 0, TAG_MANIFESTATION = 1, TAG_CAUSE = 2, TAG_REMEDY = 3 };

/* "manifestation", "cause", "remedy": as files and scripts spell it, never translated. "" for another number. */
const char *tag_name(enum tag tag);

/* The name in the reader's language (表现 / 原因 / 对策). */
const char *tag_label(enum tag tag);

/* 'M', 'C', 'R': the letter on the screen; ' ' for another number. */
char tag_letter(enum tag tag);

/* The tag named by S: its name or its letter in either case, its label, or 表现, 原因, 对策 in every language. False
 * where it names none. */
bool tag_parse(const char *s, enum tag *out);

#endif
