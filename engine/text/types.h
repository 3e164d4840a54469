/* Types: the different words of texts, numbered from 0 in the order in which they were first seen. */
#ifndef BAL_TEXT_TYPES_H
#define BAL_TEXT_TYPES_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

#define BAL_NO_TYPE UINT32_MAX

struct bal_type_slot {
    uint64_t head; /* the first 8 bytes of the word, zeros behind a shorter one */
    uint32_t type; /* its number + 1; 0: nothing here */
    uint16_t len, tag;
};

struct bal_type_place {
    uint32_t start, len; /* in `bytes` */
};

struct bal_types {
    const struct bal_mem *mem;
    uint32_t n;
    struct bal_type_place *place; /* n */
    size_t place_cap;
    struct bal_type_slot *slot; /* open addressing, a power of two */
    size_t slots;
    unsigned char *bytes;
    size_t nbytes, bytes_cap;
};

void bal_types_init(struct bal_types *types, const struct bal_mem *mem);
void bal_types_free(struct bal_types *types); /* safe after init, and after a failure */

/* The number of a word of at most 65535 bytes, which is added when it is new. The 8 bytes behind it
 * may be read. BAL_EMEM; BAL_EDATA beyond four thousand million bytes of words. */
int bal_types_add(struct bal_types *types, const unsigned char *word, size_t len, uint32_t *type,
                  struct bal_error *err);

uint32_t bal_types_find(const struct bal_types *types, const unsigned char *word, size_t len);

/* Not NUL-terminated; 8 more bytes may be read. */
static inline const unsigned char *bal_types_word(const struct bal_types *types, uint32_t type,
                                                  size_t *len)
{
    *len = types->place[type].len;
    return types->bytes + types->place[type].start;
}

#endif
