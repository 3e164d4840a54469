#include "base/edtf.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t bal_bytes_digits(struct bal_bytes text, size_t i)
{
    size_t n = 0;

    while (i + n < text.n && is_digit(text.s[i + n]))
        n++;
    return n;
}

bool bal_bytes_have(struct bal_bytes text, size_t i, const char *word)
{
    size_t n = strlen(word);

    return i < text.n && text.n - i >= n && memcmp(text.s + i, word, n) == 0;
}

static int two_digits(const char *s)
{
    return (s[0] - '0') * 10 + (s[1] - '0');
}

static bool has_x(const char *s)
{
    return s[0] == 'X' || s[1] == 'X';
}

static bool both_x(const char *s)
{
    return s[0] == 'X' && s[1] == 'X';
}

static bool span(struct bal_date *out, bal_day first, bal_day last, enum bal_precision precision,
                 uint8_t flags)
{
    *out = (struct bal_date){first, last, (uint8_t)precision, flags, flags};
    return true;
}

static bool years(struct bal_date *out, int64_t first, int64_t last, enum bal_precision precision,
                  uint8_t flags)
{
    return span(out, bal_day_from_civil(first, 1, 1), bal_day_from_civil(last, 12, 31), precision,
                flags);
}

/* Whole months, counted from January of `year`: 11 to 13 is a winter. */
static bool months(struct bal_date *out, int64_t year, int first, int last,
                   enum bal_precision precision, uint8_t flags)
{
    int64_t y = year + last / 12;
    int m = last % 12 + 1;

    return span(out, bal_day_from_civil(year, first + 1, 1),
                bal_day_from_civil(y, m, bal_days_in_month(y, m)), precision, flags);
}

bool bal_edtf_fields(struct bal_bytes text, struct bal_edtf_fields *out)
{
    bool negative = text.n > 0 && text.s[0] == '-';
    size_t n = text.n - negative;
    const char *s = text.s + negative;

    if (n != 4 && n != 7 && n != 10)
        return false;
    for (size_t i = 0; i < n; i++)
        if (i == 4 || i == 7 ? s[i] != '-' : !is_digit(s[i]) && s[i] != 'X')
            return false;
    *out = (struct bal_edtf_fields){negative, s, n > 4 ? s + 5 : NULL, n > 7 ? s + 8 : NULL};
    return true;
}

int bal_edtf_year(const char *year, int *low, int *high)
{
    int x = 0;

    *low = *high = 0;
    for (int i = 0; i < 4; i++) {
        if (year[i] == 'X')
            x++;
        else if (x > 0)
            return -1;
        *low = *low * 10 + (year[i] == 'X' ? 0 : year[i] - '0');
        *high = *high * 10 + (year[i] == 'X' ? 9 : year[i] - '0');
    }
    return x;
}

/* No year is written -0000: so -000X is -0009 to -0001, and -0000 itself is refused. */
static bool read_year_alone(const struct bal_edtf_fields *f, struct bal_date *out)
{
    static const enum bal_precision precision[] = {BAL_PREC_YEAR, BAL_PREC_DECADE,
                                                   BAL_PREC_CENTURY};
    int low, high, x = bal_edtf_year(f->year, &low, &high);
    uint8_t flags = x > 0 ? BAL_UNSPECIFIED : 0;

    if (x < 0 || x > 2 || (f->negative && high == 0))
        return false;
    if (f->negative)
        return years(out, -high, low > 0 ? -low : -1, precision[x], flags);
    return years(out, low, high, precision[x], flags);
}

static bool read_month(int64_t year, int month, struct bal_date *out)
{
    if (month >= 1 && month <= 12)
        return months(out, year, month - 1, month - 1, BAL_PREC_MONTH, 0);
    if (month >= 21 && month <= 24) /* March is 2 */
        return months(out, year, (month - 21) * 3 + 2, (month - 21) * 3 + 4, BAL_PREC_SEASON, 0);
    return false;
}

static bool read_day(int64_t year, int month, const char *s, struct bal_date *out)
{
    int day;
    bal_day d;

    if (month < 1 || month > 12)
        return false;
    if (both_x(s))
        return months(out, year, month - 1, month - 1, BAL_PREC_DAY, BAL_UNSPECIFIED);
    day = has_x(s) ? 0 : two_digits(s);
    if (day < 1 || day > bal_days_in_month(year, month))
        return false;
    d = bal_day_from_civil(year, month, day);
    return span(out, d, d, BAL_PREC_DAY, 0);
}

static bool read_fields(struct bal_bytes text, struct bal_date *out)
{
    struct bal_edtf_fields f;
    int64_t year;
    int low, high;

    if (!bal_edtf_fields(text, &f))
        return false;
    if (f.month == NULL)
        return read_year_alone(&f, out);
    if (bal_edtf_year(f.year, &low, &high) != 0 || (f.negative && low == 0))
        return false;
    year = f.negative ? -low : low;
    if (both_x(f.month) && (f.day == NULL || both_x(f.day)))
        return years(out, year, year, f.day == NULL ? BAL_PREC_MONTH : BAL_PREC_DAY,
                     BAL_UNSPECIFIED);
    if (has_x(f.month))
        return false;
    return f.day == NULL ? read_month(year, two_digits(f.month), out)
                         : read_day(year, two_digits(f.month), f.day, out);
}

/* Y17101, Y-17101: from five digits, the first not 0, up to BAL_YEAR_LIMIT, which has nine. */
static bool read_long_year(struct bal_bytes text, struct bal_date *out)
{
    bool negative = text.n > 1 && text.s[1] == '-';
    const char *s = text.s + 1 + negative, *end = text.s + text.n;
    int64_t year = 0;

    if (end - s < 5 || end - s > 9 || *s == '0')
        return false;
    for (; s < end; s++) {
        if (!is_digit(*s))
            return false;
        year = year * 10 + (*s - '0');
    }
    if (negative)
        year = -year;
    return years(out, year, year, BAL_PREC_YEAR, 0);
}

uint8_t bal_edtf_qualifier(char c)
{
    return c == '?'   ? BAL_UNCERTAIN
           : c == '~' ? BAL_APPROXIMATE
           : c == '%' ? BAL_UNCERTAIN | BAL_APPROXIMATE
                      : 0;
}

static bool read_date(struct bal_bytes text, struct bal_date *out)
{
    uint8_t flags = text.n > 0 ? bal_edtf_qualifier(text.s[text.n - 1]) : 0;
    struct bal_date date;

    if (flags != 0)
        text.n--;
    if (!(bal_bytes_have(text, 0, "Y") ? read_long_year(text, &date) : read_fields(text, &date)))
        return false;
    date.start_flags |= flags;
    date.end_flags |= flags;
    *out = date;
    return true;
}

bool bal_edtf_read_end(struct bal_bytes text, bool is_start, struct bal_date *out)
{
    bal_day none = is_start ? BAL_DAY_MIN : BAL_DAY_MAX;

    if (text.n == 0)
        return span(out, none, none, BAL_PREC_INTERVAL, BAL_UNKNOWN);
    if (text.n == 2 && memcmp(text.s, "..", 2) == 0)
        return span(out, none, none, BAL_PREC_INTERVAL, BAL_OPEN);
    return read_date(text, out);
}

bool bal_edtf_split(struct bal_bytes text, struct bal_bytes *start, struct bal_bytes *end)
{
    const char *slash = text.n > 0 ? memchr(text.s, '/', text.n) : NULL;

    if (slash == NULL)
        return false;
    *start = (struct bal_bytes){text.s, (size_t)(slash - text.s)};
    *end = (struct bal_bytes){slash + 1, text.n - start->n - 1};
    return true;
}

bool bal_edtf_read(struct bal_bytes text, struct bal_date *out)
{
    struct bal_bytes start, end;
    struct bal_date a, b;

    if (!bal_edtf_split(text, &start, &end))
        return read_date(text, out);
    if (!bal_edtf_read_end(start, true, &a) || !bal_edtf_read_end(end, false, &b))
        return false;
    if ((a.first == BAL_DAY_MIN && b.last == BAL_DAY_MAX) || a.first > b.last)
        return false;
    *out = (struct bal_date){a.first, b.last, BAL_PREC_INTERVAL, a.start_flags, b.end_flags};
    return true;
}

int bal_date_parse(const char *text, size_t n, struct bal_date *out, struct bal_error *err)
{
    struct bal_bytes bytes = {text, n};

    return bal_edtf_read(bytes, out) ? 0 : bal_edtf_refuse(bytes, err);
}
