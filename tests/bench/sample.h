/* Made-up Chinese reports of any size, and annotations in them: the same at every run. */
#ifndef ZHUPI_TESTS_BENCH_SAMPLE_H
#define ZHUPI_TESTS_BENCH_SAMPLE_H

#include "tests/store_fixture.h"

/* Text of about BYTES bytes: headings, paragraphs of some sentences; or ONE_LINE of sentences without any LF. The
 * caller frees. Two samples begin alike, whatever their size, so that their first screens cost the same. */
char *sample_text(size_t bytes, bool one_line);

/* Add it to the file as a document called NAME; its id, or fail the test. */
int64_t sample_document(struct store *s, const char *name, size_t bytes, bool one_line);

/* Put COUNT annotations into it: the first SAMPLE_NEAR one after the other at the start, the others spread over what
 * lies behind SAMPLE_FAR. So screens at the start show the same, whatever COUNT is. */
#define SAMPLE_NEAR 10
#define SAMPLE_STEP 100 /* code points from one to the next */
#define SAMPLE_CHARACTERS 40
#define SAMPLE_FAR 6000
void sample_annotate(const struct fixture *f, int64_t document, int count);

/* Bring the file to COUNT documents, copies of DOCUMENT under other names of one length, three reviewers more, and each
 * document assigned to two of them. */
void sample_team(const struct fixture *f, int64_t document, int count);

#endif
