/* Dictionaries: categories of words, as content analysis has them, in the files of its programs.
 *
 *   category    a name, and perhaps the category it is part of; a match counts for both
 *   entry       one or more words, * for any characters (or none) and ? for one; a weight, 1 unless
 *               the file says otherwise
 *
 * Entries are kept as they are written; text/matcher.h makes words of them, by the rules by which
 * the texts were made into words. The readers take bytes: UTF-8, with or without a byte order mark,
 * lines ended by LF, CRLF or CR.
 */
#ifndef BAL_TEXT_DICTIONARY_H
#define BAL_TEXT_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

#define BAL_NO_CATEGORY UINT32_MAX

enum {
    BAL_DICTIONARY_BYTES = 16 * 1024 * 1024,
    BAL_CATEGORIES_MAX = 10000,
    BAL_ENTRIES_MAX = 2000000,
    BAL_NESTING_MAX = 32,
    BAL_ENTRY_BYTES = 255, /* of a name too */
    BAL_FAULTS_MAX = 20    /* told of one file */
};

enum bal_dictionary_format {
    BAL_FORMAT_DIC, /* LIWC: "%", number TAB category, "%", entry TAB numbers */
    BAL_FORMAT_LC3, /* Lexicoder: "+category", then its entries */
    BAL_FORMAT_YKD, /* Yoshikoder: XML, cnode and pnode (Lexicoder's .lcd is the same) */
    BAL_FORMAT_CAT, /* WordStat: nested by tabs, "ENTRY (weight)", _ for a space */
    BAL_FORMAT_YAML, /* nested mappings of lists, as quanteda has them; a weighted entry is {word: 2} */
    BAL_FORMAT_LIST /* an entry a line, perhaps TAB weight; ; or # begins a comment line */
};

struct bal_category {
    size_t name, path; /* in `bytes`, NUL-terminated; the path is "ECONOMY.STATE" */
    uint32_t parent;   /* BAL_NO_CATEGORY: at the top. Always less than its own number. */
    uint32_t line;
};

struct bal_entry {
    size_t text; /* in `bytes`, NUL-terminated */
    uint32_t category, line;
    double weight;
};

struct bal_dictionary {
    const struct bal_mem *mem;
    enum bal_dictionary_format format;
    bool weighted; /* some weight is not 1 */
    struct bal_buf bytes;
    struct bal_category *category;
    size_t ncategories, category_cap;
    struct bal_entry *entry; /* one for each category that it is listed under */
    size_t nentries, entry_cap;
};

/* The format that a file's name ends in; -1 when it says nothing. And by its name ("dic", "list"). */
int bal_dictionary_format_of(const char *file);
int bal_dictionary_format_named(const char *name);
const char *bal_dictionary_format_name(enum bal_dictionary_format format);

/* Reads a dictionary. `file` is the name to be told in messages; `list` is the category of a plain
 * list. Every fault is a line "FILE:LINE: what is wrong; what to do" in `faults` (the first
 * BAL_FAULTS_MAX of them); then the result is BAL_EDATA and the message says how many there are. */
int bal_dictionary_read(const struct bal_mem *mem, enum bal_dictionary_format format,
                        const char *bytes, size_t n, const char *file, const char *list,
                        struct bal_dictionary **out, struct bal_buf *faults, struct bal_error *err);
void bal_dictionary_free(struct bal_dictionary *d); /* NULL is allowed */

/* A dictionary made by hand: empty, then filled by the two below. */
int bal_dictionary_new(const struct bal_mem *mem, enum bal_dictionary_format format,
                       struct bal_dictionary **out, struct bal_error *err);

/* The category of this name within `parent`, added when there is none. */
int bal_dictionary_add_category(struct bal_dictionary *d, uint32_t parent, const char *name,
                                size_t n, uint32_t line, uint32_t *out, struct bal_error *err);
int bal_dictionary_add_entry(struct bal_dictionary *d, uint32_t category, const char *text,
                             size_t n, double weight, uint32_t line, struct bal_error *err);

static inline const char *bal_dictionary_text(const struct bal_dictionary *d, size_t at)
{
    return bal_buf_text(&d->bytes) + at;
}

#endif
