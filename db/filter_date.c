/* Dates as they are typed, as times of the days that the reader lives in. */
#include "base/clock.h"
#include "base/mem.h"
#include "db/filter_tree.h"

#include <string.h>
#include <time.h>

#define YEAR_MIN 1970
#define YEAR_MAX 9999
#define DAYS_MAX 100000

/* Midnight with which a day begins; what is beyond the month's end or before its begin is counted on. */
static int64_t midnight(int year, int month, int day)
{
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_isdst = -1};
    return (int64_t)mktime(&tm) * 1000;
}

static void day_from_today(int days, int64_t *from, int64_t *to)
{
    time_t now = (time_t)(clock_now_ms() / 1000);
    struct tm tm;
    localtime_r(&now, &tm);
    *from = midnight(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday + days);
    *to = midnight(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday + days + 1);
}

/* N digits at *P as a number, which are gone past; -1 where they are not there. */
static int number(const char **p, int n)
{
    int value = 0;
    for (; n > 0; n--, (*p)++) {
        if (**p < '0' || **p > '9')
            return -1;
        value = value * 10 + (**p - '0');
    }
    return value;
}

static bool calendar_day(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

static bool calendar(const char *p, int64_t *from, int64_t *to)
{
    int year = number(&p, 4), month = 0, day = 0;
    if (year < YEAR_MIN || year > YEAR_MAX)
        return false;
    if (*p == '-') {
        p++;
        month = number(&p, 2);
        if (month < 1 || month > 12)
            return false;
    }
    if (*p == '-' && month) {
        p++;
        day = number(&p, 2);
        if (!calendar_day(year, month, day))
            return false;
    }
    *from = midnight(year, month ? month : 1, day ? day : 1);
    *to = day ? midnight(year, month, day + 1) : month ? midnight(year, month + 1, 1) : midnight(year + 1, 1, 1);
    return !*p;
}

/* "7d": the last seven days, today being one of them; POINT: the day seven days ago. */
static bool last_days(const char *p, bool point, int64_t *from, int64_t *to)
{
    int days = 0;
    int64_t start, end;
    const char *digits = p;
    for (; *p >= '0' && *p <= '9' && days <= DAYS_MAX; p++)
        days = days * 10 + (*p - '0');
    if (p == digits || days < 1 || days > DAYS_MAX || strcmp(p, "d") != 0)
        return false;
    day_from_today(point ? -days : 1 - days, from, &end);
    day_from_today(0, &start, to);
    *to = point ? end : *to;
    return true;
}

static bool one(const char *text, bool point, int64_t *from, int64_t *to)
{
    bool today = strcmp(text, "today") == 0 || strcmp(text, "今天") == 0;
    if (today || strcmp(text, "yesterday") == 0 || strcmp(text, "昨天") == 0) {
        day_from_today(today ? 0 : -1, from, to);
        return true;
    }
    return calendar(text, from, to) || last_days(text, point, from, to);
}

bool filter_date(const char *text, bool point, int64_t *from, int64_t *to)
{
    int64_t end, start;
    const char *between = strstr(text, "..");
    if (!between)
        return one(text, point, from, to);
    char *first = mem_ndup(text, (size_t)(between - text));
    bool good = one(first, true, from, &end) && one(between + 2, true, &start, to) && *from < *to;
    free(first);
    return good;
}
