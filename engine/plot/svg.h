/* What gnuplot's SVG lacks: a title and a description for who cannot see the figure, a list of
 * fonts to fall back on, bold and italic as SVG writes them. */
#ifndef BAL_PLOT_SVG_H
#define BAL_PLOT_SVG_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* Appends to *out the SVG of gnuplot at `svg`, with
 *   - <title> and <desc> ours (UTF-8, escaped here), role="img"; none on the plots inside, which a
 *     browser would show as tooltips; <metadata> with the lines of `about`, unless it is NULL;
 *   - font-family="X:Bold:Italic" as the list "X, Arial, Helvetica, sans-serif" and font-weight,
 *     font-style;
 *   - the U+200B that bal_gp_quote put into "&#" and "]]>" gone;
 *   - groups with nothing in them gone: the first has the colour of the figure that gnuplot drew
 *     before, and a figure is the same whatever is drawn with it.
 * BAL_ERUN when the SVG is empty or cut short. The message names no file. */
int bal_svg_finish(struct bal_buf *out, const char *svg, size_t n, const char *title,
                   const char *description, const char *about, struct bal_error *err);

/* Appends `text` with & < > and quotes escaped; what XML cannot hold is mended as bal_gp_clean
 * does. */
void bal_xml_escape(struct bal_buf *out, const char *text);

#endif
