#include "text/cut.h"

#include "text/item.h"

#include <unictype.h>

/* How far a rule looks: closing quotes behind a full stop, quotes that open or close, item marks. */
#define CLOSERS_MAX 32
#define QUOTE_MAX 256
#define ITEM_MAX 8

enum class {
    C_OTHER,
    C_SPACE,
    C_STOP,     /* 。！？； end a sentence wherever they stand */
    C_ELLIPSIS, /* … */
    C_LATIN,    /* . ．, which end one by the rules of latin.c */
    C_BANG,     /* ! ? ; of ASCII */
    C_PAUSE,    /* ，、： , : end a clause */
    C_CLOSER,
    C_OPENER,
    C_QUOTE /* " and ', which open or close */
};

static enum class class_of(uint32_t c) {
    switch (c){
        case U'。' : case U'！' : case U'？' : case U'；' : case U'｡' : case U'‼' : case U'⁇' : case U'⁈' : case U'⁉' :
            return C_STOP;
        case U'…' : return C_ELLIPSIS;
        case '.' : case U'．' : return C_LATIN;
        case '!' : case '?' : case ';' : return C_BANG;
        case U'，' : case U'、' : case U'：' : case ',' : case ':' : case U'､' : case U'﹐' : case U'﹑' :
            return C_PAUSE;
        case U'”' : case U'’' : case U'」' : case U'』' : case U'】' : case U'）' : case U'》' : case U'〉' :
            case U'〕' : case U'］' : case U'｝' : case U'〗' : case U'〙' : case U'〛' : case U'｣' : case U'»' :
                case U'›' : case ')' : case ']' : case '}' : return C_CLOSER;
        case U'“' : case U'‘' : case U'「' : case U'『' : case U'【' : case U'（' : case U'《' : case U'〈' :
            case U'〔' : case U'［' : case U'｛' : case U'〖' : case U'〘' : case U'〚' : case U'｢' : case U'«' :
                case U'‹' : case '(' : case '[' : case '{' : return C_OPENER;
        case '"' : case '\'' : return C_QUOTE;
        default : return cut_is_space(c) ? C_SPACE : C_OTHER;
    }
}

bool cut_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return c <= 0x3000 && uc_is_property_white_space(c);
}

bool cut_is_cjk(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x2018 && c <= 0x201D) ||
           c == U'…' || c == U'—' || c == U'×';
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static bool is_tail(enum class k)
{
    return k == C_STOP || k == C_ELLIPSIS || k == C_LATIN || k == C_BANG || k == C_PAUSE || k == C_CLOSER;
}

static bool is_blank_at(struct window *w, size_t lo, size_t hi, size_t cp)
{
    return cp < lo || cp >= hi || cut_is_space(window_char(w, cp));
}

/* Does the straight quote at CP close? The blanks beside it tell, or else how many stand before it. */
static bool quote_closes(struct window *w, size_t lo, size_t hi, size_t cp)
{
    if (cp == lo || is_blank_at(w, lo, hi, cp - 1))
        return false;
    if (is_blank_at(w, lo, hi, cp + 1) || is_tail(class_of(window_char(w, cp + 1))))
        return true;
    uint32_t quote = window_char(w, cp);
    bool open = false;
    for (size_t p = cp; p > lo && cp - p < QUOTE_MAX; p--)
        open ^= window_char(w, p - 1) == quote;
    return open;
}

static bool closes(struct window *w, size_t lo, size_t hi, size_t cp)
{
    enum class k = class_of(window_char(w, cp));
    return k == C_CLOSER || (k == C_QUOTE && quote_closes(w, lo, hi, cp));
}

/* The place behind the last character before CP that is no closing quote or bracket; 0 where there are too many. */
static size_t before_closers(struct window *w, size_t lo, size_t hi, size_t cp)
{
    size_t p = cp;
    while (p > lo && closes(w, lo, hi, p - 1)) {
        if (cp - --p > CLOSERS_MAX)
            return 0;
    }
    return p > lo ? p : 0;
}

/* What a place between two characters looks like to the rules. */
struct place {
    struct window *w;
    size_t lo, hi; /* the paragraph */
    size_t stop;   /* the punctuation that may end something */
    size_t cp;     /* behind it and the quotes that close with it */
    uint32_t mark, before, next;
};

static bool quoted(const struct place *x)
{
    return x->cp > x->stop + 1;
}

/* The first character behind CP that is no white space. */
static uint32_t next_word(const struct place *x)
{
    size_t p = x->cp;
    while (p < x->hi && p - x->cp < CLOSERS_MAX && cut_is_space(window_char(x->w, p)))
        p++;
    return p < x->hi ? window_char(x->w, p) : 0;
}

/* “什么？”的 and ……等: the sentence goes on. */
static bool goes_on(const struct place *x)
{
    return (quoted(x) || x->mark == U'…') && (x->next == U'的' || x->next == U'等');
}

/* & and a name before the ; at STOP: an entity of HTML. */
static bool is_entity(const struct place *x)
{
    for (size_t p = x->stop; p > x->lo && x->stop - p < ITEM_MAX; p--) {
        uint32_t c = window_char(x->w, p - 1);
        if (c == '&')
            return true;
        if (!is_digit(c) && c != '#' && !((c | 32) >= 'a' && (c | 32) <= 'z'))
            return false;
    }
    return false;
}

/* ! ? ; … typed in Chinese or in Latin text. */
static bool bang_ends(const struct place *x)
{
    if (x->mark == ';' && is_entity(x))
        return false;
    if (cut_is_cjk(x->before) || cut_is_cjk(x->next))
        return true;
    if (x->mark == ';' || (x->next && !cut_is_space(x->next)))
        return false;
    uint32_t c = next_word(x);
    return !uc_is_lower(c) || (!quoted(x) && x->mark != U'…');
}

/* “……, （？）: the mark stands for something said, or doubts it. */
static bool stands_alone(const struct place *x)
{
    size_t p = x->stop;
    while (p > x->lo && x->stop - p < ITEM_MAX && window_char(x->w, p - 1) == x->mark)
        p--;
    return p > x->lo && class_of(window_char(x->w, p - 1)) == C_OPENER;
}

static bool ends_sentence(const struct place *x)
{
    switch (class_of(x->mark)) {
    case C_STOP:
        return !goes_on(x) && !stands_alone(x);
    case C_ELLIPSIS:
    case C_BANG:
        return !goes_on(x) && !stands_alone(x) && bang_ends(x);
    case C_LATIN:
        return cut_latin_stop(x->w, x->lo, x->hi, x->stop, x->cp) ||
               (cut_is_cjk(x->before) && item_at(x->w, x->cp, x->hi).kind == ITEM_NUMBER);
    default:
        return false;
    }
}

static bool ends_clause(const struct place *x)
{
    if (ends_sentence(x))
        return true;
    bool space = !x->next || cut_is_space(x->next);
    if (x->mark == ';')
        return space && !is_entity(x);
    if (class_of(x->mark) != C_PAUSE || (is_digit(x->before) && is_digit(x->next)))
        return false;
    return x->mark >= 0x80 || space || cut_is_cjk(x->before) || cut_is_cjk(x->next);
}

/* Does something new begin at CP, so that a number there counts items? Not where a word, or a list of numbers
 * (三、四天), goes on. */
static bool opens_item(struct window *w, size_t lo, size_t hi, size_t cp, enum item_kind kind)
{
    if (cp == lo || item_page_mark(w, lo, cp) < cp)
        return true;
    size_t p = before_closers(w, lo, hi, cp);
    if (p < cp && !(p && is_tail(class_of(window_char(w, p - 1)))))
        return false;
    uint32_t c = window_char(w, p - 1);
    switch (class_of(c)) {
    case C_PAUSE:
        return kind == ITEM_WORD || c == U'：' || c == ':';
    case C_LATIN:
    case C_QUOTE:
        return false;
    case C_OTHER:
        return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_M);
    default:
        return true;
    }
}

/* Is the punctuation before CP that of a number that heads what follows (一、, 1., 第一，, 首先，)? */
static bool closes_item(struct window *w, size_t lo, size_t hi, size_t cp)
{
    for (size_t p = cp - 1; p > lo && cp - p < ITEM_MAX;) {
        p--;
        struct item it = item_at(w, p, hi);
        if (it.length == cp - p && opens_item(w, lo, hi, p, it.kind))
            return true;
    }
    return false;
}

/* Does an item begin at CP although no punctuation ends what was before it? Brackets may follow any word but one that
 * points at a numbered part (第五条（三）, （三）项). */
static bool item_starts(struct window *w, size_t lo, size_t hi, size_t cp)
{
    struct item it = item_at(w, cp, hi);
    uint32_t before = window_char(w, cp - 1);
    if (it.kind == ITEM_NONE || class_of(before) == C_OPENER || closes(w, lo, hi, cp - 1))
        return false;
    if (it.kind != ITEM_HAN_PAREN && it.kind != ITEM_NUMBER_PAREN)
        return it.kind == ITEM_WORD && class_of(before) != C_PAUSE && opens_item(w, lo, hi, cp, it.kind);
    uint32_t after = window_char(w, cp + it.length);
    if (before == U'第' || before == U'条' || before == U'款' || after == U'项' || after == U'款' || after == U'条')
        return false;
    return !is_digit(before) && (cut_is_cjk(before) || class_of(before) == C_SPACE);
}

static bool cut_by_rules(struct window *w, bool sentence, size_t lo, size_t hi, size_t cp)
{
    uint32_t before = window_char(w, cp - 1), next = window_char(w, cp);
    enum class k = class_of(before);
    if (!sentence && item_starts(w, lo, hi, cp))
        return true;
    if ((!is_tail(k) && k != C_QUOTE) || is_tail(class_of(next)))
        return false;
    if (class_of(next) == C_QUOTE && quote_closes(w, lo, hi, cp))
        return false;
    size_t p = before_closers(w, lo, hi, cp);
    if (!p)
        return false;
    struct place x = {w, lo, hi, p - 1, cp, window_char(w, p - 1), p - 1 > lo ? window_char(w, p - 2) : 0, next};
    if (!(sentence ? ends_sentence(&x) : ends_clause(&x)))
        return false;
    if (quoted(&x) || (class_of(x.mark) != C_PAUSE && !(class_of(x.mark) == C_LATIN && cut_is_cjk(x.before))))
        return true;
    return !closes_item(w, lo, hi, cp);
}

bool cut_at(struct window *w, bool sentence, size_t lo, size_t hi, size_t cp)
{
    size_t page = item_page_mark(w, lo, cp);
    bool cut =
        cut_by_rules(w, sentence, lo, hi, cp) || (page < cp && (page == lo || cut_by_rules(w, sentence, lo, hi, page)));
    return cut && text_grapheme_floor(w->text, cp) == cp;
}
