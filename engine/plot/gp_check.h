/* Whether a gnuplot script only draws.
 *
 * gnuplot can run commands, read any file and write any file. So every script that Lua code made, the
 * library's or a stranger's, is read here before gnuplot reads it, and refused unless every word of it
 * is one that Balassa's own figures use (a new kind of chart may need a word more in the list):
 *
 *   - a statement begins with set, unset, reset, plot, replot, a name that is given a value, or a $block;
 *   - every other word is on a list; so system, load, print, table, fit and the rest do not occur, and
 *     no abbreviation of them;
 *   - strings hold what bal_gp_quote writes, a colour or a font: no backquote, no @macro, no % but in
 *     the single quotes of a number format;
 *   - what is plotted is a $block of the script, never a file or a pipe;
 *   - the output is OUT.".svg" or OUT.".png", the terminals are svg and pngcairo.
 *
 * It asks for less than it could: a script may still be wrong, and then gnuplot says so. */
#ifndef BAL_PLOT_GP_CHECK_H
#define BAL_PLOT_GP_CHECK_H

#include <stddef.h>

#include "base/error.h"

/* 0, or BAL_EDENIED with the line and what is not allowed there. */
int bal_gp_check(const char *script, size_t n, struct bal_error *err);

#endif
