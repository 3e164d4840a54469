/* Inside of base/date.h: what reading an EDTF text and explaining a bad one share.
 *
 * edtf.c        reads: strict and fast, says yes or no
 * edtf_refuse.c tells what is wrong with a text, once reading has said no
 * edtf_hint.c   guesses what was meant; what it proposes, reading accepts
 */
#ifndef BAL_BASE_EDTF_H
#define BAL_BASE_EDTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

struct bal_bytes {
    const char *s; /* not NUL-terminated; may hold any byte */
    size_t n;
};

size_t bal_bytes_digits(struct bal_bytes text, size_t i); /* how many ASCII digits stand at i */
bool bal_bytes_have(struct bal_bytes text, size_t i, const char *word); /* is `word` at i? */

/* [-]YYYY[-MM[-DD]], each place a digit or X: pointers into the text, NULL for what is missing. */
struct bal_edtf_fields {
    bool negative;
    const char *year, *month, *day;
};

bool bal_edtf_fields(struct bal_bytes text, struct bal_edtf_fields *out);

/* The year with every X as 0 (low) and as 9 (high), without its sign; returns how many of the
 * rightmost places are X, or -1 when an X stands before a digit. */
int bal_edtf_year(const char *year, int *low, int *high);

/* A date or an interval of level 0 or 1. *out is untouched when it is not. */
bool bal_edtf_read(struct bal_bytes text, struct bal_date *out);

/* One end of an interval: a date, ".." or nothing at all. */
bool bal_edtf_read_end(struct bal_bytes text, bool is_start, struct bal_date *out);

/* At the first slash. False when there is none. */
bool bal_edtf_split(struct bal_bytes text, struct bal_bytes *start, struct bal_bytes *end);

uint8_t bal_edtf_qualifier(char c); /* enum bal_date_flag of ? ~ %, 0 for other characters */

/* Fills *err with what is wrong with a text that bal_edtf_read refused. Returns BAL_EDATA. */
int bal_edtf_refuse(struct bal_bytes text, struct bal_error *err);

/* A short text in the making. */
enum { BAL_DRAFT = 80 };

struct bal_draft {
    char s[BAL_DRAFT]; /* NUL-terminated */
    size_t n;
    bool full; /* something did not fit */
};

void bal_draft_add(struct bal_draft *d, const char *s, size_t n);
void bal_draft_adds(struct bal_draft *d, const char *s);
bool bal_draft_reads(const struct bal_draft *d); /* would bal_edtf_read accept it? */

/* What is unusual about the text ("has blanks in it"), and in *d what to write instead; NULL when
 * there is no guess. */
const char *bal_edtf_hint(struct bal_bytes text, struct bal_draft *d);

#endif
