/* Dates as historians write them: ISO 8601-2:2019 / EDTF (Library of Congress), levels 0 and 1.
 *
 *   2003   2003-02   2003-02-19      year, month, day
 *   1998-12-22/1998-12-23            interval, both ends inside
 *   2009/..   ../1995                open end or start (it goes on; it has always been)
 *   1985/     /1985                  unknown end or start
 *   2006?  2006~  2006%              uncertain, approximate, both; also on an interval's ends
 *   199X  19XX  2004-XX  1985-04-XX  unspecified digits, rightmost first; 1985-XX-XX
 *   2001-21 .. 2001-24               spring, summer, autumn, winter
 *   -0333   Y17101   Y-17101         before year 0; more than four digits
 *
 * Held as the first and the last day that the writing allows. A season has no location in the
 * standard: here it is the northern meteorological one (spring = March to May; winter = December
 * to the end of the next February). Gregorian calendar throughout, with a year 0.
 *
 * Refused, each with a message that says which: impossible dates, reversed intervals, times of
 * day, level 2 forms (sets, parts with qualifiers, exponents, other X patterns, codes 25-41),
 * and the usual near misses (`1991-1995`, `2003-2-9`, `20030219`).
 */
#ifndef BAL_BASE_DATE_H
#define BAL_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Days since 1970-01-01. */
typedef int64_t bal_day;

#define BAL_DAY_MIN INT64_MIN /* first day of a date with an open or unknown start */
#define BAL_DAY_MAX INT64_MAX /* last day of a date with an open or unknown end */

enum { BAL_YEAR_LIMIT = 999999999 }; /* |year| of a Y-year at most */
enum { BAL_DATE_TEXT = 64 };         /* bytes an EDTF text can need here, with its NUL */

/* Of what is written: 2004-XX is a month, 1985-XX-XX a day. */
enum bal_precision {
    BAL_PREC_DAY,
    BAL_PREC_MONTH,
    BAL_PREC_SEASON,
    BAL_PREC_YEAR,
    BAL_PREC_DECADE,
    BAL_PREC_CENTURY,
    BAL_PREC_INTERVAL
};

/* Of each end; a date that is no interval has both ends alike. */
enum bal_date_flag {
    BAL_UNCERTAIN = 1,   /* ? or % */
    BAL_APPROXIMATE = 2, /* ~ or % */
    BAL_UNSPECIFIED = 4, /* has an X */
    BAL_OPEN = 8,        /* .. */
    BAL_UNKNOWN = 16     /* nothing before or after the slash */
};

enum bal_date_rule { BAL_EARLIEST, BAL_MIDPOINT, BAL_LATEST };

struct bal_date {
    bal_day first, last;            /* first <= last */
    uint8_t precision;              /* enum bal_precision */
    uint8_t start_flags, end_flags; /* enum bal_date_flag */
};

/* Reads the n bytes at `text`, which may be any bytes. BAL_EDATA with a message such as
 * "2003-02-30 is impossible: February 2003 has 28 days"; of an interval it names the end that is
 * wrong. *out is untouched on failure. */
int bal_date_parse(const char *text, size_t n, struct bal_date *out, struct bal_error *err);

/* The one day that `rule` picks. The midpoint of a first and b last day is a + (b - a) / 2,
 * rounded down. False when an open or unknown end leaves the rule nothing to pick. */
bool bal_date_day(const struct bal_date *date, enum bal_date_rule rule, bal_day *out);

/* "earliest", "midpoint", "latest"; -1 when it is none of these. */
int bal_date_rule_named(const char *name);
const char *bal_date_rule_name(enum bal_date_rule rule);
const char *bal_precision_name(enum bal_precision precision); /* "day", "month", ... */

/* Civil calendar (proleptic Gregorian, astronomical years), both ways; month and day from 1,
 * years up to 10^16 either side of 0. */
bal_day bal_day_from_civil(int64_t year, int month, int day);
void bal_civil_from_day(bal_day day, int64_t *year, int *month, int *dom);
int bal_days_in_month(int64_t year, int month);

/* EDTF text of one day ("2003-02-19", "-0044-03-15"; a year beyond four digits, which EDTF can
 * only write as a year, gives "Y17101"). `size` at least BAL_DATE_TEXT. Returns `out`. */
char *bal_day_text(bal_day day, char *out, size_t size);

#endif
