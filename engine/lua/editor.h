/* Lines typed at a terminal: GNU readline, with a history that outlives the session. Readline
 * keeps its state for the whole process, and so does this file: one editor at a time. */
#ifndef BAL_LUA_EDITOR_H
#define BAL_LUA_EDITOR_H

#include <lua.h>

enum bal_line { BAL_LINE, BAL_LINE_END, BAL_LINE_CANCELLED };

/* Sets up keys, completion and history. The history is the file `history` in the folder balassa
 * of $XDG_STATE_HOME (~/.local/state), made when it is missing. When that cannot be done, says so
 * once on standard error and keeps the history in memory. */
void bal_editor_open(lua_State *L);

/* BAL_LINE: pushes the line, without its newline. BAL_LINE_CANCELLED: Ctrl-C, nothing pushed. */
enum bal_line bal_editor_read(lua_State *L, const char *prompt);

void bal_editor_remember(const char *entry); /* of one or more lines */

#endif
