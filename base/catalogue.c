#include "base/catalogue.h"

#include <stdint.h>
#include <string.h>

#define MAGIC 0x950412deU

/* The words of the header, by their place in the file. */
enum { WORD_MAGIC, WORD_REVISION, WORD_COUNT, WORD_IDS, WORD_TRANSLATIONS, HEADER_WORDS };

static uint32_t word_at(const struct catalogue *c, size_t offset)
{
    uint32_t w;
    memcpy(&w, c->bytes + offset, sizeof w);
    return w;
}

static uint32_t header(const struct catalogue *c, int word)
{
    return word_at(c, (size_t)word * sizeof(uint32_t));
}

/* Entry I of the table at the header's WORD: LENGTH bytes and a NUL. NULL where it does not lie in the file. */
static const char *entry(const struct catalogue *c, int word, size_t i, size_t *length)
{
    size_t at = header(c, word) + i * 2 * sizeof(uint32_t);
    size_t start = word_at(c, at + sizeof(uint32_t));
    *length = word_at(c, at);
    if (start >= c->size || *length >= c->size - start || c->bytes[start + *length] != '\0')
        return NULL;
    return c->bytes + start;
}

static bool has_table(const struct catalogue *c, int word)
{
    size_t start = header(c, word), rows = header(c, WORD_COUNT);
    return start <= c->size && rows <= (c->size - start) / (2 * sizeof(uint32_t));
}

bool catalogue_read(const void *bytes, size_t size, struct catalogue *out)
{
    *out = (struct catalogue){bytes, size};
    bool good = size >= HEADER_WORDS * sizeof(uint32_t) && header(out, WORD_MAGIC) == MAGIC &&
                header(out, WORD_REVISION) >> 16 == 0 && has_table(out, WORD_IDS) && has_table(out, WORD_TRANSLATIONS);
    if (!good)
        *out = (struct catalogue){0};
    return good;
}

static const char *form_of(const char *translation, size_t length, size_t form)
{
    const char *end = translation + length;
    for (; form > 0 && translation + strlen(translation) < end; form--)
        translation += strlen(translation) + 1;
    return translation;
}

const char *catalogue_find(const struct catalogue *c, const char *id, size_t form)
{
    size_t low = 0, high = c->bytes ? header(c, WORD_COUNT) : 0, length;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *at = entry(c, WORD_IDS, middle, &length);
        int order = at ? strcmp(id, at) : -1;
        if (order == 0) {
            const char *found = entry(c, WORD_TRANSLATIONS, middle, &length);
            return found && *found ? form_of(found, length, form) : id;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return id;
}
