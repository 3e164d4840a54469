/* Words out of text.
 *
 * A word begins with a letter or digit (Unicode categories L and N) and goes on over letters,
 * digits and marks (M). One apostrophe or hyphen between two letters or digits belongs to it
 * ("Kazakhstan's", "co-operation", "oʻzbek"), and so does a full stop or comma between two of the
 * digits 0-9 ("1,000", "3.5"). Each ideograph (Han, Hiragana) is a word. Everything else parts
 * words: spaces, line ends of any kind, punctuation, the underscore, symbols. Bytes that are not
 * UTF-8 part words too, and are counted, one for each longest run that could have begun a
 * character, as Unicode replaces them (The Unicode Standard, 3.9).
 *
 * This is the word boundary of Unicode (UAX #29), but for: hyphens, which that rule parts at and
 * quanteda joins again; a full stop or an apostrophe-like sign between letters, of which only the
 * apostrophes join here; runs of Han and Thai, for which others use dictionaries.
 *
 * A word is given in its folded form (text/letters.h), apostrophes as ', hyphens as -. Of a word of
 * more than BAL_WORD_CHARS characters the rest is left out of the folded form; so is what makes
 * that longer than BAL_WORD_MAX bytes.
 */
#ifndef BAL_TEXT_TOKENS_H
#define BAL_TEXT_TOKENS_H

#include "text/letters.h"

enum { BAL_WORD_ROOM = BAL_WORD_MAX + 9 };

struct bal_tokens {
    const struct bal_letters *letters;
    bool split_hyphens; /* hyphens part words */
    const unsigned char *text;
    size_t n, at;
    size_t invalid; /* faults met so far */
    /* The word that bal_tokens_next found: folded, followed by 8 bytes of no meaning, which may be
     * read; and where it stands in the text. */
    unsigned char word[BAL_WORD_ROOM];
    size_t len, from, to;
};

void bal_tokens_start(struct bal_tokens *t, const struct bal_letters *letters, bool split_hyphens,
                      const char *text, size_t n);
bool bal_tokens_next(struct bal_tokens *t); /* false: no more */

#endif
