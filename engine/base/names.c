#include "base/names.h"

#include <string.h>

/*  text[]   1 ──► "altyn-2003\0"      chunk: texts packed one after another, so that an address
 *           2 ──► "speech\0"                 never moves while the arrays beside it grow
 *  slot[]   hash(text) -> number, open addressing, at most two thirds full                       */
enum { CHUNK = 64 * 1024, SLOTS = 256 };

/* On top of others a few names are expected. */
enum { CHUNK_OVER = 256, SLOTS_OVER = 16 };

struct chunk {
    struct chunk *next;
    size_t used, size; /* size: bytes of data[] */
    char data[];
};

struct bal_names {
    const struct bal_mem *mem;
    struct chunk *chunks;
    const char **text; /* text[0] is NULL */
    size_t count, cap;
    bal_name *slot;
    size_t slots;                  /* a power of two, or 0 */
    const struct bal_names *under; /* on top of these, which are on top of none; or NULL */
    size_t before;                 /* their number: text[1] is name before + 1 */
};

static uint64_t hash_bytes(const char *s, size_t n) /* FNV-1a, 64 bits */
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
    return h ^ (h >> 32);
}

struct bal_names *bal_names_new(const struct bal_mem *mem)
{
    struct bal_names *names = bal_calloc(mem, 1, sizeof *names);

    if (names != NULL)
        names->mem = mem;
    return names;
}

void bal_names_free(struct bal_names *names)
{
    const struct bal_mem *mem;

    if (names == NULL)
        return;
    mem = names->mem;
    for (struct chunk *c = names->chunks, *next; c != NULL; c = next) {
        next = c->next;
        bal_free(mem, c, sizeof *c + c->size);
    }
    bal_free(mem, names->text, names->cap * sizeof *names->text);
    bal_free(mem, names->slot, names->slots * sizeof *names->slot);
    bal_free(mem, names, sizeof *names);
}

/* The slot that holds these bytes, or the empty one where they belong. Needs slots > 0. */
static size_t find_slot(const struct bal_names *names, const char *s, size_t n)
{
    size_t i = (size_t)hash_bytes(s, n) & (names->slots - 1);

    for (; names->slot[i] != 0; i = (i + 1) & (names->slots - 1)) {
        const char *t = names->text[names->slot[i]];

        if (strncmp(t, s, n) == 0 && t[n] == '\0')
            break;
    }
    return i;
}

static int grow_slots(struct bal_names *names)
{
    size_t old = names->slots, first = names->under != NULL ? SLOTS_OVER : SLOTS;
    size_t nslots = old > 0 ? old * 2 : first;
    bal_name *slot = bal_calloc(names->mem, nslots, sizeof *slot);

    if (slot == NULL)
        return BAL_EMEM;
    bal_free(names->mem, names->slot, old * sizeof *names->slot);
    names->slot = slot;
    names->slots = nslots;
    for (bal_name k = 1; k <= names->count; k++)
        slot[find_slot(names, names->text[k], strlen(names->text[k]))] = k;
    return 0;
}

static char *store(struct bal_names *names, const char *s, size_t n)
{
    struct chunk *c = names->chunks;
    char *p;

    if (c == NULL || c->size - c->used < n + 1) {
        size_t least = names->under != NULL ? CHUNK_OVER : CHUNK;
        size_t size = n + 1 > least ? n + 1 : least;

        c = bal_alloc(names->mem, sizeof *c + size);
        if (c == NULL)
            return NULL;
        *c = (struct chunk){.next = names->chunks, .size = size};
        names->chunks = c;
    }
    p = c->data + c->used;
    if (n > 0)
        memcpy(p, s, n);
    p[n] = '\0';
    c->used += n + 1;
    return p;
}

static int add_text(struct bal_names *names, const char *s, struct bal_error *err)
{
    const char **text =
        bal_grow(names->mem, names->text, &names->cap, names->count + 2, sizeof *text);

    if (text == NULL)
        return bal_fail_mem(err);
    names->text = text;
    text[0] = NULL;
    text[++names->count] = s;
    return 0;
}

static int make_room(struct bal_names *names, struct bal_error *err)
{
    if ((names->count + 2) * 3 > names->slots * 2 && grow_slots(names) != 0)
        return bal_fail_mem(err);
    return 0;
}

int bal_names_intern(struct bal_names *names, const char *s, size_t n, bal_name *out,
                     struct bal_error *err)
{
    size_t i;
    char *text;
    int code;

    *out = names->under != NULL ? bal_names_find(names->under, s, n) : 0;
    if (*out != 0)
        return 0;
    code = make_room(names, err);
    if (code != 0)
        return code;
    i = find_slot(names, s, n);
    if (names->slot[i] == 0) {
        if (bal_names_count(names) >= UINT32_MAX - 1)
            return bal_fail(err, BAL_EDATA, "more than 4 billion different names in one study");
        text = store(names, s, n);
        if (text == NULL)
            return bal_fail_mem(err);
        code = add_text(names, text, err);
        if (code != 0)
            return code;
        names->slot[i] = (bal_name)names->count;
    }
    *out = (bal_name)(names->before + names->slot[i]);
    return 0;
}

struct bal_names *bal_names_over(const struct bal_mem *mem, const struct bal_names *under)
{
    struct bal_names *names = bal_names_new(mem);
    int code = 0;

    if (names == NULL)
        return NULL;
    names->under = under->under != NULL ? under->under : under;
    names->before = bal_names_count(names->under);
    for (size_t k = 1; code == 0 && under->under != NULL && k <= under->count; k++) {
        code = make_room(names, NULL);
        if (code == 0)
            code = add_text(names, under->text[k], NULL);
        if (code == 0)
            names->slot[find_slot(names, under->text[k], strlen(under->text[k]))] = (bal_name)k;
    }
    if (code == 0)
        return names;
    bal_names_free(names);
    return NULL;
}

bal_name bal_names_find(const struct bal_names *names, const char *s, size_t n)
{
    bal_name own = names->slots > 0 ? names->slot[find_slot(names, s, n)] : 0;

    if (own != 0)
        return (bal_name)(names->before + own);
    return names->under != NULL ? bal_names_find(names->under, s, n) : 0;
}

const char *bal_names_text(const struct bal_names *names, bal_name name)
{
    if (names->under != NULL && name <= names->before)
        return bal_names_text(names->under, name);
    return name > names->before && name - names->before <= names->count
               ? names->text[name - names->before]
               : NULL;
}

size_t bal_names_count(const struct bal_names *names)
{
    return names->before + names->count;
}
