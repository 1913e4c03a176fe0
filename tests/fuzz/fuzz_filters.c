/* The table of filters: every line is a filter or is told, and what can be found can be run. */
#include "exchange/filter.h"

#include "base/mem.h"
#include "tests/fuzz/fuzz.h"

struct told {
    size_t lines;
};

static void count_line(void *ctx, const char *line)
{
    struct told *told = ctx;
    LAW(strncmp(line, "table:", 6) == 0 && fuzz_is_line(line));
    told->lines++;
}

static void law_filter(const struct filter *f)
{
    size_t n = 0;
    bool file = false;
    for (; f->argv[n]; n++)
        file |= strstr(f->argv[n], "%s") != NULL;
    LAW(n > 1 && n <= FILTER_WORDS && file);
    LAW(f->argv[0][0]);
    LAW(f->argv[0][0] == '/' || !strchr(f->argv[0], '/'));
    LAW(f->output <= FILTER_HTML && strchr(f->type, '/'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct told told = {0};
    struct filters *f = filters_new();
    filters_read(f, "table", (const char *)data, size, count_line, &told);
    size_t lines = size > 0 && data[size - 1] != '\n';
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    LAW(told.lines <= lines);
    /* Whatever the lines name as a type. */
    for (size_t start = 0; start < size;) {
        size_t end = start;
        while (end < size && data[end] != '\n' && data[end] != ';')
            end++;
        char *type = mem_ndup(data + start, end - start);
        const struct filter *found = filters_find(f, type);
        if (found)
            law_filter(found);
        free(type);
        const uint8_t *lf = memchr(data + end, '\n', size - end);
        start = lf ? (size_t)(lf - data) + 1 : size;
    }
    filters_free(f);
    return 0;
}
