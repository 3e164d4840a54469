#include "plot/svg.h"

#include <stdbool.h>
#include <string.h>

#include "plot/gp.h"

#define FALLBACK ", Arial, Helvetica, sans-serif"

struct piece {
    const char *s;
    size_t n;
};

static bool starts_with(struct piece p, const char *prefix)
{
    size_t n = strlen(prefix);

    return p.n >= n && memcmp(p.s, prefix, n) == 0;
}

static bool contains(struct piece p, const char *word)
{
    return memmem(p.s, p.n, word, strlen(word)) != NULL;
}

static void skip(struct piece *p, size_t n)
{
    p->s += n;
    p->n -= n;
}

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

void bal_xml_escape(struct bal_buf *out, const char *text)
{
    struct bal_buf clean;

    bal_buf_init(&clean, out->mem);
    bal_gp_clean(&clean, text, strlen(text), BAL_GP_LINES);
    out->failed = out->failed || clean.failed;
    for (size_t i = 0; i < clean.len; i++) {
        const char *e = entity(clean.data[i]);

        if (e != NULL)
            bal_buf_adds(out, e);
        else
            bal_buf_addc(out, clean.data[i]);
    }
    bal_buf_free(&clean);
}

/* font-family="X:Bold" -> font-family="X, Arial, ..." font-weight="bold" */
static void add_font(struct bal_buf *out, struct piece value)
{
    const char *colon = memchr(value.s, ':', value.n);
    size_t name = colon != NULL ? (size_t)(colon - value.s) : value.n;
    struct piece style = {value.s + name, value.n - name};

    bal_buf_adds(out, "font-family=\"");
    bal_buf_add(out, value.s, name);
    bal_buf_adds(out, FALLBACK "\"");
    if (contains(style, ":Bold"))
        bal_buf_adds(out, " font-weight=\"bold\"");
    if (contains(style, ":Italic"))
        bal_buf_adds(out, " font-style=\"italic\"");
}

/* One tag, its < and > included. */
static void add_tag(struct bal_buf *out, struct piece tag)
{
    static const char key[] = "font-family=\"";
    const char *at = memmem(tag.s, tag.n, key, sizeof key - 1), *value, *end;

    if (starts_with(tag, "<svg")) {
        bal_buf_adds(out, "<svg role=\"img\"");
        skip(&tag, 4);
    }
    value = at != NULL ? at + sizeof key - 1 : NULL;
    end = value != NULL ? memchr(value, '"', (size_t)(tag.s + tag.n - value)) : NULL;
    if (end == NULL) {
        bal_buf_add(out, tag.s, tag.n);
        return;
    }
    bal_buf_add(out, tag.s, (size_t)(at - tag.s));
    add_font(out, (struct piece){value, (size_t)(end - value)});
    bal_buf_add(out, end + 1, (size_t)(tag.s + tag.n - end - 1));
}

#define APART "\xE2\x80\x8B" /* U+200B */

/* Steps over `head`, and the first of the U+200B behind it when nothing else stands before `stop`:
 * that one bal_gp_quote put in. */
static bool take_apart(struct bal_buf *out, struct piece *text, const char *head, char stop)
{
    struct piece rest = *text, behind;

    if (!starts_with(rest, head))
        return false;
    skip(&rest, strlen(head));
    for (behind = rest; starts_with(behind, APART);)
        skip(&behind, sizeof APART - 1);
    if (behind.n == 0 || behind.s[0] != stop) /* of "]]]>" it is the last two that count */
        return false;
    if (behind.s > rest.s)
        skip(&rest, sizeof APART - 1);
    bal_buf_adds(out, head);
    *text = rest;
    if (stop == '>' && text->n > 0 && text->s[0] == '>') {
        bal_buf_adds(out, "&gt;");
        skip(text, 1);
    }
    return true;
}

/* What stands between two tags. */
static void add_text(struct bal_buf *out, struct piece text)
{
    while (text.n > 0) {
        if (take_apart(out, &text, "&amp;", '#') || take_apart(out, &text, "]]", '>'))
            continue;
        bal_buf_addc(out, text.s[0]);
        skip(&text, 1);
    }
}

/* Up to the next `end`, which is included; all of it when there is none. */
static struct piece take_through(struct piece *rest, const char *end)
{
    const char *at = memmem(rest->s, rest->n, end, strlen(end));
    struct piece p = {rest->s, at != NULL ? (size_t)(at - rest->s) + strlen(end) : rest->n};

    skip(rest, p.n);
    return p;
}

static struct piece take_until_tag(struct piece *rest)
{
    const char *at = memchr(rest->s, '<', rest->n);
    struct piece p = {rest->s, at != NULL ? (size_t)(at - rest->s) : rest->n};

    skip(rest, p.n);
    return p;
}

/* After "<g ...>": steps over "</g>" and the line's end when nothing stands before it. */
static bool skip_empty_group(struct piece tag, struct piece *rest)
{
    struct piece after = *rest;

    if (!starts_with(tag, "<g ") || tag.s[tag.n - 2] == '/')
        return false;
    while (after.n > 0 && strchr(" \n\r\t", after.s[0]) != NULL)
        skip(&after, 1);
    if (!starts_with(after, "</g>"))
        return false;
    skip(&after, strlen("</g>"));
    if (starts_with(after, "\n"))
        skip(&after, 1);
    *rest = after;
    return true;
}

static bool is_whole(struct piece svg)
{
    static const char end[] = "</svg>";

    while (svg.n > 0 && strchr(" \n\r\t", svg.s[svg.n - 1]) != NULL)
        svg.n--;
    return starts_with(svg, "<?xml") && svg.n > 6 && memcmp(svg.s + svg.n - 6, end, 6) == 0;
}

static void add_words(struct bal_buf *out, const char *title, const char *description,
                      const char *about)
{
    bal_buf_adds(out, "\n<title>");
    bal_xml_escape(out, title);
    bal_buf_adds(out, "</title>\n<desc>");
    bal_xml_escape(out, description);
    bal_buf_adds(out, "</desc>");
    if (about != NULL) {
        bal_buf_adds(out, "\n<metadata>");
        bal_xml_escape(out, about);
        bal_buf_adds(out, "</metadata>");
    }
}

int bal_svg_finish(struct bal_buf *out, const char *svg, size_t n, const char *title,
                   const char *description, const char *about, struct bal_error *err)
{
    struct piece rest = {svg, n};
    bool named = false;

    if (!is_whole(rest))
        return bal_fail(err, BAL_ERUN, "the SVG is empty or cut short");
    while (rest.n > 0 && !out->failed) {
        add_text(out, take_until_tag(&rest));
        if (starts_with(rest, "<title>")) {
            take_through(&rest, "</title>");
        } else if (starts_with(rest, "<desc>")) {
            take_through(&rest, "</desc>");
        } else {
            struct piece tag = take_through(&rest, ">");

            if (skip_empty_group(tag, &rest))
                continue;
            add_tag(out, tag);
            if (named || !starts_with(tag, "<svg"))
                continue;
            named = true;
            add_words(out, title, description, about);
        }
    }
    return out->failed ? bal_fail_mem(err) : 0;
}
