/* What lua/index.c shares with others that make indices: the score of a rung, the day of a record. */
#ifndef BAL_LUA_INDEX_H
#define BAL_LUA_INDEX_H

#include "lua/records.h"
#include "model/window.h"

/* One score for each row of the study's ladder, NaN for none, from the option at the stack index
 * `value`: nil, a column's name, a table or a function. Returns its name; raises what is wrong. */
const char *bal_index_scores(lua_State *L, const struct bal_study *study, int value, double *score);

/* The ladder's row of a rung; BAL_NO_ROW for none. */
size_t bal_index_ladder_row(const struct bal_study *study, bal_name rung);

/* The column that says when: `date`, or `span` where spans are asked for or there is no date;
 * BAL_NO_COLUMN when there is none. */
size_t bal_index_when_column(const struct bal_study *study, const struct bal_table *table,
                             bool spans);

/* The row's span, or its day by the rule; false when an open end leaves none. */
bool bal_index_when(const struct bal_table *table, size_t when, size_t row, bool spans,
                    enum bal_date_rule rule, struct bal_window *out);

#endif
