/* Every character of a document is on the screen, at every width: pages are drawn into the grid one below the other,
 * and what stands in the text's cells is compared with the document, glyph by glyph. */
#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/glyph.h"
#include "tui/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char document[] =
    "关于“窗口服务”问题的通报\n"
    "一、主要表现\n"
    "　　第一种是不接电话。有的窗口上午九点还没有人，群众打电话（包括投诉电话）没有人接，问了三次，答复都是“再等等”；"
    "有的把材料退回去五次，每次只说一条——“缺一张表”。这是作风问题，也是制度问题……怎么办？请看下面！\n"
    "二、繁體與混排 Mixed text\n"
    "綜合窗口（One-stop service）於 2024 年 3 月 1 日啓用，平均等候時間 12.5 分鐘，e.g. 辦理「社會保險」需要 3 "
    "個工作日；"
    "https://example.org/a/very/long/path/without/any/blank/at/all/that/has/to/be/cut/somewhere.html\n"
    "\n"
    "控制\tcharacters: \x01\x1b[31m\x7f \xE2\x80\xAEoverride\xE2\x80\xAC zero\xE2\x80\x8Bwidth \xEF\xBB\xBF\n"
    "👨‍👩‍👧‍👦 family, 🇨🇳 flag, "
    "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86 marks, ①②③ ××月 ‘单引号’ “双引号”\n"
    "。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。。\n"
    "last line without an end";

struct fixture {
    char folder[64], path[96];
    struct app app;
    struct keymap *keymap;
    struct reader *reader;
};

static int set_up(void **state)
{
    static struct fixture f;
    struct err e = {0};
    int64_t id = 0;
    strcpy(f.folder, "/tmp/zhupi-screen-XXXXXX");
    if (!mkdtemp(f.folder))
        return -1;
    snprintf(f.path, sizeof f.path, "%s/t.db", f.folder);
    struct document_new d = {.name = "t",
                             .encoding = "UTF-8",
                             .source = document,
                             .text = document,
                             .source_bytes = sizeof document - 1,
                             .text_bytes = sizeof document - 1};
    if (store_create(f.path, NULL, &e) || store_open(f.path, NULL, &f.app.store, &e) ||
        store_document_add(f.app.store, &d, &id, &e) || headless_open("", 0, 80, 24, false, &f.app.frontend, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return -1;
    }
    f.app.keymap = f.keymap = keymap_new();
    f.app.grid = grid_new(80, 24, false);
    if (reader_open(&f.app, id, &f.reader, &e))
        return -1;
    app_push(&f.app, &f.reader->view);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[128];
    f->reader->view.ops->free(&f->reader->view);
    f->app.frontend->ops->close(f->app.frontend);
    grid_free(f->app.grid);
    keymap_free(f->keymap);
    store_close(&f->app.store);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    return system(command);
}

/* What the whole document looks like on one endless row, without blanks (a row's end may hold some more). */
static void expect_all(bool wide, struct str *out)
{
    const char *p = document, *end = document + sizeof document - 1;
    while (p < end) {
        struct glyph g;
        if (*p == '\n') {
            p++;
            continue;
        }
        glyph_first(p, (size_t)(end - p), wide, &g);
        for (const char *c = g.text; *c; c++)
            if (*c != ' ')
                str_addc(out, *c);
        p += g.bytes;
    }
}

static void add_row(const struct fixture *f, int y, struct str *out)
{
    for (int x = READER_GUTTER; x < READER_GUTTER + f->reader->shape.text_cols; x++) {
        const char *text = grid_cell(f->app.grid, y, x)->text;
        if (strcmp(text, " ") != 0)
            str_add(out, text);
    }
}

/* All pages, each from where the last one ended. */
static void read_all(struct fixture *f, struct str *out)
{
    struct reader *r = f->reader;
    r->top = rows_at(r->rows, 0);
    for (;;) {
        struct row rows[READER_MAX_ROWS];
        size_t count = reader_rows(r, rows);
        app_draw(&f->app);
        for (size_t i = 0; i < count; i++)
            add_row(f, 1 + (int)i, out);
        r->top = rows[count - 1];
        if (!rows_next(r->rows, &r->top))
            return;
    }
}

static void check_width(struct fixture *f, int cols, int rows, bool wide)
{
    struct str seen = {0}, all = {0};
    f->app.grid->wide = wide;
    grid_resize(f->app.grid, cols, rows);
    rows_free(f->reader->rows);
    f->reader->rows = NULL;
    f->reader->view.ops->resize(&f->reader->view, &f->app);
    read_all(f, &seen);
    expect_all(wide, &all);
    if (strcmp(str_z(&seen), str_z(&all)) != 0)
        fail_msg("at %d columns (%s):\n%s\ninstead of\n%s", cols, wide ? "wide" : "narrow", str_z(&seen), str_z(&all));
    str_clear(&seen);
    str_clear(&all);
}

static void every_character_is_on_the_screen_at_every_width(void **state)
{
    for (int cols = 20; cols <= 300; cols++) {
        check_width(*state, cols, 24, false);
        if (cols % 7 == 0)
            check_width(*state, cols, 12, true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_character_is_on_the_screen_at_every_width, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
