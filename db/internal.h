/* Inside the db room only: the store's insides and what its files offer one another. */
#ifndef ZHUPI_DB_INTERNAL_H
#define ZHUPI_DB_INTERNAL_H

#include "db/code_own.h"
#include "db/store.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/types.h>

#define STORE_APPLICATION_ID 0x7a687069 /* "zhpi": bytes 68 to 71 of the file, see "Database File Format" §1.3 */
#define STORE_BUSY_MS 2000              /* for foreign programs only; our own writers queue on the lock */

struct stmt_slot {
    const char *sql;
    sqlite3_stmt *st;
    bool used;
};

/* What wake.c and presence.c keep; all zero before they are asked for something. */
struct wake {
    bool open, lost; /* lost: the lock file is another by now, or not watched yet */
    int fd, wd;      /* inotify's descriptor, and its number of the lock file */
};

struct live {
    bool open;
    int fd, slot;  /* of FILE-live; slot -1: none is held */
    int64_t since; /* when this session was first said to be here; 0: not yet */
};

/* What whole.c remembers of the -wal and the -shm that this session opened. */
enum { WHOLE_FILES = 2 };

struct whole_file {
    char *path;
    bool known;
    dev_t dev;
    ino_t ino;
};

struct whole {
    struct whole_file files[WHOLE_FILES];
    off_t size;   /* of the database, as far as it was seen */
    bool cut;     /* it got shorter, or its first bytes are no zhupi file's any more */
    bool rescued; /* what a removed -wal held was brought back */
};

/* Changes that are one: what group.c keeps between store_group_begin and store_group_end. */
struct change_group {
    int depth;       /* how many are open, in one another; 0: none */
    bool part;       /* one of its changes is being made, between write_begin and write_end */
    int64_t rows;    /* written by this session before that */
    int64_t before;  /* the newest change when the outermost began */
    char action[16]; /* of the outermost */
};

struct store {
    sqlite3 *db;
    char *path;       /* as it was named, for messages */
    char *real;       /* absolute, its directory without symbolic links */
    char *lock_path;  /* the side file of the write queue; NULL: no queue (a file that nobody else can see yet) */
    int lock_fd;      /* -1: not open yet */
    bool locked;      /* the write queue's lock is held */
    sigset_t signals; /* the mask to go back to when it is dropped */
    struct wake wake;
    struct live live;
    struct whole whole;
    bool look;    /* nothing may be written */
    bool news;    /* since write_begin a row of the feed was written: others want to know */
    bool writing; /* between write_begin and write_end, or in a group */
    bool begun;   /* a transaction of ours is open, unless SQLite has rolled it back */
    bool starved; /* since write_begin SQLite had no memory to hand something out that it had read */
    struct change_group group;
    int listing; /* callbacks that are running */
    int frames;  /* pages in the -wal after this session's last commit */
    int checkpoint_frames, checkpoint_next;
    int64_t data_version;
    int64_t reviewer;
    char *reviewer_name;
    enum role role; /* as it was read last */
    bool owner;     /* the Unix account owns the file, and no key says who it is */
    char session[UUID_SIZE];
    struct stmt_slot *slots;
    size_t n_slots, cap_slots;
    struct code_map codes;
};

/* ---- stmt.c: every statement is compiled here ---- */

/* Compile SQL (a string that lives as long as the store; the pointer is the key of the cache) and bind by TYPES:
 * 'i' int64_t, 't' const char * (NULL is NULL), 'T' const char * and size_t, 'B' const void * and size_t (a blob, NULL
 * is NULL). What is bound must live until stmt_close.
 * On failure there is nothing to close. */
enum err_code stmt_open(struct store *s, sqlite3_stmt **out, struct err *e, const char *sql, const char *types, ...);
enum err_code stmt_step(struct store *s, sqlite3_stmt *st, bool *row, struct err *e);
void stmt_close(struct store *s, sqlite3_stmt *st);

/* Compile SQL, which binds nothing, so that it can be run later when there is no memory left. */
enum err_code stmt_compile(struct store *s, const char *sql, struct err *e);

/* Run to the end, dropping rows. */
enum err_code stmt_run(struct store *s, struct err *e, const char *sql, const char *types, ...);

/* The first column of the first row as an integer; *FOUND (may be NULL) is false and *OUT untouched where there is
 * none or it is NULL. */
enum err_code stmt_int(struct store *s, int64_t *out, bool *found, struct err *e, const char *sql, const char *types,
                       ...);

/* Run all statements of a script, which is not kept. */
enum err_code stmt_script(struct store *s, const char *sql, struct err *e);

/* A result code of SQLite as an error with its message. */
enum err_code stmt_error(struct store *s, int rc, struct err *e);

/* Column I as text, borrowed until the next step: never NULL, and always valid UTF-8. */
const char *stmt_text(sqlite3_stmt *st, int i);

/* The same in OUT, cut at SIZE - 1 bytes. */
void stmt_short(sqlite3_stmt *st, int i, char *out, size_t size);

/* Compile SQL that is put together for one use: stmt_close ends it. */
enum err_code stmt_open_once(struct store *s, sqlite3_stmt **out, struct err *e, const char *sql);

/* ---- filter_words.c, filter_sql.c: filters in statements ---- */

/* Make the functions that the conditions of filters call known to the connection. */
enum err_code filter_functions(struct store *s, struct err *e);

#define FILTER_HERE "$filter" /* in a statement: where the condition goes */

/* Compile SQL, which has FILTER_HERE once where a condition on a row of annotation, named a, may stand, with F (not
 * NULL) put there, and bind the N numbers at BOUND as ?1, ?2 …, eight at most. DOCUMENTS narrows down in which
 * documents names are looked for, as a condition on a row of document, named d, with those numbers ("d.id = ?1"); ""
 * where SQL asks all annotations. Ended by stmt_close; F must live until then. */
enum err_code filter_open(struct store *s, const struct filter *f, const char *sql, const char *documents,
                          const int64_t *bound, size_t n, sqlite3_stmt **out, struct err *e);

/* ---- side.c: the files beside the database that are ours ---- */

/* Open PATH beside the database in *OUT for reading and writing; it is made where there is none. */
enum err_code side_open(struct store *s, const char *path, int *out, struct err *e);

/* Whether FD is still what others find under PATH: somebody may have cleaned it away. */
bool side_still_there(int fd, const char *path);

/* ---- lock.c: the write queue ---- */

/* Have S->lock_fd open, on the file that others find. */
enum err_code lock_open(struct store *s, struct err *e);
void lock_close(struct store *s);

enum err_code lock_take(struct store *s, struct err *e);
bool lock_try(struct store *s); /* without waiting */
void lock_drop(struct store *s);

/* ---- holder.c ---- */

/* The process that holds the write lock (flock) of FD, if it is stopped; 0 where it is not, or cannot be told. */
long holder_stopped(int fd);

/* The account of a process, -1 where it cannot be told. */
int64_t holder_account(long pid);

/* ---- wake.c ---- */

/* Wake the other sessions: after COMMIT, before the lock is dropped. */
void wake_others(struct store *s);
void wake_close(struct store *s);

/* ---- write.c: one transaction that writes ---- */

/* Inside a group it begins a part of its transaction, which write_end keeps or takes back alone. */
enum err_code write_begin(struct store *s, struct err *e);

/* The same for a change that only LEAST or a higher role may make: ERR_DENIED. The role is read inside the transaction,
 * because a lead may have changed it a moment ago. */
enum err_code write_begin_as(struct store *s, enum role least, struct err *e);

/* Commit where CODE is ERR_OK, else roll back; returns what came of it. */
enum err_code write_end(struct store *s, enum err_code code, struct err *e);

/* ERR_IO where SQLite has rolled the whole transaction back by itself, as it does when the disk is full or there is no
 * memory left. No statement is run then until write_end: each would be a transaction of its own. */
enum err_code write_check_not_lost(struct store *s, struct err *e);

/* Set up the checkpoints on a fresh connection. */
void write_init(struct store *s, int checkpoint_frames);

/* ---- whole.c: whether the files are still those that were opened ---- */

/* Under the lock, before SQLite makes a -wal and -shm: ERR_BUSY where others still hold ones that were removed,
 * ERR_DENIED where something else bears their names. */
enum err_code whole_before_open(struct store *s, struct err *e);

/* Under the lock, once they are there. */
void whole_remember(struct store *s);
void whole_clear(struct store *s);

/* Whether the database was replaced or removed since it was opened, or that cannot be told. */
bool whole_has_moved(struct store *s);

/* ERR_MOVED where the file was cut short or written over, or the -wal or the -shm removed or replaced. What a removed
 * one held is brought back into the file first, where that is safe. A few microseconds where nothing is wrong. Not
 * inside a transaction. */
enum err_code whole_check(struct store *s, struct err *e);

/* Before the connection is closed, if possible under the lock: whether it may bring its -wal back. */
bool whole_leave(struct store *s);

/* ---- path.c: what may be opened, and where ---- */

struct path {
    char *dir;  /* absolute, no symbolic links */
    char *full; /* the file in it */
};

void path_clear(struct path *p);
enum err_code path_resolve(const char *path, struct path *out, struct err *e);
enum err_code path_check_dir(const char *path, const struct path *p, bool force, struct err *e);
enum err_code path_check_file(const char *path, const struct path *p, struct err *e);

/* Make a new file in P's directory under a name of its own (*TMP, the caller frees), to become P later. */
enum err_code path_make_tmp(const char *path, const struct path *p, char **tmp, struct err *e);

/* Give the finished file TMP the name of P, which must not exist (ERR_EXISTS), and make that last. */
enum err_code path_publish(const char *path, const struct path *p, const char *tmp, struct err *e);

/* rename(2), but EEXIST where TO is there. */
int path_rename_new(const char *from, const char *to);

/* ---- permission.c: why not, and what to run ---- */

/* What the names of the files beside a database end in; NULL at the end. */
extern const char *const store_side_endings[];

/* The name of an account or group, or its number. The caller frees. */
char *permission_user(uid_t uid);
char *permission_group(gid_t gid);

/* Whether this process belongs to the group. */
bool permission_is_member(gid_t gid);

/* ERR_DENIED, or ERR_IO where errno is no lack of permission: this account may not read and write ITEM, the directory
 * of the file FULL, itself or one beside it. */
enum err_code permission_explain(const char *item, const char *full, struct err *e);

/* The same where a directory on the way to PATH may not be entered. */
enum err_code permission_explain_way(const char *path, struct err *e);

/* ERR_DENIED where what is made beside a group's file by this account would be another group's. */
enum err_code permission_check_group(const char *path, const struct path *p, struct err *e);

/* ERR_DENIED where the file is another account's: only its owner may say who a reviewer is. */
enum err_code permission_check_owner(const char *path, const struct path *p, struct err *e);

/* ERR_DENIED where a file beside FULL is there and this account may not use it. */
enum err_code permission_check_side(const char *full, struct err *e);

/* ---- open.c ---- */

/* Connect S to the file S->real and set the connection and its write-ahead log up. Unless FRESH (empty), the file must
 * be ours and not newer; otherwise nothing of it is changed. */
enum err_code open_connect(struct store *s, bool fresh, struct err *e);

/* ERR_CORRUPT where the first bytes of the file are not a zhupi file's, ERR_NEWER. */
enum err_code open_check_header(struct store *s, struct err *e);

/* ---- migrate.c ---- */

struct migration {
    int version; /* of the file once the step is done */
    enum err_code (*run)(struct store *s, struct err *e);
};

#define MIGRATE_NEWEST 4

/* Bring the file to the newest version with our steps, or with these; each is one transaction, all or nothing. */
enum err_code migrate(struct store *s, struct err *e);
enum err_code migrate_run(struct store *s, const struct migration *list, size_t n, struct err *e);

/* A new, empty file of the newest version that is nowhere but in memory, to compare with. Closed with store_close. */
enum err_code migrate_model(struct store **out, struct err *e);

extern const char *const schema_1_lines[]; /* db/schema_1.sql and so on, generated; NULL at the end */
extern const char *const schema_2_lines[];
extern const char *const schema_3_lines[];
extern const char *const schema_4_lines[];
enum err_code migrate_schema(struct store *s, struct err *e);

/* ---- reviewer.c ---- */

/* The name of the account, or "uid 1000" where the system has none (or none that can be stored). The caller frees. */
char *reviewer_account(int64_t uid);

/* Find or add this session's reviewer. */
enum err_code reviewer_login(struct store *s, const char *as_name, bool look, struct err *e);

/* Read this session's role into s->role; a reader where there is none. */
enum err_code reviewer_read_role(struct store *s, struct err *e);

/* Add a reviewer who is an account or, with UID -1, a key, and record it; what it is called goes to *NAME (the caller
 * frees), its id to *ID. */
enum err_code reviewer_insert(struct store *s, int64_t uid, const char *account, enum role role, char **name,
                              int64_t *id, struct err *e);

/* Reviewers are known to the file by the account's name: not empty, not too long, UTF-8. */
enum err_code reviewer_check_account(const char *account, struct err *e);

/* A name that is new must besides not look like another one. */
enum err_code reviewer_check_new(const char *account, struct err *e);

/* ---- role.c ---- */

/* In the open transaction, after reviewer ID, whose image was BEFORE, got another role: ERR_INPUT where that was the
 * last lead. */
enum err_code role_check_lead_left(struct store *s, int64_t id, const char *before, struct err *e);

/* Whether only a lead may do ACTION to what ENTITY names, and take it back. */
bool role_is_for_leads(const char *entity, const char *action);

/* ---- document.c ---- */

/* ERR_DENIED where the document is closed, so that nothing in it may change. */
enum err_code document_check_open(struct store *s, int64_t id, struct err *e);

/* Code points of document ID. ERR_NOT_FOUND. */
enum err_code document_length(struct store *s, int64_t id, int64_t *length, struct err *e);

/* ERR_INPUT where [START, END) is empty or not inside the document. */
enum err_code document_check_range(struct store *s, int64_t id, int64_t start, int64_t end, struct err *e);

/* NAME, or NAME (2) and so on: the first for which EXISTS_SQL (one text parameter) gives no row. The caller frees. */
enum err_code reviewer_free_name(struct store *s, const char *exists_sql, const char *name, char **out, struct err *e);

/* ---- source.c ---- */

#define STORE_ROW_MAX (2 * STORE_TEXT_MAX - 4096) /* bytes of the biggest column: open.c allows a row a little more */

/* What of a document's bytes is stored; NULL where they are those of the text. */
struct packed {
    void *bytes;
    size_t n;
};

void packed_clear(struct packed *p);

/* Compress what D was imported from. ERR_INPUT where it is too long. */
enum err_code source_pack(const struct document_new *d, struct packed *out, struct err *e);

#define SELECT_SOURCE                                                                                                  \
    "SELECT d.source_bytes, d.sha256, c.bytes, iif(c.bytes IS NULL, t.text, NULL), d.id FROM document d "              \
    "JOIN document_source c ON c.document_id = d.id LEFT JOIN document_text t ON t.document_id = d.id "

/* The imported bytes from the row of a SELECT_SOURCE, with a NUL behind; the caller frees. False where they are not
 * those whose sha256 is known. */
bool source_read(sqlite3_stmt *st, char **bytes, size_t *n);

/* ---- feed.c ---- */

struct feed_row {
    const char *entity, *action;
    int64_t entity_id, document; /* document 0: none */
    const char *before, *after;
    bool stacked;           /* an ordinary change, which undo can take back */
    int64_t undoes, redoes; /* or: the row that this one takes back, the undo that it does again; 0: none */
    bool part;              /* whichever it is, it belongs to the group that comes behind it, which is on the stack */
    int64_t parts;          /* of a group: how many rows before it belong to it */
};

/* Write one row of the feed inside the open transaction, in an open group as a part of it; its seq in *SEQ (may be
 * NULL). */
enum err_code feed_add(struct store *s, const struct feed_row *row, int64_t *seq, struct err *e);

/* The stacks of this session's reviewer as they were before the row SEQ; 0 for an empty one. */
enum err_code feed_stacks_before(struct store *s, int64_t seq, int64_t *undo, int64_t *redo, struct err *e);

/* ---- entity.c: assignments, codes, comments, documents, filters, links, noise and reviewers as JSON objects ---- */

/* Whether rows called NAME have such images. */
bool entity_known(const char *name);

/* What of row ID a change can change; the caller frees. */
enum err_code entity_image(struct store *s, const char *name, int64_t id, char **json, struct err *e);

/* In the open transaction, after row ID was written: record it in the feed, as a change that undo can take back. BEFORE
 * is its image from before, NULL for a new row. Nothing is recorded where nothing changed. */
enum err_code entity_log(struct store *s, const char *name, int64_t id, const char *action, const char *before,
                         struct err *e);

/* The same for what is only a part of the change that is logged next, with which it is taken back. */
enum err_code entity_log_part(struct store *s, const char *name, int64_t id, const char *action, const char *before,
                              struct err *e);

/* ERR_STALE with the name of the one who changed row ID last. */
enum err_code entity_stale(struct store *s, const char *name, int64_t id, struct err *e);

/* In the open transaction: bring row ID, which must still be AFTER (ERR_STALE), back to BEFORE (NULL: to where it was
 * not there), and write ROW of the feed (whose entity, before and after are filled in here). */
enum err_code entity_restore(struct store *s, const char *name, int64_t id, const char *before, const char *after,
                             struct feed_row *row, int64_t *seq, struct err *e);

/* ---- group.c ---- */

/* In the open transaction: take back the PARTS changes before the group SEQ, the last one first, and write ROW, which
 * says whether that is an undo or a redo, as a group of what was done. ACTION is what it was called first. */
enum err_code group_take_back(struct store *s, int64_t seq, int64_t parts, const char *action, struct feed_row *row,
                              struct undone *out, struct err *e);

/* ---- undo.c ---- */

/* In the open transaction: take back the change SEQ, which is a part of a group, as a part of the one that comes. */
enum err_code undo_part(struct store *s, int64_t seq, bool undo, struct undone *out, struct err *e);

/* ---- annotation.c ---- */

/* What of an annotation a change can change. */
struct image {
    int64_t start, end, tag;
    char *note;
    bool deleted;
    enum settled settled;
    int64_t settled_by;
    int64_t code; /* as it was given; 0: none */
};

void image_clear(struct image *i);

/* Bring the annotation from NOW to TO and write the row of the feed (whose entity, before and after are filled in
 * here), in the open transaction; its seq in *SEQ (may be NULL). */
enum err_code annotation_apply(struct store *s, const struct annotation *now, const struct image *to,
                               struct feed_row *row, int64_t *seq, struct err *e);

/* A new annotation with the content, reviewer and origin of A, and its row of the feed, in the open transaction; its id
 * in *ID. */
enum err_code annotation_insert(struct store *s, const struct annotation *a, const char *action, int64_t *id,
                                struct err *e);

/* What A is now; the note is A's. */
struct image annotation_image(const struct annotation *a);

/* Whether the annotation has the content of the image. */
bool annotation_is(const struct annotation *a, const struct image *i);

/* In the open transaction: give annotation ID, which counts as FROM (else ERR_STALE), the code TO. */
enum err_code annotation_recode(struct store *s, int64_t id, int64_t from, int64_t to, struct err *e);

/* ERR_STALE with the name of the one who changed annotation ID last. */
enum err_code annotation_stale(struct store *s, int64_t id, struct err *e);

/* ---- carry.c ---- */

/* ERR_STALE where A, which is to stand again, was carried over by somebody else meanwhile. */
enum err_code carry_check_alone(struct store *s, const struct annotation *a, struct err *e);

/* ---- check_rules.c ---- */

/* A rule is a query for the numbers of the rows that break it. */
struct check_rule {
    const char *says; /* one %lld: the number; to be translated */
    const char *sql;
};

extern const struct check_rule check_rules[]; /* one without SQL at the end */

/* ---- comment_change.c ---- */

/* In the open transaction, where undo or redo takes back the change SEQ of the comment REPLY: put its thread back too,
 * where SEQ opened or closed it, nobody answered behind REPLY and it still is what SEQ made of it. */
enum err_code comment_take_back_part(struct store *s, int64_t seq, int64_t reply, struct err *e);

/* ---- link_change.c ---- */

/* In the open transaction, before undo or redo changes link ID, and whether it STANDS then: ERR_DENIED where the
 * document of an end is closed or the link is somebody else's and this is no lead, ERR_STALE where it would stand
 * between annotations that make no pair any more or beside another one, or while one is deleted, unless the link was
 * REMOVED: that may have happened while it was. */
enum err_code link_check_take_back(struct store *s, int64_t id, bool stands, bool removed, struct err *e);

/* ERR_DENIED, with how many, where links of ANNOTATION hold that would not be right, in the same direction, once it has
 * TAG. */
enum err_code link_check_retag(struct store *s, int64_t annotation, enum tag tag, struct err *e);

/* ---- points.c ---- */

/* Whether the N bytes at P are valid UTF-8 without NUL (Unicode §3.9 table 3-7), and the number of code points. */
bool points_count(const char *p, size_t n, int64_t *count);

/* How many of the N bytes at P are such characters, before the first one that is ill-formed or not whole; the number of
 * those characters in *POINTS. */
size_t points_valid(const char *p, size_t n, int64_t *points);

/* The code point that the string S, valid UTF-8, begins with, and how many bytes it is; 0 at the end. */
size_t points_next(const char *s, uint32_t *c);

/* Whether C is a blank between words: white space, or the end of a line. */
bool points_is_blank(uint32_t c);

/* Whether the N bytes at P, valid UTF-8, are all seen: no white space at either end, and nowhere a control character, a
 * bidi control or another code point that is not drawn (Unicode: Cc, Zl, Zp, Default_Ignorable_Code_Point). */
bool points_are_seen(const char *p, size_t n);

/* Whether nothing but white space and what is not drawn is in the N bytes at P, valid UTF-8. */
bool points_are_white(const char *p, size_t n);

/* ---- quote.c ---- */

/* Add what of [START, END) of document ID is noise to OUT, by start, clamped to it. */
enum err_code quote_spans(struct store *s, int64_t id, int64_t start, int64_t end, struct noise_list *out,
                          struct err *e);

/* ---- noise_words.c ---- */

/* Bring L into order, and make one span of those that touch. */
void noise_unite(struct noise_list *l);

/* Whether [START, END) of DOCUMENT has words outside of NOISE, which is united. Where it has no noise that is not
 * looked at: it is so. */
enum err_code noise_leaves_words(struct store *s, const struct noise_list *noise, int64_t document, int64_t start,
                                 int64_t end, bool *words, struct err *e);

/* ERR_DENIED where an annotation has words as long as [START, END) of DOCUMENT is no noise, and then none. In the
 * transaction, before the span stands. */
enum err_code noise_check_words(struct store *s, int64_t document, int64_t start, int64_t end, struct err *e);

/* The same before noise ID stands again. */
enum err_code noise_check_again(struct store *s, int64_t id, struct err *e);

#endif
