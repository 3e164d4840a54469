#include "plot/gp_check.h"

#include <stdbool.h>
#include <string.h>

/* The one line that is not made of the words below: it names the files when somebody runs a .gp. */
static const char prologue[] = "if (!exists(\"OUT\")) OUT = exists(\"ARG0\") && strlen(ARG0) > 3 ? "
                               "ARG0[1:strlen(ARG0)-3] : \"figure\"\n";

/* None of them is an abbreviation of anything that reads, writes or runs. */
static const char *const words[] = {
    "H",          "NaN",          "OUT",       "W",          "arrow",     "at",          "back",
    "background", "bmargin",      "border",    "boxxyerror", "by",        "center",      "circles",
    "dashtype",   "filledcurves", "fillcolor", "fillstyle",  "first",     "fixed",       "font",
    "fontscale",  "format",       "from",      "front",      "graph",     "impulses",    "key",
    "label",      "left",         "linecolor", "lines",      "linetype",  "linewidth",   "lmargin",
    "noborder",   "noenhanced",   "nohead",    "notitle",    "object",    "output",      "plot",
    "pngcairo",   "points",       "pointsize", "pointscale", "pointtype", "px",          "py",
    "rectangle",  "replot",       "reset",     "rgb",        "right",     "rmargin",     "rotate",
    "rounded",    "screen",       "set",       "size",       "solid",     "steps",       "svg",
    "terminal",   "textcolor",    "tics",      "tmargin",    "to",        "transparent", "undefine",
    "unset",      "using",        "with",      "x",          "xrange",    "xtics",       "y",
    "yrange",     "ytics"};

static const char *const commands[] = {"set", "unset", "reset", "plot", "replot", "undefine"};

struct reader {
    const char *at, *end;
    size_t line;
    struct bal_error *err;
    int code;
};

/* Where in a statement a word or a string stands. */
struct statement {
    bool begun, plots, wants_data;
    int depth; /* of parentheses */
};

struct word {
    const char *s;
    size_t n;
};

static int refuse(struct reader *r, const char *what, struct word w)
{
    if (r->code == 0)
        r->code = bal_fail(r->err, BAL_EDENIED,
                           "line %zu of the gnuplot script: %s%s%.*s%s is not what a figure needs",
                           r->line, what, w.n > 0 ? " '" : "", (int)(w.n < 40 ? w.n : 40), w.s,
                           w.n > 0 ? "'" : "");
    return r->code;
}

static bool is(struct word w, const char *text)
{
    return strlen(text) == w.n && memcmp(w.s, text, w.n) == 0;
}

static bool is_one_of(struct word w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is(w, list[i]))
            return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct word take_name(struct reader *r)
{
    struct word w = {r->at, 0};

    while (r->at < r->end && (is_letter(*r->at) || is_digit(*r->at)))
        r->at++;
    w.n = (size_t)(r->at - w.s);
    return w;
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
        r->at++;
}

static bool starts_with(const struct reader *r, const char *text)
{
    size_t n = strlen(text);

    return (size_t)(r->end - r->at) >= n && memcmp(r->at, text, n) == 0;
}

/* What follows on the statement's line, blanks skipped on both sides, is `text`: steps over it. */
static bool takes(struct reader *r, const char *text)
{
    skip_blanks(r);
    if (!starts_with(r, text))
        return false;
    r->at += strlen(text);
    skip_blanks(r);
    return true;
}

static bool at_end_of_statement(const struct reader *r)
{
    return r->at == r->end || *r->at == '\n' || *r->at == ';';
}

/* Comments and strings ------------------------------------------------------------------------- */

/* A backslash would swallow the next line; gnuplot looks for backquotes before it looks for a #. */
static void read_comment(struct reader *r)
{
    for (; r->at < r->end && *r->at != '\n'; r->at++)
        if (strchr("\\`@\"'", *r->at) != NULL)
            refuse(r, "a comment's", (struct word){r->at, 1});
}

static bool is_octal(const struct reader *r)
{
    for (int i = 0; i < 3; i++)
        if (r->end - r->at <= i || r->at[i] < '0' || r->at[i] > '7')
            return false;
    return true;
}

static bool is_plain(char c)
{
    return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80 ||
           (c != '\0' && strchr(" .,:+=/()-#", c) != NULL);
}

static void read_double_quotes(struct reader *r)
{
    for (r->at++; r->at < r->end && *r->at != '"' && r->code == 0; r->at++) {
        if (*r->at == '\\') {
            r->at++;
            if (is_octal(r))
                r->at += 2;
            else if (r->at == r->end || *r->at != 'n')
                refuse(r, "an escape other than octal", (struct word){0});
        } else if (!is_plain(*r->at)) {
            refuse(r, "in a string", (struct word){r->at, 1});
        }
    }
    if (r->at < r->end)
        r->at++;
    else
        refuse(r, "a string without an end", (struct word){0});
}

static void read_single_quotes(struct reader *r) /* a format of numbers */
{
    for (r->at++; r->at < r->end && *r->at != '\'' && r->code == 0; r->at++)
        if (!is_digit(*r->at) && !is_letter(*r->at) &&
            (*r->at == '\0' || strchr("%. +-", *r->at) == NULL))
            refuse(r, "in single quotes", (struct word){r->at, 1});
    if (r->at < r->end)
        r->at++;
    else
        refuse(r, "a string without an end", (struct word){0});
}

/* Blocks --------------------------------------------------------------------------------------- */

/* Numbers and comments, up to the line EOD. */
static void read_block(struct reader *r)
{
    if (!takes(r, "<< EOD") || r->at == r->end || *r->at != '\n') {
        refuse(r, "a block that does not begin with << EOD", (struct word){0});
        return;
    }
    for (;;) {
        const char *end;

        r->at++;
        r->line++;
        end = memchr(r->at, '\n', (size_t)(r->end - r->at));
        if (end == NULL) {
            refuse(r, "a block without an end", (struct word){0});
            return;
        }
        if (starts_with(r, "EOD\n"))
            break;
        for (; r->at < end; r->at++)
            if (strchr("`@\\\"'$", *r->at) != NULL) {
                refuse(r, "in a block", (struct word){r->at, 1});
                return;
            }
    }
    r->at += 3;
}

static void read_dollar(struct reader *r, struct statement *s)
{
    r->at++;
    if (r->at < r->end && is_digit(*r->at)) { /* $1, a column */
        while (r->at < r->end && is_digit(*r->at))
            r->at++;
        return;
    }
    if (take_name(r).n == 0)
        refuse(r, "a $ without a name", (struct word){0});
    else if (!s->begun)
        read_block(r);
    s->begun = true;
    s->wants_data = false;
}

/* Statements ----------------------------------------------------------------------------------- */

static void read_output(struct reader *r)
{
    skip_blanks(r);
    if (at_end_of_statement(r) || takes(r, "OUT.\".svg\"") || takes(r, "OUT.\".png\"")) {
        if (at_end_of_statement(r))
            return;
    }
    refuse(r, "an output other than OUT.\".svg\" and OUT.\".png\"", (struct word){0});
}

static void read_terminal(struct reader *r)
{
    struct word w;

    skip_blanks(r);
    w = take_name(r);
    if (!is(w, "svg") && !is(w, "pngcairo"))
        refuse(r, "the terminal", w);
}

/* NAME = or NAME(x) =, of which the name is read. */
static bool is_given_a_value(struct reader *r)
{
    skip_blanks(r);
    if (takes(r, "("))
        return (takes(r, "x)") || takes(r, "y)")) && takes(r, "=");
    return takes(r, "=") && !starts_with(r, "=");
}

static void read_first_word(struct reader *r, struct statement *s, struct word w)
{
    s->begun = true;
    s->plots = is(w, "plot");
    s->wants_data = s->plots;
    if (is_one_of(w, commands, sizeof commands / sizeof *commands))
        return;
    if (!is_one_of(w, words, sizeof words / sizeof *words) || !is_given_a_value(r))
        refuse(r, "the command", w);
}

static void read_word(struct reader *r, struct statement *s)
{
    struct word w = take_name(r);

    if (!s->begun) {
        read_first_word(r, s, w);
        return;
    }
    if (!is_one_of(w, words, sizeof words / sizeof *words)) {
        refuse(r, "the word", w);
    } else if (s->wants_data && !is(w, "NaN")) {
        refuse(r, "to plot", w);
    } else if (is(w, "output")) {
        read_output(r);
    } else if (is(w, "terminal")) {
        read_terminal(r);
    }
    s->wants_data = false;
}

/* 1, 0.5, 1e-07 */
static void read_number(struct reader *r)
{
    while (r->at < r->end && (is_digit(*r->at) || *r->at == '.'))
        r->at++;
    if (r->at < r->end && *r->at == 'e') {
        r->at++;
        if (r->at < r->end && (*r->at == '+' || *r->at == '-'))
            r->at++;
        while (r->at < r->end && is_digit(*r->at))
            r->at++;
    }
    if (r->at < r->end && is_letter(*r->at))
        refuse(r, "the word", take_name(r));
}

static void read_sign(struct reader *r, struct statement *s)
{
    char c = *r->at;

    if (strchr("+-*/()[],:.=", c) == NULL || c == '\0' || !s->begun || s->wants_data) {
        refuse(r, "the sign", (struct word){r->at, 1});
        return;
    }
    s->depth += (c == '(' || c == '[') - (c == ')' || c == ']');
    s->wants_data = s->plots && c == ',' && s->depth == 0;
    r->at++;
}

static void read_string(struct reader *r, const struct statement *s)
{
    if (!s->begun || s->wants_data)
        refuse(r, "a file's name", (struct word){0});
    else if (*r->at == '"')
        read_double_quotes(r);
    else
        read_single_quotes(r);
}

/* At a newline or a semicolon. */
static void end_statement(struct reader *r, struct statement *s)
{
    r->line += *r->at == '\n';
    r->at++;
    *s = (struct statement){0};
}

static void read_piece(struct reader *r, struct statement *s)
{
    char c = *r->at;

    if (c == '\n' || c == ';') {
        end_statement(r, s);
    } else if (c == ' ' || c == '\t') {
        r->at++;
    } else if (starts_with(r, "\\\n")) {
        r->at += 2;
        r->line++;
    } else if (c == '#') {
        read_comment(r);
    } else if (c == '"' || c == '\'') {
        read_string(r, s);
    } else if (c == '$') {
        read_dollar(r, s);
    } else if (is_letter(c)) {
        read_word(r, s);
    } else if (is_digit(c)) {
        if (!s->begun || s->wants_data)
            refuse(r, "a number", (struct word){0});
        read_number(r);
    } else {
        read_sign(r, s);
    }
}

int bal_gp_check(const char *script, size_t n, struct bal_error *err)
{
    struct reader r = {script, script + n, 1, err, 0};
    struct statement s = {0};

    while (r.at < r.end && r.code == 0) {
        if (!s.begun && starts_with(&r, prologue)) {
            r.at += sizeof prologue - 1;
            r.line++;
        } else {
            read_piece(&r, &s);
        }
    }
    return r.code;
}
