/* What the readers of dictionaries share. Private to text/dictionary*.c. */
#ifndef BAL_TEXT_READING_H
#define BAL_TEXT_READING_H

#include "text/dictionary.h"

struct bal_reading {
    struct bal_dictionary *d;
    const char *file, *list;
    const char *s; /* what is left, and how much */
    size_t n;
    uint32_t line;
    struct bal_buf *faults;
    size_t nfaults;
    struct bal_error *err;
};

/* Tells a fault of a line; the text "what; todo" is made of a format. Reading goes on. */
void bal_reading_fault(struct bal_reading *r, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The next line, without its end; false: no more. Counts r->line. */
bool bal_reading_line(struct bal_reading *r, const char **s, size_t *n);

/* Without spaces and tabs at both ends. */
void bal_reading_trim(const char **s, size_t *n);

/* A finite number that is the whole of s. */
bool bal_reading_number(const char *s, size_t n, double *out);

/* Add, where what is wrong with the name or the entry itself is a fault of the line (0 then, and
 * *out is BAL_NO_CATEGORY); else BAL_EMEM or BAL_EDATA, which end the reading. */
int bal_reading_category(struct bal_reading *r, uint32_t parent, const char *name, size_t n,
                         uint32_t line, uint32_t *out);
int bal_reading_entry(struct bal_reading *r, uint32_t category, const char *text, size_t n,
                      double weight, uint32_t line);

int bal_read_dic(struct bal_reading *r);  /* dictionary_lines.c */
int bal_read_lc3(struct bal_reading *r);  /* dictionary_lines.c */
int bal_read_cat(struct bal_reading *r);  /* dictionary_lines.c */
int bal_read_list(struct bal_reading *r); /* dictionary_lines.c */
int bal_read_ykd(struct bal_reading *r);  /* dictionary_ykd.c */
int bal_read_yaml(struct bal_reading *r); /* dictionary_yaml.c */

#endif
