/* Dates. The texts marked "spec" are the examples of the Library of Congress's EDTF specification
 * (4 February 2019), all of levels 0, 1 and 2; the days they stand for were worked out by hand.
 * Day numbers come from Python's datetime (years outside 1..9999 by whole 400-year cycles). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { U = BAL_UNCERTAIN, A = BAL_APPROXIMATE, X = BAL_UNSPECIFIED };

/* Parses a copy that ends where its room ends, so that the sanitizer sees a read beyond it. */
static int parse(const char *text, size_t n, struct bal_date *out, struct bal_error *err)
{
    char room[128];

    assert_in_range(n, 0, sizeof room);
    memcpy(room + sizeof room - n, text, n);
    return bal_date_parse(room + sizeof room - n, n, out, err);
}

static const char *end_text(bal_day day, char *out)
{
    if (day == BAL_DAY_MIN || day == BAL_DAY_MAX)
        return "-";
    return bal_day_text(day, out, BAL_DATE_TEXT);
}

/* Accepted texts ------------------------------------------------------------------------------- */

struct good {
    const char *text;
    const char *first, *last; /* "-": no end */
    enum bal_precision precision;
    unsigned start_flags, end_flags;
};

static const struct good level_0[] = {
    /* spec, date */
    {"1985-04-12", "1985-04-12", "1985-04-12", BAL_PREC_DAY, 0, 0},
    {"1985-04", "1985-04-01", "1985-04-30", BAL_PREC_MONTH, 0, 0},
    {"1985", "1985-01-01", "1985-12-31", BAL_PREC_YEAR, 0, 0},
    /* spec, time interval */
    {"1964/2008", "1964-01-01", "2008-12-31", BAL_PREC_INTERVAL, 0, 0},
    {"2004-06/2006-08", "2004-06-01", "2006-08-31", BAL_PREC_INTERVAL, 0, 0},
    {"2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", BAL_PREC_INTERVAL, 0, 0},
    {"2004-02-01/2005-02", "2004-02-01", "2005-02-28", BAL_PREC_INTERVAL, 0, 0},
    {"2004-02-01/2005", "2004-02-01", "2005-12-31", BAL_PREC_INTERVAL, 0, 0},
    {"2005/2006-02", "2005-01-01", "2006-02-28", BAL_PREC_INTERVAL, 0, 0},
    /* leap years: every fourth, no full century but every fourth */
    {"2004-02", "2004-02-01", "2004-02-29", BAL_PREC_MONTH, 0, 0},
    {"1900-02", "1900-02-01", "1900-02-28", BAL_PREC_MONTH, 0, 0},
    {"2000-02-29", "2000-02-29", "2000-02-29", BAL_PREC_DAY, 0, 0},
    {"0000-02", "0000-02-01", "0000-02-29", BAL_PREC_MONTH, 0, 0},
    /* an interval may be one day; both ends are inside */
    {"2003-02-19/2003-02-19", "2003-02-19", "2003-02-19", BAL_PREC_INTERVAL, 0, 0},
    {"2003/2003-02", "2003-01-01", "2003-02-28", BAL_PREC_INTERVAL, 0, 0},
    {"2003-02/2003", "2003-02-01", "2003-12-31", BAL_PREC_INTERVAL, 0, 0},
    {"0000", "0000-01-01", "0000-12-31", BAL_PREC_YEAR, 0, 0},
    {"9999-12-31", "9999-12-31", "9999-12-31", BAL_PREC_DAY, 0, 0},
};

static const struct good level_1[] = {
    /* spec, letter-prefixed year: the days are in test_long_years */
    {"Y170000002", "Y170000002", "Y170000002", BAL_PREC_YEAR, 0, 0},
    {"Y-170000002", "Y-170000002", "Y-170000002", BAL_PREC_YEAR, 0, 0},
    /* spec, seasons */
    {"2001-21", "2001-03-01", "2001-05-31", BAL_PREC_SEASON, 0, 0},
    {"2001-22", "2001-06-01", "2001-08-31", BAL_PREC_SEASON, 0, 0},
    {"2001-23", "2001-09-01", "2001-11-30", BAL_PREC_SEASON, 0, 0},
    {"2001-24", "2001-12-01", "2002-02-28", BAL_PREC_SEASON, 0, 0},
    {"2003-24", "2003-12-01", "2004-02-29", BAL_PREC_SEASON, 0, 0},
    {"9999-24", "9999-12-01", "Y10000", BAL_PREC_SEASON, 0, 0},
    /* spec, qualification of a complete date */
    {"1984?", "1984-01-01", "1984-12-31", BAL_PREC_YEAR, U, U},
    {"2004-06~", "2004-06-01", "2004-06-30", BAL_PREC_MONTH, A, A},
    {"2004-06-11%", "2004-06-11", "2004-06-11", BAL_PREC_DAY, U | A, U | A},
    {"2001-21~", "2001-03-01", "2001-05-31", BAL_PREC_SEASON, A, A},
    {"Y17101?", "Y17101", "Y17101", BAL_PREC_YEAR, U, U},
    /* spec, unspecified digits from the right */
    {"201X", "2010-01-01", "2019-12-31", BAL_PREC_DECADE, X, X},
    {"20XX", "2000-01-01", "2099-12-31", BAL_PREC_CENTURY, X, X},
    {"2004-XX", "2004-01-01", "2004-12-31", BAL_PREC_MONTH, X, X},
    {"1985-04-XX", "1985-04-01", "1985-04-30", BAL_PREC_DAY, X, X},
    {"1985-XX-XX", "1985-01-01", "1985-12-31", BAL_PREC_DAY, X, X},
    {"199X~", "1990-01-01", "1999-12-31", BAL_PREC_DECADE, A | X, A | X},
    {"2004-02-XX?", "2004-02-01", "2004-02-29", BAL_PREC_DAY, U | X, U | X},
    /* spec, open and unknown ends */
    {"1985-04-12/..", "1985-04-12", "-", BAL_PREC_INTERVAL, 0, BAL_OPEN},
    {"1985-04/..", "1985-04-01", "-", BAL_PREC_INTERVAL, 0, BAL_OPEN},
    {"1985/..", "1985-01-01", "-", BAL_PREC_INTERVAL, 0, BAL_OPEN},
    {"../1985-04-12", "-", "1985-04-12", BAL_PREC_INTERVAL, BAL_OPEN, 0},
    {"../1985-04", "-", "1985-04-30", BAL_PREC_INTERVAL, BAL_OPEN, 0},
    {"../1985", "-", "1985-12-31", BAL_PREC_INTERVAL, BAL_OPEN, 0},
    {"1985-04-12/", "1985-04-12", "-", BAL_PREC_INTERVAL, 0, BAL_UNKNOWN},
    {"1985-04/", "1985-04-01", "-", BAL_PREC_INTERVAL, 0, BAL_UNKNOWN},
    {"1985/", "1985-01-01", "-", BAL_PREC_INTERVAL, 0, BAL_UNKNOWN},
    {"/1985-04-12", "-", "1985-04-12", BAL_PREC_INTERVAL, BAL_UNKNOWN, 0},
    {"/1985-04", "-", "1985-04-30", BAL_PREC_INTERVAL, BAL_UNKNOWN, 0},
    {"/1985", "-", "1985-12-31", BAL_PREC_INTERVAL, BAL_UNKNOWN, 0},
    /* each end has its own flags and may be any date; the specification counts the first of these
     * (its own example) as level 2, but it asks for nothing that 2004-06-XX alone does not */
    {"2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", BAL_PREC_INTERVAL, X, 0},
    {"1984?/2004-06~", "1984-01-01", "2004-06-30", BAL_PREC_INTERVAL, U, A},
    {"199X/20XX%", "1990-01-01", "2099-12-31", BAL_PREC_INTERVAL, X, U | A | X},
    {"2001-21/2003-24", "2001-03-01", "2004-02-29", BAL_PREC_INTERVAL, 0, 0},
    {"Y-17101/-0333", "Y-17101", "-0333-12-31", BAL_PREC_INTERVAL, 0, 0},
    {"1984~/..", "1984-01-01", "-", BAL_PREC_INTERVAL, A, BAL_OPEN},
    {"/199X", "-", "1999-12-31", BAL_PREC_INTERVAL, BAL_UNKNOWN, X},
    /* spec, negative year; -0044 is a leap year as 0356 is, 400 years on */
    {"-1985", "-1985-01-01", "-1985-12-31", BAL_PREC_YEAR, 0, 0},
    {"-0044-03-15", "-0044-03-15", "-0044-03-15", BAL_PREC_DAY, 0, 0},
    {"-0044-02", "-0044-02-01", "-0044-02-29", BAL_PREC_MONTH, 0, 0},
    {"-0001-24", "-0001-12-01", "0000-02-29", BAL_PREC_SEASON, 0, 0},
    {"-199X", "-1999-01-01", "-1990-12-31", BAL_PREC_DECADE, X, X},
    {"-19XX", "-1999-01-01", "-1900-12-31", BAL_PREC_CENTURY, X, X},
    {"-000X", "-0009-01-01", "-0001-12-31", BAL_PREC_DECADE, X, X}, /* -0000 is no year */
    {"000X", "0000-01-01", "0009-12-31", BAL_PREC_DECADE, X, X},
    {"-0333/-0222", "-0333-01-01", "-0222-12-31", BAL_PREC_INTERVAL, 0, 0},
};

static void check_good(const struct good *want, size_t count)
{
    for (size_t i = 0; i < count; i++, want++) {
        struct bal_date got = {0};
        struct bal_error err = {0, ""};
        char first[BAL_DATE_TEXT], last[BAL_DATE_TEXT];

        if (parse(want->text, strlen(want->text), &got, &err) != 0)
            fail_msg("%s refused: %s", want->text, err.message);
        if (strcmp(end_text(got.first, first), want->first) != 0 ||
            strcmp(end_text(got.last, last), want->last) != 0)
            fail_msg("%s is %s to %s", want->text, end_text(got.first, first),
                     end_text(got.last, last));
        if (got.precision != want->precision || got.start_flags != want->start_flags ||
            got.end_flags != want->end_flags)
            fail_msg("%s: precision %s, flags %d and %d", want->text,
                     bal_precision_name(got.precision), got.start_flags, got.end_flags);
    }
}

static void test_level_0(void **state)
{
    (void)state;
    check_good(level_0, COUNT(level_0));
}

static void test_level_1(void **state)
{
    (void)state;
    check_good(level_1, COUNT(level_1));
}

static void test_long_years(void **state)
{
    static const struct {
        const char *text;
        bal_day first, last;
    } cases[] = {
        {"Y17101", INT64_C(5526484), INT64_C(5526848)},
        {"Y170000002", INT64_C(62090506203), INT64_C(62090506567)},
        {"Y-170000002", INT64_C(-62091945258), INT64_C(-62091944894)},
        {"Y999999999", INT64_C(365241780107), INT64_C(365241780471)},
        {"Y-999999999", INT64_C(-365243219162), INT64_C(-365243218798)},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bal_date got;

        assert_int_equal(parse(cases[i].text, strlen(cases[i].text), &got, NULL), 0);
        assert_true(got.first == cases[i].first && got.last == cases[i].last);
    }
}

/* Refused texts -------------------------------------------------------------------------------- */

struct bad {
    const char *text;
    const char *message;
};

static void check_bad(const struct bad *want, size_t count)
{
    const struct bal_date before = {-7, 7, 3, 1, 2};

    for (size_t i = 0; i < count; i++, want++) {
        struct bal_date got = before;
        struct bal_error err = {0, ""};

        if (parse(want->text, strlen(want->text), &got, &err) != BAL_EDATA)
            fail_msg("%s accepted", want->text);
        assert_int_equal(err.code, BAL_EDATA);
        assert_string_equal(err.message, want->message);
        assert_memory_equal(&got, &before, sizeof got);
        assert_int_equal(parse(want->text, strlen(want->text), &got, NULL), BAL_EDATA);
    }
}

#define LEVEL_2 ", which is EDTF level 2 and not read here: "
#define SET " is a set of dates" LEVEL_2 "write one date or one interval"
#define QUALIFIES " qualifies a part of the date" LEVEL_2 "for the whole date write "
#define SIGNIFICANT                                      \
    " counts the significant digits of its year" LEVEL_2 \
    "write the year alone, or with X for its last one or two digits, as in 19XX"
#define EXPONENT " writes its year with an exponent" LEVEL_2 "write all digits of the year"
#define FREE_X                                                                                    \
    " has an X where level 1 allows none" LEVEL_2                                                 \
    "X may stand for the last one or two digits of a year (199X, 19XX), for a day (1985-04-XX), " \
    "or for a month and all after it (1985-XX, 1985-XX-XX)"
#define EXAMPLES "write it as 2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23"

static void test_level_2(void **state)
{
    static const struct bad cases[] = {
        /* spec, exponential year and significant digits */
        {"Y-17E7", "Y-17E7" EXPONENT},
        {"1950S2", "1950S2" SIGNIFICANT},
        {"Y171010000S3", "Y171010000S3" SIGNIFICANT},
        {"Y3388E2S3", "Y3388E2S3" EXPONENT},
        /* spec, sub-year groupings; its list of codes gives the months */
        {"2001-34", "2001-34 names a quarter" LEVEL_2 "write its months, 2001-04/2001-06"},
        {"2001-25",
         "2001-25 names a season of one hemisphere" LEVEL_2 "write its months, 2001-03/2001-05"},
        {"2001-28",
         "2001-28 names a season of one hemisphere" LEVEL_2 "write its months, 2001-12/2002-02"},
        {"2001-29",
         "2001-29 names a season of one hemisphere" LEVEL_2 "write its months, 2001-09/2001-11"},
        {"2001-32",
         "2001-32 names a season of one hemisphere" LEVEL_2 "write its months, 2001-06/2001-08"},
        {"2001-33", "2001-33 names a quarter" LEVEL_2 "write its months, 2001-01/2001-03"},
        {"2001-36", "2001-36 names a quarter" LEVEL_2 "write its months, 2001-10/2001-12"},
        {"2001-37", "2001-37 names a third of a year" LEVEL_2 "write its months, 2001-01/2001-04"},
        {"2001-39", "2001-39 names a third of a year" LEVEL_2 "write its months, 2001-09/2001-12"},
        {"2001-40", "2001-40 names half a year" LEVEL_2 "write its months, 2001-01/2001-06"},
        {"-0044-41?", "-0044-41? names half a year" LEVEL_2 "write its months, -0044-07/-0044-12"},
        {"9999-28", "9999-28 names a season of one hemisphere" LEVEL_2 "write an interval"},
        /* spec, sets */
        {"[1667,1668,1670..1672]", "[1667,1668,1670..1672]" SET},
        {"[..1760-12-03]", "[..1760-12-03]" SET},
        {"[1760-12..]", "[1760-12..]" SET},
        {"[1760-01,1760-02,1760-12..]", "[1760-01,1760-02,1760-12..]" SET},
        {"[1667,1760-12]", "[1667,1760-12]" SET},
        {"[..1984]", "[..1984]" SET},
        {"{1667,1668,1670..1672}", "{1667,1668,1670..1672}" SET},
        {"{1960,1961-12}", "{1960,1961-12}" SET},
        {"{..1984}", "{..1984}" SET},
        /* spec, qualification; its 2004-06-11% is level 1 as well and is read */
        {"2004-06~-11", "2004-06~-11" QUALIFIES "2004-06-11~"},
        {"2004?-06-11", "2004?-06-11" QUALIFIES "2004-06-11?"},
        {"?2004-06-~11", "?2004-06-~11" QUALIFIES "2004-06-11%"},
        {"2004-%06-11", "2004-%06-11" QUALIFIES "2004-06-11%"},
        {"2003?-02", "2003?-02" QUALIFIES "2003-02?"},
        {"2003?-02-30",
         "2003?-02-30 qualifies a part of the date" LEVEL_2 "put ?, ~ or % at the end"},
        /* spec, unspecified digits */
        {"156X-12-25", "156X-12-25" FREE_X},
        {"15XX-12-25", "15XX-12-25" FREE_X},
        {"XXXX-12-XX", "XXXX-12-XX" FREE_X},
        {"1XXX-XX", "1XXX-XX" FREE_X},
        {"1XXX-12", "1XXX-12" FREE_X},
        {"1984-1X", "1984-1X" FREE_X},
        {"1XXX", "1XXX" FREE_X},
        {"19X5", "19X5" FREE_X},
        {"199X-XX", "199X-XX" FREE_X},
        {"1985-XX-03", "1985-XX-03" FREE_X},
        {"1985-02-3X", "1985-02-3X" FREE_X},
        /* spec, interval; its 2004-06-XX/2004-07-03 is read, see level_1 */
        {"2004-06-~01/2004-06-~20", "2004-06-~01" QUALIFIES "2004-06-01~"},
        {"2004/2004-1X", "2004-1X" FREE_X},
    };

    (void)state;
    check_bad(cases, COUNT(cases));
}

static void test_times_of_day(void **state)
{
    static const struct bad cases[] = {
        /* spec, level 0: part of EDTF, but nothing here happens at an hour */
        {"1985-04-12T23:20:30",
         "1985-04-12T23:20:30 has a time of day: write the day alone, 1985-04-12"},
        {"1985-04-12T23:20:30Z",
         "1985-04-12T23:20:30Z has a time of day: write the day alone, 1985-04-12"},
        {"1985-04-12T23:20:30-04",
         "1985-04-12T23:20:30-04 has a time of day: write the day alone, 1985-04-12"},
        {"1985-04-12T23:20:30+04:30",
         "1985-04-12T23:20:30+04:30 has a time of day: write the day alone, 1985-04-12"},
        {"1985-04-12 23:20",
         "'1985-04-12 23:20' has a time of day: write the day alone, 1985-04-12"},
        {"1985-04-12T10/1985-04-13",
         "1985-04-12T10 has a time of day: write the day alone, 1985-04-12"},
    };

    (void)state;
    check_bad(cases, COUNT(cases));
}

static void test_impossible(void **state)
{
    static const struct bad cases[] = {
        {"2003-02-30", "2003-02-30 is impossible: February 2003 has 28 days"},
        {"1900-02-29", "1900-02-29 is impossible: February 1900 has 28 days"},
        {"2004-02-30", "2004-02-30 is impossible: February 2004 has 29 days"},
        {"2003-04-31?", "2003-04-31? is impossible: April 2003 has 30 days"},
        {"-0044-02-30", "-0044-02-30 is impossible: February -0044 has 29 days"},
        {"2003-12-32", "2003-12-32 is impossible: December 2003 has 31 days"},
        {"2003-02-30/2004", "2003-02-30 is impossible: February 2003 has 28 days"},
        {"2003/2004-02-30", "2004-02-30 is impossible: February 2004 has 29 days"},
        {"2003-02-00", "2003-02-00 is impossible: there is no day 00; when the day is not known "
                       "write 2003-02 or 2003-02-XX"},
        {"2003-00", "2003-00 is impossible: there is no month 00; when the month is not known "
                    "write 2003 or 2003-XX"},
        {"2003-00-00", "2003-00-00 is impossible: there is no month 00; when the month is not "
                       "known write 2003 or 2003-XX"},
        {"1985-13", "1985-13 is impossible: months are 01 to 12, and seasons 21 to 24"},
        {"1985-20", "1985-20 is impossible: months are 01 to 12, and seasons 21 to 24"},
        {"1985-42", "1985-42 is impossible: months are 01 to 12, and seasons 21 to 24"},
        {"1985-13-XX", "1985-13-XX is impossible: months are 01 to 12"},
        {"2001-21-05", "2001-21-05 is impossible: months are 01 to 12; with the month before the "
                       "day it is 2001-05-21"},
        {"2001-34-05", "2001-34-05 is impossible: months are 01 to 12"},
        {"-0000", "-0000 is impossible: the year before 0001 is 0000, and the one before it -0001"},
        {"-0000-02-01",
         "-0000-02-01 is impossible: the year before 0001 is 0000, and the one before it -0001"},
        {"Y1000000000", "Y1000000000 is too far away: the years go from Y-999999999 to Y999999999"},
        {"Y-99999999999999999999",
         "Y-99999999999999999999 is too far away: the years go from Y-999999999 to Y999999999"},
        {"1995/1991", "1995/1991 is reversed: its start, 1995, comes after its end, 1991"},
        {"2003-02-20/2003-02-19",
         "2003-02-20/2003-02-19 is reversed: its start, 2003-02-20, comes after its end, "
         "2003-02-19"},
        {"2004-01/2003?", "2004-01/2003? is reversed: its start, 2004-01, comes after its end, "
                          "2003?"},
        {"../..", "../.. is an interval without a date: write one before or after the slash"},
        {"/", "/ is an interval without a date: write one before or after the slash"},
        {"/..", "/.. is an interval without a date: write one before or after the slash"},
    };

    (void)state;
    check_bad(cases, COUNT(cases));
}

static void test_near_misses(void **state)
{
    static const struct bad cases[] = {
        {"1991-1995", "1991-1995 looks like an interval: write 1991/1995"},
        {"1991\u20131995", "1991\u20131995 looks like an interval: write 1991/1995"},
        {"1991 \u2013 1995", "'1991 \u2013 1995' looks like an interval: write 1991/1995"},
        {"2003-02-19-2003-02-21",
         "2003-02-19-2003-02-21 looks like an interval: write 2003-02-19/2003-02-21"},
        {"2003\u201302\u201319",
         "2003\u201302\u201319 has a dash where a hyphen belongs: write 2003-02-19"},
        {"\u22120333", "\u22120333 has a dash where a hyphen belongs: write -0333"},
        {"1670..1672", "1670..1672 looks like an interval: write 1670/1672"},
        {"..1984", "..1984 looks like an interval: write ../1984"},
        {"1984..", "1984.. looks like an interval: write 1984/.."},
        {"1991-95", "1991-95 is impossible: months are 01 to 12, and seasons 21 to 24; for an "
                    "interval of years write 1991/1995"},
        {"1914-18", "1914-18 is impossible: months are 01 to 12, and seasons 21 to 24; for an "
                    "interval of years write 1914/1918"},
        {"2003-19-02", "2003-19-02 is impossible: months are 01 to 12; with the month before the "
                       "day it is 2003-02-19"},
        {"2003-2-9", "2003-2-9 needs four digits for a year and two for a month or a day: write "
                     "2003-02-09"},
        {"2003-2", "2003-2 needs four digits for a year and two for a month or a day: write "
                   "2003-02"},
        {"-333", "-333 needs four digits for a year and two for a month or a day: write -0333"},
        {"20030219", "20030219 has no hyphens: write 2003-02-19"},
        {"200302", "200302 has no hyphens: write 2003-02"},
        {"20030230", "20030230 is no date: " EXAMPLES},
        {"17101", "17101 has a year of more than four digits: write Y17101"},
        {"-17101~", "-17101~ has a year of more than four digits: write Y-17101~"},
        {"19.02.2003", "19.02.2003 is not written as year-month-day: write 2003-02-19"},
        {"02/19/2003", "02/19/2003 is not written as year-month-day: write 2003-02-19"},
        {"9-12-1991", "9-12-1991 is not written as year-month-day: write 1991-12-09 or 1991-09-12"},
        {"02.02.2003", "02.02.2003 is not written as year-month-day: write 2003-02-02"},
        {"2003/2/19", "2003/2/19 is not written as year-month-day: write 2003-02-19"},
        {"02/19/03", "02/19/03 has more than one slash: an interval is a start, one slash and an "
                     "end, and a day is written with hyphens, as 2003-02-19"},
        {" 2003 ", "' 2003 ' has blanks in it: write 2003"},
        {"1991 / 1995", "'1991 / 1995' has blanks in it: write 1991/1995"},
        {"2003\t", "'2003?' has blanks in it: write 2003"},
        {"2003\u00A0", "2003\u00A0 has blanks in it: write 2003"},
        {"199x", "199x has a small letter where a capital belongs: write 199X"},
        {"y17101", "y17101 has a small letter where a capital belongs: write Y17101"},
        {"c. 1990", "'c. 1990' writes out circa: write 1990~"},
        {"ca 1990", "'ca 1990' writes out circa: write 1990~"},
        {"ca. 1990-05", "'ca. 1990-05' writes out circa: write 1990-05~"},
        {"circa 1990", "'circa 1990' writes out circa: write 1990~"},
        {"c1990/1995", "c1990 writes out circa: write 1990~"},
        {"1984?~", "1984?~ has more than one qualifier: write 1984%"},
        {"1984??", "1984?? has more than one qualifier: write 1984?"},
        {"199u", "199u is in the notation of the 2012 draft of EDTF: write 199X"},
        {"1985/open", "1985/open is in the notation of the 2012 draft of EDTF: write 1985/.."},
        {"unknown/1985", "unknown/1985 is in the notation of the 2012 draft of EDTF: write /1985"},
        {"1990s", "1990s names a span of years in words: write 199X"},
        {"1900's", "1900's names a span of years in words: write 190X or 19XX"},
        {"Y1985", "Y1985 has a Y, which is for years of more than four digits: write 1985"},
        {"Y-333?", "Y-333? has a Y, which is for years of more than four digits: write -0333?"},
        {"Y017101", "Y017101 has a year that begins with 0: write Y17101"},
        {"Y17101-02", "Y17101-02 is no year: after Y comes a year of more than four digits, and "
                      "nothing else but ?, ~ or %"},
        {"Y", "Y is no year: after Y comes a year of more than four digits, and nothing else but "
              "?, ~ or %"},
        {"85", "85 is no date: a year has four digits"},
        {"1985/95", "95 is no date: a year has four digits"},
        {"", "the date is empty: " EXAMPLES},
        {"the year of the hare", "'the year of the hare' is no date: " EXAMPLES},
        {"2003-02-19x", "2003-02-19x is no date: " EXAMPLES},
        {"?", "? is no date: " EXAMPLES},
        {"?/1985", "? is no date: " EXAMPLES},
        {"1985/?", "? is no date: " EXAMPLES},
        {"1985/...", "... is no date: " EXAMPLES},
    };

    (void)state;
    check_bad(cases, COUNT(cases));
}

/* Text as it is shown: cut, controls and broken UTF-8 as ?, NUL inside. */
static void test_odd_bytes(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        const char *message;
    } cases[] = {
        {"2003\0", 5, "'2003?' is no date: " EXAMPLES},
        {"2003-02-19\0T10", 14, "'2003-02-19?T10' is no date: " EXAMPLES},
        {"\0", 1, "'?' is no date: " EXAMPLES},
        {"\x1b[31m1985", 9, "'?[31m1985' is no date: " EXAMPLES},
        {"\xff\xfe", 2, "'\?\?' is no date: " EXAMPLES},
        {"\xc3", 1, "'?' is no date: " EXAMPLES},
        {"\xe2\x80", 2, "'\?\?' is no date: " EXAMPLES},
        {"\xed\xa0\x80", 3, "'\?\?\?' is no date: " EXAMPLES}, /* a surrogate */
        {"\xc2\x9b", 2, "'\?\?' is no date: " EXAMPLES},       /* a control beyond ASCII */
        {"\u043c\u0430\u0439", 6, "\u043c\u0430\u0439 is no date: " EXAMPLES},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "aa",
         91,
         "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' is no "
         "date: " EXAMPLES},
    };
    struct bal_date date;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(parse(cases[i].text, cases[i].n, &date, &err), BAL_EDATA);
        assert_string_equal(err.message, cases[i].message);
    }
    assert_int_equal(bal_date_parse(NULL, 0, &date, &err), BAL_EDATA);
}

/* Rules and names ------------------------------------------------------------------------------ */

static void test_rules(void **state)
{
    static const struct {
        const char *text;
        const char *day[3]; /* earliest, midpoint, latest; NULL: none */
    } cases[] = {
        {"2003-02-19", {"2003-02-19", "2003-02-19", "2003-02-19"}},
        {"2003-02", {"2003-02-01", "2003-02-14", "2003-02-28"}}, /* 27 / 2 = 13 days on */
        {"2003", {"2003-01-01", "2003-07-02", "2003-12-31"}},    /* 364 / 2 = 182 days on */
        {"2004", {"2004-01-01", "2004-07-01", "2004-12-31"}},    /* 365 / 2 = 182 days on */
        {"1998-12-22/1998-12-23", {"1998-12-22", "1998-12-22", "1998-12-23"}},
        {"1969-12-31/1970-01-01", {"1969-12-31", "1969-12-31", "1970-01-01"}}, /* -1 and 0 */
        {"1969-12-30/1969-12-31", {"1969-12-30", "1969-12-30", "1969-12-31"}}, /* -2 and -1 */
        {"2009/..", {"2009-01-01", NULL, NULL}},
        {"2009/", {"2009-01-01", NULL, NULL}},
        {"../1995", {NULL, NULL, "1995-12-31"}},
        {"/1995", {NULL, NULL, "1995-12-31"}},
    };
    char text[BAL_DATE_TEXT];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bal_date date;

        assert_int_equal(parse(cases[i].text, strlen(cases[i].text), &date, NULL), 0);
        for (int rule = BAL_EARLIEST; rule <= BAL_LATEST; rule++) {
            bal_day day = 12345;
            bool found = bal_date_day(&date, (enum bal_date_rule)rule, &day);

            assert_int_equal(found, cases[i].day[rule] != NULL);
            if (found)
                assert_string_equal(bal_day_text(day, text, sizeof text), cases[i].day[rule]);
        }
    }
}

static void test_names(void **state)
{
    static const char *const precision[] = {"day",    "month",   "season",  "year",
                                            "decade", "century", "interval"};

    (void)state;
    assert_int_equal(bal_date_rule_named("earliest"), BAL_EARLIEST);
    assert_int_equal(bal_date_rule_named("midpoint"), BAL_MIDPOINT);
    assert_int_equal(bal_date_rule_named("latest"), BAL_LATEST);
    assert_int_equal(bal_date_rule_named("Latest"), -1);
    assert_int_equal(bal_date_rule_named(""), -1);
    assert_string_equal(bal_date_rule_name(BAL_EARLIEST), "earliest");
    assert_string_equal(bal_date_rule_name(BAL_MIDPOINT), "midpoint");
    assert_string_equal(bal_date_rule_name(BAL_LATEST), "latest");
    for (int i = BAL_PREC_DAY; i <= BAL_PREC_INTERVAL; i++)
        assert_string_equal(bal_precision_name((enum bal_precision)i), precision[i]);
}

/* The calendar --------------------------------------------------------------------------------- */

static void test_known_days(void **state)
{
    static const struct {
        int64_t year;
        int month, dom;
        bal_day day;
        const char *text;
    } cases[] = {
        {1970, 1, 1, 0, "1970-01-01"},
        {1969, 12, 31, -1, "1969-12-31"},
        {2000, 2, 29, 11016, "2000-02-29"},
        {2000, 3, 1, 11017, "2000-03-01"},
        {1900, 3, 1, -25508, "1900-03-01"},
        {2003, 2, 19, 12102, "2003-02-19"},
        {1582, 10, 15, -141427, "1582-10-15"},
        {1, 1, 1, -719162, "0001-01-01"},
        {0, 2, 29, -719469, "0000-02-29"},
        {0, 3, 1, -719468, "0000-03-01"},
        {-1, 12, 31, -719529, "-0001-12-31"},
        {-44, 3, 15, -735525, "-0044-03-15"},
        {-400, 2, 29, -865566, "-0400-02-29"},
        {-9999, 1, 1, -4371587, "-9999-01-01"},
        {9999, 12, 31, 2932896, "9999-12-31"},
        {10000, 1, 1, 2932897, "Y10000"},
        {-10000, 12, 31, -4371588, "Y-10000"},
        {17101, 1, 1, 5526484, "Y17101"},
        {999999999, 12, 31, INT64_C(365241780471), "Y999999999"},
        {-999999999, 1, 1, INT64_C(-365243219162), "Y-999999999"},
    };
    char text[BAL_DATE_TEXT];
    int64_t year;
    int month, dom;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(bal_day_from_civil(cases[i].year, cases[i].month, cases[i].dom) ==
                    cases[i].day);
        bal_civil_from_day(cases[i].day, &year, &month, &dom);
        assert_true(year == cases[i].year && month == cases[i].month && dom == cases[i].dom);
        assert_string_equal(bal_day_text(cases[i].day, text, sizeof text), cases[i].text);
    }
    bal_civil_from_day(INT64_MAX, &year, &month, &dom);
    assert_true(year == INT64_C(25252734927768524) && month == 7 && dom == 27);
    bal_civil_from_day(INT64_MIN, &year, &month, &dom);
    assert_true(year == INT64_C(-25252734927764585) && month == 6 && dom == 7);
}

/* Day by day, from a date that is known, by the rule as it is told to children. */
static int naive_month(int year, int month)
{
    if (month == 2)
        return year % 400 == 0 ? 29 : year % 100 == 0 ? 28 : year % 4 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void check_day(bal_day day, int year, int month, int dom)
{
    int64_t y;
    int m, d;

    bal_civil_from_day(day, &y, &m, &d);
    if (y != year || m != month || d != dom || bal_day_from_civil(year, month, dom) != day)
        fail_msg("day %lld is %d-%d-%d", (long long)day, year, month, dom);
}

static void test_every_day(void **state)
{
    int year = 1970, month = 1, dom = 1;

    (void)state;
    for (bal_day day = 0; year < 3200; day++) {
        check_day(day, year, month, dom);
        if (++dom > naive_month(year, month)) {
            assert_int_equal(bal_days_in_month(year, month), dom - 1);
            dom = 1;
            year += month == 12;
            month = month % 12 + 1;
        }
    }
    year = 1970, month = 1, dom = 1;
    for (bal_day day = 0; year > -1300; day--) {
        check_day(day, year, month, dom);
        if (--dom == 0) {
            year -= month == 1;
            month = month == 1 ? 12 : month - 1;
            dom = naive_month(year, month);
            assert_int_equal(bal_days_in_month(year, month), dom);
        }
    }
}

/* Properties over many texts ------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *seed) /* xorshift64 (Marsaglia 2003) */
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static size_t below(uint64_t *seed, size_t n)
{
    return (size_t)(next_random(seed) >> 11) % n;
}

static void test_text_of_a_day_reads_back(void **state)
{
    uint64_t seed = 2003;
    bal_day from = bal_day_from_civil(-9999, 1, 1), to = bal_day_from_civil(10000, 1, 1);
    char text[BAL_DATE_TEXT];
    struct bal_date date;

    (void)state;
    for (int i = 0; i < 50000; i++) {
        bal_day day = from + (bal_day)below(&seed, (size_t)(to - from));

        bal_day_text(day, text, sizeof text);
        assert_int_equal(parse(text, strlen(text), &date, NULL), 0);
        assert_true(date.first == day && date.last == day && date.precision == BAL_PREC_DAY);
    }
    for (int i = 0; i < 10000; i++) {
        bal_day far = to + (bal_day)below(&seed, 365000000000u);
        bal_day day = i % 2 == 0 ? far : -far - 2000000;

        bal_day_text(day, text, sizeof text);
        assert_int_equal(parse(text, strlen(text), &date, NULL), 0);
        assert_true(date.first <= day && day <= date.last && date.precision == BAL_PREC_YEAR);
    }
}

/* When a message ends in one proposal, that proposal must be right. */
static void check_proposal(const char *message)
{
    static const char *const leads[] = {": write ",           "whole date write ",
                                        "write its months, ", "of years write ",
                                        "the day it is ",     "the day alone, "};
    struct bal_date date;

    for (size_t i = 0; i < COUNT(leads); i++) {
        const char *fix = strstr(message, leads[i]);

        if (fix == NULL || strchr(fix += strlen(leads[i]), ' ') != NULL)
            continue;
        if (bal_date_parse(fix, strlen(fix), &date, NULL) != 0)
            fail_msg("proposes what is refused: %s", message);
    }
}

static void check_any(const char *text, size_t n)
{
    struct bal_date date = {1, 0, 0, 0, 0};
    struct bal_error err = {0, ""};

    if (parse(text, n, &date, &err) == 0) {
        if (date.first > date.last || date.precision > BAL_PREC_INTERVAL)
            fail_msg("%.*s is read wrongly", (int)n, text);
        return;
    }
    assert_int_equal(err.code, BAL_EDATA);
    assert_true(date.first == 1 && date.last == 0);
    assert_in_range(strlen(err.message), 10, 400);
    for (const char *s = err.message; *s != '\0'; s++)
        if ((unsigned char)*s < ' ' || *s == 0x7f)
            fail_msg("a control character in: %s", err.message);
    check_proposal(err.message);
}

static void test_random_bytes(void **state)
{
    static const char letters[] = "0123456789012345678900--//..?~%XXYTSExyc [],:\xE2\x80\x93\xC2";
    uint64_t seed = 1991;
    char text[48];

    (void)state;
    for (int i = 0; i < 40000; i++) {
        size_t n = below(&seed, i % 50 == 0 ? sizeof text : 14);

        for (size_t k = 0; k < n; k++)
            text[k] = i % 4 == 0 ? (char)(next_random(&seed) & 0xFF)
                                 : letters[below(&seed, sizeof letters)]; /* its NUL too */
        check_any(text, n);
    }
}

static size_t mutate(uint64_t *seed, char *text, size_t n, size_t room)
{
    static const char letters[] = "0129-/.?~%XYSE \xE2";
    size_t at = below(seed, n + 1);
    char c = letters[below(seed, sizeof letters - 1)];

    switch (below(seed, 3)) {
    case 0: /* change */
        if (at < n)
            text[at] = c;
        return n;
    case 1: /* insert */
        if (n == room)
            return n;
        memmove(text + at + 1, text + at, n - at);
        text[at] = c;
        return n + 1;
    default: /* delete */
        if (at == n)
            return n;
        memmove(text + at, text + at + 1, n - at - 1);
        return n - 1;
    }
}

static void test_mutated_dates(void **state)
{
    uint64_t seed = 2012;
    char text[64];

    (void)state;
    for (int i = 0; i < 90000; i++) {
        size_t pick = below(&seed, COUNT(level_0) + COUNT(level_1));
        const char *from =
            pick < COUNT(level_0) ? level_0[pick].text : level_1[pick - COUNT(level_0)].text;
        size_t n = strlen(from), times = 1 + below(&seed, 3);

        memcpy(text, from, n);
        while (times-- > 0)
            n = mutate(&seed, text, n, sizeof text);
        check_any(text, n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_level_0),
        cmocka_unit_test(test_level_1),
        cmocka_unit_test(test_long_years),
        cmocka_unit_test(test_level_2),
        cmocka_unit_test(test_times_of_day),
        cmocka_unit_test(test_impossible),
        cmocka_unit_test(test_near_misses),
        cmocka_unit_test(test_odd_bytes),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_text_of_a_day_reads_back),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_mutated_dates),
    };

    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
