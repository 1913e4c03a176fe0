/* What an importer makes of a file: the text as it is read, and what the file itself said about it.
 *
 * An importer writes from the beginning to the end. It adds words as they come, whole characters with each call; white
 * space is folded (a run of blanks, tabs and line ends is one blank, none at the edges of a paragraph, and none of
 * Unicode's other spaces there either), control characters and NUL are dropped, and what is not UTF-8 becomes U+FFFD.
 * Positions are code points of the text. When it is finished, the text has one LF behind each paragraph but the last,
 * and no empty paragraphs; and noise that is a whole paragraph, or stands between two blanks, has taken the LF or the
 * blank behind it with it. */
#ifndef ZHUPI_EXCHANGE_EXTRACT_H
#define ZHUPI_EXCHANGE_EXTRACT_H

#include "base/err.h"
#include "base/str.h"
#include "text/noise.h"
#include "text/outline.h"

/* How much one file may take: of the bytes themselves and of what they unpack to, of memory for another program, and
 * of time. A file that would need more is refused with ERR_INPUT, which names the option that raises the limit. */
struct limits {
    size_t file;   /* bytes of the file (--max-size, in MB) */
    size_t text;   /* bytes of text, and of any part that is unpacked on the way to it (--max-text, in MB) */
    size_t memory; /* bytes of address space of a converter program (--max-memory, in MB) */
    int seconds;   /* of a converter program, or of reading a web page (--max-time) */
};

/* 256 MB (STORE_SOURCE_MAX), 128 MB (STORE_TEXT_MAX), 1024 MB, 60 s. */
struct limits limits_default(void);

/* What to do about a file or a text of more than LIMIT bytes, for the end of the message, in the reader's language: the
 * option that allows more, unless no more can be stored. */
const char *limits_file_advice(size_t limit);
const char *limits_text_advice(size_t limit);

struct extract {
    struct str text;
    struct outline_given *headings;
    size_t heading_count, heading_cap;
    struct noise_list noise; /* not settled */
    size_t length;           /* code points so far */
    bool lossy;              /* set by the caller: U+FFFD for bytes that cannot be decoded (web pages) */
    size_t replaced;         /* how many of them there are */
    /* While it is being written: */
    size_t limit; /* bytes of text */
    bool full;
    bool paragraph_open;                    /* something of it is written, with the LF before it */
    bool solid;                             /* and not white space alone */
    bool blank;                             /* one is due before the next word, */
    size_t tabs;                            /* or so many tabs */
    size_t paragraph_byte, paragraph_start; /* where it began, before that LF */
    int heading_level;                      /* of the heading that is open, 0: none */
    size_t heading_start;                   /* of its first character, SIZE_MAX: to come */
    int noise_depth;                        /* how many noise_begin have no end yet */
    enum noise_kind noise_kind;
    size_t noise_start; /* of its first character, SIZE_MAX: to come */
};

/* Begin an empty text of at most LIMIT bytes. */
void extract_begin(struct extract *x, size_t limit);

/* Add N bytes of running text. What comes behind the limit is dropped, and extract_finish says so. */
void extract_words(struct extract *x, const char *s, size_t n);

/* Add N bytes as they stand: white space is kept but at the end of a line, an LF ends the paragraph (text in <pre>). */
void extract_lines(struct extract *x, const char *s, size_t n);

/* Between two cells of a row of a table: a tab. None before the first words of a row and none behind the last. */
void extract_cell(struct extract *x);

/* End the paragraph, and the heading in it, where one is open. */
void extract_paragraph(struct extract *x);

/* The next words are a heading of LEVEL (1 to 9, clamped), until the paragraph ends. */
void extract_heading(struct extract *x, int level);

/* What is added between the two is noise; they may lie in each other, then the outermost kind holds. */
void extract_noise_begin(struct extract *x, enum noise_kind kind);
void extract_noise_end(struct extract *x);

/* The same end, for what turned out to be no noise. */
void extract_noise_forget(struct extract *x);

/* Add what stands in PART, which is finished, with its headings and its noise, behind the words that are open. */
void extract_add(struct extract *x, const struct extract *part);

/* Close what is open. ERR_INPUT where the text is longer than the limit, or holds nothing but white space (WHAT says
 * what the file is, as kind_label does: "this Word document holds no text"). */
enum err_code extract_finish(struct extract *x, const char *what, struct err *e);
void extract_clear(struct extract *x);

#endif
