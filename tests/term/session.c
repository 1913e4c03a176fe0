#include "tests/term/session.h"

#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ENV 16

const char session_document[] = "甲窗口从早到晚排着长队。材料交了又补，补了又交！群众说：“跑了三趟，才办成一件事。”\n"
                                "审批的章不在窗口，所以问题一再出现。\n"
                                "第一，把章交给窗口。第二，把清单贴在墙上；第三，每周五回头看一次。\n"
                                "完。\n";

int session_begin(void **state)
{
    struct session *s = calloc(1, sizeof *s);
    *state = s;
    if (!s)
        return -1;
    const char *tmp = getenv("TMPDIR");
    snprintf(s->dir, sizeof s->dir, "%s/zhupi-term-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(s->dir))
        return -1;
    if ((size_t)snprintf(s->db, sizeof s->db, "%s/t.db", s->dir) >= sizeof s->db)
        return -1;
    session_write(s, "report.txt", session_document);
    session_run(s, "init DB");
    char import[SESSION_PATH + 32];
    snprintf(import, sizeof import, "import DB %s/report.txt", s->dir);
    session_run(s, import);
    return 0;
}

int session_end(void **state)
{
    struct session *s = *state;
    if (!s)
        return 0;
    pty_free(s->pty);
    char command[SESSION_PATH + 16];
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    int status = system(command);
    free(s);
    return status;
}

void session_write(const struct session *s, const char *name, const char *text)
{
    char path[2 * SESSION_PATH];
    snprintf(path, sizeof path, "%s/%s", s->dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static const char *program(void)
{
    return "./zhupi"; /* make check runs in the build directory */
}

void session_run(struct session *s, const char *arguments)
{
    const char *db = strstr(arguments, "DB");
    int before = db ? (int)(db - arguments) : (int)strlen(arguments);
    char command[4 * SESSION_PATH];
    snprintf(command, sizeof command, "HOME='%s' XDG_CONFIG_HOME='%s' %s %.*s'%s'%s 2>&1", s->dir, s->dir, program(),
             before, arguments, db ? s->db : "", db ? db + 2 : "");
    FILE *f = popen(command, "r");
    assert_non_null(f);
    size_t n = fread(s->out, 1, sizeof s->out - 1, f);
    s->out[n] = '\0';
    int status = pclose(f);
    if (status != 0)
        fail_msg("zhupi %s: status %d: %s", arguments, status, s->out);
}

bool session_saved(struct session *s, const char *text)
{
    session_run(s, "export DB");
    return strstr(s->out, text) != NULL;
}

void session_open(struct session *s, const char *const env[], int rows, int columns)
{
    char home[SESSION_PATH + 8], config[SESSION_PATH + 24];
    snprintf(home, sizeof home, "HOME=%s", s->dir);
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", s->dir);
    const char *all[MAX_ENV + 8] = {home, config, "LC_ALL=C.UTF-8", "LANGUAGE", "NO_COLOR", "VISUAL", "EDITOR"};
    for (size_t n = 7; env && *env && n < MAX_ENV + 7; n++)
        all[n] = *env++;
    const char *const argv[] = {program(), "review", s->db, "report.txt", NULL};
    pty_free(s->pty);
    s->pty = pty_start(argv, all, rows, columns);
    assert_non_null(s->pty);
}

void session_review(struct session *s, int rows, int columns)
{
    session_open(s, NULL, rows, columns);
    assert_true(pty_wait(s->pty, "完。"));
}

void session_quit(struct session *s)
{
    int status = -1;
    pty_type(s->pty, "Q");
    assert_true(pty_wait_exit(s->pty, &status));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        for (int row = 0; row < 24; row++)
            print_error("# |%s\n", pty_row(s->pty, row));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(pty_sane(s->pty));
    assert_false(pty_other_screen(s->pty));
    int row, column;
    bool visible;
    pty_cursor(s->pty, &row, &column, &visible);
    assert_true(visible);
}
