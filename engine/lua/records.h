/* What record.c, records.c, filter.c and index.c share. */
#ifndef BAL_LUA_RECORDS_H
#define BAL_LUA_RECORDS_H

#include "lua/bindings.h"

const char *bal_name_text_of(const struct bal_study *study, bal_name name); /* "" for none */
size_t bal_find_column(const struct bal_study *study, const struct bal_table *table,
                       const char *name); /* or BAL_NO_COLUMN */
/* The same, of names: what is called so and holds anything else is none. Only a role's columns are sure of
 * their types, and anybody's table can have a column of that name. */
size_t bal_find_names(const struct bal_study *study, const struct bal_table *table,
                      const char *name);

/* The cell as a Lua value: nil where it is missing, except that a list is always a table. */
void bal_push_cell(lua_State *L, const struct bal_study *study, const struct bal_table *t,
                   size_t col, size_t row);

/* Row `row` as a record. The value at `owner` is a record set: it knows the study object. */
void bal_push_record(lua_State *L, int owner, const struct bal_study *study,
                     const struct bal_table *table, size_t row);

/* The list of the table's column names. */
void bal_push_columns(lua_State *L, const struct bal_study *study, const struct bal_table *table);

void bal_record_class_make(lua_State *L);

/* An empty set with room for `room` rows; the study object is at `study`. */
struct lua_records *bal_push_empty_records(lua_State *L, int study, const struct bal_study *s,
                                           const struct bal_table *table, size_t room);

#endif
