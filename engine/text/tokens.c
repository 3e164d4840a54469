#include "text/tokens.h"

#include <string.h>

#include "base/utf8.h"

/* The short way takes words of at most this many bytes, so that it need not watch its room. */
enum { SHORT = BAL_WORD_MAX - 8 };

void bal_tokens_start(struct bal_tokens *t, const struct bal_letters *letters, bool split_hyphens,
                      const char *text, size_t n)
{
    t->letters = letters;
    t->split_hyphens = split_hyphens;
    t->text = (const unsigned char *)text;
    t->n = n;
    t->at = 0;
    t->invalid = 0;
    t->len = t->from = t->to = 0;
}

static enum bal_letter_kind kind_at(const struct bal_tokens *t, size_t at, size_t *size)
{
    int32_t c = bal_utf8_next(t->text + at, t->n - at, size);

    return c < 0 ? BAL_PART : bal_letter_kind(t->letters, c);
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* What the character of `kind` at `at`, `size` bytes long, is written as when it joins what stands
 * before it, a letter or digit, with what follows; 0 when it joins nothing. */
static unsigned char joiner(const struct bal_tokens *t, enum bal_letter_kind kind, size_t at,
                            size_t size)
{
    unsigned char c = t->text[at];
    size_t next = at + size, ignore;

    if (next >= t->n)
        return 0;
    if (kind == BAL_APOSTROPHE || (kind == BAL_HYPHEN && !t->split_hyphens)) {
        if (kind_at(t, next, &ignore) == BAL_LETTER)
            return kind == BAL_HYPHEN ? '-' : '\'';
    } else if ((c == '.' || c == ',') && is_digit(t->text[at - 1]) && is_digit(t->text[next])) {
        return c;
    }
    return 0;
}

/* The long way: any word. Gathers its characters and has them folded as a whole. */
static void read_long(struct bal_tokens *t)
{
    unsigned char raw[4 * BAL_WORD_CHARS];
    size_t at = t->from, bytes = 0, chars = 0, size;
    bool after_letter = false; /* a joiner wants a letter before it */
    bool alone = false;        /* the word began with an ideograph */

    while (at < t->n) {
        int32_t c = bal_utf8_next(t->text + at, t->n - at, &size);
        enum bal_letter_kind kind = c < 0 ? BAL_PART : bal_letter_kind(t->letters, c);
        bool inside = kind == BAL_LETTER || kind == BAL_JOINED || kind == BAL_IGNORED;

        if (alone && kind != BAL_JOINED)
            break;
        if (!inside && at > t->from) {
            unsigned char join = after_letter ? joiner(t, kind, at, size) : 0;

            if (join == 0)
                break;
            c = join;
            after_letter = false;
        } else if (kind != BAL_IGNORED) {
            after_letter = true;
        }
        if (kind != BAL_IGNORED && chars < BAL_WORD_CHARS) {
            bytes += bal_utf8_put(c, raw + bytes);
            chars++;
        }
        at += size;
        if (kind == BAL_IDEOGRAPH) /* with the marks on it */
            alone = true;
    }
    t->to = t->at = at;
    t->len = bal_fold(t->letters, raw, bytes, t->word);
}

/* As bal_utf8_next, for what is most of the text that is not ASCII: two bytes, and no fault. */
static inline int32_t decode(const struct bal_tokens *t, size_t at, size_t *size)
{
    unsigned char c = t->text[at];

    if (c >= 0xC2 && c < 0xE0 && at + 1 < t->n && (t->text[at + 1] & 0xC0u) == 0x80u) {
        *size = 2;
        return (c & 0x1F) << 6 | (t->text[at + 1] & 0x3F);
    }
    return bal_utf8_next(t->text + at, t->n - at, size);
}

static inline size_t put_plain(uint16_t c, unsigned char *out)
{
    if (c < 0x80) {
        out[0] = (unsigned char)c;
        return 1;
    }
    out[0] = (unsigned char)(0xC0 | c >> 6);
    out[1] = (unsigned char)(0x80 | (c & 0x3F));
    return 2;
}

/* The short way: letters with a plain form, and joiners. False at any other character that may
 * belong to the word. */
static bool read_short(struct bal_tokens *t)
{
    const struct bal_letters *l = t->letters;
    const unsigned char *text = t->text;
    unsigned char *word = t->word;
    size_t at = t->from, len = 0;
    size_t end = t->n - at < SHORT ? t->n : at + SHORT;

    while (at < end) {
        enum bal_letter_kind kind;
        unsigned char join;
        size_t size;
        int32_t code;
        uint16_t plain;

        for (; at < end && l->ascii[text[at]] != 0; at++)
            word[len++] = l->ascii[text[at]];
        if (at == end || l->parts[text[at]])
            break;
        code = decode(t, at, &size);
        if (code < 0)
            break;
        plain = code < BAL_LETTERS_LOW ? l->low[code].plain : 0;
        if (plain != 0) {
            size_t put = put_plain(plain, word + len);

            if (put > size) /* the Turkic I: what may still be read must find room */
                end -= put - size;
            len += put;
            at += size;
            continue;
        }
        kind = bal_letter_kind(l, code);
        if (kind == BAL_LETTER || kind == BAL_JOINED || kind == BAL_IGNORED)
            return false;
        join = kind == BAL_IDEOGRAPH ? 0 : joiner(t, kind, at, size);
        if (join == 0)
            break;
        word[len++] = join;
        at += size;
    }
    if (at >= end && at < t->n)
        return false;
    t->to = t->at = at;
    t->len = len;
    return true;
}

bool bal_tokens_next(struct bal_tokens *t)
{
    const struct bal_letters *l = t->letters;

    for (;;) {
        enum bal_letter_kind kind;
        size_t size;
        int32_t code;

        while (t->at < t->n && l->parts[t->text[t->at]])
            t->at++;
        if (t->at >= t->n)
            return false;
        code = decode(t, t->at, &size);
        t->invalid += code < 0;
        kind = code < 0 ? BAL_PART : bal_letter_kind(l, code);
        if (kind == BAL_LETTER || kind == BAL_IDEOGRAPH) {
            t->from = t->at;
            if (kind == BAL_IDEOGRAPH || !read_short(t))
                read_long(t);
            if (t->len > 0)
                return true;
        } else {
            t->at += size;
        }
    }
}
