/* The program `balassa`: its command line, the Lua state behind it, and its exit status.
 *
 *   balassa [-e code] [-i] [-l module] [-v] [--traceback] [--help] [--sandbox ...] [--]
 *           [script.lua | NAME | -] [arguments]
 *
 * Exit status: 0; 1 the script failed; 64 wrong usage; 65 bad data; 66 an input is missing; 69
 * gnuplot is missing; 70 a fault of Balassa or no memory; 77 the sandbox said no; 130 stopped by Ctrl-C.
 *
 * The environment variable LUA_INIT, which lua5.4 runs, is not looked at: the same command must
 * give the same figures on every machine. The global `balassa` is set for -e code, for standard
 * input and at the prompt; a script file says `local balassa = require "balassa"`, and so runs
 * under lua5.4 too. */
#ifndef BAL_LUA_PROGRAM_H
#define BAL_LUA_PROGRAM_H

int bal_program(int argc, char **argv);

#endif
