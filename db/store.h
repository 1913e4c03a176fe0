/* The shared file: the one public header of this room.
 *
 * Every change is one short transaction that writes the row and a row of the append-only feed; a function that
 * returned ERR_OK has committed. Writers queue on a lock of their own (RELIABILITY in doc/architecture.md), so nobody
 * sees "database is locked". Positions are code points, [start, end). Times are milliseconds since 1970 UTC. Strings
 * that a call hands out belong to the caller and are freed with the _clear function of their struct; strings inside a
 * struct that a callback receives live as long as the call. A callback returns true to go on, false to stop; it may
 * call functions that read, but none that writes (those fail with ERR_INPUT), because a change inside an open listing
 * would start from old data. It never prints and never waits for anybody: while one session reads, the -wal of all
 * cannot begin anew and grows with every commit. Text that is not valid UTF-8 in a damaged file is handed out as
 * U+FFFD. Besides the codes that a function names, any may give ERR_IO, ERR_CORRUPT, ERR_BUSY (a foreign program holds
 * the file for more than two seconds, or another account's session was stopped while it wrote), and one that writes
 * ERR_FULL and ERR_MOVED; nothing was changed then. */
#ifndef ZHUPI_DB_STORE_H
#define ZHUPI_DB_STORE_H

#include "base/err.h"
#include "base/role.h"
#include "base/str.h"
#include "base/tag.h"
#include "base/uuid.h"
#include "text/noise.h"
#include "text/outline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_SHA256_SIZE 65 /* 64 hexadecimal digits and the NUL */

struct store;

/* Bounds on what is stored, in bytes of UTF-8 without the NUL. */
#define STORE_NAME_MAX 1024                  /* a document's or reviewer's name */
#define STORE_NOTE_MAX (64 * 1024)           /* a note */
#define STORE_PLACE_MAX 64                   /* the name of a place */
#define STORE_TEXT_MAX (128 * 1024 * 1024)   /* a document's text */
#define STORE_SOURCE_MAX (256 * 1024 * 1024) /* the file that it was imported from */

struct store_opts {
    bool force; /* open on a network or FUSE file system, or in a directory where everybody may write, all the same */
    /* The reviewer is the key of this name, and not the Unix account: only for the restricted mode, where one account
     * serves many people and the key that they logged in with has decided the name. Elsewhere NULL. ERR_DENIED where
     * the file does not belong to this account. */
    const char *as_name;
    /* Only look: nothing is written, not even who looks (a reviewer who is not known yet has the id 0), and what would
     * write is refused with ERR_DENIED. An older file is migrated all the same. */
    bool look;
    int checkpoint_frames; /* bring the -wal back into the file when it has this many pages; 0: 1000 */
};

/* Make a new, empty shared file at PATH with the newest schema. ERR_EXISTS where there is anything already. The file
 * appears whole or not at all. In a directory with the set-group-id bit (a team's) it belongs to the group, mode 0660;
 * elsewhere it is the owner's alone, 0600. OPTS may be NULL. */
enum err_code store_create(const char *path, const struct store_opts *opts, struct err *e);

/* Make PATH a file for the GROUP (a name or a number): its directory, which is made where it is missing, gets the mode
 * 2770, the file 0660, and both and the files beside it the group, so that all members can work in it whatever their
 * umask. A file that is there already keeps its content, and what is right is left alone; *CREATED says whether it was
 * made. Each change, and what keeps the group out further up, is one line to SAID (may be NULL). This account has to be
 * root or belong to the group. ERR_DENIED with the commands to run where something belongs to somebody else, or where
 * the directory holds other files and is not the group's yet; ERR_NOT_FOUND for the group; ERR_EXISTS where PATH is not
 * a zhupi file. Not for a file that this process has open. */
enum err_code store_share(const char *path, const char *group, const struct store_opts *opts,
                          bool (*said)(void *ctx, const char *line), void *ctx, bool *created, struct err *e);

/* Open PATH, migrating an older file. The reviewer is the Unix account (getuid), added when it is new. ERR_NOT_FOUND,
 * ERR_NEWER (the file is not touched), ERR_CORRUPT (not a zhupi file, or damaged), ERR_DENIED (a symbolic or hard link,
 * no permission to write, a network file system without FORCE). OPTS may be NULL. A store must not be used in a child
 * after fork(); use it from one thread at a time. */
enum err_code store_open(const char *path, const struct store_opts *opts, struct store **out, struct err *e);

/* Close and free; *S becomes NULL. */
void store_close(struct store **s);

const char *store_path(const struct store *s);
const char *store_session(const struct store *s);       /* the uuid of this session, as feed and presence name it */
int64_t store_reviewer(const struct store *s);          /* this session's reviewer */
const char *store_reviewer_name(const struct store *s); /* and its name */

/* ---- reviewers and their roles ---- */

struct reviewer {
    int64_t id;
    char *name;    /* as shown */
    char *account; /* of the account, or of the key */
    int64_t uid;   /* of the account; -1: a key's name says who it is */
    enum role role;
    int64_t created;
};

void reviewer_clear(struct reviewer *r);

typedef bool store_reviewer_fn(void *ctx, const struct reviewer *r);

/* All reviewers by name. */
enum err_code store_reviewers(struct store *s, store_reviewer_fn *fn, void *ctx, struct err *e);

/* The reviewer with this name. ERR_NOT_FOUND. */
enum err_code store_reviewer_find(struct store *s, const char *name, int64_t *id, struct err *e);

/* This session's role as it was read last: when opening, with each change, and by store_role_refresh, which is to be
 * called when the feed brings a change of this reviewer. Every change asks the file again. */
enum role store_role(const struct store *s);
enum err_code store_role_refresh(struct store *s, struct err *e);

/* Give REVIEWER a role. Only a lead may, or the account that owns the file (ERR_DENIED); the last lead stays one
 * (ERR_INPUT). */
enum err_code store_role_set(struct store *s, int64_t reviewer, enum role role, struct err *e);

/* Add somebody who has not been here yet: the account ACCOUNT with this UID, or with -1 the key of that name. Only a
 * lead or the owner may. ERR_EXISTS (*ID is that reviewer). */
enum err_code store_reviewer_add(struct store *s, const char *account, int64_t uid, int64_t *id, struct err *e);

/* ---- documents ---- */

struct document {
    int64_t id;
    char uuid[UUID_SIZE];
    char *name;
    char sha256[STORE_SHA256_SIZE]; /* of the file's bytes as they were imported */
    char *encoding;
    int64_t length;      /* code points */
    int64_t annotations; /* that are not deleted */
    int64_t questions;   /* open ones */
    int64_t created;
    int64_t done; /* when a lead closed it, 0: it is open. Nothing is tagged or changed in a document that is done. */
    char *type;   /* what was imported: "text/plain", "application/pdf" … */
    char *file;   /* the name of the file that was imported */
    int64_t previous, next; /* the older and the newer version of it, or 0 */
};

void document_clear(struct document *d);
struct document document_dup(const struct document *d);

struct document_new {
    const char *name;
    const char *encoding;
    const void *source; /* the file's bytes, for the sha256 */
    size_t source_bytes;
    const char *text; /* decoded UTF-8 */
    size_t text_bytes;
    const char *type;   /* NULL: "text/plain" */
    const char *sha256; /* of the source, where it is known already (store_sha256); NULL: it is computed */
    const char *file;   /* NULL: the name */
    int64_t previous;   /* the document that it is a newer version of, or 0 */
    const struct noise *noise;
    size_t noise_count;
    const struct outline_given *headings;
    size_t heading_count;
};

/* Add a document; its id in *ID. ERR_EXISTS where the same bytes are there already, decoded from the same encoding
 * (*ID is that document). Where another document has the name it is stored as "name (2)" and so on. ERR_INPUT where the
 * name or the text is too long or not UTF-8 without NUL, the file is too long, or PREVIOUS is no document. Noise and
 * headings are clamped to the text, and those that are empty then are left out. */
enum err_code store_document_add(struct store *s, const struct document_new *d, int64_t *id, struct err *e);

/* What became of one of several documents. */
struct document_added {
    enum err_code code; /* as from store_document_add: ERR_OK, ERR_EXISTS, ERR_INPUT */
    struct err e;
    int64_t id;
};

/* Add N documents in one transaction, which takes the cost of a commit once. Those that cannot be added (ERR_EXISTS,
 * ERR_INPUT) are told in OUT[i] and keep no other from being added. An error of the file (ERR_FULL …) is the result,
 * and nothing was added then. */
enum err_code store_documents_add(struct store *s, const struct document_new *d, size_t n, struct document_added *out,
                                  struct err *e);

/* The newest document that was imported from a file of the name FILE and has no newer version. ERR_NOT_FOUND. */
enum err_code store_document_latest(struct store *s, const char *file, struct document *out, struct err *e);

/* The bytes of document ID as they were imported; the caller frees. ERR_NOT_FOUND where they were not kept (imported by
 * an older version of the program), ERR_CORRUPT where they are not those whose sha256 is known. */
enum err_code store_document_source(struct store *s, int64_t id, char **bytes, size_t *n, struct err *e);

/* The headings that the file of document ID named, by start, inside its text; the caller frees. */
enum err_code store_headings(struct store *s, int64_t id, struct outline_given **out, size_t *n, struct err *e);

/* The sha256 of N bytes at P, as documents have it. */
void store_sha256(const void *p, size_t n, char out[STORE_SHA256_SIZE]);

/* Whether bytes are in the file already, by one look into an index: the document that was made of them by decoding
 * ENCODING (as it is stored) in *SAME, the oldest one that was made of them in another way in *OTHER, each 0 where
 * there is none. */
enum err_code store_document_known(struct store *s, const char *sha256, const char *encoding, int64_t *same,
                                   int64_t *other, struct err *e);

/* The document with this id or this name. A number that is no id is tried as a name. ERR_NOT_FOUND. */
enum err_code store_document_find(struct store *s, const char *id_or_name, struct document *out, struct err *e);

/* Its id alone, which costs less. */
enum err_code store_document_id(struct store *s, const char *id_or_name, int64_t *id, struct err *e);
enum err_code store_document_get(struct store *s, int64_t id, struct document *out, struct err *e);

/* Document ID without counting what is in it: annotations and questions are 0. ERR_NOT_FOUND. */
enum err_code store_document_head(struct store *s, int64_t id, struct document *out, struct err *e);

/* The name (the caller frees) and the code points of document ID, without counting what is in it: cheap enough to be
 * asked while a screen is drawn. ERR_NOT_FOUND. */
enum err_code store_document_title(struct store *s, int64_t id, char **name, int64_t *length, struct err *e);

typedef bool store_document_fn(void *ctx, const struct document *d);

/* All documents by name, then id. */
enum err_code store_documents(struct store *s, store_document_fn *fn, void *ctx, struct err *e);

/* Close the document, or open it again. Only a lead may. */
enum err_code store_document_done(struct store *s, int64_t id, bool done, struct err *e);

/* The code points [START, END) of the document's text, at most MAX of them; the caller frees. */
enum err_code store_document_quote(struct store *s, int64_t id, int64_t start, int64_t end, int64_t max, char **utf8,
                                   struct err *e);

/* The words of [START, END) without the noise in it, at most MAX code points of them; the caller frees. Where somebody
 * marked all of the passage as noise they are the words as they stand. What lies outside of the passage is not read. */
enum err_code store_quote(struct store *s, int64_t id, int64_t start, int64_t end, int64_t max, char **utf8,
                          struct err *e);

/* The stored text, NUL-terminated; the caller frees. ERR_CORRUPT where it is not valid UTF-8 of as many code points as
 * the document has. */
enum err_code store_document_text(struct store *s, int64_t id, char **utf8, size_t *n_bytes, struct err *e);

/* ---- noise ---- */

struct noise_mark {
    int64_t id, document;
    struct noise noise;
    int64_t reviewer;          /* who marked it first; 0: the import found it */
    const char *reviewer_name; /* "" for none */
};

typedef bool store_noise_fn(void *ctx, const struct noise_mark *m);

/* The noise of DOCUMENT that was not lifted, by start. Whatever the file holds, it lies inside the text. */
enum err_code store_noise(struct store *s, int64_t document, store_noise_fn *fn, void *ctx, struct err *e);

/* Mark [start, end) of DOCUMENT as noise of this KIND; its id in *ID (may be NULL). ERR_EXISTS where the same span is
 * marked already (*ID is that one), ERR_INPUT where the range is empty or not inside the document, ERR_DENIED where an
 * annotation would have no words left: nothing but noise and white space. */
enum err_code store_noise_mark(struct store *s, int64_t document, int64_t start, int64_t end, enum noise_kind kind,
                               int64_t *id, struct err *e);

/* How many spans of DOCUMENT are marked as noise, and how many were once and were lifted. */
enum err_code store_noise_count(struct store *s, int64_t document, int64_t *standing, int64_t *lifted, struct err *e);

/* Lift noise ID: its span is text again. ERR_NOT_FOUND where it is lifted already. */
enum err_code store_noise_lift(struct store *s, int64_t id, struct err *e);

/* ---- assignments and progress ---- */

/* Assign DOCUMENT to REVIEWER, or take that back (ON false). Only a lead may. Nothing is changed where it is so. */
enum err_code store_assign(struct store *s, int64_t document, int64_t reviewer, bool on, struct err *e);

/* This session's reviewer has read DOCUMENT, or has not yet. ERR_NOT_FOUND where it is not assigned to them. */
enum err_code store_assignment_done(struct store *s, int64_t document, bool done, struct err *e);

/* Whether DOCUMENT is REVIEWER's to read. */
enum err_code store_is_assigned(struct store *s, int64_t document, int64_t reviewer, bool *assigned, struct err *e);

/* What one reviewer did in one document: assigned or tagged there, or been there. */
struct progress {
    int64_t document, length; /* code points */
    const char *document_name;
    int64_t document_done; /* time, or 0 */
    int64_t reviewer;
    const char *reviewer_name;
    int64_t annotations; /* that are not deleted */
    int64_t questions;   /* open ones under those */
    int64_t furthest;    /* the end of what was on the screen, code points */
    bool assigned;
    int64_t done; /* time, or 0 */
};

typedef bool store_progress_fn(void *ctx, const struct progress *p);

/* By document name, then reviewer name; of one document or reviewer, or all (0). */
enum err_code store_progress(struct store *s, int64_t document, int64_t reviewer, store_progress_fn *fn, void *ctx,
                             struct err *e);

/* ---- annotations ---- */

/* What a lead decided about an annotation. While it is settled, its reviewer cannot change it. */
enum settled { SETTLED_NONE, SETTLED_ACCEPTED, SETTLED_REJECTED };

/* "accepted", "rejected", "" for none: as files and scripts spell it, never translated. */
const char *settled_name(enum settled settled);
bool settled_parse(const char *s, enum settled *out); /* "open" for none */

struct annotation {
    int64_t id;
    int64_t document;
    int64_t start, end;
    int64_t reviewer;
    char *reviewer_name;
    char *note; /* "" for none */
    int64_t revision;
    int64_t created, updated;
    int64_t settled_by;   /* the lead, or 0 */
    int64_t carried_from; /* the annotation in an older version of the document, or 0 */
    int64_t code;         /* that it counts as (db/code.h), or 0 */
    int64_t code_given;   /* the one that it was given, which may be merged into that one, or 0 */
    enum tag tag;
    enum settled settled;
    bool deleted;
    char uuid[UUID_SIZE];
};

void annotation_clear(struct annotation *a);
struct annotation annotation_dup(const struct annotation *a);

/* Tag [start, end) of DOCUMENT; NOTE may be NULL. What was made in *OUT (which may be NULL). ERR_INPUT where the range
 * is empty or not inside the document. */
enum err_code store_annotate(struct store *s, int64_t document, int64_t start, int64_t end, enum tag tag,
                             const char *note, struct annotation *out, struct err *e);

/* Change one annotation, which the caller saw at REVISION: ERR_STALE where it has another by now, ERR_NOT_FOUND where
 * it is deleted, ERR_DENIED where it is somebody else's. A change that changes nothing is ERR_OK and writes nothing. */
enum err_code store_retag(struct store *s, int64_t id, int64_t revision, enum tag tag, struct err *e);
enum err_code store_move(struct store *s, int64_t id, int64_t revision, int64_t start, int64_t end, struct err *e);
enum err_code store_note(struct store *s, int64_t id, int64_t revision, const char *note, struct err *e);
enum err_code store_delete(struct store *s, int64_t id, int64_t revision, struct err *e);

/* Settle somebody's annotation, or open it again. Only a lead may. */
enum err_code store_settle(struct store *s, int64_t id, int64_t revision, enum settled settled, struct err *e);

/* Carry annotation ID over to [start, end) of DOCUMENT, a newer version of its own: a new annotation with its tag, note
 * and reviewer, and with copies of what was said about it and of its links, where what they link it with is in another
 * document or was carried over, too; a link that leads into a closed document is left behind, because nothing is linked
 * with that any more. Settled like it where SAME_WORDS. What was made in *OUT (which may be NULL). One's own, or as
 * lead everybody's (ERR_DENIED). ERR_STALE where it was changed since REVISION, ERR_EXISTS where it was carried to that
 * document and stands there, ERR_INPUT where DOCUMENT is no newer version. Undo takes all of it back. */
enum err_code store_carry(struct store *s, int64_t id, int64_t revision, int64_t document, int64_t start, int64_t end,
                          bool same_words, struct annotation *out, struct err *e);

/* One annotation, deleted or not. ERR_NOT_FOUND. */
enum err_code store_annotation_get(struct store *s, int64_t id, struct annotation *out, struct err *e);
enum err_code store_annotation_find(struct store *s, const char *uuid, struct annotation *out, struct err *e);

typedef bool store_annotation_fn(void *ctx, const struct annotation *a);

struct filter; /* db/filter.h */

struct store_filter {
    int64_t document;           /* 0: all */
    enum tag tag;               /* TAG_NONE: all */
    int64_t reviewer;           /* 0: all */
    const struct filter *where; /* NULL: all */
};

/* The annotations that are not deleted, by document, start, end, id. A NULL filter is all. Whatever the file holds,
 * 0 <= start < end <= length of the document in each; what is not so is left out, and store_check tells. */
enum err_code store_annotations(struct store *s, const struct store_filter *f, store_annotation_fn *fn, void *ctx,
                                struct err *e);

/* One short record of an annotation that stands, for figures. */
struct brief {
    int64_t id, document;
    int64_t start, end;
    enum tag tag;
    int64_t reviewer;
    int64_t code; /* that it counts as, or 0 */
};

typedef bool store_brief_fn(void *ctx, const struct brief *b);

/* The annotations that stand of the documents with FIRST <= id <= LAST and pass WHERE (NULL: all), by document, start,
 * end, id: from an index alone where WHERE asks for no more than it has. To be called for a few documents after the
 * other, so that nobody waits. */
enum err_code store_briefs(struct store *s, int64_t first, int64_t last, const struct filter *where, store_brief_fn *fn,
                           void *ctx, struct err *e);

/* That of annotation ID; *STANDS is false where there is none. */
enum err_code store_brief(struct store *s, int64_t id, struct brief *out, bool *stands, struct err *e);

/* What else a survey of the whole file (exchange/survey.h) is made of, without what it does not need: the documents by
 * name, then id; the links that were not taken away, whether their ends stand or not: behind the pair (FROM, TO), by
 * it, those of one ANNOTATION, or the one with an ID; for each open question its annotation, of one DOCUMENT or of all
 * (0). */
struct title {
    int64_t id, length; /* code points */
    const char *name;
};

struct tie {
    int64_t id, from, to;
};

typedef bool store_title_fn(void *ctx, const struct title *t);
typedef bool store_tie_fn(void *ctx, const struct tie *t);
typedef bool store_question_fn(void *ctx, int64_t annotation);
enum err_code store_titles(struct store *s, store_title_fn *fn, void *ctx, struct err *e);
enum err_code store_ties(struct store *s, int64_t from, int64_t to, store_tie_fn *fn, void *ctx, struct err *e);
enum err_code store_ties_of(struct store *s, int64_t annotation, store_tie_fn *fn, void *ctx, struct err *e);
enum err_code store_tie(struct store *s, int64_t id, store_tie_fn *fn, void *ctx, struct err *e);
enum err_code store_questions(struct store *s, int64_t document, store_question_fn *fn, void *ctx, struct err *e);

/* ---- comments ---- */

/* A comment begins a thread under an annotation, or answers in one. */
struct comment {
    int64_t id;
    char uuid[UUID_SIZE];
    int64_t annotation, document;
    int64_t thread; /* the comment that began the thread; its own id where it did */
    bool question;  /* it waits for an answer until its thread is resolved */
    char *body;
    int64_t reviewer;
    char *reviewer_name;
    int64_t revision;
    int64_t created, updated;
    int64_t resolved;  /* when the thread was, 0: it is open; only of the comment that began it */
    char *resolved_by; /* name, or "" */
    bool deleted;
};

void comment_clear(struct comment *c);
struct comment comment_dup(const struct comment *c);

/* Say BODY about ANNOTATION: in a thread (the id of the comment that began it) or, with 0, in a new one. A reply to a
 * resolved thread opens it again (one change: undo takes both back). A document that is done can be talked about. What
 * was made in *OUT (which may be NULL). ERR_INPUT where BODY is empty or longer
 * than STORE_NOTE_MAX, ERR_NOT_FOUND where the annotation or the thread is deleted. */
enum err_code store_comment(struct store *s, int64_t annotation, int64_t thread, bool question, const char *body,
                            struct comment *out, struct err *e);

/* Change or delete one's own comment, seen at REVISION. ERR_STALE, ERR_DENIED, ERR_NOT_FOUND. A deleted comment that
 * has replies keeps its place in the thread, with an empty body in what is handed out. */
enum err_code store_comment_edit(struct store *s, int64_t id, int64_t revision, const char *body, struct err *e);
enum err_code store_comment_delete(struct store *s, int64_t id, int64_t revision, struct err *e);

/* Resolve the thread that comment ID is in, or open it again: whoever began it, whose annotation it is about, or a
 * lead; ERR_DENIED for others. */
enum err_code store_comment_resolve(struct store *s, int64_t id, bool resolved, struct err *e);

enum err_code store_comment_get(struct store *s, int64_t id, struct comment *out, struct err *e);
enum err_code store_comment_find(struct store *s, const char *uuid, struct comment *out, struct err *e);

struct comment_filter {
    int64_t document;    /* 0: all */
    int64_t annotation;  /* 0: all */
    bool open_questions; /* only those that begin an open thread */
};

typedef bool store_comment_fn(void *ctx, const struct comment *c);

/* The comments that are not deleted (or have replies) of annotations that are not deleted: by document name, start of
 * the annotation, annotation, thread, time. A NULL filter is all. */
enum err_code store_comments(struct store *s, const struct comment_filter *f, store_comment_fn *fn, void *ctx,
                             struct err *e);

/* ---- the feed ---- */

struct change {
    int64_t seq;
    int64_t time;
    int64_t reviewer;
    const char *reviewer_name;
    const char *session; /* uuid of the session that made it */
    const char *entity;  /* "annotation", "code", "comment", "assignment", "document", "filter", "group", "link",
                            "noise",  "reviewer" */
    int64_t entity_id;
    int64_t document; /* the document it belongs to, or 0 */
    int64_t parts;    /* how many changes right before this one belong to it, of a "group" */
    /* "create", "carry", "retag", "move", "note", "code", "delete", "settle" (annotation); "create", "edit", "move",
     * "merge", "delete" (code); "create", "note", "delete" (link); "save", "delete" (filter); "split", "merge", …
     * (group); "mark", "lift" (noise); "create", "edit", "delete", "resolve", "reopen" (comment); "assign", "unassign",
     * "done", "reopen" (assignment); "import", "done", "reopen" (document); "create", "rename", "role" (reviewer);
     * "undo", "redo" */
    const char *action;
    const char *before; /* JSON object, or NULL; doc/schema.md lists the members */
    const char *after;
};

typedef bool store_change_fn(void *ctx, const struct change *c);

/* The seq of the newest change. */
enum err_code store_feed_head(struct store *s, int64_t *seq, struct err *e);

/* Whether another connection committed since the last call: PRAGMA data_version, no read of the file's tables. Some
 * microseconds, to be asked four times a second. ERR_MOVED where the file was replaced or removed, ERR_DENIED where it
 * may no longer be read and written: again at each call, with a message that says what that means for this session. */
enum err_code store_feed_moved(struct store *s, bool *moved, struct err *e);

/* Which changes; 0 in a field: all. */
struct change_filter {
    int64_t after, before; /* only those with after < seq, and seq < before */
    int64_t annotation;    /* of it, of the comments under it and of its links */
    int64_t document;
    int64_t reviewer;
    bool newest_first;
};

enum err_code store_changes(struct store *s, const struct change_filter *f, store_change_fn *fn, void *ctx,
                            struct err *e);

/* What MEMBER of the object JSON says, which is before or after of a change and is not trusted; JSON may be NULL. They
 * may be called while a list is read. The text is added to OUT as valid UTF-8; false where it is null or not there. */
bool store_json_text(struct store *s, const char *json, const char *member, struct str *out);

/* The same as a whole number: true is 1; false, words and what is not there are 0. */
int64_t store_json_int(struct store *s, const char *json, const char *member);

/* Whether MEMBER is not the same in A and in B; where it is not there it is null. */
bool store_json_differs(struct store *s, const char *a, const char *b, const char *member);

/* Every change behind SEQ in order. */
enum err_code store_feed_since(struct store *s, int64_t seq, store_change_fn *fn, void *ctx, struct err *e);

/* What undo or redo did, for the message and to go to the place: of a group that of its last change. */
struct undone {
    int64_t seq;          /* the feed row that was written */
    int64_t document;     /* 0 where it belongs to none */
    int64_t annotation;   /* 0 where it is about none */
    char entity[16];      /* "annotation", "comment", … */
    char action[16];      /* of the change that was taken back or done again: "create", "retag", … */
    bool blocked;         /* nothing was done, because something stands in this change's way */
    int64_t left_out;     /* changes that were gone past, */
    char left_entity[16]; /* and the first one of them */
    char left_action[16];
};

/* Take back this reviewer's last change that still stands, or do again the last one taken back; across documents and
 * restarts, without end. ERR_NOT_FOUND where there is nothing left. Where something stands in the way nothing is
 * overwritten and OUT->blocked is set: ERR_STALE where somebody else has changed it meanwhile, ERR_DENIED where its
 * document is done, it is only for a lead, or the noise that would stand again leaves an annotation no words, ERR_INPUT
 * where no lead would be left. OUT may be NULL. */
enum err_code store_undo(struct store *s, struct undone *out, struct err *e);
enum err_code store_redo(struct store *s, struct undone *out, struct err *e);

/* The same for the last change in whose way nothing stands. Those gone past are left out: neither undo nor redo comes
 * to them again. ERR_NOT_FOUND where each is blocked; they stay, in case that ends. */
enum err_code store_undo_past(struct store *s, struct undone *out, struct err *e);
enum err_code store_redo_past(struct store *s, struct undone *out, struct err *e);

/* Changes between these two are one: one commit, one undo, one redo. Nothing of it is seen by others before the end,
 * who wait for it as for any commit: whoever opens it does nothing but change the file until then. CODE is what became
 * of the changes: anything but ERR_OK takes all of them back. ACTION is what it is called in the feed: "split",
 * "merge", "import". A group inside a group belongs to it. Returns CODE, or the error of the commit. */
enum err_code store_group_begin(struct store *s, const char *action, struct err *e);
enum err_code store_group_end(struct store *s, enum err_code code, struct err *e);

/* ---- places: where this reviewer is in a document, and marks ---- */

/* NAME is "" for the place of the cursor, or a mark's letter. ERR_NOT_FOUND from GET where it was never set. */
enum err_code store_place_set(struct store *s, int64_t document, const char *name, int64_t position, struct err *e);
enum err_code store_place_get(struct store *s, int64_t document, const char *name, int64_t *position, struct err *e);

/* How far this reviewer has read in DOCUMENT: the end of what was on the screen, code points. Only ever grows. */
enum err_code store_read_to(struct store *s, int64_t document, int64_t position, struct err *e);

/* ---- live: wake-up and presence ---- */

/* A descriptor that becomes readable (poll: POLLIN) at once when another session committed; asked for first, it begins
 * to watch. -1 where the system has none left: then only store_feed_moved tells. It may become readable for nothing, so
 * the answer to it is store_wake_clear, then store_feed_moved, in this order. It belongs to the store. */
int store_wake_fd(struct store *s);
void store_wake_clear(struct store *s); /* read it empty */

/* A session that has the file open. */
struct presence {
    char session[UUID_SIZE];
    int64_t reviewer;
    const char *reviewer_name;
    int64_t document; /* 0: the list */
    int64_t position; /* of the cursor: a code point, 0 to the length of the document */
    int64_t since;    /* when it came */
    int64_t active;   /* its last key, not before SINCE; may lie in the future where a clock was set */
};

/* Tell the others that this session is here: in DOCUMENT (0: the list) at POSITION, with its last key at ACTIVE. To be
 * called when one of them changes, and every two or three seconds: a session that was not heard of for ten is not
 * shown. A write of 128 bytes beside the file, no commit; nobody is woken. Where it fails, or 256 sessions are here
 * already, this session is not seen, and that is all. A session that only looks is never shown. */
enum err_code store_here(struct store *s, int64_t document, int64_t position, int64_t active, struct err *e);

/* Be gone for the others. store_close does it, and so does the end of the process, whatever ends it. */
void store_leave(struct store *s);

typedef bool store_presence_fn(void *ctx, const struct presence *p);

/* Every other session that is alive, by the reviewer's name, then by session. */
enum err_code store_present(struct store *s, store_presence_fn *fn, void *ctx, struct err *e);

/* ---- upkeep ---- */

typedef bool store_line_fn(void *ctx, const char *line);

/* Check the file from SQLite's pages to our own rules (ranges inside their text, feed and rows agree). Each finding is
 * one line to FN, of each kind a hundred at most; their number in *FINDINGS. */
enum err_code store_check(struct store *s, store_line_fn *fn, void *ctx, size_t *findings, struct err *e);

/* A consistent copy in the new file PATH, also while others write. ERR_EXISTS. */
enum err_code store_backup(struct store *s, const char *path, struct err *e);

#endif
