/* Stems of types, by Snowball (libstemmer). A stemmer does not fold: it is given folded words. */
#ifndef BAL_TEXT_STEM_H
#define BAL_TEXT_STEM_H

#include "text/types.h"

/* The name of the stemmer for a language, given as Snowball knows it: "english", "en", "eng"; NULL
 * when there is none. Static. */
const char *bal_stemmer_named(const char *language);

/* Names of all stemmers, ended by NULL. Static. */
const char *const *bal_stemmers(void);

struct bal_stemmer; /* one thread's */

int bal_stemmer_new(const struct bal_mem *mem, const char *name, struct bal_stemmer **out,
                    struct bal_error *err);
void bal_stemmer_free(struct bal_stemmer *s); /* NULL is allowed */

/* The stem of a folded word, at most as long as BAL_WORD_MAX, in `out`, which has BAL_WORD_ROOM
 * (text/tokens.h); its length. A word that the stemmer has no stem for is its own. */
size_t bal_stem(struct bal_stemmer *s, const unsigned char *word, size_t n, unsigned char *out);

#endif
