/* What the files of the contrast share. Nothing here is for others: see contrast.h. */
#ifndef BAL_STATS_CONTRAST_PARTS_H
#define BAL_STATS_CONTRAST_PARTS_H

#include "base/choose.h"
#include "base/rng.h"
#include "stats/contrast.h"

/* Prefix sums: of z, the scores that sum to zero, and of how many values are no gaps. The sum over
 * [a, b) is z[b] - z[a]. */
struct bal_sums {
    const struct bal_mem *mem;
    size_t n; /* periods */
    double *z;
    double *have; /* counts, as doubles: they are compared and multiplied with z; NULL: no gaps */
    double values;
    double tolerance; /* two values of Z closer than this are one value */
    bool uneven;      /* arrangements may differ in how many values are inside: there are gaps */
};

int bal_sums_make(const struct bal_mem *mem, const double *y, size_t n, enum bal_estimate estimate,
                  struct bal_sums *s, struct bal_error *err);
void bal_sums_free(struct bal_sums *s);

/* How many values lie in [a, b). */
static inline double bal_sums_values(const struct bal_sums *s, size_t a, size_t b)
{
    return s->have != NULL ? s->have[b] - s->have[a] : (double)(b - a);
}

/* Scores as whole numbers: z of a value is step * (n x - sum x), x = 0, 1, 2, ... */
struct bal_lattice {
    int32_t *x; /* n of them, 0 at a gap */
    int32_t top;
    double step, sum;
};

/* Finds the coarsest unit of which all scores are multiples (but for rounding, and one constant).
 * l->x stays NULL when there is none of at most BAL_LATTICE_MAX steps. */
#define BAL_LATTICE_MAX 1000000
int bal_lattice_find(const struct bal_sums *s, const double *y, struct bal_lattice *l,
                     struct bal_error *err);
void bal_lattice_free(const struct bal_sums *s, struct bal_lattice *l);

/* Arrangements are compared by e = sign * Z * weight, where weight = observed n1 n0 / (n1 n0) is 1
 * when the series has no gaps, and the sign makes "extreme" large. */
struct bal_tally {
    const struct bal_sums *sums;
    enum bal_alternative alternative;
    double product; /* n1 n0 as observed */
    double cut;     /* e at or above this is as extreme as observed */
    double total, extreme, undefined;
    double top, at_top; /* the largest e so far, and how many arrangements have it */
};

void bal_tally_count(struct bal_tally *t, double z, double n_in, double times);
void bal_tally_add(struct bal_tally *t, const struct bal_tally *part);

/* What one test is made of. */
struct bal_job {
    const struct bal_mem *mem;
    const struct bal_contrast_spec *spec;
    size_t n;
    const struct bal_range *window; /* k of them, in time order */
    size_t k;
    size_t *length; /* of the windows, ascending */
    size_t *value;  /* permute: the periods that are no gaps, `values` of them; else NULL */
    size_t values, n_in;
    size_t block;
    const struct bal_sums *sums;
};

/* K! C(free + K, K), and how many of them each distinct order of the lengths stands for. */
double bal_placements(const struct bal_job *job, double *each);

bool bal_next_order(size_t *length, size_t k); /* of ascending lengths, the next permutation */

int bal_relocate_all(const struct bal_job *job, struct bal_tally *t, struct bal_error *err);
int bal_shift_all(const struct bal_job *job, struct bal_tally *t, struct bal_error *err);

/* The dynamic programmes. Cost: additions, infinite when they cannot or had better not be run; -1 when
 * there was no memory to find out. */
double bal_relocate_dynamic_cost(const struct bal_job *job, const struct bal_lattice *l);
int bal_relocate_dynamic(const struct bal_job *job, const struct bal_lattice *l,
                         struct bal_tally *t, struct bal_error *err);
double bal_permute_dynamic_cost(const struct bal_job *job, const struct bal_lattice *l);
int bal_permute_dynamic(const struct bal_job *job, const struct bal_lattice *l, struct bal_tally *t,
                        struct bal_error *err);

/* How many of `reps` random choices of n_in of the values are as extreme as observed. */
int bal_permute_draws(const struct bal_job *job, const struct bal_tally *t, size_t reps,
                      double *extreme, struct bal_error *err);

/* An arrangement: what counts as inside, and, when seg_out > 0, what as outside (else all else). */
struct bal_arrangement {
    struct bal_range *seg; /* seg[0 .. in) inside, seg[in .. in + out) outside */
    size_t in, out;
    size_t *work; /* scratch of the drawing */
    uint64_t *bits;
};

int bal_arrangement_make(const struct bal_job *job, struct bal_arrangement *a,
                         struct bal_error *err);
void bal_arrangement_free(const struct bal_job *job, struct bal_arrangement *a);
void bal_arrange_draw(const struct bal_job *job, struct bal_rng *rng, struct bal_arrangement *a);
void bal_arrange_observed(const struct bal_job *job, struct bal_arrangement *a);

/* Calls visit for every arrangement of shift, permute, phases, and relocate (orders of equal
 * lengths once); stops early when it returns false. */
typedef bool bal_visit(void *ud, const struct bal_arrangement *a);
int bal_arrange_each(const struct bal_job *job, bal_visit *visit, void *ud, struct bal_error *err);
double bal_arrangements(const struct bal_job *job); /* how many that are; infinite for block */

/* (mean inside - mean outside) of the values behind the prefix sums, which have the gaps of s; NaN
 * when one is empty. */
double bal_arranged(const struct bal_sums *s, const double *prefix,
                    const struct bal_arrangement *a);

/* A job for the sorted windows; free it with bal_job_free. */
int bal_job_make(const struct bal_mem *mem, const struct bal_sums *sums,
                 const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                 struct bal_job *job, struct bal_error *err);
void bal_job_free(struct bal_job *job);

/* The series as the null sees it, with gaps outside the phases, goes to seen (n places). */
int bal_contrast_seen(const double *y, size_t n, const struct bal_range *window, size_t k,
                      const struct bal_contrast_spec *spec, double *seen, struct bal_error *err);

/* AR(1) of what is left of y when the means inside and outside are taken off (Yule-Walker over the
 * neighbouring periods). Where most values that follow each other are further apart (an address a
 * year in a series of months), those pairs are taken instead, and phi >= 0 is such that the mean of
 * phi^distance equals that of their products over the variance; its bound .99 is then that of their
 * mean distance. `rest` has room for n values. O(n), there O(60 n). */
void bal_fit_ar1(const double *y, size_t n, const struct bal_range *window, size_t k, double *rest,
                 double *phi, double *sd);

/* Sets job->block: the length asked for, else the one for moving blocks of stats/block_length.h. */
int bal_contrast_block(struct bal_job *job, const double *y, struct bal_error *err);

#endif
