#include "text/entry.h"

#include <string.h>

#include "base/utf8.h"

struct reading {
    const struct bal_letters *letters;
    bool split_hyphens, plain;
    const unsigned char *s;
    size_t n, at;
    unsigned char raw[4 * BAL_WORD_CHARS]; /* letters since the last wild one */
    size_t bytes, chars;
};

/* The character at `at`, what it does, and its size. A wild one counts as a letter. */
static int32_t look(const struct reading *r, size_t at, enum bal_letter_kind *kind, size_t *size)
{
    int32_t c = bal_utf8_next(r->s + at, r->n - at, size);
    bool wild = !r->plain && (c == '*' || c == '?');

    *kind = c < 0 ? BAL_PART : wild ? BAL_LETTER : bal_letter_kind(r->letters, c);
    return c;
}

static bool is_wild(const struct reading *r, int32_t c)
{
    return !r->plain && (c == '*' || c == '?');
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* As in text/tokens.c: what joins the letter before with the letter behind. */
static unsigned char joiner(const struct reading *r, enum bal_letter_kind kind, size_t size)
{
    size_t next = r->at + size, ignore;
    enum bal_letter_kind behind;
    unsigned char c = r->s[r->at];

    if (next >= r->n)
        return 0;
    look(r, next, &behind, &ignore);
    if (kind == BAL_APOSTROPHE || (kind == BAL_HYPHEN && !r->split_hyphens))
        return behind != BAL_LETTER ? 0 : kind == BAL_HYPHEN ? '-' : '\'';
    if ((c == '.' || c == ',') && r->at > 0 && is_digit(r->s[r->at - 1]) && is_digit(r->s[next]))
        return c;
    return 0;
}

/* Folds what was gathered onto the end of the word. */
static void fold(struct reading *r, unsigned char *text, size_t *len)
{
    unsigned char folded[BAL_WORD_MAX];
    size_t n = bal_fold(r->letters, r->raw, r->bytes, folded);

    if (*len + n > BAL_WORD_MAX)
        n = BAL_WORD_MAX - *len;
    memcpy(text + *len, folded, n);
    *len += n;
    r->bytes = r->chars = 0;
}

static void add_wild(struct reading *r, unsigned char *text, size_t *len, int32_t c)
{
    unsigned char sign = c == '*' ? BAL_ANY : BAL_ONE;

    fold(r, text, len);
    if ((*len == 0 || text[*len - 1] != BAL_ANY || sign != BAL_ANY) && *len < BAL_WORD_MAX)
        text[(*len)++] = sign;
}

static void gather(struct reading *r, int32_t c)
{
    if (r->chars == BAL_WORD_CHARS)
        return;
    r->bytes += bal_utf8_put(c, r->raw + r->bytes);
    r->chars++;
}

/* The word that begins at r->at. */
static void read_word(struct reading *r, unsigned char *text, size_t *len, bool *wild)
{
    bool alone = false, first = true;

    *len = 0;
    *wild = false;
    while (r->at < r->n) {
        enum bal_letter_kind kind;
        size_t size;
        int32_t c = look(r, r->at, &kind, &size);
        bool inside = kind == BAL_LETTER || kind == BAL_JOINED || kind == BAL_IGNORED;

        if (alone && kind != BAL_JOINED)
            break;
        if (!inside && !first) {
            c = joiner(r, kind, size);
            if (c == 0)
                break;
        }
        if (is_wild(r, c)) {
            add_wild(r, text, len, c);
            *wild = true;
        } else if (kind != BAL_IGNORED) {
            gather(r, c);
        }
        r->at += size;
        alone = kind == BAL_IDEOGRAPH || alone;
        first = false;
    }
    fold(r, text, len);
}

void bal_entry_read(const struct bal_letters *letters, bool split_hyphens, bool plain,
                    const char *entry, size_t n, struct bal_entry_words *out)
{
    struct reading r = {.letters = letters,
                        .split_hyphens = split_hyphens,
                        .plain = plain,
                        .s = (const unsigned char *)entry,
                        .n = n};

    out->n = 0;
    while (r.at < r.n) {
        enum bal_letter_kind kind;
        size_t size;
        int32_t c = look(&r, r.at, &kind, &size);

        if (kind == BAL_LETTER || kind == BAL_IDEOGRAPH) {
            if (out->n == BAL_PHRASE_MAX) {
                out->n = 0;
                return;
            }
            read_word(&r, out->word[out->n].text, &out->word[out->n].len, &out->word[out->n].wild);
            memset(out->word[out->n].text + out->word[out->n].len, 0, 8);
            out->n++;
            continue;
        }
        if (c < 0 || c == '*' || c == '?' || bal_letter_is_symbol(c)) {
            out->n = 0;
            return;
        }
        r.at += size;
    }
}

/* Matching: on a mismatch behind a *, the * takes one more character (Krauss 2008). */
bool bal_word_matches(const unsigned char *pattern, size_t len, const unsigned char *word, size_t n)
{
    size_t p = 0, w = 0, star = len, from = 0;

    while (w < n) {
        if (p < len && pattern[p] == BAL_ANY) {
            star = p++;
            from = w;
        } else if (p < len && pattern[p] == BAL_ONE) {
            for (w++; w < n && (word[w] & 0xC0u) == 0x80u; w++)
                ;
            p++;
        } else if (p < len && pattern[p] == word[w]) {
            p++;
            w++;
        } else if (star < len) {
            for (from++; from < n && (word[from] & 0xC0u) == 0x80u; from++)
                ;
            p = star + 1;
            w = from;
        } else {
            return false;
        }
    }
    while (p < len && pattern[p] == BAL_ANY)
        p++;
    return p == len;
}
