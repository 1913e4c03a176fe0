#include "tui/when.h"

#include "base/clock.h"
#include "base/i18n.h"

#include <time.h>

#define JUST_NOW_MS 60000

/* Milliseconds from THEN to NOW, both not before 1970: a damaged file may hold any time. */
static int64_t between(int64_t then, int64_t now)
{
    return now - (then > 0 ? then : 0);
}

void when_ago(struct str *out, int64_t now, int64_t then)
{
    int64_t s = now > then ? between(then, now) / 1000 : 0;
    if (s < 60)
        str_addf(out, _("%lld s"), (long long)s);
    else if (s < 3600)
        str_addf(out, _("%lld min"), (long long)(s / 60));
    else if (s < 86400)
        str_addf(out, _("%lld h"), (long long)(s / 3600));
    else
        str_addf(out, _("%lld d"), (long long)(s / 86400));
}

void when_age(struct str *out, int64_t then)
{
    int64_t now = clock_now_ms();
    if (between(then, now) < JUST_NOW_MS)
        str_add(out, _("now"));
    else
        when_ago(out, now, then);
}

void when_phrase(struct str *out, int64_t then)
{
    int64_t now = clock_now_ms();
    struct str ago = {0};
    if (between(then, now) < JUST_NOW_MS) {
        str_add(out, _("just now"));
        return;
    }
    when_ago(&ago, now, then);
    str_addf(out, _("%s ago"), str_z(&ago));
    str_clear(&ago);
}

static void add_time(struct str *out, int64_t then, const char *format)
{
    time_t t = (time_t)(then / 1000);
    struct tm tm;
    char text[32];
    if (localtime_r(&t, &tm) && strftime(text, sizeof text, format, &tm))
        str_add(out, text);
}

void when_date(struct str *out, int64_t then)
{
    if (between(then, clock_now_ms()) < JUST_NOW_MS)
        str_add(out, _("just now"));
    else
        add_time(out, then, "%Y-%m-%d %H:%M");
}

void when_day(struct str *out, int64_t then)
{
    add_time(out, then, "%Y-%m-%d");
}
