/* Files as they come: encodings, line ends, and what is no text at all. */
#include "exchange/import.h"

#include "exchange/file.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

static struct imported import(struct scratch *s, const char *path, const struct import_opts *opts, struct err *e)
{
    struct imported done;
    *e = (struct err){0};
    enum err_code rc = import_file(s->store, path, opts, &done, e);
    assert_int_equal(rc == ERR_OK, done.kind == IMPORT_ADDED || done.kind == IMPORT_THERE);
    return done;
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
    const struct import_opts wrong = {.encoding = "ISO-8859-1"}, right = {.encoding = "Big5"};
    struct imported first = import(s, path, &wrong, &e);
    assert_int_equal(first.twin, 0);
    struct imported second = import(s, path, &right, &e);
    assert_int_equal(second.kind, IMPORT_ADDED);
    assert_int_equal(second.twin, first.document);
    assert_stored(s, second.document, traditional);
    struct imported again = import(s, path, &right, &e);
    assert_int_equal(again.kind, IMPORT_THERE);
    assert_int_equal(again.document, second.document);
    struct imported lossy = import(s, path, &(struct import_opts){.encoding = "big5", .lossy = true}, &e);
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
    assert_refused(s, scratch_write(s, "a.png", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\xFF\xFF\x81", 19), &plain, "byte");
    assert_refused(s, scratch_path(s, "nowhere"), &plain, strerror(ENOENT));
    assert_refused(s, s->dir, &plain, "folder");
    assert_refused(s, "/dev/zero", &plain, "device");
    assert_refused(s, scratch_write(s, "large.txt", "12345", 5), &(struct import_opts){.limit = 4}, "larger");
    assert_refused(s, scratch_path(s, "team.db"), &plain, "database");
    assert_refused(s, scratch_path(s, "team.db-wal"), &plain, "database");
    assert_int_equal(documents(s), 0);
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
    assert_refused(s, path, &(struct import_opts){.encoding = "UTF-8"}, "0xFF at offset 2");
    struct err e;
    struct imported done = import(s, path, &(struct import_opts){.encoding = "UTF-8", .lossy = true}, &e);
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
        cmocka_unit_test_setup_teardown(test_pipe_is_not_opened, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_lossy, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_names, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_link_to_the_database, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_written_whole_or_not_at_all, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
