#include "tests/unit.h"

#include "tests/bench/sample.h"

#include "base/mem.h"
#include "base/str.h"

#include <string.h>

/* Park and Miller's minimal standard generator (1988): the same everywhere. */
static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = (uint32_t)((uint64_t)*seed * 48271 % 2147483647);
    return *seed % below;
}

#define PICK(seed, words) (words)[draw(seed, (uint32_t)(sizeof(words) / sizeof *(words)))]

static void add_clause(struct str *out, uint32_t *seed)
{
    static const char *const who[] = {"值班人员", "检查组",   "各车间", "维修班", "有关部门",
                                      "基层单位", "项目经理", "供应商", "监理方", "夜班操作工"};
    static const char *const did[] = {"没有按时检查", "及时发现了", "长期忽视",   "重新安排了", "逐项核对",
                                      "未能落实",     "反复强调",   "没有记录下", "主动上报了", "一再推迟"};
    static const char *const what[] = {"设备的温度变化", "交接班制度",     "整改措施",   "安全培训",   "阀门的密封情况",
                                       "备用电源",       "现场的责任分工", "预算和进度", "报警的阈值", "上一次的结论"};
    str_add(out, PICK(seed, who));
    str_add(out, PICK(seed, did));
    str_add(out, PICK(seed, what));
}

static void add_sentence(struct str *out, uint32_t *seed)
{
    for (uint32_t i = 1 + draw(seed, 3); i > 0; i--) {
        add_clause(out, seed);
        str_add(out, i > 1 ? "，" : "。");
    }
}

static void add_heading(struct str *out, uint32_t *seed, unsigned number)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    str_addf(out, "%s、", digits[number % 10]);
    add_clause(out, seed);
    str_addc(out, '\n');
}

char *sample_text(size_t bytes, bool one_line)
{
    struct str out = {0};
    uint32_t seed = 20240607;
    for (unsigned paragraph = 0; out.len < bytes; paragraph++) {
        if (!one_line && paragraph % 12 == 11)
            add_heading(&out, &seed, paragraph / 12);
        for (uint32_t i = 3 + draw(&seed, 6); i > 0; i--)
            add_sentence(&out, &seed);
        if (!one_line)
            str_addc(&out, '\n');
    }
    return str_take(&out);
}

int64_t sample_document(struct store *s, const char *name, size_t bytes, bool one_line)
{
    char *text = sample_text(bytes, one_line);
    int64_t id = 0;
    struct err e;
    struct document_new d = {.name = name, .encoding = "UTF-8", .source = name, .source_bytes = strlen(name)};
    d.text = text;
    d.text_bytes = strlen(text);
    if (store_document_add(s, &d, &id, &e))
        fail_msg("%s", e.msg);
    free(text);
    return id;
}

/* Through SQL and in one transaction: as many commits would take minutes on a slow disk. */
void sample_annotate(const struct fixture *f, int64_t document, int count)
{
    struct str sql = {0};
    str_addf(&sql,
             "BEGIN IMMEDIATE; "
             "CREATE TEMP TABLE made AS WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n "
             "WHERE i + 1 < %d) "
             "SELECT (SELECT ifnull(max(id), 0) FROM annotation) + 1 + i AS id, 1 + i %% 3 AS tag, "
             "iif(i %% 4, '', '见第三章') AS note, ",
             count);
    str_addf(&sql,
             "iif(i < %d, i * %d, %d + (d.length - %d) * (i - %d) / %d) AS start FROM n, document d "
             "WHERE d.id = %lld; ",
             SAMPLE_NEAR, SAMPLE_STEP, SAMPLE_FAR, SAMPLE_FAR + SAMPLE_STEP, SAMPLE_NEAR, count, (long long)document);
    str_addf(&sql,
             "INSERT INTO annotation (id, uuid, document_id, start, end, tag, reviewer_id, note, revision, created, "
             "updated) SELECT id, printf('00000000-0000-4000-8000-%%012x', id), %lld, start, start + %d, tag, "
             "1, note, 1, 0, 0 FROM made; ",
             (long long)document, SAMPLE_CHARACTERS);
    str_addf(&sql,
             "INSERT INTO change (time, reviewer_id, session, entity, entity_id, document_id, action, after) "
             "SELECT 0, 1, '', 'annotation', id, %lld, 'create', json_object('start', start, 'end', start + %d, "
             "'tag', iif(tag = 1, 'manifestation', iif(tag = 2, 'cause', 'remedy')), 'note', note, 'deleted', "
             "json('false')) FROM made; DROP TABLE made; COMMIT",
             (long long)document, SAMPLE_CHARACTERS);
    fixture_sql(f->path, str_z(&sql));
    str_clear(&sql);
}

void sample_team(const struct fixture *f, int64_t document, int count)
{
    struct str sql = {0};
    str_addf(&sql,
             "BEGIN IMMEDIATE; INSERT INTO reviewer (id, account, name, created) "
             "VALUES (101, 'li', 'li', 0), (102, 'wang', 'wang', 0), (103, 'zhao', 'zhao', 0); "
             "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d) "
             "INSERT INTO document (id, uuid, name, sha256, encoding, source_bytes, length, reviewer_id, created) "
             "SELECT %lld + i, printf('00000000-0000-4000-8000-%%012x', i), printf('第 %%05d 号报告', i), "
             "printf('%%064x', i), d.encoding, d.source_bytes, d.length, d.reviewer_id, 0 FROM n, document d "
             "WHERE d.id = %lld; ",
             count, (long long)document, (long long)document);
    str_add(&sql, "INSERT INTO assignment (document_id, reviewer_id, created, updated, done_at) "
                  "SELECT d.id, r.id, 0, 0, iif((d.id + r.id) % 4, NULL, 1) FROM document d, reviewer r "
                  "WHERE r.id > 100 AND (d.id + r.id) % 3; COMMIT");
    fixture_sql(f->path, str_z(&sql));
    str_clear(&sql);
}
