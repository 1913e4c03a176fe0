#include "exchange/reading.h"

#include "base/mem.h"
#include "text/noise.h"

#include <stdlib.h>

static bool collect(void *ctx, const struct noise_mark *m)
{
    noise_list_add(ctx, m->noise.span, m->noise.kind);
    return true;
}

/* Items are sentences of their own already. */
static void tell_headings(struct reading *r)
{
    struct span *spans = mem_alloc(r->outline.count + 1, sizeof *spans);
    size_t n = 0;
    for (size_t i = 0; i < r->outline.count; i++)
        if (!r->outline.headings[i].item)
            spans[n++] = r->outline.headings[i].span;
    flow_set_headings(r->flow, spans, n);
    free(spans);
}

enum err_code reading_refresh(struct store *s, int64_t id, struct reading *r, struct err *e)
{
    struct noise_list noise = {0};
    enum err_code rc = store_noise(s, id, collect, &noise, e);
    if (!rc) {
        flow_free(r->flow);
        outline_clear(&r->outline);
        r->flow = flow_new(r->text, noise.all, noise.count);
        outline_find(r->flow, r->headings, r->heading_count, &r->outline);
        tell_headings(r);
    }
    noise_list_clear(&noise);
    return rc;
}

enum err_code reading_load(struct store *s, int64_t id, struct reading *out, struct err *e)
{
    char *utf8 = NULL;
    size_t n = 0;
    *out = (struct reading){0};
    enum err_code rc = store_document_text(s, id, &utf8, &n, e);
    if (rc)
        return rc;
    out->text = text_new(utf8, n);
    rc = store_headings(s, id, &out->headings, &out->heading_count, e);
    if (!rc)
        rc = reading_refresh(s, id, out, e);
    if (rc)
        reading_clear(out);
    return rc;
}

void reading_clear(struct reading *r)
{
    outline_clear(&r->outline);
    free(r->headings);
    flow_free(r->flow);
    text_free(r->text);
    *r = (struct reading){0};
}
