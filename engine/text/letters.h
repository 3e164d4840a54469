/* Characters as the tokeniser sees them: what they do to a word, and their folded form.
 *
 * Two words are the same word when their folded forms are equal bytes. The folded form is the full
 * case folding of Unicode (CaseFolding.txt, statuses C and F: "STRASSE" and "Straße" meet) in
 * normal form C, as utf8proc has it. With `turkic`, I and U+0130 fold to U+0131 and i (status T),
 * as Turkish and Azerbaijani have it; nothing else depends on the language.
 */
#ifndef BAL_TEXT_LETTERS_H
#define BAL_TEXT_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bal_letter_kind {
    BAL_PART,       /* parts words: spaces, punctuation, symbols, what is not assigned */
    BAL_LETTER,     /* categories L and N */
    BAL_JOINED,     /* M: goes on with a word, and begins none */
    BAL_IGNORED,    /* soft hyphen, joiners, direction marks: in a word, they are left out of it */
    BAL_IDEOGRAPH,  /* Han and Hiragana, written without spaces: a word of its own */
    BAL_APOSTROPHE, /* ' and what is written for it: inside a word, folded to ' */
    BAL_HYPHEN      /* - and U+2010, U+2011: inside a word, folded to - */
};

enum { BAL_LETTERS_LOW = 0x2100, BAL_WORD_CHARS = 255, BAL_WORD_MAX = 255 };

struct bal_letters {
    bool turkic;
    uint8_t ascii[256]; /* folded letter or digit; 0 for all else */
    uint8_t parts[256]; /* 1: an ASCII character that parts words wherever it stands */
    struct {
        uint8_t kind;
        /* The folded form when it is one character, below U+0800, that stands for this one in every
         * word; else 0, and the word takes the long way through utf8proc. */
        uint16_t plain;
    } low[BAL_LETTERS_LOW];
};

void bal_letters_init(struct bal_letters *letters, bool turkic);

enum bal_letter_kind bal_letter_kind_slow(int32_t c);

static inline enum bal_letter_kind bal_letter_kind(const struct bal_letters *l, int32_t c)
{
    return c < BAL_LETTERS_LOW ? (enum bal_letter_kind)l->low[c].kind : bal_letter_kind_slow(c);
}

bool bal_letter_is_symbol(int32_t c); /* category S: + = $ ... */
bool bal_letter_is_space(int32_t c);  /* category Z, controls */

/* The folded form of at most BAL_WORD_CHARS characters, n bytes of valid UTF-8: at most BAL_WORD_MAX
 * bytes in `out` (cut on a character); returns their number. */
size_t bal_fold(const struct bal_letters *letters, const unsigned char *s, size_t n,
                unsigned char *out);

/* Columns that a character takes on a terminal: 0, 1 or 2. */
int bal_letter_width(int32_t c);

#endif
