/* Entries as words: what an entry of a dictionary asks of the words of a text.
 *
 * An entry is made into words by the rules for texts (text/tokens.h), with * (any characters, or
 * none) and ? (one character) as letters. A pattern is the folded form of such a word, with
 * BAL_ONE for ? and BAL_ANY for *; these bytes are in no word.
 */
#ifndef BAL_TEXT_ENTRY_H
#define BAL_TEXT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "text/letters.h"

enum { BAL_ONE = 1, BAL_ANY = 2, BAL_PHRASE_MAX = 16 };

struct bal_entry_words {
    size_t n; /* words; 0: no text can match the entry */
    struct {
        unsigned char text[BAL_WORD_MAX + 9]; /* 8 bytes behind it may be read */
        size_t len;
        bool wild; /* it has a BAL_ONE or BAL_ANY */
    } word[BAL_PHRASE_MAX];
};

/* The words of an entry, n bytes of valid UTF-8. With `plain`, * and ? are what they are elsewhere:
 * signs that no word has. An entry that no text can match has no words (out->n is 0): without a
 * letter or digit; with a symbol such as + or =, or with * or ? where these are plain, which a text
 * would lose; of more than BAL_PHRASE_MAX words. */
void bal_entry_read(const struct bal_letters *letters, bool split_hyphens, bool plain,
                    const char *entry, size_t n, struct bal_entry_words *out);

/* Whether a pattern matches the whole of a folded word. O(len * word length) at worst. */
bool bal_word_matches(const unsigned char *pattern, size_t len, const unsigned char *word,
                      size_t n);

#endif
