#include "tests/bench/gauge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pty *gauge_start(const char *const argv[], int columns, int rows)
{
    const char *const env[] = {"LC_ALL=C.UTF-8", "XDG_CONFIG_HOME=/nonexistent", "NO_COLOR", "COLUMNS", "LINES", NULL};
    struct pty *p = pty_start(argv, env, rows, columns);
    if (p && pty_wait(p, " help")) {
        pty_type(p, "gg"); /* from the place where a session left; nothing shows where that was the start */
        pty_drain(p);
        if (pty_press(p, "M"))
            return p;
    }
    pty_free(p);
    return NULL;
}

void gauge_end(struct pty *p)
{
    int status;
    if (!p)
        return;
    pty_type(p, ":quit\r");
    pty_wait_exit(p, &status);
    pty_free(p);
}

bool gauge_press(struct pty *p, const char *line)
{
    char key[64];
    int used;
    for (; line && sscanf(line, "%63s%n", key, &used) == 1; line += used)
        if (!pty_press(p, key))
            return false;
    return true;
}

static bool unanswered(struct pty *p, const struct gauge *g)
{
    int at, column;
    bool visible;
    pty_cursor(p, &at, &column, &visible);
    fprintf(stderr, "# %s: no answer to a key; the cursor is at %d,%d of\n", g->name, at, column);
    for (int row = 0; row <= at; row++)
        fprintf(stderr, "# |%s\n", pty_row(p, row));
    return false;
}

bool gauge_measure(struct pty *p, const struct gauge *g, struct cost *out)
{
    *out = (struct cost){0};
    for (int round = 0; round < g->rounds; round++) {
        if (!gauge_press(p, g->before))
            return unanswered(p, g);
        for (int i = 0; i < g->times; i++) {
            int64_t cpu = gauge_cpu(p);
            size_t bytes = pty_bytes(p);
            if (!pty_press(p, g->key))
                return unanswered(p, g);
            out->cpu += (double)(gauge_cpu(p) - cpu);
            out->bytes += (double)(pty_bytes(p) - bytes);
            if (!gauge_press(p, g->after))
                return unanswered(p, g);
        }
    }
    out->cpu /= g->times * g->rounds;
    out->bytes /= g->times * g->rounds;
    return true;
}

long long gauge_proc(const struct pty *p, const char *file, const char *word)
{
    char path[64], line[256];
    long long n = 0;
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pty_pid(p), file);
    FILE *f = fopen(path, "re");
    while (f && !found && fgets(line, sizeof line, f)) {
        found = strncmp(line, word, strlen(word)) == 0;
        if (found)
            n = strtoll(line + strlen(word), NULL, 10);
    }
    if (f)
        fclose(f);
    return n;
}

int64_t gauge_cpu(const struct pty *p)
{
    return gauge_proc(p, "schedstat", "");
}

void gauge_memory(const struct pty *p, long *now, long *most)
{
    *now = (long)gauge_proc(p, "status", "VmRSS:");
    *most = (long)gauge_proc(p, "status", "VmHWM:");
}
