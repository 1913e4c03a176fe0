#include "tests/exchange_enemy.h"

#include "db/code.h"
#include "db/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const enemy_texts[] = {
    "<script>document.title='PWNED'</script>",
    "\"><img src=http://evil.invalid/a onerror=document.title='PWNED'>",
    "' onmouseover='document.title=\"PWNED\"' autofocus onfocus='document.title=\"PWNED\"",
    "javascript:document.title='PWNED'",
    "</style><script>document.title='PWNED'</script><style>*{background:url(http://evil.invalid/b)}",
    "</script><svg onload=document.title='PWNED'><script>document.title='PWNED'</script>",
    "</title></text></desc></svg><iframe src=http://evil.invalid/c></iframe>",
    "<![CDATA[<b>bold</b>]]><?xml version='1.0'?><!DOCTYPE x>",
    "--><!-- <base href=http://evil.invalid/> --><base href=http://evil.invalid/d/>",
    "{{constructor.constructor('document.title=1')()}} ${7*7} <%= 7*7 %> #{7*7}",
    "&lt;b&gt; &amp; &#60;script&#62; &nbsp;&copy &quot;&#x27;",
    "`code` *bold* _it_ ~~no~~ [link](http://evil.invalid/e) ![i](http://evil.invalid/f) <http://evil.invalid/g>",
    "line\u2028separator\u2029paragraph\xC2\x85next",
    "\u202Egpj.exe\u202C \u2066isolate\u2069 zero\u200Bwidth\uFEFF\u200D\U000E0041",
    "\x01start \x1b[31mred\x1b[0m \x7f\x08 bell\x07",
    "\u0338negated \u0301\u0301accents \uFFFE \uE000",
    "</mark></p></blockquote><form action=http://evil.invalid/h><input autofocus onfocus=document.title='PWNED'>",
    "<meta http-equiv=refresh content=\"0;url=http://evil.invalid/i\">",
    "<link rel=stylesheet href=http://evil.invalid/j><style>@import 'http://evil.invalid/k'</style>",
    "</textarea><plaintext><object data=http://evil.invalid/l><embed src=http://evil.invalid/m>",
    "%3Cscript%3E \\u003cscript\\u003e \\x3c \\ \\\\ \\\"",
    "# heading",
    "- item",
    "1. item 2) item",
    "    code <b>x</b>",
    "```",
    "---",
    "=== ***",
    "| a | b | www.evil.invalid a@evil.invalid http://evil.invalid/n",
    "家庭\U0001F468\u200D\U0001F469\u200D\U0001F467 ﷽ שלום مرحبا <b>",
    NULL};

static void must(enum err_code rc, const struct err *e)
{
    if (!rc)
        return;
    fprintf(stderr, "the hostile file cannot be made: %s\n", e->msg);
    exit(1);
}

static size_t points(const char *z)
{
    size_t n = 0;
    for (; *z; z++)
        n += ((unsigned char)*z & 0xC0) != 0x80;
    return n;
}

/* A document of the name NAME: a paragraph before, one with LEFT, QUOTE and RIGHT, one behind. *START is where QUOTE
 * begins. */
static int64_t add_document(struct store *s, const char *name, const char *quote, const char *around, int64_t *start)
{
    struct err e;
    int64_t id;
    size_t n = strlen(quote) + 2 * strlen(around) + 64;
    char *text = malloc(n);
    if (!text)
        abort();
    snprintf(text, n, "before\n%s left %s right %s\nbehind", around, quote, around);
    *start = (int64_t)(strlen("before\n") + points(around) + strlen(" left "));
    struct document_new d = {.name = name,
                             .encoding = "UTF-8",
                             .source = text,
                             .source_bytes = strlen(text),
                             .text = text,
                             .text_bytes = strlen(text)};
    must(store_document_add(s, &d, &id, &e), &e);
    free(text);
    return id;
}

static struct annotation tag(struct store *s, int64_t document, int64_t start, const char *quote, enum tag tag,
                             const char *note)
{
    struct err e;
    struct annotation a;
    must(store_annotate(s, document, start, start + (int64_t)points(quote), tag, note, &a, &e), &e);
    must(store_comment(s, a.id, 0, true, note, NULL, &e), &e);
    return a;
}

/* A manifestation, its cause and a remedy of both, all in the words of TEXT. */
static void add_chain(struct store *s, const char *text, size_t i)
{
    struct err e;
    int64_t start;
    char *marked = malloc(strlen(text) + 32); /* a blank is no name, and no two are the same */
    if (!marked)
        abort();
    sprintf(marked, "%zu %s", i, text);
    int64_t document = add_document(s, marked, text, text, &start);
    struct annotation m = tag(s, document, start, text, TAG_MANIFESTATION, text);
    struct annotation c = tag(s, document, start, text, TAG_CAUSE, text);
    struct annotation r = tag(s, document, start, text, TAG_REMEDY, text);
    struct code code;
    enum err_code rc = store_code_add(s, &(struct code_new){.tag = TAG_MANIFESTATION, .name = marked}, &code, &e);
    if (rc != ERR_INPUT) { /* one that cannot be seen is no name of a code */
        must(rc, &e);
        must(store_recode(s, m.id, m.revision, code.id, &e), &e);
        code_clear(&code);
    }
    must(store_link(s, c.id, m.id, text, NULL, &e), &e);
    must(store_link(s, r.id, c.id, text, NULL, &e), &e);
    must(store_link(s, r.id, m.id, text, NULL, &e), &e);
    annotation_clear(&m);
    annotation_clear(&c);
    annotation_clear(&r);
    free(marked);
}

/* Words without end and without a place to break them. */
static void add_long(struct store *s)
{
    char text[20001];
    memset(text, 'W', sizeof text - 1);
    memcpy(text, "<b>", 3);
    text[sizeof text - 1] = '\0';
    int64_t start;
    int64_t document = add_document(s, "long", text, "", &start);
    struct annotation m = tag(s, document, start, text, TAG_MANIFESTATION, text);
    annotation_clear(&m);
}

struct store *enemy_store(const char *path)
{
    struct err e;
    struct store *s;
    struct store_opts as = {.force = true, .as_name = enemy_texts[0]};
    must(store_create(path, &(struct store_opts){.force = true}, &e), &e);
    must(store_open(path, &(struct store_opts){.force = true}, &s, &e), &e);
    add_long(s);
    for (size_t i = 1; enemy_texts[i]; i++)
        add_chain(s, enemy_texts[i], i);
    store_close(&s);
    must(store_open(path, &as, &s, &e), &e);
    add_chain(s, enemy_texts[0], 0);
    return s;
}
