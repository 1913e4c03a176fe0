/* A document of sentences as people in an office write them, alike and full of set phrases, and an editor that makes a
 * newer version of it and knows where each sentence went. The same seed gives the same document and the same edits. */
#ifndef ZHUPI_TESTS_ANCHOR_EDIT_H
#define ZHUPI_TESTS_ANCHOR_EDIT_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct edit_sentence {
    char *words; /* with what ends it */
    int id;      /* of the sentence in the first version that it was; -1: a new one */
    int more;    /* the id of a second one that was joined to it, or -1 */
    bool last;   /* of its paragraph */
};

struct edit_text {
    struct edit_sentence *all;
    size_t count, cap;
    uint64_t seed;
};

/* What the editor does. */
enum edit {
    EDIT_NONE,
    EDIT_INSERT,      /* new paragraphs between the others */
    EDIT_DELETE,      /* paragraphs left out */
    EDIT_REORDER,     /* paragraphs at other places */
    EDIT_TYPOS,       /* a character or two of a sentence */
    EDIT_WORDS,       /* a word of a sentence, or a new one in it */
    EDIT_JOIN,        /* two sentences to one, one to two */
    EDIT_PUNCTUATION, /* other marks */
    EDIT_ALL,
    EDITS
};

void edit_write(struct edit_text *t, uint64_t seed, size_t sentences);
struct edit_text edit_made(const struct edit_text *from, enum edit kind);
void edit_clear(struct edit_text *t);

/* The whole text. SPANS (2 * ids) gets where each id begins and ends in code points; where it is not there, 0 and 0. */
void edit_join(const struct edit_text *t, struct str *out, size_t *spans, size_t ids);

#endif
