/* The fewest edits that overturn an answer: which sets of events, dropped or coded otherwise, turn
 * the sign round, change the verdict, or carry the estimate across a threshold.
 *
 *   unit    what is edited as one: an event, or all events of a source
 *   option  one way to edit it: dropped; coded one rung higher; one lower
 *   set     some units, each with one of its options
 *
 * Exhaustive: all sets of one unit, then of two ... up to `most`, until some set of a size reaches the
 * goal; that size is then proven to be the fewest, and all sets of it that reach the goal are counted.
 * A size whose sets are more than `budget` is not begun: the answer up to there is "none of up to s".
 * Greedy, when the exhaustive search has found none: the edit that carries the answer furthest, then
 * the next one beside it ..., and at last every edit that turns out not to be needed is taken back.
 * What it finds is enough, and need not be the fewest; when it finds none there may still be one.
 *
 * Each set is a recount from the start (explore/vary.h). Sets without an estimate do not reach a goal;
 * they are counted. 50 units with one option: 19,600 sets of three, 20,875 of up to three.
 */
#ifndef BAL_EXPLORE_FEWEST_H
#define BAL_EXPLORE_FEWEST_H

#include "explore/vary.h"

enum bal_goal_kind {
    BAL_GOAL_SIGN,     /* the estimate on the other side of none (0; of a ratio: 1) */
    BAL_GOAL_VERDICT,  /* p on the other side of the level */
    BAL_GOAL_THRESHOLD /* the estimate on the other side of a number */
};

struct bal_goal {
    enum bal_goal_kind kind;
    double at; /* the level, or the threshold */
};

/* Whether `now` reaches the goal that `base` does not. An estimate that lies exactly on none, or on the
 * threshold, is on the side from there on up; p at the level is below it. */
bool bal_goal_reached(const struct bal_goal *goal, enum bal_recount_estimate estimate,
                      const struct bal_recount *base, const struct bal_recount *now);

struct bal_unit {
    const size_t *start; /* option o is change[start[o]] .. change[start[o + 1] - 1] */
    size_t options;
};

enum { BAL_FEWEST_MOST = 1000 }; /* of `greedy` and of `keep` */

struct bal_fewest_spec {
    const struct bal_unit *unit;
    size_t units;
    const struct bal_change *change;
    struct bal_goal goal;
    size_t most;   /* largest sets of the exhaustive search */
    double budget; /* recounts of one size at most */
    size_t greedy; /* units that the greedy search may edit; 0: there is none */
    size_t keep;   /* sets that are told one by one, at least 1; the others are only counted */
};

struct bal_pick {
    size_t unit, option;
};

struct bal_fewest {
    size_t size;      /* units of the sets found; 0: none was found */
    bool exhaustive;  /* `size` is the fewest */
    size_t complete;  /* no smaller set up to this size reaches the goal, `size` apart */
    double sets;      /* how many of this size do (greedy: 1) */
    double recounts;  /* made, all in all */
    double undefined; /* of them without an estimate */
    size_t kept;
    struct bal_pick *pick;     /* kept * size, each set by its units; in their order */
    struct bal_varied *varied; /* kept */
};

/* `base`: the question's own answer, which must have an estimate (and p, for a verdict). */
int bal_fewest(const struct bal_mem *mem, const struct bal_question *q,
               const struct bal_fewest_spec *spec, const struct bal_recount *base,
               const struct bal_watch *watch, struct bal_fewest *out, struct bal_error *err);
void bal_fewest_free(const struct bal_mem *mem, const struct bal_fewest_spec *spec,
                     struct bal_fewest *out);

#endif
