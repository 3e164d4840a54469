#include "text/types.h"

#include <string.h>

void bal_types_init(struct bal_types *types, const struct bal_mem *mem)
{
    *types = (struct bal_types){.mem = mem};
}

void bal_types_free(struct bal_types *types)
{
    bal_free(types->mem, types->place, types->place_cap * sizeof *types->place);
    bal_free(types->mem, types->slot, types->slots * sizeof *types->slot);
    bal_free(types->mem, types->bytes, types->bytes_cap);
    *types = (struct bal_types){.mem = types->mem};
}

/* Hashing -------------------------------------------------------------------------------------- */

static uint64_t load(const unsigned char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
    return v;
}

/* The first `len` of 8 bytes, len <= 8, zeros behind them. (Little or big endian: what counts is
 * that equal words give equal numbers.) */
static uint64_t load_part(const unsigned char *p, size_t len)
{
    unsigned char part[8] = {0};

#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (len > 0)
        return load(p) & (~UINT64_C(0) >> (64 - 8 * len));
#endif
    memcpy(part, p, len);
    return load(part);
}

static uint64_t mix(uint64_t h)
{
    h *= UINT64_C(0x9E3779B97F4A7C15); /* 2^64 / golden ratio: Knuth, vol. 3, 6.4 */
    return h ^ h >> 32;
}

struct key {
    const unsigned char *word;
    size_t len;
    uint64_t head, hash;
};

static struct key key_of(const unsigned char *word, size_t len)
{
    struct key key = {.word = word, .len = len};

    key.head = load_part(word, len < 8 ? len : 8);
    key.hash = mix(key.head + len);
    for (size_t i = 8; i < len; i += 8)
        key.hash = mix(key.hash ^ load_part(word + i, len - i < 8 ? len - i : 8));
    return key;
}

static uint16_t tag_of(uint64_t hash)
{
    return (uint16_t)(hash >> 48);
}

/* The slot where the word is, or an empty one where it belongs. */
static size_t probe(const struct bal_types *types, const struct key *key)
{
    size_t mask = types->slots - 1, i = (size_t)key->hash & mask;

    for (;; i = (i + 1) & mask) {
        const struct bal_type_slot *s = &types->slot[i];

        if (s->type == 0)
            return i;
        if (s->head == key->head && s->len == key->len && s->tag == tag_of(key->hash) &&
            (key->len <= 8 || memcmp(types->bytes + types->place[s->type - 1].start + 8,
                                     key->word + 8, key->len - 8) == 0))
            return i;
    }
}

/* Growing -------------------------------------------------------------------------------------- */

static int grow_slots(struct bal_types *types, struct bal_error *err)
{
    size_t old = types->slots, slots = old > 0 ? 2 * old : 256;
    struct bal_type_slot *was = types->slot, *now = bal_calloc(types->mem, slots, sizeof *now);

    if (now == NULL)
        return bal_fail_mem(err);
    types->slot = now;
    types->slots = slots;
    for (size_t i = 0; i < old; i++) {
        if (was[i].type != 0) {
            const struct bal_type_place *p = &types->place[was[i].type - 1];
            struct key key = key_of(types->bytes + p->start, p->len);

            now[probe(types, &key)] = was[i];
        }
    }
    bal_free(types->mem, was, old * sizeof *was);
    return 0;
}

static int append(struct bal_types *types, const struct key *key, struct bal_error *err)
{
    size_t need = types->nbytes + key->len + 8; /* so that 8 bytes behind each word may be read */
    struct bal_type_place *place;
    unsigned char *bytes;

    if (need > UINT32_MAX || types->n == BAL_NO_TYPE - 1)
        return bal_fail(err, BAL_EDATA, "there are too many different words");
    bytes = bal_grow(types->mem, types->bytes, &types->bytes_cap, need, 1);
    if (bytes == NULL)
        return bal_fail_mem(err);
    types->bytes = bytes;
    place = bal_grow(types->mem, types->place, &types->place_cap, types->n + 1, sizeof *place);
    if (place == NULL)
        return bal_fail_mem(err);
    types->place = place;
    memcpy(bytes + types->nbytes, key->word, key->len);
    memset(bytes + types->nbytes + key->len, 0, 8);
    place[types->n] = (struct bal_type_place){(uint32_t)types->nbytes, (uint32_t)key->len};
    types->nbytes += key->len;
    types->n++;
    return 0;
}

int bal_types_add(struct bal_types *types, const unsigned char *word, size_t len, uint32_t *type,
                  struct bal_error *err)
{
    struct key key = key_of(word, len);
    int code = 0;
    size_t i;

    if (types->slots == 0 && (code = grow_slots(types, err)) != 0)
        return code;
    i = probe(types, &key);
    if (types->slot[i].type != 0) {
        *type = types->slot[i].type - 1;
        return 0;
    }
    if (types->n >= types->slots / 2) {
        code = grow_slots(types, err);
        i = code == 0 ? probe(types, &key) : 0;
    }
    if (code == 0)
        code = append(types, &key, err);
    if (code != 0)
        return code;
    types->slot[i] =
        (struct bal_type_slot){key.head, types->n, (uint16_t)key.len, tag_of(key.hash)};
    *type = types->n - 1;
    return 0;
}

uint32_t bal_types_find(const struct bal_types *types, const unsigned char *word, size_t len)
{
    struct key key = key_of(word, len);

    return types->slots > 0 ? types->slot[probe(types, &key)].type - 1 : BAL_NO_TYPE;
}
