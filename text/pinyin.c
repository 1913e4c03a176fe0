#include "text/pinyin.h"

#include <stdio.h>
#include <string.h>

/* Which finals each initial takes, after the table of sounds of 汉语拼音方案 (Scheme for the Chinese Phonetic Alphabet,
 * 1958; GB/T 16159-2012); v is ü. The first row has no initial. */
static const struct {
    const char *initial, *finals;
} table[] = {
    {"", " a o e ai ei ao ou an en ang eng er n ng m "},
    {"b", " a o ai ei ao an en ang eng i ie iao ian in iang ing u "},
    {"p", " a o ai ei ao ou an en ang eng i ie iao ian in ing u "},
    {"m", " a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u "},
    {"f", " a o ei ou an en ang eng iao u "},
    {"d", " a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un "},
    {"t", " a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un "},
    {"n", " a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un v ve "},
    {"l", " a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve "},
    {"g", " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"k", " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"h", " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"j", " i ia ie iao iu ian in iang ing iong u ue uan un "},
    {"q", " i ia ie iao iu ian in iang ing iong u ue uan un "},
    {"x", " i ia ie iao iu ian in iang ing iong u ue uan un "},
    {"zh", " a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"ch", " a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang "},
    {"sh", " a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang "},
    {"r", " e i ao ou an en ang eng ong u ua uo ui uan un "},
    {"z", " a e i ai ei ao ou an en ang eng ong u uo ui uan un "},
    {"c", " a e i ai ao ou an en ang eng ong u uo ui uan un "},
    {"s", " a e i ai ao ou an en ang eng ong u uo ui uan un "},
    {"y", " a o e ai ao ou an ang i in ing ong u ue uan un "},
    {"w", " a o ai ei an en ang eng u "},
};

static const struct {
    uint32_t letter;
    char base;
} tones[] = {
    {0xE1, 'a'},  {0xE0, 'a'},  {0x101, 'a'}, {0x1CE, 'a'}, {0xE9, 'e'},  {0xE8, 'e'},  {0x113, 'e'},
    {0x11B, 'e'}, {0xED, 'i'},  {0xEC, 'i'},  {0x12B, 'i'}, {0x1D0, 'i'}, {0xF3, 'o'},  {0xF2, 'o'},
    {0x14D, 'o'}, {0x1D2, 'o'}, {0xFA, 'u'},  {0xF9, 'u'},  {0x16B, 'u'}, {0x1D4, 'u'}, {0x1D6, 'v'},
    {0x1D8, 'v'}, {0x1DA, 'v'}, {0x1DC, 'v'}, {0x144, 'n'}, {0x148, 'n'}, {0x1F9, 'n'}, {0x1E3F, 'm'},
    {0x103, 'a'}, {0x115, 'e'}, {0x12D, 'i'}, {0x14F, 'o'}, {0x16D, 'u'}, /* ă for ǎ, often typed */
};

#define SYLLABLE_MAX 6 /* zhuang */

/* The letter C without tone, and whether it has one; 0: it is none. */
static char letter_of(uint32_t c, bool *toned)
{
    *toned = false;
    if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
    if (c >= 'a' && c <= 'z')
        return (char)c;
    if (c == 0x261)
        return 'g'; /* ɡ, as some schoolbooks print it */
    if (c == 0xFC || c == 0xDC)
        return 'v';
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
        if (tones[i].letter == c || (tones[i].letter < 0x100 && tones[i].letter == c + 32)) {
            *toned = true;
            return tones[i].base;
        }
    return 0;
}

static bool is_combining_tone(uint32_t c)
{
    return c == 0x300 || c == 0x301 || c == 0x304 || c == 0x30C || c == 0x306;
}

static bool takes(const char *finals, const char *final)
{
    char key[SYLLABLE_MAX + 4];
    snprintf(key, sizeof key, " %s ", final);
    return *final && strstr(finals, key);
}

static bool is_syllable(const char *letters)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        size_t n = strlen(table[i].initial);
        if (strncmp(letters, table[i].initial, n) == 0 && takes(table[i].finals, letters + n))
            return true;
    }
    return false;
}

size_t pinyin_syllable(struct window *w, size_t cp, size_t end, bool *toned)
{
    char letters[SYLLABLE_MAX + 1] = "";
    size_t n = 0, p = cp, marks = 0;
    for (; p < end; p++) {
        uint32_t c = window_char(w, p);
        bool tone;
        if (n > 0 && is_combining_tone(c)) {
            marks++;
            continue;
        }
        if (n > 0 && c == 0x308 && letters[n - 1] == 'u') {
            letters[n - 1] = 'v';
            continue;
        }
        char letter = letter_of(c, &tone);
        if (!letter)
            break;
        if (n == SYLLABLE_MAX)
            return 0;
        letters[n++] = letter;
        marks += tone;
    }
    letters[n] = 0;
    if (marks > 1 || !is_syllable(letters))
        return 0;
    uint32_t c = p < end ? window_char(w, p) : 0;
    if (marks == 0 && n > 1 && c >= '1' && c <= '5') {
        marks = 1;
        p++;
    }
    *toned = marks == 1;
    return p - cp;
}
