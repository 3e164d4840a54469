#include "base/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The Gregorian calendar repeats after 400 years. Years are counted from March here, so that the
 * leap day is the last of its year and a month's first day is a straight line in its number
 * (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013).
 *
 *     era 0   0000-03-01 .. 0400-02-29    1970-01-01 is day 719468 after 0000-03-01            */
enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    return a % b + (a % b < 0 ? b : 0);
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int bal_days_in_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

bal_day bal_day_from_civil(int64_t year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1; /* the year that began in March */
    int64_t era = floor_div(y, ERA_YEARS);
    int64_t of_era = floor_mod(y, ERA_YEARS);
    int64_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

void bal_civil_from_day(bal_day day, int64_t *year, int *month, int *dom)
{
    int64_t era = floor_div(day, ERA_DAYS);
    int64_t d = floor_mod(day, ERA_DAYS) + EPOCH; /* split before adding: no day overflows */
    int64_t y, m;

    era += d / ERA_DAYS;
    d %= ERA_DAYS;
    y = (d - d / 1460 + d / 36524 - d / (ERA_DAYS - 1)) / 365;
    d -= 365 * y + y / 4 - y / 100;
    m = (5 * d + 2) / 153; /* 0 is March */
    *dom = (int)(d - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = era * ERA_YEARS + y + (m >= 10);
}

char *bal_day_text(bal_day day, char *out, size_t size)
{
    int64_t year;
    int month, dom;

    bal_civil_from_day(day, &year, &month, &dom);
    if (year < -9999 || year > 9999)
        snprintf(out, size, "Y%" PRId64, year);
    else
        snprintf(out, size, "%s%04d-%02d-%02d", year < 0 ? "-" : "", (int)(year < 0 ? -year : year),
                 month, dom);
    return out;
}

bool bal_date_day(const struct bal_date *date, enum bal_date_rule rule, bal_day *out)
{
    if (rule != BAL_LATEST && date->first == BAL_DAY_MIN)
        return false;
    if (rule != BAL_EARLIEST && date->last == BAL_DAY_MAX)
        return false;
    if (rule == BAL_EARLIEST)
        *out = date->first;
    else if (rule == BAL_LATEST)
        *out = date->last;
    else
        *out = date->first + (date->last - date->first) / 2;
    return true;
}

static const char *const rule_names[] = {
    [BAL_EARLIEST] = "earliest",
    [BAL_MIDPOINT] = "midpoint",
    [BAL_LATEST] = "latest",
};

static const char *const precision_names[] = {
    [BAL_PREC_DAY] = "day",           [BAL_PREC_MONTH] = "month",   [BAL_PREC_SEASON] = "season",
    [BAL_PREC_YEAR] = "year",         [BAL_PREC_DECADE] = "decade", [BAL_PREC_CENTURY] = "century",
    [BAL_PREC_INTERVAL] = "interval",
};

int bal_date_rule_named(const char *name)
{
    for (int rule = BAL_EARLIEST; rule <= BAL_LATEST; rule++)
        if (strcmp(name, rule_names[rule]) == 0)
            return rule;
    return -1;
}

const char *bal_date_rule_name(enum bal_date_rule rule)
{
    return rule_names[rule];
}

const char *bal_precision_name(enum bal_precision precision)
{
    return precision_names[precision];
}
