/* A mutator for text that has a grammar. Nearly every byte that libFuzzer changes in a script, a table or JSON
 * makes it one that is refused at that byte; so seven of eight times a whole word or line is changed instead:
 *
 *   rule = "latest"   ->  rule = "rank"       a word becomes another of its kind, of the text
 *   reps = 99         ->  reps = -1e308       or a number at an end of its range
 *   a, b              ->  a, b, b             what stands from one place to another is written twice, or not at all
 *   lines             ->                      and lines change places
 *
 * A target that includes this file has it. */
#ifndef BAL_T_FUZZ_WORDS_H
#define BAL_T_FUZZ_WORDS_H

#include <ctype.h>

#include "fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed);

struct words_span {
    size_t from, to;
};

static inline size_t words_random(uint64_t *state, size_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(*state >> 33) % below;
}

static inline bool words_has(uint8_t c)
{
    return isalnum(c) || c == '_' || c == '.' || c == '-' || c >= 0x80;
}

/* The word that begins at or after a random place, or else an empty one at the end. */
static inline struct words_span words_pick(const uint8_t *data, size_t size, uint64_t *state)
{
    struct words_span w;

    w.from = words_random(state, size);
    while (w.from > 0 && words_has(data[w.from - 1]))
        w.from--;
    while (w.from < size && !words_has(data[w.from]))
        w.from++;
    for (w.to = w.from; w.to < size && words_has(data[w.to]);)
        w.to++;
    return w;
}

/* What a word is, by what it begins with and stands between. */
static inline int words_kind(const uint8_t *data, size_t size, struct words_span w)
{
    enum { PLAIN, NUMBER, QUOTED, FIELD, NAMED };
    size_t after = w.to;

    if (w.from == size || isdigit(data[w.from]))
        return NUMBER;
    if (w.from > 0 && data[w.from - 1] == '"')
        return QUOTED;
    if (w.from > 0 && data[w.from - 1] == ':')
        return FIELD;
    while (after < size && data[after] == ' ')
        after++;
    return after < size && data[after] == '=' ? NAMED : PLAIN;
}

/* Another word of the same kind; the word itself when none is found. */
static inline struct words_span words_pick_like(const uint8_t *data, size_t size,
                                                struct words_span other, uint64_t *state)
{
    int kind = words_kind(data, size, other);

    for (int tries = 0; tries < 50; tries++) {
        struct words_span w = words_pick(data, size, state);

        if (w.from != other.from && words_kind(data, size, w) == kind)
            return w;
    }
    return other;
}

static inline struct words_span words_pick_line(const uint8_t *data, size_t size, uint64_t *state)
{
    struct words_span l;

    l.from = words_random(state, size);
    while (l.from > 0 && data[l.from - 1] != '\n')
        l.from--;
    for (l.to = l.from; l.to < size && data[l.to++] != '\n';)
        ;
    return l;
}

/* Puts n bytes in the place of a span; the old size when there is no room. */
static inline size_t words_put(uint8_t *data, size_t size, size_t most, struct words_span at,
                               const void *bytes, size_t n)
{
    size_t length = size - (at.to - at.from) + n;

    if (length > most || length == 0)
        return size;
    memmove(data + at.from + n, data + at.to, size - at.to);
    memcpy(data + at.from, bytes, n);
    return length;
}

static inline size_t words_number(uint8_t *data, size_t size, size_t most, uint64_t *state)
{
    static const char *const number[] = {
        "0",     "1",    "2",   "3",          "7",          "12",         "100",
        "-1",    "0.5",  "1.5", "9999",       "-0.0",       "1e-300",     "1e300",
        "1e308", "1e19", "-2",  "0x7fffffff", "2147483648", "4294967297", "9223372036854775807"};
    const char *text = number[words_random(state, sizeof number / sizeof *number)];
    struct words_span w = words_pick(data, size, state);

    for (int tries = 0; tries < 20 && (w.from == size || !isdigit(data[w.from])); tries++)
        w = words_pick(data, size, state);
    return words_put(data, size, most, w, text, strlen(text));
}

/* A copy of one span in the place of another, or between two. */
static inline size_t words_copy(uint8_t *data, size_t size, size_t most, struct words_span at,
                                struct words_span from)
{
    size_t n = from.to - from.from;
    uint8_t *copy = malloc(n + 1);

    if (copy == NULL)
        return size;
    memcpy(copy, data + from.from, n);
    size = words_put(data, size, most, at, copy, n);
    free(copy);
    return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed)
{
    uint64_t state = seed;
    struct words_span a, b;

    words_random(&state, 2);
    if (size == 0 || words_random(&state, 8) == 0)
        return LLVMFuzzerMutate(data, size, most);
    for (size_t changes = words_random(&state, 2) + 1; changes > 0 && size > 0; changes--) {
        switch (words_random(&state, 8)) {
        case 0:
        case 1:
        case 2:
            size = words_number(data, size, most, &state);
            break;
        case 3:
        case 4:
        case 5:
            a = words_pick(data, size, &state);
            size = words_copy(data, size, most, a, words_pick_like(data, size, a, &state));
            break;
        case 6: /* from one word to another: once more, or not at all */
            a = words_pick(data, size, &state);
            b = words_pick(data, size, &state);
            if (a.from > b.from || b.from - a.from > 200)
                break;
            a.to = b.from;
            b.to = b.from;
            size = words_random(&state, 2) == 0 ? words_copy(data, size, most, b, a)
                                                : words_put(data, size, most, a, "", 0);
            break;
        default:
            a = words_pick_line(data, size, &state);
            b = words_pick_line(data, size, &state);
            if (words_random(&state, 2) == 0)
                b.to = b.from;
            size = words_copy(data, size, most, b, a);
        }
    }
    return size;
}

#endif
