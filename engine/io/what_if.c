#include "io/what_if.h"

#include <string.h>

#include "base/utf8.h"
#include "base/write.h"
#include "io/file.h"
#include "model/overlay.h"

enum { BYTES_MAX = 1024 * 1024, EDITS_MAX = 1000 };

/* Writing -------------------------------------------------------------------------------------- */

/* The name of a folder in `datasets` alone, any other folder whole. */
static const char *study_name(const struct bal_study *study)
{
    static const char parent[] = "datasets/";
    const char *dir = bal_names_text(study->names, study->dir), *slash = strrchr(dir, '/');
    size_t n = sizeof parent - 1, before = slash != NULL ? (size_t)(slash + 1 - dir) : 0;

    if (before < n || strncmp(slash + 1 - n, parent, n) != 0 ||
        (before > n && dir[before - n - 1] != '/'))
        return dir;
    return slash + 1;
}

static void write_text(const struct bal_study *study, struct bal_buf *out)
{
    bal_buf_adds(out, "# A what-if of Balassa: the edits of a study, one a line.\nwhat-if");
    if (study->label != NULL) {
        bal_buf_addc(out, ' ');
        bal_edit_write_word(study->label, out);
    }
    bal_buf_adds(out, "\nstudy ");
    bal_edit_write_word(study_name(study), out);
    bal_buf_addf(out, " digest=%s\n", bal_study_base(study)->digest);
    for (uint32_t i = 1; i <= study->nedits; i++)
        bal_buf_addf(out, "%s\n", bal_overlay_line(study, i));
}

int bal_what_if_write(const struct bal_study *study, const char *path, struct bal_error *err)
{
    struct bal_buf text;
    int code;

    bal_buf_init(&text, study->mem);
    write_text(study, &text);
    code =
        text.failed ? bal_fail_mem(err) : bal_write_file(path, bal_buf_text(&text), text.len, err);
    bal_buf_free(&text);
    return code;
}

/* Reading -------------------------------------------------------------------------------------- */

struct reading {
    const char *path;
    struct bal_diag *diag;
    struct bal_error *err;
    struct bal_buf text;
    char *next;    /* the line to come; NULL after the last */
    size_t number; /* of the line at hand */
    char *name, *study, *digest;
};

static void report(struct reading *r, const char *rule, const char *todo)
{
    struct bal_spot spot = {.file = r->path, .line = r->number, .todo = todo};

    bal_diag_add(r->diag, spot, "%s", rule);
}

static int open_file(struct reading *r)
{
    struct bal_error why;
    const char *text;
    int code;

    bal_buf_init(&r->text, r->diag->mem);
    bal_diag_file(r->diag, r->path);
    code = bal_file_slurp(r->path, BYTES_MAX, NULL, &r->text, r->err);
    if (code == BAL_EDATA || code == BAL_ENOINPUT) {
        why = *r->err;
        return bal_fail(r->err, code, "%s: %.900s", r->path, why.message);
    }
    if (code != 0)
        return code;
    bal_buf_addc(&r->text, '\n'); /* so that there is a text to take apart */
    if (r->text.failed)
        return bal_fail_mem(r->err);
    text = r->text.data;
    r->next = r->text.data + (strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0);
    return 0;
}

/* The next line that says something, without its end; NULL after the last. */
static char *next_line(struct reading *r)
{
    char *end = r->text.data + r->text.len;

    while (r->next < end) {
        char *line = r->next, *stop = memchr(line, '\n', (size_t)(end - line));
        size_t n = (size_t)(stop - line);
        int32_t control;

        r->next = stop + 1;
        r->number++;
        *stop = '\0';
        if (n > 0 && line[n - 1] == '\r')
            line[--n] = '\0';
        if (bal_utf8_control(line, n, &control) < n)
            report(r, "the line holds a control character", "remove it");
        else if (bal_utf8_check(line, n) < n)
            report(r, "the line is not UTF-8", "save the file as UTF-8");
        else if (line[strspn(line, " \t")] != '\0' && line[strspn(line, " \t")] != '#')
            return line;
    }
    return NULL;
}

/* Reads "KEYWORD [WORD] [digest=...]" of the two lines at the top. */
static bool read_head(struct reading *r, const char *keyword, char **word, char **digest)
{
    char *p = next_line(r), *value;
    int has_value;

    if (p == NULL)
        return false;
    value = bal_edit_word(&p, word, &has_value, r->err);
    if (value == NULL || has_value || strcmp(value, keyword) != 0)
        return false;
    *word = bal_edit_word(&p, &value, &has_value, r->err);
    if (*word == NULL || has_value)
        return r->err->code == 0 && *word == NULL;
    while ((keyword = bal_edit_word(&p, &value, &has_value, r->err)) != NULL)
        if (digest == NULL || !has_value || strcmp(keyword, "digest") != 0)
            return false;
        else
            *digest = value;
    return r->err->code == 0;
}

static bool read_heads(struct reading *r)
{
    if (!read_head(r, "what-if", &r->name, NULL)) {
        report(r, "a what-if begins with the line: what-if \"its name\"", NULL);
        return false;
    }
    if (!read_head(r, "study", &r->study, &r->digest) || r->study == NULL) {
        report(r, "the second line of a what-if is: study NAME digest=...", NULL);
        return false;
    }
    return true;
}

static int conclude(struct reading *r)
{
    char count[80];

    if (r->diag->failed)
        return bal_fail_mem(r->err);
    if (r->diag->total == 0)
        return 0;
    return bal_fail(r->err, BAL_EDATA, "%s: %s", r->path,
                    bal_diag_count(r->diag, count, sizeof count));
}

/* Makes the edit of a line over *s, which it replaces. Returns 0 or BAL_EMEM. */
static int make_edit(struct reading *r, char *line, struct bal_study **s)
{
    struct bal_setting room[BAL_SETTINGS_MAX];
    struct bal_study *next;
    struct bal_edit edit;
    int code = bal_edit_read(line, room, &edit, r->err);

    if (code == 0)
        code = bal_overlay_edit(*s, &edit, &next, r->err);
    if (code == BAL_EMEM)
        return code;
    if (code != 0) {
        report(r, r->err->message, NULL);
        return 0;
    }
    bal_study_free(*s);
    *s = next;
    return 0;
}

static int make_edits(struct reading *r, struct bal_study **s)
{
    char *line;
    int code = 0;

    for (size_t n = 0; code == 0 && (line = next_line(r)) != NULL; n++) {
        if (n == EDITS_MAX) {
            report(r, "more than 1,000 edits", "leave the others out");
            break;
        }
        code = make_edit(r, line, s);
    }
    return code;
}

int bal_what_if_read(struct bal_study *study, const char *path, struct bal_study **out,
                     bool *same_data, struct bal_diag *diag, struct bal_error *err)
{
    struct bal_error local = {0};
    struct reading r = {.path = path, .diag = diag, .err = err != NULL ? err : &local};
    struct bal_study *s = bal_study_keep(study), *named;
    int code = open_file(&r);

    *out = NULL;
    if (code == 0 && read_heads(&r)) {
        *same_data = r.digest != NULL && strcmp(r.digest, bal_study_base(study)->digest) == 0;
        if (r.name != NULL) {
            code = bal_overlay_new(study, r.name, &named, r.err);
            bal_study_free(s);
            s = named; /* NULL when it failed */
        }
        if (code == BAL_EARG || code == BAL_EDATA) {
            report(&r, r.err->message, NULL);
            code = 0;
        } else if (code == 0) {
            code = make_edits(&r, &s);
        }
    }
    if (code == 0)
        code = conclude(&r);
    bal_buf_free(&r.text);
    if (code == 0)
        *out = s;
    else
        bal_study_free(s);
    return code;
}

int bal_what_if_study(const char *path, struct bal_buf *out, struct bal_diag *diag,
                      struct bal_error *err)
{
    struct bal_error local = {0};
    struct reading r = {.path = path, .diag = diag, .err = err != NULL ? err : &local};
    int code = open_file(&r);

    if (code == 0 && read_heads(&r))
        bal_buf_adds(out, r.study);
    if (code == 0)
        code = out->failed ? bal_fail_mem(r.err) : conclude(&r);
    bal_buf_free(&r.text);
    return code;
}
