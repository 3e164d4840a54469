/* Figures: a gnuplot script each, drawn together by one gnuplot.
 *
 * A script gets the folder and name to write to in the gnuplot variable OUT, and must make
 * OUT.".svg" (terminal svg) and OUT.".png" (terminal pngcairo) and close both. Everything is made
 * under temporary names in the figure's folder and renamed when it is whole:
 *
 *   plots/.chart-1.tmp-4711-0.gp  .svg  .png     ->     plots/chart-1.gp  .svg  .png
 *                                                  or   plots/chart-1.failed.gp
 *
 * What a run that was killed left under such names goes when the figure is drawn next (base/beside.h).
 * Figures are not synced to the disk: after a power cut one may have to be drawn again.
 */
#ifndef BAL_PLOT_FIGURE_H
#define BAL_PLOT_FIGURE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct bal_figure {
    const char *base;   /* folder and name, without an ending: "plots/chart-1" */
    const char *script; /* gnuplot, `script_len` bytes */
    size_t script_len;
    const char *title;       /* of the SVG, for who cannot see it */
    const char *description; /* likewise */
    const char *about;       /* of the SVG: lines that say where it comes from; may be NULL */
};

/* BAL_EARG: a base that cannot be a file's name, or would be more than that to gnuplot. */
int bal_figure_check_base(const char *base, struct bal_error *err);

/* Draws them in this order. When one fails, those before it are kept, it leaves BASE.failed.gp and
 * nothing else, those after it are not drawn, and the message says which it was. *warnings takes
 * what gnuplot printed although all went well (and a BASE.failed.gp of an earlier try goes); the script's file is called BASE.gp in it.
 * `seconds` is what the whole set may take.
 * BAL_EARG: a base that cannot be a file's name; BAL_ENOPROG, BAL_ERUN, BAL_EIO, BAL_EMEM. */
int bal_draw(const struct bal_mem *mem, const struct bal_figure *figure, size_t n, double seconds,
             struct bal_buf *warnings, struct bal_error *err);

/* Appends what gnuplot draws for `script` in `cols` by `rows` characters. */
int bal_draw_terminal(const struct bal_mem *mem, const char *script, size_t script_len, int cols,
                      int rows, double seconds, struct bal_buf *out, struct bal_error *err);

#endif
