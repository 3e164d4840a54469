#include "base/edtf.h"

#include <string.h>

void bal_draft_add(struct bal_draft *d, const char *s, size_t n)
{
    if (d->full || n >= BAL_DRAFT - d->n) {
        d->full = true;
        return;
    }
    memcpy(d->s + d->n, s, n);
    d->n += n;
    d->s[d->n] = '\0';
}

void bal_draft_adds(struct bal_draft *d, const char *s)
{
    bal_draft_add(d, s, strlen(s));
}

bool bal_draft_reads(const struct bal_draft *d)
{
    struct bal_date date;

    return !d->full && bal_edtf_read((struct bal_bytes){d->s, d->n}, &date);
}

static size_t blank_at(struct bal_bytes text, size_t i) /* its bytes, or 0 */
{
    if (bal_bytes_have(text, i, "\xC2\xA0")) /* no-break space */
        return 2;
    return i < text.n && memchr(" \t\r\n", text.s[i], 4) != NULL;
}

static size_t dash_at(struct bal_bytes text, size_t i) /* U+2010 .. U+2015, U+2212: bytes, or 0 */
{
    unsigned char c;

    if (bal_bytes_have(text, i, "\xE2\x88\x92"))
        return 3;
    if (!bal_bytes_have(text, i, "\xE2\x80") || text.n - i < 3)
        return 0;
    c = (unsigned char)text.s[i + 2];
    return c >= 0x90 && c <= 0x95 ? 3 : 0;
}

static bool without_blanks(struct bal_bytes text, struct bal_draft *d)
{
    for (size_t i = 0; i < text.n;) {
        size_t blank = blank_at(text, i);

        if (blank == 0)
            bal_draft_add(d, text.s + i, 1);
        i += blank > 0 ? blank : 1;
    }
    return bal_draft_reads(d);
}

static bool with_capitals(struct bal_bytes text, struct bal_draft *d)
{
    for (size_t i = 0; i < text.n; i++)
        bal_draft_add(d, text.s[i] == 'x' ? "X" : text.s[i] == 'y' ? "Y" : text.s + i, 1);
    return bal_draft_reads(d);
}

/* Without blanks, every dash as a hyphen, but the one at `slash` (text.n for none) as a slash. */
static bool with_hyphens_but(struct bal_bytes text, size_t slash, struct bal_draft *d)
{
    for (size_t i = 0; i < text.n;) {
        size_t dash = dash_at(text, i), blank = blank_at(text, i);

        if (blank == 0)
            bal_draft_add(d, i == slash ? "/" : dash > 0 ? "-" : text.s + i, 1);
        i += dash > 0 ? dash : blank > 0 ? blank : 1;
    }
    return bal_draft_reads(d);
}

static bool with_hyphens(struct bal_bytes text, struct bal_draft *d)
{
    return with_hyphens_but(text, text.n, d);
}

/* 1991-1995  2003-02-19-2003-02-21 */
static bool with_slash_for_dash(struct bal_bytes text, struct bal_draft *d)
{
    for (size_t i = 1; i + 1 < text.n; i++) {
        if (text.s[i] != '-' && dash_at(text, i) == 0)
            continue;
        *d = (struct bal_draft){.n = 0};
        if (with_hyphens_but(text, i, d))
            return true;
    }
    return false;
}

/* ..1984  1984..  1670..1672 */
static bool with_slash_for_dots(struct bal_bytes text, struct bal_draft *d)
{
    size_t i = 0;

    while (i < text.n && !bal_bytes_have(text, i, ".."))
        i++;
    if (i == text.n)
        return false;
    bal_draft_add(d, text.s, i);
    bal_draft_adds(d, i == 0 ? "../" : i + 2 == text.n ? "/.." : "/");
    bal_draft_add(d, text.s + i + 2, text.n - i - 2);
    return bal_draft_reads(d);
}

static bool with_tilde(struct bal_bytes text, struct bal_draft *d)
{
    static const char *const words[] = {"circa", "Circa", "ca.", "Ca.", "ca", "c.", "C.", "c"};
    size_t i = 0;

    for (size_t w = 0; w < sizeof words / sizeof *words && i == 0; w++)
        i = bal_bytes_have(text, 0, words[w]) ? strlen(words[w]) : 0;
    if (i == 0 || memchr(text.s, '/', text.n) != NULL)
        return false;
    while (blank_at(text, i) > 0)
        i += blank_at(text, i);
    bal_draft_add(d, text.s + i, text.n - i);
    bal_draft_adds(d, "~");
    return bal_draft_reads(d);
}

/* 2006?~ */
static bool with_one_qualifier(struct bal_bytes text, struct bal_draft *d)
{
    uint8_t flags = 0;

    while (text.n > 0 && bal_edtf_qualifier(text.s[text.n - 1]) != 0)
        flags |= bal_edtf_qualifier(text.s[--text.n]);
    bal_draft_add(d, text.s, text.n);
    bal_draft_adds(d, flags == BAL_UNCERTAIN ? "?" : flags == BAL_APPROXIMATE ? "~" : "%");
    return flags != 0 && bal_draft_reads(d);
}

/* 199u  1985/open  unknown/1985 */
static bool out_of_the_draft(struct bal_bytes text, struct bal_draft *d)
{
    static const struct {
        const char *old, *now;
    } words[] = {{"unknown", ""}, {"open", ".."}, {"u", "X"}};
    enum { WORDS = sizeof words / sizeof *words };

    for (size_t i = 0, w; i < text.n; i += w < WORDS ? strlen(words[w].old) : 1) {
        for (w = 0; w < WORDS && !bal_bytes_have(text, i, words[w].old); w++)
            continue;
        bal_draft_add(d, w < WORDS ? words[w].now : text.s + i,
                      w < WORDS ? strlen(words[w].now) : 1);
    }
    return bal_draft_reads(d);
}

/* 1990s  1990's; 1900s may be ten years or a hundred */
static bool with_x_for_s(struct bal_bytes text, struct bal_draft *d)
{
    size_t apostrophe = bal_bytes_have(text, 4, "'");

    if (bal_bytes_digits(text, 0) != 4 || text.n != 5 + apostrophe || text.s[text.n - 1] != 's' ||
        text.s[3] != '0')
        return false;
    bal_draft_add(d, text.s, 3);
    bal_draft_adds(d, "X");
    if (text.s[2] == '0') {
        bal_draft_adds(d, " or ");
        bal_draft_add(d, text.s, 2);
        bal_draft_adds(d, "XX");
    }
    return true;
}

/* 20030219  200302 */
static bool with_hyphens_between(struct bal_bytes text, struct bal_draft *d)
{
    size_t n = bal_bytes_digits(text, 0);

    if (n != 6 && n != 8)
        return false;
    bal_draft_add(d, text.s, 4);
    bal_draft_adds(d, "-");
    bal_draft_add(d, text.s + 4, 2);
    bal_draft_adds(d, n == 8 ? "-" : "");
    bal_draft_add(d, text.s + 6, text.n - 6);
    return bal_draft_reads(d);
}

/* 17101; not where the digits may as well be a month or a day written without hyphens */
static bool with_y(struct bal_bytes text, struct bal_draft *d)
{
    size_t n = bal_bytes_digits(text, bal_bytes_have(text, 0, "-"));

    bal_draft_adds(d, "Y");
    bal_draft_add(d, text.s, text.n);
    return n != 6 && n != 8 && bal_draft_reads(d);
}

/* 2003-2-9  -44-3-15  333; not 85, which is more likely a year of some century */
static bool with_zeros(struct bal_bytes text, struct bal_draft *d)
{
    size_t i = bal_bytes_have(text, 0, "-");
    size_t width = 4, n = bal_bytes_digits(text, i);

    if (n < 3 && i == 0)
        return false;
    bal_draft_add(d, text.s, i);
    for (;; width = 2, n = bal_bytes_digits(text, i)) {
        if (n == 0 || n > width)
            return false;
        bal_draft_add(d, "0000", width - n);
        bal_draft_add(d, text.s + i, n);
        i += n;
        if (i == text.n || text.s[i] != '-')
            break;
        bal_draft_add(d, text.s + i++, 1);
    }
    bal_draft_add(d, text.s + i, text.n - i);
    return bal_draft_reads(d);
}

static bool put_day(struct bal_draft *d, struct bal_bytes year, struct bal_bytes month,
                    struct bal_bytes day)
{
    bal_draft_add(d, year.s, year.n);
    bal_draft_adds(d, month.n == 1 ? "-0" : "-");
    bal_draft_add(d, month.s, month.n);
    bal_draft_adds(d, day.n == 1 ? "-0" : "-");
    bal_draft_add(d, day.s, day.n);
    return bal_draft_reads(d);
}

static bool three_numbers(struct bal_bytes text, struct bal_bytes number[3])
{
    for (size_t k = 0, i = 0; k < 3; k++, i++) {
        number[k] = (struct bal_bytes){text.s + i, bal_bytes_digits(text, i)};
        i += number[k].n;
        if (number[k].n == 0 || (k == 2) != (i == text.n))
            return false;
        if (k < 2 && memchr("./-", text.s[i], 3) == NULL)
            return false;
    }
    return true;
}

/* 19.02.2003  02/19/2003  2003/02/19; where both readings are days, "one or the other" */
static bool in_iso_order(struct bal_bytes text, struct bal_draft *d)
{
    struct bal_bytes n[3];
    struct bal_draft other = {.n = 0};
    bool day_first, month_first;

    if (!three_numbers(text, n))
        return false;
    if (n[0].n == 4)
        return put_day(d, n[0], n[1], n[2]);
    day_first = put_day(d, n[2], n[1], n[0]);
    month_first = put_day(&other, n[2], n[0], n[1]);
    if (!day_first) {
        *d = other;
    } else if (month_first && strcmp(d->s, other.s) != 0) {
        bal_draft_adds(d, " or ");
        bal_draft_adds(d, other.s);
    }
    return day_first || month_first;
}

const char *bal_edtf_hint(struct bal_bytes text, struct bal_draft *d)
{
    static const struct {
        bool (*fn)(struct bal_bytes text, struct bal_draft *d);
        const char *what;
    } guess[] = {
        {without_blanks, "has blanks in it"},
        {with_capitals, "has a small letter where a capital belongs"},
        {with_hyphens, "has a dash where a hyphen belongs"},
        {with_slash_for_dash, "looks like an interval"},
        {with_slash_for_dots, "looks like an interval"},
        {with_tilde, "writes out circa"},
        {with_one_qualifier, "has more than one qualifier"},
        {out_of_the_draft, "is in the notation of the 2012 draft of EDTF"},
        {with_x_for_s, "names a span of years in words"},
        {with_hyphens_between, "has no hyphens"},
        {with_y, "has a year of more than four digits"},
        {with_zeros, "needs four digits for a year and two for a month or a day"},
        {in_iso_order, "is not written as year-month-day"},
    };

    if (text.n > BAL_DRAFT)
        return NULL;
    for (size_t i = 0; i < sizeof guess / sizeof *guess; i++) {
        *d = (struct bal_draft){.n = 0};
        if (guess[i].fn(text, d))
            return guess[i].what;
    }
    return NULL;
}
