/* Files as they come: encodings, line ends, and what is no text at all. */
#include "exchange/import.h"

#include "base/mem.h"
#include "exchange/file.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Long enough for every encoding to be told from the others. */
static const char text[] =
    "关于供水中断问题的调查报告\n五月三日上午，北区水厂的两台水泵先后停机，全区供水中断四个小时。"
    "主要原因是维修没有按计划进行，值班人员也没有及时报告。\n下一步要补齐制度，落实责任。\n";
static const char traditional[] =
    "關於供水中斷問題的調查報告\n五月三日上午，北區水廠的兩台水泵先後停機，全區供水中斷四個小時。"
    "主要原因是維修沒有按計劃進行，值班人員也沒有及時報告。\n";

static const char *write_as(const struct scratch *s, const char *name, const char *encoding, const char *utf8)
{
    char out[2048], *in = (char *)utf8, *p = out;
    size_t in_left = strlen(utf8), left = sizeof out;
    iconv_t cd = iconv_open(encoding, "UTF-8");
    assert_true((intptr_t)cd != -1);
    assert_int_equal(iconv(cd, &in, &in_left, &p, &left), 0);
    iconv_close(cd);
    return scratch_write(s, name, out, sizeof out - left);
}

/* What became of the files of one import, by their number. */
#define MOST 300
struct told {
    struct imported result[MOST];
    struct err e[MOST];
    size_t n, stop_after; /* 0: never */
    size_t phases[4];
};

static void on_phase(void *ctx, size_t i, enum import_phase phase, size_t bytes)
{
    (void)i;
    (void)bytes;
    ((struct told *)ctx)->phases[phase]++;
}

static void on_done(void *ctx, size_t i, const struct imported *result, const struct err *e)
{
    struct told *t = ctx;
    assert_true(i < MOST);
    assert_int_equal(t->result[i].type != NULL, 0); /* told once */
    t->result[i] = *result;
    t->e[i] = *e;
    t->n++;
}

static bool on_stop(void *ctx)
{
    struct told *t = ctx;
    return t->stop_after && t->phases[IMPORT_READING] >= t->stop_after;
}

static enum err_code import_all(struct scratch *s, char *const *paths, size_t n, const struct import_opts *opts,
                                struct told *told)
{
    struct err e;
    const struct import_watch watch = {.at = on_phase, .done = on_done, .stop = on_stop, .ctx = told};
    return import_files(s->store, paths, n, opts, &watch, &e);
}

static struct imported import(struct scratch *s, const char *path, const struct import_opts *opts, struct err *e)
{
    struct told told = {0};
    char *paths[] = {(char *)path};
    assert_int_equal(import_all(s, paths, 1, opts, &told), ERR_OK);
    assert_int_equal(told.n, 1);
    *e = told.e[0];
    assert_int_equal(e->code == ERR_OK, told.result[0].kind != IMPORT_REFUSED);
    return told.result[0];
}

static void assert_stored(struct scratch *s, int64_t id, const char *expected)
{
    char *utf8;
    size_t n;
    struct err e;
    assert_int_equal(store_document_text(s->store, id, &utf8, &n, &e), ERR_OK);
    assert_string_equal(utf8, expected);
    assert_int_equal(n, strlen(expected));
    free(utf8);
}

static void assert_imports(struct scratch *s, const char *path, const char *encoding, const char *expected)
{
    struct err e;
    struct imported done = import(s, path, &(struct import_opts){0}, &e);
    assert_string_equal(e.msg, "");
    assert_int_equal(done.kind, IMPORT_ADDED);
    assert_string_equal(done.encoding, encoding);
    assert_stored(s, done.document, expected);
}

static void test_encodings(void **state)
{
    struct scratch *s = *state;
    assert_imports(s, write_as(s, "utf8.txt", "UTF-8", text), "UTF-8", text);
    assert_imports(s, write_as(s, "gb.txt", "GB18030", text), "GB18030", text);
    assert_imports(s, write_as(s, "big5.txt", "BIG5", traditional), "Big5", traditional);
    assert_imports(s, write_as(s, "16le.txt", "UTF-16LE", text), "UTF-16LE", text);
    assert_imports(s, write_as(s, "16be.txt", "UTF-16BE", text), "UTF-16BE", text);
}

static void test_line_ends_and_mark(void **state)
{
    struct scratch *s = *state;
    static const char bytes[] = "\xEF\xBB\xBFone\r\ntwo\rthree\n";
    assert_imports(s, scratch_write(s, "crlf.txt", bytes, sizeof bytes - 1), "UTF-8", "one\ntwo\nthree\n");
}

static void test_same_bytes_twice(void **state)
{
    struct scratch *s = *state;
    struct err e;
    struct imported first = import(s, write_as(s, "a.txt", "UTF-8", text), &(struct import_opts){0}, &e);
    struct imported again = import(s, write_as(s, "b.txt", "UTF-8", text), &(struct import_opts){0}, &e);
    assert_int_equal(again.kind, IMPORT_THERE);
    assert_int_equal(again.document, first.document);
}

static void test_same_bytes_in_another_encoding(void **state)
{
    struct scratch *s = *state;
    struct err e;
    const char *path = write_as(s, "a.txt", "BIG5", traditional);
    const struct import_opts wrong = {.convert.encoding = "ISO-8859-1"}, right = {.convert.encoding = "Big5"};
    struct imported first = import(s, path, &wrong, &e);
    assert_int_equal(first.twin, 0);
    struct imported second = import(s, path, &right, &e);
    assert_int_equal(second.kind, IMPORT_ADDED);
    assert_int_equal(second.twin, first.document);
    assert_stored(s, second.document, traditional);
    struct imported again = import(s, path, &right, &e);
    assert_int_equal(again.kind, IMPORT_THERE);
    assert_int_equal(again.document, second.document);
    struct imported lossy = import(s, path, &(struct import_opts){.convert = {.encoding = "big5", .lossy = true}}, &e);
    assert_int_equal(lossy.kind, IMPORT_THERE);
    assert_int_equal(lossy.document, second.document);
}

static void assert_refused(struct scratch *s, const char *path, const struct import_opts *opts, const char *reason)
{
    struct err e;
    struct imported done = import(s, path, opts, &e);
    assert_int_equal(done.kind, IMPORT_REFUSED);
    assert_memory_equal(e.msg, path, strlen(path));
    if (!strstr(e.msg, reason))
        fail_msg("“%s” does not say “%s”", e.msg, reason);
}

static bool count_document(void *ctx, const struct document *d)
{
    (void)d;
    ++*(size_t *)ctx;
    return true;
}

static size_t documents(struct scratch *s)
{
    size_t n = 0;
    struct err e;
    assert_int_equal(store_documents(s->store, count_document, &n, &e), ERR_OK);
    return n;
}

static void test_refused(void **state)
{
    struct scratch *s = *state;
    const struct import_opts plain = {0};
    assert_refused(s, scratch_write(s, "empty.txt", "", 0), &plain, "holds no text");
    assert_refused(s, scratch_write(s, "blank.txt", " \r\n\t\xE3\x80\x80\n", 8), &plain, "holds no text");
    assert_refused(s, scratch_write(s, "a.png", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\xFF\xFF\x81", 19), &plain, "image/png");
    assert_refused(s, scratch_write(s, "random", "\x80\x81\0\xFF", 4), &plain, "byte");
    assert_refused(s, scratch_path(s, "nowhere"), &plain, strerror(ENOENT));
    assert_refused(s, s->dir, &plain, "folder");
    assert_refused(s, "/dev/zero", &plain, "device");
    assert_refused(s, scratch_write(s, "large.txt", "12345", 5), &(struct import_opts){.convert.limits.file = 4},
                   "larger");
    assert_refused(s, scratch_path(s, "team.db"), &plain, "database");
    assert_refused(s, scratch_path(s, "team.db-wal"), &plain, "database");
    assert_int_equal(documents(s), 0);
}

/* ---- many ---- */

static char **many_files(struct scratch *s, size_t n)
{
    char **paths = mem_zero(n + 1, sizeof *paths);
    for (size_t i = 0; i < n; i++) {
        char name[32], words[64];
        snprintf(name, sizeof name, "%03zu.txt", i);
        snprintf(words, sizeof words, "document number %zu\n", i);
        paths[i] = mem_dup(scratch_write(s, name, words, strlen(words)));
    }
    return paths;
}

static void free_paths(char **paths)
{
    for (char **p = paths; *p; p++)
        free(*p);
    free(paths);
}

static void test_many_in_groups(void **state)
{
    struct scratch *s = *state;
    char **paths = many_files(s, 200);
    struct told told = {0}, again = {0};
    assert_int_equal(import_all(s, paths, 200, &(struct import_opts){0}, &told), ERR_OK);
    assert_int_equal(told.n, 200);
    assert_int_equal(documents(s), 200);
    assert_int_equal(told.phases[IMPORT_READING], 200);
    assert_true(told.phases[IMPORT_STORING] >= 4 && told.phases[IMPORT_STORING] < 100);
    assert_int_equal(import_all(s, paths, 200, &(struct import_opts){0}, &again), ERR_OK);
    assert_int_equal(documents(s), 200);
    for (size_t i = 0; i < 200; i++) {
        assert_int_equal(told.result[i].kind, IMPORT_ADDED);
        assert_int_equal(again.result[i].kind, IMPORT_THERE);
        assert_int_equal(again.result[i].document, told.result[i].document);
    }
    assert_int_equal(again.phases[IMPORT_SEARCHING], 0); /* what is there is not worked on */
    free_paths(paths);
}

static void test_stopped_and_gone_on(void **state)
{
    struct scratch *s = *state;
    char **paths = many_files(s, 100);
    struct told told = {.stop_after = 70}, again = {0};
    assert_int_equal(import_all(s, paths, 100, &(struct import_opts){0}, &told), ERR_OK);
    assert_int_equal(told.n, 70); /* those that had begun are stored */
    assert_int_equal(documents(s), 70);
    assert_int_equal(import_all(s, paths, 100, &(struct import_opts){0}, &again), ERR_OK);
    assert_int_equal(again.n, 100);
    assert_int_equal(documents(s), 100);
    free_paths(paths);
}

/* A refused one does not keep its group; the same bytes twice in it are one document. */
static void test_refused_and_twice_in_a_group(void **state)
{
    struct scratch *s = *state;
    char *paths[] = {mem_dup(scratch_write(s, "a.txt", "one", 3)), mem_dup(scratch_write(s, "b.txt", "", 0)),
                     mem_dup(scratch_write(s, "c.txt", "one", 3)), mem_dup(scratch_write(s, "d.txt", "two", 3)), NULL};
    struct told told = {0};
    assert_int_equal(import_all(s, paths, 4, &(struct import_opts){0}, &told), ERR_OK);
    assert_int_equal(told.n, 4);
    assert_int_equal(told.result[0].kind, IMPORT_ADDED);
    assert_int_equal(told.result[1].kind, IMPORT_REFUSED);
    assert_int_equal(told.result[2].kind, IMPORT_THERE);
    assert_int_equal(told.result[2].document, told.result[0].document);
    assert_int_equal(told.result[3].kind, IMPORT_ADDED);
    for (size_t i = 0; i < 4; i++)
        free(paths[i]);
}

/* ---- newer versions ---- */

#define BEGINNING "关于供水中断问题的调查报告\n五月三日上午，北区水厂的两台水泵先后停机，全区供水中断四个小时。\n"
#define OLD BEGINNING "主要原因是维修没有按计划进行，值班人员也没有及时报告。\n"
#define NEW BEGINNING "主要原因是制度没有落实，维修也没有按计划进行。\n"
#define OTHER "春季植树活动的通知\n请各单位在三月底以前报送植树计划，并指定一名联系人。\n"

static struct imported import_text(struct scratch *s, const char *name, const char *utf8,
                                   const struct import_opts *opts)
{
    struct err e;
    return import(s, scratch_write(s, name, utf8, strlen(utf8)), opts, &e);
}

static void test_newer_version(void **state)
{
    struct scratch *s = *state;
    const struct import_opts plain = {0}, none = {.no_versions = true};
    int64_t old = import_text(s, "report.txt", OLD, &plain).document;
    assert_int_equal(import_text(s, "renamed.txt", NEW, &plain).previous, 0);
    assert_int_equal(import_text(s, "report.txt", OTHER, &plain).previous, 0); /* another document of the same name */
    assert_int_equal(import_text(s, "report.txt", OLD "附件一\n", &none).previous, 0);
    assert_int_equal(import_text(s, "report.txt", OLD "附件一\n附件二\n", &plain).kind, IMPORT_ADDED);
    struct err e;
    struct document d;
    assert_int_equal(store_document_get(s->store, old, &d, &e), ERR_OK);
    assert_int_equal(d.next, 0); /* the newest of the name was the other one */
    document_clear(&d);
}

static void test_chain_of_versions(void **state)
{
    struct scratch *s = *state;
    const struct import_opts plain = {0};
    struct imported first = import_text(s, "report.txt", OLD, &plain);
    struct annotation a;
    struct err e;
    assert_int_equal(store_annotate(s->store, first.document, 0, 4, TAG_CAUSE, "", &a, &e), ERR_OK);
    annotation_clear(&a);
    struct imported second = import_text(s, "report.txt", NEW, &plain);
    assert_int_equal(second.previous, first.document);
    assert_int_equal(second.annotations, 1);
    struct imported third = import_text(s, "report.txt", NEW "附件一\n", &plain);
    assert_int_equal(third.previous, second.document);
    assert_int_equal(import_text(s, "report.txt", OLD, &plain).kind, IMPORT_THERE);
    struct imported named = import_text(s, "x.txt", OTHER, &(struct import_opts){.previous = third.document});
    assert_int_equal(named.previous, third.document);
}

/* Two files of one name that are there at the same time are two documents, in whatever run they come. */
static void test_same_name_in_two_folders(void **state)
{
    struct scratch *s = *state;
    assert_int_equal(mkdir(scratch_path(s, "a"), 0700), 0);
    assert_int_equal(mkdir(scratch_path(s, "b"), 0700), 0);
    char *paths[] = {mem_dup(scratch_write(s, "a/report.txt", OLD, strlen(OLD))),
                     mem_dup(scratch_write(s, "b/report.txt", NEW, strlen(NEW)))};
    const struct import_opts plain = {0};
    struct told interrupted = {.stop_after = 1}, told = {0};
    assert_int_equal(import_all(s, paths, 2, &plain, &interrupted), ERR_OK);
    assert_int_equal(interrupted.n, 1);
    assert_int_equal(import_all(s, paths, 2, &plain, &told), ERR_OK);
    assert_int_equal(told.result[1].kind, IMPORT_ADDED);
    assert_int_equal(told.result[1].previous, 0);
    free(paths[0]);
    free(paths[1]);
}

/* ---- noise, and what is kept of the file ---- */

/* Three page marks in the middle of sentences. */
static const char paged[] = "会议指出，各级部门要把供水安全作为第1页共4页\n首要任务，逐级落实责任。\n"
                            "会议强调，要坚持问题导向，把检修计划第2页共4页\n落到实处，按月通报。\n"
                            "会议要求，年底前完成全部泵站的第3页共4页\n更新改造，并组织验收。\n";

static bool count_mark(void *ctx, const struct noise_mark *m)
{
    assert_int_equal(m->reviewer, 0);
    ++*(size_t *)ctx;
    return true;
}

static size_t marks(struct scratch *s, int64_t document)
{
    size_t n = 0;
    struct err e;
    assert_int_equal(store_noise(s->store, document, count_mark, &n, &e), ERR_OK);
    return n;
}

static void test_noise_is_marked_and_kept(void **state)
{
    struct scratch *s = *state;
    struct imported done = import_text(s, "paged.txt", paged, &(struct import_opts){0});
    assert_int_equal(done.noise[NOISE_PAGE], 3);
    assert_int_equal(marks(s, done.document), 3);
    assert_stored(s, done.document, paged);
    struct imported kept =
        import_text(s, "kept.txt", "\xEF\xBB\xBF会议指出，要第1页共4页\n把供水第2页共4页\n放在首位。",
                    &(struct import_opts){.convert.keep_noise = true});
    assert_int_equal(kept.kind, IMPORT_ADDED);
    assert_int_equal(marks(s, kept.document), 0);
}

static void assert_given_back(struct scratch *s, const char *path, const struct import_opts *opts)
{
    struct err e;
    char *before, *after;
    size_t n_before, n_after;
    assert_int_equal(file_read(path, 4096, &before, &n_before, &e), ERR_OK);
    struct imported done = import(s, path, opts, &e);
    assert_int_equal(done.kind, IMPORT_ADDED);
    assert_int_equal(store_document_source(s->store, done.document, &after, &n_after, &e), ERR_OK);
    assert_int_equal(n_after, n_before);
    assert_memory_equal(after, before, n_before);
    free(before);
    free(after);
}

static void test_bytes_are_given_back(void **state)
{
    struct scratch *s = *state;
    const struct import_opts plain = {0};
    assert_given_back(s, write_as(s, "utf8.txt", "UTF-8", text), &plain);
    assert_given_back(s, write_as(s, "gb.txt", "GB18030", text), &plain);
    assert_given_back(s, write_as(s, "16.txt", "UTF-16", text), &plain);
    assert_given_back(s, scratch_write(s, "crlf.txt", "\xEF\xBB\xBFone\r\ntwo\rthree\n", 17), &plain);
    assert_given_back(s, scratch_write(s, "one.txt", "x", 1), &plain);
    assert_given_back(s, scratch_write(s, "lossy.txt", "ab\xFFzd", 5),
                      &(struct import_opts){.convert = {.encoding = "UTF-8", .lossy = true}});
}

/* Half of one state and half of another is no document. */
static void test_changed_while_it_is_read(void **state)
{
    struct scratch *s = *state;
    char path[512], *bytes;
    size_t n;
    struct err e;
    char *large = mem_alloc(1 << 24, 1);
    memset(large, 'x', 1 << 24);
    snprintf(path, sizeof path, "%s", scratch_write(s, "growing.txt", large, 1 << 24));
    free(large);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int fd = open(path, O_WRONLY | O_APPEND);
        while (fd >= 0 && write(fd, "y", 1) == 1)
            continue;
        _exit(1);
    }
    enum err_code rc;
    do /* until the other process has begun */
        rc = file_read(path, 1 << 30, &bytes, &n, &e), free(bytes);
    while (rc == ERR_OK);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_int_equal(rc, ERR_INPUT);
    assert_non_null(strstr(e.msg, "was changed"));
}

/* Opening a pipe that nobody writes to would wait for ever. */
static void test_pipe_is_not_opened(void **state)
{
    struct scratch *s = *state;
    const char *path = scratch_path(s, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(s, path, &(struct import_opts){0}, "pipe");
}

static void test_lossy(void **state)
{
    struct scratch *s = *state;
    const char *path = scratch_write(s, "cut.txt", "ab\xFFzd", 5);
    assert_refused(s, path, &(struct import_opts){.convert.encoding = "UTF-8"}, "0xFF at offset 2");
    struct err e;
    struct imported done = import(s, path, &(struct import_opts){.convert = {.encoding = "UTF-8", .lossy = true}}, &e);
    assert_int_equal(done.kind, IMPORT_ADDED);
    assert_int_equal(done.replaced, 1);
    assert_stored(s, done.document, "ab\xEF\xBF\xBDzd");
}

static void test_names(void **state)
{
    struct scratch *s = *state;
    struct err e;
    struct imported done = import(s, scratch_write(s, "b\xFFs.txt", "text", 4), &(struct import_opts){0}, &e);
    struct document d;
    assert_int_equal(store_document_get(s->store, done.document, &d, &e), ERR_OK);
    assert_string_equal(d.name, "b\xEF\xBF\xBDs.txt");
    document_clear(&d);
    char target[512];
    snprintf(target, sizeof target, "%s", scratch_write(s, "target.txt", "other text", 10));
    assert_int_equal(symlink(target, scratch_path(s, "link.txt")), 0);
    done = import(s, scratch_path(s, "link.txt"), &(struct import_opts){0}, &e);
    assert_int_equal(store_document_get(s->store, done.document, &d, &e), ERR_OK);
    assert_string_equal(d.name, "link.txt");
    document_clear(&d);
}

static void test_link_to_the_database(void **state)
{
    struct scratch *s = *state;
    char target[512];
    snprintf(target, sizeof target, "%s", scratch_path(s, "team.db"));
    assert_int_equal(symlink(target, scratch_path(s, "innocent.txt")), 0);
    assert_true(file_is_store(s->store, scratch_path(s, "innocent.txt")));
    assert_true(file_is_store(s->store, scratch_path(s, "team.db-lock")));
    assert_true(file_is_store(s->store, scratch_path(s, "team.db-live")));
    assert_true(file_is_store(s->store, scratch_path(s, "team.db-journal")));
    assert_false(file_is_store(s->store, scratch_path(s, "team.dbx")));
    assert_false(file_is_store(s->store, scratch_path(s, "team.db-notes.txt")));
    assert_false(file_is_store(s->store, scratch_path(s, "nowhere")));
}

static void test_written_whole_or_not_at_all(void **state)
{
    struct scratch *s = *state;
    char path[512];
    snprintf(path, sizeof path, "%s", scratch_write(s, "out.csv", "old", 3));
    struct file_out out;
    struct err e;
    assert_int_equal(file_out_open(&out, path, &e), ERR_OK);
    fputs("half", out.stream);
    file_out_abandon(&out);
    char *bytes;
    size_t n;
    assert_int_equal(file_read(path, 100, &bytes, &n, &e), ERR_OK);
    assert_string_equal(bytes, "old");
    free(bytes);
    assert_int_equal(file_out_open(&out, path, &e), ERR_OK);
    fputs("new", out.stream);
    assert_int_equal(file_out_commit(&out, &e), ERR_OK);
    assert_int_equal(file_read(path, 100, &bytes, &n, &e), ERR_OK);
    assert_string_equal(bytes, "new");
    free(bytes);
    assert_int_equal(file_out_open(&out, s->dir, &e), ERR_INPUT);
    assert_int_equal(file_out_open(&out, "/dev/null", &e), ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_encodings, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_line_ends_and_mark, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_same_bytes_twice, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_same_bytes_in_another_encoding, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_refused, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_many_in_groups, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_stopped_and_gone_on, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_refused_and_twice_in_a_group, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_newer_version, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_chain_of_versions, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_same_name_in_two_folders, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_noise_is_marked_and_kept, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_bytes_are_given_back, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_changed_while_it_is_read, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_pipe_is_not_opened, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_lossy, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_names, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_link_to_the_database, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_written_whole_or_not_at_all, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
