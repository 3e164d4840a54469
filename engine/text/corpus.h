/* A corpus: texts as rows of types (text/types.h), the one form that everything is counted from. */
#ifndef BAL_TEXT_CORPUS_H
#define BAL_TEXT_CORPUS_H

#include <stdbool.h>

#include "base/watch.h"
#include "text/types.h"

/* What the language of a text decides. */
struct bal_language {
    bool turkic;         /* folding: text/letters.h */
    const char *stemmer; /* of Snowball; NULL: words are not stemmed. A string that outlives all. */
};

struct bal_text {
    const char *bytes;
    size_t n;
    uint32_t language; /* into the corpus's list */
};

struct bal_corpus_spec {
    const struct bal_text *text;
    size_t ntexts;
    const struct bal_language *language;
    size_t nlanguages; /* at least 1 */
    bool split_hyphens;
    int threads;                   /* 0: as many as there are processors */
    const struct bal_watch *watch; /* may be NULL */
};

struct bal_corpus {
    const struct bal_mem *mem;
    size_t ntexts, nlanguages, ntokens;
    bool split_hyphens;
    struct bal_language *language;
    uint32_t *language_of; /* of each text */
    struct bal_types types;
    uint32_t
        *token; /* type of each word: those of text i are token[start[i]] .. [start[i + 1] - 1] */
    size_t *start;   /* ntexts + 1 */
    size_t *invalid; /* of each text: faults in its UTF-8 */
};

/* Splits the texts into words, by several threads over whole texts; the result is the same for any
 * number of them. The texts are not kept. O(bytes). BAL_EMEM, BAL_ESTOP; BAL_EDATA when there are
 * too many different words. */
int bal_corpus_new(const struct bal_mem *mem, const struct bal_corpus_spec *spec,
                   struct bal_corpus **out, struct bal_error *err);
void bal_corpus_free(struct bal_corpus *corpus); /* NULL is allowed */

static inline size_t bal_corpus_words(const struct bal_corpus *corpus, size_t text)
{
    return corpus->start[text + 1] - corpus->start[text];
}

#endif
