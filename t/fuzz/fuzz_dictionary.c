/* Dictionaries and texts: the first byte chooses a format, the rest is a dictionary of it, or faults that
 * each name a line; and, whatever it is, a text that the dictionary's entries are counted and found in. */
#include "fuzz.h"

#include "text/matcher.h"
#include "text/table.h"

static void count_in(const struct bal_dictionary *d, const char *bytes, size_t size,
                     unsigned choice)
{
    const struct bal_language language = {.turkic = (choice & 64) != 0,
                                          .stemmer = (choice & 32) != 0 ? "russian" : NULL};
    const struct bal_text text[] = {{bytes, size, 0}, {bytes, size / 2, 0}};
    const struct bal_corpus_spec corpus_spec = {.text = text,
                                                .ntexts = 2,
                                                .language = &language,
                                                .nlanguages = 1,
                                                .split_hyphens = (choice & 128) != 0,
                                                .threads = 1};
    struct bal_count_spec spec = {.dictionary = d, .all = (choice & 16) != 0, .threads = 1};
    struct bal_text_counts counts;
    struct bal_tfidf_list tfidf;
    struct bal_found *found;
    struct bal_corpus *corpus;
    struct bal_error err;
    size_t n;

    if (bal_corpus_new(&fuzz_mem, &corpus_spec, &corpus, &err) != 0)
        abort();
    spec.corpus = corpus;
    if (bal_count(&fuzz_mem, &spec, &counts, &err) != 0 ||
        bal_find(&fuzz_mem, &spec, 1000, &found, &n, &err) != 0 ||
        bal_tfidf(&fuzz_mem, corpus, BAL_TF_SHARE, 5, &tfidf, &err) != 0)
        abort();
    for (size_t i = 0; i < counts.ntexts && !spec.all;
         i++) /* no word counts twice for a category */
        for (size_t c = 0; c < counts.ncategories; c++)
            if (counts.count[i * counts.ncategories + c] > bal_corpus_words(corpus, i))
                abort();
    for (size_t i = 0; i < n; i++)
        if (found[i].word + found[i].words > bal_corpus_words(corpus, found[i].text))
            abort();
    bal_free(&fuzz_mem, found, n * sizeof *found);
    bal_tfidf_free(&tfidf);
    bal_text_counts_free(&counts);
    bal_corpus_free(corpus);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bal_dictionary *d;
    struct bal_buf faults;
    struct bal_error err;
    int code;

    if (size == 0)
        return 0;
    bal_buf_init(&faults, &fuzz_mem);
    code = bal_dictionary_read(&fuzz_mem, (enum bal_dictionary_format)((data[0] & 15) % 6),
                               (const char *)data + 1, size - 1, "file", "list", &d, &faults, &err);
    fuzz_took(code == 0);
    if (code == 0) {
        count_in(d, (const char *)data + 1, size - 1, data[0]);
        bal_dictionary_free(d);
    } else if (code != BAL_EDATA || strncmp(bal_buf_text(&faults), "file:", 5) != 0) {
        abort();
    }
    bal_buf_free(&faults);
    fuzz_check_leaks();
    return 0;
}
