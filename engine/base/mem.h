/* The one door to the heap.
 *
 * Every allocation of the engine goes through a `struct bal_mem`, so that a caller can count it,
 * cap it, or make it fail. The function has the shape of lua_Alloc on purpose: a Lua state and
 * all that is loaded for its scripts share one allocator.
 */
#ifndef BAL_BASE_MEM_H
#define BAL_BASE_MEM_H

#include <stddef.h>

/* nsize == 0 frees and returns NULL; otherwise (re)allocates, NULL when it cannot.
 * osize is the size `ptr` was got with; it is unspecified when `ptr` is NULL. */
typedef void *(*bal_alloc_fn)(void *ud, void *ptr, size_t osize, size_t nsize);

struct bal_mem {
    bal_alloc_fn fn;
    void *ud;
};

extern const struct bal_mem bal_mem_std; /* realloc and free */

/* NULL when out of memory. Size 0 is taken as 1, so NULL always means failure. */
void *bal_alloc(const struct bal_mem *mem, size_t size);
void *bal_calloc(const struct bal_mem *mem, size_t count, size_t size);
void *bal_realloc(const struct bal_mem *mem, void *ptr, size_t osize, size_t nsize);
void bal_free(const struct bal_mem *mem, void *ptr, size_t size);

/* A growing array: makes room for `need` items of `item` bytes in *ptr, whose capacity in items is
 * *cap, at least doubling it. Returns the (perhaps moved) array and updates *cap; on failure
 * returns NULL and changes nothing. Use as:
 *     int *p = bal_grow(mem, v->item, &v->cap, v->n + 1, sizeof *p);
 *     if (p == NULL) return bal_fail_mem(err);
 *     v->item = p;                                                                             */
void *bal_grow(const struct bal_mem *mem, void *ptr, size_t *cap, size_t need, size_t item);

#endif
