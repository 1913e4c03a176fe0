/* The reviewer and the writers of reports with a file that is not trusted: whatever stands in it, they come to an end,
 * and what they show may be sent to a terminal. */
#ifndef ZHUPI_TESTS_FUZZ_TOUR_H
#define ZHUPI_TESTS_FUZZ_TOUR_H

#include <stddef.h>

/* Review the file PATH in the folder DIR with the N bytes at KEYS, as headless.c reads them; with an empty KEYS through
 * every view. */
void tour_screens(const char *dir, const char *path, const char *keys, size_t n);

/* Ledger, codebook, links, feed in words, and what becomes of annotations of older versions. */
void tour_reports(const char *path);

#endif
