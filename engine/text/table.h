/* Tables of words: how often each stands in groups of texts, and what marks each text out.
 *
 * Where the corpus has a stemmer for the language of a text, its words are counted by their stems, and
 * the words of the table are these. */
#ifndef BAL_TEXT_TABLE_H
#define BAL_TEXT_TABLE_H

#include "text/corpus.h"

struct bal_word_table {
    const struct bal_mem *mem;
    struct bal_types words;
    size_t ngroups, nwords; /* nwords is words.n */
    uint64_t *count;        /* of word w in group g, from 0: count[g * nwords + w] */
    uint32_t *texts;        /* texts of the group that have it */
    uint64_t *total;        /* words in each group */
};

/* group[i] of text i: 0 leaves it out, else 1 .. ngroups. O(words). */
int bal_word_table_make(const struct bal_mem *mem, const struct bal_corpus *corpus,
                        const uint32_t *group, size_t ngroups, struct bal_word_table *out,
                        struct bal_error *err);
void bal_word_table_free(struct bal_word_table *t);

/* Term frequency x inverse document frequency (Sparck Jones 1972): tf * ln(N / df), N texts of which
 * df have the word. A word that every text has weighs 0. */
enum bal_tf {
    BAL_TF_SHARE, /* count / words of the text */
    BAL_TF_COUNT,
    BAL_TF_LOG /* 1 + ln count */
};

struct bal_tfidf {
    uint32_t word; /* in the table's words */
    uint32_t count, texts;
    double weight;
};

struct bal_tfidf_list {
    struct bal_word_table table; /* one group: all texts */
    size_t ntexts, most;
    size_t *n;              /* of each text: how many it has, at most `most` */
    struct bal_tfidf *item; /* those of text i from i * most on, heaviest first, then by the word */
};

int bal_tfidf(const struct bal_mem *mem, const struct bal_corpus *corpus, enum bal_tf tf,
              size_t most, struct bal_tfidf_list *out, struct bal_error *err);
void bal_tfidf_free(struct bal_tfidf_list *list);

#endif
