#include "base/edtf.h"

#include <stdio.h>
#include <string.h>

#define EXAMPLES "write it as 2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23"

enum { SHOWN = 80 };

struct shown {
    char s[SHOWN];
};

/* Bytes of the printable UTF-8 character at `text`; 0 for a control or a broken character. */
static size_t char_size(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t size = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;

    if (size < 2)
        return s[0] >= 0x20 && s[0] != 0x7F ? size : 0;
    if (size > n || s[0] > 0xF4)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((s[i] & 0xC0u) != 0x80u)
            return 0;
    if ((s[0] == 0xC2 && s[1] < 0xA0) ||                                  /* C1 controls */
        (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90) || /* overlong */
        (s[0] == 0xED && s[1] >= 0xA0) || (s[0] == 0xF4 && s[1] >= 0x90)) /* no such one */
        return 0;
    return size;
}

/* As given; in quotes where a reader could not see otherwise where it begins and ends. */
static const char *show(struct bal_bytes text, struct shown *out)
{
    bool bare = true;
    size_t n = 1, i = 0;

    out->s[0] = '\'';
    while (i < text.n && n + sizeof "four...'" <= SHOWN) {
        size_t size = char_size(text.s + i, text.n - i), step = size > 0 ? size : 1;

        bare = bare && size > 0 && text.s[i] != ' ';
        memcpy(out->s + n, size > 0 ? text.s + i : "?", step);
        n += step;
        i += step;
    }
    if (i < text.n) {
        memcpy(out->s + n, "...", 3);
        n += 3;
        bare = false;
    }
    memcpy(out->s + n, bare ? "" : "'", bare ? 1 : 2);
    return bare ? out->s + 1 : out->s;
}

/* Each `explain_...` returns 0 when it has nothing to say, or BAL_EDATA after filling *err.
 */

static int explain_hint(struct bal_bytes text, bool inside_interval, struct bal_error *err)
{
    struct shown shown;
    struct bal_draft d;
    const char *what = bal_edtf_hint(text, &d);

    if (what == NULL || (inside_interval && memchr(d.s, '/', d.n) != NULL))
        return 0;
    return bal_fail(err, BAL_EDATA, "%s %s: write %s", show(text, &shown), what, d.s);
}

static int explain_time(struct bal_bytes text, struct bal_error *err)
{
    struct shown shown;
    struct bal_date date;
    size_t n = 0, digits;

    while (n < text.n && memchr("Tt ", text.s[n], 3) == NULL)
        n++;
    digits = bal_bytes_digits(text, n + 1);
    if (digits == 0 || (text.s[n] == ' ' && !bal_bytes_have(text, n + 1 + digits, ":")) ||
        !bal_edtf_read((struct bal_bytes){text.s, n}, &date))
        return 0;
    return bal_fail(err, BAL_EDATA, "%s has a time of day: write the day alone, %.*s",
                    show(text, &shown), (int)n, text.s);
}

/* What is true EDTF, but neither level 0 nor level 1 ------------------------------------------- */

static int level_2(struct bal_bytes text, const char *what, const char *write, const char *fix,
                   struct bal_error *err)
{
    struct shown shown;

    return bal_fail(err, BAL_EDATA, "%s %s, which is EDTF level 2 and not read here: %s%s",
                    show(text, &shown), what, write, fix);
}

static int explain_set(struct bal_bytes text, struct bal_error *err)
{
    if (text.s[0] != '[' && text.s[0] != '{')
        return 0;
    return level_2(text, "is a set of dates", "write one date or one interval", "", err);
}

/* Y-17E7  1950S2  Y3388E2S3 */
static int explain_marked_year(struct bal_bytes text, struct bal_error *err)
{
    size_t i = bal_bytes_have(text, 0, "Y"), n;

    i += bal_bytes_have(text, i, "-");
    n = bal_bytes_digits(text, i);
    if (n == 0 || bal_bytes_digits(text, i + n + 1) == 0)
        return 0;
    if (text.s[i + n] == 'E')
        return level_2(text, "writes its year with an exponent", "write all digits of the year", "",
                       err);
    if (text.s[i + n] == 'S')
        return level_2(text, "counts the significant digits of its year",
                       "write the year alone, or with X for its last one or two digits, as in 19XX",
                       "", err);
    return 0;
}

/* 2004-06~-11  ?2004-06-~11: the same qualifiers may stand at the end, for the whole date */
static int explain_qualified_part(struct bal_bytes text, struct bal_error *err)
{
    struct bal_draft d = {.n = 0};
    struct bal_edtf_fields fields;
    uint8_t flags = 0;

    for (size_t i = 0; i < text.n; i++) {
        flags |= bal_edtf_qualifier(text.s[i]);
        if (bal_edtf_qualifier(text.s[i]) == 0)
            bal_draft_add(&d, text.s + i, 1);
    }
    if (memcmp(d.s, text.s, d.n) == 0 ||
        !(bal_draft_reads(&d) || bal_edtf_fields((struct bal_bytes){d.s, d.n}, &fields)))
        return 0;
    bal_draft_adds(&d, flags == BAL_UNCERTAIN ? "?" : flags == BAL_APPROXIMATE ? "~" : "%");
    if (!bal_draft_reads(&d))
        return level_2(text, "qualifies a part of the date", "put ?, ~ or % at the end", "", err);
    return level_2(text, "qualifies a part of the date", "for the whole date write ", d.s, err);
}

static bool has_x(const char *s, size_t n)
{
    return s != NULL && memchr(s, 'X', n) != NULL;
}

static bool is_xx(const char *s)
{
    return s == NULL || memcmp(s, "XX", 2) == 0;
}

/* 156X-12-25  1XXX  1984-1X  1985-XX-03 */
static int explain_x(struct bal_bytes text, const struct bal_edtf_fields *f, struct bal_error *err)
{
    int low, high, x = bal_edtf_year(f->year, &low, &high);

    if (x == 0 || (x > 0 && x <= 2 && f->month == NULL))
        if ((!has_x(f->month, 2) || (is_xx(f->month) && is_xx(f->day))) &&
            (!has_x(f->day, 2) || is_xx(f->day)))
            return 0;
    return level_2(text, "has an X where level 1 allows none",
                   "X may stand for the last one or two digits of a year (199X, 19XX), for a day "
                   "(1985-04-XX), or for a month and all after it (1985-XX, 1985-XX-XX)",
                   "", err);
}

/* 2001-25 .. 2001-41: first month from January as 0, and how many */
static int explain_subyear(struct bal_bytes text, int64_t year, int code, struct bal_error *err)
{
    static const struct {
        int first, count;
    } months[] = {{2, 3}, {5, 3}, {8, 3}, {11, 3}, {8, 3}, {11, 3}, {2, 3}, {5, 3}, {0, 3},
                  {3, 3}, {6, 3}, {9, 3}, {0, 4},  {4, 4}, {8, 4},  {0, 6}, {6, 6}};
    const char *what = code < 33   ? "names a season of one hemisphere"
                       : code < 37 ? "names a quarter"
                       : code < 40 ? "names a third of a year"
                                   : "names half a year";
    int first = months[code - 25].first, last = first + months[code - 25].count - 1;
    struct bal_draft d = {.n = 0};
    char day[BAL_DATE_TEXT];

    bal_day_text(bal_day_from_civil(year, first + 1, 1), day, sizeof day);
    bal_draft_add(&d, day, strlen(day) - strlen("-01"));
    bal_draft_adds(&d, "/");
    bal_day_text(bal_day_from_civil(year + last / 12, last % 12 + 1, 1), day, sizeof day);
    bal_draft_add(&d, day, strlen(day) - strlen("-01"));
    if (!bal_draft_reads(&d)) /* a winter that ends in the year 10000 */
        return level_2(text, what, "write an interval", "", err);
    return level_2(text, what, "write its months, ", d.s, err);
}

/* What is no EDTF at all ----------------------------------------------------------------------- */

static int explain_y(struct bal_bytes text, struct bal_error *err)
{
    size_t q = bal_edtf_qualifier(text.s[text.n - 1]) != 0;
    bool negative = bal_bytes_have(text, 1, "-");
    size_t i = 1u + negative, n = bal_bytes_digits(text, i), end = i + n;
    struct shown shown;
    struct bal_draft d = {.n = 0};

    if (text.s[0] != 'Y')
        return 0;
    if (n == 0 || end + q != text.n)
        return bal_fail(err, BAL_EDATA,
                        "%s is no year: after Y comes a year of more than four digits, and nothing "
                        "else but ?, ~ or %%",
                        show(text, &shown));
    for (; n > 0 && text.s[i] == '0'; n--)
        i++;
    if (n > 9)
        return bal_fail(err, BAL_EDATA, "%s is too far away: the years go from Y-%d to Y%d",
                        show(text, &shown), BAL_YEAR_LIMIT, BAL_YEAR_LIMIT);
    bal_draft_adds(&d, n > 4 ? "Y" : "");
    bal_draft_adds(&d, negative && n > 0 ? "-" : "");
    bal_draft_add(&d, "0000", n < 4 ? 4 - n : 0);
    bal_draft_add(&d, text.s + i, n + q);
    return bal_fail(err, BAL_EDATA, "%s %s: write %s", show(text, &shown),
                    n > 4 ? "has a year that begins with 0"
                          : "has a Y, which is for years of more than four digits",
                    d.s);
}

/* 2003-00: unknown?  1991-95: an interval, shortened? */
static int explain_month(struct bal_bytes text, const char *year, const char *month,
                         struct bal_error *err)
{
    struct bal_draft d = {.n = 0};
    struct shown shown;

    if (memcmp(month, "00", 2) == 0)
        return bal_fail(err, BAL_EDATA,
                        "%s is impossible: there is no month 00; when the month is not known write "
                        "%s or %s-XX",
                        show(text, &shown), year, year);
    bal_draft_adds(&d, year);
    bal_draft_adds(&d, "/");
    bal_draft_add(&d, year, strlen(year) - 2);
    bal_draft_add(&d, month, 2);
    return bal_fail(
        err, BAL_EDATA, "%s is impossible: months are 01 to 12, and seasons 21 to 24%s%s",
        show(text, &shown), bal_draft_reads(&d) ? "; for an interval of years write " : "",
        bal_draft_reads(&d) ? d.s : "");
}

/* 2003-13-05, and 2003-19-02: day before month? */
static int explain_month_of_day(struct bal_bytes text, const char *year, const char *month,
                                const char *day, struct bal_error *err)
{
    struct bal_draft d = {.n = 0};
    struct shown shown;

    bal_draft_adds(&d, year);
    bal_draft_adds(&d, "-");
    bal_draft_add(&d, day, 2);
    bal_draft_adds(&d, "-");
    bal_draft_add(&d, month, 2);
    return bal_fail(err, BAL_EDATA, "%s is impossible: months are 01 to 12%s%s", show(text, &shown),
                    bal_draft_reads(&d) ? "; with the month before the day it is " : "",
                    bal_draft_reads(&d) ? d.s : "");
}

static int explain_day(struct bal_bytes text, int64_t year, const char *year_text,
                       const char *month, const char *day, struct bal_error *err)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    struct shown shown;
    int m = (month[0] - '0') * 10 + (month[1] - '0');

    if (memcmp(day, "00", 2) == 0)
        return bal_fail(err, BAL_EDATA,
                        "%s is impossible: there is no day 00; when the day is not known write "
                        "%s-%.2s or %s-%.2s-XX",
                        show(text, &shown), year_text, month, year_text, month);
    return bal_fail(err, BAL_EDATA, "%s is impossible: %s %s has %d days", show(text, &shown),
                    names[m - 1], year_text, bal_days_in_month(year, m));
}

static int explain_fields(struct bal_bytes text, struct bal_error *err)
{
    size_t q = bal_edtf_qualifier(text.s[text.n - 1]) != 0;
    struct bal_edtf_fields f;
    struct shown shown;
    char year_text[sizeof "-0000"];
    int year, high, month;

    if (!bal_edtf_fields((struct bal_bytes){text.s, text.n - q}, &f))
        return 0;
    if (f.negative && memcmp(f.year, "0000", 4) == 0)
        return bal_fail(err, BAL_EDATA,
                        "%s is impossible: the year before 0001 is 0000, and the one before it "
                        "-0001",
                        show(text, &shown));
    if (explain_x(text, &f, err) != 0)
        return BAL_EDATA;
    if (f.month == NULL || has_x(f.month, 2))
        return 0;
    bal_edtf_year(f.year, &year, &high);
    snprintf(year_text, sizeof year_text, "%s%.4s", f.negative ? "-" : "", f.year);
    year = f.negative ? -year : year;
    month = (f.month[0] - '0') * 10 + (f.month[1] - '0');
    if (month >= 1 && month <= 12)
        return f.day == NULL ? 0 : explain_day(text, year, year_text, f.month, f.day, err);
    if (f.day != NULL && month > 12)
        return explain_month_of_day(text, year_text, f.month, f.day, err);
    if (month >= 25 && month <= 41)
        return explain_subyear(text, year, month, err);
    return explain_month(text, year_text, f.month, err);
}

static int explain_short_year(struct bal_bytes text, struct bal_error *err)
{
    struct shown shown;
    size_t n = bal_bytes_digits(text, 0);

    if (n == 0 || n > 3 || (n < text.n && text.s[n] != '-'))
        return 0;
    return bal_fail(err, BAL_EDATA, "%s is no date: a year has four digits", show(text, &shown));
}

static int refuse_date(struct bal_bytes text, bool inside_interval, struct bal_error *err)
{
    static int (*const explain[])(struct bal_bytes, struct bal_error *) = {
        explain_set, explain_qualified_part, explain_marked_year,
        explain_y,   explain_fields,         explain_short_year};
    struct shown shown;

    if (explain_time(text, err) != 0 || explain_hint(text, inside_interval, err) != 0)
        return BAL_EDATA;
    for (size_t i = 0; i < sizeof explain / sizeof *explain; i++)
        if (explain[i](text, err) != 0)
            return BAL_EDATA;
    return bal_fail(err, BAL_EDATA, "%s is no date: " EXAMPLES, show(text, &shown));
}

static int refuse_interval(struct bal_bytes text, struct bal_bytes start, struct bal_bytes end,
                           struct bal_error *err)
{
    struct shown shown, shown_start, shown_end;
    struct bal_date a, b;

    if (memchr(end.s, '/', end.n) != NULL)
        return bal_fail(err, BAL_EDATA,
                        "%s has more than one slash: an interval is a start, one slash and an end, "
                        "and a day is written with hyphens, as 2003-02-19",
                        show(text, &shown));
    if (!bal_edtf_read_end(start, true, &a))
        return refuse_date(start, true, err);
    if (!bal_edtf_read_end(end, false, &b))
        return refuse_date(end, true, err);
    if (a.first == BAL_DAY_MIN && b.last == BAL_DAY_MAX)
        return bal_fail(err, BAL_EDATA,
                        "%s is an interval without a date: write one before or after the slash",
                        show(text, &shown));
    return bal_fail(err, BAL_EDATA, "%s is reversed: its start, %s, comes after its end, %s",
                    show(text, &shown), show(start, &shown_start), show(end, &shown_end));
}

int bal_edtf_refuse(struct bal_bytes text, struct bal_error *err)
{
    struct bal_bytes start, end;

    if (text.n == 0)
        return bal_fail(err, BAL_EDATA, "the date is empty: " EXAMPLES);
    if (explain_set(text, err) != 0)
        return BAL_EDATA;
    if (!bal_edtf_split(text, &start, &end))
        return refuse_date(text, false, err);
    if (explain_hint(text, false, err) != 0)
        return BAL_EDATA;
    return refuse_interval(text, start, end, err);
}
