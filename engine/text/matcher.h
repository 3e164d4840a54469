/* A dictionary made ready for the types of a corpus, and the counts of what it finds.
 *
 * What counts. Within one category no word counts twice: of its entries, longer ones (in words) go
 * before shorter ones, and among those of one length the one that begins first; an entry counts
 * where none of its words is taken. Categories do not take words from each other, and a category
 * that has others within it finds what they find, by the same rule. (So quanteda's tokens_lookup
 * with nested_scope = "key".) With `all`, every entry counts wherever it stands. The weight of a
 * match is that of the entry that comes first in the file.
 *
 * Stems. Where the language of a text has a stemmer, an entry's word without * and ? finds the words
 * that have its stem; one with * or ? finds what it finds in the folded words.
 *
 * Cost: making, O(types * (lengths of prefixes + patterns like *x or a*b)); counting, O(words) and
 * what is found.
 */
#ifndef BAL_TEXT_MATCHER_H
#define BAL_TEXT_MATCHER_H

#include "text/corpus.h"
#include "text/dictionary.h"

struct bal_count_spec {
    const struct bal_corpus *corpus;
    const struct bal_dictionary *dictionary;
    bool plain; /* * and ? of entries are no wildcards */
    bool all;
    int threads; /* 0: as many as there are processors */
    const struct bal_watch *watch;
};

struct bal_text_counts {
    const struct bal_mem *mem;
    size_t ntexts, ncategories, nentries;
    uint32_t *count; /* matches of category c in text i: count[i * ncategories + c] */
    double *weight;  /* their weights, summed */
    uint64_t *found; /* nentries: times that the entry stands in the texts, taken or not */
    bool *possible;  /* nentries: whether a text could match it at all (text/entry.h) */
};

/* BAL_EMEM, BAL_ESTOP; BAL_EDATA when texts times categories is beyond 2^28. */
int bal_count(const struct bal_mem *mem, const struct bal_count_spec *spec,
              struct bal_text_counts *out, struct bal_error *err);
void bal_text_counts_free(struct bal_text_counts *counts);

/* Where entries stand, for showing them: by text and place, all of them, whether taken or not. */
struct bal_found {
    uint32_t text, entry;
    uint32_t word, words; /* the first one within the text, and how many */
};

/* At most `most` of them; *out has *n and is to be freed as an array of *n. */
int bal_find(const struct bal_mem *mem, const struct bal_count_spec *spec, size_t most,
             struct bal_found **out, size_t *n, struct bal_error *err);

#endif
