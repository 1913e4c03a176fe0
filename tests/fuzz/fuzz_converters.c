/* The table of converters: every line is a converter or is told, and what can be found can be run. */
#include "exchange/converter.h"

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

static void law_converter(const struct converter *f)
{
    size_t n = 0;
    bool file = false;
    for (; f->argv[n]; n++)
        file |= strstr(f->argv[n], "%s") != NULL;
    LAW(n > 1 && n <= CONVERTER_WORDS && file);
    LAW(f->argv[0][0]);
    LAW(f->argv[0][0] == '/' || !strchr(f->argv[0], '/'));
    LAW(f->output <= CONVERTER_HTML && strchr(f->type, '/'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct told told = {0};
    struct converters *f = converters_new();
    converters_read(f, "table", (const char *)data, size, count_line, &told);
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
        const struct converter *found = converters_find(f, type);
        if (found)
            law_converter(found);
        free(type);
        const uint8_t *lf = memchr(data + end, '\n', size - end);
        start = lf ? (size_t)(lf - data) + 1 : size;
    }
    converters_free(f);
    return 0;
}
