/* Text and numbers as gnuplot reads them.
 *
 * Text from data never reaches gnuplot as code. In double quotes gnuplot runs what stands between
 * backquotes, expands @macros and reads \ as an escape, so everything outside a short list of
 * harmless characters is written as an octal escape:
 *
 *     the "x" `date`      ->      "the \042x\042 \140date\140"
 */
#ifndef BAL_PLOT_GP_H
#define BAL_PLOT_GP_H

#include <stddef.h>

#include "base/buf.h"

enum bal_gp_newlines {
    BAL_GP_ONE_LINE, /* a newline becomes a space, like every other control character */
    BAL_GP_LINES,    /* a newline becomes \n: gnuplot breaks the line there */
    BAL_GP_BYTES     /* a file name: every byte stays what it is */
};

/* Appends the `n` bytes at `text` as a gnuplot string, its double quotes included. UTF-8 passes;
 * each ill-formed part of it, and U+FFFE and U+FFFF, become U+FFFD. Control characters (C0, DEL,
 * C1) become spaces. Use with `noenhanced`.
 *
 * gnuplot copies "&#x" and "]]>" to an SVG as they are, which XML then takes for a character
 * reference and for an error: both are kept apart by a U+200B, which bal_svg_finish takes out. */
void bal_gp_quote(struct bal_buf *out, const char *text, size_t n, enum bal_gp_newlines newlines);

/* Appends the text itself, mended in the same way: well-formed UTF-8 on one line (BAL_GP_LINES
 * keeps the newlines) that XML can hold. */
void bal_gp_clean(struct bal_buf *out, const char *text, size_t n, enum bal_gp_newlines newlines);

/* Appends `text` for use behind a #: what is not in [A-Za-z0-9 _.,:+=/()-] becomes an underscore
 * (a backslash at the end of a comment would swallow the next line). */
void bal_gp_comment(struct bal_buf *out, const char *text, size_t n);

/* Appends the shortest decimal that reads back as x, with a point in every locale. What is not
 * finite is NaN, which gnuplot takes for a missing value. */
void bal_gp_number(struct bal_buf *out, double x);

/* x to `decimals` (0 .. 17) places, without zeros at the end; never "-0". */
void bal_gp_fixed(struct bal_buf *out, double x, int decimals);

#endif
