/* engine/text: characters, words, entries, dictionaries, counts. Expected values are from
 * t/data/text/twin.py (Python's Unicode data), reference.R and naive twins in here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#include "base/utf8.h"
#include "stats/keyness.h"
#include "stats/proportion.h"
#include "text/entry.h"
#include "text/matcher.h"
#include "text/stem.h"
#include "text/table.h"
#include "text/tokens.h"

static FILE *open_data(const char *path)
{
    FILE *f = fopen(path, "r");

    if (f == NULL)
        fail_msg("%s: run from the top of the project", path);
    return f;
}

/* Characters ----------------------------------------------------------------------------------- */

static void test_utf8(void **state)
{
    static const struct {
        const char *s;
        size_t n, size;
        int32_t c;
    } rows[] = {
        {"a", 1, 1, 'a'},
        {"\xD1\x8F", 2, 2, 0x44F},
        {"\xE2\x82\xAC", 3, 3, 0x20AC},
        {"\xF0\x9F\x98\x80", 4, 4, 0x1F600},
        {"\xD1", 1, 1, -1},
        {"\xD1z", 2, 1, -1},
        {"\xC0\x80", 2, 1, -1},         /* overlong */
        {"\xE2\x82z", 3, 2, -1},        /* cut after two bytes: one fault */
        {"\xED\xA0\x80", 3, 1, -1},     /* a surrogate */
        {"\xF4\x90\x80\x80", 4, 1, -1}, /* beyond U+10FFFF */
        {"\xF0\x9F\x98", 3, 3, -1},
        {"\xFF", 1, 1, -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size;

        assert_int_equal(bal_utf8_next((const unsigned char *)rows[i].s, rows[i].n, &size),
                         rows[i].c);
        assert_int_equal(size, rows[i].size);
    }
    for (int32_t c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
        unsigned char out[4];
        size_t n = c >= 0xD800 && c < 0xE000 ? 0 : bal_utf8_put(c, out), size;

        assert_true(n == 0 || (bal_utf8_next(out, n, &size) == c && size == n));
    }
}

/* Against the Unicode Character Database: the general category Cc is U+0000 to U+001F and U+007F to
 * U+009F. */
static void test_controls(void **state)
{
    (void)state;
    for (int32_t c = 0; c < 0x3000; c++) {
        char text[8] = "a\xC2";
        size_t n = 2 + bal_utf8_put(c, (unsigned char *)text + 2);
        int32_t found = -1;
        bool control = (c < 0x20 || (c >= 0x7F && c < 0xA0)) && strchr("\t\n\v\f\r", c) == NULL;

        control = control || c == 0;
        assert_int_equal(bal_utf8_control(text, n, &found), control ? 2 : n);
        assert_int_equal(found, control ? c : -1);
    }
}

static struct bal_letters plain, turkic;

static int letters_init(void **state)
{
    (void)state;
    bal_letters_init(&plain, false);
    bal_letters_init(&turkic, true);
    return 0;
}

/* Every code point: those of folding.csv fold to what it says, all others to themselves. */
static void test_folding(void **state)
{
    FILE *f = open_data("t/data/text/folding.csv");
    char line[200];
    int32_t next = 0;
    size_t listed = 0;

    (void)state;
    assert_non_null(fgets(line, sizeof line, f));
    do {
        unsigned long listed_code = 0x110000;
        unsigned char want[64], in[4], out[BAL_WORD_MAX];
        size_t n = 0, got;
        char *at = NULL;

        if (fgets(line, sizeof line, f) != NULL)
            listed_code = strtoul(line, &at, 16);
        for (; next < (int32_t)listed_code; next++) {
            if (next >= 0xD800 && next < 0xE000)
                continue;
            got = bal_fold(&plain, in, bal_utf8_put(next, in), out);
            if (got != bal_utf8_put(next, in) || memcmp(in, out, got) != 0)
                fail_msg("U+%04X does not fold to itself", (unsigned)next);
        }
        if (listed_code == 0x110000)
            break;
        for (at++; *at != '\0' && *at != '\n';)
            n += bal_utf8_put((int32_t)strtoul(at, &at, 16), want + n);
        got = bal_fold(&plain, in, bal_utf8_put(next, in), out);
        if (got != n || memcmp(out, want, n) != 0)
            fail_msg("U+%04lX folds to other bytes than Python's", listed_code);
        next++;
        listed++;
    } while (true);
    fclose(f);
    assert_int_equal(listed, 2616);
}

/* Words ---------------------------------------------------------------------------------------- */

static void join_words(const struct bal_letters *letters, bool split, const char *text, size_t n,
                       struct bal_buf *out)
{
    struct bal_tokens t;

    bal_buf_clear(out);
    bal_tokens_start(&t, letters, split, text, n);
    while (bal_tokens_next(&t)) {
        if (out->len > 0)
            bal_buf_addc(out, ' ');
        bal_buf_add(out, (const char *)t.word, t.len);
        assert_true(t.from < t.to && t.to <= n);
    }
}

static void test_random_words(void **state)
{
    FILE *f = open_data("t/data/text/random.tsv");
    char line[4000];
    struct bal_buf got;
    size_t n = 0;

    (void)state;
    bal_buf_init(&got, &bal_mem_std);
    while (fgets(line, sizeof line, f) != NULL) {
        char *words = strchr(line, '\t'), *turkish = strchr(words + 1, '\t');

        *words++ = *turkish++ = '\0';
        turkish[strcspn(turkish, "\n")] = '\0';
        join_words(&plain, false, line, strlen(line), &got);
        assert_string_equal(bal_buf_text(&got), words);
        join_words(&turkic, true, line, strlen(line), &got);
        assert_string_equal(bal_buf_text(&got), turkish);
        n++;
    }
    bal_buf_free(&got);
    fclose(f);
    assert_int_equal(n, 1500);
}

/* Random bytes: no reading beyond, every fault counted as bal_utf8_next has them. */
static void test_random_bytes(void **state)
{
    uint64_t rng = 7;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t n = random_below(&rng, 60), faults = 0, size;
        char *text = malloc(n > 0 ? n : 1); /* exactly: the sanitizer watches its end */
        struct bal_tokens t;

        for (size_t i = 0; i < n; i++)
            text[i] = (char)(random_below(&rng, 3) == 0 ? random_bits(&rng)
                                                        : 'a' + random_below(&rng, 3));
        for (size_t i = 0; i < n; i += size)
            faults += bal_utf8_next((unsigned char *)text + i, n - i, &size) < 0;
        bal_tokens_start(&t, &plain, false, text, n);
        while (bal_tokens_next(&t))
            assert_true(bal_utf8_check((char *)t.word, t.len) == t.len && t.len > 0);
        assert_int_equal(t.invalid, faults);
        free(text);
    }
}

/* A word too long is one word, cut in its folded form. */
static void test_long_words(void **state)
{
    static char text[40000];
    struct bal_tokens t;

    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        const char *unit = kind == 0 ? "a" : kind == 1 ? "\xD1\x8F" : "a\xCC\x81";
        size_t k = strlen(unit), n = 0;

        for (; n + k < sizeof text - 2; n += k)
            memcpy(text + n, unit, k);
        memcpy(text + n, " b", 2);
        bal_tokens_start(&t, &plain, false, text, n + 2);
        assert_true(bal_tokens_next(&t));
        assert_int_equal(t.to, n);
        assert_true(t.len > 240 && t.len <= BAL_WORD_MAX);
        assert_int_equal(bal_utf8_check((char *)t.word, t.len), t.len);
        assert_true(bal_tokens_next(&t) && t.len == 1 && !bal_tokens_next(&t));
    }
}

/* Globs ---------------------------------------------------------------------------------------- */

static bool naive_match(const unsigned char *p, size_t len, const unsigned char *w, size_t n)
{
    if (len == 0)
        return n == 0;
    if (*p == BAL_ANY)
        return naive_match(p + 1, len - 1, w, n) || (n > 0 && naive_match(p, len, w + 1, n - 1));
    return n > 0 && (*p == BAL_ONE || *p == *w) && naive_match(p + 1, len - 1, w + 1, n - 1);
}

/* Of a Turkic I comes a letter of two bytes: the short way once wrote them past the end of the word. */
static void test_long_turkic(void **state)
{
    (void)state;
    for (size_t n = 1; n < 600; n++) {
        char text[600];
        struct bal_tokens t;
        size_t want = n < 127 ? n : 127; /* of two bytes, in BAL_WORD_MAX */

        memset(text, 'I', n);
        bal_tokens_start(&t, &turkic, false, text, n);
        assert_true(bal_tokens_next(&t));
        assert_int_equal(t.from, 0);
        assert_int_equal(t.to, n);
        assert_int_equal(t.len, 2 * want);
        for (size_t i = 0; i < want; i++)
            assert_memory_equal(t.word + 2 * i, "\xC4\xB1", 2);
        assert_false(bal_tokens_next(&t));
    }
}

static void test_globs(void **state)
{
    uint64_t rng = 11;
    size_t matched = 0;

    (void)state;
    for (int round = 0; round < 200000; round++) {
        unsigned char p[8], w[8];
        size_t len = random_below(&rng, 8), n = random_below(&rng, 8);
        bool want;

        for (size_t i = 0; i < len; i++)
            p[i] = (unsigned char)"ab\001\002\002"[random_below(&rng, 5)];
        for (size_t i = 0; i < n; i++)
            w[i] = (unsigned char)"ab"[random_below(&rng, 2)];
        want = naive_match(p, len, w, n);
        matched += want;
        assert_int_equal(bal_word_matches(p, len, w, n), want);
    }
    assert_true(matched > 10000);
    /* ? is a character, not a byte */
    assert_true(
        bal_word_matches((const unsigned char *)"\001", 1, (const unsigned char *)"\xD1\x8F", 2));
}

static void test_entries(void **state)
{
    static const struct {
        const char *entry, *words; /* "" : no text can match it */
    } rows[] = {
        {"Customs Union", "customs union"},
        {"WAR_IN_IRAQ", "war in iraq"},
        {"co-operat*", "co-operat\002"},
        {"quota-*", "quota-\002"},
        {"*-ism", "\002-ism"},
        {"s?curit**", "s\001curit\002"},
        {"N'Djamena", "n'djamena"},
        {"N\xE2\x80\x99"
         "Djamena",
         "n'djamena"},
        {"U.S.", "u s"},
        {"a+", ""},
        {"=", ""},
        {"?!", "\001"},
        {"\xE8\x81\x94\xE5\x90\x88", "\xE8\x81\x94 \xE5\x90\x88"},
        {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"},
        {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", ""},
        {"STRA\xC3\x9F"
         "E*",
         "strasse\002"},
        {"", ""},
    };
    struct bal_entry_words *words = malloc(sizeof *words);
    struct bal_buf got;

    (void)state;
    bal_buf_init(&got, &bal_mem_std);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bal_buf_clear(&got);
        bal_entry_read(&plain, false, false, rows[i].entry, strlen(rows[i].entry), words);
        for (size_t w = 0; w < words->n; w++) {
            bal_buf_adds(&got, w > 0 ? " " : "");
            bal_buf_add(&got, (char *)words->word[w].text, words->word[w].len);
        }
        assert_string_equal(bal_buf_text(&got), rows[i].words);
    }
    bal_entry_read(&plain, false, true, "f**k", 4, words);
    assert_int_equal(words->n, 0);
    bal_buf_free(&got);
    free(words);
}

/* Types ---------------------------------------------------------------------------------------- */

static void test_types(void **state)
{
    struct bal_types types;
    struct bal_error err;
    uint32_t id;

    (void)state;
    bal_types_init(&types, &bal_mem_std);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 20000; i++) {
            unsigned char word[64] = {0};
            size_t n = (size_t)snprintf((char *)word, sizeof word, "%.*sw%u", (int)(i % 20),
                                        "aaaaaaaaaaaaaaaaaaaaaaaa", i);

            assert_int_equal(bal_types_add(&types, word, n, &id, &err), 0);
            assert_int_equal(id, i);
            assert_int_equal(bal_types_find(&types, word, n), i);
        }
    assert_int_equal(types.n, 20000);
    assert_true(bal_types_find(&types, (const unsigned char *)"none\0\0\0\0\0\0\0", 4) ==
                BAL_NO_TYPE);
    bal_types_free(&types);
}

/* Stems ---------------------------------------------------------------------------------------- */

static void test_stems(void **state)
{
    FILE *f = open_data("t/data/text/stems.tsv");
    struct bal_stemmer *stemmer[2];
    struct bal_error err;
    char line[400];
    size_t n = 0;

    (void)state;
    assert_int_equal(bal_stemmer_new(&bal_mem_std, "english", &stemmer[0], &err), 0);
    assert_int_equal(bal_stemmer_new(&bal_mem_std, "russian", &stemmer[1], &err), 0);
    while (fgets(line, sizeof line, f) != NULL) {
        char *word = strchr(line, '\t'), *stem = strchr(word + 1, '\t');
        unsigned char out[BAL_WORD_ROOM];
        size_t len;

        *word++ = *stem++ = '\0';
        stem[strcspn(stem, "\n")] = '\0';
        len = bal_stem(stemmer[strcmp(line, "russian") == 0], (unsigned char *)word, strlen(word),
                       out);
        out[len] = '\0';
        assert_string_equal((char *)out, stem);
        n++;
    }
    assert_int_equal(n, 1765);
    assert_string_equal(bal_stemmer_named("ru"), "russian");
    assert_string_equal(bal_stemmer_named("eng"), "english");
    assert_null(bal_stemmer_named("kk"));
    assert_int_equal(bal_stemmer_new(&bal_mem_std, "kazakh", &stemmer[0] + 0, &err), BAL_EARG);
    bal_stemmer_free(stemmer[0]);
    bal_stemmer_free(stemmer[1]);
    fclose(f);
}

/* Numbers that R computes ---------------------------------------------------------------------- */

static void test_reference(void **state)
{
    static const double x[] = {3, 0, 7, 2, 11, 0}, n[] = {300, 120, 410, 90, 800, 50};
    FILE *f = open_data("t/data/text/reference.txt");
    struct bal_error err;
    struct bal_share share;
    char line[400];
    size_t rows = 0;

    (void)state;
    while (fgets(line, sizeof line, f) != NULL) {
        double v[9];
        char name[20];
        int have = sscanf(line, "%19s %lf %lf %lf %lf %lf %lf %lf %lf %lf", name, &v[0], &v[1],
                          &v[2], &v[3], &v[4], &v[5], &v[6], &v[7], &v[8]);

        if (strcmp(name, "wilson") == 0 && have == 5) {
            assert_int_equal(bal_wilson(v[0], v[1], .95, &share, &err), 0);
            assert_near(share.low, v[2], 1e-12);
            assert_near(share.high, v[3], 1e-12);
            rows++;
        } else if (strcmp(name, "ratio") == 0) {
            assert_int_equal(bal_ratio(x, n, 6, .95, &share, &err), 0);
            assert_near(share.share, v[0], 1e-14);
            assert_near(share.se, v[1], 1e-14);
            assert_near(share.low, v[2], 1e-12);
            assert_near(share.high, v[3], 1e-12);
            rows++;
        } else if (strcmp(name, "keyness") == 0) {
            struct bal_keyness k;

            assert_int_equal(bal_keyness(v[0], v[1], v[2], v[3], .95, &k, &err), 0);
            assert_near(k.g2, v[4], 1e-9); /* R's sum over cells of a million loses as much */
            assert_true(fabs(k.p - v[5]) <= 1e-7 * v[5]);
            assert_near(k.ratio, v[6], 1e-12);
            assert_near(k.low, v[7], 1e-12);
            assert_near(k.high, v[8], 1e-12);
            rows++;
        }
    }
    fclose(f);
    assert_int_equal(rows, 11);
    assert_int_equal(bal_wilson(2, 1, .95, &share, &err), BAL_EARG);
    assert_int_equal(bal_wilson(0, 0, .95, &share, &err), 0);
    assert_true(isnan(share.share));
    assert_int_equal(bal_ratio(x, n, 1, .95, &share, &err), 0);
    assert_true(isnan(share.low) && share.share == .01);
}

/* Dictionaries --------------------------------------------------------------------------------- */

static struct bal_dictionary *read_text(enum bal_dictionary_format format, const char *text,
                                        struct bal_buf *faults)
{
    struct bal_dictionary *d = NULL;
    struct bal_error err;
    size_t n = strlen(text);
    char *bytes =
        malloc(n > 0 ? n : 1); /* no NUL behind them, as in a file: the sanitizer watches */

    memcpy(bytes, text, n);
    bal_buf_clear(faults);
    bal_dictionary_read(&bal_mem_std, format, bytes, n, "f", "list", &d, faults, &err);
    free(bytes);
    return d;
}

/* "path:entry=weight@line" of every entry. */
static void describe(const struct bal_dictionary *d, struct bal_buf *out)
{
    bal_buf_clear(out);
    for (size_t i = 0; d != NULL && i < d->nentries; i++) {
        const struct bal_entry *e = &d->entry[i];

        bal_buf_addf(out, "%s:%s=%g@%u ", bal_dictionary_text(d, d->category[e->category].path),
                     bal_dictionary_text(d, e->text), e->weight, e->line);
    }
}

static void test_formats(void **state)
{
    static const struct {
        enum bal_dictionary_format format;
        const char *text, *want;
    } rows[] = {
        {BAL_FORMAT_DIC, "%\r1\tA\r2\tB\r%\rsafe*\t\t\t01\rcivil rights\t1 2\r\rplain 2\r",
         "A:safe*=1@5 A:civil rights=1@6 B:civil rights=1@6 B:plain=1@8 "},
        {BAL_FORMAT_DIC, "%\n1\tall\n\t2\tpart (of it)\n%\nx\t2\n", "all.part (of it):x=1@5 "},
        {BAL_FORMAT_DIC, "%\n1\tA\n%\n2 faced 1\n", "A:2 faced=1@4 "},
        {BAL_FORMAT_LC3, "\xEF\xBB\xBF+A b\r\na lie\r\n\r\n+C\r\nmore*",
         "A b:a lie=1@2 C:more*=1@5 "},
        {BAL_FORMAT_CAT, "A\n\tB-C\n\t\tART (1)\n\t\tX Y (-2.5)\n\tMEDIA (1)\nD\n\tplain\n",
         "A.B-C:ART=1@3 A.B-C:X Y=-2.5@4 A:MEDIA=1@5 D:plain=1@7 "},
        {BAL_FORMAT_CAT, "S\n   \tBW\n   \t\tCape Town (1)\n", "S.BW:Cape Town=1@3 "},
        {BAL_FORMAT_CAT, "A\n\tPEN*(CIARY (1)\nEMPTY\n", "A:PEN*(CIARY=1@2 "},
        {BAL_FORMAT_LIST, "; c\n\nabandon\t-2\ncan't stand\t-3\nplain\n# no\n",
         "list:abandon=-2@3 list:can't stand=-3@4 list:plain=1@5 "},
        {BAL_FORMAT_YAML,
         "a: [x*, 'no', y z]\nB:\n  c:\n    - q\n    - good: 2\n    - d: [e]\n  f: one\n",
         "a:x*=1@1 a:no=1@1 a:y z=1@1 B.c:q=1@4 B.c:good=2@5 B.c.d:e=1@6 B.f:one=1@7 "},
        {BAL_FORMAT_LIST, "don\t-4", "list:don=-4@1 "},
        {BAL_FORMAT_YAML, "- one\n- two: -1\n", "list:one=1@1 list:two=-1@2 "},
        {BAL_FORMAT_YKD,
         "<?xml version=\"1.0\"?>\n<dictionary style=\"050805\">\n<cnode name=\"New\">\n<cnode "
         "name=\"A &amp; B\">\n<pnode name=\"more*\"/>\n<pnode name=\"x\" score=\"2\"></pnode>"
         "</cnode></cnode></dictionary>",
         "A & B:more*=1@5 A & B:x=2@6 "},
        {BAL_FORMAT_YKD,
         "<dictionary><cnode name='a'><pnode name='x'/></cnode><cnode name='b'>"
         "<pnode name='y'/></cnode></dictionary>",
         "a:x=1@1 b:y=1@1 "},
    };
    struct bal_buf faults, got;

    (void)state;
    bal_buf_init(&faults, &bal_mem_std);
    bal_buf_init(&got, &bal_mem_std);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bal_dictionary *d = read_text(rows[i].format, rows[i].text, &faults);

        describe(d, &got);
        assert_string_equal(bal_buf_text(&faults), "");
        assert_string_equal(bal_buf_text(&got), rows[i].want);
        bal_dictionary_free(d);
    }
    bal_buf_free(&faults);
    bal_buf_free(&got);
}

static void test_faults(void **state)
{
    static const struct {
        enum bal_dictionary_format format;
        const char *text, *want;
    } rows[] = {
        {BAL_FORMAT_DIC, "word\t1\n",
         "f:1: a .dic file begins with a line %, its categories and another line %; add them\n"},
        {BAL_FORMAT_DIC, "%\n1\tA\n1\tB\nx\n%\nw\t3\nv\nu\t(1)2\n",
         "f:4: 'x' is not a category; write its number, a tab and its name\n"
         "f:3: there are two categories with the number 1; number one anew\n"
         "f:6: there is no category 3; declare it between the two lines %, or correct the number\n"
         "f:7: the entry 'v' has no category; write its number behind a tab\n"
         "f:8: '(1)2' is not the number of a category; write plain numbers behind the entry\n"},
        {BAL_FORMAT_DIC, "%\n1\tA\n", "f:2: the categories are not ended by a line %; add it\n"},
        {BAL_FORMAT_DIC, "%\n1\tA\n\t\t2\tB\n%\nw\t1\n",
         "f:3: the category is indented by more than one tab under the line above; remove some\n"},
        {BAL_FORMAT_YAML, "a: ['', b]\n", "f:1: the entry is empty; remove it, or write a word\n"},
        {BAL_FORMAT_YKD,
         "<dictionary><pnode name='x'/><cnode name='a'><pnode name='y'/></cnode></dictionary>",
         "f:1: the pnode stands in no cnode; put it into one\n"},
        {BAL_FORMAT_YKD,
         "<dictionary><cnode name='a'><pnode name='x' score='much'/></cnode></dictionary>",
         "f:1: the score 'much' is not a number; correct it\n"},
        {BAL_FORMAT_LC3, "x\n+\nz\n",
         "f:1: the entry 'x' stands before any category; write a line +NAME above it\n"
         "f:2: the category has no name; give it one\n"},
        {BAL_FORMAT_CAT, "X (1)\nA\n\t\t\tB\n\t\t\t\tC (1)\n",
         "f:1: the entry 'X' stands under no category; indent it by a tab\n"
         "f:3: the category 'B' is indented too far; remove tabs\n"
         "f:4: the entry 'C' is indented too far; remove tabs\n"},
        {BAL_FORMAT_LIST, "a\tb\n",
         "f:1: 'b' is not a weight; write an entry, a tab and a number\n"},
        {BAL_FORMAT_LIST, "; nothing\n", "f:1: the dictionary has no entry; is its format list?\n"},
        {BAL_FORMAT_LIST, "a\n\xFF\n",
         "f:2: the line has a byte (0xFF) that is not UTF-8; save the file as UTF-8\n"},
        {BAL_FORMAT_LIST,
         "\xFF\xFE"
         "a",
         "f:1: the file is UTF-16; save it as UTF-8\n"},
        {BAL_FORMAT_YAML, "a: [*b]\n",
         "f:1: an alias (*name) is not read; write out what it stands for, or put an entry that "
         "begins with * in quotes\n"},
        {BAL_FORMAT_YAML, "a: [b\n",
         "f:2: this is not YAML: did not find expected ',' or ']'; correct it\n"},
        {BAL_FORMAT_YAML, "a: 3\n",
         "f:1: 'a' has a number where a category has entries; an entry with a weight stands in a "
         "list: - a: 1\n"},
        {BAL_FORMAT_YAML, "just text\n",
         "f:1: it holds no categories; write NAME: [entry, entry]\n"},
        {BAL_FORMAT_YAML, "a: [b]\n---\nc: [d]\n",
         "f:2: a second document begins here; remove the line ---\n"},
        {BAL_FORMAT_YAML, "[a]: [b]\n",
         "f:1: the name of a category is a word or a text; write one\n"},
        {BAL_FORMAT_YKD, "<dictionary><cnode name='a'></dictionary>",
         "f:1: this is not XML: mismatched tag; correct it\n"},
        {BAL_FORMAT_YKD, "<!DOCTYPE d [<!ENTITY x 'y'>]><dictionary/>",
         "f:1: a document type is not read; remove <!DOCTYPE ...>\n"},
        {BAL_FORMAT_YKD,
         "<dictionary patternengine='regexp'><cnode name='a'><pnode "
         "name='x.*'/></cnode></dictionary>",
         "f:1: its entries are regular expressions, which are not read; write them with * and ?\n"},
    };
    struct bal_buf faults;

    (void)state;
    bal_buf_init(&faults, &bal_mem_std);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bal_dictionary *d = read_text(rows[i].format, rows[i].text, &faults);

        assert_string_equal(bal_buf_text(&faults), rows[i].want);
        assert_null(d);
    }
    bal_buf_free(&faults);
}

static void test_no_share(void **state)
{
    struct bal_error err = {0};
    struct bal_share out;

    (void)state;
    assert_int_equal(bal_wilson(1, 10, 95, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "the level of an interval lies between 0 and 1, not at 95");
    assert_int_equal(bal_wilson(11, 10, .95, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "11 of 10 is no share");
}

/* Too much of everything is told, not built. */
static void test_absurd(void **state)
{
    struct bal_buf text, faults;

    (void)state;
    bal_buf_init(&text, &bal_mem_std);
    bal_buf_init(&faults, &bal_mem_std);
    for (int i = 0; i < 1000; i++)
        bal_buf_adds(&text, "[");
    assert_null(read_text(BAL_FORMAT_YAML, bal_buf_text(&text), &faults));
    assert_non_null(strstr(bal_buf_text(&faults), "nested too deep"));
    bal_buf_clear(&text);
    bal_buf_adds(&text, "<dictionary>");
    for (int i = 0; i < 1000; i++)
        bal_buf_adds(&text, "<cnode name='a'>");
    assert_null(read_text(BAL_FORMAT_YKD, bal_buf_text(&text), &faults));
    assert_non_null(strstr(bal_buf_text(&faults), "at most 32 deep"));
    bal_buf_clear(&text);
    for (int i = 0; i < 300; i++)
        bal_buf_adds(&text, "long");
    assert_null(read_text(BAL_FORMAT_LIST, bal_buf_text(&text), &faults));
    assert_string_equal(bal_buf_text(&faults),
                        "f:1: the entry is longer than 255 bytes; shorten it\n");
    bal_buf_clear(&text);
    for (size_t i = 0; i <= BAL_ENTRIES_MAX; i++)
        bal_buf_add(&text, "a\n", 2);
    assert_null(read_text(BAL_FORMAT_LIST, bal_buf_text(&text), &faults));
    assert_string_equal(
        bal_buf_text(&faults),
        "f:2000001: a dictionary has at most 2000000 entries; split the dictionary\n");
    bal_buf_clear(&text);
    bal_buf_adds(&text, "+");
    for (int i = 0; i < 70; i++)
        bal_buf_adds(&text, "long");
    assert_null(read_text(BAL_FORMAT_LC3, bal_buf_text(&text), &faults));
    assert_string_equal(bal_buf_text(&faults),
                        "f:1: the name of the category is longer than 255 bytes; shorten it\n");
    bal_buf_free(&text);
    bal_buf_free(&faults);
}

/* Counting ------------------------------------------------------------------------------------- */

static struct bal_corpus *corpus_of(const struct bal_mem *mem, const char *const *text, size_t n,
                                    int threads, const char *stemmer, struct bal_error *err)
{
    struct bal_language language = {.stemmer = stemmer};
    struct bal_text list[64];
    struct bal_corpus_spec spec = {
        .text = list, .ntexts = n, .language = &language, .nlanguages = 1, .threads = threads};
    struct bal_corpus *corpus = NULL;

    for (size_t i = 0; i < n; i++)
        list[i] = (struct bal_text){text[i], strlen(text[i]), 0};
    if (bal_corpus_new(mem, &spec, &corpus, err) != 0)
        return NULL;
    return corpus;
}

/* The same numbers for any number of threads. */
static void test_threads(void **state)
{
    static char store[40][400];
    const char *text[40];
    struct bal_corpus *corpus[2];
    struct bal_error err;
    uint64_t rng = 3;

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        size_t n = random_below(&rng, 398);

        for (size_t k = 0; k < n; k++)
            store[i][k] = "abc "[random_below(&rng, 4)];
        store[i][n] = '\0';
        text[i] = store[i];
    }
    corpus[0] = corpus_of(&bal_mem_std, text, 40, 1, NULL, &err);
    corpus[1] = corpus_of(&bal_mem_std, text, 40, 3, NULL, &err);
    assert_int_equal(corpus[0]->ntokens, corpus[1]->ntokens);
    assert_int_equal(corpus[0]->types.n, corpus[1]->types.n);
    assert_memory_equal(corpus[0]->token, corpus[1]->token,
                        corpus[0]->ntokens * sizeof *corpus[0]->token);
    assert_memory_equal(corpus[0]->start, corpus[1]->start, 41 * sizeof *corpus[0]->start);
    bal_corpus_free(corpus[0]);
    bal_corpus_free(corpus[1]);
}

/* Splitting and counting ask now and then. */
static void test_stops(void **state)
{
    static const char list[] = "duck";
    size_t none = 0;
    const struct bal_watch watch = {go_on_for, &none};
    struct bal_language language = {0};
    struct bal_text text[100];
    struct bal_corpus_spec spec = {.text = text,
                                   .ntexts = 100,
                                   .language = &language,
                                   .nlanguages = 1,
                                   .threads = 1,
                                   .watch = &watch};
    struct bal_count_spec count = {.threads = 1, .watch = &watch};
    struct bal_corpus *corpus = NULL;
    struct bal_dictionary *d = NULL;
    struct bal_text_counts counts = {0};
    struct bal_buf faults;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < 100; i++)
        text[i] = (struct bal_text){"a duck", 6, 0};
    assert_int_equal(bal_corpus_new(&bal_mem_std, &spec, &corpus, &err), BAL_ESTOP);
    assert_string_equal(err.message, "stopped");
    spec.watch = NULL;
    assert_int_equal(bal_corpus_new(&bal_mem_std, &spec, &corpus, &err), 0);
    bal_buf_init(&faults, &bal_mem_std);
    assert_int_equal(bal_dictionary_read(&bal_mem_std, BAL_FORMAT_LIST, list, sizeof list - 1, "f",
                                         "l", &d, &faults, &err),
                     0);
    count.corpus = corpus;
    count.dictionary = d;
    assert_int_equal(bal_count(&bal_mem_std, &count, &counts, &err), BAL_ESTOP);
    assert_string_equal(err.message, "stopped");
    bal_dictionary_free(d);
    bal_corpus_free(corpus);
    bal_buf_free(&faults);
}

static int count_once(const struct bal_mem *mem, bool stems, uint32_t *out)
{
    static const char *const text[] = {"The customs union, unions and custom's union.", "No union",
                                       ""};
    struct bal_error err;
    struct bal_corpus *corpus = corpus_of(mem, text, 3, 2, stems ? "english" : NULL, &err);
    struct bal_dictionary *d = NULL;
    struct bal_text_counts counts = {0};
    struct bal_found *found = NULL;
    struct bal_tfidf_list tfidf = {0};
    struct bal_buf faults;
    static const char yaml[] = "a:\n  b: [customs union, union, '*on*', t?e]\n  c: [union]\n";
    struct bal_count_spec spec = {.threads = 2};
    size_t n = 0;
    int code = corpus != NULL ? 0 : BAL_EMEM;

    bal_buf_init(&faults, mem);
    if (code == 0)
        code = bal_dictionary_read(mem, BAL_FORMAT_YAML, yaml, sizeof yaml - 1, "f", "l", &d,
                                   &faults, &err);
    spec.corpus = corpus;
    spec.dictionary = d;
    if (code == 0)
        code = bal_count(mem, &spec, &counts, &err);
    for (size_t i = 0; code == 0 && i < 9; i++)
        out[i] = counts.count[i];
    if (code == 0)
        code = bal_find(mem, &spec, 100, &found, &n, &err);
    if (code == 0)
        code = bal_tfidf(mem, corpus, BAL_TF_SHARE, 3, &tfidf, &err);
    bal_free(mem, found, n * sizeof *found);
    bal_tfidf_free(&tfidf);
    bal_text_counts_free(&counts);
    bal_dictionary_free(d);
    bal_corpus_free(corpus);
    bal_buf_free(&faults);
    return code;
}

/* First text: the | customs union | unions | and | custom's | union. b: the, customs union, unions, union: 4. c: two
 * unions, the first one too, as categories do not take words from each other; a: as b. */
static void test_count(void **state)
{
    static const uint32_t want[] = {4, 4, 2, 1, 1, 1, 0, 0, 0};
    uint32_t got[9];

    (void)state;
    assert_int_equal(count_once(&bal_mem_std, false, got), 0);
    assert_memory_equal(got, want, sizeof got);
    assert_int_equal(count_once(&bal_mem_std, true, got), 0);
    assert_int_equal(got[2], 3); /* unions has the stem of union */
}

/* An allocator that fails at the n-th call, and counts what is out. */
struct failing {
    size_t calls, fail_at, out;
};

static void *failing_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    struct failing *f = ud;

    if (nsize > 0 && ++f->calls == f->fail_at)
        return NULL;
    if (ptr != NULL)
        f->out -= osize;
    f->out += nsize;
    if (nsize == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, nsize);
}

static void test_out_of_memory(void **state)
{
    struct failing f = {.fail_at = 0};
    const struct bal_mem mem = {failing_alloc, &f};
    uint32_t got[9];
    size_t calls;

    (void)state;
    assert_int_equal(count_once(&mem, true, got), 0);
    assert_int_equal(f.out, 0);
    calls = f.calls;
    for (size_t at = 1; at <= calls; at++) {
        f = (struct failing){.fail_at = at};
        count_once(&mem, true, got);
        if (f.out != 0)
            fail_msg("%zu bytes are left when allocation %zu of %zu fails", f.out, at, calls);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),         cmocka_unit_test(test_controls),
        cmocka_unit_test(test_folding),      cmocka_unit_test(test_random_words),
        cmocka_unit_test(test_random_bytes), cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_long_turkic),  cmocka_unit_test(test_globs),
        cmocka_unit_test(test_entries),      cmocka_unit_test(test_types),
        cmocka_unit_test(test_stems),        cmocka_unit_test(test_reference),
        cmocka_unit_test(test_formats),      cmocka_unit_test(test_faults),
        cmocka_unit_test(test_no_share),     cmocka_unit_test(test_absurd),
        cmocka_unit_test(test_threads),      cmocka_unit_test(test_stops),
        cmocka_unit_test(test_count),        cmocka_unit_test(test_out_of_memory),
    };

    return cmocka_run_group_tests_name("text", tests, letters_init, NULL);
}
