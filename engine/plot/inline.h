/* Figures as text, for a document that holds them itself: drawn as by plot/figure.h in a
 * folder of their own under $TMPDIR (or /tmp), read back, and gone; the next such drawing removes
 * the folder of a run that was killed. */
#ifndef BAL_PLOT_INLINE_H
#define BAL_PLOT_INLINE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "plot/figure.h"

/* Appends the SVG of figure[i] to *svg[i]; `base` of a figure is only what messages call it. As
 * bal_draw, but nothing is left behind: a script that fails is not kept. */
int bal_draw_inline(const struct bal_mem *mem, const struct bal_figure *figure, size_t n,
                    double seconds, struct bal_buf *const *svg, struct bal_buf *warnings,
                    struct bal_error *err);

/* Appends what `gnuplot --version` says, its first line. */
int bal_gnuplot_version(const struct bal_mem *mem, struct bal_buf *out, struct bal_error *err);

#endif
