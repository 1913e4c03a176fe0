#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec ts = {0};
    clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t clock_now_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

/* From 1970 on to the last day with a year of four digits. */
#define PLAIN_END INT64_C(253402300800000) /* ms */
#define DAY_MS 86400000

static char *put_digits(char *out, unsigned n, int digits)
{
    for (int i = digits; i-- > 0; n /= 10)
        out[i] = (char)('0' + n % 10);
    return out + digits;
}

/* The date of a day after 1970-01-01, in years that begin with March, so that the leap day is the last. (Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.) */
static char *put_date(char *out, unsigned days)
{
    days += 719468; /* since 0000-03-01 */
    unsigned era = days / 146097, day = days % 146097;
    unsigned year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    unsigned month = (5 * day + 2) / 153;
    day -= (153 * month + 2) / 5;
    out = put_digits(out, era * 400 + year + (month >= 10), 4);
    *out++ = '-';
    out = put_digits(out, month < 10 ? month + 3 : month - 9, 2);
    *out++ = '-';
    return put_digits(out, day + 1, 2);
}

static char *format_plain(int64_t ms, char out[CLOCK_TEXT_SIZE])
{
    unsigned rest = (unsigned)(ms % DAY_MS);
    char *p = put_date(out, (unsigned)(ms / DAY_MS));
    *p++ = 'T';
    p = put_digits(p, rest / 3600000, 2);
    *p++ = ':';
    p = put_digits(p, rest / 60000 % 60, 2);
    *p++ = ':';
    p = put_digits(p, rest / 1000 % 60, 2);
    *p++ = '.';
    p = put_digits(p, rest % 1000, 3);
    memcpy(p, "Z", 2);
    return out;
}

char *clock_format(int64_t ms, char out[CLOCK_TEXT_SIZE])
{
    if (ms >= 0 && ms < PLAIN_END)
        return format_plain(ms, out);
    int64_t seconds = ms / 1000, rest = ms % 1000;
    if (rest < 0) {
        rest += 1000;
        seconds--;
    }
    time_t t = (time_t)seconds;
    struct tm tm = {0};
    if (!gmtime_r(&t, &tm) || tm.tm_year < -1900 || tm.tm_year > 9999 - 1900) {
        snprintf(out, CLOCK_TEXT_SIZE, "%lld", (long long)ms);
        return out;
    }
    char date[24];
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out, CLOCK_TEXT_SIZE, "%s.%03dZ", date, (int)rest);
    return out;
}
