/* What an import says to the person who started it: a line for each file where there are few, sums at the end. */
#ifndef ZHUPI_CLI_IMPORT_REPORT_H
#define ZHUPI_CLI_IMPORT_REPORT_H

#include "cli/meter.h"
#include "exchange/import.h"

struct import_sum {
    const char *type; /* static */
    size_t n;
};

struct import_report {
    struct store *store;
    const char *database; /* as it was named, for commands to run */
    char *const *paths;
    size_t n_paths;
    bool each; /* files that went well get a line of their own */
    struct meter meter;
    size_t done, added, there, refused, versions;
    int64_t annotations; /* of the older versions */
    size_t noise[NOISE_KINDS];
    struct import_sum *types; /* added documents by type */
    size_t n_types, cap_types;
};

/* Begin to tell of an import of N PATHS (borrowed). With more than 20 files only the refused ones get lines, unless
 * VERBOSE. */
void import_report_begin(struct import_report *r, char *const *paths, size_t n, bool verbose);

/* A path that could not even be listed. */
void import_report_refused(struct import_report *r, const struct err *e);

/* As the watch of import_files: CTX is the report. */
void import_report_at(void *ctx, size_t i, enum import_phase phase, size_t bytes);
void import_report_done(void *ctx, size_t i, const struct imported *result, const struct err *e);

/* The sums, once all is over, or was STOPPED by a signal. */
void import_report_end(struct import_report *r, bool stopped);

#endif
