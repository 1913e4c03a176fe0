/* Run by make: the commands and their default keys as the mdoc(7) list that becomes the manual's COMMANDS part. */
#include "base/mem.h"
#include "base/str.h"
#include "keymaps/keymap.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* TEXT so that roff prints it letter for letter, wherever on a line it stands. */
static void put_literal(const char *text)
{
    static const char special[] = "\\-'`^~\"";
    static const char *const escaped[] = {"\\e", "\\-", "\\(aq", "\\(ga", "\\(ha", "\\(ti", "\\(dq"};
    fputs("\\&", stdout);
    for (; *text; text++) {
        const char *at = strchr(special, *text);
        if (at)
            fputs(escaped[at - special], stdout);
        else
            putchar(*text);
    }
}

/* "UUID [NOTE…]" as macros: "Ar UUID Op Ar NOTE ...". */
static void put_arguments(const char *arguments)
{
    for (const char *p = arguments; *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        bool optional = *p == '[';
        size_t word = strspn(p + optional, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
        printf(" %sAr %.*s", optional ? "Op " : "", (int)word, p + optional);
        if (len > word + (optional ? 2 : 0))
            fputs(" ...", stdout);
        p += len;
    }
}

static void put_contexts(const struct command *c)
{
    if (c->contexts & CONTEXT_ANY) {
        fputs("Works everywhere", stdout);
    } else {
        const char *before = "Works in ";
        for (unsigned context = CONTEXT_TEXT; context < CONTEXT_ANY; context <<= 1) {
            if (c->contexts & context) {
                printf("%s%s", before, keymap_context_name((enum context)context));
                before = ", ";
            }
        }
    }
    puts(c->contexts & CONTEXT_BATCH ? ", also in batch." : ".");
    if (c->flags & FLAG_COUNT)
        puts("Takes a count.");
    if (c->flags & FLAG_KEYARG)
        printf("Without %s, the next key is it.\n", c->arguments);
}

/* The keys of one command in one keymap, each once. */
struct keys_of {
    enum command_id command;
    struct str *item; /* keys NUL arguments NUL */
    size_t n, cap;
};

static void collect(void *ctx, enum context context, const char *keys, const struct command_line *line)
{
    (void)context;
    struct keys_of *k = ctx;
    if (line->command->id != k->command)
        return;
    struct str item = {0};
    str_addn(&item, keys, strlen(keys) + 1);
    for (int i = 0; i < line->argc; i++) {
        str_add(&item, i ? " " : "");
        command_quote(&item, line->argv[i]);
    }
    str_addc(&item, '\0');
    for (size_t i = 0; i < k->n; i++) {
        if (k->item[i].len == item.len && memcmp(k->item[i].p, item.p, item.len) == 0) {
            str_clear(&item);
            return;
        }
    }
    k->item = mem_grow(k->item, &k->cap, k->n + 1, sizeof *k->item);
    k->item[k->n++] = item;
}

static void put_item(const char *item, const char *behind)
{
    const char *arguments = item + strlen(item) + 1;
    fputs(".Ic \"", stdout);
    put_literal(item);
    fputs("\\&\"", stdout); /* a comma is no delimiter here */
    if (*arguments) {
        fputs(" Pq ", stdout);
        put_literal(arguments);
    }
    printf("%s\n", behind);
}

static void put_keys(const struct command *c, const struct keymap *const *keymaps)
{
    bool any = false;
    for (size_t m = 0; keymaps[m]; m++) {
        struct keys_of k = {.command = c->id};
        keymap_each(keymaps[m], collect, &k);
        if (k.n > 0 && !any)
            puts(".Bl -tag -width emacs -compact");
        if (k.n > 0)
            printf(".It %s\n", keymap_shipped_names()[m]);
        for (size_t i = 0; i < k.n; i++) {
            put_item(k.item[i].p, i + 1 < k.n ? " ," : "");
            str_clear(&k.item[i]);
        }
        any = any || k.n > 0;
        free(k.item);
    }
    if (any)
        puts(".El");
}

static void put_command(const struct command *c, const struct keymap *const *keymaps)
{
    fputs(".It Ic ", stdout);
    put_literal(c->name);
    put_arguments(c->arguments);
    putchar('\n');
    const char first[] = {(char)toupper((unsigned char)c->help[0]), '\0'};
    put_literal(first);
    put_literal(c->help + 1);
    puts(".");
    put_contexts(c);
    put_keys(c, keymaps);
}

#define MAX_SHIPPED 8

int main(void)
{
    struct keymap *keymaps[MAX_SHIPPED + 1] = {0};
    const char *const *names = keymap_shipped_names();
    for (size_t i = 0; i < MAX_SHIPPED && names[i]; i++) {
        size_t n;
        const char *text = keymap_shipped(names[i], &n);
        keymaps[i] = keymap_new();
        if (keymap_read(keymaps[i], names[i], text, n, NULL, NULL))
            return EXIT_FAILURE;
    }
    size_t n;
    const struct command *table = command_table(&n);
    puts(".Bl -tag -width Ds");
    for (size_t i = 0; i < n; i++)
        put_command(&table[i], (const struct keymap *const *)keymaps);
    puts(".El");
    for (size_t i = 0; keymaps[i]; i++)
        keymap_free(keymaps[i]);
    return fflush(stdout) || ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
