/* The prompt: reads Lua from the terminal, prints what expressions give. */
#ifndef BAL_LUA_PROMPT_H
#define BAL_LUA_PROMPT_H

#include <lua.h>

/* Runs until the end of the input. On a terminal with a line editor, history and completion;
 * otherwise plain lines, without a welcome and without a prompt, so that the output is that of the
 * code alone. Errors are reported and the session goes on.
 *
 * An input that is an expression prints its values. `local` at the beginning of a line
 * names a global: parts of a script can be pasted one after the other. `exit` and `quit` leave, as
 * Ctrl-D does. */
void bal_prompt(lua_State *L);

#endif
