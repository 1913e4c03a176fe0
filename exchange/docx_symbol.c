#include "exchange/docx.h"

#include <strings.h>

/* Marks and boxes of the fonts that Word takes for w:sym; of Symbol, the signs that documents have. */
static const struct symbol {
    const char *font;
    unsigned char code;
    uint32_t character;
} symbols[] = {
    {"Wingdings", 0x6C, 0x25CF},   {"Wingdings", 0x6E, 0x25A0},   {"Wingdings", 0x6F, 0x25A1},
    {"Wingdings", 0x70, 0x25A1},   {"Wingdings", 0x71, 0x2751},   {"Wingdings", 0x75, 0x25C6},
    {"Wingdings", 0x76, 0x2756},   {"Wingdings", 0x9F, 0x2022},   {"Wingdings", 0xA7, 0x25AA},
    {"Wingdings", 0xA8, 0x25A1},   {"Wingdings", 0xAB, 0x2605},   {"Wingdings", 0xD8, 0x27A2},
    {"Wingdings", 0xDF, 0x2190},   {"Wingdings", 0xE0, 0x2192},   {"Wingdings", 0xE8, 0x2794},
    {"Wingdings", 0xFB, 0x2717},   {"Wingdings", 0xFC, 0x2713},   {"Wingdings", 0xFD, 0x2612},
    {"Wingdings", 0xFE, 0x2611},   {"Wingdings 2", 0x4F, 0x2717}, {"Wingdings 2", 0x50, 0x2713},
    {"Wingdings 2", 0x51, 0x2612}, {"Wingdings 2", 0x52, 0x2611}, {"Wingdings 2", 0xA3, 0x25A1},
    {"Symbol", 0x44, 0x0394},      {"Symbol", 0x53, 0x03A3},      {"Symbol", 0x57, 0x03A9},
    {"Symbol", 0x61, 0x03B1},      {"Symbol", 0x62, 0x03B2},      {"Symbol", 0x67, 0x03B3},
    {"Symbol", 0x64, 0x03B4},      {"Symbol", 0x6D, 0x03BC},      {"Symbol", 0x70, 0x03C0},
    {"Symbol", 0x73, 0x03C3},      {"Symbol", 0x77, 0x03C9},      {"Symbol", 0xA3, 0x2264},
    {"Symbol", 0xA5, 0x221E},      {"Symbol", 0xAC, 0x2190},      {"Symbol", 0xAE, 0x2192},
    {"Symbol", 0xB0, 0x00B0},      {"Symbol", 0xB1, 0x00B1},      {"Symbol", 0xB3, 0x2265},
    {"Symbol", 0xB4, 0x00D7},      {"Symbol", 0xB7, 0x2022},      {"Symbol", 0xB8, 0x00F7},
    {"Symbol", 0xB9, 0x2260},      {"Symbol", 0xBB, 0x2248},
};

uint32_t docx_symbol(const char *font, unsigned long code)
{
    if (code < 0x20 || code > 0xFFFF)
        return 0;
    if (code < 0xE000 || code > 0xF8FF)
        if (code > 0xFF)
            return (uint32_t)code; /* a character of Unicode */
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (strcasecmp(symbols[i].font, font) == 0 && symbols[i].code == (code & 0xFF))
            return symbols[i].character;
    return 0;
}
