/* Readings in brackets behind a character: 項(xiàng), 項（ㄒㄧㄤˋ）, 漢字（かんじ）. */
#include "text/noise_rule.h"

#include "base/mem.h"
#include "text/pinyin.h"

/* A reading is short: code points between the brackets. */
#define INSIDE_MAX 32
#define SYLLABLES_MAX 8

/* So many are readings that help, and not a word of the text about one character; in a text that speaks of readings
 * more; and so many make it likely that those without a tone are some, too. */
#define FEW 2
#define MANY 20
#define WEAK_MIN 5

struct reading {
    struct span span; /* with the brackets */
    bool weak;
};

struct readings {
    struct reading *all;
    size_t count, cap, strong;
};

/* How many Han stand right before CP, at most MAX. */
static size_t han_before(struct noise_search *s, size_t cp, size_t max)
{
    size_t n = 0;
    while (n < max && n < cp && noise_is_han(window_char(&s->w, cp - 1 - n)))
        n++;
    return n;
}

/* The inside of the brackets that open at CP, without white space at its ends; false where they do not close soon. */
static bool inside(struct noise_search *s, size_t cp, struct span *in, size_t *behind)
{
    size_t length = text_length(s->text), p = cp + 1;
    while (p < length && p - cp < INSIDE_MAX && window_char(&s->w, p) != '\n' && !noise_is_close(window_char(&s->w, p)))
        p++;
    uint32_t open = window_char(&s->w, cp), close = p < length ? window_char(&s->w, p) : 0;
    if ((open != '(' && open != U'（') || (close != ')' && close != U'）'))
        return false;
    in->start = noise_skip(&s->w, cp + 1, p);
    in->end = noise_skip_back(&s->w, in->start, p);
    *behind = p + 1;
    return in->start < in->end;
}

/* A character at the head of a line with its reading, and a colon or nothing behind: an entry of a dictionary. */
static bool is_headword(struct noise_search *s, size_t open, size_t behind)
{
    uint32_t next = window_char(&s->w, behind);
    return (open == 1 || (open > 1 && window_char(&s->w, open - 2) == '\n')) &&
           (next == 0 || next == '\n' || next == U'：' || next == ':' || next == U'，' || next == ' ' || next == U'　');
}

static void add(struct readings *r, struct span span, bool weak)
{
    r->all = mem_grow(r->all, &r->cap, r->count + 1, sizeof *r->all);
    r->all[r->count++] = (struct reading){span, weak};
    r->strong += !weak;
}

/* Does the text speak of readings? */
static bool is_about_readings(struct noise_search *s)
{
    static const char *const words[] = {"拼音", "读音", "多音字", "注音", "读作", "念作", "声调", "生字"};
    struct noise_starts starts = {0};
    size_t length = text_length(s->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        noise_starts_add(s, &starts, words[i]);
    for (size_t cp = 0; cp < length; cp++)
        for (size_t i = 0; i < sizeof words / sizeof *words && noise_may_start(s, &starts, window_char(&s->w, cp)); i++)
            if (noise_word_at(s, cp, length, words[i]))
                return true;
    return false;
}

/* Is the inside pinyin for the Han before it, a syllable each? */
static bool is_pinyin(struct noise_search *s, size_t open, struct span in, bool *weak)
{
    size_t n = 0, toned = 0;
    for (size_t cp = in.start; cp < in.end; n++) {
        bool tone = false;
        size_t length = pinyin_syllable(&s->w, cp, in.end, &tone);
        if (!length || n == SYLLABLES_MAX)
            return false;
        toned += tone;
        cp += length;
        size_t next = noise_skip(&s->w, cp, in.end);
        if (next == cp && cp < in.end)
            return false;
        cp = next;
    }
    *weak = toned == 0;
    bool capital = window_char(&s->w, in.start) < 'a';
    return han_before(s, open, n) == n && (n == 1 ? !(*weak && capital) : toned == n);
}

/* An initial, a medial and a final at most, in this order, with a tone before or behind. */
static bool is_bopomofo(struct noise_search *s, size_t open, struct span in, bool *weak)
{
    int step = 0, letters = 0;
    for (size_t cp = in.start; cp < in.end; cp++) {
        uint32_t c = window_char(&s->w, cp);
        int part = 0;
        if ((c >= 0x3105 && c <= 0x3119) || (c >= 0x312A && c <= 0x312C))
            part = 1;
        else if (c >= 0x3127 && c <= 0x3129)
            part = 2;
        else if (c >= 0x311A && c <= 0x3126)
            part = 3;
        else if (c == 0x2CA || c == 0x2C7 || c == 0x2CB || c == 0x2C9)
            part = 4;
        else if (c == 0x2D9 && (cp == in.start || cp + 1 == in.end))
            continue;
        if (part <= step)
            return false;
        step = part;
        letters += part < 4;
    }
    *weak = false;
    return letters > 0 && han_before(s, open, 1) == 1;
}

static bool is_kana(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) || c == U'ー';
}

/* Words in kana that stand in brackets behind Han without being their reading. */
static bool is_added_word(struct noise_search *s, struct span in)
{
    static const char *const words[] = {"など",   "たち", "のみ", "ら",   "さん", "とも", "まで", "から", "くん",
                                        "ちゃん", "がた", "ほか", "なし", "あり", "だけ", "より", "へ",   "を"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (noise_word_at(s, in.start, in.end, words[i]) == in.end - in.start)
            return true;
    return false;
}

static bool is_furigana(struct noise_search *s, size_t open, struct span in, bool *weak)
{
    size_t n = in.end - in.start, han = han_before(s, open, 8);
    for (size_t cp = in.start; cp < in.end; cp++)
        if (!is_kana(window_char(&s->w, cp)))
            return false;
    *weak = n < 2;
    return han > 0 && n >= (han + 1) / 2 && n <= 5 * han && !is_added_word(s, in);
}

typedef bool recognise(struct noise_search *s, size_t open, struct span in, bool *weak);

/* Where brackets open behind Han, once for all rules. */
static void find_brackets(struct noise_search *s)
{
    size_t length = text_length(s->text);
    s->readings_known = true;
    for (size_t cp = 1; cp < length; cp++) {
        uint32_t c = window_char(&s->w, cp);
        if ((c != '(' && c != U'（') || !noise_is_han(window_char(&s->w, cp - 1)))
            continue;
        s->readings = mem_grow(s->readings, &s->readings_cap, s->n_readings + 1, sizeof *s->readings);
        s->readings[s->n_readings++] = cp;
    }
}

static void find(struct noise_search *s, recognise *is_reading, size_t few)
{
    struct readings r = {0};
    if (!s->readings_known)
        find_brackets(s);
    for (size_t i = 0; i < s->n_readings; i++) {
        size_t cp = s->readings[i], behind;
        struct span in;
        bool weak;
        if (!inside(s, cp, &in, &behind) || is_headword(s, cp, behind) || !is_reading(s, cp, in, &weak))
            continue;
        add(&r, (struct span){cp, behind}, weak);
    }
    if (r.strong >= few && r.strong < MANY && is_about_readings(s))
        few = MANY;
    bool weak_too = r.strong >= WEAK_MIN && r.strong >= r.count - r.strong;
    for (size_t i = 0; r.strong >= few && i < r.count; i++)
        if (!r.all[i].weak || weak_too)
            noise_mark(s, r.all[i].span, NOISE_READING, NOISE_JOIN_NO);
    free(r.all);
}

void noise_rule_pinyin(struct noise_search *s)
{
    find(s, is_pinyin, FEW);
}

void noise_rule_bopomofo(struct noise_search *s)
{
    find(s, is_bopomofo, FEW);
}

void noise_rule_furigana(struct noise_search *s)
{
    find(s, is_furigana, FEW + 1);
}
