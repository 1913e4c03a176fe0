/* The codebook as CSV: what goes out comes in again, and what is wrong is said of its line and column. */
#include "exchange/codebook.h"

#include "base/str.h"
#include "exchange/csv_read.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct codebook_opts plain = {0};

static char *exported(struct store *s, bool raw)
{
    char *text = NULL;
    size_t n = 0;
    struct err e = {0};
    FILE *out = open_memstream(&text, &n);
    assert_non_null(out);
    if (codebook_export(s, &(struct codebook_opts){.raw = raw}, out, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(fclose(out), 0);
    return text;
}

static bool add_fate(void *ctx, enum codebook_fate fate, enum tag tag, const char *path)
{
    str_addf(ctx, "%c%c:%s ", "=+*>!"[fate], tag_letter(tag), path);
    return true;
}

/* What becomes of the rows of CSV, or the error. */
static void becomes(struct store *s, const char *csv, const char *want)
{
    struct err e = {0};
    struct str fates = {0};
    if (codebook_import(s, "c.csv", csv, strlen(csv), &plain, false, add_fate, &fates, &e)) {
        str_truncate(&fates, 0);
        str_add(&fates, e.msg);
    }
    assert_string_equal(str_z(&fates), want);
    str_clear(&fates);
}

static int64_t add(struct store *s, int64_t parent, const char *name, const char *definition)
{
    struct err e = {0};
    struct code made;
    struct code_new new = {.tag = TAG_CAUSE, .parent = parent, .name = name, .definition = definition};
    if (store_code_add(s, &new, &made, &e))
        fail_msg("%s", e.msg);
    int64_t id = made.id;
    code_clear(&made);
    return id;
}

static bool add_line(void *ctx, const struct code *c)
{
    str_addf(ctx, "%c:%s/%s ", tag_letter(c->tag), c->name, c->definition);
    return true;
}

static void holds(struct store *s, const char *want)
{
    struct err e = {0};
    struct str out = {0};
    assert_int_equal(store_codes(s, TAG_NONE, false, add_line, &out, &e), ERR_OK);
    assert_string_equal(str_z(&out), want);
    str_clear(&out);
}

/* ---- there and back ---- */

static void what_goes_out_comes_in_again(void **state)
{
    struct scratch *a = *state;
    void *other;
    struct err e = {0};
    assert_int_equal(scratch_setup(&other), 0);
    struct scratch *b = other;
    int64_t odd = add(a->store, 0, "a/b\\c, \"d\"", "=1+1"), into = add(a->store, 0, "'=into", "'=x");
    add(a->store, add(a->store, odd, "below", "two\nlines"), "deep", "'plain'");
    int64_t gone = add(a->store, into, "merged", ""), dead = add(a->store, 0, "deleted", "");
    assert_int_equal(store_code_merge(a->store, gone, 1, odd, &e), ERR_OK);
    assert_int_equal(store_code_delete(a->store, dead, 1, &e), ERR_OK);
    char *first = exported(a->store, false);
    assert_non_null(strstr(first, ",'=1+1,"));
    assert_null(strstr(first, "deleted"));
    becomes(
        b->store, first,
        "+C:a\\/b\\\\c, \"d\" +C:'=into +C:a\\/b\\\\c, \"d\"/below +C:a\\/b\\\\c, \"d\"/below/deep +C:'=into/merged ");
    char *second = exported(b->store, false);
    assert_string_equal(second, first);
    becomes(
        b->store, first,
        "=C:a\\/b\\\\c, \"d\" =C:'=into =C:a\\/b\\\\c, \"d\"/below =C:a\\/b\\\\c, \"d\"/below/deep =C:'=into/merged ");
    assert_int_equal(store_undo(b->store, NULL, &e), ERR_OK);
    holds(b->store, "");
    assert_int_equal(store_redo(b->store, NULL, &e), ERR_OK);
    char *third = exported(b->store, false);
    assert_string_equal(third, first);
    free(first);
    free(second);
    free(third);
    scratch_teardown(&other);
}

static void a_spreadsheet_may_save_it(void **state)
{
    struct scratch *s = *state;
    becomes(s->store, "\xEF\xBB\xBFpath,remark,tag\n\nb/c,mine,C\n\"a\",,cause\nb,,原因", "+C:a +C:b +C:b/c ");
    holds(s->store, "C:a/ C:b/ C:c/ ");
    becomes(s->store, "tag,path,definition\r\nr,x/y/z,d\r\n", "+R:x +R:x/y +R:x/y/z ");
}

static void rows_change_what_is_there(void **state)
{
    struct scratch *s = *state;
    struct err e = {0};
    struct code c;
    add(s->store, add(s->store, 0, "old", "d"), "below", "e");
    assert_int_equal(store_code_get(s->store, 2, &c, &e), ERR_OK);
    struct str csv = {0};
    str_addf(&csv, "uuid,tag,path,definition\n%s,c,new name,f\n,c,OLD,g\n", c.uuid);
    code_clear(&c);
    becomes(s->store, str_z(&csv), "*C:new name *C:OLD ");
    holds(s->store, "C:old/g C:new name/f ");
    str_clear(&csv);
    becomes(s->store, "tag,path\nc,old\n", "=C:old ");
    holds(s->store, "C:old/g C:new name/f ");
}

static void rows_may_swap_their_names_and_keys(void **state)
{
    struct scratch *s = *state;
    struct err e = {0};
    becomes(s->store, "tag,path,key,definition\nc,one,1,a\nc,two,2,b\n", "+C:one +C:two ");
    struct code one, two;
    assert_int_equal(store_code_get(s->store, 1, &one, &e), ERR_OK);
    assert_int_equal(store_code_get(s->store, 2, &two, &e), ERR_OK);
    struct str csv = {0};
    str_addf(&csv, "uuid,tag,path,key\n%s,c,Two,2\n%s,c,one,1\n", one.uuid, two.uuid);
    becomes(s->store, str_z(&csv), "*C:Two *C:one ");
    holds(s->store, "C:Two/a C:one/b ");
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    holds(s->store, "C:one/a C:two/b ");
    str_clear(&csv);
    code_clear(&one);
    code_clear(&two);
}

/* A row for a code that was given away under its old name still is that code for what stands below it. */
static void what_was_merged_here_stays_merged(void **state)
{
    struct scratch *s = *state;
    struct err e = {0};
    add(s->store, 0, "one", "");
    add(s->store, 0, "two", "");
    char *before = exported(s->store, false);
    assert_int_equal(store_code_merge(s->store, 1, 1, 2, &e), ERR_OK);
    becomes(s->store, before, "=C:one =C:two ");
    holds(s->store, "C:two/ ");
    char *after = exported(s->store, false);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    becomes(s->store, after, "=C:two >C:one ");
    holds(s->store, "C:two/ ");
    free(before);
    free(after);
}

static void a_dry_run_changes_nothing(void **state)
{
    struct scratch *s = *state;
    struct err e = {0};
    struct str fates = {0};
    static const char csv[] = "tag,path\nc,a/b\n";
    int64_t before, after;
    store_feed_head(s->store, &before, &e);
    assert_int_equal(codebook_import(s->store, "c", csv, strlen(csv), &plain, true, add_fate, &fates, &e), ERR_OK);
    assert_string_equal(str_z(&fates), "+C:a +C:a/b ");
    store_feed_head(s->store, &after, &e);
    assert_int_equal(after, before);
    holds(s->store, "");
    str_clear(&fates);
}

static void what_is_anothers_is_left(void **state)
{
    struct scratch *s = *state;
    struct store *wang;
    struct err e = {0};
    add(s->store, 0, "lead's", "d");
    assert_int_equal(
        store_open(scratch_path(s, "team.db"), &(struct store_opts){.as_name = "wang", .force = true}, &wang, &e),
        ERR_OK);
    becomes(wang, "tag,path,definition\nc,lead's,e\nc,lead's/own,f\n", "!C:lead's +C:lead's/own ");
    holds(wang, "C:lead's/d C:own/f ");
    store_close(&wang);
}

/* ---- what is wrong ---- */

static void what_is_wrong_is_said_of_its_place(void **state)
{
    static const struct {
        const char *csv, *says;
    } wrong[] = {
        {"", "c.csv: line 1, column 1: the header row is missing"},
        {"uuid,path\n", "c.csv: line 1, column 1: the header row has no column “tag”"},
        {"tag,path,tag\n", "c.csv: line 1, column 3: a second column “tag”"},
        {"tag,path\nc,a\nx,b\n", "c.csv: line 3, column 1: this is no tag: write manifestation, cause or remedy"},
        {"tag,path\nc,a\nc\n", "c.csv: line 3, column 1: 1 cells, and the header row has 2"},
        {"tag,path\nc,a\n\"c\",\"b\nb", "c.csv: line 3, column 2: a quote is opened and not closed"},
        {"tag,path\nc,\"a\nb\"\"\"x\n", "c.csv: line 3, column 2: something stands behind the closing quote"},
        {"tag,path\nc,a\"b\n", "c.csv: line 2, column 2: a quote in a cell that does not begin with one"},
        {"tag,path\nc,a\rc,b\n", "c.csv: line 2, column 2: a carriage return without a line feed"},
        {"tag,path\nc,a\nc,\xD6\xC6\xB6\xC8\n", "c.csv: line 3, column 2: not UTF-8: save it as “CSV UTF-8”"},
        {"tag,path\nc,a//b\n", "c.csv: line 2, column 2: a name in the path is empty"},
        {"tag,path\nc,1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17\n", "c.csv: line 2, column 2: the path is too deep"},
        {"tag,path\nc,a\nc, b\n", "c.csv: line 3, column 2: the name of the code begins or ends with a blank, or has a "
                                  "character that cannot be seen"},
        {"tag,path,key\nc,a,ab\n", "c.csv: line 2, column 3: the key of a code is one character that can be seen"},
        {"tag,key,path\nc,k,a\nc,k,b\n", "c.csv: line 3, column 2: another code of this tag has the key “k” already"},
        {"tag,path,uuid\nc,a,12\n", "c.csv: line 2, column 3: this is no uuid"},
        {"tag,path,merged_into\nc,a,00000000-0000-0000-0000-000000000000\n",
         "c.csv: line 2, column 3: no code has this uuid"},
        {"uuid,tag,path\n00000000-0000-0000-0000-00000000000a,c,a\n00000000-0000-0000-0000-00000000000A,c,b\n",
         "c.csv: line 3, column 1: another row has this uuid already"},
    };
    struct scratch *s = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        becomes(s->store, wrong[i].csv, wrong[i].says);
        holds(s->store, "");
    }
    struct err e = {0};
    assert_int_equal(codebook_import(s->store, "c", "tag,\0path\n", 10, &plain, false, NULL, NULL, &e), ERR_INPUT);
    assert_string_equal(e.msg, "c: line 1, column 2: a NUL byte: this is no CSV");
}

static void too_much_is_refused(void **state)
{
    struct scratch *s = *state;
    struct str csv = {0};
    struct err e = {0};
    str_add(&csv, "tag,path\n");
    for (int i = 0; i <= STORE_CODES_MAX; i++)
        str_add(&csv, "c,x\n");
    assert_int_equal(codebook_import(s->store, "c", csv.p, csv.len, &plain, false, NULL, NULL, &e), ERR_INPUT);
    str_truncate(&csv, 0);
    for (int i = 0; i <= CSV_COLUMNS_MAX; i++)
        str_add(&csv, "tag,");
    assert_int_equal(codebook_import(s->store, "c", csv.p, csv.len, &plain, false, NULL, NULL, &e), ERR_INPUT);
    str_truncate(&csv, 0);
    str_add(&csv, "tag,path\nc,\"");
    for (int i = 0; i <= CSV_CELL_MAX; i++)
        str_addc(&csv, 'x');
    assert_int_equal(codebook_import(s->store, "c", csv.p, csv.len, &plain, false, NULL, NULL, &e), ERR_INPUT);
    str_clear(&csv);
    holds(s->store, "");
}

/* The processor time of taking N codes in that stand side by side, with keys, into a file of its own. */
static double seconds_for(int n)
{
    void *state;
    assert_int_equal(scratch_setup(&state), 0);
    struct scratch *s = state;
    struct err e = {0};
    struct str csv = {0};
    str_add(&csv, "tag,path,key\n");
    for (int i = 0; i < n; i++)
        str_addf(&csv, "c,number %d,%c%c%c\n", i, 0xE0 | ((i + 0x4E00) >> 12), 0x80 | (((i + 0x4E00) >> 6) & 0x3F),
                 0x80 | ((i + 0x4E00) & 0x3F));
    clock_t begin = clock();
    if (codebook_import(s->store, "c", csv.p, csv.len, &plain, false, NULL, NULL, &e))
        fail_msg("%s", e.msg);
    double took = (double)(clock() - begin) / CLOCKS_PER_SEC;
    str_clear(&csv);
    scratch_teardown(&state);
    return took;
}

/* Under the lock of all writers: a codebook of twice the size takes twice the time. */
static void a_large_codebook_is_taken_in_at_the_same_rate(void **state)
{
    double ratio = 99;
    (void)state;
    for (int i = 0; i < 3 && ratio > 2.6; i++) { /* the machine has other work */
        double few = seconds_for(1500);
        ratio = seconds_for(3000) / few;
    }
    if (ratio > 2.6)
        fail_msg("twice as many codes took %.2f times as long", ratio);
}

/* ---- the one that ships ---- */

static void the_example_is_taken_in(void **state)
{
    struct scratch *s = *state;
    struct err e = {0};
    char path[600];
    static char bytes[100000];
    int64_t id;
    snprintf(path, sizeof path, "%s/doc/codebook.csv", getenv("srcdir") ? getenv("srcdir") : ".");
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    assert_int_equal(fclose(f), 0);
    if (codebook_import(s->store, path, bytes, n, &plain, false, NULL, NULL, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(store_code_at(s->store, TAG_MANIFESTATION, "不敢/怕担责", &id, &e), ERR_OK);
    assert_int_equal(store_code_at(s->store, TAG_MANIFESTATION, "不愿", &id, &e), ERR_OK);
    assert_int_equal(store_code_at(s->store, TAG_MANIFESTATION, "不会", &id, &e), ERR_OK);
    assert_int_equal(store_code_at(s->store, TAG_REMEDY, "培训", &id, &e), ERR_OK);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        T(what_goes_out_comes_in_again),
        T(a_spreadsheet_may_save_it),
        T(rows_change_what_is_there),
        T(rows_may_swap_their_names_and_keys),
        T(what_was_merged_here_stays_merged),
        T(a_dry_run_changes_nothing),
        T(what_is_anothers_is_left),
        T(what_is_wrong_is_said_of_its_place),
        T(too_much_is_refused),
        T(the_example_is_taken_in),
        T(a_large_codebook_is_taken_in_at_the_same_rate),
    };
    return cmocka_run_group_tests_name("exchange_codebook", tests, NULL, NULL);
}
