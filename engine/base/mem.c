#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *std_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    (void)ud;
    (void)osize;
    if (nsize == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, nsize);
}

const struct bal_mem bal_mem_std = {std_alloc, NULL};

void *bal_alloc(const struct bal_mem *mem, size_t size)
{
    return mem->fn(mem->ud, NULL, 0, size > 0 ? size : 1);
}

void *bal_calloc(const struct bal_mem *mem, size_t count, size_t size)
{
    void *p;

    if (size > 0 && count > SIZE_MAX / size)
        return NULL;
    p = bal_alloc(mem, count * size);
    if (p != NULL)
        memset(p, 0, count * size);
    return p;
}

void *bal_realloc(const struct bal_mem *mem, void *ptr, size_t osize, size_t nsize)
{
    return mem->fn(mem->ud, ptr, ptr == NULL ? 0 : osize > 0 ? osize : 1, nsize > 0 ? nsize : 1);
}

void bal_free(const struct bal_mem *mem, void *ptr, size_t size)
{
    if (ptr != NULL)
        mem->fn(mem->ud, ptr, size > 0 ? size : 1, 0);
}

void *bal_grow(const struct bal_mem *mem, void *ptr, size_t *cap, size_t need, size_t item)
{
    size_t ncap = *cap > 0 ? *cap : 8;
    void *p;

    if (ptr != NULL && need <= *cap)
        return ptr;
    while (ncap < need) {
        if (ncap > SIZE_MAX / 2)
            return NULL;
        ncap *= 2;
    }
    if (ncap > SIZE_MAX / item)
        return NULL;
    p = bal_realloc(mem, ptr, *cap * item, ncap * item);
    if (p != NULL)
        *cap = ncap;
    return p;
}
