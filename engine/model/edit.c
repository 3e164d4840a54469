#include "model/edit.h"

#include <stdbool.h>
#include <string.h>

#include "base/near.h"

static const char *const verb_name[] = {"add",    "drop",  "recode", "move",
                                        "resize", "merge", "use",    "restrict"};

int bal_verb_named(const char *name)
{
    for (int i = 0; i < BAL_EDIT_VERBS; i++)
        if (strcmp(verb_name[i], name) == 0)
            return i;
    return -1;
}

const char *bal_verb_name(enum bal_verb verb)
{
    return verb_name[verb];
}

/* Writing -------------------------------------------------------------------------------------- */

static bool is_plain(char c)
{
    return (unsigned char)c > ' ' && c != 0x7F && c != '"' && c != '=' && c != '#' && c != '\\';
}

void bal_edit_write_word(const char *word, struct bal_buf *out)
{
    bool plain = word[0] != '\0';

    for (const char *s = word; plain && *s != '\0'; s++)
        plain = is_plain(*s);
    if (plain) {
        bal_buf_adds(out, word);
        return;
    }
    bal_buf_addc(out, '"');
    for (const char *s = word; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\')
            bal_buf_addf(out, "\\%c", *s);
        else if (*s == '\n' || *s == '\r' || *s == '\t')
            bal_buf_addf(out, "\\%c", *s == '\n' ? 'n' : *s == '\r' ? 'r' : 't');
        else if ((unsigned char)*s < ' ' || *s == 0x7F)
            bal_buf_addf(out, "\\x%02x", (unsigned char)*s);
        else
            bal_buf_addc(out, *s);
    }
    bal_buf_addc(out, '"');
}

void bal_edit_write(const struct bal_edit *edit, struct bal_buf *out)
{
    bal_buf_addf(out, "%s ", verb_name[edit->verb]);
    bal_edit_write_word(edit->table, out);
    if (edit->id != NULL) {
        bal_buf_addc(out, ' ');
        bal_edit_write_word(edit->id, out);
    }
    for (size_t i = 0; i < edit->n; i++) {
        bal_buf_addc(out, ' ');
        bal_edit_write_word(edit->set[i].key, out);
        bal_buf_addc(out, '=');
        if (edit->set[i].value != NULL)
            bal_edit_write_word(edit->set[i].value, out);
    }
}

/* Reading -------------------------------------------------------------------------------------- */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The character of the escape at `s`, behind its backslash; its length in *n, 0 when it is none. */
static char unescape(const char *s, size_t *n)
{
    int high, low;

    *n = 1;
    switch (s[0]) {
    case '"':
    case '\\':
        return s[0];
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'x':
        high = hex(s[1]);
        low = high >= 0 ? hex(s[2]) : -1;
        *n = low >= 0 && high * 16 + low > 0 ? 3 : 0;
        return (char)(high * 16 + low);
    default:
        *n = 0;
        return '\0';
    }
}

/* The inside of the quotes that open at *p, moved to where they open; *p is then behind them. */
static char *quoted(char **p, struct bal_error *err)
{
    char *start = *p, *out = *p, *in;
    size_t n;

    for (in = start + 1; *in != '"'; in++) {
        if (*in == '\0') {
            bal_fail(err, BAL_EDATA, "a double quote is not closed");
            return NULL;
        }
        if (*in != '\\') {
            *out++ = *in;
            continue;
        }
        *out++ = unescape(in + 1, &n);
        if (n == 0) {
            bal_fail(err, BAL_EDATA,
                     "a backslash in double quotes goes before one of \" \\ n r t, or x and two "
                     "hexadecimal digits");
            return NULL;
        }
        in += n;
    }
    *out = '\0';
    *p = in + 1;
    return start;
}

/* One piece of a word at *p, made to end with a NUL; *p is then at the character after it, which
 * *end holds. NULL with *err filled when it is malformed. */
static char *piece(char **p, char *end, struct bal_error *err)
{
    char *start = *p;

    if (*start == '"') {
        start = quoted(p, err);
        *end = **p;
        return start;
    }
    while (is_plain(**p))
        ++*p;
    *end = **p;
    **p = '\0';
    return start;
}

char *bal_edit_word(char **p, char **value, int *has_value, struct bal_error *err)
{
    char *word, end;

    err->code = 0;
    *value = NULL;
    *has_value = 0;
    while (**p == ' ' || **p == '\t')
        ++*p;
    if (**p == '\0' || **p == '#')
        return NULL;
    word = piece(p, &end, err);
    if (word != NULL && end == '=') {
        bool empty;

        *has_value = 1;
        ++*p;
        empty = **p == '\0' || **p == ' ' || **p == '\t';
        *value = piece(p, &end, err);
        if (*value == NULL)
            return NULL;
        if (empty)
            *value = NULL;
    }
    if (word == NULL)
        return NULL;
    if (end != '\0' && end != ' ' && end != '\t') {
        bal_fail(err, BAL_EDATA,
                 "a word that holds one of \" = # \\ or a control character is written in double "
                 "quotes");
        return NULL;
    }
    if (end != '\0')
        ++*p;
    return word;
}

static int read_verb(const char *word, struct bal_edit *out, struct bal_error *err)
{
    struct bal_near near;
    int verb = bal_verb_named(word);

    if (verb >= 0) {
        out->verb = (enum bal_verb)verb;
        return 0;
    }
    bal_near_start(&near, word);
    for (int i = 0; i < BAL_EDIT_VERBS; i++)
        bal_near_try(&near, verb_name[i]);
    if (near.best != NULL)
        return bal_fail(err, BAL_EDATA, "unknown edit '%.80s'; did you mean '%s'?", word,
                        near.best);
    return bal_fail(err, BAL_EDATA,
                    "unknown edit '%.80s' (known: add, drop, merge, move, recode, resize, "
                    "restrict, use)",
                    word);
}

int bal_edit_read(char *line, struct bal_setting *room, struct bal_edit *out, struct bal_error *err)
{
    char *p = line, *word, *value;
    int has_value, words = 0, code = 0;
    struct bal_error local = {0};

    err = err != NULL ? err : &local;
    *out = (struct bal_edit){.set = room};
    while (code == 0 && (word = bal_edit_word(&p, &value, &has_value, err)) != NULL) {
        if (has_value && words < 2)
            return bal_fail(err, BAL_EDATA, "an edit begins with what it does and to which table");
        if (has_value && out->n == BAL_SETTINGS_MAX)
            return bal_fail(err, BAL_EDATA, "an edit has at most %d settings", BAL_SETTINGS_MAX);
        if (has_value)
            room[out->n++] = (struct bal_setting){word, value};
        else if (words == 0)
            code = read_verb(word, out, err);
        else if (words == 1)
            out->table = word;
        else if (out->id == NULL && out->n == 0)
            out->id = word;
        else
            return bal_fail(err, BAL_EDATA, "'%.80s' is no setting; write key=value", word);
        words++;
    }
    if (code == 0 && err->code != 0)
        return err->code;
    if (code == 0 && words < 2)
        return bal_fail(err, BAL_EDATA, "an edit names a table, such as events");
    return code;
}
