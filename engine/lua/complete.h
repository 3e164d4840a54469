/* Completion at the prompt, of what stands before the cursor:
 *
 *   stu            globals and keywords
 *   balassa.ch     fields of a table or an object
 *   study:cri      methods
 *   events["na     ids of a record set; likewise events:get("na and study:event("na
 *   other "te      file names
 *
 * An object says what it answers to by a metamethod __complete(obj), which gives a list of names.
 * Only names, fields and constant indices are followed: nothing the user did not run is run,
 * but for the computed fields of objects. */
#ifndef BAL_LUA_COMPLETE_H
#define BAL_LUA_COMPLETE_H

#include <lua.h>

void bal_complete_open(void);          /* tells readline; once */
void bal_complete_start(lua_State *L); /* the state to complete from */

/* (line up to the word, word, whether the word is in quotes) -> { [candidate] = true }, or nil
 * when file names are wanted. */
int bal_complete(lua_State *L);

#endif
