#include "tui/sums.h"

#include "base/mem.h"

#include <stdlib.h>

void sums_clear(struct sums *s)
{
    for (size_t i = 0; i < s->count; i++)
        str_clear(&s->people[i].rest);
    free(s->people);
    *s = (struct sums){0};
}

static void add_share(struct tally_share *to, struct tally_share s)
{
    to->done += s.done;
    to->total += s.total;
}

static void add_part(struct sum *s, const struct tally_document *d, const struct tally_part *part, int rest_cells)
{
    s->documents++;
    s->tags += part->annotations;
    s->questions += part->questions;
    if (!part->assigned)
        return;
    add_share(&s->done, (struct tally_share){part->done != 0, 1});
    add_share(&s->read, tally_part_read(d, part));
    if (tally_part_state(d, part) == TALLY_TODO)
        tally_add_name(&s->rest, d->document.name, rest_cells, &s->more);
}

/* How far somebody is who has nothing to do: in the documents where they have been. */
static void add_visits(struct sums *s, const struct tally *t)
{
    for (size_t i = 0; i < t->document_count; i++) {
        const struct tally_document *d = &t->documents[i];
        for (size_t j = 0; j < d->count; j++) {
            struct sum *one = &s->people[d->parts[j].reviewer];
            if (one->done.total == 0)
                add_share(&one->read, tally_part_read(d, &d->parts[j]));
        }
    }
}

void sums_set(struct sums *s, const struct tally *t, int rest_cells)
{
    sums_clear(s);
    s->count = t->reviewer_count;
    s->people = mem_zero(s->count + 1, sizeof *s->people);
    for (size_t i = 0; i < t->document_count; i++) {
        const struct tally_document *d = &t->documents[i];
        add_share(&s->done, tally_done(d));
        for (size_t j = 0; j < d->count; j++)
            add_part(&s->people[d->parts[j].reviewer], d, &d->parts[j], rest_cells);
    }
    for (size_t i = 0; i < s->count; i++)
        tally_add_more(&s->people[i].rest, s->people[i].more);
    add_visits(s, t);
}
