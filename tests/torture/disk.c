#include "tests/torture/disk.h"

#include "base/mem.h"
#include "tests/torture/record.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Something that was done to a file and is not synced: to a sector, so that it stands or falls alone. */
struct pending {
    const char *bytes; /* NULL: the file became LENGTH long */
    uint64_t offset, length;
};

struct file {
    uint64_t id; /* the inode */
    char *bytes; /* as they are safe */
    size_t n, cap;
    struct pending *pending;
    size_t n_pending, cap_pending;
    bool is_wal;
};

struct name {
    char name[RECORD_NAME];
    size_t file; /* in the files: an inode may be given again while an old name of it still stands */
};

struct renaming {
    struct record call;
    size_t file;
};

struct disk {
    struct file *files;
    size_t n_files, cap_files;
    struct name *names; /* that are safe */
    size_t n_names, cap_names;
    struct renaming *renamed; /* what was done to names and is not synced */
    size_t n_renamed, cap_renamed;
    size_t sector;
    uint64_t chance;
    unsigned keeps; /* of 16 things that may be lost */
    enum disk_lie lie;
};

/* ---- chance ---- */

/* xorshift64*. */
static uint32_t draw(struct disk *d)
{
    d->chance ^= d->chance >> 12;
    d->chance ^= d->chance << 25;
    d->chance ^= d->chance >> 27;
    return (uint32_t)((d->chance * UINT64_C(2685821657736338717)) >> 32);
}

static bool is_kept(struct disk *d)
{
    return draw(d) % 16 < d->keeps;
}

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && strcmp(name + n - m, end) == 0;
}

/* ---- files ---- */

static struct file *find_file(struct disk *d, uint64_t id)
{
    for (size_t i = d->n_files; i > 0; i--) /* the newest of those that had this inode */
        if (d->files[i - 1].id == id)
            return &d->files[i - 1];
    return NULL;
}

static void set_size(struct file *f, uint64_t n)
{
    f->bytes = mem_grow(f->bytes, &f->cap, n + 1, 1);
    if (n > f->n)
        memset(f->bytes + f->n, 0, n - f->n);
    f->n = n;
}

static struct file *add_file(struct disk *d, uint64_t id, const char *name)
{
    d->files = mem_grow(d->files, &d->cap_files, d->n_files + 1, sizeof *d->files);
    d->files[d->n_files] = (struct file){.id = id, .is_wal = ends_in(name, "-wal")};
    set_size(&d->files[d->n_files], 0);
    return &d->files[d->n_files++];
}

static void apply(struct file *f, const struct pending *p)
{
    if (!p->bytes) {
        set_size(f, p->length);
        return;
    }
    if (p->offset + p->length > f->n)
        set_size(f, p->offset + p->length);
    memcpy(f->bytes + p->offset, p->bytes, p->length);
}

static void add_pending(struct file *f, struct pending p)
{
    f->pending = mem_grow(f->pending, &f->cap_pending, f->n_pending + 1, sizeof *f->pending);
    f->pending[f->n_pending++] = p;
}

static void write_sectors(struct disk *d, struct file *f, const struct record *r, const char *bytes)
{
    for (uint64_t at = r->offset, end = r->offset + r->length; at < end;) {
        uint64_t next = (at / d->sector + 1) * d->sector;
        next = next < end ? next : end;
        add_pending(f, (struct pending){bytes + (at - r->offset), at, next - at});
        at = next;
    }
}

static void settle_file(struct disk *d, struct file *f, bool all)
{
    for (size_t i = 0; i < f->n_pending; i++)
        if (all || is_kept(d))
            apply(f, &f->pending[i]);
    f->n_pending = 0;
}

static void sync_file(struct disk *d, struct file *f)
{
    if (d->lie == DISK_HONEST || (d->lie == DISK_NO_WAL_SYNC && !f->is_wal))
        settle_file(d, f, true);
}

/* ---- names ---- */

static struct name *find_name(struct disk *d, const char *name)
{
    for (size_t i = 0; i < d->n_names; i++)
        if (strcmp(d->names[i].name, name) == 0)
            return &d->names[i];
    return NULL;
}

static void set_name(struct disk *d, const char *name, size_t file)
{
    struct name *n = find_name(d, name);
    if (!n) {
        d->names = mem_grow(d->names, &d->cap_names, d->n_names + 1, sizeof *d->names);
        n = &d->names[d->n_names++];
    }
    snprintf(n->name, sizeof n->name, "%s", name);
    n->file = file;
}

static void rename_one(struct disk *d, const struct renaming *r)
{
    struct name *old = *r->call.old ? find_name(d, r->call.old) : NULL;
    if (old)
        *old = d->names[--d->n_names];
    if (*r->call.name && r->file < d->n_files)
        set_name(d, r->call.name, r->file);
}

static void settle_names(struct disk *d, bool all)
{
    for (size_t i = 0; i < d->n_renamed; i++)
        if (all || is_kept(d))
            rename_one(d, &d->renamed[i]);
    d->n_renamed = 0;
}

/* ---- one call ---- */

static void name_changed(struct disk *d, const struct record *r)
{
    if (r->kind == RECORD_NAME_GIVEN && r->length == 1)
        add_file(d, r->file, r->name);
    d->renamed = mem_grow(d->renamed, &d->cap_renamed, d->n_renamed + 1, sizeof *d->renamed);
    struct file *f = find_file(d, r->file);
    d->renamed[d->n_renamed++] = (struct renaming){*r, f ? (size_t)(f - d->files) : SIZE_MAX};
}

static void play(struct disk *d, const struct record *r, const char *bytes)
{
    struct file *f = r->file ? find_file(d, r->file) : NULL;
    if (r->kind == RECORD_WRITE && f)
        write_sectors(d, f, r, bytes);
    else if (r->kind == RECORD_TRUNCATE && f)
        add_pending(f, (struct pending){.length = r->length});
    else if (r->kind == RECORD_SYNC && f)
        sync_file(d, f);
    else if (r->kind == RECORD_SYNC_NAMES && d->lie != DISK_NO_SYNC)
        settle_names(d, true);
    else if (r->kind >= RECORD_NAME_GIVEN)
        name_changed(d, r);
}

/* ---- the record ---- */

static struct record call_at(const struct disk_record *r, size_t at)
{
    struct record call;
    memcpy(&call, r->bytes + at, sizeof call);
    return call;
}

struct disk_record disk_record_read(const char *bytes, size_t n)
{
    struct disk_record r = {.bytes = bytes, .n = n};
    for (size_t at = 0; at < n;) {
        const char *end = memchr(bytes + at, '\n', n - at);
        if (bytes[at] != RECORD_MARK) {
            at = end ? (size_t)(end - bytes) + 1 : n;
            continue;
        }
        r.calls = mem_grow(r.calls, &r.cap_calls, r.n_calls + 1, sizeof *r.calls);
        r.calls[r.n_calls++] = at;
        struct record call = call_at(&r, at);
        if (call.kind == RECORD_NAME_GIVEN && ends_in(call.name, "-wal"))
            r.wal = call.file;
        at += sizeof call + (call.kind == RECORD_WRITE ? call.length : 0);
    }
    return r;
}

void disk_record_clear(struct disk_record *r)
{
    free(r->calls);
    *r = (struct disk_record){0};
}

/* Where what was printed after call I begins. */
static size_t behind(const struct disk_record *r, size_t i)
{
    struct record call = call_at(r, r->calls[i]);
    return r->calls[i] + sizeof call + (call.kind == RECORD_WRITE ? call.length : 0);
}

size_t disk_record_said(const struct disk_record *r, size_t cut, const char *word)
{
    size_t said = 0, n = strlen(word);
    for (size_t i = 0; i <= cut; i++) {
        size_t at = i ? behind(r, i - 1) : 0, end = i < r->n_calls ? r->calls[i] : r->n;
        while (at < end) {
            const char *line = memchr(r->bytes + at, '\n', end - at);
            said += end - at >= n && memcmp(r->bytes + at, word, n) == 0;
            at = line ? (size_t)(line - r->bytes) + 1 : end;
        }
    }
    return said;
}

bool disk_record_is_rare(const struct disk_record *r, size_t call)
{
    struct record c = call_at(r, r->calls[call]);
    return c.kind != RECORD_WRITE || c.file != r->wal;
}

/* ---- the folder ---- */

static void load(struct disk *d, const char *dir, const char *name)
{
    char path[1024];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *from = fopen(path, "rb");
    if (!from || fstat(fileno(from), &st) != 0)
        abort();
    struct file *f = add_file(d, st.st_ino, name);
    set_size(f, (uint64_t)st.st_size);
    if (fread(f->bytes, 1, f->n, from) != f->n)
        abort();
    fclose(from);
    set_name(d, name, d->n_files - 1);
}

struct disk *disk_new(const char *dir)
{
    struct disk *d = MEM_NEW(struct disk);
    DIR *folder = opendir(dir);
    if (!folder)
        abort();
    for (struct dirent *x; (x = readdir(folder));)
        if (strcmp(x->d_name, ".") != 0 && strcmp(x->d_name, "..") != 0)
            load(d, dir, x->d_name);
    closedir(folder);
    return d;
}

void disk_free(struct disk *d)
{
    for (size_t i = 0; i < d->n_files; i++) {
        free(d->files[i].bytes);
        free(d->files[i].pending);
    }
    free(d->files);
    free(d->names);
    free(d->renamed);
    free(d);
}

static void save(const struct file *f, const char *to, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", to, name);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(f->bytes, 1, f->n, out) != f->n || fclose(out) != 0 || chmod(path, 0600) != 0)
        abort();
}

/* Nobody promises anything of what was written through memory. */
static void spoil(struct disk *d, struct file *f)
{
    set_size(f, 32768);
    for (size_t i = 0; i < f->n; i++)
        f->bytes[i] = (char)draw(d);
}

/* How much is lost is by chance too: everything, nothing, and between. */
static void begin(struct disk *d, unsigned chance, enum disk_lie lie)
{
    static const unsigned keeps[] = {0, 2, 8, 14, 16};
    d->chance = UINT64_C(0x9E3779B97F4A7C15) * (chance + 1);
    d->lie = lie;
    d->sector = draw(d) % 2 ? 512 : 4096;
    d->keeps = keeps[draw(d) % (sizeof keeps / sizeof *keeps)];
}

static struct disk *copy(const struct disk *start)
{
    struct disk *d = MEM_NEW(struct disk);
    for (size_t i = 0; i < start->n_files; i++) {
        struct file *f = add_file(d, start->files[i].id, "");
        set_size(f, start->files[i].n);
        memcpy(f->bytes, start->files[i].bytes, f->n);
        f->is_wal = start->files[i].is_wal;
    }
    for (size_t i = 0; i < start->n_names; i++)
        set_name(d, start->names[i].name, start->names[i].file);
    return d;
}

void disk_cut(const struct disk *start, const struct disk_record *r, size_t cut, unsigned chance, enum disk_lie lie,
              const char *to)
{
    struct disk *d = copy(start);
    begin(d, chance, lie);
    for (size_t i = 0; i < cut; i++) {
        struct record call = call_at(r, r->calls[i]);
        play(d, &call, r->bytes + r->calls[i] + sizeof call);
    }
    for (size_t i = 0; i < d->n_files; i++)
        settle_file(d, &d->files[i], false);
    settle_names(d, false);
    for (size_t i = 0; i < d->n_names; i++) {
        struct file *f = &d->files[d->names[i].file];
        if (ends_in(d->names[i].name, "-shm") && draw(d) % 2)
            spoil(d, f);
        save(f, to, d->names[i].name);
    }
    disk_free(d);
}
