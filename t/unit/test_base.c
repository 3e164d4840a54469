/* Memory, buffers, near words, interned names, messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/names.h"
#include "base/near.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* An allocator that knows the size of each block, checks the size it is told, and can fail. */
struct meter {
    size_t blocks, bytes;
    size_t calls;   /* that asked for memory */
    size_t fail_at; /* the call that fails, from 1; 0: none */
};

union block {
    size_t size;
    max_align_t align;
};

static void *metered(void *ud, void *ptr, size_t osize, size_t nsize)
{
    struct meter *meter = ud;
    union block *old = ptr != NULL ? (union block *)ptr - 1 : NULL, *now;

    if (old != NULL && osize != old->size)
        fail_msg("a block of %zu bytes is said to have %zu", old->size, osize);
    if (nsize > 0 && ++meter->calls == meter->fail_at)
        return NULL;
    if (old != NULL) {
        meter->blocks--;
        meter->bytes -= old->size;
    }
    if (nsize == 0) {
        free(old);
        return NULL;
    }
    now = realloc(old, sizeof *now + nsize);
    assert_non_null(now);
    now->size = nsize;
    meter->blocks++;
    meter->bytes += nsize;
    return now + 1;
}

static void assert_all_freed(const struct meter *meter)
{
    assert_int_equal(meter->blocks, 0);
    assert_int_equal(meter->bytes, 0);
}

/* Memory --------------------------------------------------------------------------------------- */

static void test_alloc(void **state)
{
    struct meter meter = {0};
    const struct bal_mem mem = {metered, &meter};
    unsigned char *p, zero[12] = {0};
    void *nothing;

    (void)state;
    p = bal_calloc(&mem, 3, 4);
    assert_memory_equal(p, zero, 12);
    memset(p, 7, 12);
    p = bal_realloc(&mem, p, 12, 1000);
    assert_int_equal(p[11], 7);
    nothing = bal_alloc(&mem, 0);
    assert_non_null(nothing);
    assert_int_equal(meter.blocks, 2);
    bal_free(&mem, nothing, 0);
    bal_free(&mem, p, 1000);
    bal_free(&mem, NULL, 99);
    assert_null(bal_calloc(&mem, SIZE_MAX / 2, 3));
    assert_all_freed(&meter);
}

static void test_std_mem(void **state)
{
    char *p = bal_alloc(&bal_mem_std, 3);

    (void)state;
    memcpy(p, "abc", 3);
    p = bal_realloc(&bal_mem_std, p, 3, 100000);
    assert_memory_equal(p, "abc", 3);
    bal_free(&bal_mem_std, p, 100000);
}

static void test_grow(void **state)
{
    struct meter meter = {0};
    const struct bal_mem mem = {metered, &meter};
    size_t cap = 0, before;
    int *v = NULL;

    (void)state;
    for (int n = 0; n < 5000; n++) {
        int *p;

        before = cap;
        p = bal_grow(&mem, v, &cap, (size_t)n + 1, sizeof *p);
        assert_non_null(p);
        assert_true(cap > (size_t)n && (cap == before || cap >= 2 * before));
        v = p;
        v[n] = n;
    }
    for (int n = 0; n < 5000; n++)
        assert_int_equal(v[n], n);
    assert_true(meter.calls < 20); /* doubling: log2(5000) moves, not 5000 */

    before = cap;
    meter.fail_at = meter.calls + 1;
    assert_null(bal_grow(&mem, v, &cap, cap + 1, sizeof *v));
    assert_null(bal_grow(&mem, v, &cap, SIZE_MAX, sizeof *v));
    assert_null(bal_grow(&mem, v, &cap, SIZE_MAX / sizeof *v + 1, sizeof *v));
    assert_int_equal(cap, before);
    assert_int_equal(v[4999], 4999);
    bal_free(&mem, v, cap * sizeof *v);
    assert_all_freed(&meter);
}

/* Buffers -------------------------------------------------------------------------------------- */

static void test_buf(void **state)
{
    struct meter meter = {0};
    const struct bal_mem mem = {metered, &meter};
    struct bal_buf b;

    (void)state;
    bal_buf_init(&b, &mem);
    assert_string_equal(bal_buf_text(&b), "");
    bal_buf_adds(&b, "Freedonia");
    bal_buf_addc(&b, ',');
    bal_buf_addf(&b, " rung %d of %s", 3, "eight");
    bal_buf_add(&b, "xyz", 0);
    assert_string_equal(bal_buf_text(&b), "Freedonia, rung 3 of eight");
    assert_int_equal(b.len, strlen("Freedonia, rung 3 of eight"));
    bal_buf_clear(&b);
    assert_string_equal(bal_buf_text(&b), "");
    bal_buf_add(&b, "a\0b", 3);
    assert_int_equal(b.len, 3);
    assert_memory_equal(bal_buf_text(&b), "a\0b", 4);
    bal_buf_free(&b);
    assert_string_equal(bal_buf_text(&b), "");
    assert_all_freed(&meter);
}

static void test_buf_formats_around_its_edge(void **state)
{
    struct bal_buf b;
    char want[200];

    (void)state;
    bal_buf_init(&b, &bal_mem_std);
    for (int width = 0; width < 200; width++) {
        bal_buf_clear(&b);
        bal_buf_addf(&b, "%*s", width, "");
        memset(want, ' ', (size_t)width);
        assert_int_equal(b.len, width);
        assert_memory_equal(bal_buf_text(&b), want, (size_t)width);
        assert_int_equal(bal_buf_text(&b)[width], '\0');
    }
    bal_buf_free(&b);
}

static void test_buf_failure_sticks(void **state)
{
    struct meter meter = {.fail_at = 2};
    const struct bal_mem mem = {metered, &meter};
    struct bal_buf b;

    (void)state;
    bal_buf_init(&b, &mem);
    bal_buf_adds(&b, "begin");
    assert_false(b.failed);
    bal_buf_addf(&b, "%64s", "no room for this");
    assert_true(b.failed);
    bal_buf_adds(&b, "!"); /* would fit, but must not follow a gap */
    assert_string_equal(bal_buf_text(&b), "begin");
    bal_buf_clear(&b);
    assert_false(b.failed);
    bal_buf_adds(&b, "again");
    assert_string_equal(bal_buf_text(&b), "again");
    bal_buf_free(&b);
    assert_all_freed(&meter);
}

/* Near words ----------------------------------------------------------------------------------- */

static void test_edit_distance(void **state)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},
        {"rung", "rung", 0},
        {"rung", "RuNg", 0},
        {"", "rung", 4},
        {"rank", "rung", 2},
        {"kitten", "sitting", 3},  /* the usual example of Levenshtein's distance */
        {"saturday", "sunday", 3}, /* another */
        {"crises", "crisse", 1},   /* a swap of neighbours */
        {"ca", "abc", 3},          /* optimal string alignment; unrestricted Damerau has 2 */
        {"midpoint", "midpiont", 1},
        {"earliest", "latest", 4},
        {"abcdef", "badcfe", 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t d = cases[i].distance;

        assert_int_equal(bal_edit_distance(cases[i].a, cases[i].b, 10), d);
        assert_int_equal(bal_edit_distance(cases[i].b, cases[i].a, 10), d);
        assert_int_equal(bal_edit_distance(cases[i].a, cases[i].b, d), d);
        if (d > 0)
            assert_int_equal(bal_edit_distance(cases[i].a, cases[i].b, d - 1), d);
    }
}

static void test_long_words_are_far_apart(void **state)
{
    char longest[64], longer[65];

    (void)state;
    memset(longest, 'a', 63);
    longest[63] = '\0';
    memset(longer, 'a', 64);
    longer[64] = '\0';
    assert_int_equal(bal_edit_distance(longest, longest, 5), 0);
    assert_int_equal(bal_edit_distance(longest, "", 100), 63);
    assert_int_equal(bal_edit_distance(longer, longer, 5), 6);
    assert_int_equal(bal_edit_distance(longest, longer, 5), 6);
}

/* Distance by its definition, for short words. */
static size_t naive_distance(const char *a, size_t na, const char *b, size_t nb)
{
    size_t best, d;

    if (na == 0 || nb == 0)
        return na + nb;
    best = naive_distance(a, na - 1, b, nb - 1) + (a[na - 1] != b[nb - 1]);
    d = naive_distance(a, na - 1, b, nb) + 1;
    best = d < best ? d : best;
    d = naive_distance(a, na, b, nb - 1) + 1;
    best = d < best ? d : best;
    if (na > 1 && nb > 1 && a[na - 1] == b[nb - 2] && a[na - 2] == b[nb - 1]) {
        d = naive_distance(a, na - 2, b, nb - 2) + 1;
        best = d < best ? d : best;
    }
    return best;
}

static void test_edit_distance_against_naive_twin(void **state)
{
    uint32_t seed = 1964;
    char a[6], b[6];

    (void)state;
    for (int i = 0; i < 1500; i++) {
        size_t n[2];

        for (int w = 0; w < 2; w++) {
            char *word = w == 0 ? a : b;

            seed = seed * 1664525u + 1013904223u;
            n[w] = (seed >> 16) % 6;
            for (size_t k = 0; k < n[w]; k++) {
                seed = seed * 1664525u + 1013904223u;
                word[k] = "abc"[(seed >> 16) % 3];
            }
            word[n[w]] = '\0';
        }
        assert_int_equal(bal_edit_distance(a, b, 10), naive_distance(a, n[0], b, n[1]));
    }
}

static void test_near(void **state)
{
    static const struct {
        const char *word, *best; /* among the candidates below; NULL: none is near */
    } cases[] = {
        {"lates", "latest"},      {"Latest", "latest"}, {"midponit", "midpoint"},
        {"earlyest", "earliest"}, {"mx", "max"},        {"maen", "mean"},
        {"median", "mean"},       {"zzz", NULL},        {"", NULL},
    };
    static const char *const candidates[] = {"earliest", "midpoint", "latest", "max", "mean"};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bal_near near;

        bal_near_start(&near, cases[i].word);
        for (size_t k = 0; k < COUNT(candidates); k++)
            bal_near_try(&near, candidates[k]);
        assert_string_equal(near.best != NULL ? near.best : "(none)",
                            cases[i].best != NULL ? cases[i].best : "(none)");
    }
}

static void test_near_keeps_the_first_of_equals(void **state)
{
    struct bal_near near;

    (void)state;
    bal_near_start(&near, "bat");
    bal_near_try(&near, "cat");
    bal_near_try(&near, "hat");
    assert_string_equal(near.best, "cat");
    assert_int_equal(near.distance, 1);
    bal_near_try(&near, "bat");
    assert_string_equal(near.best, "bat");
    assert_int_equal(near.distance, 0);
}

/* Interned names ------------------------------------------------------------------------------- */

static void test_names(void **state)
{
    struct meter meter = {0};
    const struct bal_mem mem = {metered, &meter};
    struct bal_names *names = bal_names_new(&mem);
    bal_name freedonia, sylvania, empty, again;

    (void)state;
    assert_int_equal(bal_names_find(names, "Freedonia", 9), 0);
    assert_int_equal(bal_names_intern(names, "Freedonia", 9, &freedonia, NULL), 0);
    assert_int_equal(bal_names_intern(names, "Sylvania", 8, &sylvania, NULL), 0);
    assert_int_equal(bal_names_intern(names, "", 0, &empty, NULL), 0);
    assert_int_equal(bal_names_intern(names, "Freedonia and more", 9, &again, NULL), 0);
    assert_int_equal(freedonia, 1);
    assert_int_equal(sylvania, 2);
    assert_int_equal(empty, 3);
    assert_int_equal(again, 1);
    assert_int_equal(bal_names_count(names), 3);
    assert_string_equal(bal_names_text(names, freedonia), "Freedonia");
    assert_string_equal(bal_names_text(names, empty), "");
    assert_null(bal_names_text(names, 0));
    assert_null(bal_names_text(names, 4));
    assert_int_equal(bal_names_find(names, "Sylvania", 8), 2);
    assert_int_equal(bal_names_find(names, "Sylvania", 5), 0); /* a beginning is another name */
    assert_int_equal(bal_names_find(names, "sylvania", 8), 0);
    bal_names_free(names);
    bal_names_free(NULL);
    assert_all_freed(&meter);
}

static void test_many_names_keep_their_place(void **state)
{
    enum { MANY = 20000 };
    struct meter meter = {0};
    const struct bal_mem mem = {metered, &meter};
    struct bal_names *names = bal_names_new(&mem);
    const char **text = calloc(MANY + 1, sizeof *text);
    char word[32];
    bal_name id;

    (void)state;
    for (unsigned i = 1; i <= MANY; i++) {
        int n = snprintf(word, sizeof word, "actor-%u", i);

        assert_int_equal(bal_names_intern(names, word, (size_t)n, &id, NULL), 0);
        assert_int_equal(id, i);
        text[i] = bal_names_text(names, id);
    }
    for (unsigned i = 1; i <= MANY; i++) {
        int n = snprintf(word, sizeof word, "actor-%u", i);

        assert_ptr_equal(bal_names_text(names, i), text[i]);
        assert_string_equal(text[i], word);
        assert_int_equal(bal_names_find(names, word, (size_t)n), i);
    }
    free(text);
    bal_names_free(names);
    assert_all_freed(&meter);
}

static void test_a_name_longer_than_a_chunk(void **state)
{
    enum { LONG = 200000 };
    struct bal_names *names = bal_names_new(&bal_mem_std);
    char *word = malloc(LONG);
    bal_name a, b, c;

    (void)state;
    memset(word, 'q', LONG);
    assert_int_equal(bal_names_intern(names, "before", 6, &a, NULL), 0);
    assert_int_equal(bal_names_intern(names, word, LONG, &b, NULL), 0);
    assert_int_equal(bal_names_intern(names, "after", 5, &c, NULL), 0);
    assert_int_equal(strlen(bal_names_text(names, b)), LONG);
    assert_int_equal(bal_names_find(names, word, LONG), b);
    assert_int_equal(bal_names_find(names, word, LONG - 1), 0);
    assert_string_equal(bal_names_text(names, a), "before");
    assert_string_equal(bal_names_text(names, c), "after");
    free(word);
    bal_names_free(names);
}

static int intern_500(const struct bal_mem *mem)
{
    struct bal_names *names = bal_names_new(mem);
    struct bal_error err = {0, ""};
    char word[300];
    bal_name id;
    int code = names != NULL ? 0 : BAL_EMEM;

    for (unsigned i = 1; i <= 500 && code == 0; i++) {
        snprintf(word, sizeof word, "%0280u", i); /* long, so that chunks fill up */
        code = bal_names_intern(names, word, 280, &id, &err);
        if (code != 0) {
            assert_int_equal(code, BAL_EMEM);
            assert_string_equal(err.message, "out of memory");
            assert_int_equal(bal_names_count(names), i - 1);
            assert_int_equal(bal_names_find(names, word, 280), 0);
            assert_int_equal(bal_names_intern(names, word, 280, &id, &err), 0); /* memory is back */
            assert_int_equal(id, i);
        }
    }
    bal_names_free(names);
    return code;
}

static void test_names_when_each_allocation_fails(void **state)
{
    size_t fail_at = 0;
    int code;

    (void)state;
    do {
        struct meter meter = {.fail_at = ++fail_at};
        const struct bal_mem mem = {metered, &meter};

        code = intern_500(&mem);
        assert_all_freed(&meter);
    } while (code != 0);
    assert_in_range(fail_at, 8, 40); /* new, slots twice, text seven times, chunks three times */
}

/* Messages ------------------------------------------------------------------------------------- */

static void test_error(void **state)
{
    struct bal_error err = {0, ""};

    (void)state;
    assert_int_equal(bal_fail(&err, BAL_EDATA, "row %d of %s", 7, "events.csv"), BAL_EDATA);
    assert_int_equal(err.code, BAL_EDATA);
    assert_string_equal(err.message, "row 7 of events.csv");
    assert_int_equal(bal_fail(NULL, BAL_EIO, "nobody reads this"), BAL_EIO);
    assert_int_equal(bal_fail_mem(&err), BAL_EMEM);
    assert_string_equal(err.message, "out of memory");
}

/* 1023 bytes fit; a character of two, three or four bytes that does not fit whole goes whole. */
static void test_long_message_stays_text(void **state)
{
    static const char *const letters[] = {"\u00e9", "\u20ac", "\U0001F30D"};
    struct bal_error err;
    char text[1100];

    (void)state;
    for (size_t i = 0; i < COUNT(letters); i++)
        for (size_t fits = 1; fits < strlen(letters[i]); fits++) {
            memset(text, 'a', 1023 - fits);
            strcpy(text + 1023 - fits, letters[i]);
            strcat(text, "zz");
            bal_fail(&err, BAL_EDATA, "%s", text);
            assert_int_equal(strlen(err.message), 1023 - fits);
            assert_int_equal(err.message[1023 - fits - 1], 'a');
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alloc),
        cmocka_unit_test(test_std_mem),
        cmocka_unit_test(test_grow),
        cmocka_unit_test(test_buf),
        cmocka_unit_test(test_buf_formats_around_its_edge),
        cmocka_unit_test(test_buf_failure_sticks),
        cmocka_unit_test(test_edit_distance),
        cmocka_unit_test(test_long_words_are_far_apart),
        cmocka_unit_test(test_edit_distance_against_naive_twin),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_near_keeps_the_first_of_equals),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_many_names_keep_their_place),
        cmocka_unit_test(test_a_name_longer_than_a_chunk),
        cmocka_unit_test(test_names_when_each_allocation_fails),
        cmocka_unit_test(test_error),
        cmocka_unit_test(test_long_message_stays_text),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
