#include "exchange/tables.h"

static struct table *innermost(struct tables *t)
{
    return t->count > 0 ? &t->open[t->count - 1] : NULL;
}

bool tables_begin(struct tables *t)
{
    if (t->count == TABLES_MAX)
        return false;
    t->open[t->count++] = (struct table){0};
    return true;
}

void tables_end(struct tables *t)
{
    if (t->count > 0)
        t->count--;
}

void tables_columns(struct tables *t, long n)
{
    if (innermost(t))
        innermost(t)->columns += n;
}

void tables_row(struct tables *t)
{
    struct table *table = innermost(t);
    if (!table)
        return;
    table->cells = 0;
    if (table->columns == 1)
        return;
    table->joined++;
    t->joining++;
}

/* As many as began are ended, whatever a file says of its columns between. */
bool tables_row_end(struct tables *t, struct extract *out)
{
    struct table *table = innermost(t);
    if (!table || table->joined == 0)
        return false;
    table->joined--;
    if (--t->joining > 0)
        extract_words(out, " ", 1);
    return t->joining == 0;
}

void tables_cell(struct tables *t, struct extract *out, bool line)
{
    struct table *table = innermost(t);
    if (!table || table->cells++ == 0 || t->joining == 0)
        return;
    if (t->joining == 1 && !line)
        extract_cell(out);
    else
        extract_words(out, " ", 1);
}
