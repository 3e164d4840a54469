/* The one part of a schema that needs a library with a state of its own: POSIX regex. */
#include <locale.h>
#include <regex.h>
#include <string.h>

#include "base/buf.h"
#include "io/schema.h"

struct bal_pattern {
    regex_t regex;
    locale_t locale; /* UTF-8, so that . is a character and not a byte */
};

/* What XML Schema and POSIX write differently, or NULL. */
static const char *foreign_syntax(const char *s)
{
    bool brackets = false;

    for (; *s != '\0'; s++) {
        bool word = (s[1] >= 'a' && s[1] <= 'z') || (s[1] >= 'A' && s[1] <= 'Z') ||
                    (s[1] >= '0' && s[1] <= '9');

        if (*s == '\\' && brackets)
            return "a backslash inside brackets is not supported (put - first or last, ] first)";
        if (*s == '\\' && word)
            return "a backslash before a letter or a digit is not supported (for \\d write [0-9])";
        if (*s == '(' && s[1] == '?' && !brackets)
            return "(? is not supported";
        if (*s == '\\' && s[1] != '\0')
            s++;
        else if (*s == '[' && !brackets) {
            brackets = true;
            s += s[1] == '^';
            s += s[1] == ']';
        } else if (*s == '[' && (s[1] == ':' || s[1] == '.' || s[1] == '=')) {
            const char *end = strchr(s + 2, ']');

            s = end != NULL ? end : s;
        } else if (*s == ']')
            brackets = false;
    }
    return NULL;
}

/* What regcomp makes of {n,m} is as large as what it stands for written out, and it calls itself for each
 * parenthesis: a short text could ask for all the memory or all the stack there is. */
enum { LONGEST = 1000, DEEPEST = 50, LARGEST = 10000 };

/* "{2,9}" at s -> 9, at least 1; *s is moved to its last character. */
static size_t repeats(const char **s)
{
    size_t most = 1, n = 0;

    for (const char *p = *s + 1; *p != '\0' && *p != '}'; p++) {
        if (*p >= '0' && *p <= '9' && n < LARGEST)
            n = 10 * n + (size_t)(*p - '0');
        else
            n = 0;
        most = n > most ? n : most;
        *s = p;
    }
    *s += (*s)[1] == '}';
    return most;
}

/* The last character of a bracket expression that begins at s. */
static const char *end_of_brackets(const char *s)
{
    const char *p = s + 1 + (s[1] == '^');

    for (p += *p == ']'; *p != '\0' && *p != ']'; p++)
        if (*p == '[' && strchr(":.=", p[1]) != NULL && p[1] != '\0' && strchr(p + 2, ']') != NULL)
            p = strchr(p + 2, ']');
    return *p != '\0' ? p : p - 1;
}

/* Whether the pattern, its repetitions written out, is within the limits above; else why not. */
static const char *too_large(const char *s)
{
    size_t size[DEEPEST + 1] = {0},
                          last[DEEPEST + 1] = {0}; /* of each open group, and of its last part */
    size_t depth = 0;

    if (strlen(s) > LONGEST)
        return "a pattern has at most 1000 characters";
    for (; *s != '\0'; s++) {
        size_t part = 1;

        if (*s == '(') {
            if (++depth > DEEPEST)
                return "a pattern's parentheses are nested at most 50 deep";
            size[depth] = last[depth] = 0;
            continue;
        }
        if (*s == ')' && depth > 0) {
            part = size[depth--] + 1;
        } else if (*s == '{') {
            part = last[depth] * repeats(&s);
            size[depth] -= last[depth];
        } else if (*s == '[') {
            s = end_of_brackets(s);
        } else if (*s == '\\' && s[1] != '\0') {
            s++;
        }
        last[depth] = part;
        size[depth] += part;
        if (size[depth] > LARGEST)
            return "a pattern's repetitions, written out, have at most 10000 characters";
    }
    return NULL;
}

static int compile(struct bal_pattern *p, const char *text, struct bal_error *err)
{
    locale_t old = uselocale(p->locale);
    int code = regcomp(&p->regex, text, REG_EXTENDED);
    char why[200];

    if (code != 0)
        regerror(code, &p->regex, why, sizeof why);
    uselocale(old);
    if (code == REG_ESPACE)
        return bal_fail_mem(err);
    return code == 0 ? 0 : bal_fail(err, BAL_EDATA, "not a regular expression (%s)", why);
}

static int open_locale(struct bal_pattern *p)
{
    p->locale = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
    if (p->locale == (locale_t)0)
        p->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return p->locale == (locale_t)0 ? BAL_EMEM : 0;
}

static int build(struct bal_pattern *p, const struct bal_mem *mem, const char *text,
                 struct bal_error *err)
{
    struct bal_buf whole;
    int code;

    bal_buf_init(&whole, mem);
    bal_buf_addf(&whole, "^(%s)$", text);
    code = whole.failed || open_locale(p) != 0 ? bal_fail_mem(err) : 0;
    if (code == 0) {
        code = compile(p, whole.data, err);
        if (code != 0)
            freelocale(p->locale);
    }
    bal_buf_free(&whole);
    return code;
}

int bal_pattern_new(const struct bal_mem *mem, const char *text, struct bal_pattern **out,
                    struct bal_error *err)
{
    const char *foreign = foreign_syntax(text); /* or too much */
    int code;

    *out = NULL;
    if (foreign == NULL)
        foreign = too_large(text);
    if (foreign != NULL)
        return bal_fail(err, BAL_EDATA, "%s", foreign);
    *out = bal_calloc(mem, 1, sizeof **out);
    if (*out == NULL)
        return bal_fail_mem(err);
    code = build(*out, mem, text, err);
    if (code != 0) {
        bal_free(mem, *out, sizeof **out);
        *out = NULL;
    }
    return code;
}

void bal_pattern_free(const struct bal_mem *mem, struct bal_pattern *pattern)
{
    if (pattern == NULL)
        return;
    regfree(&pattern->regex);
    freelocale(pattern->locale);
    bal_free(mem, pattern, sizeof *pattern);
}

int bal_pattern_match(const struct bal_pattern *pattern, const char *text)
{
    locale_t old = uselocale(pattern->locale);
    int code = regexec(&pattern->regex, text, 0, NULL, 0);

    if (code !=
        0) /* glibc says the same when it found no memory: a cell is not accused on one word */
        code = regexec(&pattern->regex, text, 0, NULL, 0);
    uselocale(old);
    return code == REG_ESPACE ? BAL_EMEM : code == 0;
}
