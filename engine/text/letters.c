#include "text/letters.h"

#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"

enum { DOTLESS = 0x131, DOTTED = 0x130 };

static bool is_ideograph(int32_t c)
{
    return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
           (c >= 0x3041 && c <= 0x309F) || (c >= 0x3005 && c <= 0x3007);
}

static bool is_apostrophe(int32_t c)
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x2BB || c == 0x2BC || c == 0xFF07;
}

static enum bal_letter_kind kind_by_category(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return is_ideograph(c) ? BAL_IDEOGRAPH : BAL_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return BAL_JOINED;
    case UTF8PROC_CATEGORY_CF:
        return c == 0x200B ? BAL_PART : BAL_IGNORED; /* the zero width space parts words */
    default:
        return BAL_PART;
    }
}

enum bal_letter_kind bal_letter_kind_slow(int32_t c)
{
    if (is_apostrophe(c))
        return BAL_APOSTROPHE;
    if (c == '-' || c == 0x2010 || c == 0x2011)
        return BAL_HYPHEN;
    return kind_by_category(c);
}

bool bal_letter_is_symbol(int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);

    return category >= UTF8PROC_CATEGORY_SM && category <= UTF8PROC_CATEGORY_SO;
}

bool bal_letter_is_space(int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);

    return category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_CC;
}

int bal_letter_width(int32_t c)
{
    return utf8proc_charwidth(c);
}

/* Folding -------------------------------------------------------------------------------------- */

static utf8proc_int32_t turkic_i(utf8proc_int32_t c, void *unused)
{
    (void)unused;
    return c == 'I' ? DOTLESS : c == DOTTED ? 'i' : c;
}

enum { BYTES = 4 * BAL_WORD_CHARS, PARTS = 16 * BAL_WORD_CHARS }; /* 12 come of one, at most */

/* s in normal form C, folded first when `fold`; its bytes, whole characters of them, at most `room`
 * in `out`. */
static size_t normalise(const unsigned char *s, size_t n, bool fold, bool turkic,
                        unsigned char *out, size_t room)
{
    int32_t part[PARTS];
    int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | (fold ? UTF8PROC_CASEFOLD : 0);
    utf8proc_ssize_t parts =
        utf8proc_decompose_custom(s, (utf8proc_ssize_t)n, part, PARTS, (utf8proc_option_t)options,
                                  turkic ? turkic_i : NULL, NULL);
    size_t bytes = 0;

    if (parts > PARTS)
        parts = PARTS;
    if (parts > 0)
        parts = utf8proc_normalize_utf32(part, parts, (utf8proc_option_t)options);
    for (utf8proc_ssize_t i = 0; i < parts; i++) {
        unsigned char utf8[4];
        size_t size = bal_utf8_put(part[i], utf8);

        if (bytes + size > room)
            break;
        memcpy(out + bytes, utf8, size);
        bytes += size;
    }
    return bytes;
}

/* Normal form C comes first too: I with a dot above is one letter, which Turkish folds to i. */
size_t bal_fold(const struct bal_letters *letters, const unsigned char *s, size_t n,
                unsigned char *out)
{
    unsigned char composed[BYTES];
    size_t bytes = normalise(s, n < BYTES ? n : BYTES, false, false, composed, BYTES);

    return normalise(composed, bytes, true, letters->turkic, out, BAL_WORD_MAX);
}

/* The tables ----------------------------------------------------------------------------------- */

static uint16_t plain_form(const struct bal_letters *letters, int32_t c)
{
    unsigned char utf8[4], out[BAL_WORD_MAX];
    size_t n = bal_fold(letters, utf8, bal_utf8_put(c, utf8), out), size;
    int32_t folded = n > 0 ? bal_utf8_next(out, n, &size) : -1;

    if (folded < 0 || size != n || folded >= 0x800)
        return 0;
    return (uint16_t)folded;
}

/* A letter that is no mark neither composes with the letter before it nor moves past it; so a word
 * of such letters is the row of their own folded forms. (Below U+0800 only marks compose with what
 * stands before them.) */
void bal_letters_init(struct bal_letters *letters, bool turkic)
{
    *letters = (struct bal_letters){.turkic = turkic};
    for (int32_t c = 0; c < BAL_LETTERS_LOW; c++) {
        enum bal_letter_kind kind = bal_letter_kind_slow(c);

        letters->low[c].kind = (uint8_t)kind;
        if (kind == BAL_LETTER && c < 0x800)
            letters->low[c].plain = plain_form(letters, c);
        if (c < 0x80 && letters->low[c].plain < 0x80)
            letters->ascii[c] = (uint8_t)letters->low[c].plain;
        if (c < 0x80)
            letters->parts[c] = kind == BAL_PART && c != '.' && c != ',';
    }
}
