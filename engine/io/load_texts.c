/* The passages that texts.path names: they must be there, inside the folder, and UTF-8. Their text
 * goes into the column that load_rows.c added for it. */
#include <string.h>

#include "io/file.h"
#include "io/loading.h"
#include "base/utf8.h"

enum { TEXT_MAX = 16 * 1024 * 1024 }; /* bytes */

static size_t line_of(const char *s, size_t at)
{
    size_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += s[i] == '\n';
    return line;
}

/* The first control character that a text may not hold. Those of C1 it may: real corpora have them, where
 * a quotation mark of Windows-1252 was taken for Latin-1, and their texts are kept byte for byte. */
static size_t find_control(const char *s, size_t n, int32_t *c)
{
    size_t at = 0;

    while ((at += bal_utf8_control(s + at, n - at, c)) < n && *c >= 0x80)
        at += 2; /* its bytes */
    return at;
}

static void check_text(struct bal_loading *l, const char *path, const struct bal_buf *text)
{
    const char *s = bal_buf_text(text);
    int32_t control;
    size_t good = bal_utf8_check(s, text->len), at = find_control(s, text->len, &control);
    struct bal_spot spot = {.file = path};

    if (good < text->len) {
        spot.line = line_of(s, good);
        spot.todo = "save the file as UTF-8";
        bal_diag_add(l->diag, spot, "the line has a byte (0x%02X) that is not UTF-8",
                     (unsigned char)s[good]);
    }
    if (at < text->len) {
        spot.line = line_of(s, at);
        spot.todo = "remove it";
        bal_diag_add(l->diag, spot, "the line has a control character (U+%04X)", (unsigned)control);
    }
}

/* A byte order mark is not part of it. */
static int keep_text(struct bal_loading *l, const struct bal_buf *text, size_t row)
{
    struct bal_table *t = l->study->role[BAL_TEXTS];
    size_t col = bal_study_column(l->study, BAL_TEXTS, BAL_TEXT_CONTENT);
    const char *s = bal_buf_text(text);
    size_t skip = text->len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    return bal_names_intern(l->study->names, s + skip, text->len - skip, &t->col[col].as.names[row],
                            l->err);
}

static int load_text(struct bal_loading *l, struct bal_spot spot, size_t row)
{
    const char *fault = bal_path_fault(spot.value);
    struct bal_buf path, text;
    int code;

    if (fault != NULL) {
        spot.todo = "write it relative to datapackage.json";
        bal_diag_add(l->diag, spot, "%s", fault);
        return 0;
    }
    bal_buf_init(&path, l->mem);
    bal_buf_init(&text, l->mem);
    code = bal_loading_path(l, spot.value, &path) != NULL
               ? bal_file_slurp(path.data, TEXT_MAX, &l->digest, &text, l->err)
               : l->err->code;
    if (code == 0) {
        check_text(l, path.data, &text);
        if (memchr(bal_buf_text(&text), '\0', text.len) == NULL)
            code = keep_text(l, &text, row);
    } else if (code != BAL_EMEM && code != BAL_EDENIED) {
        spot.todo = "correct the path, or put the file there";
        bal_diag_add(l->diag, spot, "%s", l->err->message);
        code = 0;
    }
    bal_buf_free(&text);
    bal_buf_free(&path);
    return code;
}

int bal_load_texts(struct bal_loading *l)
{
    const struct bal_table *t = l->study->role[BAL_TEXTS];
    size_t col = bal_study_column(l->study, BAL_TEXTS, "path");
    int code = 0;

    if (col == BAL_NO_COLUMN || t->col[col].type != BAL_NAME)
        return 0;
    for (size_t r = 0; code == 0 && r < t->rows; r++) {
        struct bal_spot spot = bal_loading_spot(l, t, r, "path");

        if (t->col[col].as.names[r] == 0)
            continue;
        spot.value = bal_loading_text(l, t->col[col].as.names[r]);
        code = load_text(l, spot, r);
    }
    return code;
}
