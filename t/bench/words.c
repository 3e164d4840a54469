/* Words: from the bytes of files to the counts of 200 words, beside what else counts words.
 *
 * The texts are the 245 addresses of datasets/us-state-of-the-union, 12 MB; the 200 words those that stand
 * there most often among words of five letters or more, so that one word in ten is a match. For Cyrillic
 * the same texts with each Latin letter replaced by a Cyrillic one.
 *
 * bare C is the least that can be done: letters folded by a table, a hash of each word looked up among 200;
 * no other words kept, no full case folding, no marks, no faults counted. The others take one pattern
 * \b(?:word|word|...)\b without regard to case; they end words at hyphens and apostrophes, so that they find
 * some more. CPU time, the least of five runs (others: wall time of one). */
#include <glob.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "io/file.h"
#include "text/matcher.h"
#include "text/table.h"

enum { WORDS = 200, ROUNDS = 5, MOST = 1000 };

struct data {
    glob_t files;
    size_t n, bytes;
    struct bal_buf text[MOST];
    char word[WORDS][64];
};

static double seconds(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void fail_with(const struct bal_error *err)
{
    fprintf(stderr, "words: %s\n", err->message);
    exit(1);
}

static void read_files(struct data *d)
{
    struct bal_error err;

    d->bytes = 0;
    for (size_t i = 0; i < d->n; i++) {
        bal_buf_clear(&d->text[i]);
        if (bal_file_slurp(d->files.gl_pathv[i], (size_t)1 << 30, NULL, &d->text[i], &err) != 0)
            fail_with(&err);
        d->bytes += d->text[i].len;
    }
}

static struct bal_corpus *make_corpus(const struct data *d, int threads)
{
    static struct bal_text text[MOST];
    struct bal_language language = {0};
    struct bal_corpus_spec spec = {
        .text = text, .ntexts = d->n, .language = &language, .nlanguages = 1, .threads = threads};
    struct bal_corpus *corpus;
    struct bal_error err;

    for (size_t i = 0; i < d->n; i++)
        text[i] = (struct bal_text){bal_buf_text(&d->text[i]), d->text[i].len, 0};
    if (bal_corpus_new(&bal_mem_std, &spec, &corpus, &err) != 0)
        fail_with(&err);
    return corpus;
}

/* Words ---------------------------------------------------------------------------------------- */

struct often {
    uint32_t word;
    uint64_t count;
};

static int by_count(const void *a, const void *b)
{
    const struct often *x = a, *y = b;

    return x->count != y->count ? (x->count < y->count ? 1 : -1)
                                : (x->word > y->word) - (x->word < y->word);
}

static void choose_words(struct data *d)
{
    struct bal_corpus *corpus = make_corpus(d, 1);
    uint32_t *group = calloc(d->n, sizeof *group);
    struct bal_word_table t;
    struct bal_error err;
    struct often *list;
    size_t have = 0;

    for (size_t i = 0; i < d->n; i++)
        group[i] = 1;
    if (bal_word_table_make(&bal_mem_std, corpus, group, 1, &t, &err) != 0)
        fail_with(&err);
    list = calloc(t.nwords, sizeof *list);
    for (uint32_t w = 0; w < t.nwords; w++)
        list[w] = (struct often){w, t.count[w]};
    qsort(list, t.nwords, sizeof *list, by_count);
    for (size_t i = 0; i < t.nwords && have < WORDS; i++) {
        size_t len;
        const unsigned char *word = bal_types_word(&t.words, list[i].word, &len);

        if (len >= 5 && len < 60 && memchr(word, '\'', len) == NULL &&
            memchr(word, '-', len) == NULL)
            snprintf(d->word[have++], sizeof *d->word, "%.*s", (int)len, (const char *)word);
    }
    free(list);
    free(group);
    bal_word_table_free(&t);
    bal_corpus_free(corpus);
}

/* This ----------------------------------------------------------------------------------------- */

static uint64_t count_words(struct data *d, bool read, int threads)
{
    struct bal_dictionary *dictionary;
    struct bal_text_counts counts;
    struct bal_corpus *corpus;
    struct bal_count_spec spec = {.threads = threads};
    struct bal_error err;
    uint64_t sum = 0;
    uint32_t category;

    if (read)
        read_files(d);
    corpus = make_corpus(d, threads);
    if (bal_dictionary_new(&bal_mem_std, BAL_FORMAT_LIST, &dictionary, &err) != 0 ||
        bal_dictionary_add_category(dictionary, BAL_NO_CATEGORY, "words", 5, 0, &category, &err) !=
            0)
        fail_with(&err);
    for (size_t i = 0; i < WORDS; i++)
        if (bal_dictionary_add_entry(dictionary, category, d->word[i], strlen(d->word[i]), 1, 0,
                                     &err) != 0)
            fail_with(&err);
    spec.corpus = corpus;
    spec.dictionary = dictionary;
    if (bal_count(&bal_mem_std, &spec, &counts, &err) != 0)
        fail_with(&err);
    for (size_t i = 0; i < d->n; i++)
        sum += counts.count[i];
    bal_text_counts_free(&counts);
    bal_dictionary_free(dictionary);
    bal_corpus_free(corpus);
    return sum;
}

/* Bare C --------------------------------------------------------------------------------------- */

struct bare {
    unsigned char fold[256]; /* of a letter, a digit or any byte of a longer character; else 0 */
    struct {
        const char *word;
        size_t len;
    } slot[1024];
};

static size_t bare_slot(const struct bare *b, const unsigned char *word, size_t len, uint64_t hash)
{
    size_t i = (size_t)(hash >> 32) & 1023;

    while (b->slot[i].word != NULL &&
           (b->slot[i].len != len || memcmp(b->slot[i].word, word, len) != 0))
        i = (i + 1) & 1023;
    return i;
}

static uint64_t hash_of(const unsigned char *word, size_t len)
{
    uint64_t h = 0;

    for (size_t i = 0; i < len; i++)
        h = (h ^ word[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return h;
}

static void bare_init(struct bare *b, const struct data *d)
{
    memset(b, 0, sizeof *b);
    for (int c = 0; c < 256; c++)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            b->fold[c] = (unsigned char)c;
        else if (c >= 'A' && c <= 'Z')
            b->fold[c] = (unsigned char)(c - 'A' + 'a');
    for (size_t i = 0; i < WORDS; i++) {
        const unsigned char *w = (const unsigned char *)d->word[i];
        size_t len = strlen(d->word[i]), at = bare_slot(b, w, len, hash_of(w, len));

        b->slot[at].word = d->word[i];
        b->slot[at].len = len;
    }
}

static uint64_t bare_count(const struct bare *b, const struct data *d)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < d->n; i++) {
        const unsigned char *s = (const unsigned char *)bal_buf_text(&d->text[i]);
        const unsigned char *end = s + d->text[i].len;

        while (s < end) {
            unsigned char word[64];
            uint64_t h = 0;
            size_t len = 0;

            for (; s < end && b->fold[*s] != 0; s++) {
                word[len < 63 ? len++ : len] = b->fold[*s];
                h = (h ^ b->fold[*s]) * UINT64_C(0x9E3779B97F4A7C15);
            }
            if (len > 0)
                sum += b->slot[bare_slot(b, word, len, h)].word != NULL;
            s++;
        }
    }
    return sum;
}

/* Others --------------------------------------------------------------------------------------- */

static void write_pattern(const struct data *d, const char *path)
{
    FILE *f = fopen(path, "w");

    if (f == NULL)
        exit(1);
    fputs("\\b(?:", f);
    for (size_t i = 0; i < WORDS; i++)
        fprintf(f, "%s%s", i > 0 ? "|" : "", d->word[i]);
    fputs(")\\b", f);
    fclose(f);
}

static void run_other(const struct data *d, const char *name, const char *probe,
                      const char *command)
{
    char line[64] = "";
    double start;
    FILE *p;

    if (system(probe) != 0) {
        printf("%-34s %10s   not installed\n", name, "-");
        return;
    }
    start = seconds(CLOCK_MONOTONIC);
    p = popen(command, "r");
    if (p == NULL)
        return;
    if (fgets(line, sizeof line, p) == NULL)
        line[0] = '\0';
    pclose(p);
    printf("%-34s %10.1f   %.20s", name,
           (double)d->bytes / 1e6 / (seconds(CLOCK_MONOTONIC) - start), line);
}

static void run_others(const struct data *d)
{
    FILE *f = fopen("build/bench/words.txt", "w");

    if (f == NULL)
        return;
    for (size_t i = 0; i < d->n; i++)
        fwrite(bal_buf_text(&d->text[i]), 1, d->text[i].len, f);
    fclose(f);
    write_pattern(d, "build/bench/words.pattern");
    run_other(d, "ripgrep -P (PCRE2)", "command -v rg >/dev/null",
              "rg -o -i -P -f build/bench/words.pattern build/bench/words.txt | wc -l");
    run_other(d, "ripgrep (its own engine)", "command -v rg >/dev/null",
              "rg -o -i -f build/bench/words.pattern build/bench/words.txt | wc -l");
    run_other(d, "grep -P", "command -v grep >/dev/null",
              "grep -o -i -P -f build/bench/words.pattern build/bench/words.txt | wc -l");
    run_other(
        d, "Python re", "command -v python3 >/dev/null",
        "python3 -c 'import re; print(len(re.findall(open(\"build/bench/words.pattern\").read(), "
        "open(\"build/bench/words.txt\", encoding=\"utf-8\").read(), re.I)))'");
    run_other(
        d, "R gregexpr, perl = TRUE", "command -v Rscript >/dev/null",
        "Rscript -e 'p <- readLines(\"build/bench/words.pattern\", warn = FALSE); t <- "
        "readLines(\"build/bench/words.txt\", encoding = \"UTF-8\"); cat(sum(lengths(regmatches(t, "
        "gregexpr(p, t, perl = TRUE, ignore.case = TRUE)))), \"\\n\")'");
}

/* The table ------------------------------------------------------------------------------------ */

static void print_this(struct data *d, const char *name, bool read, int threads)
{
    double cpu = 1e9, wall = 1e9;
    uint64_t found = 0;

    for (int r = 0; r < ROUNDS; r++) {
        double c = seconds(CLOCK_PROCESS_CPUTIME_ID), w = seconds(CLOCK_MONOTONIC);

        found = count_words(d, read, threads);
        c = seconds(CLOCK_PROCESS_CPUTIME_ID) - c;
        w = seconds(CLOCK_MONOTONIC) - w;
        cpu = c < cpu ? c : cpu;
        wall = w < wall ? w : wall;
    }
    printf("%-34s %10.1f   %llu; wall %.1f MB/s%s\n", name, (double)d->bytes / 1e6 / cpu,
           (unsigned long long)found, (double)d->bytes / 1e6 / wall,
           threads == 1 && read
               ? (double)d->bytes / 1e6 / cpu >= 120 ? "; >= 120: yes" : "; >= 120: NO"
               : "");
}

static void print_bare(const struct data *d, const char *name)
{
    struct bare bare;
    double cpu = 1e9;
    uint64_t found = 0;

    bare_init(&bare, d);
    for (int r = 0; r < ROUNDS; r++) {
        double c = seconds(CLOCK_PROCESS_CPUTIME_ID);

        found = bare_count(&bare, d);
        c = seconds(CLOCK_PROCESS_CPUTIME_ID) - c;
        cpu = c < cpu ? c : cpu;
    }
    printf("%-34s %10.1f   %llu\n", name, (double)d->bytes / 1e6 / cpu, (unsigned long long)found);
}

/* a -> U+0430 ...: two bytes a letter. */
static void make_cyrillic(struct data *d)
{
    d->bytes = 0;
    for (size_t i = 0; i < d->n; i++) {
        struct bal_buf out;

        bal_buf_init(&out, &bal_mem_std);
        for (size_t k = 0; k < d->text[i].len; k++) {
            unsigned char c = (unsigned char)d->text[i].data[k];
            int at = c >= 'a' && c <= 'z'   ? 0x430 + c - 'a'
                     : c >= 'A' && c <= 'Z' ? 0x410 + c - 'A'
                                            : 0;

            if (at > 0) {
                bal_buf_addc(&out, (char)(0xC0 | at >> 6));
                bal_buf_addc(&out, (char)(0x80 | (at & 0x3F)));
            } else {
                bal_buf_addc(&out, (char)c);
            }
        }
        bal_buf_free(&d->text[i]);
        d->text[i] = out;
        d->bytes += out.len;
    }
}

int main(void)
{
    static struct data d;
    int threads = omp_get_max_threads();
    char name[64];

    if (glob("datasets/us-state-of-the-union/texts/*.txt", 0, NULL, &d.files) != 0) {
        fputs("words: run from the top of the project\n", stderr);
        return 1;
    }
    d.n = d.files.gl_pathc < MOST ? d.files.gl_pathc : MOST;
    for (size_t i = 0; i < d.n; i++)
        bal_buf_init(&d.text[i], &bal_mem_std);
    read_files(&d);
    choose_words(&d);
    printf("%d words in %zu texts, %.1f MB\n%-34s %10s   found\n", WORDS, d.n,
           (double)d.bytes / 1e6, "work", "MB/s");
    print_this(&d, "files to counts, 1 thread", true, 1);
    print_this(&d, "texts to counts, 1 thread", false, 1);
    if (threads > 1) {
        snprintf(name, sizeof name, "texts to counts, %d threads", threads);
        print_this(&d, name, false, threads);
    }
    print_bare(&d, "bare C: hash of 200, ASCII folding");
    run_others(&d);
    make_cyrillic(&d);
    choose_words(&d);
    print_this(&d, "Cyrillic to counts, 1 thread", false, 1);
    for (size_t i = 0; i < d.n; i++)
        bal_buf_free(&d.text[i]);
    globfree(&d.files);
    return 0;
}
