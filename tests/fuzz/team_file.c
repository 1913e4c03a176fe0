#include "tests/fuzz/team_file.h"

#include "db/link.h"
#include "tests/law.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct store_opts team_file_opts = {.force = true, .as_name = "r1"};

void team_file_read(const char *path, struct str *out)
{
    FILE *f = fopen(path, "rbe");
    LAW(f != NULL);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        str_addn(out, chunk, n);
    fclose(f);
}

void team_file_write(const char *path, const struct str *bytes)
{
    FILE *f = fopen(path, "wbe");
    LAW(f != NULL && fwrite(str_z(bytes), 1, bytes->len, f) == bytes->len);
    LAW(fclose(f) == 0);
}

static void remove_file(const char *path, const char *end)
{
    struct str name = {0};
    str_addf(&name, "%s%s", path, end);
    unlink(name.p);
    str_clear(&name);
}

void team_file_remove(const char *path)
{
    remove_file(path, "");
    remove_file(path, "-wal");
    remove_file(path, "-shm");
}

/* A newer version of document D with noise and a heading, made of other bytes, and an annotation in it. */
static void fill_newer(struct store *s, int64_t d)
{
    static const char text[] = "一、情况\n泵停了第2页。原因是没有人看。";
    const struct noise noise[] = {{{8, 11}, NOISE_PAGE}, {{0, 2}, NOISE_NUMBER}};
    const struct outline_given heading = {{0, 4}, 1};
    struct document_new n = {.name = "a.txt", .encoding = "UTF-8", .source = "<p>other bytes</p>", .source_bytes = 18};
    struct err e;
    int64_t id;
    n.text = text, n.text_bytes = sizeof text - 1;
    n.type = "text/html", n.previous = d;
    n.noise = noise, n.noise_count = 2;
    n.headings = &heading, n.heading_count = 1;
    LAW(store_document_add(s, &n, &id, &e) == ERR_OK);
    LAW(store_noise_mark(s, id, 12, 14, NOISE_HAND, NULL, &e) == ERR_OK && store_noise_lift(s, 1, &e) == ERR_OK);
    LAW(store_carry(s, 1, 1, id, 5, 8, true, NULL, &e) == ERR_OK);
}

/* Links of every kind, of which one was taken away, and a group that was taken back and done again. */
static void fill_links(struct store *s)
{
    struct err e;
    LAW(store_link(s, 1, 2, "because", NULL, &e) == ERR_OK && store_link(s, 2, 3, NULL, NULL, &e) == ERR_OK);
    LAW(store_group_begin(s, "split", &e) == ERR_OK && store_link(s, 4, 6, "", NULL, &e) == ERR_OK);
    LAW(store_link(s, 5, 4, "", NULL, &e) == ERR_OK && store_group_end(s, ERR_OK, &e) == ERR_OK);
    LAW(store_undo(s, NULL, &e) == ERR_OK && store_redo(s, NULL, &e) == ERR_OK);
    LAW(store_link(s, 1, 3, "", NULL, &e) == ERR_OK && store_unlink(s, 5, 1, &e) == ERR_OK);
}

/* A document with annotations of every kind, and a second one without any. */
static void fill(const char *path)
{
    static const char *const texts[] = {"一、情况\n泵停了。原因是没有人看。\n二、对策\n要检查。", "Nobody looked."};
    struct store *s;
    struct err e;
    int64_t id[2];
    LAW(store_create(path, &team_file_opts, &e) == ERR_OK && store_open(path, &team_file_opts, &s, &e) == ERR_OK);
    for (size_t i = 0; i < 2; i++) {
        struct document_new d = {.name = i ? "b.txt" : "a.txt",
                                 .encoding = "UTF-8",
                                 .source = texts[i],
                                 .source_bytes = strlen(texts[i]),
                                 .text = texts[i],
                                 .text_bytes = strlen(texts[i])};
        LAW(store_document_add(s, &d, &id[i], &e) == ERR_OK);
    }
    for (int i = 0; i < 9; i++)
        LAW(store_annotate(s, id[0], i, i + 5, (enum tag)(1 + i % 3), i % 2 ? "note" : NULL, NULL, &e) == ERR_OK);
    LAW(store_undo(s, NULL, &e) == ERR_OK && store_undo(s, NULL, &e) == ERR_OK && store_redo(s, NULL, &e) == ERR_OK);
    LAW(store_place_set(s, id[0], "", 7, &e) == ERR_OK);
    LAW(store_comment(s, 1, 0, true, "why?", NULL, &e) == ERR_OK);
    LAW(store_comment(s, 1, 1, false, "so", NULL, &e) == ERR_OK);
    LAW(store_comment(s, 2, 0, false, "fine", NULL, &e) == ERR_OK);
    LAW(store_comment_resolve(s, 1, true, &e) == ERR_OK);
    fill_links(s);
    fill_newer(s, id[0]);
    store_close(&s);
}

static void clean_up(int status, void *arg)
{
    (void)status;
    struct team_file *b = arg;
    team_file_remove(b->path);
    remove_file(b->path, "-lock");
    remove_file(b->path, "-wake");
    remove_file(b->path, "-live");
    rmdir(b->dir);
    str_clear(&b->good);
}

struct team_file *team_file(void)
{
    static struct team_file b;
    if (b.good.len > 0)
        return &b;
    const char *tmp = getenv("TMPDIR");
    snprintf(b.dir, sizeof b.dir, "%s/zhupi-fuzz-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    LAW(mkdtemp(b.dir) != NULL);
    snprintf(b.path, sizeof b.path, "%s/team.db", b.dir);
    fill(b.path);
    team_file_read(b.path, &b.good);
    LAW(on_exit(clean_up, &b) == 0);
    return &b;
}
