/* The Lua module `balassa`, the same in the program and in balassa.so.
 *
 *   require "balassa"         what scripts use: the public functions of C, and each file of
 *                             scripts/balassa/ under its name, loaded when first asked for
 *   require "balassa.core"    what the library uses: every function of C, and
 *       core.version                  "0.1.0"
 *       core.scripts                  the folder scripts/ in use
 *       core.raise(format, ...)       an error at the script's line; format is string.format's
 *       core.near(word, list)         the candidate nearest to a mistyped word, or nil; `list` is
 *                                     a sequence, or else a table whose string keys count
 *       core.exit_status(message)     65 or 66 or ... when a function failed with this message
 *       core.purpose(file)            the first comment line of a script, or nil
 *       core.names()                  every name of `balassa`, sorted
 *       core.say(text)                text and a newline to standard error, after what was printed;
 *                                     control characters do not pass
 *       core.explain_errors(f)        f(message, misuse) says what an error that ends the script means to its
 *                                     user, in place of the message and its line; nil: no more than
 *                                     it says itself
 *       core.exit(status)             ends the program; all that has a __close is closed
 *       core.kind(value)              __name of its metatable, or nil; whether it has a __tostring
 *       core.attempt(f, ...)          as pcall, for what the data do not allow: memory that ran out,
 *                                     Ctrl-C and failures of the world go on
 *       core.get(value, key)          value[key], or nil when there is no such thing
 *
 * The library uses these and not io, os and debug, which a sandbox does not have.
 */
#ifndef BAL_LUA_CORE_H
#define BAL_LUA_CORE_H

#include <lua.h>

/* The one symbol that balassa.so shows. Returns the module's table. */
__attribute__((visibility("default"))) int luaopen_balassa(lua_State *L);

/* What a process should exit with after dying of a failure with this enum bal_code. */
int bal_exit_status(int code);

#endif
