#include "plot/gp.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define APART "\xE2\x80\x8B"       /* U+200B, no width */

static bool is_harmless(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr(" _.,:+=/()-", c) != NULL);
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* UTF-8 (Unicode 15, table 3-7: well-formed byte sequences) --------------------------------------
 *
 *   C2..DF 80..BF                      F0     90..BF 80..BF 80..BF
 *   E0     A0..BF 80..BF               F1..F3 80..BF 80..BF 80..BF
 *   E1..EF 80..BF 80..BF               F4     80..8F 80..BF 80..BF
 *   ED     80..9F 80..BF                                                                         */
static unsigned char second_least(unsigned char lead)
{
    return lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
}

static unsigned char second_most(unsigned char lead)
{
    return lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
}

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Bytes of the character at s, n > 0; *whole is false for an ill-formed part (its longest prefix
 * that could have begun a character, as the standard recommends for U+FFFD). */
static size_t take(const unsigned char *s, size_t n, bool *whole)
{
    size_t want = sequence_length(s[0]), got = 1;

    *whole = false;
    if (want == 0)
        return 1;
    while (got < want && got < n) {
        unsigned char least = got == 1 ? second_least(s[0]) : 0x80;
        unsigned char most = got == 1 ? second_most(s[0]) : 0xBF;

        if (s[got] < least || s[got] > most)
            return got;
        got++;
    }
    *whole = got == want;
    return got;
}

static bool is_c1(const unsigned char *s, size_t n)
{
    return n == 2 && s[0] == 0xC2 && s[1] < 0xA0;
}

static bool is_noncharacter(const unsigned char *s, size_t n) /* U+FFFE, U+FFFF: not in XML */
{
    return n == 3 && s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE;
}

static void add_wide(struct bal_buf *out, const unsigned char *s, size_t n, bool whole)
{
    if (is_c1(s, n))
        bal_buf_addc(out, ' ');
    else if (!whole || is_noncharacter(s, n))
        bal_buf_adds(out, REPLACEMENT);
    else
        bal_buf_add(out, (const char *)s, n);
}

/* Text ----------------------------------------------------------------------------------------- */

/* True when what was read so far ends in "&" or "]]" and text[i] would make XML of it. What is kept
 * apart already is so once more: one U+200B is taken out again. */
static bool needs_apart(const unsigned char *text, size_t i)
{
    unsigned char c = text[i];

    if (c != '#' && c != '>')
        return false;
    while (i >= 3 && memcmp(text + i - 3, APART, 3) == 0)
        i -= 3;
    if (c == '#')
        return i >= 1 && text[i - 1] == '&';
    return i >= 2 && text[i - 1] == ']' && text[i - 2] == ']';
}

/* Returns whether it was written as an octal escape, so that a digit behind it must be, too. */
static bool add_byte(struct bal_buf *out, unsigned char c, bool escaped, enum bal_gp_newlines nl)
{
    if (c == '\n' && nl == BAL_GP_LINES) {
        bal_buf_adds(out, "\\n");
        return true;
    }
    if ((c < 0x20 || c == 0x7F) && nl != BAL_GP_BYTES) {
        bal_buf_addc(out, ' ');
        return false;
    }
    if (is_harmless(c) && !(escaped && is_digit(c))) {
        bal_buf_addc(out, (char)c);
        return false;
    }
    bal_buf_addf(out, "\\%03o", (unsigned)c);
    return true;
}

void bal_gp_quote(struct bal_buf *out, const char *text, size_t n, enum bal_gp_newlines newlines)
{
    const unsigned char *s = (const unsigned char *)text;
    bool escaped = false;

    bal_buf_addc(out, '"');
    for (size_t i = 0, step; i < n; i += step) {
        bool whole;

        step = 1;
        if (s[i] < 0x80 || newlines == BAL_GP_BYTES) {
            if (newlines != BAL_GP_BYTES && needs_apart(s, i))
                bal_buf_adds(out, APART);
            escaped = add_byte(out, s[i], escaped, newlines);
            continue;
        }
        step = take(s + i, n - i, &whole);
        add_wide(out, s + i, step, whole);
        escaped = false;
    }
    bal_buf_addc(out, '"');
}

void bal_gp_clean(struct bal_buf *out, const char *text, size_t n, enum bal_gp_newlines newlines)
{
    const unsigned char *s = (const unsigned char *)text;

    for (size_t i = 0, step; i < n; i += step) {
        bool keep = s[i] == '\n' && newlines == BAL_GP_LINES, whole;

        step = 1;
        if (s[i] < 0x80) {
            bal_buf_addc(out, (s[i] < 0x20 && !keep) || s[i] == 0x7F ? ' ' : (char)s[i]);
            continue;
        }
        step = take(s + i, n - i, &whole);
        add_wide(out, s + i, step, whole);
    }
}

void bal_gp_comment(struct bal_buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        bal_buf_addc(out, is_harmless((unsigned char)text[i]) ? text[i] : '_');
}

/* Numbers -------------------------------------------------------------------------------------- */

/* Appends what printf made, its decimal point (of one or more bytes) turned into ".". */
static void add_plain(struct bal_buf *out, const char *s)
{
    bool in_point = false;

    for (; *s != '\0'; s++) {
        bool point = !is_digit((unsigned char)*s) && strchr("+-e", *s) == NULL;

        if (!point)
            bal_buf_addc(out, *s);
        else if (!in_point)
            bal_buf_addc(out, '.');
        in_point = point;
    }
}

void bal_gp_number(struct bal_buf *out, double x)
{
    char s[64];

    if (!isfinite(x)) {
        bal_buf_adds(out, "NaN");
        return;
    }
    if (x == 0)
        x = 0; /* no "-0" */
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(s, sizeof s, "%.*g", digits, x);
        if (strtod(s, NULL) == x)
            break;
    }
    add_plain(out, s);
}

void bal_gp_fixed(struct bal_buf *out, double x, int decimals)
{
    char s[400]; /* DBL_MAX has 309 digits before the point */
    size_t start = out->len, end;

    if (!isfinite(x)) {
        bal_buf_adds(out, "NaN");
        return;
    }
    snprintf(s, sizeof s, "%.*f", decimals < 0 ? 0 : decimals > 17 ? 17 : decimals, x);
    add_plain(out, s);
    if (out->failed)
        return;
    end = out->len;
    if (memchr(out->data + start, '.', end - start) != NULL) {
        while (out->data[end - 1] == '0')
            end--;
        if (out->data[end - 1] == '.')
            end--;
    }
    out->len = end;
    out->data[end] = '\0';
    if (strcmp(out->data + start, "-0") == 0) {
        out->len = start;
        bal_buf_addc(out, '0');
    }
}
