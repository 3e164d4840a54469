/* A multiverse: every combination of defensible choices, each a universe with its own estimate.
 * (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016; joint tests after the specification curve of
 * Simonsohn, Simmons & Nelson 2020.)
 *
 *   parameter   study  of  masks...  date  score  rule  except  estimate  windows
 *   option      0      0   3  1      2     0      1     0       1         4         -> one universe
 *               └────────── the index ───────────────┘  └─ scores ─────┘  └─ p ─┘
 *
 * Universes are numbered from 0 with the last parameter running fastest, so that neighbours share an
 * index: it is made once for all estimates and windows that follow. An explicit list of universes
 * may be in any order; neighbours share what they have in common.
 *
 * Everything is resolved before the first universe runs: which rows a mask lets pass, the day and
 * the score of each row under each reading, windows as periods. What cannot be resolved is a fault
 * with a text of the caller's; universes that meet it are rows with that fault.
 *
 * All universes stand on one grid of n periods: the joint tests move all windows of all universes by
 * one and the same number of periods, which keeps the order of time and how universes depend on each
 * other. Rows are the same bits for any number of threads, and so are the joint tests: their sums
 * are whole numbers.
 *
 * Cost: about 1 microsecond a universe of 240 periods with p by shift, about 4 with the joint tests,
 * on one core; memory: a row a universe, and what does not depend on their number.
 */
#ifndef BAL_EXPLORE_MULTIVERSE_H
#define BAL_EXPLORE_MULTIVERSE_H

#include "base/watch.h"
#include "explore/recount.h"

enum bal_mv_role { /* in the order of the numbering */
                   BAL_MV_STUDY,
                   BAL_MV_OF,
                   BAL_MV_MASK, /* as many as there are */
                   BAL_MV_DATE,
                   BAL_MV_SCORE,
                   BAL_MV_RULE,
                   BAL_MV_EXCEPT,
                   BAL_MV_ESTIMATE,
                   BAL_MV_WINDOWS
};

enum { BAL_MV_DIMS = 32, BAL_MV_OPTIONS = 65535 };

/* How an index looks at a row: its day, the span it holds, or only that it is there. */
enum bal_mv_look { BAL_MV_DAY, BAL_MV_SPAN, BAL_MV_COUNT, BAL_MV_LOOKS };

struct bal_mv_reading { /* the rows of one pool that have a place and a score */
    size_t n;
    const struct bal_placed *placed; /* in the order that bal_index_fill wants */
    const uint32_t *row;             /* of the pool */
    int fault;                       /* of the caller's texts, from 1; 0: none */
};

struct bal_mv_mask {
    const uint64_t *bit; /* row r passes when bit r is set; NULL: all pass */
    int fault;
};

struct bal_mv_windows {
    const struct bal_range *range; /* let pass by bal_contrast_windows, in time order */
    size_t k;
    int fault;
};

struct bal_mv_dim {
    enum bal_mv_role role;
    size_t options;
    const struct bal_mv_mask *mask; /* of a mask: [option][pool] */
};

struct bal_multiverse {
    size_t n; /* periods */
    size_t dims;
    struct bal_mv_dim dim[BAL_MV_DIMS]; /* in the order of their roles; every role but MASK once */
    size_t universes;
    const uint16_t *choice; /* of an explicit list: dims options a universe; NULL: the product */

    size_t pools;                         /* studies x ofs */
    size_t rows;                          /* the most that a pool has */
    const struct bal_mv_reading *reading; /* [pool][look][date][score] */
    const struct bal_index_spec *rule;    /* [option]; start, n and interval those of the grid */
    const struct bal_mv_windows *windows, *except; /* [study][option]; except may have k = 0 */
    const enum bal_recount_estimate *estimate;     /* [option] */

    enum bal_recount_null null;
    enum bal_alternative alternative;
    double alpha; /* significant: p <= alpha */
};

/* Faults of a row: those of a recount, then the caller's texts. */
enum { BAL_MV_NOT_RUN = -1, BAL_MV_TEXTS = 16 };

struct bal_mv_row {
    double estimate, p, floor; /* NaN where there is none */
    uint32_t n_in, n_out, gaps;
    uint32_t events; /* rows that the index is made of */
    int32_t fault;   /* 0, BAL_MV_NOT_RUN, a bal_recount_fault, or BAL_MV_TEXTS + a text's number */
};

/* The options of universe u, one for each parameter. */
void bal_mv_choices(const struct bal_multiverse *mv, size_t u, uint16_t *choice);

/* The place of a role's parameter in mv->dim; it must be there. */
size_t bal_mv_dim_of(const struct bal_multiverse *mv, enum bal_mv_role role);

/* The product's size; 0 when it does not fit in 2^53. */
size_t bal_mv_product(const struct bal_multiverse *mv);

/* One thread's place in a multiverse. */
struct bal_mv_worker;
int bal_mv_worker_new(const struct bal_mem *mem, const struct bal_multiverse *mv,
                      struct bal_mv_worker **out, struct bal_error *err);
void bal_mv_worker_free(const struct bal_mem *mem, struct bal_mv_worker *w);

/* Makes the index of universe u; *y then holds its mv->n values until the next call, with gaps
 * where periods are excepted, and *windows its windows. Returns the fault, as in a row. */
int32_t bal_mv_go(struct bal_mv_worker *w, size_t u, const double **y,
                  const struct bal_mv_windows **windows, uint32_t *events);

/* What the joint tests add up over universes, for each shift. Born zeroed by bal_mv_joint_new. */
struct bal_mv_joint {
    size_t n;
    int64_t *up, *down; /* universes significant with an estimate above and below no effect */
    int64_t *with;      /* universes that have an estimate in this shift */
    int64_t *z;         /* sum of their normal scores, in units of 2^-32 */
    int64_t everywhere; /* universes with an estimate in all shifts; a merge adds them to `with` */
    double low, per;    /* estimates x counted by floor((x - low) per), held within 0 .. bins - 1 */
    size_t bins;
    uint32_t *bin;   /* n x bins */
    double rounding; /* estimates closer than this are one value */
    double *median;  /* filled by bal_mv_medians */
};
int bal_mv_joint_new(const struct bal_mem *mem, size_t n, struct bal_mv_joint *out,
                     struct bal_error *err);
void bal_mv_joint_free(const struct bal_mem *mem, struct bal_mv_joint *j);

/* Runs the universes [from, to): fills their rows, and adds them to `joint` when it is not NULL.
 * threads: 0 for all. BAL_ESTOP when the watch says so; rows that were not reached are then
 * BAL_MV_NOT_RUN, and `joint` is not to be used. */
int bal_mv_run(const struct bal_mem *mem, const struct bal_multiverse *mv, size_t from, size_t to,
               int threads, const struct bal_watch *watch, struct bal_mv_row *row,
               struct bal_mv_joint *joint, struct bal_error *err);

/* The median over universes in each shift, exactly, in memory that does not grow with them: the
 * histogram of each shift, counted by bal_mv_run, finds the stretch that holds the median, and another
 * walk collects what lies in it; where too much does, a walk cuts the stretch again. Ratios r
 * stand as (r - 1) / (r + 1). */
int bal_mv_medians(const struct bal_mem *mem, const struct bal_multiverse *mv, int threads,
                   const struct bal_watch *watch, struct bal_mv_joint *joint,
                   struct bal_error *err);

/* One statistic against its shifts. direction: BAL_GREATER and BAL_LESS are a predicted sign, for
 * which large is what was predicted; BAL_TWO_SIDED takes either. */
struct bal_mv_test {
    double observed;  /* of the predicted direction: a share, or a signed number */
    double p, floor;  /* NaN when there is nothing to go by */
    double low, high; /* 2.5 % and 97.5 % quantiles over the shifts (type 1) */
    double expected;  /* mean over the shifts */
};
struct bal_mv_tests {
    struct bal_mv_test median, share, z;
    size_t shifts; /* in which any universe has an estimate */
};
/* scratch: joint->n numbers. */
void bal_mv_test(const struct bal_mv_joint *joint, enum bal_alternative direction, double *scratch,
                 struct bal_mv_tests *out);

/* Share of the variance of the estimates (those that are finite) between the options of each
 * parameter: eta squared = sum over options n_o (mean_o - mean)^2 / sum (x - mean)^2, the one-way
 * analysis of variance (Fisher 1925). In a product without failures the shares of all parameters
 * add up to the additive part; the rest is interaction. share[dims]: NaN when nothing varies.
 * room: 2 x the most options numbers. */
void bal_mv_variance(const struct bal_multiverse *mv, const struct bal_mv_row *row, double *room,
                     double *share);

#endif
